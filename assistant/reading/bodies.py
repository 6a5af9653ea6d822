"""The bodies of web servers' answers, with their chunks and codings taken off."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from functools import partial
from typing import Final

from assistant.errors import ReadingError
from assistant.reading.canonical import single_line
from assistant.reading.streams import Budget, Readable, Stream, Unpacked

LARGEST_BODY: Final = 20_000_000
"""Most bytes of one page: the largest one of news is a small part of it."""
_BLOCK: Final = 1 << 16
# Crawlers that take the coding off may leave the header that names it.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!|html|head|body|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """The status and the headers of an answer of a web server."""

    status: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str:
        """The value of a header; empty where it is absent."""
        values = (value for given, value in self.headers if given.lower() == name.lower())
        return next(values, "").strip()


def plain_body(data: bytes, response: Response, *, name: str, budget: Budget) -> bytes:
    """The body of an answer, without its chunks and its coding, where it still has them.

    Raises:
        ReadingError: it is damaged, a bomb, or in a coding that is not read.
    """
    from warcio.bufferedreaders import ChunkedDataReader

    if response.header("Transfer-Encoding").lower() == "chunked":
        chunks = ChunkedDataReader(io.BytesIO(data))
        data = b"".join(iter(lambda: chunks.read(_BLOCK), b""))
    for coding in reversed(response.header("Content-Encoding").lower().split(",")):
        decoder = None if _PLAIN.match(data) else _decoder(data, coding.strip(), name=name)
        if decoder is not None:
            body = Unpacked(decoder, name=name, budget=budget, packed=partial(len, data))
            data = Stream(body, name=name).whole(most=LARGEST_BODY, name=name)
    return data


def _decoder(data: bytes, coding: str, *, name: str) -> Readable | None:
    """What takes a coding off; None where there is none."""
    match coding:
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return _Inflated(data, wbits=16 + zlib.MAX_WBITS)
        case "deflate":
            # Some servers leave the header of zlib out.
            has_header = data[:1] == b"\x78" and int.from_bytes(data[:2], "big") % 31 == 0
            return _Inflated(data, wbits=zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        case "br":
            return _Brotli(data)
        case _:
            raise ReadingError(
                f"{name} is in a coding that is not read: {single_line(coding, limit=40)}",
                hint="Save the page again without it",
            )


class _Inflated:
    """Bytes unpacked by zlib, no more at a time than are asked for."""

    def __init__(self, data: bytes, *, wbits: int) -> None:
        self._packed = io.BytesIO(data)
        self._inflate = zlib.decompressobj(wbits)

    def read(self, size: int, /) -> bytes:
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._packed.read(_BLOCK)
            data = self._inflate.decompress(packed, size)
            if data:
                return data
            if not packed:
                raise EOFError
        return b""


class _Brotli:
    """Bytes unpacked by Brotli, hardly more at a time than are asked for."""

    def __init__(self, data: bytes) -> None:
        import brotli

        self._packed = io.BytesIO(data)
        self._unpack = brotli.Decompressor()
        self._waiting = b""
        self._error: type[Exception] = brotli.error

    def read(self, size: int, /) -> bytes:
        while not self._waiting and not self._unpack.is_finished():
            more = self._packed.read(_BLOCK) if self._unpack.can_accept_more_data() else b""
            full = not self._unpack.can_accept_more_data()
            try:
                self._waiting = self._unpack.process(more, output_buffer_limit=size)
            except self._error as error:
                raise EOFError from error
            if not more and not full and not self._waiting:
                raise EOFError
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        return given
