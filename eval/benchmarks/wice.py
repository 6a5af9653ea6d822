"""WiCE's development claims: choosing the sentences of an article that support a claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.models.embedder import Embedder
from assistant.verifying.support import SupportSettings
from eval.support_choice import choice_cases, choice_table
from eval.verification_data import Vectors, load


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    vectors = Vectors(Embedder(), keep=keep / "wice.npz")
    keep.mkdir(parents=True, exist_ok=True)
    yield "The program's weights were chosen on the half “choose”; “report” is the other one.\n"
    yield from choice_table(choice_cases(load(data).claims, vectors), settings=SupportSettings())
    vectors.save()
