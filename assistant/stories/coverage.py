"""Which facts which outlets have: what all report, what only one does, what a summary leaves out.

A fact is a sentence that can be quoted; an outlet has it where one of its sentences says the same
(``likeness``). The sentences that most outlets seem to repeat, and those that none seems to, are
shortlisted by the vectors that are there already; only these are embedded alone and held against
all. So time is linear in the articles. Copies of one text are one witness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.articles.copies import newness, stories_among
from assistant.articles.showable import showable
from assistant.examining import examined
from assistant.language.articles import make_article
from assistant.language.quotations import find_quotations
from assistant.models.embedder import Embedder
from assistant.stories.likeness import (
    NOTHING,
    PARTLY,
    WHOLE,
    Likeness,
    Scores,
    differing,
    has_figures,
)
from assistant.summarising.material import Material, collect_material
from assistant.telling import Carried, Carrier, Carrying, Coverage, Fact, SummaryCoverage
from assistant.types import (
    QUOTED,
    Article,
    Citation,
    Document,
    Statement,
    Summary,
    cite,
    headline,
)
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors

FACTS: Final = 20
"""Facts that are told at most."""
_POINTS: Final = 8
"""The main points of a single article."""
_MOST: Final = 400
"""Articles that are read at most, and sentences that may become facts."""
_RANKS: Final = (6, 30)
"""Sentences of an article that may become facts: at least, where there are many, and at most."""
_WORDS: Final = (7, 60)
"""Words of a sentence that tells a fact."""
_SHORTLISTED: Final = 2
"""Sentences that are looked at for one fact that is told."""
_REPEATED: Final = 1.1
"""The score within articles from which on two sentences are shortlisted once."""
_FIRST: Final = 0.15
_HALF_WAY: Final = 3.0
_DEEPER: Final = 0.02
_NEAR: Final = 5
"""Sentences at the beginning of an article that matter though nobody else has them."""
_EACH: Final = 3
"""Facts that only one has which are told of one carrier."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may become a fact, and its place among all sentences."""

    material: Material
    place: int


@dataclass(frozen=True, slots=True)
class _Held:
    """Articles with their carriers, and the sentences to be held against each other."""

    articles: tuple[Article, ...]
    carriers: tuple[Carrier, ...]
    carrier: tuple[int, ...]
    likeness: Likeness

    @property
    def own(self) -> list[int]:
        """The carriers that are no copies."""
        return [n for n, one in enumerate(self.carriers) if one.copy_of is None]

    def by_carrier(self, scores: Scores) -> tuple[Scores, NDArray[np.int64]]:
        """Of each carrier the highest of [n, sentences] and its place; both [n, carriers]."""
        highest, places = self.likeness.best(scores)
        best = np.full((len(scores), len(self.carriers)), -1.0, np.float32)
        at = np.zeros((len(scores), len(self.carriers)), np.int64)
        for number, carrier in enumerate(self.carrier):
            better = highest[:, number] > best[:, carrier]
            best[better, carrier] = highest[better, number]
            at[better, carrier] = places[better, number]
        return best, at


