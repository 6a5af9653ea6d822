"""The tables of meaning: each set of judgements, baselines, and the curve of the thresholds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from assistant.verifying.lexical import words_of
from assistant.verifying.meaning import MeaningWeights
from eval.agreement import (
    Correlations,
    Matrix,
    area,
    balanced_accuracy,
    best_threshold,
    correlations,
)
from eval.support_meaning import CONSISTENT, INCONSISTENT, Case, Kind, Scoring
from eval.verification_data import NOT_SUPPORTED, PARTLY, SUPPORTED, Vectors

ALLOWED: Final = 0.05
"""Share of what is supported that may fall below the lower threshold, in every set."""
PARTLY_ALLOWED: Final = 0.15
"""Likewise below the upper one."""
CURVE: Final = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)

Group = Callable[[Case], bool]

GOOD: Final[Mapping[str, Group]] = {
    "WiCE supported": lambda case: case.kind is Kind.CLAIM and case.label == SUPPORTED,
    "Rank19 correct": lambda case: case.kind is Kind.CORRECT,
    "SummEval 5": lambda case: case.kind is Kind.SUMMARY and case.consistency >= CONSISTENT,
}
BAD: Final[Mapping[str, Group]] = {
    "WiCE partly": lambda case: case.kind is Kind.CLAIM and case.label == PARTLY,
    "WiCE not": lambda case: case.kind is Kind.CLAIM and case.label == NOT_SUPPORTED,
    "withheld": lambda case: case.kind is Kind.WITHHELD,
    "Rank19 incorrect": lambda case: case.kind is Kind.INCORRECT,
    "SummEval below 4": lambda case: case.kind is Kind.SUMMARY and case.consistency < INCONSISTENT,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Two thresholds of the score."""

    unsupported: float
    partly: float


def bigram_overlap(case: Case) -> float:
    """Share of the statement's pairs of neighbouring terms that its sources have."""
    own = words_of(case.text).terms
    theirs = [words_of(source.text).terms for source in case.sources]
    pairs = list(pairwise(own))
    held = {pair for terms in theirs for pair in pairwise(terms)}
    return sum(pair in held for pair in pairs) / len(pairs) if pairs else 0.0


def lone_cosine(vectors: Vectors) -> Scoring:
    """Cosine with the nearest cited sentence, each embedded alone."""

    def score(case: Case) -> float:
        alone = vectors.of_texts([source.text for source in case.sources])
        return float((alone @ vectors.of_text(case.text)).max())

    return score


def meaning_tables(
    cases: Sequence[Case], vectors: Vectors, *, weights: MeaningWeights
) -> Iterator[str]:
    """All tables of the score, in Markdown."""
    ways: dict[str, Scoring] = {
        "bigram overlap": bigram_overlap,
        "lone cosine": lone_cosine(vectors),
        "words contained": lambda case: case.signs.contained,
        "ours": lambda case: weights.score(case.signs),
    }
    halves = {
        "choose": [case for case in cases if case.choosing],
        "report": [case for case in cases if not case.choosing],
    }
    yield "\n#### WiCE: supported against the rest, and Rank19's pairs\n"
    yield from _claims_table(halves, ways)
    yield "\n#### SummEval: correlation with the experts' consistency\n"
    odds = {"ours, as log-odds": lambda case: _log_odds(weights.score(case.signs))}
    yield from _summaries_table(halves, {**ways, **odds})
    yield "\n#### Thresholds: share of each group below\n"
    yield from _curve(halves, ways["ours"])


def _claims_table(
    halves: Mapping[str, Sequence[Case]], ways: Mapping[str, Scoring]
) -> Iterator[str]:
    names = (
        "way | half | AUC to not | balanced | AUC to not and partly | balanced"
        " | annotated: AUC to not | AUC to withheld | Rank19 pairs right"
    )
    yield f"| {names} |"
    yield "|---" * 9 + "|"
    for name, score in ways.items():
        thresholds = _claim_thresholds(halves["choose"], score)
        for half, part in halves.items():
            cells = _claims_row(part, score, thresholds)
            yield f"| {name} | {half} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"


def _claim_thresholds(choosing: Sequence[Case], score: Scoring) -> Chosen:
    good = _scores(choosing, score, GOOD["WiCE supported"])
    bad = _scores(choosing, score, BAD["WiCE not"])
    rest = np.concatenate([bad, _scores(choosing, score, BAD["WiCE partly"])])
    return Chosen(best_threshold(good, bad), best_threshold(good, rest))


