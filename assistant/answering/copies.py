"""Copies among what was found: each story is told once, by its head where that has the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.answering.answer_shape import NUMBER_WORDS
from assistant.answering.sentences import RankedSentence
from assistant.articles.copies import newness
from assistant.language.words import near_identical, shingles, words_in
from assistant.library.clusters import Copies
from assistant.library.library import Library
from assistant.types import Article, Filters, Hit

_HELD: Final = 0.6
"""Share of a passage's characters, in whole sentences, that a copy has to hold to carry it."""

_GRAM: Final = 3
_ALIKE: Final = 0.6
"""Share of a sentence's three-word runs that another passage has to hold to tell it, too."""

_MOST_COPIES: Final = 20
"""Copies of a story that are looked into, its first ones."""

_SAME_WORDS: Final = 0.75
"""Share of two sentences' words, figures not counted, from which they say the same thing."""

_FEWEST_WORDS: Final = 4
"""Words from which a sentence is known again in another article: "He said no." is not."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of an article, and the other articles and outlets that carry it."""

    article: Article
    index: int
    also_in: tuple[str, ...]
    also_outlets: tuple[str, ...]


class Stories:
    """The stories that the articles found are copies of, within the limits of the search.

    Args:
        library: the articles.
        hits: what was found.
        filters: outlets and days; no article outside them is named or cited.
    """

    def __init__(self, library: Library, hits: Sequence[Hit], *, filters: Filters) -> None:
        found = list(dict.fromkeys(hit.article.id for hit in hits))
        self._copies = library.catalogue.clusters.of(found, filters=filters)
        members = {key for copies in self._copies.values() for key in _first(copies)}
        also = {key for hit in hits for key in hit.also_in}
        self._articles = {
            **{hit.article.id: hit.article for hit in hits},
            **library.catalogue.articles.by_id(members | also),
        }
        self._indices: dict[str, Mapping[str, int]] = {}
        self._doubtful: frozenset[str] = frozenset()
        self._folded: dict[str, set[str]] = {}

    @property
    def heads(self) -> tuple[Article, ...]:
        """The heads of the stories, each once."""
        keys = dict.fromkeys(copies.canonical for copies in self._copies.values())
        return tuple(self._articles[key] for key in keys if key in self._articles)

    def shared(self, one: Article, other: Article) -> bool:
        """Whether two of the articles found, or of the heads, are copies of one story."""
        copies = self._copies.get(one.id) or self._copies.get(other.id)
        return copies is not None and {one.id, other.id} <= set(copies.members)

    def doubt(self, article_ids: Iterable[str]) -> None:
        """Cites no copy's words from these articles: they do not stand as they are."""
        self._doubtful = frozenset(article_ids)

    def tells(self, hit: Hit, *, instead_of: Hit) -> bool:
        """Whether a passage is of the head of the other's story, and lacks none of its sentences.

        A sentence may differ by an edit.
        """
        head = self._head(instead_of.article)
        if head is None or head.id != hit.article.id:
            return False
        held = shingles(hit.text, n=_GRAM)
        return all(
            len(own & held) >= _ALIKE * len(own)
            for own in (shingles(text, n=_GRAM) for text in _sentences_of(instead_of))
        )

    def told(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """``hits``, each with all the copies that carry it, and their outlets."""
        hits = tuple(hits)
        for hit in hits:
            for key in hit.also_in:
                self._folded.setdefault(hit.article.id, set()).add(key)
                self._folded.setdefault(key, set()).add(hit.article.id)
        return tuple(self._with_copies(hit) for hit in hits)

    def from_heads(self, sentences: Iterable[RankedSentence]) -> tuple[RankedSentence, ...]:
        """``sentences``, each from the head of its story where that holds it, and once."""
        found: dict[tuple[str, int], RankedSentence] = {}
        for one in sentences:
            place = self.place(one.article, one.index, also_in=one.also_in)
            key = (place.article.id, place.index)
            if key not in found:
                found[key] = replace(
                    one,
                    article=place.article,
                    index=place.index,
                    also_in=place.also_in,
                    also_outlets=place.also_outlets,
                )
        return tuple(found.values())

    def place(self, article: Article, index: int, *, also_in: Sequence[str] = ()) -> Place:
        """Where a sentence is cited: in the head of its story where that holds it.

        Args:
            article: the article that was found.
            index: the sentence's place in it.
            also_in: the articles that carry its passage.
        """
        head = self._head(article)
        text = article.sentence_text(index)
        if head is not None and len(text.split()) >= _FEWEST_WORDS:
            known = self._sentences(head).get(text)
            if known is not None:
                others = (key for key in (article.id, *also_in) if key != head.id)
                return self._placed(head, known, text, others)
        return self._placed(article, index, text, also_in)

    def _placed(self, article: Article, index: int, text: str, others: Iterable[str]) -> Place:
        """The place, with those of ``others`` alone that hold that very sentence."""
        same = tuple(
            key
            for key in dict.fromkeys(others)
            if (other := self._articles.get(key)) is not None and text in self._sentences(other)
        )
        return Place(article, index, same, self._outlets(article, same))

    def differing(self, article: Article, index: int) -> tuple[tuple[Article, int], ...]:
        """The sentences of other copies, and of what was folded, that have other figures.

        Each has most of the words of sentence ``index`` of ``article``, and not its figures;
        one of each wording, the newest article's first.
        """
        text = article.sentence_text(index)
        own, figures = _words(text), figures_of(text)
        found: dict[str, tuple[Article, int]] = {}
        keys = {*_first(self._copies.get(article.id)), *self._folded.get(article.id, ())}
        others = (self._articles.get(key) for key in sorted(keys))
        for other in sorted((one for one in others if one), key=newness, reverse=True):
            if other.id == article.id or other.id in self._doubtful:
                continue
            for said, place in self._sentences(other).items():
                theirs = figures_of(said)
                if (
                    theirs != figures
                    and theirs
                    and near_identical(own, _words(said), threshold=_SAME_WORDS)
                ):
                    found.setdefault(said, (other, place))
        return tuple(found.values())

    def _head(self, article: Article) -> Article | None:
        """The head of an article's story, where that is another article."""
        copies = self._copies.get(article.id)
        if copies is None or copies.canonical == article.id or copies.canonical in self._doubtful:
            return None
        return self._articles.get(copies.canonical)

    def _sentences(self, article: Article) -> Mapping[str, int]:
        if article.id not in self._indices:
            backwards = reversed(range(len(article.sentences)))
            self._indices[article.id] = {article.sentence_text(n): n for n in backwards}
        return self._indices[article.id]

    def _with_copies(self, hit: Hit) -> Hit:
        also = dict.fromkeys(hit.also_in)
        for key in _first(self._copies.get(hit.article.id)):
            other = self._articles.get(key)
            if other is not None and key != hit.article.id and _carries(other, hit):
                also[key] = None
        return replace(
            hit, also_in=tuple(also), also_outlets=self._outlets(hit.article, tuple(also))
        )

    def _outlets(self, article: Article, others: Sequence[str]) -> tuple[str, ...]:
        """The outlets of ``others``, each once, without that of ``article``."""
        named = (self._articles[key].source for key in others if key in self._articles)
        return tuple(dict.fromkeys(name for name in named if name and name != article.source))


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
