"""Word documents (.docx): blocks of text with footnotes to the bytes of a package.

The format is WordprocessingML in an Open Packaging container (ECMA-376). What it says comes of
templates, as HTML does: every value is freed of control characters and escaped.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant.rendering.html import filled
from assistant.rendering.safety import one_line

_PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "[Content_Types].xml": "content_types.xml",
        "_rels/.rels": "package_rels.xml",
        "docProps/core.xml": "core.xml",
        "word/document.xml": "document.xml",
        "word/styles.xml": "styles.xml",
        "word/footnotes.xml": "footnotes.xml",
        "word/_rels/document.xml.rels": "document_rels.xml",
        "word/_rels/footnotes.xml.rels": "footnotes_rels.xml",
    }
)
"""The members of the package in their order, and the template of each."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same result is the same file."""
_NO_CHARACTERS: Final = re.compile("[\ufffe\uffff]")
# Word takes a file with an address that is none for damaged.
_ADDRESS: Final = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?"
    r"(?:/(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){0,1900})?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){0,200})?"
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, and after them the mark of the footnotes with these numbers."""

    text: str
    strong: bool = False
    italic: bool = False
    notes: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """The words without the characters that XML cannot hold."""
        return _NO_CHARACTERS.sub("", _in_line(self.text))

    @property
    def from_right(self) -> bool:
        """Whether the words are of a script that is written from the right."""
        return _from_right(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs in a row, in a style of ``templates/word/styles.xml``."""

    runs: tuple[Run, ...]
    style: str = ""

    @property
    def from_right(self) -> bool:
        """Whether it is written from the right, as its first letter is."""
        return _from_right("".join(run.text for run in self.runs))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first of them names."""

    rows: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """What stands below the page, and the address that it ends in."""

    text: str
    address: str | None = None

    @property
    def run(self) -> Run:
        """Its words."""
        return Run(self.text)

    @property
    def linked(self) -> str | None:
        """The address, where it is one that Word takes for a link."""
        return self.address if self.address and _ADDRESS.fullmatch(self.address) else None

    @property
    def plain(self) -> str:
        """The address as text, where it is none that Word takes for a link."""
        return "" if self.linked else Run(self.address or "").shown

    @property
    def from_right(self) -> bool:
        """Whether it is written from the right."""
        return _from_right(self.text)


Block: TypeAlias = Paragraph | Table


def packed(title: str, blocks: Sequence[Block], footnotes: Sequence[Footnote]) -> bytes:
    """A Word document.

    Args:
        title: what the document's properties call it.
        blocks: its paragraphs and tables.
        footnotes: in the order of their numbers, which count from 1.
    """
    values = {
        "title": _NO_CHARACTERS.sub("", one_line(title)),
        "blocks": blocks,
        "footnotes": footnotes,
    }
    container = io.BytesIO()
    with ZipFile(container, "w", ZIP_DEFLATED) as archive:
        for member, template in _PARTS.items():
            entry = ZipInfo(member, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, filled(f"word/{template}", **values).encode())
    return container.getvalue()


def _in_line(text: str) -> str:
    """``text`` in one line; a blank at either end is kept, since the next run goes on from it."""
    line = one_line(text)
    before = " " if text[:1].isspace() and line else ""
    after = " " if text[-1:].isspace() and line else ""
    return f"{before}{line}{after}"


def _from_right(text: str) -> bool:
    directions = map(unicodedata.bidirectional, text)
    first = next((one for one in directions if one in {"L", *_RIGHT_TO_LEFT}), "L")
    return first in _RIGHT_TO_LEFT
