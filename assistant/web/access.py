"""Who may use the app: names and passwords, sessions, and the page to log in."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import parse_qs

from assistant.errors import UsageError

SESSION_SECONDS: Final = 7 * 24 * 3600
_MOST_SESSIONS: Final = 10_000
_MOST_TRIES: Final = 5
"""Wrong passwords in a row, of one name from one address, before it has to wait."""
_WAIT_SECONDS: Final = 30.0
_LONGEST_FORM: Final = 10_000


def read_users(given: Sequence[str], file: Path | None) -> dict[str, str]:
    """The passwords by name, of ``user:password`` words and of a file of such lines.

    Blank lines and lines that begin with ``#`` are left out.

    Raises:
        UsageError: a line has no name or no password, or the file cannot be read.
    """
    lines = [*given]
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"The file of passwords {file} cannot be read", hint="Check its path and its rights"
            ) from error
        lines += [line.strip() for line in text.splitlines()]
    users: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        name, colon, password = line.partition(":")
        if not (name and colon and password):
            raise UsageError(
                f"Entry {number} of the users is not user:password",
                hint="Write a name, a colon and a password",
            )
        users[name] = password
    if file is not None and not users:
        raise UsageError(
            f"The file of passwords {file} names nobody", hint="Write user:password in a line"
        )
    return users


@dataclass(frozen=True, slots=True)
class _Session:
    user: str
    until: float


class Access:
    """Knows the users, and who is logged in.

    Args:
        users: passwords by name; none lets everybody in.
        now: seconds of a clock that never goes back.
    """

    def __init__(self, users: Mapping[str, str], *, now: Callable[[], float] = monotonic) -> None:
        self._users = dict(users)
        self._now = now
        self._sessions: dict[str, _Session] = {}
        self._failures: dict[tuple[str, str], tuple[int, float]] = {}

    @property
    def needed(self) -> bool:
        """Whether anybody has to log in."""
        return bool(self._users)

    def user_of(
        self, *, session: str | None, authorisation: str | None, address: str
    ) -> str | None:
        """Who a request comes from, by its session or by HTTP's basic authorisation."""
        if session is not None and (held := self._sessions.get(session)) is not None:
            if held.until > self._now():
                return held.user
            del self._sessions[session]
        if authorisation is not None and (given := _basic(authorisation)) is not None:
            name, password = given
            return name if self.check(name, password, address=address) else None
        return None

    def check(self, name: str, password: str, *, address: str) -> bool:
        """Whether name and password fit; after too many wrong ones nothing does for a while."""
        if self.wait(name, address=address) > 0:
            return False
        # Compared against something also where there is no such user: the time tells nothing.
        known = self._users.get(name)
        right = secrets.compare_digest((known or "").encode(), password.encode())
        if right and known is not None:
            self._failures.pop((name, address), None)
            return True
        tries, _ = self._failures.get((name, address), (0, 0.0))
        if len(self._failures) >= _MOST_SESSIONS:
            self._failures.clear()
        self._failures[name, address] = (tries + 1, self._now())
        return False

    def wait(self, name: str, *, address: str) -> float:
        """Seconds that this name has to wait before it may try again from this address."""
        tries, latest = self._failures.get((name, address), (0, 0.0))
        if tries < _MOST_TRIES:
            return 0.0
        left = latest + _WAIT_SECONDS - self._now()
        if left <= 0:
            del self._failures[name, address]
        return max(0.0, left)

    def begin(self, user: str) -> str:
        """A new session, known by a random token."""
        now = self._now()
        if len(self._sessions) >= _MOST_SESSIONS:
            self._sessions = {key: each for key, each in self._sessions.items() if each.until > now}
        token = secrets.token_urlsafe(32)
        self._sessions[token] = _Session(user, now + SESSION_SECONDS)
        return token

    def end(self, session: str | None) -> None:
        """Ends a session."""
        self._sessions.pop(session or "", None)


def form_of(body: bytes) -> tuple[str, str]:
    """Name and password of the form that the page to log in sends; empty where missing."""
    if len(body) > _LONGEST_FORM:
        return "", ""
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return fields.get("username", [""])[0], fields.get("password", [""])[0]


def _basic(authorisation: str) -> tuple[str, str] | None:
    scheme, _, encoded = authorisation.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    name, colon, password = decoded.partition(":")
    return (name, password) if colon else None
