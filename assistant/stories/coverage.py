"""Which facts which outlets have: what all report, what only one does, what a summary leaves out.

A fact is a sentence that can be quoted; an outlet has it where one of its sentences says the same
(``likeness``). The sentences that most outlets seem to repeat, and those that none seems to, are
shortlisted (``fact_candidates``); only these are embedded alone and held against all. So time is
linear in the articles. Copies of one text are one witness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.articles.copies import newness
from assistant.language.articles import make_article
from assistant.models.embedder import Embedder
from assistant.stories.carriers import Carriers, carriers_of
from assistant.stories.fact_candidates import Candidate, fact_candidates, matters
from assistant.stories.likeness import NOTHING, WHOLE, Likeness, Scores, carried, differing
from assistant.telling import Carried, Carrying, Coverage, Fact, SummaryCoverage
from assistant.types import QUOTED, Article, Citation, Document, Statement, Summary, cite
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors

FACTS: Final = 20
"""Facts that are told at most."""
_POINTS: Final = 8
"""The main points of a single article."""
_MOST: Final = 400
"""Articles that are read at most."""
_EACH: Final = 3
"""Facts that only one has which are told of one carrier."""


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
    carriers = carriers_of(read, vectors)
    single = len(carriers.own) == 1
    most = min(facts, _POINTS) if single else facts
    shared, lonely = fact_candidates(carriers, most=most)
    if not shared:
        return Coverage(topic, carriers.told, (), (), len(read))
    compared = _compared(carriers, [*shared, *lonely], embedder)
    if not single:
        compared.sort(key=lambda one: (-one.reports, -one.partly, *one.place))
    half = max(1, most // 2)
    told: list[_Compared] = []
    alone: list[_Compared] = []
    for one in compared:
        if any(one.is_same(other) for other in (*told, *alone)):
            continue
        several = single or one.reports > 1
        if several or Carried.PARTLY in one.kinds:
            # Of those that others have something like, a few are enough.
            told += [one] if len(told) < (most if several else half) else []
        elif _is_alone(carriers, one):
            alone.append(one)
    if single:
        told.sort(key=lambda one: one.place)
    shown, lone = (
        tuple(_fact(carriers, one) for one in some) for some in (told, _of_each(alone, most=half))
    )
    return Coverage(topic, carriers.told, shown, lone, len(read))


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
    texts = [" ".join(one.statement.text.split()) for one in chosen]
    best, at = likeness.best(likeness.of_texts(texts, embedder.embed(texts)))
    quoted = {_key(one) for statement in summary.statements for one in statement.citations}
    by_id = {one.id: one for one in articles}
    found = []
    for n, fact in enumerate(chosen):
        first = fact.statement.citations[0]
        one = SourceSentence(by_id[first.article_id], first.sentence_index)
        other = likeness.sentences[int(at[n, -1])]
        kind = carried(float(best[n, -1]), one, other)
        if kind is Carried.WHOLE and differing(one, other):
            kind = Carried.PARTLY
        found.append((fact, Carried.WHOLE if _key(first) in quoted else kind))
    return SummaryCoverage(summary, tuple(found), shared)


def _key(citation: Citation) -> tuple[str, int]:
    return citation.article_id, citation.sentence_index


@dataclass(frozen=True, slots=True)
class _Compared:
    """A sentence that may become a fact, held against all sentences.

    Attributes:
        candidate: it.
        number: its place in the shortlist.
        scores: how much of it each sentence says.
        best: the highest score of each carrier.
        nearest: the sentence that has it.
        kinds: how much of it each carrier has.
        reports: how many carriers have the whole of it, copies left out.
        partly: how many have some of it, likewise.
    """

    candidate: Candidate
    number: int
    scores: Scores
    best: Scores
    nearest: tuple[SourceSentence, ...]
    kinds: tuple[Carried, ...]
    reports: int
    partly: int

    @property
    def place(self) -> tuple[int, int]:
        """Sorts sentences as they stand in the articles."""
        return self.candidate.material.rank, self.candidate.material.order

    def is_same(self, other: _Compared) -> bool:
        """Whether two facts are one, since either says the other."""
        mine, theirs = self.scores[other.candidate.place], other.scores[self.candidate.place]
        return bool(mine >= WHOLE or theirs >= WHOLE)


def _compared(
    carriers: Carriers, candidates: Sequence[Candidate], embedder: Embedder
) -> list[_Compared]:
    """The candidates, embedded alone and held against all sentences."""
    likeness = carriers.likeness
    texts = [one.material.text for one in candidates]
    scores = likeness.of_texts(texts, embedder.embed(texts))
    best, at = carriers.best(scores)
    found = []
    for n, one in enumerate(candidates):
        nearest = tuple(likeness.sentences[place] for place in at[n])
        kinds = tuple(
            Carried.WHOLE
            if number == one.carrier
            else carried(float(best[n, number]), likeness.sentences[one.place], other)
            for number, other in enumerate(nearest)
        )
        reports, partly = (
            sum(kinds[number] is kind for number in carriers.own)
            for kind in (Carried.WHOLE, Carried.PARTLY)
        )
        found.append(_Compared(one, n, scores[n], best[n], nearest, kinds, reports, partly))
    return found


def _fact(carriers: Carriers, one: _Compared) -> Fact:
    candidate = one.candidate
    citation = cite(candidate.material.article, candidate.material.index)
    sentence = carriers.likeness.sentences[candidate.place]
    carrying = []
    for number, (kind, other) in enumerate(zip(one.kinds, one.nearest, strict=True)):
        if number == candidate.carrier or kind is Carried.NOT:
            carrying.append(Carrying(kind, citation if number == candidate.carrier else None))
            continue
        differs = differing(sentence, other)
        held_to = Carried.PARTLY if differs else kind
        carrying.append(Carrying(held_to, cite(other.article, other.index), differs))
    whole = [each for each in carrying if each.carried is Carried.WHOLE]
    cited = dict.fromkeys([citation, *(each.citation for each in whole if each.citation)])
    reports = sum(carrying[number].carried is Carried.WHOLE for number in carriers.own)
    return Fact(Statement(citation.quote, tuple(cited), QUOTED), tuple(carrying), reports)


def _is_alone(carriers: Carriers, one: _Compared) -> bool:
    """Whether nobody else has anything like a sentence that is worth telling."""
    own = one.candidate.carrier
    name = carriers.told[own].name
    return matters(one.candidate.material) and all(
        one.best[n] < NOTHING
        for n, carrier in enumerate(carriers.told)
        if n != own and carrier.copy_of != name
    )


def _of_each(alone: Sequence[_Compared], *, most: int) -> list[_Compared]:
    """Some of each carrier, those near its beginning; in the order of the carriers."""
    turns: list[tuple[int, int, int, int]] = []
    counts: Counter[int] = Counter()
    for one in sorted(alone, key=lambda one: one.candidate.material.rank):
        carrier = one.candidate.carrier
        turns.append((counts[carrier], carrier, one.candidate.material.rank, one.number))
        counts[carrier] += 1
    kept = sorted(turn for turn in turns if turn[0] < _EACH)[:most]
    by_number = {one.number: one for one in alone}
    return [by_number[turn[-1]] for turn in sorted(kept, key=lambda turn: turn[1:])]
