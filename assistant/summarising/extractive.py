"""The extractive summariser: quotes the sentences that tell most, word for word.

Sentences fit for a summary (``material``) are told once however many outlets share them
(``repetition``), valued (``worth``) and chosen to fit the length (``choosing``). They are
read from the oldest article to the newest and in each article's own order: the story as it
went on, its last word at the end. A headline comes from the newest article where it can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.language.words import content_terms, count_words
from assistant.summarising.choosing import (
    Allowance,
    Offer,
    choose,
    in_allowance,
    lengths_in_reach,
    nearest_allowance,
)
from assistant.summarising.corrections import correcting_sentences, correction_in, lines_of
from assistant.summarising.material import collect_material
from assistant.summarising.repetition import Told, moment_of, tell_once
from assistant.summarising.worth import Weights, brevity, centrality, frequency, position
from assistant.types import Article, Citation, Statement, Verdict, VerdictKind, cite

Style = Literal["paragraph", "bullets", "headline"]

TOLERANCE: Final = 0.15
"""How far a summary may be from the length asked for, as a share of it."""

MOST_SENTENCES: Final = 200
"""Sentences that are embedded, at most; the rest is ranked by words and position alone."""

MOST_WORDS: Final = 5_000
"""Words that are embedded, at most; more where the summary is more than half as long."""

_MOST_TITLES: Final = 20
"""Titles, of the newest articles, that a headline is held against."""

_QUOTED: Final = Verdict(VerdictKind.SUPPORTED, ("quoted word for word",))
_LEADS: Final = {"paragraph": " ", "bullets": "\n", "headline": " "}


class Embeds(Protocol):
    """What turns sentences into vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, [len(texts), dimension]."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A summary: its statements, how many words they have, what its reader should know."""

    statements: tuple[Statement, ...]
    words: int
    notes: tuple[str, ...] = ()


def summarise_extractively(
    articles: Sequence[Article],
    *,
    words: int,
    style: Style,
    embedder: Embeds,
    weights: Weights | None = None,
) -> Draft:
    """Quotes what tells most of ``articles`` in about ``words`` words.

    Every statement is a whole sentence of an article (on one line and without a dateline
    before it) and cites it, together with the sentences of other articles that say the
    same. The length is within ``TOLERANCE`` of ``words`` wherever whole sentences add up to
    that; where not, it is the nearest that they do, and a note says so. A headline is one
    sentence of at most ``words`` words. Corrections that an article carries are in the
    notes, whatever is quoted.

    Args:
        articles: the articles, in any order; they are summarised together.
        words: the length asked for.
        style: ``paragraph``, ``bullets`` (a sentence a line) or ``headline``.
        embedder: gives the sentences' vectors.
        weights: what counts for how much; the measured ones unless given.

    Raises:
        UsageError: there is no article, or ``words`` is not positive.
    """
    if not articles:
        raise UsageError("There is nothing to summarise", hint="Name at least one article")
    if words < 1:
        raise UsageError("A summary needs at least one word", hint="Ask for 60 words, say")
    weights = weights or Weights()
    ordered = _from_oldest(articles)
    corrected = _corrected(ordered)
    told = _tell(ordered, corrected=corrected)
    allowance = Allowance(
        aim=words, low=ceil((1 - TOLERANCE) * words), high=floor((1 + TOLERANCE) * words)
    )
    if style == "headline":
        titles = [article.title for article in ordered if article.title.strip()]
        chosen = _headline(told, titles=titles, words=words, embedder=embedder, weights=weights)
        notes = _headline_notes(chosen, words=words)
    else:
        chosen = _summary(told, allowance=allowance, embedder=embedder, weights=weights)
        notes = _length_notes(ordered, told, chosen, allowance=allowance)
    return Draft(
        statements=tuple(
            _statement(one, lead=_LEADS[style] if number else "")
            for number, one in enumerate(chosen)
        ),
        words=sum(one.material.words for one in chosen),
        notes=(*notes, *_figure_notes(chosen), *map(_correction_note, corrected)),
    )


