"""The conversations that are kept: in a SQLite file beside the catalogue.

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

from assistant.characters import well_formed
from assistant.conversations import Conversation, ConversationSummary, Exchange
from assistant.errors import (
    ConversationNotFoundError,
    LibraryError,
    LibraryFormatError,
    UsageError,
)
from assistant.examining import examined
from assistant.library.database import Database
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
                connection.execute(
                    sa.insert(_facts).prefix_with("OR IGNORE"),
                    {"name": "format", "value": str(FORMAT_VERSION)},
                )
        with self._database.reading() as connection:
            kept = connection.execute(
                sa.select(_facts.c.value).where(_facts.c.name == "format")
            ).scalar_one()
        if int(kept) > FORMAT_VERSION:
            raise LibraryFormatError(
                f"The conversations have format {kept}, this program knows up to {FORMAT_VERSION}",
                hint="Use a newer version of the program",
            )

    def copy_to(self, path: Path) -> None:
        """Copies them as they are now into a new file, whoever writes meanwhile."""
        self._database.copy_to(path)

    def every(self) -> Iterator[Exchange]:
        """All exchanges of all owners, for a check of them; what cannot be read is raised.

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
        """What the answers of all owners cite, each sentence once; what is damaged is left out."""
        told: set[tuple[str, int]] = set()
        query = sa.select(_exchanges.c.conversation, _exchanges.c.content)
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(_exchanges.c.position)):
                exchange = examined(
                    row.conversation,
                    "a question of the conversation",
                    partial(from_text, Exchange, row.content),
                    otherwise=None,
                )
                for statement in exchange.answer.statements if exchange else ():
                    for one in statement.citations:
                        if (one.article_id, one.sentence_index) not in told:
                            told.add((one.article_id, one.sentence_index))
                            yield one

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    # -- reading -----------------------------------------------------------------

    def all(self, owner: str) -> tuple[ConversationSummary, ...]:
        """The owner's conversations, the one that was last used first."""
        counted = (
            sa.select(sa.func.count())
            .where(_exchanges.c.conversation == _conversations.c.id)
            .scalar_subquery()
        )
        columns = _conversations.c
        query = (
            sa.select(columns.id, columns.title, columns.updated, counted.label("exchanges"))
            .where(columns.owner == _hashed(owner))
            .order_by(columns.touched.desc(), columns.id)
        )
        with self._database.reading() as connection:
            return tuple(
                ConversationSummary(
                    row.id,
                    str(row.title),
                    examined(
                        f"conversation {row.id}",
                        "when it was used",
                        partial(datetime.fromisoformat, row.updated),
                        otherwise=_UNKNOWN,
                    ),
                    row.exchanges,
                )
                for row in connection.execute(query)
            )

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """A conversation with all its exchanges.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            LibraryError: what is kept of it cannot be read.
        """
        with self._database.reading() as connection:
            return _conversation(connection, owner, conversation_id)

    # -- writing -----------------------------------------------------------------

    def start(self, owner: str, *, at: datetime) -> Conversation:
        """A new conversation, without exchanges yet."""
        identity = secrets.token_urlsafe(12)
        with self._database.transaction() as connection:
            touched = _next_touch(connection)
            self._make_room(connection, owner)
            connection.execute(
                sa.insert(_conversations),
                {
                    "id": identity,
                    "owner": _hashed(owner),
                    "title": _NEW,
                    "named": False,
                    "started": at.isoformat(),
                    "updated": at.isoformat(),
                    "touched": touched,
                },
            )
        return Conversation(identity, _NEW, started=at, updated=at)

    def add(self, owner: str, conversation_id: str, exchange: Exchange) -> None:
        """Puts ``exchange`` at the end; the first one gives the conversation its title.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: it has as many exchanges as one may have.
        """
        with self._database.transaction() as connection:
            touched = _next_touch(connection)
            row = _owned_row(connection, owner, conversation_id)
            held = _count(connection, conversation_id)
            if held >= MOST_EXCHANGES:
                raise UsageError(
                    f"This conversation has {MOST_EXCHANGES} questions, which is the most",
                    hint="Begin a new conversation",
                )
            content = {
                "conversation": conversation_id,
                "position": held,
                "content": to_text(exchange),
            }
            connection.execute(sa.insert(_exchanges), content)
            title = row.title if held or row.named else title_of(exchange.question)
            connection.execute(
                sa.update(_conversations)
                .where(_conversations.c.id == conversation_id)
                .values(updated=exchange.asked.isoformat(), touched=touched, title=title)
            )

    def drop_last(self, owner: str, conversation_id: str) -> None:
        """Takes the last exchange away.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: it has no exchange.
        """
        with self._database.transaction() as connection:
            _next_touch(connection)
            _owned_row(connection, owner, conversation_id)
            held = _count(connection, conversation_id)
            if not held:
                raise UsageError("There is no question to take back")
            connection.execute(
                sa.delete(_exchanges).where(
                    _exchanges.c.conversation == conversation_id,
                    _exchanges.c.position == held - 1,
                )
            )

    def rename(self, owner: str, conversation_id: str, *, title: str) -> None:
        """Gives a conversation another title, in one line, cut to its greatest length.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
            UsageError: the title is blank.
        """
        line = " ".join(well_formed(title).split())[:LONGEST_TITLE]
        if not line:
            raise UsageError("The name is blank", hint="Give the conversation a name")
        with self._database.transaction() as connection:
            changed = connection.execute(
                sa.update(_conversations)
                .where(*_owned(owner, conversation_id))
                .values(title=line, named=True)
            )
            if not changed.rowcount:
                raise _missing()

    def delete(self, owner: str, conversation_id: str) -> None:
        """Deletes a conversation for good.

        Raises:
            ConversationNotFoundError: the owner has none with this id.
        """
        with self._database.transaction() as connection:
            gone = connection.execute(
                sa.delete(_conversations).where(*_owned(owner, conversation_id))
            )
            if not gone.rowcount:
                raise _missing()

    @staticmethod
    def _make_room(connection: sa.Connection, owner: str) -> None:
        """Lets the conversations go that are too many, those longest untouched first."""
        kept = (
            sa.select(_conversations.c.id)
            .where(_conversations.c.owner == _hashed(owner))
            .order_by(_conversations.c.touched.desc())
            .limit(-1)
            .offset(MOST_CONVERSATIONS - 1)
        )
        connection.execute(sa.delete(_conversations).where(_conversations.c.id.in_(kept)))


