"""The log of a library's changes, which the word index of each machine follows.

Every transaction that changes what is searched of an article adds a row. Transactions go one
after the other, so that a row with a larger number was committed later. A row's stamp stands
for it alone: a machine that finds another by the number that it has followed to sees that the
database was brought back from a backup, and makes its index anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from assistant.library.database import driven

TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS changes ("
    "number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    ' article_id text COLLATE "C" NOT NULL,'
    " stamp uuid NOT NULL DEFAULT gen_random_uuid())"
)
_ADD: Final = "INSERT INTO changes (article_id) VALUES (?)"
_LAST: Final = "SELECT number, stamp::text FROM changes ORDER BY number DESC LIMIT 1"
_STAMP: Final = "SELECT stamp::text FROM changes WHERE number = ?"
_AFTER: Final = (
    "SELECT number, stamp::text, article_id FROM changes WHERE number > ? ORDER BY number LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Position:
    """A row of the log, up to which it was followed; number 0 is before all."""

    number: int = 0
    stamp: str = ""


def note(connection: sa.Connection, article_id: str) -> None:
    """Adds a change of an article to the log."""
    driven(connection, _ADD, (article_id,))


def last(connection: sa.Connection) -> Position:
    """Returns the position of the last row."""
    row = driven(connection, _LAST).first()
    return Position() if row is None else Position(*row)


def is_of_log(connection: sa.Connection, position: Position) -> bool:
    """Whether this log has the row of a position."""
    if not position.number:
        return True
    return driven(connection, _STAMP, (position.number,)).scalar() == position.stamp


def after(
    connection: sa.Connection, position: Position, *, most: int
) -> tuple[list[str], Position]:
    """Returns the articles (ids) of the rows after a position, and the position of the last."""
    rows = driven(connection, _AFTER, (position.number, most)).all()
    found = list(dict.fromkeys(row.article_id for row in rows))
    return found, Position(rows[-1].number, rows[-1].stamp) if rows else position
