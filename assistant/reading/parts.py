"""What is read as one file, on what terms, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zipfile import ZipFile

from assistant.errors import ReadingError
from assistant.reading.documents import Place
from assistant.reading.streams import Budget, Stream
from assistant.types import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one article of a source: a document, or why there is none.

    ``name`` is what people know it as. ``share`` says how much of the source has been read
    by then, from 0 to 1; it is 1 where nothing is known of that.
    """

    name: str
    outcome: Document | ReadingError
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """What is read as one file: a file, or a member of an archive.

    ``name`` is what people know it as, ``suffix`` the ending that its name has, ``depth``
    how many archives it is packed in. Of what is read whole, ``data`` are the bytes, and
    ``text`` is what they say where the format is one of text; of a document that is packed as
    a zip folder ``archive`` is that.
    """

    name: str
    suffix: str
    place: Place
    stream: Stream
    depth: int = 0
    data: bytes = b""
    text: str = ""
    archive: ZipFile | None = None

    @property
    def members(self) -> ZipFile:
        """The zip folder as which it is packed."""
        if self.archive is None:
            raise AssertionError(f"{self.name} is not read as a zip folder")
        return self.archive


@dataclass(frozen=True, slots=True)
class Terms:
    """What limits reading, and the time that embargoes are compared with.

    ``max_bytes`` is the largest file, or member of an archive, or line of JSON lines;
    ``budget`` is what may be unpacked of the whole source.
    """

    max_bytes: int
    now: datetime
    budget: Budget
