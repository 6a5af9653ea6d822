"""Plain text, of files or as it is given, to a document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.reading.canonical import canonical_text, leading_headline
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import NOTHING_KNOWN, Metadata
from assistant.reading.paragraphs import with_whole_words
from assistant.types import Document


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
    """Text that somebody pasted; its headline is the first line, if that is set apart."""

    text: str


def read_text(text: str) -> Document:
    """Returns the document of plain text that is given as it is.

    Raises:
        ReadingError: there is no text, or too much.
    """
    return read_plain(text, place=Place(name="the given text", scheme="text"))
