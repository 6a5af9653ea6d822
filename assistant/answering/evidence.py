"""Chooses the numbered sentences that an answer may cite.

A large model is given whole passages. For a small one, which reads slowly, as many of the best
sentences are taken as a budget of tokens holds, each with its neighbours, which say who "he" is
and when it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from assistant.answering.data_block import head_of, numbered
from assistant.answering.duplicates import DuplicateClusters, FoundSentence
from assistant.articles.copies import precedence, stories_among
from assistant.articles.showable import showable
from assistant.types import Article, Evidence, EvidenceSentence, Hit

_NEIGHBOURS: Final = (1, -1)
"""Distances of the neighbours that are taken along, in the order they are taken in."""
_WIDEST: Final = 99
"""A number as wide as those that sentences have."""


def build_evidence(hits: Sequence[Hit], *, clusters: DuplicateClusters | None = None) -> Evidence:
    """The sentences of ``hits``, best passage first, each once, numbered from 1.

    With ``clusters`` a sentence that several copies of one article hold counts as one, and is
    that of the canonical article where this holds it.
    """
    return _numbered(
        _found(hit, index, clusters)
        for hit in hits
        for index in range(hit.passage.first, hit.passage.last + 1)
    )


def whole_evidence(articles: Sequence[Article]) -> Evidence:
    """Every sentence of ``articles``, each article once, numbered from 1.

    A sentence that copies share word for word is there once, as the canonical article's.
    """
    once = list({article.id: article for article in articles}.values())
    canonical = _canonical(once)
    said = {
        one.id: {one.sentence_text(s.index) for s in one.sentences} for one in canonical.values()
    }
    carriers: dict[tuple[str, str], list[Article]] = {}
    found: list[tuple[Article, int]] = []
    for article in once:
        original = canonical.get(article.id)
        for sentence in article.sentences:
            text = article.sentence_text(sentence.index)
            if original is not None and text in said[original.id]:
                carriers.setdefault((original.id, text), []).append(article)
            else:
                found.append((article, sentence.index))
    return _numbered(
        _carried(article, index, carriers.get((article.id, article.sentence_text(index)), ()))
        for article, index in found
    )


def chosen_evidence(
    sentences: Sequence[FoundSentence], *, budget: int, count: Callable[[str], int]
) -> Evidence:
    """The first of ``sentences`` with their neighbours, as many as ``budget`` tokens hold.

    Articles stand in the order of their best sentence, the sentences of each in its own
    order, numbered from 1. What is larger than what is left of the budget is passed over.

    Args:
        sentences: best first.
        budget: tokens, the headings of the articles counted, each once.
        count: counts the tokens of a text.
    """
    known = {one.key: one for one in reversed(sentences)}
    taken: dict[str, dict[int, FoundSentence]] = {}
    left = budget
    for sentence in sentences:
        for one in (sentence, *_neighbours(sentence, known)):
            own = taken.get(one.article.id, {})
            if one.index in own:
                continue
            (line,) = numbered(_numbered([one], first=_WIDEST).sentences)
            cost = count(line.text) + (0 if own else count(head_of(one.article)))
            if cost <= left:
                left -= cost
                taken.setdefault(one.article.id, {})[one.index] = one
            elif one is sentence:
                break  # its neighbours mean nothing without it
    return _numbered(one for own in taken.values() for _, one in sorted(own.items()))


def sentences_in_turn(
    hits: Sequence[Hit], *, clusters: DuplicateClusters | None
) -> tuple[FoundSentence, ...]:
    """The sentences of passages that each tell of the whole: all first ones, all second ones."""
    quotable = [
        [
            index
            for index in range(hit.passage.first, hit.passage.last + 1)
            if index in showable(hit.article)
        ]
        for hit in hits
    ]
    return tuple(
        _found(hits[row], index, clusters)
        for column in zip_longest(*quotable)
        for row, index in enumerate(column)
        if index is not None
    )


def _canonical(articles: Sequence[Article]) -> dict[str, Article]:
    """The canonical article of each that is another's copy, by the copy's id."""
    clusters: dict[int, list[Article]] = {}
    told = stories_among([article.text for article in articles])
    for article, cluster in zip(articles, told, strict=True):
        clusters.setdefault(cluster, []).append(article)
    found: dict[str, Article] = {}
    for copies in clusters.values():
        first, *others = sorted(
            copies,
            key=lambda one: precedence(one.published, characters=len(one.text), article_id=one.id),
        )
        found.update((other.id, first) for other in others)
    return found


def _carried(article: Article, index: int, others: Sequence[Article]) -> FoundSentence:
    named = (other.source for other in others if other.source != article.source)
    return FoundSentence(
        article,
        index,
        also_in=tuple(dict.fromkeys(other.id for other in others)),
        also_outlets=tuple(dict.fromkeys(name for name in named if name)),
    )


def _found(hit: Hit, index: int, clusters: DuplicateClusters | None) -> FoundSentence:
    if clusters is None:
        return FoundSentence(hit.article, index, hit.also_in, hit.also_outlets)
    return clusters.cited(hit.article, index, also_in=hit.also_in)


def _neighbours(
    sentence: FoundSentence, known: Mapping[tuple[str, int], FoundSentence]
) -> Iterator[FoundSentence]:
    for distance in _NEIGHBOURS:
        one = FoundSentence(sentence.article, sentence.index + distance)
        if one.index in showable(one.article):
            yield known.get(one.key, one)


def _numbered(sentences: Iterable[FoundSentence], *, first: int = 1) -> Evidence:
    """The sentences, each once, numbered from ``first``."""
    once: dict[tuple[str, int], FoundSentence] = {}
    for one in sentences:
        once.setdefault(one.key, one)
    return Evidence(
        tuple(
            EvidenceSentence(
                number,
                one.article,
                one.article.sentences[one.index],
                also_in=one.also_in,
                also_outlets=one.also_outlets,
            )
            for number, one in enumerate(once.values(), start=first)
        )
    )
