"""Keeps collections in the catalogue: named sets of articles, each of an owner.

A collection holds the origins at which its articles stood when they were put in. In it is what
is read at these origins today, so that a later version takes the place of the earlier one, in
whatever order they come; what is withdrawn is left out for as long as it is.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from assistant.characters import well_formed
from assistant.errors import ArticleNotFoundError, CollectionNotFoundError, UsageError
from assistant.examining import examined
from assistant.library import notices, origins, schema, versions
from assistant.library.database import Database, among, exists, insert_missing, rows_among
from assistant.library.owners import owner_key
from assistant.library.schema import MOMENT, PORTABLE
from assistant.types import Collection

LONGEST_NAME: Final = 100
"""Most characters of a collection's name."""
MOST_COLLECTIONS: Final = 200
"""Most collections of one owner."""
_UNKNOWN: Final = datetime.min.replace(tzinfo=UTC)
_JOINERS: Final = frozenset("\u200c\u200d")
"""What joins letters and pictures; all else that shows nothing is left out of a name."""

collections: Final = sa.Table(
    "collections",
    schema.metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("owner", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("made", sa.String, nullable=False, info=MOMENT),
    sa.Column("changed", sa.String, nullable=False, info=MOMENT),
    sa.UniqueConstraint("owner", "key"),
    info=PORTABLE,
)
members: Final = sa.Table(
    "collection_origins",
    schema.metadata,
    sa.Column("collection", sa.ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("origin", sa.String, primary_key=True, index=True),
    info=PORTABLE,
)
_columns: Final = schema.articles.c


def _standing(*, withdrawn: bool = False) -> sa.Subquery:
    """Which articles are in which collections: pairs of ids, each once."""
    own, elsewhere = schema.articles.alias(), origins.places.c
    taken = sa.exists().where(own.c.origin == members.c.origin)
    pair = (members.c.collection, _columns.id.label("article"))
    at_own = sa.select(*pair).join(members, members.c.origin == _columns.origin)
    at_other = (
        sa.select(*pair)
        .select_from(members)
        .join(origins.places, elsewhere.origin == members.c.origin)
        .join(schema.articles, _columns.id == elsewhere.article_id)
        .where(~taken)
    )
    searched = sa.true() if withdrawn else ~notices.is_withdrawn()
    return sa.union(at_own.where(searched), at_other.where(searched)).subquery()


class Collections:
    """The collections of a catalogue. Thread-safe; each change is a transaction of its own.

    Every method takes the owner first, whose collections alone it sees. ``key`` is a name, in
    whatever case it is written, or an id.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, owner: str, *, holding: str | None = None) -> tuple[Collection, ...]:
        """Returns the owner's collections, the one that was last changed first.

        Args:
            owner: whose.
            holding: the id of an article: only those that it is in.
        """
        query = _shown().where(collections.c.owner == owner_key(owner))
        if holding is not None:
            standing = _standing()
            held = sa.select(standing.c.collection).where(standing.c.article == holding)
            query = query.where(collections.c.id.in_(held))
        with self._database.reading() as connection:
            ordered = query.order_by(collections.c.changed.desc(), collections.c.id)
            return tuple(map(_collection, connection.execute(ordered)))

    def one(self, owner: str, key: str) -> Collection:
        """Returns a collection.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
        """
        with self._database.reading() as connection:
            return _one(connection, _resolved(connection, owner, key))

    def article_ids(self, owner: str, key: str, *, withdrawn: bool = False) -> tuple[str, ...]:
        """Returns the ids of the articles that are in a collection now, or would be again.

        Args:
            owner: whose it is.
            key: its name or id.
            withdrawn: whether those that are withdrawn are named, too.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
        """
        standing = _standing(withdrawn=withdrawn)
        query = sa.select(standing.c.article).order_by(standing.c.article)
        with self._database.reading() as connection:
            mine = standing.c.collection == _resolved(connection, owner, key)
            return tuple(connection.execute(query.where(mine)).scalars())

    def make(
        self, owner: str, name: str, article_ids: Iterable[str] = (), *, at: datetime
    ) -> Collection:
        """Makes a collection, of articles (ids of any of their versions).

        Raises:
            UsageError: the name is blank, too long or taken, or there are too many.
            ArticleNotFoundError: an article is not there.
        """
        (line, key), moment = named(name), at.isoformat(timespec="microseconds")
        row = {"id": secrets.token_hex(8), "owner": owner_key(owner), "name": line, "key": key}
        row |= {"made": moment, "changed": moment}
        with self._database.transaction() as connection:
            _refuse_taken(connection, row["owner"], line)
            mine = collections.c.owner == row["owner"]
            counted = connection.execute(sa.select(sa.func.count()).where(mine)).scalar_one()
            if counted >= MOST_COLLECTIONS:
                raise UsageError(
                    f"There are {MOST_COLLECTIONS} collections, which is the most",
                    hint="Delete one first",
                )
            connection.execute(sa.insert(collections), row)
            _put(connection, row["id"], origins_at(connection, article_ids))
            return _one(connection, row["id"])

    def add(self, owner: str, key: str, article_ids: Iterable[str], *, at: datetime) -> Collection:
        """Puts articles (ids of any of their versions) into a collection.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
            ArticleNotFoundError: an article is not there; then none is put in.
        """
        with self._database.transaction() as connection:
            found = _resolved(connection, owner, key)
            if _put(connection, found, origins_at(connection, article_ids)):
                _touch(connection, found, at)
            return _one(connection, found)

    def remove(
        self, owner: str, key: str, article_ids: Iterable[str], *, at: datetime
    ) -> Collection:
        """Takes articles (ids of any of their versions) out of a collection.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
            ArticleNotFoundError: an article is not there; then none is taken out.
        """
        with self._database.transaction() as connection:
            found = _resolved(connection, owner, key)
            gone = members.c.origin.in_(among(origins_at(connection, article_ids)))
            mine = members.c.collection == found
            if connection.execute(sa.delete(members).where(mine, gone)).rowcount:
                _touch(connection, found, at)
            return _one(connection, found)

    def rename(self, owner: str, key: str, name: str, *, at: datetime) -> Collection:
        """Gives a collection another name.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
            UsageError: the new name is blank, too long or that of another.
        """
        line, key_of_line = named(name)
        with self._database.transaction() as connection:
            found = _resolved(connection, owner, key)
            _refuse_taken(connection, owner_key(owner), line, but=found)
            _touch(connection, found, at, name=line, key=key_of_line)
            return _one(connection, found)

    def delete(self, owner: str, key: str) -> None:
        """Deletes a collection; its articles stay in the library.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
        """
        with self._database.transaction() as connection:
            mine = collections.c.id == _resolved(connection, owner, key)
            connection.execute(sa.delete(collections).where(mine))


def named(name: str) -> tuple[str, str]:
    """Returns a name in one line, without what shows nothing, and what it is found by.

    Raises:
        UsageError: nothing is left of it, or too much.
    """
    shown = (one for one in well_formed(name) if _is_shown(one))
    line = " ".join("".join(shown).split())
    if not line.strip("".join(_JOINERS)):
        raise UsageError("The name is blank", hint="Give the collection a name")
    if len(line) > LONGEST_NAME:
        raise UsageError(f"A collection's name has at most {LONGEST_NAME} characters")
    return line, _key(line)


# -- within a transaction of the catalogue -------------------------------------------


def forget(connection: sa.Connection, at: Iterable[str]) -> None:
    """Takes origins, whose articles are removed for good, out of all collections."""
    connection.execute(sa.delete(members).where(members.c.origin.in_(among(at))))


def imported(connection: sa.Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the row of a collection that another library had, as it can be inserted here.

    Where its owner has another one of the same name, it is numbered: ``Port strike (2)``.
    """
    try:
        name, _ = named(values["name"])
    except UsageError:
        name = "Collection"
    line, number = name, 1
    while _is_taken(connection, values["owner"], line, but=values["id"]):
        number += 1
        after = f" ({number})"
        line = name[: LONGEST_NAME - len(after)] + after
    return {**values, "name": line, "key": _key(line)}


def origins_at(connection: sa.Connection, article_ids: Iterable[str]) -> list[str]:
    """Returns all origins of the articles that have these ids, or whose older versions have.

    Raises:
        ArticleNotFoundError: one is not there.
    """
    wanted = list(dict.fromkeys(article_ids))
    older, elsewhere = versions.versions.c, origins.places.c
    found: dict[str, list[str]] = {key: [] for key in wanted}

    def look(keys: Sequence[str], column: sa.Column[Any], origin: sa.Column[Any]) -> None:
        query = sa.select(column.label("key"), origin.label("origin"))
        for row in rows_among(connection, query, column, keys):
            found[row.key].append(str(row.origin))

    look(wanted, _columns.id, _columns.origin)
    look(wanted, elsewhere.article_id, elsewhere.origin)
    # What is the newest version anywhere is meant as that, and not as an older one elsewhere.
    look([key for key in wanted if not found[key]], older.article_id, older.origin)
    for key, places in found.items():
        if not places:
            raise ArticleNotFoundError(
                f"No article has the id {key[:40]!r}", hint="See the ids with: assistant list"
            )
    return list(dict.fromkeys(one for places in found.values() for one in places))


def _put(connection: sa.Connection, collection: str, places: Sequence[str]) -> int:
    rows = [{"collection": collection, "origin": origin} for origin in places]
    return insert_missing(connection, members, *rows) if rows else 0


def _touch(connection: sa.Connection, collection: str, at: datetime, **values: str) -> None:
    update = sa.update(collections).where(collections.c.id == collection)
    moment = at.isoformat(timespec="microseconds")
    connection.execute(update.values(changed=moment, **values))


def _refuse_taken(connection: sa.Connection, owner: str, name: str, *, but: str = "") -> None:
    if _is_taken(connection, owner, name, but=but):
        raise UsageError(f"There is a collection {name!r} already", hint="Give another name")


def _is_taken(connection: sa.Connection, owner: str, name: str, *, but: str) -> bool:
    columns = collections.c
    same = (columns.owner == owner, columns.key == _key(name), columns.id != but)
    return exists(connection, *same)


def _resolved(connection: sa.Connection, owner: str, key: str) -> str:
    """Returns the id of the owner's collection of this id or name; the id goes first."""
    columns = collections.c
    wanted = well_formed(key).strip()
    query = sa.select(columns.id).where(columns.owner == owner_key(owner))
    for same in (columns.id == wanted, columns.key == _key(" ".join(wanted.split()))):
        found = connection.execute(query.where(same)).scalar()
        if found is not None:
            return str(found)
    raise CollectionNotFoundError(
        f"There is no collection {wanted[:LONGEST_NAME]!r}",
        hint="List them with: assistant collections",
    )


def _key(name: str) -> str:
    """Returns a name as it is compared."""
    return unicodedata.normalize("NFKC", name).casefold()


def _is_shown(character: str) -> bool:
    """Whether a character of a name shows something, or parts or joins what does."""
    unseen = unicodedata.category(character) in {"Cc", "Cf", "Cs"}
    return not unseen or character in _JOINERS or character.isspace()


def _shown() -> sa.Select[Any]:
    standing = _standing()
    count = sa.select(sa.func.count()).where(standing.c.collection == collections.c.id)
    return sa.select(collections, count.scalar_subquery().label("articles"))


def _one(connection: sa.Connection, collection: str) -> Collection:
    row = connection.execute(_shown().where(collections.c.id == collection)).one()
    return _collection(row)


def _collection(row: Any) -> Collection:
    def moment(text: str) -> datetime:
        read = partial(datetime.fromisoformat, text)
        return examined(f"collection {row.id}", "time", read, otherwise=_UNKNOWN)

    return Collection(row.id, str(row.name), moment(row.made), moment(row.changed), row.articles)
