"""Plain text, of files or as it is given, to a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.reading.canonical import canonical_text, leading_headline
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import NOTHING_KNOWN, Metadata, author_names
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


def read_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    authors: Sequence[str] = (),
    published: date | None = None,
    updated: date | None = None,
    language: str | None = None,
) -> Document:
    """Returns the document of plain text that is given as it is.

    Without a title, a first line that is set apart is taken, else one is made from the
    first sentence. A ``url`` that is not http or https is left out.

    Raises:
        ReadingError: there is no text, or too much.
    """
    metadata = Metadata(
        title=title,
        source=source,
        url=url,
        authors=author_names(authors),
        published=published,
        updated=updated,
        language=language,
    )
    return read_plain(text, place=Place(name="the given text", scheme="text"), metadata=metadata)
