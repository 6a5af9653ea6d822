"""What other limits would do: the pairs told by each, without a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.articles.copies import (
    CopySettings,
    Runs,
    Sketch,
    are_copies,
    may_be_copies,
    runs_of,
    sketch_of,
)
from assistant.types import Document
from eval.copies.pairs import Pair
from eval.copies.telling import Told

SHORTER: Final = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
LONGER: Final = (0.1, 0.15, 0.2, 0.25, 0.3)
SIGNATURE_SIZE: Final = (1, 4, 6, 8, 12)
FEWEST: Final = (32, 64, 96)


@dataclass(frozen=True, slots=True)
class Way:
    """Settings, with what they are called in a table."""

    name: str
    settings: CopySettings


def ways() -> Iterator[Way]:
    """The shipped settings, each limit in turn set otherwise."""
    shipped = CopySettings()
    yield Way("as shipped", shipped)
    for share in SHORTER:
        yield Way(f"shorter {share}", replace(shipped, shorter=share))
    for share in LONGER:
        yield Way(f"longer {share}", replace(shipped, longer=share))
    for count in SIGNATURE_SIZE:
        yield Way(f"slots {count}", replace(shipped, slots=count))
    for count in FEWEST:
        yield Way(f"fewest {count}", replace(shipped, fewest=count))


@dataclass(frozen=True, slots=True)
class _Text:
    runs: Runs
    sketch: Sketch


def tell_pairs(pairs: Sequence[Pair], tried: Iterable[Way]) -> Iterator[tuple[Way, Told]]:
    """What each way that is ``tried`` tells of ``pairs``, each pair by itself."""
    known: dict[str, _Text] = {}

    def text(document: Document) -> _Text:
        if document.origin not in known:
            runs = runs_of(document.text)
            known[document.origin] = _Text(runs, sketch_of(runs, settings=CopySettings(fewest=1)))
        return known[document.origin]

    for way in tried:
        told = Told()
        for pair in pairs:
            first, second = text(pair.first), text(pair.second)
            told.pairs[pair.kind] += 1
            told.as_copies[pair.kind] += may_be_copies(
                first.sketch, second.sketch, settings=way.settings
            ) and are_copies(first.runs, second.runs, settings=way.settings)
        yield way, told
