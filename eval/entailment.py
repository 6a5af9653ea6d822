"""Measures whether true and false claims about articles are told apart, and calibrates it.

    python -m eval entailment --data ../shared/data            # the tables
    python -m eval entailment --data ../shared/data --fit FILE # fits calibration.json first

Every set is beside the share of word pairs that a claim has from its sources. Intervals are
of a bootstrap by article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import minimize

from assistant.types import VerdictKind
from assistant.verifying.checks import checks
from assistant.verifying.entailment import Calibration, Entailment
from assistant.verifying.verdicts import severity
from eval.agreement import Matrix, area, balanced_accuracy, best_threshold, correlations
from eval.entailment_cases import (
    NATURAL,
    Case,
    Finder,
    judged_cases,
    natural_cases,
    pair_cases,
)
from eval.verification_data import load

_ROUNDS: Final = 500
_PENALTY: Final = 0.02
_GIVEN_UP: Final = 0.1
"""The share of the supported that may be called unsupported."""

_FEATURES: Final = ("logit", "doubt")
_CODES: Final = {
    "figures": ("figure", "date"),
    "names": ("name",),
    "quotations": ("quotation",),
    "attribution": ("attribution",),
    "sides": ("sides",),
    "conditions": ("condition",),
}
"""How the codes of each exact check begin."""

Scoring = Callable[[Case], float]


def fit(cases: Sequence[Case]) -> Calibration:
    """A calibration on ``cases``, every set of them and both sides of each counting the same.

    The upper threshold is that of the best balanced accuracy in the mean over the sets. The
    lower one is where as many of the supported are called unsupported as one in ten.
    """
    rows, labels, weights = [], [], []
    sets = sorted({case.name for case in cases})
    for name in sets:
        own = [case for case in cases if case.name == name and case.entailments]
        for side in (True, False):
            part = [case for case in own if case.supported is side]
            for case in part:
                rows.append(_features(min(case.entailments, key=lambda one: one.logit)))
                labels.append(float(side))
                weights.append(1.0 / len(part))
    table, truth, weight = (np.array(one, np.float64) for one in (rows, labels, weights))
    weight /= weight.sum()

    def loss(values: Matrix) -> float:
        odds = values[0] + table @ values[1:]
        wrong = np.logaddexp(0.0, np.where(truth > 0, -odds, odds))
        return float((weight * wrong).sum() + _PENALTY * (values[1:] ** 2).sum() / 100)

    found = minimize(loss, np.zeros(1 + table.shape[1]), method="L-BFGS-B")
    bias, *slopes = (round(float(one), 4) for one in found.x)
    weighed = dict(zip(_FEATURES, slopes, strict=True))
    made = Calibration(bias=bias, **weighed, unsupported=0.0, partly=0.0)
    score = scored_by(made)
    grid = np.linspace(0.05, 0.95, 91)
    sides = [_sides(cases, name, score) for name in sets]
    upper = max(
        grid,
        key=lambda one: sum(balanced_accuracy(*side, threshold=float(one)) for side in sides),
    )
    lower = min(
        float(np.quantile(np.concatenate([good for good, _ in sides]), _GIVEN_UP)), float(upper)
    )
    return replace(made, unsupported=round(lower, 3), partly=round(float(upper), 3))


def _features(one: Entailment) -> tuple[float, ...]:
    return tuple(getattr(one, name) for name in _FEATURES)


def scored_by(calibration: Calibration) -> Scoring:
    """The probability of a claim's worst sentence under ``calibration``."""

    def score(case: Case) -> float:
        return min(
            (
                calibration.probability(**{name: getattr(one, name) for name in _FEATURES})
                for one in case.entailments
            ),
            default=0.0,
        )

    return score


def _sides(cases: Sequence[Case], name: str, score: Scoring) -> tuple[Matrix, Matrix]:
    own = [case for case in cases if case.name == name]
    good, bad = (
        np.array([score(case) for case in own if case.supported is side]) for side in (True, False)
    )
    return good, bad