def make_coverage(
    articles: Sequence[Article],
    *,
    vectors: SourceVectors,
    embedder: Embedder,
    topic: str = "",
    facts: int = FACTS,
) -> Coverage:
    """Which facts of ``articles`` which outlets have, those that most have first.

    Args:
        articles: those of a story or topic, in any order; of more than 400 the first.
        vectors: the vectors of their sentences.
        embedder: embeds the sentences that may be facts.
        topic: what they are about, empty for chosen articles.
        facts: the most facts that are told; half as many that only one outlet has.
    """
    read = sorted({one.id: one for one in articles[:_MOST]}.values(), key=newness)
    held = _held(read, vectors)
    candidates = _candidates(held)
    if not candidates:
        return Coverage(topic, held.carriers, (), (), len(read))
    single = len(held.own) == 1
    most = min(facts, _POINTS) if single else facts
    shared, lonely = _shortlist(held, candidates, most, single=single)
    chosen = [*shared, *lonely]
    texts = [one.material.text for one in chosen]
    scores = held.likeness.of_texts(texts, embedder.embed(texts))
    best, at = held.by_carrier(scores)
    kinds = [_kinds(held, one, best[n], at[n]) for n, one in enumerate(chosen)]
    order = sorted(range(len(chosen)), key=lambda n: _order(held, kinds[n], chosen[n], n))
    half = max(1, most // 2)
    told: list[int] = []
    alone: list[int] = []
    for n in order:
        if any(_same(scores, chosen, n, other) for other in (*told, *alone)):
            continue
        several = single or _reports(held, kinds[n]) > 1
        if several or Carried.PARTLY in kinds[n]:
            # Of those that others have something like, a few are enough.
            told += [n] if len(told) < (most if several else half) else []
        elif _is_alone(held, chosen[n], best[n]):
            alone.append(n)
    if single:
        told.sort(key=lambda n: chosen[n].material.rank)
    alone = _of_each(held, chosen, alone, most=half)
    shown, lone = (
        tuple(_fact(held, chosen[n], kinds[n], at[n]) for n in some) for some in (told, alone)
    )
    return Coverage(topic, held.carriers, shown, lone, len(read))


def cover_summary(
    summary: Summary,
    articles: Sequence[Article],
    *,
    vectors: SourceVectors,
    embedder: Embedder,
    facts: int = FACTS,
) -> SummaryCoverage:
    """Which facts of ``articles`` a summary of them carries.

    Those that at least two outlets report, where there are any; else the main points of the
    articles. A summary has a fact whole where it cites the fact's own sentence, or says the same.
    """
    covered = make_coverage(articles, vectors=vectors, embedder=embedder, facts=facts)
    chosen = tuple(one for one in covered.facts if one.reports > 1)
    shared = bool(chosen)
    chosen = chosen or (*covered.facts, *covered.alone)[:_POINTS]
    text = "\n".join(" ".join(one.text.split()) for one in summary.statements)
    own = make_article(Document(title="", text=text, origin="summary"))
    if not chosen or not own.sentences:
        return SummaryCoverage(summary, tuple((one, Carried.NOT) for one in chosen), shared)
    likeness = Likeness([*articles[:_MOST], own], vectors=vectors)
    texts = [_text(one.statement) for one in chosen]
    best, at = likeness.best(likeness.of_texts(texts, embedder.embed(texts)))
    quoted = {_key(one) for statement in summary.statements for one in statement.citations}
    by_id = {one.id: one for one in articles}
    found = []
    for n, fact in enumerate(chosen):
        first = fact.statement.citations[0]
        one = SourceSentence(by_id[first.article_id], first.sentence_index)
        other = likeness.sentences[int(at[n, -1])]
        kind = kind_of(float(best[n, -1]), one, other)
        if kind is Carried.WHOLE and differing(one, other):
            kind = Carried.PARTLY
        found.append((fact, Carried.WHOLE if _key(first) in quoted else kind))
    return SummaryCoverage(summary, tuple(found), shared)


def _held(articles: Sequence[Article], vectors: SourceVectors) -> _Held:
    """The articles by outlet, or each for itself where all are of one."""
    outlets = sorted({one.source for one in articles if one.source}, key=str.casefold)
    single = len(outlets) < 2 and all(one.source for one in articles)  # noqa: PLR2004 - one outlet
    names: dict[str, int] = {}
    if not single:
        names = {name: n for n, name in enumerate(outlets)}
    groups: list[list[int]] = [[] for _ in names]
    carrier: list[int] = []
    for number, one in enumerate(articles):
        if single or not one.source:
            carrier.append(len(groups))
            groups.append([number])
        else:
            carrier.append(names[one.source])
            groups[names[one.source]].append(number)
    firsts = stories_among([one.text for one in articles])
    shown = [*([] if single else outlets)]
    shown += [articles[own[0]].title or articles[own[0]].id for own in groups[len(shown) :]]
    carriers = tuple(
        Carrier(
            shown[n],
            tuple(headline(articles[number]) for number in own),
            _copied(own, firsts, carrier, shown),
        )
        for n, own in enumerate(groups)
    )
    return _Held(tuple(articles), carriers, tuple(carrier), Likeness(articles, vectors=vectors))


def _copied(
    own: Sequence[int], firsts: Sequence[int], carrier: Sequence[int], shown: Sequence[str]
) -> str | None:
    """Whose texts all articles of a carrier are copies of; None where one of them is its own."""
    others = [carrier[firsts[number]] for number in own]
    return shown[others[0]] if carrier[own[0]] not in others else None


def _candidates(held: _Held) -> tuple[_Candidate, ...]:
    """The sentences that may become facts: those near the beginnings first, up to a bound."""
    originals = [
        article
        for article, carrier in zip(held.articles, held.carrier, strict=True)
        if held.carriers[carrier].copy_of is None
    ]
    fewest, most = _RANKS
    deepest = max(fewest, min(most, _MOST // max(1, len(originals))))
    found: list[_Candidate] = []
    for _, own in groupby(collect_material(originals), key=lambda one: one.order):
        material = [one for one in own if one.rank < deepest]
        of_article = partial(_of_article, held.likeness, material)
        found += examined(material[0].article.id, "its facts", of_article, otherwise=())
    found.sort(key=lambda one: (one.material.rank, one.material.order))
    return tuple(found[:_MOST])


def _of_article(likeness: Likeness, material: Sequence[Material]) -> list[_Candidate]:
    fit = [one for one in material if one.index in showable(one.article)]
    least, most = _WORDS
    plain = [one for one in fit if not one.anaphoric and least <= one.words <= most]
    return [
        _Candidate(one, place)
        for one in plain or fit
        if (place := likeness.place(one.article, one.index)) is not None
    ]


def _shortlist(
    held: _Held, candidates: Sequence[_Candidate], most: int, *, single: bool
) -> tuple[list[_Candidate], list[_Candidate]]:
    """The candidates that others seem to repeat, and those that nobody seems to have."""
    scores = held.likeness.of_own([one.place for one in candidates])
    best, _ = held.by_carrier(scores)
    carriers = np.array([_carrier_of(held, one) for one in candidates])
    others = np.zeros((len(candidates), len(held.carriers)), bool)
    others[:, held.own] = True
    others[np.arange(len(candidates)), carriers] = False
    if single:
        worth, nearest = scores.mean(axis=1), np.zeros(len(candidates))
    else:
        worth = (best * others).sum(axis=1) / np.maximum(others.sum(axis=1), 1)
        nearest = np.where(others, best, -1.0).max(axis=1)
    ranks = np.array([one.material.rank for one in candidates])
    chosen: list[int] = []
    for n in np.argsort(-(worth + _FIRST / (1 + ranks / _HALF_WAY)), kind="stable"):
        if len(chosen) == _SHORTLISTED * most:
            break
        if all(scores[n, candidates[other].place] < _REPEATED for other in chosen):
            chosen.append(int(n))
    taken = set(chosen)
    lonely = [
        int(n)
        for n in np.argsort(nearest + _DEEPER * ranks, kind="stable")
        if not single and int(n) not in taken and _matters(candidates[int(n)].material)
    ]
    return [candidates[n] for n in chosen], [candidates[n] for n in lonely[: _SHORTLISTED * most]]


def _matters(one: Material) -> bool:
    """Whether a sentence that only one has is worth telling: a beginning, a figure, a quotation."""
    return (
        one.rank < _NEAR
        or any(mark.isdigit() for mark in one.text)
        or bool(find_quotations(one.text).outer)
    )


def _carrier_of(held: _Held, one: _Candidate) -> int:
    number = held.articles.index(one.material.article)
    return held.carrier[number]


def _kinds(
    held: _Held, one: _Candidate, best: Scores, at: NDArray[np.int64]
) -> tuple[Carried, ...]:
    """How much of a sentence each carrier has."""
    own, sentences = _carrier_of(held, one), held.likeness.sentences
    return tuple(
        Carried.WHOLE
        if number == own
        else kind_of(float(best[number]), sentences[one.place], sentences[int(at[number])])
        for number in range(len(held.carriers))
    )


def kind_of(score: float, one: SourceSentence, other: SourceSentence) -> Carried:
    """How much of ``one`` an article has whose nearest sentence is ``other``, by its score."""
    if score < PARTLY:
        return Carried.NOT
    return Carried.WHOLE if score >= WHOLE and has_figures(one, other) else Carried.PARTLY


def _fact(held: _Held, one: _Candidate, kinds: Sequence[Carried], at: NDArray[np.int64]) -> Fact:
    own, sentences = _carrier_of(held, one), held.likeness.sentences
    citation = cite(one.material.article, one.material.index)
    carrying = []
    for number, kind in enumerate(kinds):
        if number == own or kind is Carried.NOT:
            carrying.append(Carrying(kind, citation if number == own else None))
            continue
        other = sentences[int(at[number])]
        differs = differing(sentences[one.place], other)
        held_to = Carried.PARTLY if differs else kind
        carrying.append(Carrying(held_to, cite(other.article, other.index), differs))
    cited = dict.fromkeys(
        each.citation
        for each in (carrying[own], *carrying)
        if each.carried is Carried.WHOLE and each.citation is not None
    )
    statement = Statement(citation.quote, tuple(cited), QUOTED)
    return Fact(statement, tuple(carrying), _reports(held, [each.carried for each in carrying]))


def _reports(held: _Held, kinds: Sequence[Carried]) -> int:
    """How many carriers have the whole of a fact, copies left out."""
    return sum(kinds[number] is Carried.WHOLE for number in held.own)


def _order(held: _Held, kinds: Sequence[Carried], one: _Candidate, place: int) -> tuple[int, ...]:
    """Sorts facts: those that most have first, then as they stand in the articles."""
    if len(held.own) == 1:
        return (place,)
    partly = sum(kinds[number] is Carried.PARTLY for number in held.own)
    return (-_reports(held, kinds), -partly, one.material.rank, one.material.order)


def _same(scores: Scores, chosen: Sequence[_Candidate], one: int, other: int) -> bool:
    """Whether two facts are one, since either says the other."""
    return bool(
        scores[one, chosen[other].place] >= WHOLE or scores[other, chosen[one].place] >= WHOLE
    )


def _is_alone(held: _Held, one: _Candidate, best: Scores) -> bool:
    own = _carrier_of(held, one)
    name = held.carriers[own].name
    return _matters(one.material) and all(
        best[n] < NOTHING
        for n, carrier in enumerate(held.carriers)
        if n != own and carrier.copy_of != name
    )


def _of_each(
    held: _Held, chosen: Sequence[_Candidate], alone: Sequence[int], *, most: int
) -> list[int]:
    """Some of each carrier, those near its beginning; in the order of the carriers."""
    rows: list[tuple[int, int, int, int]] = []
    counts: Counter[int] = Counter()
    for n in sorted(alone, key=lambda n: chosen[n].material.rank):
        carrier = _carrier_of(held, chosen[n])
        rows.append((counts[carrier], carrier, chosen[n].material.rank, n))
        counts[carrier] += 1
    kept = sorted(row for row in rows if row[0] < _EACH)[:most]
    return [row[3] for row in sorted(kept, key=lambda row: row[1:])]


def _text(statement: Statement) -> str:
    return " ".join(statement.text.split())


def _key(citation: Citation) -> tuple[str, int]:
    return citation.article_id, citation.sentence_index
