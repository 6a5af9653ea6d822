"""Rows of the tables that are declared portable, as entries of a portable file and back."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa

from assistant.errors import DamagedFileError
from assistant.library import notices, places, schema, versions, withdrawals
from assistant.library.portable import RowEntry
from assistant.library.settling import follow_placed
from assistant.library.story_tables import placed

_OWN: Final = frozenset(
    table.name
    for table in (
        schema.facts,
        schema.articles,
        schema.passages,
        schema.unindexed,
        versions.versions,
        versions.replacements,
    )
)
_LARGEST: Final = 2**63 - 1


def entries_of(connection: sa.Connection, *, early: bool = False) -> Iterator[RowEntry]:
    """All rows of the portable tables whose rows stand before the articles, or of the others."""
    for table in _tables():
        if (schema.EARLY.items() <= table.info.items()) is not early:
            continue
        for held in connection.execute(sa.select(table)).mappings():
            binary = [name for name, value in held.items() if isinstance(value, bytes)]
            values = {
                name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
                for name, value in held.items()
            }
            yield RowEntry(table=table.name, values=values, binary=binary)


def check(entry: RowEntry) -> None:
    """Holds a row against its table, if this program has that.

    Raises:
        DamagedFileError: a value is not of the kind that its column holds.
    """
    table = _table_of(entry)
    if table is None:
        return
    values = _values_of(entry)
    for column in table.c:
        value = values.get(column.name)
        if value is None:
            left_out = column.name not in values and column.default is not None
            if not column.nullable and not left_out:
                raise wrong(f"A row of {table.name!r} has no {column.name!r}")
            continue
        kind = column.type.python_type
        if type(value) is not kind or (kind is int and abs(value) > _LARGEST):
            raise wrong(f"A row of {table.name!r} has a {column.name!r} that is none")
        if schema.MOMENT.items() <= column.info.items():
            moment_of(value)


def is_early(entry: RowEntry) -> bool:
    """Whether a row says how articles are kept, and so has to be there before them."""
    table = _table_of(entry)
    return table is not None and schema.EARLY.items() <= table.info.items()


def put_rows(connection: sa.Connection, entries: Sequence[RowEntry]) -> int:
    """Puts checked rows of other tables into the catalogue; how many were not there yet.

    Rows of tables that this program does not have are left out, and rows that refer to what
    is not there. A notice withdraws what it is about, as if it came now; the indexes have to
    follow.
    """
    put = 0
    told: set[str] = set()
    moved: list[str] = []
    for entry in entries:
        table = _table_of(entry)
        if table is None:
            continue
        values = _values_of(entry)
        if table is places.places and not places.is_free(connection, values["origin"]):
            continue
        if _refers(connection, table, values):
            done = connection.execute(sa.insert(table).prefix_with("OR IGNORE"), values)
            put += done.rowcount
            if table is notices.notices and done.rowcount:
                told.add(values["origin"])
            if table is placed and done.rowcount:
                moved.append(values["article_id"])
    for origin in sorted(told):
        withdrawals.recompute(connection, origin)
    follow_placed(connection, moved)
    return put


def _tables() -> list[sa.Table]:
    """The tables that are declared portable, those first that others refer to."""
    return [
        table
        for table in schema.metadata.sorted_tables
        if schema.PORTABLE.items() <= table.info.items() and table.name not in _OWN
    ]


def _table_of(entry: RowEntry) -> sa.Table | None:
    """The table of a row, if it is here and has all its columns."""
    table = {table.name: table for table in _tables()}.get(entry.table)
    return None if table is None or not entry.values.keys() <= set(table.c.keys()) else table


def _values_of(entry: RowEntry) -> dict[str, Any]:
    values: dict[str, Any] = dict(entry.values)
    for name in entry.binary:
        held = entry.values.get(name)
        if not isinstance(held, str):
            raise wrong(f"A row of {entry.table!r} has no bytes {name!r}")
        values[name] = bytes_of(held, what=entry.table)
    return values


def _refers(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> bool:
    """Whether all is there that a row refers to: an article may not have been taken in."""
    for key in table.foreign_keys:
        value = values.get(key.parent.name)
        if value is None:
            continue
        there = sa.select(key.column).where(key.column == value)
        if connection.execute(there).first() is None:
            return False
    return True


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
