"""Plain text to a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.reading.canonical import canonical_text, leading_headline
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import NOTHING_KNOWN, Metadata
from assistant.reading.paragraphs import with_whole_words
from assistant.reading.parts import Part, Reading, Terms
from assistant.types import Document


def read(part: Part, _terms: Terms) -> Iterator[Reading]:
    """What comes of a plain text."""
    yield Reading(part.name, read_plain(part.text, place=part.place))


def read_plain(text: str, *, place: Place, metadata: Metadata = NOTHING_KNOWN) -> Document:
    """A document of plain text; words divided at the ends of its lines are joined.

    Where ``metadata`` has no title, a first line that is set apart as a headline is the
    title and no part of the text; else the title is made from the first sentence.

    Raises:
        ReadingError: there is no text, or too much.
    """
    body = canonical_text(with_whole_words(canonical_text(text)))
    if metadata.title is None:
        metadata = replace(metadata, title=leading_headline(body))
    return make_document(body, metadata=metadata, place=place)
