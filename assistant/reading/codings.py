"""What a web server sent to the bytes of a page, within a limit at every step."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from assistant.errors import FetchError

ACCEPTED: Final = "gzip, deflate, br"
"""The encodings that ``unpacked`` takes, as a request names them."""

_STEP: Final = 1 << 16
_GZIP: Final = zlib.MAX_WBITS | 16
GZIP_MARK: Final = b"\x1f\x8b"


def unpacked(
    chunks: Iterable[bytes], *, encoding: str, most: int, name: str, beginning: bool = False
) -> bytes:
    """Returns the bytes that a server's ``chunks`` stand for, with bounded memory.

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
    coding = encoding.strip().lower()
    unpack = _UNPACKERS.get(coding)
    if unpack is None:
        raise FetchError(
            f"{name} is packed in a way that was not asked for ({coding[:40]})",
            hint="Save the page as HTML and give that file",
        )
    taken = bytearray()
    try:
        for piece in unpack(_bounded(chunks, most=most, name=name)):
            taken += piece
            if len(taken) > most:
                if beginning:
                    break
                raise too_large(name, most=most)
    except EOFError as error:
        raise FetchError(
            f"{name} came incomplete: its packed data ends too early",
            hint="Try again later",
            passing=True,
        ) from error
    except zlib.error as error:
        raise FetchError(
            f"{name} cannot be unpacked: its packed data is broken",
            hint="Try again later, or save the page as HTML and give that file",
            passing=True,
        ) from error
    return bytes(taken)


def too_large(name: str, *, most: int) -> FetchError:
    """Returns the error of a page of more than ``most`` bytes."""
    return FetchError(
        f"{name} is larger than {most / 1_000_000:g} MB",
        hint="No news article is: check the address, or raise ASSISTANT_MAX_FILE_MB",
    )


def _bounded(chunks: Iterable[bytes], *, most: int, name: str) -> Iterator[bytes]:
    received = 0
    for chunk in chunks:
        yield chunk
        received += len(chunk)
        if received > most:
            raise too_large(name, most=most)


def _inflated(chunks: Iterable[bytes], *, bits: int = _GZIP) -> Iterator[bytes]:
    """gzip, which may hold several members, and deflate, which many send without its head."""
    unpacker, begun, left = zlib.decompressobj(bits), False, b""
    for chunk in chunks:
        left += chunk
        while left:
            if len(left) < len(GZIP_MARK) and (unpacker.eof or not begun):
                break  # too little to tell what begins here
            if unpacker.eof:
                if not left.startswith(GZIP_MARK):
                    left = b""  # padding after the end, which every browser overlooks
                    break
                unpacker = zlib.decompressobj(_GZIP)
            try:
                piece = unpacker.decompress(left, _STEP)
            except zlib.error:
                if begun or bits != zlib.MAX_WBITS:
                    raise
                bits = -zlib.MAX_WBITS
                unpacker = zlib.decompressobj(bits)
                continue
            begun = True
            yield piece
            left = unpacker.unconsumed_tail or unpacker.unused_data
    if (begun or left) and not unpacker.eof:
        raise EOFError


def _unbrotlied(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import brotli

    unpacker, begun = brotli.Decompressor(), False
    for chunk in chunks:
        left = chunk
        while not unpacker.is_finished():
            try:
                yield unpacker.process(left, output_buffer_limit=_STEP)
            except brotli.error as error:
                raise zlib.error from error
            left, begun = b"", True
            if unpacker.can_accept_more_data():
                break
    if begun and not unpacker.is_finished():
        raise EOFError


_UNPACKERS: Final[Mapping[str, Callable[[Iterable[bytes]], Iterator[bytes]]]] = {
    **dict.fromkeys(("", "identity"), iter),
    **dict.fromkeys(("gzip", "x-gzip"), _inflated),
    "deflate": partial(_inflated, bits=zlib.MAX_WBITS),
    "br": _unbrotlied,
}
