"""Reports as one page of HTML that needs nothing else: no network, no other file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.rendering.safety import printable
from eval.reporting.markdown import number
from eval.reporting.report import Report

_BINS: Final = 12


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar of a histogram: from how many seconds on, how many cases."""

    start: float
    end: float
    cases: int


def html(report: Report) -> str:
    """The page. Whatever articles and answers hold is text in it."""
    seconds = [case.seconds for case in report.cases if not case.error]
    template = _environment().get_template("report.html")
    return template.render(
        report=report,
        bins=_histogram(seconds),
        median=float(np.median(seconds)) if seconds else 0.0,
        p95=float(np.quantile(seconds, 0.95)) if seconds else 0.0,
        tags=sorted({tag for case in report.cases for tag in case.tags}),
        stages=sorted({case.stage for case in report.cases if case.stage}),
    )


def _histogram(seconds: Sequence[float]) -> list[Bin]:
    """Cases by their seconds, in bins that grow by a factor."""
    if not seconds:
        return []
    least, most = max(min(seconds), 1e-4), max(*seconds, 2e-4)
    edges = np.geomspace(least, most * 1.0001, _BINS + 1)
    counts, _ = np.histogram(np.clip(seconds, least, None), bins=edges)
    return [
        Bin(float(start), float(end), int(count))
        for start, end, count in zip(edges, edges[1:], counts, strict=False)
    ]


def _text(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        finalize=_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    return environment
