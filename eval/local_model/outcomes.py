"""What came of the questions, by the way they were answered, and the table of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

from eval.comparing.statistics import difference, mean_interval
from eval.local_model.cases import Verdict

_LEVEL: Final = 0.95
HEADINGS: Final = (
    "way",
    "questions",
    "right",
    "95 %",
    "partly",
    "gold words shown",
    "95 %",
    "tokens sent",
    "first sentence, s",
    "whole, s",
    "sentences written",
    "taken out or unsupported",
    "quoted instead",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question in one way.

    ``gold`` says whether the answer's words were shown, None where there is no answer. ``first``
    and ``whole`` are seconds; None of what was replayed. Of the ``written`` sentences of the
    model ``failed`` were not found supported. ``quoted`` says that the program fell back.
    """

    way: str
    case: str
    kind: str
    verdict: Verdict
    gold: bool | None
    tokens: int
    calls: int
    first: float | None
    whole: float | None
    written: int
    failed: int
    quoted: bool
    text: str
    notes: tuple[str, ...] = ()


def add(path: Path, asked: Asked) -> None:
    """Adds a line to a file of outcomes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(asked), ensure_ascii=False) + "\n")


def known(path: Path) -> list[Asked]:
    """The outcomes in a file, none where there is no file."""
    if not path.exists():
        return []
    return [
        Asked(**{**item, "verdict": Verdict(item["verdict"]), "notes": tuple(item["notes"])})
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def table(outcomes: Sequence[Asked]) -> Iterator[str]:
    """A row a way, in Markdown."""
    yield "| " + " | ".join(HEADINGS) + " |"
    yield "|---" * len(HEADINGS) + "|"
    for way in dict.fromkeys(one.way for one in outcomes):
        yield f"| {way} | {' | '.join(_cells([one for one in outcomes if one.way == way]))} |"


def _cells(own: Sequence[Asked]) -> Iterator[str]:
    right = [float(one.verdict is Verdict.RIGHT) for one in own]
    gold = [(one.case, float(one.gold)) for one in own if one.gold is not None]
    yield str(len(own))
    yield from _share(right, [one.case for one in own])
    yield str(sum(one.verdict is Verdict.PARTLY for one in own))
    yield from _share([value for _, value in gold], [case for case, _ in gold])
    yield f"{median(one.tokens for one in own):,.0f}"
    yield _seconds(one.first for one in own)
    yield _seconds(one.whole for one in own)
    yield str(sum(one.written for one in own))
    yield str(sum(one.failed for one in own))
    yield str(sum(one.quoted for one in own))


def _share(values: Sequence[float], cases: Sequence[str]) -> Iterator[str]:
    if not values:
        yield from ("–", "–")
        return
    low, high = mean_interval(values, cases, level=_LEVEL, seed=0)
    yield f"{sum(values) / len(values):.2f}"
    yield f"{low:.2f} to {high:.2f}"


def _seconds(times: Iterable[float | None]) -> str:
    taken = [one for one in times if one is not None]
    return f"{median(taken):.1f}" if taken else "–"


def beside(outcomes: Sequence[Asked], way: str, other: str) -> str:
    """How many more questions one way answers rightly than another, over those of both."""
    theirs = {one.case: one for one in outcomes if one.way == other}
    pairs = [(one, theirs[one.case]) for one in outcomes if one.way == way and one.case in theirs]
    changes = [
        float(a.verdict is Verdict.RIGHT) - float(b.verdict is Verdict.RIGHT) for a, b in pairs
    ]
    found = difference(changes, [one.case for one, _ in pairs], level=_LEVEL, seed=0)
    return f"{way} less {other}, right: {found.mean:+.2f} ({found.low:+.2f} to {found.high:+.2f})"
