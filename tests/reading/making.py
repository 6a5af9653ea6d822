"""Makes the files that the tests read: tiny but real PDFs, web pages and whole folders."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import ReadingError
from assistant.reading import Source, read
from assistant.reading.documents import Place
from assistant.reading.json_files import read as read_json
from assistant.reading.parts import Part, Terms
from assistant.reading.streams import Budget, Stream
from assistant.types import Document

MEGABYTE = 1_000_000
JSON_PLACE = Place(name="a.json", path=Path("/news/a.json"))
_NOW = datetime(2025, 5, 14, 12, tzinfo=UTC)

ARTICLE = (
    "The harbour town of Ostvik will close its old ferry terminal on 14 May, the port said.",
    "Some 1,200 passengers a day used the terminal last year, down from 3,100 in 2010.",
    "“We kept it open as long as we could,” said harbour master Ingrid Solheim.",
    "A new stop will open beside the railway station in June, the council added.",
)


def read_bytes(
    data: bytes, *, folder: Path, name: str, max_bytes: int = MEGABYTE
) -> tuple[Document, ...]:
    """Writes ``data`` to a file and reads it as the program does."""
    path = folder / name
    path.write_bytes(data)
    return read(Source(name, path), max_bytes=max_bytes)


def read_records(text: str, *, place: Place, lines: bool = False) -> tuple[Document, ...]:
    """The documents of all records, or the first error."""
    found = []
    stream = Stream(io.BytesIO(), name="")
    part = Part(place.name, ".jsonl" if lines else ".json", place, stream, text=text)
    terms = Terms(MEGABYTE, _NOW, Budget(MEGABYTE, name=place.name))
    for reading in read_json(part, terms):
        if isinstance(reading.outcome, ReadingError):
            raise reading.outcome
        found.append(reading.outcome)
    return tuple(found)


def attempt(data: bytes, *, folder: Path, name: str) -> tuple[Document, ...] | ReadingError:
    """What comes of reading ``data``: documents, or the error that tells why not."""
    try:
        return read_bytes(data, folder=folder, name=name)
    except ReadingError as error:
        return error


def read_one(text: str, *, folder: Path, name: str) -> Document:
    """The only document of a text file."""
    (document,) = read_bytes(text.encode(), folder=folder, name=name)
    return document


def read_stdin(data: bytes, *, max_bytes: int = MEGABYTE) -> tuple[Document, ...]:
    """Reads ``data`` from standard input."""
    return read(Source("standard input", None), max_bytes=max_bytes, stdin=io.BytesIO(data))


def pdf(
    pages: Sequence[Sequence[str] | bytes],
    *,
    properties: Mapping[str, str] | None = None,
) -> bytes:
    """A PDF with a line of text for each line of each page; no line makes an empty page.

    A page in bytes is what is drawn on it.
    """
    info = "".join(f"/{key} ({value})" for key, value in (properties or {}).items())
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode("cp1252"),
    ]
    for at, lines in enumerate(pages):
        content = lines if isinstance(lines, bytes) else _content(lines)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (6 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _file(objects)


def _content(lines: Sequence[str]) -> bytes:
    parts = [b"BT /F1 11 Tf 14 TL 60 780 Td"]
    for line in lines:
        text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(b"(%b) Tj T*" % text.encode("cp1252"))
    return b"\n".join([*parts, b"ET"]) if lines else b""


def _file(objects: Sequence[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1)
    written += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(written)


def encrypted(data: bytes, *, password: str, algorithm: str = "RC4-128") -> bytes:
    """``data`` as a PDF that needs ``password`` to be opened (none if it is empty)."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password="the owner", algorithm=algorithm)  # noqa: S106
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def web_page(
    *,
    head: str = "",
    title: str = "Ostvik closes its ferry terminal",
    paragraphs: Sequence[str] = ARTICLE,
) -> str:
    """A web page with an article, a menu, comments and a footer."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{title}</h1>{body}</article>
<section class="comments" id="comments"><p>First! A reader comment, best ignored.</p></section>
<script>var tracking = "This is a script";</script>
<footer><p>Copyright 2001 The Ostvik Courier. All rights reserved.</p></footer></body></html>"""
