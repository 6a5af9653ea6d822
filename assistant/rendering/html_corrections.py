"""What articles say of themselves, as marks of a word in HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.rendering.wording import mark_in_words
from assistant.types import CorrectionKind, CorrectionNote


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark of an article: what it says of itself in a word, and in full."""

    kind: str
    words: str
    told: str


def badges(notes: Sequence[CorrectionNote]) -> Iterator[Badge]:
    """A mark for each kind of note, the gravest first."""
    for kind in CorrectionKind:
        said = [note.text for note in notes if note.kind is kind]
        if said:
            yield Badge(kind.value, mark_in_words(kind), " ".join(said))