def natural_table(cases: Sequence[Case], *, before: Mapping[str, str]) -> Iterator[str]:
    """Each set: how well word pairs, the model and the whole check tell true from false.

    ``before`` has cells of an earlier measurement for each set.
    """
    yield (
        "| set | claims (true) | pairs of words: AUC, balanced | before: AUC, balanced "
        "| model: AUC | whole check: AUC | whole check: balanced | false called supported |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for name in dict.fromkeys(case.name for case in cases):
        own = [case for case in cases if case.name == name]
        true = sum(case.supported for case in own)
        overlap = _auc(own, lambda case: case.pairs)
        best = _best(own, lambda case: case.pairs)
        model = _auc(own, lambda case: min((e.probability for e in case.entailments), default=0.0))
        whole = _interval(own, _verdict_auc)
        balanced = _interval(own, _verdict_balanced)
        passed = np.mean(
            [case.worst.kind is VerdictKind.SUPPORTED for case in own if not case.supported]
        )
        yield (
            f"| {name} | {len(own)} ({true}) | {overlap:.3f}, {best:.3f} at the best threshold "
            f"| {before.get(name, '-')} | {model:.3f} | {whole} | {balanced} | {passed:.2f} |"
        )


def _auc(cases: Sequence[Case], score: Scoring) -> float:
    good, bad = (
        np.array([score(case) for case in cases if case.supported is side])
        for side in (True, False)
    )
    return area(good, bad) if len(good) and len(bad) else float("nan")


def _best(cases: Sequence[Case], score: Scoring) -> float:
    good, bad = (
        np.array([score(case) for case in cases if case.supported is side])
        for side in (True, False)
    )
    return balanced_accuracy(good, bad, threshold=best_threshold(good, bad))


def _verdict_score(case: Case) -> float:
    worst = case.worst
    return (worst.score or 0.0) - severity(worst.kind)


def _verdict_auc(cases: Sequence[Case]) -> float:
    return _auc(cases, _verdict_score)


def _verdict_balanced(cases: Sequence[Case]) -> float:
    return _passing(cases, lambda case: case.worst.kind is VerdictKind.SUPPORTED)


def _passing(cases: Sequence[Case], passes: Callable[[Case], bool]) -> float:
    """Balanced accuracy of a yes or no."""
    shares = [
        np.mean([passes(case) is side for case in cases if case.supported is side])
        for side in (True, False)
    ]
    return float(np.mean(shares))


def _interval(cases: Sequence[Case], measure: Callable[[Sequence[Case]], float]) -> str:
    """A measure with its 95 % interval, whole articles drawn with replacement."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    rng = np.random.default_rng(1)
    names = list(groups)
    found = []
    for _ in range(_ROUNDS):
        drawn = [
            case for at in rng.integers(len(names), size=len(names)) for case in groups[names[at]]
        ]
        if len({case.supported for case in drawn}) > 1:
            found.append(measure(drawn))
    low, high = np.quantile(found, [0.025, 0.975])
    return f"{measure(cases):.3f} ({low:.3f} to {high:.3f})"


def other_table(cases: Sequence[Case]) -> Iterator[str]:
    """Rank19's pairs in the right order, SummEval's correlation, by half."""
    yield "| | half | Rank19, right of two | SummEval, Pearson | Spearman |"
    yield "|---|---|---|---|---|"
    ways: dict[str, Scoring] = {
        "pairs of words": lambda case: case.pairs,
        "model": lambda case: _odds(min((e.probability for e in case.entailments), default=0.0)),
        "model, mean": lambda case: float(
            np.mean([_odds(e.probability) for e in case.entailments] or [0.0])
        ),
    }
    for way, score in ways.items():
        for half in (True, False):
            pairs: dict[int, dict[bool, float]] = {}
            own = [case for case in cases if case.choosing is half]
            for case in own:
                if case.name == "rank19":
                    pairs.setdefault(case.owner, {})[case.supported] = score(case)
            right = [
                1.0 if one[True] > one[False] else 0.5 * (one[True] == one[False])
                for one in pairs.values()
            ]
            rated = [case for case in own if case.name == "summeval"]
            told = correlations(
                np.array([score(case) for case in rated]),
                np.array([case.rating for case in rated]),
            )
            yield (
                f"| {way} | {'choose' if half else 'report'} | {np.mean(right):.3f} "
                f"| {told.pearson:.3f} | {told.spearman:.3f} |"
            )


def _odds(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(kept / (1 - kept)))


def ablation_table(cases: Sequence[Case]) -> Iterator[str]:
    """The whole check without each of the exact ones: balanced accuracy in each set."""
    names = list(dict.fromkeys(case.name for case in cases))
    yield f"| check taken out | {' | '.join(names)} | catches alone | spoils alone |"
    yield "|---|" + "---|" * (len(names) + 2)
    for check in ("none", *(one.name for one in checks()), "all exact ones", "entailment"):
        cells = []
        for name in names:
            own = [case for case in cases if case.name == name]
            cells.append(f"{_passing(own, lambda case: _passes_without(case, check)):.3f}")  # noqa: B023
        caught, spoiled = (
            sum(
                _passes_without(case, check) and not _passes_without(case, "none")
                for case in cases
                if case.supported is side
            )
            for side in (False, True)
        )
        yield f"| {check} | {' | '.join(cells)} | {caught} | {spoiled} |"


def _passes_without(case: Case, check: str) -> bool:
    """Whether every sentence is supported if ``check`` says nothing."""
    for verdict in case.verdicts:
        for reason in verdict.reasons:
            family = reason.code.value.partition("_")[0]
            own = next((name for name, codes in _CODES.items() if family in codes), "entailment")
            out = check in (own, "none") and check != "none"
            out = out or (check == "all exact ones" and own != "entailment")
            if not out and severity(reason.kind) > 1:
                return False
    return True


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the judgements")
    parser.add_argument("--fit", type=Path, help="fit on the choosing parts, and write this file")
    parser.add_argument("--most", type=int, default=400, help="claims of a set, at most")
    parser.add_argument("--before", type=Path, help="a JSON file of cells measured before")
    given = parser.parse_args()
    finder = Finder()
    judged = list(judged_cases(load(given.data), finder, most=2 * given.most))
    if given.fit:
        chosen = [
            *natural_cases(given.data, finder, most=given.most, choosing=True),
            *(case for case in judged if case.choosing),
            *pair_cases(model=finder.model, choosing=True),
        ]
        made = fit(chosen)
        given.fit.write_text(json.dumps(asdict(made), indent=1) + "\n", encoding="utf-8")
        print(made)
        return
    before = json.loads(given.before.read_text()) if given.before else {}
    natural = list(natural_cases(given.data, finder, most=given.most, choosing=False))
    reported = [*natural, *(case for case in judged if not case.choosing)]
    for title, lines in (
        ("True and false claims, reporting parts", natural_table(reported, before=before)),
        ("Orders and ratings", other_table(judged)),
        ("What each check is worth", ablation_table(reported)),
    ):
        print(f"## {title}\n", flush=True)
        for line in lines:
            print(line, flush=True)
        print()
    mean = np.mean([_verdict_balanced([c for c in natural if c.name == name]) for name in NATURAL])
    print(f"Natural errors, balanced accuracy in the mean: {mean:.3f}")


if __name__ == "__main__":
    main()
