"""PDF files to documents, by pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count, groupby
from typing import TYPE_CHECKING, Any

from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, single_line
from assistant.reading.dates import stated_date
from assistant.reading.documents import Place, refuse_too_long
from assistant.reading.formats import has_pdf_mark
from assistant.reading.metadata import Metadata, author_names
from assistant.reading.paragraphs import running_text
from assistant.reading.pdf_pages import page_text
from assistant.reading.plain import read_plain
from assistant.types import Document

if TYPE_CHECKING:
    from pypdf import PdfReader

_LEAST_CHARACTERS = 40
_MOST_PAGES = 2000
_MOST_OPERATIONS = 3_000_000
_END_MARK = b"%%EOF"
_END_WITHIN = 8192
_DATE = re.compile(
    r"^(?:D:)?(?P<day>\d{8})(?:(?P<time>\d{6})(?P<zone>Z|[+-]\d{2}'?\d{2}))?", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"^(?:untitled.*|microsoft \w+ - .*|\S+\.(?:docx?|pdf|indd|qxd|txt|html?|rtf|odt|tmp))$",
    re.IGNORECASE,
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# Below pypdf's own limits, which are meant for pages full of pictures: a page of text
# needs a small part of these, and a file made to keep us busy is stopped by them.
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 50_000_000,
    "xform_maximum_invocations_per_extraction": 200,
}


def read_pdf(data: bytes, *, place: Place) -> Document:
    """Returns a document of a PDF: its pages as running text.

    Title, author and date are those of the file's properties, where they are of use. The
    date is when the file was made: a PDF states no other.

    Raises:
        ReadingError: no PDF, cut off, broken, protected by a password, without text, or
            with too many pages.
    """
    name = place.name
    if not has_pdf_mark(data):
        raise ReadingError(
            f"{name} is named as a PDF but is none",
            hint="Download it again; if it opens in a browser only, save it as .html",
        )
    if data.rfind(_END_MARK, max(0, len(data) - _END_WITHIN)) < 0:
        raise ReadingError(
            f"{name} is a PDF that is cut off before its end",
            hint="Download or copy it again",
        )
    pages, metadata = _content(data, name=name)
    body = canonical_text(running_text(pages).translate(_LIGATURES))
    missing = _missing([bool(page.strip()) for page in pages])
    if len(body) < _LEAST_CHARACTERS:
        raise ReadingError(
            f"{name} is a PDF without text, probably scanned",
            hint="Run text recognition (OCR) on it first",
        )
    document = read_plain(body, place=place, metadata=metadata)
    return replace(document, left_out=missing)


def _missing(pages: Sequence[bool]) -> tuple[str, ...]:
    missing: list[str] = []
    number = 1
    for has_text, run in groupby(pages):
        last = number + len(list(run)) - 1
        if not has_text:
            which = f"page {number}" if number == last else f"pages {number}–{last}"
            missing.append(f"{which} of {len(pages)}, without text, probably scanned")
        number = last + 1
    return tuple(missing)


def _content(data: bytes, *, name: str) -> tuple[tuple[str, ...], Metadata]:
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks are our errors
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(io.BytesIO(data))
            return _pages(reader, name=name), _properties(reader)
    except ReadingError:
        raise
    # pypdf says of itself that broken files "might cause other exceptions" than its own:
    # whatever it raises means that this file cannot be read.
    except Exception as error:
        raise ReadingError(
            f"{name} is a broken PDF ({type(error).__name__})",
            hint="Download it again, or open it and print it to a new PDF",
        ) from error


def _pages(reader: PdfReader, *, name: str) -> tuple[str, ...]:
    from pypdf import PasswordType

    # One that restricts printing or copying alone needs no password to be read.
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise ReadingError(
            f"{name} is protected by a password",
            hint="Open it and print it to a new PDF without a password",
        )
    if len(reader.pages) > _MOST_PAGES:
        raise ReadingError(
            f"{name} has {len(reader.pages):,} pages, and at most {_MOST_PAGES:,} are read",
            hint="Cut it into one file per article",
        )
    pages: list[str] = []
    characters = 0
    operations = count(1)

    def counted(*_operation: object) -> None:
        if next(operations) > _MOST_OPERATIONS:
            raise ReadingError(
                f"{name} is too complicated a PDF to be read",
                hint="Cut it into one file per article, or save it as text",
            )

    for page in reader.pages:
        pages.append(page_text(page, count=counted))
        characters += len(pages[-1])
        refuse_too_long(characters, name=name)
    return tuple(pages)


def _properties(reader: PdfReader) -> Metadata:
    given: Mapping[Any, Any] = reader.metadata or {}
    title = single_line(_property(given.get("/Title")))
    return Metadata(
        title=None if _NO_TITLE.match(title) else title or None,
        authors=author_names([_property(given.get("/Author"))]),
        published=_date(_property(given.get("/CreationDate"))),
    )


def _property(value: object) -> str:
    resolve = getattr(value, "get_object", None)
    if resolve is not None:
        value = resolve()
    return value if isinstance(value, str) else ""


def _date(text: str) -> date | None:
    """A date such as ``D:20250307101500+01'00'``; None where it is none."""
    match = _DATE.match(text)
    if match is None:
        return None
    day, time, zone = match.groups()
    return stated_date(f"{day}T{time}{zone.replace(chr(39), '')}" if zone else day)
