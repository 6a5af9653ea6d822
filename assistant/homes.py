"""Where a library is kept: a folder, or a database on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_SCHEMES: Final = ("postgresql", "postgres")
_SECRET: Final = frozenset({"password", "sslpassword"})
_HINT: Final = "write postgresql://user@host/database"


@dataclass(frozen=True, slots=True)
class DatabaseHome:
    """A database on a PostgreSQL server; shown, in whatever way, without its passwords.

    ``options`` are libpq's, such as ``sslmode``; what is None or not among them is libpq's to
    find, by its variables and its file of passwords.
    """

    database: str
    host: str | None = None
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    @property
    def has_password(self) -> bool:
        """Whether the address that was given holds one."""
        return self.password is not None or not _SECRET.isdisjoint(self.options)

    def __str__(self) -> str:
        place = f"[{self.host}]" if ":" in (self.host or "") else quote(self.host or "", safe="")
        who = f"{quote(self.user, safe='')}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        shown = {key: value for key, value in self.options.items() if key not in _SECRET}
        more = f"?{urlencode(shown, safe='/')}" if shown else ""
        return f"postgresql://{who}{place}{port}/{quote(self.database, safe='')}{more}"


Home: TypeAlias = Path | DatabaseHome


def home_of(text: object) -> Home:
    """Returns the home that a person wrote: an address ``postgresql://…``, else a folder.

    Raises:
        ValueError: an address cannot be read; the message repeats nothing of it.
    """
    if isinstance(text, DatabaseHome):
        return text
    if not isinstance(text, str | Path):
        raise ValueError("it is neither a folder nor an address of PostgreSQL")  # noqa: TRY004
    scheme, separator, _ = str(text).partition(":/")
    if not separator or scheme.lower() not in _SCHEMES:
        return Path(text).expanduser().absolute()
    if not isinstance(text, str):
        raise ValueError("an address of PostgreSQL is no path: give it as a text")  # noqa: TRY004
    return _address(text)


def _address(text: str) -> DatabaseHome:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(f"the address of the database cannot be read: {_HINT}") from None
    path = parts.path.removeprefix("/")
    if not path or "/" in path or parts.fragment:
        raise ValueError(f"the address names no database: {_HINT}")
    return DatabaseHome(
        unquote(path),
        host=unquote(parts.hostname) if parts.hostname else None,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        options=dict(parse_qsl(parts.query)),
    )
