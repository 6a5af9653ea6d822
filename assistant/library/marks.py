"""Keeps the sentences of answers that somebody marked, and what they noted beside them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from assistant.characters import well_formed
from assistant.conversations import Exchange, Marked
from assistant.errors import LibraryError, UsageError
from assistant.library import conversation_tables as tables
from assistant.library.database import Database, upsert
from assistant.library.owners import owned_row
from assistant.library.stored import from_text

LONGEST_NOTE: Final = 1_000
"""Characters of what is noted beside a sentence."""
_marks: Final = tables.marks.c


class Marks:
    """The marks of all conversations of a file.

    Args:
        database: the file of conversations.
        kept: whether it has a table for them; one of an older program that cannot be written
            to has none.
    """

    def __init__(self, database: Database, *, kept: bool) -> None:
        self._database = database
        self._kept = kept

    def of(self, connection: sa.Connection, conversation_id: str) -> tuple[Marked, ...]:
        """Returns the marks of a conversation, in its order."""
        if not self._kept:
            return ()
        query = sa.select(_marks.position, _marks.statement, _marks.note)
        query = query.where(_marks.conversation == conversation_id)
        rows = connection.execute(query.order_by(_marks.position, _marks.statement))
        return tuple(Marked(row.position, row.statement, row.note) for row in rows)

    def put(self, owner: str, conversation_id: str, marked: Marked) -> None:
        """Marks a sentence of an answer, with a note or none, in the place of what was there.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: there is no such sentence, or the note is too long.
            LibraryError: the answer cannot be read.
        """
        note = well_formed(marked.note).strip()
        if len(note) > LONGEST_NOTE:
            raise UsageError(f"The note has more than {LONGEST_NOTE:,} characters")
        row = {
            "conversation": conversation_id,
            "position": marked.exchange,
            "statement": marked.statement,
            "note": note,
        }
        with self._database.transaction() as connection:
            owned_row(connection, owner, conversation_id)
            statements = _answered(connection, conversation_id, marked.exchange)
            if marked.statement not in range(statements):
                raise UsageError("This sentence is not there any more", hint="Load the page again")
            upsert(connection, tables.marks, row)

    def remove(self, owner: str, conversation_id: str, exchange: int, statement: int) -> None:
        """Takes the mark off a sentence of an answer, and its note.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
        """
        with self._database.transaction() as connection:
            owned_row(connection, owner, conversation_id)
            marked = {(one.exchange, one.statement) for one in self.of(connection, conversation_id)}
            if (exchange, statement) in marked:
                one = (_marks.position == exchange, _marks.statement == statement)
                mine = _marks.conversation == conversation_id
                connection.execute(sa.delete(tables.marks).where(mine, *one))


def _answered(connection: sa.Connection, conversation_id: str, exchange: int) -> int:
    """How many statements an answer of a conversation has; none where there is no such answer."""
    columns = tables.exchanges.c
    query = sa.select(columns.content).where(columns.conversation == conversation_id)
    contents = connection.execute(query.order_by(columns.position)).scalars().all()
    if exchange not in range(len(contents)):
        return 0
    try:
        return len(from_text(Exchange, contents[exchange]).answer.statements)
    except ValueError as error:
        raise LibraryError(
            f"The answer cannot be read ({error})",
            hint="Delete the conversation, or use the version of the program that kept it",
        ) from error
