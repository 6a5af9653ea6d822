"""SQuAD 2.0, 250 questions, half of them without an answer: knowing when not to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.answering.gate import GateSettings
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from eval.abstention import chance, gate, point, risk_area
from eval.gate_cases import SQUAD, Asking, Case
from eval.unanswerable import squad


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    loaded = squad(data)
    embedder, settings = Embedder(), GateSettings()
    without, reading = (
        [
            case
            for case in Asking(SQUAD, loaded.articles, embedder, keep, reader=reader).cases(
                loaded.questions
            )
            if case.half == 1
        ]
        for reader in (None, Reader())
    )
    ways: dict[str, tuple[Sequence[Case], Callable[[Case], float]]] = {
        "BM25 alone: share of the question's words": (
            without,
            lambda case: case.about.words if case.about else 0.0,
        ),
        "embeddings alone: cosine of the best passage": (
            without,
            lambda case: case.about.meaning if case.about else 0.0,
        ),
        "the program without the reader": (without, lambda case: chance(case, settings)),
        "the program": (reading, lambda case: chance(case, settings)),
    }
    yield (
        f"{len(reading)} questions (those that nothing was chosen or trained on), "
        f"{len(loaded.articles)} paragraphs searched at once. An answer is right where a quoted "
        "sentence holds it.\n"
    )
    yield "| answered by falling | risk-coverage area (0 is perfect) |"
    yield "|---|---|"
    for name, (cases, score) in ways.items():
        yield f"| {name} | {risk_area(cases, score):.3f} |"
    yield ""
    yield (
        "| gate | answered | right of these | right ones kept | unanswerable declined "
        "| answerable declined |"
    )
    yield "|---|---|---|---|---|---|"
    yield f"| none | {point(reading, lambda _case: True).row()} |"
    yield f"| the program's without the reader | {point(without, gate(settings)).row()} |"
    yield f"| the program's | {point(reading, gate(settings)).row()} |"
    share = float(np.mean([case.answerable for case in reading]))
    yield f"\n{share:.3f} of the questions have an answer."