def _claims_row(part: Sequence[Case], score: Scoring, at: Chosen) -> list[float]:
    good = _scores(part, score, GOOD["WiCE supported"])
    bad = _scores(part, score, BAD["WiCE not"])
    rest = np.concatenate([bad, _scores(part, score, BAD["WiCE partly"])])
    annotated = _scores(
        part, score, lambda case: case.kind is Kind.ANNOTATED and case.label == SUPPORTED
    )
    return [
        area(good, bad),
        balanced_accuracy(good, bad, threshold=at.unsupported),
        area(good, rest),
        balanced_accuracy(good, rest, threshold=at.partly),
        area(annotated, bad),
        area(good, _scores(part, score, BAD["withheld"])),
        pairs_right(part, score),
    ]


def pairs_right(cases: Sequence[Case], score: Scoring) -> float:
    """Share of Rank19's pairs whose correct sentence scores higher, ties half."""
    right = {case.owner: score(case) for case in cases if case.kind is Kind.CORRECT}
    wrong = {case.owner: score(case) for case in cases if case.kind is Kind.INCORRECT}
    return float(np.mean([(right[o] > wrong[o]) + (right[o] == wrong[o]) / 2 for o in right]))


def _summaries_table(
    halves: Mapping[str, Sequence[Case]], ways: Mapping[str, Scoring]
) -> Iterator[str]:
    yield (
        "| way | of its sentences | half | Pearson | Spearman | Kendall"
        " | systems: Pearson | Spearman | Kendall |"
    )
    yield "|---" * 9 + "|"
    for name, score in ways.items():
        for how, joined in (("mean", _mean), ("worst", min)):
            for half, part in halves.items():
                summaries, systems = summary_correlations(part, score, joined)
                yield f"| {name} | {how} | {half} | {summaries.row()} | {systems.row()} |"


def summary_correlations(
    cases: Sequence[Case], score: Scoring, joined: Callable[[Sequence[float]], float]
) -> tuple[Correlations, Correlations]:
    """Over summaries, and over systems by their means."""
    sentences: dict[int, list[float]] = {}
    judged: dict[int, tuple[float, str]] = {}
    for case in cases:
        if case.kind is Kind.SUMMARY:
            sentences.setdefault(case.owner, []).append(score(case))
            judged[case.owner] = (case.consistency, case.system)
    scores = {owner: joined(values) for owner, values in sentences.items()}
    systems = sorted({system for _, system in judged.values()})
    owners = {name: [o for o, (_, system) in judged.items() if system == name] for name in systems}
    return (
        correlations(
            np.array([scores[owner] for owner in judged]),
            np.array([consistency for consistency, _ in judged.values()]),
        ),
        correlations(
            np.array([np.mean([scores[o] for o in owners[name]]) for name in systems]),
            np.array([np.mean([judged[o][0] for o in owners[name]]) for name in systems]),
        ),
    )


def choose_thresholds(choosing: Sequence[Case], score: Scoring) -> Chosen:
    """The highest thresholds that call few of the supported ones, in every set, otherwise."""
    groups = [_scores(choosing, score, group) for group in GOOD.values()]

    def highest(allowed: float) -> float:
        return min(float(np.quantile(group, allowed)) for group in groups)

    return Chosen(round(highest(ALLOWED), 2), round(highest(PARTLY_ALLOWED), 2))


def _curve(halves: Mapping[str, Sequence[Case]], score: Scoring) -> Iterator[str]:
    chosen = choose_thresholds(halves["choose"], score)
    yield (
        f"Chosen on the choosing halves: unsupported below {chosen.unsupported},"
        f" partly below {chosen.partly}.\n"
    )
    groups = {**GOOD, **BAD}
    yield "| below | half | " + " | ".join(groups) + " |"
    yield "|---" * (len(groups) + 2) + "|"
    for threshold in sorted({*CURVE, chosen.unsupported, chosen.partly}):
        for half, part in halves.items():
            shares = (
                float((_scores(part, score, group) < threshold).mean()) for group in groups.values()
            )
            cells = " | ".join(f"{share:.3f}" for share in shares)
            yield f"| {threshold:.2f} | {half} | {cells} |"


def _log_odds(score: float) -> float:
    """What the score was before it was squeezed between 0 and 1: nearly all copies are at 1."""
    return math.log(score / (1.0 - score)) if 0.0 < score < 1.0 else 0.0


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _scores(cases: Sequence[Case], score: Scoring, group: Group) -> Matrix:
    return np.array([score(case) for case in cases if group(case)])
