"""WARC files: the web pages that a crawler saved, one after the other."""

from __future__ import annotations

import gzip
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from typing import IO, Any, Final, cast

from assistant.errors import ReadingError
from assistant.reading.canonical import single_line
from assistant.reading.codings import too_large, unpacked
from assistant.reading.decoding import declared_charset, decode, header_charset
from assistant.reading.formats import WARC_MARK, is_packed_warc
from assistant.reading.html import read_html
from assistant.reading.metadata import host_of, web_address
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.streams import Budget, Readable, Stream, Unpacked
from assistant.reading.workers import in_worker
from assistant.types import Document

_PAGES: Final = ("text/html", "application/xhtml+xml")
_OK: Final = "200"
_LARGEST_PAGE: Final = 20_000_000
_SHOWN: Final = 120
_MOST_FAILURES: Final = 1_000
_BLOCK: Final = 1 << 16
_STATUS = re.compile(r"[\d.]+\s+(\d{3})\b")
# Crawlers that take the coding off may leave the header that names it.
_PLAIN_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!|html|head|body|\?xml)", re.IGNORECASE)


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of each web page in a WARC file, plain or compressed, as it is read.

    Pages are the responses of status 200 whose type is HTML; all else (pictures, redirects,
    requests) is passed over. The address that was asked for is the page's origin. When it
    was fetched says nothing about when it was published, and is not used.

    Raises (while read):
        ReadingError: it is no WARC file, damaged, a bomb, or holds no web page.
    """
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # its remarks are our errors
    records = WARCIterator(_plain(part, terms=terms), no_record_parse=True)
    records.INC_RECORD = ""  # one that is written to standard error
    pages = failures = 0
    for number in count(1):
        try:
            record = next(records, None)
        except (ArchiveLoadFailed, EOFError, ValueError, TypeError, AttributeError) as error:
            raise ReadingError(
                f"{part.name} is damaged or cut off after record {number - 1}",
                hint="Download or copy it again; what came before is read",
            ) from error
        if record is None:
            break
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        name = f"{part.name}, {single_line(address, limit=_SHOWN)}"
        try:
            document = _page(record, address=address, name=name, part=part, terms=terms)
        except ReadingError as error:
            if terms.budget.spent:
                raise
            pages, failures = pages + 1, failures + 1
            yield Reading(name, error, part.stream.share or 1.0)
            if failures >= _MOST_FAILURES:
                raise ReadingError(
                    f"{part.name} is given up: {failures:,} pages in a row cannot be read",
                    hint="Check that it is the right file",
                ) from error
            continue
        if document is not None:
            pages, failures = pages + 1, 0
            yield Reading(part.name, document, part.stream.share or 1.0)
    if not pages:
        raise ReadingError(f"{part.name} holds no web page", hint="Check that it is the right file")


def _plain(part: Part, *, terms: Terms) -> Unpacked:
    stream = part.stream
    file: Readable
    if is_packed_warc(stream.head):
        file = _Gunzipped(stream)
    elif stream.head.startswith(WARC_MARK):
        file = stream
    else:
        raise ReadingError(
            f"{part.name} is named as a WARC file but is none", hint="Download or copy it again"
        )
    return Unpacked(file, name=part.name, budget=terms.budget, packed=lambda: stream.given)


class _Gunzipped:
    """The bytes of a compressed file; what comes before a cut is given before the error."""

    def __init__(self, stream: Stream) -> None:
        self._file = gzip.GzipFile(fileobj=cast("IO[bytes]", stream))

    def read(self, size: int, /) -> bytes:
        return self._file.read1(size)


def _page(record: Any, *, address: str, name: str, part: Part, terms: Terms) -> Document | None:
    url = web_address(address)
    if record.rec_type != "response" or url is None:
        return None
    response = _response(record, name=name)
    status = _STATUS.match(response.statusline)
    kind, _, parameters = response.get_header("Content-Type", "").partition(";")
    if status is None or status[1] != _OK or kind.strip().lower() not in _PAGES:
        return None
    data = _plain_body(_payload(record, name=name), response, name=name, budget=terms.budget)
    text = decode(data, name=name, declared=header_charset(parameters) or declared_charset(data))
    place = replace(part.place, name=name)
    document = in_worker(partial(read_html, place=place), text, name=name, size=len(text))
    return replace(document, url=url, origin=url, source=document.source or host_of(url))


def _response(record: Any, *, name: str) -> Any:
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    try:
        return StatusAndHeadersParser(["HTTP/"]).parse(record.raw_stream)
    except (StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise ReadingError(
            f"{name} is a record without the headers of a web server",
            hint="Save the page again",
        ) from error


def _payload(record: Any, *, name: str) -> bytes:
    data = bytearray()
    while block := record.raw_stream.read(_BLOCK):
        data += block
        if len(data) > _LARGEST_PAGE:
            raise too_large(name, most=_LARGEST_PAGE)
    if getattr(record.raw_stream, "limit", 0) > 0:  # what the record still owes
        raise ReadingError(
            f"{name} is cut off: its record ends too early",
            hint="Download or copy the file again; what came before is read",
        )
    return bytes(data)


def _plain_body(data: bytes, response: Any, *, name: str, budget: Budget) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    if response.get_header("Transfer-Encoding", "").strip().lower() == "chunked":
        chunks = ChunkedDataReader(io.BytesIO(data))
        data = b"".join(iter(lambda: chunks.read(_BLOCK), b""))
    for coding in reversed(response.get_header("Content-Encoding", "").split(",")):
        if coding.strip() and not _PLAIN_PAGE.match(data):
            blocks = (data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))
            data = unpacked(blocks, encoding=coding, most=_LARGEST_PAGE, name=name)
            budget.take(len(data))
    return data
