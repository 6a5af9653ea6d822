"""Whose a conversation is, and who may change it next.

Each belongs to an owner, a secret that a browser keeps; the database holds only its hash,
so that whoever reads it can take nobody's place.
"""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from assistant.characters import well_formed
from assistant.errors import ConversationNotFoundError
from assistant.library import conversation_tables as tables
from assistant.library.database import insert_missing


def owner_key(owner: str) -> str:
    """Returns what is kept of an owner: a hash, by which nobody can take their place."""
    return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()


def owned(owner: str, conversation_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Returns what holds of the owner's conversation with this id, and of no other."""
    columns = tables.conversations.c
    return (columns.id == well_formed(conversation_id), columns.owner == owner_key(owner))


def owned_row(connection: sa.Connection, owner: str, conversation_id: str) -> sa.Row[Any]:
    """Returns the owner's conversation.

    Raises:
        ConversationNotFoundError: the owner has none with this id.
    """
    query = sa.select(tables.conversations).where(*owned(owner, conversation_id))
    row = connection.execute(query).first()
    if row is None:
        raise missing()
    return row


def next_touch(connection: sa.Connection) -> int:
    """Returns a number larger than any before."""
    insert_missing(connection, tables.facts, {"name": "touches", "value": "0"})
    touches: Any = sa.cast(tables.facts.c.value, sa.Integer)
    update = sa.update(tables.facts).where(tables.facts.c.name == "touches")
    connection.execute(update.values(value=sa.cast(touches + 1, sa.String)))
    query = sa.select(touches).where(tables.facts.c.name == "touches")
    return int(connection.execute(query).scalar_one())


def missing() -> ConversationNotFoundError:
    """Returns what is raised where an owner has no such conversation."""
    return ConversationNotFoundError(
        "This conversation is not there", hint="It may have been deleted; begin a new one"
    )
