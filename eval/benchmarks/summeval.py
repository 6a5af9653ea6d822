"""SummEval's CNN/Daily Mail articles: the extractive summariser by ROUGE."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from assistant.models.embedder import Embedder
from assistant.summarising.salience import Weights
from eval.summaries import Remembered, Rouge, by_summariser, first_three, load_cases, measure

_WORDS: Final = 75


def table(data: Path, _keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    cases = load_cases(data / "summaries" / "summeval.json")
    embedder, rouge = Remembered(Embedder()), Rouge()
    program = by_summariser(_WORDS, weights=Weights(), embedder=embedder)
    yield f"{len(cases)} articles, F1 in per cent, ROUGE-1/2/Lsum.\n"
    yield (
        "| way | words | odd articles (not tuned on) | all articles | all, mean of 11 references |"
    )
    yield "|---|---|---|---|---|"
    for name, chooser in (
        ("first three sentences", first_three),
        (f"the program, {_WORDS} words", program),
    ):
        yield str(measure(name, chooser, cases=cases, rouge=rouge))
