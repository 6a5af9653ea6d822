"""What a web server sent to the bytes of a page, within a limit at every step."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from assistant.errors import FetchError

ACCEPTED: Final = "gzip, deflate, br"
"""The encodings that ``unpacked`` takes, as a request names them."""

_STEP: Final = 1 << 16
_GZIP: Final = zlib.MAX_WBITS | 16
GZIP_MARK: Final = b"\x1f\x8b"
"""What data packed by gzip begins with."""


def unpacked(
    chunks: Iterable[bytes], *, encoding: str, most: int, name: str, beginning: bool = False
) -> bytes:
    """The bytes that a server's ``chunks`` stand for.

    Never more than a step beyond ``most`` is held, whatever the chunks unpack to.

    Args:
        chunks: the body, as it comes.
        encoding: the header ``content-encoding``; empty for none.
        most: the largest number of bytes, before and after unpacking.
        name: what people know the page as.
        beginning: whether of a larger page its beginning is wanted: a little more than ``most``.

    Raises:
        FetchError: there are more bytes, though all are wanted; or they are broken or packed
            in another way.
    """
    unpacker = _unpacker(encoding.strip().lower(), name=name)
    taken = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        for piece in unpacker.pieces(chunk):
            taken += piece
            if len(taken) > most:
                if beginning:
                    return bytes(taken)
                raise too_large(name, most=most)
        if received > most:
            raise too_large(name, most=most)
    if not unpacker.finished and received:
        raise FetchError(
            f"{name} came incomplete: its packed data ends too early",
            hint="Try again later",
            passing=True,
        )
    return bytes(taken)


def too_large(name: str, *, most: int) -> FetchError:
    """What is wrong with a page of more bytes than are taken."""
    return FetchError(
        f"{name} is larger than {most / 1_000_000:g} MB",
        hint="No news article is: check the address, or raise ASSISTANT_MAX_FILE_MB",
    )


class _Unpacker(Protocol):
    @property
    def finished(self) -> bool:
        """Whether what has come is whole."""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk gives, in pieces of at most a step or so."""


def _unpacker(encoding: str, *, name: str) -> _Unpacker:
    match encoding:
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Zlib(name)
        case "deflate":
            return _Zlib(name, raw=True)
        case "br":
            return _Brotli(name)
        case _:
            raise FetchError(
                f"{name} is packed in a way that was not asked for ({encoding[:40]})",
                hint="Save the page as HTML and give that file",
            )


class _Plain:
    finished = True

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Zlib:
    """gzip, which may hold several members, and deflate, which many send without its head."""

    def __init__(self, name: str, *, raw: bool = False) -> None:
        self._name = name
        self._raw = raw
        self._object = zlib.decompressobj(zlib.MAX_WBITS if raw else _GZIP)
        self._begun = False
        self._held = b""

    @property
    def finished(self) -> bool:
        return self._object.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        left, self._held = self._held + chunk, b""
        while left:
            if len(left) < len(GZIP_MARK) and (self._object.eof or not self._begun):
                self._held = left  # too little to tell what begins here
                return
            if self._object.eof:
                if not left.startswith(GZIP_MARK):
                    return  # padding after the end, which every browser overlooks
                self._object = zlib.decompressobj(_GZIP)
            yield self._step(left)
            left = self._object.unconsumed_tail or self._object.unused_data

    def _step(self, data: bytes) -> bytes:
        try:
            piece = self._object.decompress(data, _STEP)
        except zlib.error as error:
            if not self._raw or self._begun:
                raise _broken(self._name) from error
            self._object = zlib.decompressobj(-zlib.MAX_WBITS)
            self._raw = False
            return self._step(data)
        self._begun = True
        return piece


class _Brotli:
    def __init__(self, name: str) -> None:
        import brotli

        self._name = name
        self._error: type[Exception] = brotli.error
        self._object = brotli.Decompressor()

    @property
    def finished(self) -> bool:
        return bool(self._object.is_finished())

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        left = chunk
        while not self.finished:
            try:
                yield self._object.process(left, output_buffer_limit=_STEP)
            except self._error as error:
                raise _broken(self._name) from error
            left = b""
            if self._object.can_accept_more_data():
                return


def _broken(name: str) -> FetchError:
    return FetchError(
        f"{name} cannot be unpacked: its packed data is broken",
        hint="Try again later, or save the page as HTML and give that file",
        passing=True,
    )