def _from_oldest(articles: Sequence[Article]) -> list[Article]:
    """``articles`` without repetitions, by date; those without one first, as given."""
    unique = {article.id: article for article in articles}.values()
    return sorted(unique, key=moment_of)


@dataclass(frozen=True, slots=True)
class _Corrected:
    """An article that carries a correction: its sentences, and which are the correction."""

    article: Article
    lines: list[str]
    correcting: tuple[int, ...]


def _corrected(articles: Sequence[Article]) -> list[_Corrected]:
    found: list[_Corrected] = []
    for article in articles:
        lines = lines_of(article)
        if correcting := correcting_sentences(article, lines=lines):
            found.append(_Corrected(article, lines, correcting))
    return found


def _tell(articles: Sequence[Article], *, corrected: Sequence[_Corrected]) -> tuple[Told, ...]:
    """What ``articles`` say, each thing once, without what one of them takes back."""
    material = collect_material(articles)
    terms = [content_terms(one.text) for one in material]
    corrections = [correction_in(one.lines, correcting=one.correcting) for one in corrected]
    standing = [
        n
        for n in range(len(material))
        if not any(correction.takes_back(terms[n]) for correction in corrections)
    ]
    # Better a sentence that needs its correction than none.
    kept = standing or range(len(material))
    return tell_once([material[n] for n in kept], terms=[terms[n] for n in kept])


@dataclass(frozen=True, slots=True)
class _Valued:
    """Sentences with their worth, [n], and their unit vectors, [n, dimension]."""

    told: list[Told]
    worth: NDArray[np.float64]
    vectors: NDArray[np.float32]


def _valued(
    told: Sequence[Told], *, allowance: Allowance, embedder: Embeds, weights: Weights
) -> _Valued:
    """The sentences of ``told`` that are worth embedding, valued; in the order given."""
    words = [one.material.words for one in told]
    ranks = [one.material.rank for one in told]
    sizes = Counter(one.material.order for one in told)
    near = position(ranks, sizes=[sizes[one.material.order] for one in told], weights=weights)
    known = weights.position * near - weights.brevity * brevity(words)
    rough = known + weights.centrality * frequency([one.terms for one in told])
    numbers = _worth_embedding(words, rough, allowance)
    kept = [told[n] for n in numbers]
    vectors = embedder.embed([one.material.text for one in kept])
    central = centrality(vectors, copies=[one.copies for one in kept])
    return _Valued(kept, known[numbers] + weights.centrality * central, vectors)


def _summary(
    told: Sequence[Told], *, allowance: Allowance, embedder: Embeds, weights: Weights
) -> list[Told]:
    """The sentences of a summary, in reading order."""
    if not told:
        return []
    allowance = nearest_allowance([one.material.words for one in told], allowance)
    valued = _valued(told, allowance=allowance, embedder=embedder, weights=weights)
    offer = Offer(
        words=[one.material.words for one in valued.told],
        worth=valued.worth,
        alike=valued.vectors @ valued.vectors.T,
        needs=_needs(valued.told),
        leads=[one.material.rank == 0 for one in valued.told],
        articles=[one.material.order for one in valued.told],
    )
    return [valued.told[n] for n in choose(offer, allowance=allowance, weights=weights)]


def _worth_embedding(
    words: Sequence[int], rough: NDArray[np.float64], allowance: Allowance
) -> list[int]:
    """Numbers of the sentences whose vectors are worth their time, rising.

    Those of the greatest rough worth, and any without which ``allowance`` is out of reach.
    """
    most_words = max(MOST_WORDS, 2 * allowance.high)
    kept: list[int] = []
    left: list[int] = []
    taken = 0
    for number in np.argsort(-rough, kind="stable").tolist():
        few = len(kept) < MOST_SENTENCES or taken < 2 * allowance.high
        if few and taken + words[number] <= most_words:
            kept.append(number)
            taken += words[number]
        else:
            left.append(number)
    return sorted([*kept, *_missing(words, kept, left, allowance)])


