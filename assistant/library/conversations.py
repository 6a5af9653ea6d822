"""Keeps conversations, in a SQLite file beside the catalogue.

Each belongs to an owner, a secret that a browser keeps; the file holds only its hash, so
that whoever reads the file can take nobody's place.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from assistant.characters import in_one_line, well_formed
from assistant.conversations import Conversation, ConversationSummary, Exchange
from assistant.errors import (
    ConversationNotFoundError,
    LibraryError,
    LibraryFormatError,
    UsageError,
)
from assistant.examining import examined
from assistant.library.database import Database, insert_missing
from assistant.library.folder import make_home
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
_UNKNOWN: Final = datetime.min.replace(tzinfo=UTC)

_metadata: Final = sa.MetaData()
_facts: Final = sa.Table(
    "facts",
    _metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
_conversations: Final = sa.Table(
    "conversations",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("owner", sa.String, nullable=False, index=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("named", sa.Boolean, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    sa.Column("updated", sa.String, nullable=False),
    sa.Column("touched", sa.Integer, nullable=False),
)
_exchanges: Final = sa.Table(
    "exchanges",
    _metadata,
    sa.Column(
        "conversation",
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("content", sa.String, nullable=False),
)


class Conversations:
    """The conversations kept in one folder, for many threads and processes.

    Every method takes the owner first, whose conversations alone it sees.

    Args:
        home: the library's folder; made where it is missing.

    Raises:
        LibraryFormatError: they were kept by a newer program.
        LibraryError: the folder or the file cannot be used.
    """

    def __init__(self, home: Path) -> None:
        make_home(home)
        self._database = Database(
            home / "conversations.sqlite",
            name="file of conversations",
            advice="Move conversations.sqlite away: new ones are then kept in a new file",
        )
        try:
            self._prepare()
        except LibraryError:
            self.close()
            raise

    def _prepare(self) -> None:
        if not self._database.read_only:
            with self._database.transaction() as connection:
                self._database.create(_metadata, connection=connection)
                insert_missing(connection, _facts, {"name": "format", "value": str(FORMAT_VERSION)})
        query = sa.select(_facts.c.value).where(_facts.c.name == "format")
        with self._database.reading() as connection:
            version = connection.execute(query).scalar_one()
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
        query = sa.select(_exchanges.c.content).order_by(
            _exchanges.c.conversation, _exchanges.c.position
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
        query = sa.select(_exchanges.c.conversation, _exchanges.c.content)
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(_exchanges.c.position)):
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

    def all(self, owner: str) -> tuple[ConversationSummary, ...]:
        """Returns the owner's conversations, the one that was last used first."""
        columns = _conversations.c
        count = _number_of_exchanges(columns.id).scalar_subquery()
        query = (
            sa.select(columns.id, columns.title, columns.updated, count.label("exchanges"))
            .where(columns.owner == _hashed(owner))
            .order_by(columns.touched.desc(), columns.id)
        )
        found = []
        with self._database.reading() as connection:
            for row in connection.execute(query):
                name, read = f"conversation {row.id}", partial(datetime.fromisoformat, row.updated)
                updated = examined(name, "when it was used", read, otherwise=_UNKNOWN)
                found.append(ConversationSummary(row.id, str(row.title), updated, row.exchanges))
        return tuple(found)

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """Returns a conversation with all its exchanges.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            LibraryError: what is kept of it cannot be read.
        """
        query = sa.select(_exchanges.c.content)
        query = query.where(_exchanges.c.conversation == conversation_id)
        with self._database.reading() as connection:
            row = _owned_row(connection, owner, conversation_id)
            contents = connection.execute(query.order_by(_exchanges.c.position)).scalars()
            try:
                exchanges = tuple(from_text(Exchange, content) for content in contents)
                started, updated = map(datetime.fromisoformat, (row.started, row.updated))
            except ValueError as error:
                raise LibraryError(
                    f"The conversation “{row.title}” cannot be read ({error})",
                    hint="Delete it, or use the version of the program that kept it",
                ) from error
        return Conversation(
            row.id, row.title, started=started, updated=updated, exchanges=exchanges
        )

    # -- writing -----------------------------------------------------------------

    def start(self, owner: str, *, at: datetime) -> Conversation:
        """Starts a conversation, in the place of the one longest untouched where there are many."""
        columns = _conversations.c
        row = {
            "id": secrets.token_urlsafe(12),
            "owner": _hashed(owner),
            "title": _NEW,
            "named": False,
            "started": at.isoformat(),
            "updated": at.isoformat(),
        }
        mine = sa.select(columns.id).where(columns.owner == row["owner"])
        surplus = mine.order_by(columns.touched.desc()).limit(-1).offset(MOST_CONVERSATIONS - 1)
        with self._database.transaction() as connection:
            touched = _next_touch(connection)
            connection.execute(sa.delete(_conversations).where(columns.id.in_(surplus)))
            connection.execute(sa.insert(_conversations), row | {"touched": touched})
        return Conversation(str(row["id"]), _NEW, started=at, updated=at)

    def add(self, owner: str, conversation_id: str, exchange: Exchange) -> None:
        """Adds ``exchange`` at the end; the first one gives the conversation its title.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: it has as many exchanges as one may have.
        """
        with self._database.transaction() as connection:
            touched = _next_touch(connection)
            row = _owned_row(connection, owner, conversation_id)
            count = connection.execute(_number_of_exchanges(conversation_id)).scalar_one()
            if count >= MOST_EXCHANGES:
                raise UsageError(
                    f"This conversation has {MOST_EXCHANGES} questions, which is the most",
                    hint="Begin a new conversation",
                )
            values = (conversation_id, count, to_text(exchange))
            connection.execute(sa.insert(_exchanges).values(values))
            title = row.title if count or row.named else title_of(exchange.question)
            update = sa.update(_conversations).where(_conversations.c.id == conversation_id)
            asked = exchange.asked.isoformat()
            connection.execute(update.values(updated=asked, touched=touched, title=title))

    def drop_last(self, owner: str, conversation_id: str) -> None:
        """Deletes the last exchange.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: it has no exchange.
        """
        with self._database.transaction() as connection:
            _next_touch(connection)
            _owned_row(connection, owner, conversation_id)
            count = connection.execute(_number_of_exchanges(conversation_id)).scalar_one()
            if not count:
                raise UsageError("There is no question to take back")
            last = _exchanges.c.position == count - 1
            mine = _exchanges.c.conversation == conversation_id
            connection.execute(sa.delete(_exchanges).where(mine, last))

    def rename(self, owner: str, conversation_id: str, *, title: str) -> None:
        """Gives a conversation another title, in one line, cut to its greatest length.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: the title is blank.
        """
        line = in_one_line(title)[:LONGEST_TITLE]
        if not line:
            raise UsageError("The name is blank", hint="Give the conversation a name")
        update = sa.update(_conversations).where(*_owned(owner, conversation_id))
        with self._database.transaction() as connection:
            if not connection.execute(update.values(title=line, named=True)).rowcount:
                raise _missing()

    def delete(self, owner: str, conversation_id: str) -> None:
        """Deletes a conversation for good.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
        """
        delete = sa.delete(_conversations).where(*_owned(owner, conversation_id))
        with self._database.transaction() as connection:
            if not connection.execute(delete).rowcount:
                raise _missing()


