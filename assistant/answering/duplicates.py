"""Near-duplicate articles among what was found: each cluster is cited by its canonical article.

That is done where the canonical article holds the words; a sentence of its own a copy keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from assistant.answering.answer_types import NUMBER_WORDS
from assistant.articles.copies import newness
from assistant.language.words import Shingles, near_identical, shingles, words_in
from assistant.library.clusters import Copies
from assistant.library.library import Library
from assistant.types import Article, Filters, Hit

_HELD: Final = 0.6
"""Share of a passage's characters, in whole sentences, that a copy has to hold to carry it."""
_GRAM: Final = 3
_ALIKE: Final = 0.6
"""Share of a sentence's three-word runs that another passage has to hold to tell it, too."""
_MOST_COPIES: Final = 20
"""Copies of a cluster that are looked into, its first ones."""
_SAME_WORDS: Final = 0.75
"""Share of two sentences' words, figures not counted, from which they say the same thing."""
_FEWEST_WORDS: Final = 4
"""Words from which a sentence is known again in another article: "He said no." is not."""


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence of an article, and the other articles and outlets that carry it."""

    article: Article
    index: int
    also_in: tuple[str, ...] = ()
    also_outlets: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """The article's id and the sentence's place in it."""
        return self.article.id, self.index

    @property
    def text(self) -> str:
        """The sentence, as it stands in the article."""
        return self.article.sentence_text(self.index)


Sentence = TypeVar("Sentence", bound=FoundSentence)


class DuplicateClusters:
    """The clusters of the articles found, within the limits of the search.

    Args:
        library: the articles.
        hits: what was found.
        filters: outlets and days; no article outside them is named or cited.
    """

    def __init__(self, library: Library, hits: Sequence[Hit], *, filters: Filters) -> None:
        found = list(dict.fromkeys(hit.article.id for hit in hits))
        self._clusters = library.catalogue.clusters.of(found, filters=filters)
        members = {key for copies in self._clusters.values() for key in _first(copies)}
        also = {key for hit in hits for key in hit.also_in}
        self._articles = {
            **{hit.article.id: hit.article for hit in hits},
            **library.catalogue.articles.by_id(members | also),
        }
        self._indices: dict[str, Mapping[str, int]] = {}
        self._penalised: frozenset[str] = frozenset()
        self._collapsed: dict[str, set[str]] = {}

    @property
    def canonical(self) -> tuple[Article, ...]:
        """The canonical articles, each once."""
        keys = dict.fromkeys(copies.canonical for copies in self._clusters.values())
        return tuple(self._articles[key] for key in keys if key in self._articles)

    def are_copies(self, one: Article, other: Article) -> bool:
        """Whether two of the articles found, or of the canonical ones, are of one cluster."""
        copies = self._clusters.get(one.id) or self._clusters.get(other.id)
        return copies is not None and {one.id, other.id} <= set(copies.members)

    def penalise(self, article_ids: Iterable[str]) -> None:
        """From now on cites these articles for no copy: they are retracted, or the like."""
        self._penalised = frozenset(article_ids)

    def replaces(self, hit: Hit, other: Hit) -> bool:
        """Whether ``hit`` is of the other's canonical article, and lacks none of its sentences.

        A sentence may differ by an edit.
        """
        canonical = self._canonical(other.article)
        if canonical is None or canonical.id != hit.article.id:
            return False
        held = shingles(hit.text, n=_GRAM)
        return all(
            len(own & held) >= _ALIKE * len(own)
            for own in (shingles(text, n=_GRAM) for text in _sentences_of(other))
        )

    def with_copies(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """``hits``, each with all the copies that carry it, and their outlets."""
        for hit in hits:
            for key in hit.also_in:
                self._collapsed.setdefault(hit.article.id, set()).add(key)
                self._collapsed.setdefault(key, set()).add(hit.article.id)
        return tuple(self._with_copies(hit) for hit in hits)

    def all_cited(self, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        """``sentences``, each from its canonical article where that holds it, and once."""
        found: dict[tuple[str, int], Sentence] = {}
        for one in sentences:
            cited = self.cited(one.article, one.index, also_in=one.also_in)
            if cited.key not in found:
                found[cited.key] = replace(
                    one,
                    article=cited.article,
                    index=cited.index,
                    also_in=cited.also_in,
                    also_outlets=cited.also_outlets,
                )
        return tuple(found.values())

    def cited(self, article: Article, index: int, *, also_in: Sequence[str] = ()) -> FoundSentence:
        """Where a sentence is cited: in its canonical article where that holds it.

        Args:
            article: the article that was found.
            index: the sentence's place in it.
            also_in: the articles that carry its passage.
        """
        canonical = self._canonical(article)
        text = article.sentence_text(index)
        if canonical is not None and len(text.split()) >= _FEWEST_WORDS:
            known = self._sentences(canonical).get(text)
            if known is not None:
                also_in = [key for key in (article.id, *also_in) if key != canonical.id]
                article, index = canonical, known
        same = tuple(
            key
            for key in dict.fromkeys(also_in)
            if (other := self._articles.get(key)) is not None and text in self._sentences(other)
        )
        return FoundSentence(article, index, same, self._outlets(article, same))

    def differing(self, sentence: Sentence) -> list[Sentence]:
        """The sentences of other copies, and of what was collapsed, that have other figures.

        Each has most of the words of ``sentence``, and not its figures; one of each wording,
        the newest article's first.
        """
        own, figures = _words(sentence.text), figures_of(sentence.text)
        found: dict[str, Sentence] = {}
        key = sentence.article.id
        keys = {*_first(self._clusters.get(key)), *self._collapsed.get(key, ())} - {key}
        others = (self._articles.get(other) for other in sorted(keys - self._penalised))
        for article in sorted((one for one in others if one), key=newness, reverse=True):
            for text, index in self._sentences(article).items():
                theirs = figures_of(text)
                if (
                    theirs
                    and theirs != figures
                    and text not in found
                    and near_identical(own, _words(text), threshold=_SAME_WORDS)
                ):
                    found[text] = replace(
                        sentence, article=article, index=index, also_in=(), also_outlets=()
                    )
        return list(found.values())

    def _canonical(self, article: Article) -> Article | None:
        """The canonical article of a copy; None for what is none, or where that is penalised."""
        copies = self._clusters.get(article.id)
        if copies is None or copies.canonical in {article.id, *self._penalised}:
            return None
        return self._articles.get(copies.canonical)

    def _sentences(self, article: Article) -> Mapping[str, int]:
        if article.id not in self._indices:
            backwards = reversed(range(len(article.sentences)))
            self._indices[article.id] = {article.sentence_text(n): n for n in backwards}
        return self._indices[article.id]

    def _with_copies(self, hit: Hit) -> Hit:
        also = dict.fromkeys(hit.also_in)
        for key in _first(self._clusters.get(hit.article.id)):
            other = self._articles.get(key)
            if other is not None and key != hit.article.id and _carries(other, hit):
                also[key] = None
        return replace(hit, also_in=tuple(also), also_outlets=self._outlets(hit.article, also))

    def _outlets(self, article: Article, others: Iterable[str]) -> tuple[str, ...]:
        """The outlets of ``others``, each once, without that of ``article``."""
        named = (self._articles[key].source for key in others if key in self._articles)
        return tuple(dict.fromkeys(name for name in named if name and name != article.source))


def collapse(
    hits: Sequence[Hit], *, k: int, threshold: float, clusters: DuplicateClusters | None = None
) -> tuple[Hit, ...]:
    """The first ``k`` hits, what other articles have already said collapsed into those.

    A hit is collapsed when at least ``threshold`` of its word five-grams stand in the kept
    passages of other articles: two copies of one story are rarely cut at the same places,
    so no pair of passages need be alike. It counts for the kept hit that shares most. With
    ``clusters`` a passage of a canonical article takes the place of one of a copy that tells
    no more.
    """
    kept: list[Hit] = []
    grams: list[Shingles] = []
    also: list[dict[str, None]] = []
    everything: set[tuple[str, ...]] = set()
    for hit in hits:
        own = shingles(hit.text)
        replaced = (
            place
            for place, one in enumerate(kept)
            if clusters is not None and clusters.replaces(hit, one)
        )
        if (place := next(replaced, None)) is not None:
            also[place][kept[place].article.id] = None
            kept[place], grams[place] = replace(hit, score=kept[place].score), own
            everything |= own
            continue
        if own and len(own & everything) >= threshold * len(own):
            others = [
                (len(own & gram), place)
                for place, gram in enumerate(grams)
                if kept[place].article.id != hit.article.id
            ]
            said = own & frozenset().union(*(grams[place] for _, place in others))
            if len(said) >= threshold * len(own):
                _, place = max(others, key=lambda other: (other[0], -other[1]))
                also[place][hit.article.id] = None
                continue
        if len(kept) == k:
            break
        kept.append(hit)
        grams.append(own)
        everything |= own
        also.append({})
    return tuple(
        replace(hit, also_in=tuple(key for key in others if key != hit.article.id))
        for hit, others in zip(kept, also, strict=True)
    )


def figures_of(text: str) -> tuple[str, ...]:
    """The figures of a sentence, in digits and in words, in their order."""
    return tuple(term for term in words_in(text) if term[0].isdigit() or term in NUMBER_WORDS)


def _words(text: str) -> frozenset[str]:
    return frozenset(words_in(text)) - set(figures_of(text))


def _first(copies: Copies | None) -> tuple[str, ...]:
    return copies.members[:_MOST_COPIES] if copies else ()


def _sentences_of(hit: Hit) -> list[str]:
    passage = range(hit.passage.first, hit.passage.last + 1)
    return [hit.article.sentence_text(index) for index in passage]


def _carries(article: Article, hit: Hit) -> bool:
    """Whether an article holds most of a passage, word for word."""
    sentences = _sentences_of(hit)
    held = sum(len(text) for text in sentences if text in article.text)
    return held >= _HELD * sum(map(len, sentences))
