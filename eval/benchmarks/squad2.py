"""SQuAD 2.0, 250 questions, half of them without an answer: knowing when not to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from assistant.answering.answerability import GateSettings
from assistant.models.embedder import Embedder
from eval.abstention import chance, gate, point, risk_area
from eval.gate_cases import Asking, Case
from eval.unanswerable import squad


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    loaded = squad(data)
    asking = Asking("SQuAD 2.0", loaded.articles, Embedder(), keep)
    cases = [case for case in asking.cases(loaded.questions) if case.half == 1]
    settings = GateSettings()
    ways: dict[str, Callable[[Case], float]] = {
        "BM25 alone: share of the question's words": lambda case: (
            case.about.words if case.about else 0.0
        ),
        "embeddings alone: cosine of the best passage": lambda case: (
            case.about.meaning if case.about else 0.0
        ),
        "score of the best sentence": lambda case: case.score,
        "the program": lambda case: chance(case, settings),
    }
    yield (
        f"{len(cases)} questions (those that nothing was chosen on), {len(loaded.articles)} "
        "paragraphs searched at once. An answer is right where a quoted sentence holds it.\n"
    )
    yield "| answered by falling | risk-coverage area (0 is perfect) |"
    yield "|---|---|"
    for name, score in ways.items():
        yield f"| {name} | {risk_area(cases, score):.3f} |"
    yield ""
    yield (
        "| gate | answered | right of these | right ones kept | unanswerable declined "
        "| answerable declined |"
    )
    yield "|---|---|---|---|---|---|"
    yield f"| none | {point(cases, lambda _case: True).row()} |"
    yield f"| the program's | {point(cases, gate(settings)).row()} |"
    share = float(np.mean([case.answerable for case in cases]))
    yield f"\n{share:.3f} of the questions have an answer."
