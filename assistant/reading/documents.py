"""Text and metadata to a ``Document``: the last step of every reader."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import ReadingError
from assistant.reading.canonical import (
    canonical_text,
    has_words,
    single_line,
    title_from,
    without_leading_title,
)
from assistant.reading.metadata import Metadata, host_of, web_address
from assistant.types import Document

MOST_CHARACTERS = 5_000_000
"""Longest text of one document, and of all the pages of a PDF."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read.

    ``name`` is what people know it as, for messages; ``path`` the file, with links followed
    (``sources.real_path``), None where there is none: origins are then ``scheme`` and a hash
    of the text. ``member`` is the name of what is read within an archive.
    """

    name: str
    path: Path | None = None
    scheme: str = "stdin"
    member: str | None = None

    def origin(self, text: str, *, key: str | None = None) -> str:
        """Returns what a later version of ``text`` would come from; ``key`` tells records apart."""
        if self.path is None:
            digest = hashlib.sha256(text.encode()).hexdigest()
            return f"{self.scheme}:{digest[:12]}"
        # Two names that differ in a byte which is no UTF-8 are two places.
        path = os.fsencode(self.path).decode("utf-8", "backslashreplace")
        return "#".join(filter(None, (path, self.member, key)))

    def within(self, member: str) -> Place:
        """Returns the place of ``member`` of the archive that is here."""
        inner = member if self.member is None else f"{self.member}#{member}"
        return Place(f"{self.name}#{member}", path=self.path, scheme=self.scheme, member=inner)


class Origins:
    """The origins of the documents of one file, so that no two have the same."""

    def __init__(self) -> None:
        self._known: set[int] = set()
        self._repeated: Counter[str] = Counter()

    def distinct(self, document: Document) -> Document:
        """Returns ``document``, with a number behind an origin that another one had before it."""
        # Eight bytes each: a file may hold millions.
        digest = hashlib.blake2b(document.origin.encode(), digest_size=8).digest()
        known = int.from_bytes(digest, "big")
        if known not in self._known:
            self._known.add(known)
            return document
        self._repeated[document.origin] += 1
        number = self._repeated[document.origin] + 1
        return replace(document, origin=f"{document.origin} ({number})")


def make_document(
    text: str,
    *,
    metadata: Metadata,
    place: Place,
    name: str | None = None,
    key: str | None = None,
    origin: str | None = None,
    number: int | None = None,
) -> Document:
    """Returns a document of canonical text, with a title, an origin and, if known, an outlet.

    A missing title is made from the first sentence; a first line that only repeats the
    title is no part of the text. A missing outlet is the host of the web address.

    Args:
        text: the text of the article, in any form.
        metadata: what is known of it.
        place: where it was read.
        name: what people know the record as, where ``place`` holds several.
        key: tells the record apart from others of ``place``; None takes ``place`` alone.
        origin: what a later version would come from, where the article itself says so.
        number: how its provider counts this version.

    Raises:
        ReadingError: there is no text, or too much.
    """
    name = name or place.name
    body = canonical_text(text)
    if not has_words(body):
        raise ReadingError(f"{name} holds no text", hint="Check that it is the right file")
    refuse_too_long(len(body), name=name)
    title = single_line(metadata.title or "")
    if title:
        body = without_leading_title(body, title=title)
    url = web_address(metadata.url)
    return Document(
        title=title or title_from(body),
        text=body,
        origin=origin or url or place.origin(body, key=key),
        source=single_line(metadata.source or "") or (host_of(url) if url else None),
        url=url,
        authors=metadata.authors,
        published=metadata.published,
        updated=metadata.updated,
        language=metadata.language,
        number=number,
        left_out=metadata.left_out,
    )


def refuse_too_long(characters: int, *, name: str, most: int = MOST_CHARACTERS) -> None:
    """Raises where a text is longer than any news article.

    Raises:
        ReadingError: ``characters`` is more than ``most``.
    """
    if characters > most:
        raise ReadingError(
            f"{name} holds {characters:,} characters of text, and at most {most:,} are read",
            hint="Cut it into one file per article",
        )


def whole_text(document: Document) -> str:
    """Returns the text with its headline before it, where the headline is no part of it already."""
    if document.title == title_from(document.text):
        return document.text
    return f"{document.title}\n\n{document.text}"
