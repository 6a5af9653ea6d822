"""What a report says, gathered once for every form that it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from eval.comparing.comparison import MetricChange
from eval.comparing.gate import Verdict
from eval.runs.folder import Manifest
from eval.scoring.metrics import Metric

Change = Literal["worse", "better", "same", "new"]

Wanted = Literal[
    "answer", "decline", "summary", "story", "timeline", "quotes", "figures", "changes"
]
MAIN: Final[dict[Wanted, str]] = {
    "answer": "contains",
    "decline": "decided",
    "summary": "facts",
    "story": "story recall",
    "timeline": "days found",
    "quotes": "words found",
    "figures": "values found",
    "changes": "changes found",
}
"""The metric that says most of a case, by what is wanted of it."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric over all its cases: mean with interval, and what changed, if compared.

    ``allowed`` is the loss that the gate allows, None where it does not look.
    """

    metric: Metric
    mean: float
    low: float
    high: float
    cases: int
    unscored: int
    change: MetricChange | None = None
    allowed: float | None = None
    fell: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The mean of a group of cases, and how many they are; ``old`` where compared."""

    name: str
    mean: float
    cases: int
    old: float | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Questions by what should have happened and what did."""

    answered_right: int
    answered_wrong: int
    declined_right: int
    declined_wrong: int
    answered_unanswerable: int


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence that was cited: where it stands, its words, whether it is gold."""

    title: str
    index: int
    quote: str
    gold: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as a report shows it."""

    text: str
    verdict: str
    reasons: tuple[str, ...]
    cited: tuple[CitedSentence, ...]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A score of a case with its reason; the accepted run's value where compared."""

    metric: str
    stage: str
    value: float | None
    reason: str
    old: float | None


@dataclass(frozen=True, slots=True)
class GoldLine:
    """A gold sentence or a wanted fact, whether it was found and whether it was used."""

    where: str
    text: str
    found: bool | None
    used: bool


@dataclass(frozen=True, slots=True)
class CaseReport:
    """A case with what came of it: the first repeat's text, all repeats' scores."""

    id: str
    wanted: Wanted
    question: str
    after: tuple[str, ...]
    tags: tuple[str, ...]
    accepted: tuple[str, ...]
    gold: tuple[GoldLine, ...]
    lines: tuple[Line, ...]
    declined: str
    error: str
    notes: tuple[str, ...]
    removed: tuple[str, ...]
    old_text: str | None
    scores: tuple[ScoreLine, ...]
    change: Change
    stage: str
    main: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. ``old`` and ``gate`` are None where nothing was compared.

    ``judges`` say who graded the answers, and how far that judge agrees with people. ``drop``
    is as in ``Comparison``.
    """

    new: Manifest
    old: Manifest | None
    rows: tuple[MetricRow, ...]
    tags: tuple[Share, ...]
    decisions: Decisions
    cases: tuple[CaseReport, ...]
    gate: Verdict | None
    differences: Mapping[str, tuple[str, str]]
    judges: tuple[str, ...]
    drop: float

    def by_change(self, change: Change) -> tuple[CaseReport, ...]:
        """The cases that changed so."""
        return tuple(case for case in self.cases if case.change == change)
