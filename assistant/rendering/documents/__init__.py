"""Results as documents: what Markdown and Word lay out, each in its own way.

A document is blocks of runs of words. A run may cite sentences: Markdown and Word number the
footnotes as they lay them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from assistant.rendering.sourcing import Part, parts_of
from assistant.rendering.wording import correction_in_words, doubt_in_words
from assistant.types import Citation, CorrectionNote, Headline, Statement
from assistant.versions import NO_CHANGES, Changes


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, and the sentences that they cite."""

    text: str
    strong: bool = False
    italic: bool = False
    cites: tuple[Citation, ...] = ()


class Kind(StrEnum):
    """What a paragraph is: of the text, of a list, or about the text."""

    TEXT = "text"
    ITEM = "item"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs in a row, and what is said of them below, a line each."""

    runs: tuple[Run, ...]
    kind: Kind = Kind.TEXT
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a document."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each of runs, below the names of the columns."""

    names: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]


Block: TypeAlias = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A result to be laid out.

    Attributes:
        title: names the document.
        blocks: its text; a paragraph without words is none.
        titled: whether the title belongs to the text, and not to the file alone.
        changes: what became of the cited sentences since.
    """

    title: str
    blocks: tuple[Block, ...]
    titled: bool = True
    changes: Changes = field(default_factory=lambda: NO_CHANGES)


def text(*runs: Run) -> Paragraph:
    """A paragraph of the text."""
    return Paragraph(runs)


def item(*runs: Run, below: Iterable[str] = ()) -> Paragraph:
    """An item of a list."""
    return Paragraph(runs, Kind.ITEM, tuple(below))


def aside(words: str) -> Paragraph:
    """A paragraph about the text."""
    return Paragraph((Run(words),), Kind.ASIDE)


def said(statement: Statement, parts: Iterable[Part] = ()) -> tuple[Run, ...]:
    """A statement with its citations, and what is doubtful about it.

    ``parts`` are its words where they are not shown as ``parts_of`` gives them.
    """
    shown = [Run(part.text, strong=part.strong) for part in tuple(parts) or parts_of(statement)]
    doubt = doubt_in_words(statement.verdict)
    return (*shown, cited(statement), *((Run(f" ({doubt})", italic=True),) if doubt else ()))


def together(statements: Iterable[Statement]) -> tuple[Run, ...]:
    """Statements one after the other."""
    runs: list[Run] = []
    for statement in statements:
        runs += [Run(" ")] if runs else []
        runs += said(statement)
    return tuple(runs)


def cited(*statements: Statement) -> Run:
    """The citations of statements, without their words."""
    return Run("", cites=tuple(one for each in statements for one in each.citations))


def corrections(
    notes: Sequence[CorrectionNote], sources: Sequence[Headline]
) -> tuple[Paragraph, ...]:
    """What the cited articles say of themselves."""
    titles = {source.article_id: source.title for source in sources}
    return tuple(
        aside(f"“{titles[note.article_id]}” {correction_in_words(note)}")
        for note in notes
        if note.article_id in titles
    )


def noted(notes: Iterable[str]) -> tuple[Paragraph, ...]:
    """Notes, a paragraph each."""
    return tuple(aside(f"Note: {note}") for note in notes)
