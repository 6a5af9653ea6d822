"""Results as Word documents (.docx), with a footnote for every cited sentence.

The format is WordprocessingML in an Open Packaging container (ECMA-376). What it says comes of
templates, as HTML does: every value is freed of control characters and escaped.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant.rendering import documents
from assistant.rendering.documents import Document, Kind
from assistant.rendering.documents.results import document_of
from assistant.rendering.html import filled
from assistant.rendering.later import since_in_words, since_of
from assistant.rendering.renderers import Result, Terms
from assistant.rendering.safety import one_line
from assistant.rendering.wording import long_date, outlet
from assistant.types import Citation

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
_STYLES: Final = {Kind.TEXT: "", Kind.ITEM: "ListParagraph", Kind.ASIDE: "Aside"}


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


def rendered(result: Result, terms: Terms) -> bytes:
    """A result as the bytes of a Word document."""
    return word_of(document_of(result, changes=terms.changes))


def word_of(document: Document) -> bytes:
    """A document as the bytes of a Word document."""
    return _Layout(document).packed()


class _Layout:
    """Lays out a document.

    A sentence that is cited again has a footnote that names the first one: Word numbers each
    footnote by its place, and has no second mark for one.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: list[Footnote] = []
        self._first: dict[tuple[str, int], int] = {}

    def packed(self) -> bytes:
        """The bytes of the document."""
        title = self._document.title
        blocks = [Paragraph((Run(title),), "Title"), *self._blocks()]
        return packed(title, blocks, self._notes)

    def _blocks(self) -> Iterator[Block]:
        for block in self._document.blocks:
            match block:
                case documents.Heading():
                    yield Paragraph((Run(block.text),), "Heading2")
                case documents.Table():
                    names = [(documents.Run(name, strong=True),) for name in block.names]
                    yield Table(tuple(map(self._row, (names, *block.rows))))
                    yield Paragraph(())
                case _ if any(run.cites or run.text.strip() for run in block.runs):
                    bullet = (Run("• "),) if block.kind is Kind.ITEM else ()
                    yield Paragraph((*bullet, *self._runs(block.runs)), _STYLES[block.kind])
                    if block.below:
                        yield Paragraph((Run(" — ".join(block.below)),), "Aside")

    def _row(self, cells: Sequence[Sequence[documents.Run]]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(self._runs(cell), "Cell") for cell in cells)

    def _runs(self, runs: Sequence[documents.Run]) -> tuple[Run, ...]:
        laid = []
        for run in runs:
            cited = {(one.article_id, one.sentence_index): one for one in run.cites}
            notes = tuple(map(self._note, cited.values()))
            laid.append(Run(run.text, strong=run.strong, italic=run.italic, notes=notes))
        return tuple(laid)

    def _note(self, citation: Citation) -> int:
        key = citation.article_id, citation.sentence_index
        number = len(self._notes) + 1
        first = self._first.setdefault(key, number)
        again = first != number
        self._notes.append(Footnote(f"As note {first}.") if again else self._reference(citation))
        return number

    def _reference(self, citation: Citation) -> Footnote:
        where = (
            f"{outlet(citation.source)}, {long_date(citation.published)}, “{citation.title}”, "
            f"sentence {citation.sentence_index + 1}: “{citation.quote}”"
        )
        since = since_of(citation, self._document.changes)
        later = f" (since: {since_in_words(since)})" if since else ""
        return Footnote(f"{where}{later}", citation.url)


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
