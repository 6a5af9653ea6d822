"""Reports in Markdown, for the terminal and for pull requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from eval.comparing.comparison import MetricChange
from eval.reporting.report import CaseReport, MetricRow, Report
from eval.scoring.metrics import Metric

_LONGEST: Final = 220
_CASES: Final = 10
"""Most cases that are shown one by one; the HTML report has them all."""


def markdown(report: Report, *, cases: int = _CASES) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(report, cases=cases)) + "\n"


def _lines(report: Report, *, cases: int) -> Iterator[str]:
    yield f"# {report.new.name}, {report.new.identity['engine']}"
    yield ""
    if report.gate is not None:
        yield _gate_line(report)
        yield ""
    if report.old is None:
        yield from _plain_table(report)
    else:
        yield from _compared_table(report)
        if report.differences:
            told = (
                f"{name} {old or '–'} → {new or '–'}"
                for name, (new, old) in report.differences.items()
            )
            yield ""
            yield f"Different from the accepted run: {'; '.join(told)}."
    for judge in report.judges:
        yield ""
        yield judge
    yield from _decisions(report)
    yield ""
    yield "| tag | cases | score |" + (" before |" if report.old else "")
    yield "|---|---|---|" + ("---|" if report.old else "")
    for share in report.tags:
        before = f" {share.old:.3f} |" if share.old is not None else " – |"
        yield f"| {share.name} | {share.cases} | {share.mean:.3f} |" + (
            before if report.old else ""
        )
    worse = report.by_change("worse")
    if worse:
        yield ""
        yield f"## {len(worse)} worse (the greatest loss first)"
        for case in worse[:cases]:
            yield ""
            yield from _case(case)
    better = report.by_change("better")
    if better:
        yield ""
        yield f"## {len(better)} better"
        yield ""
        for case in better[:cases]:
            yield f"- {case.id} ({case.stage})"
    errors = [case for case in report.cases if case.error]
    if errors:
        yield ""
        yield f"## {len(errors)} ended with an error"
        yield ""
        for case in errors[:cases]:
            yield f"- {case.id}: {_flat(case.error)}"


def _decisions(report: Report) -> Iterator[str]:
    """What became of the questions, where there are any."""
    if any(case.wanted in {"answer", "decline"} for case in report.cases):
        decisions = report.decisions
        yield ""
        yield (
            f"Questions with an answer: {decisions.answered_right} answered right, "
            f"{decisions.answered_wrong} wrong, {decisions.declined_wrong} declined. "
            f"Without: {decisions.declined_right} declined, "
            f"{decisions.answered_unanswerable} answered."
        )


def _gate_line(report: Report) -> str:
    assert report.gate is not None
    if report.gate.passed:
        return "**PASS**: no guarded metric fell by more than it may."
    fallen = ", ".join(
        f"{change.metric.name} ({change.change.mean:+.3f})" for change in report.gate.fallen
    )
    return f"**FAIL**: fell by more than may be: {fallen}."


def _plain_table(report: Report) -> Iterator[str]:
    yield "| stage | metric | cases | mean | 95 % interval |"
    yield "|---|---|---|---|---|"
    for row in report.rows:
        interval = f"{number(row.low, row.metric)} to {number(row.high, row.metric)}"
        unscored = f" ({row.unscored} unscored)" if row.unscored else ""
        yield (
            f"| {row.metric.stage} | {row.metric.name} | {row.cases}{unscored} | "
            f"{number(row.mean, row.metric)} | {interval} |"
        )


def _compared_table(report: Report) -> Iterator[str]:
    yield (
        "| stage | metric | cases | before | now | difference, 95 % interval | p, corrected | "
        f"lost / won | cases to see −{report.drop * 100:g} points | |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for row in report.rows:
        if row.change is not None:
            yield _compared_row(row, row.change)


def _compared_row(row: MetricRow, change: MetricChange) -> str:
    metric = row.metric
    difference = (
        f"{number(change.change.mean, metric, sign=True)} "
        f"({number(change.change.low, metric, sign=True)} to "
        f"{number(change.change.high, metric, sign=True)})"
    )
    if row.fell:
        state = "**fell**"
    elif row.allowed is not None:
        state = "guarded"
    else:
        state = ""
    needed = str(change.needed) if not metric.unit else ""
    return (
        f"| {metric.stage} | {metric.name} | {change.change.pairs} | "
        f"{number(change.old, metric)} | {number(change.new, metric)} | {difference} | "
        f"{change.p:.3f} | {change.lost} / {change.won} | {needed} | {state} |"
    )


def number(value: float, metric: Metric, *, sign: bool = False) -> str:
    """A value of a metric as people read it."""
    plus = "+" if sign else ""
    if metric.unit == "tokens":
        return f"{value:{plus}.0f}"
    if metric.unit == "US$":
        return f"{value:{plus}.5f}"
    return f"{value:{plus}.3f}"


def _case(case: CaseReport) -> Iterator[str]:
    yield f"### {case.id}: {case.stage}"
    yield ""
    yield f"{_flat(case.question)}"
    if case.accepted:
        yield f"Accepted: {'; '.join(case.accepted)}"
    yield ""
    yield f"- before: {_flat(case.old_text or '')}"
    now = case.error or case.declined or " ".join(line.text for line in case.lines)
    yield f"- now: {_flat(now)}"
    for score in case.scores:
        if (
            score.old is not None
            and score.value is not None
            and score.old != score.value
            and score.stage != "cost"
        ):
            yield f"- {score.metric}: {score.old:.2f} → {score.value:.2f} ({score.reason})"


def _flat(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
