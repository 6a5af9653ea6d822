"""Articles made of the samples' sentences, as many as are wanted, for measuring speed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from eval.questions import sample_articles

SENTENCES: Final = 12
_PARAGRAPH: Final = 3
_OUTLETS: Final = 7
_SEED: Final = 20251126


def write_made_articles(path: Path, *, count: int, start: int = 0) -> None:
    """Writes articles as JSON lines: no two alike, about 190 words each.

    Args:
        path: the file; what is in it is written over.
        count: how many.
        start: the number of the first; the same number always gives the same article.
    """
    with path.open("w", encoding="utf-8") as file:
        for line in _lines(count=count, start=start):
            file.write(line + "\n")


def _lines(*, count: int, start: int) -> Iterator[str]:
    articles = list(sample_articles())
    titles = [article.title for article in articles]
    sentences = [
        article.sentence_text(index)
        for article in articles
        for index in range(len(article.sentences))
    ]
    for number in range(start, start + count):
        choice = random.Random(_SEED + number)  # noqa: S311 - nothing is secret here
        chosen = [_changed(text, choice) for text in choice.sample(sentences, SENTENCES)]
        paragraphs = [
            " ".join(chosen[at : at + _PARAGRAPH]) for at in range(0, SENTENCES, _PARAGRAPH)
        ]
        yield json.dumps(
            {
                "id": number,
                "title": f"{choice.choice(titles)} ({number})",
                "source": f"The Wire {number % _OUTLETS}",
                "date": f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
                "text": "\n\n".join(paragraphs),
            }
        )


def _changed(text: str, choice: random.Random) -> str:
    """``text`` with other figures."""
    return "".join(choice.choice("0123456789") if mark.isdigit() else mark for mark in text)
