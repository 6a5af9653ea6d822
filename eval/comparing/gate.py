"""The gate: whether a change makes a guarded metric worse by more than it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from assistant.errors import UsageError
from eval.comparing.comparison import Comparison, MetricChange
from eval.scoring.metrics import METRICS

ALLOWED: Final = Path(__file__).parent / "allowed-losses.yaml"
FAILED: Final = 10
"""The exit code of a gate that fails: none of a crash or of a wrong command."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a comparison: the metrics that fell too far."""

    fallen: tuple[MetricChange, ...]
    allowed: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Whether nothing fell too far."""
        return not self.fallen


def allowed_losses(path: Path = ALLOWED) -> dict[str, float]:
    """The guarded metrics, and how much each may fall.

    Raises:
        UsageError: the file cannot be read, names no metric, or a loss is no share.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict) or not content:
        raise UsageError(f"{path} names no metric")
    for name, loss in content.items():
        if name not in METRICS or not METRICS[name].higher:
            guarded = ", ".join(metric.name for metric in METRICS.values() if metric.higher)
            raise UsageError(f"{path}: {name!r} cannot be guarded", hint=f"Metrics: {guarded}")
        if not isinstance(loss, int | float) or not 0 <= loss < 1:
            raise UsageError(f"{path}: the loss that {name!r} is allowed is no share below 1")
    return {str(name): float(loss) for name, loss in content.items()}


def verdict(comparison: Comparison, allowed: Mapping[str, float]) -> Verdict:
    """What the gate says: a metric fails when all of its interval lies below its allowance."""
    fallen = (
        change
        for change in comparison.metrics
        if change.metric.name in allowed and change.guarded.high < -allowed[change.metric.name]
    )
    return Verdict(tuple(fallen), allowed)
