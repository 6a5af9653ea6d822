"""Two runs of the same cases, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from assistant.errors import UsageError
from eval.comparing.statistics import (
    Difference,
    cases_needed,
    difference,
    holm,
    mcnemar,
    spread,
)
from eval.gold.loading import GoldSet
from eval.scoring.metrics import METRICS, Metric, Score, Stage

LEVEL: Final = 0.95
DROP: Final = 0.05
"""The drop for which the number of cases that would show it is told."""
_BLAMED: Final = (
    Stage.RUN,
    Stage.RETRIEVAL,
    Stage.ABSTENTION,
    Stage.ANSWER,
    Stage.CITATIONS,
    Stage.SUMMARY,
    Stage.STORIES,
    Stage.TIMELINES,
    Stage.QUOTES,
    Stage.FIGURES,
    Stage.CHANGES,
)
"""Stages in the order in which one spoils the next."""

ByCase = Mapping[str, float]
"""Values of a metric by case, repeats averaged."""


@dataclass(frozen=True, slots=True)
class MetricChange:
    """How one metric changed.

    ``change`` is at the level of one metric alone; ``guarded`` at the level that is corrected
    for looking at every guarded metric, for the gate. ``p`` is corrected by Holm's method over
    all metrics. ``lost`` and ``won`` count the cases that changed; ``needed`` is how many cases
    would show a drop of ``Comparison.drop``. Differences are new less old.
    """

    metric: Metric
    old: float
    new: float
    change: Difference
    guarded: Difference
    p: float
    lost: int
    won: int
    needed: int


@dataclass(frozen=True, slots=True)
class CaseChange:
    """How one case changed: by metric, old and new value; ``stage`` is the one to blame."""

    case: str
    stage: Stage
    values: Mapping[str, tuple[float, float]]
    loss: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two runs; the cases with the greatest loss come first."""

    metrics: tuple[MetricChange, ...]
    worse: tuple[CaseChange, ...]
    better: tuple[CaseChange, ...]
    cases: int
    drop: float


def values_by_case(scores: Sequence[Score]) -> dict[str, dict[str, float]]:
    """The values by metric and case, repeats averaged; what is not scored is left out."""
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for score in scores:
        if score.value is not None:
            gathered[score.metric][score.case].append(score.value)
    return {
        name: {case: float(np.mean(values)) for case, values in cases.items()}
        for name, cases in gathered.items()
    }


def compare(
    old: Sequence[Score],
    new: Sequence[Score],
    gold: GoldSet,
    *,
    guarded: Sequence[str],
    drop: float = DROP,
    seed: int = 0,
) -> Comparison:
    """Compares the scores of two runs of ``gold``, paired by case.

    Args:
        old: the scores of the accepted run.
        new: those of the run that is looked at.
        gold: the cases of both.
        guarded: names of the metrics that the gate looks at.
        drop: the drop for which the number of cases that would show it is told.
        seed: of the resampling.

    Raises:
        UsageError: the runs have no case in common.
    """
    before, after = values_by_case(old), values_by_case(new)
    clusters = {case.id: case.cluster for case in gold.cases}
    shared = {name for name in METRICS if set(before.get(name, {})) & set(after.get(name, {}))}
    looks = len(shared & set(guarded))
    changes = [
        _change(metric, before[name], after[name], clusters, looks=looks, drop=drop, seed=seed)
        for name, metric in METRICS.items()
        if name in shared
    ]
    if not changes:
        raise UsageError("The two runs have no case in common")
    corrected = holm([change.p for change in changes])
    cases = _case_changes(before, after)
    return Comparison(
        metrics=tuple(replace(change, p=p) for change, p in zip(changes, corrected, strict=True)),
        worse=tuple(sorted((c for c in cases if c.loss > 0), key=lambda c: (-c.loss, c.case))),
        better=tuple(sorted((c for c in cases if c.loss < 0), key=lambda c: (c.loss, c.case))),
        cases=len(set(before["completed"]) & set(after["completed"])),
        drop=drop,
    )


def _change(
    metric: Metric,
    old: ByCase,
    new: ByCase,
    clusters: Mapping[str, str],
    *,
    looks: int,
    drop: float,
    seed: int,
) -> MetricChange:
    pairs = [case for case in old if case in new]
    differences = [new[case] - old[case] for case in pairs]
    about = [clusters[case] for case in pairs]
    sign = 1 if metric.higher else -1
    lost = sum(sign * each < 0 for each in differences)
    won = sum(sign * each > 0 for each in differences)
    strict = 1 - (1 - LEVEL) / max(looks, 1)
    change = difference(differences, about, level=LEVEL, seed=seed)
    whole = all(value in (0.0, 1.0) for case in pairs for value in (old[case], new[case]))
    return MetricChange(
        metric=metric,
        old=float(np.mean([old[case] for case in pairs])),
        new=float(np.mean([new[case] for case in pairs])),
        change=change,
        guarded=difference(differences, about, level=strict, seed=seed),
        p=mcnemar(lost, won) if metric.yes_no and whole else change.p,
        lost=lost,
        won=won,
        needed=cases_needed(drop, _finite(spread(differences, about)), level=strict),
    )


def _finite(value: float) -> float:
    return 0.0 if np.isnan(value) else value


def _case_changes(before: Mapping[str, ByCase], after: Mapping[str, ByCase]) -> list[CaseChange]:
    """The cases with a score that changed, costs apart."""
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for name, old in before.items():
        if METRICS[name].stage is Stage.COST:
            continue
        for case, value in old.items():
            now = after.get(name, {}).get(case)
            if now is not None and now != value:
                found[case][name] = (value, now)
    return [
        CaseChange(case, _blamed(values), values, _loss(values)) for case, values in found.items()
    ]


def _loss(values: Mapping[str, tuple[float, float]]) -> float:
    """How much a case lost, its metrics added up; below zero where it gained."""
    return sum(old - new for old, new in values.values())


def _blamed(values: Mapping[str, tuple[float, float]]) -> Stage:
    """The first stage that lost; where none did, the first that changed."""
    lost = {METRICS[name].stage for name, (old, new) in values.items() if new < old}
    changed = lost or {METRICS[name].stage for name in values}
    return next((stage for stage in _BLAMED if stage in changed), Stage.JUDGE)
