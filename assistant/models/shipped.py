"""The shipped networks of this process: each is opened once, however many libraries there are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assistant.models.embedder import Embedder

if TYPE_CHECKING:
    from assistant.models.entailment import EntailmentModel
    from assistant.models.reader import Reader


@cache
def embedder_of(threads: int) -> Embedder:
    """The embedder that takes ``threads`` texts at once."""
    return Embedder(threads=threads)


@cache
def reader_of(threads: int) -> Reader:
    """The reader that takes ``threads`` pairs at once; what it has read it remembers for all."""
    from assistant.models.reader import Reader

    return Reader(threads=threads)


@cache
def entailment_of(threads: int) -> EntailmentModel:
    """The entailment model that takes ``threads`` pairs at once."""
    from assistant.models.entailment import EntailmentModel

    return EntailmentModel(threads=threads)
