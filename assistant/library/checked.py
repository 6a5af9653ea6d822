"""Values of a portable file, which may hold anything: read, or refused."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from assistant.errors import DamagedFileError


def bytes_of(text: str, *, what: str) -> bytes:
    """Bytes from base 64; ``what`` is what they belong to.

    Raises:
        DamagedFileError: they are none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise wrong(f"Bytes of {what!r} cannot be read") from error


def moment_of(text: str) -> datetime:
    """A time with its zone.

    Raises:
        DamagedFileError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise wrong(f"{text!r} is no time") from error
    if moment.tzinfo is None:
        raise wrong(f"{text!r} is a time without its zone")
    return moment


def wrong(what: str) -> DamagedFileError:
    """That a file does not say what it is said to say."""
    return DamagedFileError(what, hint="Nothing was imported: export it again")
