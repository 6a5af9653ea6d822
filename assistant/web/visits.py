"""When somebody was last at the stories: kept by their own browser, and read as from outside.

The server keeps nothing of it. Where people log in, a browser's fact counts only for the one
it was kept for.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

_APART: Final = timedelta(minutes=30)
"""Whoever comes back sooner goes on with the same visit."""


class Visit(BaseModel):
    """A visit: ``since`` is when the one before it ended, None for the first; ``at`` is now."""

    who: Annotated[str, Field(max_length=64)]
    since: AwareDatetime | None = None
    at: AwareDatetime

    def kept(self) -> dict[str, Any]:
        """What the browser keeps."""
        return self.model_dump(mode="json")


def entered(kept: object, *, user: str | None, now: datetime) -> Visit:
    """The visit that goes on, or a new one; ``kept`` is what the browser has kept."""
    who = hashlib.sha256((user or "").encode()).hexdigest()
    last = _read(kept, now=now)
    if last is None or last.who != who:
        return Visit(who=who, at=now)
    since = last.since if now - last.at < _APART else last.at
    return Visit(who=who, since=since, at=now)


def since_of(kept: object, *, user: str | None, now: datetime) -> datetime | None:
    """Since when what came is new to whoever visits; None where that is not known."""
    return entered(kept, user=user, now=now).since


def _read(kept: object, *, now: datetime) -> Visit | None:
    """The visit that was kept; None where it is none that the page could have kept."""
    try:
        visit = Visit.model_validate(kept)
    except ValidationError:
        return None
    known = visit.since is None or visit.since <= visit.at
    return visit if known and visit.at <= now else None
