"""The tables of the file of conversations. What an older program did not know is in its own."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()
facts: Final = sa.Table(
    "facts",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
conversations: Final = sa.Table(
    "conversations",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("owner", sa.String, nullable=False, index=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("named", sa.Boolean, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    sa.Column("updated", sa.String, nullable=False),
    sa.Column("touched", sa.Integer, nullable=False),
)
exchanges: Final = sa.Table(
    "exchanges",
    METADATA,
    sa.Column(
        "conversation",
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("content", sa.String, nullable=False),
)
pinned: Final = sa.Table(
    "pinned",
    METADATA,
    sa.Column(
        "conversation",
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
)
marks: Final = sa.Table(
    "marks",
    METADATA,
    sa.Column("conversation", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("statement", sa.Integer, primary_key=True),
    sa.Column("note", sa.String, nullable=False),
    sa.ForeignKeyConstraint(
        ["conversation", "position"],
        ["exchanges.conversation", "exchanges.position"],
        ondelete="CASCADE",
    ),
)
