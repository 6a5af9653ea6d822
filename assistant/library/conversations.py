"""Keeps conversations, in a database beside the catalogue.

What is marked in them is in ``marks.py``, whose they are in ``owners.py``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from assistant.characters import in_one_line, shortened
from assistant.conversations import Conversation, ConversationSummary, Exchange
from assistant.errors import LibraryError, LibraryFormatError, UsageError
from assistant.examining import examined
from assistant.homes import DatabaseHome, Home
from assistant.library import conversation_tables as tables
from assistant.library.database import Database, insert_missing
from assistant.library.folder import make_home
from assistant.library.marks import Marks
from assistant.library.owners import missing, next_touch, owned, owned_row, owner_key
from assistant.library.sqlite import SqliteDatabase
from assistant.library.stored import from_text, to_text
from assistant.types import Citation

FORMAT_VERSION: Final = 1
MOST_CONVERSATIONS: Final = 200
"""Conversations of one owner; a further one takes the place of the one longest untouched."""
MOST_EXCHANGES: Final = 500
"""Exchanges of one conversation."""
LONGEST_TITLE: Final = 120
"""Characters of a title."""
_TITLE_OF_QUESTION: Final = 80
_NEW: Final = "New conversation"
_FILE: Final = "conversations.sqlite"
_UNKNOWN: Final = datetime.min.replace(tzinfo=UTC)


class Conversations:
    """The conversations kept in one folder, for many threads and processes.

    Every method takes the owner first, whose conversations alone it sees.

    Args:
        home: the library's folder, made where it is missing, or its database.

    Raises:
        LibraryFormatError: they were kept by a newer program.
        LibraryError: the folder, the file or the server cannot be used.
    """

    def __init__(self, home: Home) -> None:
        self._database = _opened(home)
        try:
            self._prepare()
        except LibraryError:
            self.close()
            raise

    def _prepare(self) -> None:
        if not self._database.read_only:
            with self._database.transaction() as connection:
                self._database.create(tables.METADATA, connection=connection)
                insert_missing(
                    connection, tables.facts, {"name": "format", "value": str(FORMAT_VERSION)}
                )
        query = sa.select(tables.facts.c.value).where(tables.facts.c.name == "format")
        with self._database.reading() as connection:
            version = connection.execute(query).scalar_one()
            # An older program's file that cannot be written to has no tables for them.
            known = sa.inspect(connection)
            self._pins = known.has_table(tables.pinned.name)
            self.marks = Marks(self._database, kept=known.has_table(tables.marks.name))
        if int(version) > FORMAT_VERSION:
            raise LibraryFormatError(
                f"The conversations have format {version},"
                f" this program knows up to {FORMAT_VERSION}",
                hint="Use a newer version of the program",
            )

    def copy_to(self, path: Path) -> None:
        """Copies them as they are now into a new file, whoever writes meanwhile."""
        self._database.copy_to(path)

    def every(self) -> Iterator[Exchange]:
        """Yields all exchanges of all owners, for a check of them.

        Raises:
            LibraryError: what is kept cannot be read.
        """
        query = sa.select(tables.exchanges.c.content).order_by(
            tables.exchanges.c.conversation, tables.exchanges.c.position
        )
        with self._database.reading() as connection:
            for content in connection.execute(query).scalars():
                try:
                    yield from_text(Exchange, content)
                except ValueError as error:
                    raise LibraryError(
                        f"A question of a conversation cannot be read ({error})",
                        hint="Use the version of the program that kept it",
                    ) from error

    def citations(self) -> Iterator[Citation]:
        """Yields what the answers of all owners cite, each sentence once, without damaged ones."""
        cited: set[tuple[str, int]] = set()
        query = sa.select(tables.exchanges.c.conversation, tables.exchanges.c.content)
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(tables.exchanges.c.position)):
                read = partial(from_text, Exchange, row.content)
                what = "a question of the conversation"
                exchange = examined(row.conversation, what, read, otherwise=None)
                for statement in exchange.answer.statements if exchange else ():
                    for one in statement.citations:
                        if (one.article_id, one.sentence_index) not in cited:
                            cited.add((one.article_id, one.sentence_index))
                            yield one

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    # -- reading -----------------------------------------------------------------

    def all(self, owner: str, *, matching: str = "") -> tuple[ConversationSummary, ...]:
        """Returns the owner's conversations: those that are pinned, then the last used first.

        ``matching`` are words that have to stand, all of them and in any case, in the title, the
        questions, the answers and the notes of a conversation together.
        """
        columns = tables.conversations.c
        count = _number_of_exchanges(columns.id).scalar_subquery()
        pinned = _is_pinned(columns.id) if self._pins else sa.false()
        query = (
            sa.select(
                columns.id,
                columns.title,
                columns.updated,
                count.label("exchanges"),
                pinned.label("pinned"),
            )
            .where(columns.owner == owner_key(owner))
            .order_by(sa.desc("pinned"), columns.touched.desc(), columns.id)
        )
        words = matching.casefold().split()
        found = []
        with self._database.reading() as connection:
            for row in connection.execute(query):
                if words and not self._has(connection, row, words):
                    continue
                name, read = f"conversation {row.id}", partial(datetime.fromisoformat, row.updated)
                updated = examined(name, "when it was used", read, otherwise=_UNKNOWN)
                found.append(
                    ConversationSummary(
                        row.id, str(row.title), updated, row.exchanges, bool(row.pinned)
                    )
                )
        return tuple(found)

    def _has(self, connection: sa.Connection, row: sa.Row[Any], words: Sequence[str]) -> bool:
        """Whether a conversation has all words; one that cannot be read is known by its title."""
        query = sa.select(tables.exchanges.c.content)
        query = query.where(tables.exchanges.c.conversation == row.id)
        said = [str(row.title), *(one.note for one in self.marks.of(connection, row.id))]
        for content in connection.execute(query).scalars():
            read = partial(from_text, Exchange, content)
            exchange = examined(row.id, "a question of the conversation", read, otherwise=None)
            if exchange is not None:
                said += [exchange.question, exchange.answer.text]
        text = "\n".join(said).casefold()
        return all(word in text for word in words)

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """Returns a conversation with all its exchanges.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            LibraryError: what is kept of it cannot be read.
        """
        query = sa.select(tables.exchanges.c.content)
        query = query.where(tables.exchanges.c.conversation == conversation_id)
        with self._database.reading() as connection:
            row = owned_row(connection, owner, conversation_id)
            contents = connection.execute(query.order_by(tables.exchanges.c.position)).scalars()
            try:
                exchanges = tuple(from_text(Exchange, content) for content in contents)
                started, updated = map(datetime.fromisoformat, (row.started, row.updated))
            except ValueError as error:
                raise LibraryError(
                    f"The conversation “{row.title}” cannot be read ({error})",
                    hint="Delete it, or use the version of the program that kept it",
                ) from error
            marks = self.marks.of(connection, row.id)
        return Conversation(
            row.id, row.title, started=started, updated=updated, exchanges=exchanges, marks=marks
        )

    # -- writing -----------------------------------------------------------------

    def start(self, owner: str, *, at: datetime) -> Conversation:
        """Starts a conversation, in the place of the one longest untouched where there are many.

        Pinned ones stay the longest.
        """
        columns = tables.conversations.c
        row = {
            "id": secrets.token_urlsafe(12),
            "owner": owner_key(owner),
            "title": _NEW,
            "named": False,
            "started": at.isoformat(),
            "updated": at.isoformat(),
        }
        mine = sa.select(columns.id).where(columns.owner == row["owner"])
        kept = mine.order_by(_is_pinned(columns.id).desc(), columns.touched.desc())
        surplus = kept.offset(MOST_CONVERSATIONS - 1)
        with self._database.transaction() as connection:
            touched = next_touch(connection)
            connection.execute(sa.delete(tables.conversations).where(columns.id.in_(surplus)))
            connection.execute(sa.insert(tables.conversations), row | {"touched": touched})
        return Conversation(str(row["id"]), _NEW, started=at, updated=at)

    def add(self, owner: str, conversation_id: str, exchange: Exchange) -> None:
        """Adds ``exchange`` at the end; the first one gives the conversation its title.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: it has as many exchanges as one may have.
        """
        with self._database.transaction() as connection:
            touched = next_touch(connection)
            row = owned_row(connection, owner, conversation_id)
            count = connection.execute(_number_of_exchanges(conversation_id)).scalar_one()
            if count >= MOST_EXCHANGES:
                raise UsageError(
                    f"This conversation has {MOST_EXCHANGES} questions, which is the most",
                    hint="Begin a new conversation",
                )
            values = (conversation_id, count, to_text(exchange))
            connection.execute(sa.insert(tables.exchanges).values(values))
            title = row.title
            if not count and not row.named:
                title = _unused(connection, row, title_of(exchange.question))
            update = sa.update(tables.conversations).where(
                tables.conversations.c.id == conversation_id
            )
            asked = exchange.asked.isoformat()
            connection.execute(update.values(updated=asked, touched=touched, title=title))

    def drop_last(self, owner: str, conversation_id: str) -> None:
        """Deletes the last exchange.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: it has no exchange.
        """
        with self._database.transaction() as connection:
            owned_row(connection, owner, conversation_id)
            count = connection.execute(_number_of_exchanges(conversation_id)).scalar_one()
            if not count:
                raise UsageError("There is no question to take back")
            last = tables.exchanges.c.position == count - 1
            mine = tables.exchanges.c.conversation == conversation_id
            connection.execute(sa.delete(tables.exchanges).where(mine, last))

    def rename(self, owner: str, conversation_id: str, *, title: str) -> None:
        """Gives a conversation another title, in one line, cut to its greatest length.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: the title is blank.
        """
        line = in_one_line(title)[:LONGEST_TITLE]
        if not line:
            raise UsageError("The name is blank", hint="Give the conversation a name")
        update = sa.update(tables.conversations).where(*owned(owner, conversation_id))
        with self._database.transaction() as connection:
            if not connection.execute(update.values(title=line, named=True)).rowcount:
                raise missing()

    def pin(self, owner: str, conversation_id: str, *, pinned: bool = True) -> None:
        """Has a conversation stand before the others, or no longer.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
        """
        mine = tables.pinned.c.conversation == conversation_id
        with self._database.transaction() as connection:
            owned_row(connection, owner, conversation_id)
            if pinned:
                insert_missing(connection, tables.pinned, {"conversation": conversation_id})
            else:
                connection.execute(sa.delete(tables.pinned).where(mine))

    def delete(self, owner: str, conversation_id: str) -> None:
        """Deletes a conversation for good.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
        """
        delete = sa.delete(tables.conversations).where(*owned(owner, conversation_id))
        with self._database.transaction() as connection:
            if not connection.execute(delete).rowcount:
                raise missing()


def are_kept(home: Home) -> bool:
    """Whether there may be conversations beside a library."""
    return isinstance(home, DatabaseHome) or (home / _FILE).exists()


def _opened(home: Home) -> Database:
    if isinstance(home, DatabaseHome):
        from assistant.library.postgres.backend import conversations_in

        return conversations_in(home)
    make_home(home)
    return SqliteDatabase.of_conversations(home / _FILE)


def title_of(question: str) -> str:
    """Returns a conversation's title by its first question, cut after a word."""
    return shortened(question, _TITLE_OF_QUESTION) or _NEW


def _number_of_exchanges(conversation_id: str | sa.Column[str]) -> sa.Select[int]:
    return sa.select(sa.func.count()).where(tables.exchanges.c.conversation == conversation_id)


def _is_pinned(conversation_id: sa.Column[str]) -> sa.ColumnElement[bool]:
    return sa.exists().where(tables.pinned.c.conversation == conversation_id)


def _unused(connection: sa.Connection, row: sa.Row[Any], title: str) -> str:
    """``title``, with a number behind it where the owner has another conversation so named."""
    columns = tables.conversations.c
    query = sa.select(columns.title).where(columns.owner == row.owner, columns.id != row.id)
    taken = set(connection.execute(query).scalars())
    numbered = (f"{title} ({number})" for number in count(2))
    return next(name for name in chain([title], numbered) if name not in taken)