def _missing(
    words: Sequence[int], kept: Sequence[int], left: Sequence[int], allowance: Allowance
) -> list[int]:
    """Which of ``left`` bring ``allowance`` into reach of ``kept``; none if it is already."""
    reached = lengths_in_reach((words[n] for n in kept), high=allowance.high)
    before: list[int] = []
    for number in left:
        if in_allowance(reached, allowance):
            break
        before.append(reached)
        reached |= reached << words[number]
    within = (reached & ((1 << (allowance.high + 1)) - 1)) >> allowance.low
    length = allowance.low + (within & -within).bit_length() - 1
    needed: list[int] = []
    for number, earlier in reversed(list(zip(left, before, strict=False))):
        if not earlier >> length & 1:
            needed.append(number)
            length -= words[number]
    return needed


def _needs(offered: Sequence[Told]) -> list[int | None]:
    """For each sentence that leans on the one before it, that one's number, or -1."""
    numbers = {(one.material.order, one.material.index): n for n, one in enumerate(offered)}
    return [
        numbers.get((one.material.order, one.material.index - 1), -1)
        if one.material.leans
        else None
        for one in offered
    ]


def _headline(
    told: Sequence[Told],
    *,
    titles: Sequence[str],
    words: int,
    embedder: Embeds,
    weights: Weights,
) -> list[Told]:
    """The short sentence that tells most, of the newest articles where it can be.

    It has at most ``words`` words; where no sentence has, it is the shortest. What the
    outlets themselves put into their titles counts for much.
    """
    if not told:
        return []
    longest = max(words, min(one.material.words for one in told))
    valued = _valued(
        told,
        # Some short sentence must be among those that are valued.
        allowance=Allowance(aim=longest, low=1, high=longest),
        embedder=embedder,
        weights=weights,
    )
    likeness = np.zeros(len(valued.told))
    if titles:
        likeness = valued.vectors @ embedder.embed(titles[-_MOST_TITLES:]).mean(axis=0)
    newest = max(one.material.order for one in told)

    def merit(number: int) -> float:
        one = valued.told[number].material
        age = 1.0 - one.order / newest if newest else 0.0
        return float(valued.worth[number] + likeness[number]) - one.leans - 0.5 * age

    short = [n for n, one in enumerate(valued.told) if one.material.words <= longest]
    return [valued.told[max(short, key=merit)]]


def _statement(one: Told, *, lead: str) -> Statement:
    said = (one.material, *one.seconded)
    citations: tuple[Citation, ...] = tuple(cite(m.article, m.index) for m in said)
    return Statement(text=one.material.text, citations=citations, verdict=_QUOTED, lead=lead)


def _length_notes(
    articles: Sequence[Article],
    told: Sequence[Told],
    chosen: Sequence[Told],
    *,
    allowance: Allowance,
) -> list[str]:
    """Why the summary has another length than asked for, if it has."""
    length = sum(one.material.words for one in chosen)
    if allowance.low <= length <= allowance.high:
        return []
    the = "The article has" if len(articles) == 1 else "The articles have"
    total = sum(count_words(article.text) for article in articles)
    if total < allowance.low:
        return [f"{the} only {total:,} words"]
    if length < allowance.low and len(chosen) == len(told):
        return [f"{the} only {length:,} words in sentences that can stand in a summary"]
    asked = f"No whole sentences add up to about {allowance.aim:,} words"
    return [f"{asked}; the nearest that do have {length:,}"]


def _headline_notes(chosen: Sequence[Told], *, words: int) -> list[str]:
    length = sum(one.material.words for one in chosen)
    return [f"The shortest sentence has {length:,} words"] if length > words else []


def _figure_notes(chosen: Sequence[Told]) -> list[str]:
    """Sentences of other articles that give other figures than those quoted."""
    return [
        f"{_name(other.article)} gives other figures: “{other.text}”"
        for one in chosen
        for other in one.disputed
    ]


def _correction_note(one: _Corrected) -> str:
    text = " ".join(one.lines[number] for number in one.correcting)
    return f"{_name(one.article)} carries a correction: “{text}”"


def _name(article: Article) -> str:
    """An article, as a note calls it."""
    title = f"“{article.title}”" if article.title else "An article"
    outlet = f" ({article.source})" if article.source else ""
    day = f", {article.published:%d %B %Y}".replace(", 0", ", ") if article.published else ""
    return f"{title}{outlet}{day}"
