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
from functools import partial
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.articles.copies import newness, stories_among
from assistant.errors import UsageError
from assistant.examining import UNEXAMINED, examined
from assistant.language.words import content_terms, count_words
from assistant.summarising.choosing import (
    Allowance,
    Offer,
    choose,
    nearest_allowance,
    worth_embedding,
)
from assistant.summarising.corrections import Corrected, correction_in, find_corrected
from assistant.summarising.headlines import HEADLINE_WORDS, as_headlines
from assistant.summarising.material import Material, collect_material
from assistant.summarising.notes import (
    correction_note,
    figure_notes,
    length_notes,
    named,
)
from assistant.summarising.repetition import SentenceCluster, cluster_sentences
from assistant.summarising.salience import (
    Weights,
    brevity,
    centrality,
    frequency,
    position,
    recency,
)
from assistant.types import QUOTED, Article, Citation, Statement, Usage, cite, cited

Style = Literal["paragraph", "bullets", "headline"]

TOLERANCE: Final = 15
"""How far a summary may be from the length asked for, in per cent of it."""

_MOST_TITLES: Final = 20
"""Titles, of the newest articles, that a headline is held against."""

_LEADS: Final = {"paragraph": " ", "bullets": "\n", "headline": " "}


class Embeds(Protocol):
    """What turns sentences into vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, [len(texts), dimension]."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A summary as an engine gives it: its statements, and what its reader should know.

    ``removed`` are statements that a check took out.
    """

    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()
    usage: Usage = Usage()  # noqa: RUF009 - frozen
    removed: tuple[Statement, ...] = ()

    @property
    def words(self) -> int:
        """How many words the statements have."""
        return sum(count_words(statement.text) for statement in self.statements)


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
    same. The length is within ``TOLERANCE`` per cent of ``words`` wherever whole sentences
    add up to that; where not, it is the nearest that they do, and a note says so. A
    headline is a sentence of at most ``words`` words and twelve, without its full stop, or the
    beginning of one with "…": see ``headlines``. Corrections of articles that are
    not quoted are in the notes.

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
    corrected = find_corrected(ordered)
    material = collect_material(ordered)
    clusters = _tell(ordered, material, corrected=corrected)
    allowance = Allowance(
        aim=words,
        low=-(-words * (100 - TOLERANCE) // 100),
        high=words * (100 + TOLERANCE) // 100,
    )
    if style == "headline":
        titles = [article.title for article in ordered if article.title.strip()]
        chosen = _headline(clusters, titles=titles, words=words, embedder=embedder, weights=weights)
        notes = []
    else:
        chosen = _summary(clusters, allowance=allowance, embedder=embedder, weights=weights)
        notes = length_notes(ordered, clusters, chosen, allowance=allowance)
    statements = tuple(
        _statement(one, lead=_LEADS[style] if number else "") for number, one in enumerate(chosen)
    )
    # Those of the articles that are quoted are shown with their sources.
    quoted = {source.article_id for source in cited(statements)}
    orders = {one.order for one in material}
    untold = [one for order, one in enumerate(ordered) if order not in orders]
    unquoted = [one for one in corrected if one.article.id not in quoted]
    return Draft(
        statements=statements,
        notes=(
            *notes,
            *figure_notes(chosen),
            *map(correction_note, unquoted),
            *(f"{named(one)} {UNEXAMINED}, and nothing is told of it" for one in untold),
        ),
    )


def _from_oldest(articles: Sequence[Article]) -> list[Article]:
    unique = {article.id: article for article in articles}.values()
    return sorted(unique, key=newness)


def _tell(
    articles: Sequence[Article], material: Sequence[Material], *, corrected: Sequence[Corrected]
) -> tuple[SentenceCluster, ...]:
    """What ``articles`` say, each thing once, without what one of them takes back."""
    terms = [content_terms(one.text) for one in material]
    taken_back = (
        examined(one.article.id, "what is taken back", partial(correction_in, one), otherwise=None)
        for one in corrected
    )
    corrections = [one for one in taken_back if one is not None]
    standing = [
        n
        for n in range(len(material))
        if not any(correction.takes_back(terms[n]) for correction in corrections)
    ]
    # Better a sentence that needs its correction than none.
    kept = standing or range(len(material))
    return cluster_sentences(
        [material[n] for n in kept],
        terms=[terms[n] for n in kept],
        stories=stories_among([article.text for article in articles]),
    )


@dataclass(frozen=True, slots=True)
class _Valued:
    """Sentences with their worth, [n], and their unit vectors, [n, dimension]."""

    clusters: list[SentenceCluster]
    salience: NDArray[np.float64]
    vectors: NDArray[np.float32]


def _valued(
    clusters: Sequence[SentenceCluster], *, allowance: Allowance, embedder: Embeds, weights: Weights
) -> _Valued:
    """The sentences of ``told`` that are worth embedding, valued; in the order given."""
    words = [one.material.words for one in clusters]
    ranks = [one.material.rank for one in clusters]
    sizes = Counter(one.material.order for one in clusters)
    near = position(ranks, sizes=[sizes[one.material.order] for one in clusters], weights=weights)
    new = recency([one.material.order for one in clusters])
    known = weights.position * near + weights.newest * new - weights.brevity * brevity(words)
    rough = known + weights.centrality * frequency([one.terms for one in clusters])
    numbers = worth_embedding(words, rough, allowance)
    kept = [clusters[n] for n in numbers]
    vectors = embedder.embed([one.material.text for one in kept])
    central = centrality(vectors, copies=[one.copies for one in kept])
    return _Valued(kept, known[numbers] + weights.centrality * central, vectors)


def _summary(
    clusters: Sequence[SentenceCluster], *, allowance: Allowance, embedder: Embeds, weights: Weights
) -> list[SentenceCluster]:
    if not clusters:
        return []
    allowance = nearest_allowance([one.material.words for one in clusters], allowance)
    valued = _valued(clusters, allowance=allowance, embedder=embedder, weights=weights)
    offer = Offer(
        words=[one.material.words for one in valued.clusters],
        salience=valued.salience,
        alike=valued.vectors @ valued.vectors.T,
        needs=_needs(valued.clusters),
        leads=[one.material.rank == 0 for one in valued.clusters],
        articles=[one.material.order for one in valued.clusters],
    )
    return [valued.clusters[n] for n in choose(offer, allowance=allowance, weights=weights)]


def _needs(offered: Sequence[SentenceCluster]) -> list[int | None]:
    """For each sentence that leans on the one before it, that one's number, or -1."""
    numbers = {(one.material.order, one.material.index): n for n, one in enumerate(offered)}
    return [
        numbers.get((one.material.order, one.material.index - 1), -1)
        if one.material.anaphoric
        else None
        for one in offered
    ]


def _headline(
    clusters: Sequence[SentenceCluster],
    *,
    titles: Sequence[str],
    words: int,
    embedder: Embeds,
    weights: Weights,
) -> list[SentenceCluster]:
    """The sentence, or the beginning of one, that tells most, of the newest articles if it can.

    It has at most ``words`` words, and twelve. What the outlets themselves put into their titles
    counts for much.
    """
    longest = min(words, HEADLINE_WORDS)
    clusters = as_headlines(clusters, words=longest)
    if not clusters:
        return []
    valued = _valued(
        clusters,
        # Some short sentence must be among those that are valued.
        allowance=Allowance(aim=longest, low=1, high=longest),
        embedder=embedder,
        weights=weights,
    )
    likeness = np.zeros(len(valued.clusters))
    if titles:
        likeness = valued.vectors @ embedder.embed(titles[-_MOST_TITLES:]).mean(axis=0)

    def merit(number: int) -> float:
        leans = valued.clusters[number].material.anaphoric
        return float(valued.salience[number] + likeness[number]) - leans

    return [valued.clusters[max(range(len(valued.clusters)), key=merit)]]


def _statement(one: SentenceCluster, *, lead: str) -> Statement:
    own = one.material.article
    carriers = [material.article for material in one.carried]
    outlets = dict.fromkeys(each.source for each in carriers if each.source != own.source)
    citations: tuple[Citation, ...] = (
        cite(
            own,
            one.material.index,
            also_in=tuple(each.id for each in carriers),
            also_outlets=tuple(name for name in outlets if name),
        ),
        *(cite(m.article, m.index) for m in one.seconded),
    )
    return Statement(text=one.material.text, citations=citations, verdict=QUOTED, lead=lead)
