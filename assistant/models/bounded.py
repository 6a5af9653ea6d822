"""Replies of a chat model's server that end, whatever it sends: bounded in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from assistant.errors import ModelError

MOST_BYTES: Final = 16_000_000
"""Bytes of one reply; a thousand tokens streamed one by one are about 0.3 million."""
_MOST_OF_EVENT: Final = 262_144
_MOST_LINES: Final = 200_000
_KEPT: Final = 65_536
_PACKED: Final = "The chat model's server packs its replies, though it is asked not to"


class Heard:
    """The beginning of a reply that is no stream of events: what a server says in its own words."""

    def __init__(self) -> None:
        self.body = b""


def bind(response: Any, heard: Heard | None) -> None:
    """Has ``response``, of OpenAI's HTTP client, end in bounded bytes.

    Its beginning goes to ``heard``. Of an error the beginning is all that is read.

    Raises:
        ModelError: it is packed, so that its size cannot be told from its bytes.
    """
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise ModelError(_PACKED, hint="Have the server, or the proxy before it, send plain text")
    events = "text/event-stream" in response.headers.get("content-type", "").lower()
    raw = response.iter_raw

    # What reads a response, in whole or line by line, reads it by this.
    def iter_raw(chunk_size: int | None = None) -> Iterator[bytes]:
        chunks = raw(chunk_size)
        if events:
            yield from _events(chunks)
        else:
            yield from _bounded(chunks, cut=response.is_error, heard=heard)

    response.iter_raw = iter_raw


def _bounded(chunks: Iterator[bytes], *, cut: bool, heard: Heard | None) -> Iterator[bytes]:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if heard is not None and len(heard.body) < _KEPT:
            heard.body += chunk[:_KEPT]
        yield chunk
        if cut and read >= _KEPT:
            return
        if read > MOST_BYTES:
            raise endless(f"{read:,} bytes")


def _events(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Whoever reads events puts each together from its lines, copying it every time."""
    read = unfinished = lines = 0
    before = b""
    for chunk in chunks:
        read += len(chunk)
        lines += chunk.count(b"\n") + chunk.count(b"\r")
        seen = before + chunk
        end = max(seen.rfind(b"\n\n"), seen.rfind(b"\r\n\r\n"), seen.rfind(b"\r\r"))
        unfinished = len(seen) - end if end >= 0 else unfinished + len(chunk)
        before = seen[-3:]
        yield chunk
        if read > MOST_BYTES or lines > _MOST_LINES or unfinished > _MOST_OF_EVENT:
            raise endless(f"{read:,} bytes")


def endless(so_far: str) -> ModelError:
    """The error for a reply that does not end."""
    return ModelError(
        f"The reply of the chat model does not end: it was given up after {so_far}",
        hint="Ask again, or try another model",
    )
