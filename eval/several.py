"""Chooses how much the newest of several articles counts: ``python -m eval several``.

Prints the table of docs/measurements/summaries.md: the summaries of several articles in the
gold set, by the facts that have to be in them and by ROUGE. Those in even places choose, the
others report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from assistant.models.embedder import Embedder
from assistant.summarising.extractive import summarise_extractively
from assistant.summarising.salience import Weights
from assistant.types import Summary
from eval.gold.loading import SummaryCase, load
from eval.scoring.summing import ROUGE, summary_scores
from eval.summaries import Remembered

TRIED: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
MEASURES: Final = ("facts", *ROUGE)


def scores(case: SummaryCase, *, weights: Weights, embedder: Remembered) -> list[float]:
    """The case's scores, one for each of ``MEASURES``."""
    wanted = case.wanted
    draft = summarise_extractively(
        case.articles, words=wanted.words, style=wanted.style, embedder=embedder, weights=weights
    )
    summary = Summary(draft.statements, "extractive", wanted.style, draft.words)
    found = {name: value for name, value, _ in summary_scores(case, summary)}
    return [found[name] or 0.0 for name in MEASURES]


def table(cases: Sequence[SummaryCase], *, embedder: Remembered) -> Iterator[str]:
    """The rows, in Markdown."""
    yield f"| newest | half | {' | '.join(MEASURES)} |"
    yield f"|---|---|{'---|' * len(MEASURES)}"
    for newest in TRIED:
        weights = replace(Weights(), newest=newest)
        rows = np.array([scores(case, weights=weights, embedder=embedder) for case in cases])
        for half, part in (("choose", rows[::2]), ("report", rows[1::2])):
            cells = " | ".join(f"{value:.3f}" for value in part.mean(axis=0))
            yield f"| {newest:.1f} | {half} | {cells} |"


def main() -> None:
    """The command."""
    cases = [
        case for case in load().cases if isinstance(case, SummaryCase) and len(case.articles) > 1
    ]
    for row in table(cases, embedder=Remembered(Embedder())):
        print(row, flush=True)


if __name__ == "__main__":
    main()
