"""Real pages whose article people have marked, and what other systems made of them.

The measure is that of scrapinghub/article-extraction-benchmark: runs of four words, as often as
they stand there; precision and recall are means over the pages.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from assistant.errors import ReadingError
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place
from assistant.reading.html import read_html

_RUN: Final = 4
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Shared:
    """Runs of words that a text shares with the marked one, has beside them, and lacks."""

    shared: int
    added: int
    lost: int

    @property
    def faultless(self) -> bool:
        """Whether the text is the marked one, word for word."""
        return not self.added and not self.lost


@dataclass(frozen=True, slots=True)
class Score:
    """What one system made of all pages: means over the pages, and pages without a fault."""

    system: str
    f1: float
    precision: float
    recall: float
    faultless: float

    def row(self) -> str:
        """A row of a table."""
        numbers = (self.f1, self.precision, self.recall, self.faultless)
        return f"| {self.system} | {' | '.join(f'{number:.3f}' for number in numbers)} |"


def shared_runs(text: str, marked: str) -> Shared:
    """How far ``text`` has the runs of words of ``marked``."""
    found, wanted = _runs(text), _runs(marked)
    return Shared((found & wanted).total(), (found - wanted).total(), (wanted - found).total())


def score(system: str, pages: Sequence[Shared]) -> Score:
    """The score of a system, of which ``pages`` says what it made of each."""
    precision = fmean(
        one.shared / (one.shared + one.added) for one in pages if _has(one.added, one)
    )
    recall = fmean(one.shared / (one.shared + one.lost) for one in pages if _has(one.lost, one))
    return Score(
        system,
        2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        precision,
        recall,
        fmean(one.faultless for one in pages),
    )


def scores(folder: Path) -> Iterator[Score]:
    """The scores of this program and of the others, over the pages in ``folder``."""
    marked: Mapping[str, Mapping[str, str]] = json.loads(
        (folder / "ground-truth.json").read_text(encoding="utf-8")
    )
    others: Mapping[str, Mapping[str, str]] = json.loads(
        (folder / "other-systems.json").read_text(encoding="utf-8")
    )
    bodies = {name: page["articleBody"] for name, page in marked.items()}
    own = [shared_runs(_read(folder, name), body) for name, body in bodies.items()]
    yield score("this program", own)
    for system, made in others.items():
        yield score(
            system, [shared_runs(made.get(name, ""), body) for name, body in bodies.items()]
        )


def table(found: Iterator[Score]) -> Iterator[str]:
    """The lines of a table in Markdown."""
    yield "| system | F1 | precision | recall | pages without a fault |"
    yield "|---|---|---|---|---|"
    for one in found:
        yield one.row()


def _read(folder: Path, name: str) -> str:
    data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
    try:
        text = decode(data, name=name, declared=declared_charset(data))
        return read_html(text, place=Place(name)).text
    except ReadingError:
        return ""


def _has(beside: int, one: Shared) -> bool:
    return one.shared + beside > 0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if len(words) < _RUN:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
