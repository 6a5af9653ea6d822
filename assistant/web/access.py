"""Who may use the app: names and passwords, sessions, and the page to log in."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import parse_qs

from assistant.errors import UsageError

SESSION_SECONDS: Final = 7 * 24 * 3600
_MOST_SESSIONS: Final = 100
"""Of one user."""
_FREE: Final = 4
"""The wrong password after which there is a wait: of a second, twice as long after each more."""
_LONGEST_WAIT: Final = 300.0
_FORGOTTEN_SECONDS: Final = 24 * 3600
_MOST_NAMES: Final = 32
"""Names that one place is counted for apart."""
_MOST_PLACES: Final = 4_096
LONGEST_FORM: Final = 4_096
"""Bytes of what the page to log in sends."""


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


@dataclass(frozen=True, slots=True)
class _Failures:
    wrong: int
    until: float


class Access:
    """Knows the users, and who is logged in.

    Wrong passwords are counted for a name and where they come from together, and each one after
    the first few doubles the wait there. Nobody can make a name wait elsewhere, and who is logged
    in waits for nothing; a browser in which somebody has logged in before is a place of its own,
    so that neighbours behind one address do not keep each other out.

    Args:
        users: passwords by name; none lets everybody in.
        now: seconds of a clock that never goes back.
    """

    def __init__(self, users: Mapping[str, str], *, now: Callable[[], float] = monotonic) -> None:
        self._passwords = {name: _digest(password) for name, password in users.items()}
        self._nobodys = secrets.token_bytes(32)
        self._secret = secrets.token_bytes(32)
        self._now = now
        self._sessions: dict[str, _Session] = {}
        self._failures: dict[str, dict[bytes, _Failures]] = {}

    @property
    def needed(self) -> bool:
        """Whether anybody has to log in."""
        return bool(self._passwords)

    def user_of(self, *, session: str | None, authorisation: str | None, place: str) -> str | None:
        """Who a request comes from, by its session or by HTTP's basic authorisation."""
        if session is not None and (held := self._sessions.get(session)) is not None:
            if held.until > self._now():
                return held.user
            del self._sessions[session]
        if authorisation is not None and (given := basic(authorisation)) is not None:
            name, password = given
            return name if self.check(name, password, place=place) else None
        return None

    def check(self, name: str, password: str, *, place: str) -> bool:
        """Whether name and password fit; while the name has to wait there, nothing does."""
        if self.wait(name, place=place) > 0:
            return False
        # Compared against something also where there is no such user: the time tells nothing.
        known = self._passwords.get(name, self._nobodys)
        if secrets.compare_digest(known, _digest(password)):
            self._failures.get(place, {}).pop(_key(name), None)
            return True
        now = self._now()
        failures = {
            key: failed
            for key, failed in self._failures.pop(place, {}).items()
            if failed.until > now - _FORGOTTEN_SECONDS
        }
        key = self._counted(name, failures)
        wrong = failures[key].wrong + 1 if key in failures else 1
        seconds = min(2.0 ** (wrong - _FREE), _LONGEST_WAIT) if wrong >= _FREE else 0.0
        failures[key] = _Failures(wrong, now + seconds)
        # The place that failed longest ago goes first.
        self._failures[place] = failures
        if len(self._failures) > _MOST_PLACES:
            del self._failures[next(iter(self._failures))]
        return False

    def wait(self, name: str, *, place: str) -> float:
        """Seconds that this name has to wait before it may try again from this place."""
        failures = self._failures.get(place, {})
        failed = failures.get(self._counted(name, failures))
        return max(0.0, failed.until - self._now()) if failed else 0.0

    def _counted(self, name: str, failures: Mapping[bytes, _Failures]) -> bytes:
        """What the failures of ``name`` are counted by: whoever tries many names has one for all.

        Whether there is such a user makes no difference, or the wait would tell.
        """
        key = _key(name)
        return key if key in failures or len(failures) < _MOST_NAMES else b""

    def begin(self, user: str) -> str:
        """A new session, known by a random token; of too many the user's oldest ends."""
        theirs = [token for token, held in self._sessions.items() if held.user == user]
        for token in theirs[: len(theirs) + 1 - _MOST_SESSIONS]:
            del self._sessions[token]
        token = secrets.token_urlsafe(32)
        self._sessions[token] = _Session(user, self._now() + SESSION_SECONDS)
        return token

    def end(self, session: str | None) -> None:
        """Ends a session."""
        self._sessions.pop(session or "", None)

    def familiar(self, user: str) -> str:
        """What a browser is known by in which ``user`` has logged in."""
        nonce = secrets.token_urlsafe(16)
        return f"{nonce}.{self._signed(nonce, user)}"

    def place(self, name: str, *, address: str, familiar: str | None) -> str:
        """Where somebody stands who says to be ``name``: in a browser that is known, or not."""
        nonce, _, signature = (familiar or "").partition(".")
        if secrets.compare_digest(signature.encode(), self._signed(nonce, name).encode()):
            return f"browser {nonce}"
        return address

    def _signed(self, nonce: str, user: str) -> str:
        return hmac.digest(self._secret, f"{nonce} {user}".encode(), "sha256").hex()


def _digest(password: str) -> bytes:
    """Passwords of any length take the same time to compare."""
    return hashlib.sha256(password.encode("utf-8", "replace")).digest()


def _key(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "replace")).digest()[:16]


def form_of(body: bytes) -> tuple[str, str]:
    """Name and password of the form that the page to log in sends; empty where missing."""
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return fields.get("username", [""])[0], fields.get("password", [""])[0]


def basic(authorisation: str) -> tuple[str, str] | None:
    """Name and password of HTTP's basic authorisation; None where it is none."""
    scheme, _, encoded = authorisation.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    name, colon, password = decoded.partition(":")
    return (name, password) if colon else None