def title_of(question: str) -> str:
    """A conversation's title by its first question, cut after a word."""
    line = " ".join(well_formed(question).split())
    if len(line) <= _TITLE_OF_QUESTION:
        return line or _NEW
    cut = line[:_TITLE_OF_QUESTION]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:") + " …"


def _conversation(connection: sa.Connection, owner: str, conversation_id: str) -> Conversation:
    row = _owned_row(connection, owner, conversation_id)
    contents = connection.execute(
        sa.select(_exchanges.c.content)
        .where(_exchanges.c.conversation == conversation_id)
        .order_by(_exchanges.c.position)
    ).scalars()
    try:
        exchanges = tuple(from_text(Exchange, content) for content in contents)
        started, updated = map(datetime.fromisoformat, (row.started, row.updated))
    except ValueError as error:
        raise LibraryError(
            f"The conversation “{row.title}” cannot be read ({error})",
            hint="Delete it, or use the version of the program that kept it",
        ) from error
    return Conversation(
        row.id,
        row.title,
        started=started,
        updated=updated,
        exchanges=exchanges,
    )


def _owned_row(connection: sa.Connection, owner: str, conversation_id: str) -> sa.Row[Any]:
    query = sa.select(_conversations).where(*_owned(owner, conversation_id))
    row = connection.execute(query).first()
    if row is None:
        raise _missing()
    return row


def _count(connection: sa.Connection, conversation_id: str) -> int:
    query = sa.select(sa.func.count()).where(_exchanges.c.conversation == conversation_id)
    return int(connection.execute(query).scalar_one())


def _next_touch(connection: sa.Connection) -> int:
    """A number larger than any before it, which also makes this transaction the only writer.

    SQLite begins a transaction as a reader; one that first reads and then writes fails when
    another has written in between. So the first statement of a change is a write.
    """
    connection.execute(
        sa.insert(_facts).prefix_with("OR IGNORE"), {"name": "touches", "value": "0"}
    )
    touches: Any = sa.cast(_facts.c.value, sa.Integer)
    connection.execute(
        sa.update(_facts)
        .where(_facts.c.name == "touches")
        .values(value=sa.cast(touches + 1, sa.String))
    )
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