def title_of(question: str) -> str:
    """Returns a conversation's title by its first question, cut after a word."""
    line = in_one_line(question)
    if len(line) <= _TITLE_OF_QUESTION:
        return line or _NEW
    cut = line[:_TITLE_OF_QUESTION]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:") + " …"


def _owned_row(connection: sa.Connection, owner: str, conversation_id: str) -> sa.Row[Any]:
    query = sa.select(_conversations).where(*_owned(owner, conversation_id))
    row = connection.execute(query).first()
    if row is None:
        raise _missing()
    return row


def _number_of_exchanges(conversation_id: str | sa.Column[str]) -> sa.Select[int]:
    return sa.select(sa.func.count()).where(_exchanges.c.conversation == conversation_id)


def _next_touch(connection: sa.Connection) -> int:
    """Returns a number larger than any before, and makes this transaction the only writer.

    SQLite begins a transaction as a reader; one that first reads and then writes fails when
    another has written in between. So the first statement of a change is a write.
    """
    insert_missing(connection, _facts, {"name": "touches", "value": "0"})
    touches: Any = sa.cast(_facts.c.value, sa.Integer)
    update = sa.update(_facts).where(_facts.c.name == "touches")
    connection.execute(update.values(value=sa.cast(touches + 1, sa.String)))
    query = sa.select(touches).where(_facts.c.name == "touches")
    return int(connection.execute(query).scalar_one())


def _owned(owner: str, conversation_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    columns = _conversations.c
    return (columns.id == well_formed(conversation_id), columns.owner == _hashed(owner))


def _hashed(owner: str) -> str:
    return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()


def _missing() -> ConversationNotFoundError:
    return ConversationNotFoundError(
        "This conversation is not there", hint="It may have been deleted; begin a new one"
    )
