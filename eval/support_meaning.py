"""The statements that the score of meaning is fitted and measured on, and its fitting.

Every statement is held against the sentences that ``choose_support`` finds for it in its whole
article. Beside these, WiCE's claims are held against their annotated sentences (the set nearest
to the found ones) and against what is found when all annotated sentences are withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from assistant.verifying.lexical import words_of
from assistant.verifying.meaning import SIGNS, MeaningSigns, MeaningWeights, signs_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import choose_support
from eval.support_fitting import Examples, Matrix, fit_examples
from eval.verification_data import (
    NOT_SUPPORTED,
    PARTLY,
    SUPPORTED,
    Vectors,
    VerificationData,
    sentences_of,
)

PENALTY: Final = 5.0
SHARE: Final = 100.0
"""What each kind of example counts in all, however many there are."""

CONSISTENT: Final = 5.0
INCONSISTENT: Final = 4.0
"""SummEval: what experts call wholly consistent, and below what they found a fault."""

_ROUNDS: Final = 3
_UNKNOWN: Final = 0.3
_OTHERS: Final = 0.7
"""How likely a sentence of a faulty summary is right: any, and one that is not the worst."""


class Kind(StrEnum):
    """What a statement comes from."""

    CLAIM = "WiCE"
    ANNOTATED = "WiCE, annotated sentences"
    WITHHELD = "WiCE, annotated sentences withheld"
    CORRECT = "Rank19, correct"
    INCORRECT = "Rank19, incorrect"
    SUMMARY = "SummEval"


@dataclass(frozen=True, slots=True)
class Case:
    """A statement, the sentences it is held against, and what humans said of it.

    ``owner`` is the place of the claim, pair or summary that it belongs to; ``label`` that of
    WiCE, ``consistency`` and ``system`` those of SummEval.
    """

    kind: Kind
    owner: int
    choosing: bool
    text: str
    sources: tuple[SourceSentence, ...]
    signs: MeaningSigns
    label: str = ""
    consistency: float = 0.0
    system: str = ""


Scoring = Callable[[Case], float]


def meaning_cases(data: VerificationData, vectors: Vectors) -> list[Case]:
    """Every statement of ``data`` that has a word."""
    return [
        *_claim_cases(data, vectors),
        *_pair_cases(data, vectors),
        *_summary_cases(data, vectors),
    ]


def found_support(
    text: str, candidates: Sequence[SourceSentence], vectors: Vectors
) -> tuple[SourceSentence, ...]:
    """What ``choose_support`` finds for ``text``."""
    chosen = choose_support(
        text,
        candidates,
        statement_vector=vectors.of_text(text),
        candidate_vectors=vectors.of_sources(candidates),
    )
    return tuple(candidates[index] for index in chosen)


def case_signs(text: str, sources: Sequence[SourceSentence], vectors: Vectors) -> MeaningSigns:
    """The signs of ``text`` against ``sources``."""
    return signs_of(
        text,
        sources,
        statement_vector=vectors.of_text(text),
        source_vectors=vectors.of_sources(sources),
    )


def _claim_cases(data: VerificationData, vectors: Vectors) -> Iterator[Case]:
    for owner, claim in enumerate(data.claims):
        found = found_support(claim.text, claim.sources, vectors)
        held = {Kind.CLAIM: found}
        if claim.sets:
            places = {source.index for source in found}
            nearest = max(
                claim.sets,
                key=lambda one: (len(one & places) / len(one | places), sorted(one)),
            )
            rest = [s for s in claim.sources if s.index not in claim.annotated]
            held[Kind.ANNOTATED] = tuple(SourceSentence(claim.article, i) for i in sorted(nearest))
            held[Kind.WITHHELD] = found_support(claim.text, rest, vectors) if rest else ()
        for kind, sources in held.items():
            if sources:
                yield Case(
                    kind=kind,
                    owner=owner,
                    choosing=claim.choosing,
                    text=claim.text,
                    sources=sources,
                    signs=case_signs(claim.text, sources, vectors),
                    label=claim.label,
                )


def _pair_cases(data: VerificationData, vectors: Vectors) -> Iterator[Case]:
    for owner, pair in enumerate(data.pairs):
        for kind, text in ((Kind.CORRECT, pair.correct), (Kind.INCORRECT, pair.incorrect)):
            sources = found_support(text, sentences_of(pair.article), vectors)
            yield Case(
                kind=kind,
                owner=owner,
                choosing=pair.choosing,
                text=text,
                sources=sources,
                signs=case_signs(text, sources, vectors),
            )


def _summary_cases(data: VerificationData, vectors: Vectors) -> Iterator[Case]:
    known: dict[tuple[str, str], tuple[tuple[SourceSentence, ...], MeaningSigns]] = {}
    for owner, summary in enumerate(data.summaries):
        for text in filter(lambda text: words_of(text).terms, summary.sentences):
            key = (summary.article.id, text)
            if key not in known:
                sources = found_support(text, sentences_of(summary.article), vectors)
                known[key] = (sources, case_signs(text, sources, vectors))
            sources, signs = known[key]
            yield Case(
                kind=Kind.SUMMARY,
                owner=owner,
                choosing=summary.choosing,
                text=text,
                sources=sources,
                signs=signs,
                consistency=summary.consistency,
                system=summary.system,
            )


def fit_meaning(cases: Sequence[Case]) -> MeaningWeights:
    """Weights fitted on ``cases``, rounded, with the constant that makes scores chances.

    The three sets have a constant of their own while the signs are weighed. Of a summary with
    a fault it is not known which sentence has it: after the first round it is the one that
    scores worst. The last step scales the sum (Platt, 1999) on WiCE alone: in the other two
    sets nearly everything is copied, and what is wrong was picked to be hard to see.
    """
    rows = _Rows(cases)
    scores: Matrix | None = None
    for _ in range(_ROUNDS):
        fitted = fit_examples(rows.examples(scores), penalty=PENALTY)
        scores = rows.signs @ fitted.signs
    assert scores is not None
    scale = fit_examples(rows.paraphrases(scores), penalty=0.0)
    weights = fitted.signs * scale.signs[0]
    return MeaningWeights(
        MeaningSigns(*(round(float(weight), 3) for weight in weights)),
        round(float(scale.constants[0]), 3),
    )


class _Rows:
    """The cases as rows of numbers, and the examples that are made of them."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.signs = np.array([astuple(case.signs) for case in cases])
        assert self.signs.shape[1] == len(SIGNS)
        self._cases = cases
        self._constants = np.array([_constants(case.kind) for case in cases])

    def examples(self, scores: Matrix | None) -> Examples:
        """What the signs are weighed on."""
        return _joined([*self._claims(), *self._pairs(), *self._summaries(scores)])

    def paraphrases(self, scores: Matrix) -> Examples:
        """The scores alone, on WiCE."""
        return _of_scores([*self._claims()], scores)

    def _part(self, wanted: Callable[[Case], bool], label: float, share: float = 1.0) -> _Part:
        places = [place for place, case in enumerate(self._cases) if wanted(case)]
        return _Part(
            places=tuple(places),
            signs=self.signs[places],
            constants=self._constants[places],
            label=label,
            share=share,
        )

    def _claims(self) -> Iterator[_Part]:
        for label, chance in ((SUPPORTED, 1.0), (PARTLY, 0.5), (NOT_SUPPORTED, 0.0)):
            yield self._part(_is(Kind.CLAIM, label), chance)
        yield self._part(_is(Kind.ANNOTATED, SUPPORTED), 1.0)
        yield self._part(lambda case: case.kind is Kind.WITHHELD, 0.0)

    def _pairs(self) -> Iterator[_Part]:
        right = self._part(lambda case: case.kind is Kind.CORRECT, 1.0)
        wrong = self._part(lambda case: case.kind is Kind.INCORRECT, 0.0)
        yield from (right, wrong)
        yield _Part(
            places=(),
            signs=right.signs - wrong.signs,
            constants=right.constants - wrong.constants,
            label=1.0,
            share=2.0,
        )

    def _summaries(self, scores: Matrix | None) -> Iterator[_Part]:
        yield self._part(_rated(CONSISTENT, 6.0), 1.0)
        if scores is None:
            yield self._part(_rated(0.0, INCONSISTENT), _UNKNOWN)
            return
        worst: dict[int, tuple[float, int]] = {}
        for place, case in enumerate(self._cases):
            if case.kind is Kind.SUMMARY and case.consistency < INCONSISTENT:
                here = (float(scores[place]), place)
                worst[case.owner] = min(here, worst.get(case.owner, here))
        at = {place for _, place in worst.values()}
        chosen = {id(self._cases[place]) for place in at}
        faulty = _rated(0.0, INCONSISTENT)
        yield self._part(lambda case: id(case) in chosen, 0.0)
        yield self._part(lambda case: faulty(case) and id(case) not in chosen, _OTHERS, 0.5)


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one kind that share a label."""

    places: tuple[int, ...]
    signs: Matrix
    constants: Matrix
    label: float
    share: float


def _of_scores(parts: Sequence[_Part], scores: Matrix) -> Examples:
    """The examples of ``parts`` with the score for their only sign and one constant."""
    return _joined(
        [
            _Part(
                places=part.places,
                signs=scores[list(part.places)][:, np.newaxis],
                constants=np.ones((len(part.places), 1)),
                label=part.label,
                share=part.share,
            )
            for part in parts
        ]
    )


def _joined(parts: Sequence[_Part]) -> Examples:
    filled = [part for part in parts if len(part.signs)]
    return Examples(
        signs=np.concatenate([part.signs for part in filled]),
        constants=np.concatenate([part.constants for part in filled]),
        labels=np.concatenate([np.full(len(part.signs), part.label) for part in filled]),
        weights=np.concatenate(
            [np.full(len(part.signs), SHARE * part.share / len(part.signs)) for part in filled]
        ),
    )


def _constants(kind: Kind) -> tuple[float, float, float]:
    pair = kind in {Kind.CORRECT, Kind.INCORRECT}
    summary = kind is Kind.SUMMARY
    return (float(not pair and not summary), float(pair), float(summary))


def _is(kind: Kind, label: str) -> Callable[[Case], bool]:
    return lambda case: case.kind is kind and case.label == label


def _rated(least: float, below: float) -> Callable[[Case], bool]:
    return lambda case: case.kind is Kind.SUMMARY and least <= case.consistency < below
