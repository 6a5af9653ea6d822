"""Plain text, of files or as it is given, to a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from assistant.reading.canonical import canonical_text, leading_headline, single_line
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import NOTHING_KNOWN, Metadata
from assistant.reading.paragraphs import with_whole_words
from assistant.types import Document

_NAME: Final = "the given text"
_LONGEST_NAME: Final = 80


def read_plain(text: str, *, place: Place, metadata: Metadata = NOTHING_KNOWN) -> Document:
    """Returns a document of plain text; words divided at the ends of its lines are joined.

    Where ``metadata`` has no title, a first line that is set apart as a headline is the
    title and no part of the text; else the title is made from the first sentence.

    Raises:
        ReadingError: there is no text, or too much.
    """
    body = canonical_text(with_whole_words(canonical_text(text)))
    if metadata.title is None:
        metadata = replace(metadata, title=leading_headline(body))
    return make_document(body, metadata=metadata, place=place)


@dataclass(frozen=True, slots=True)
class PastedText:
    """Text that somebody pasted, and what they said of it.

    Without a ``title`` its headline is the first line, if that is set apart.
    """

    text: str
    title: str | None = None
    source: str | None = None
    published: date | None = None

    @property
    def name(self) -> str:
        """What people know it as: its headline, else its beginning."""
        return single_line(self.title or self.text, limit=_LONGEST_NAME) or _NAME

    @property
    def metadata(self) -> Metadata:
        """What they said of it."""
        return Metadata(title=self.title, source=self.source, published=self.published)


def read_text(text: str, *, metadata: Metadata = NOTHING_KNOWN) -> Document:
    """Returns the document of plain text that is given as it is.

    Raises:
        ReadingError: there is no text, or too much.
    """
    return read_plain(text, place=Place(name=_NAME, scheme="text"), metadata=metadata)
