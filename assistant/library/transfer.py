"""Converts the tables of a library to the entries of a portable file, and back to rows.

An article goes with its history; tables that are declared ``PORTABLE`` go row by row, as they
are, those declared ``EARLY`` before the articles: they say how articles are kept.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import numpy as np
import sqlalchemy as sa
from pydantic import BaseModel

from assistant.errors import DamagedFileError
from assistant.language.articles import article_id, make_document
from assistant.library import collections, notices, origins, schema, versions, withdrawals
from assistant.library.database import exists, in_parts, insert_missing
from assistant.library.portable import (
    ArticleEntry,
    Entry,
    ReplacementEntry,
    RowEntry,
    StoredVectors,
    VersionEntry,
)
from assistant.library.schema import PreparedArticle
from assistant.types import Article

_Form = TypeVar("_Form", bound=BaseModel)

_PART: Final = 50
_LARGEST: Final = 2**63 - 1


@dataclass(slots=True)
class Lineage:
    """An article with its history, as it came from a file; all in it has been checked.

    ``stored`` is the article with the vectors of the file; None where it has none.
    """

    article: Article
    stored: PreparedArticle | None = None
    older: list[Article] = field(default_factory=list)
    replacements: list[ReplacementEntry] = field(default_factory=list)


# -- rows to entries -----------------------------------------------------------------


def entries_of(connection: sa.Connection, *, vectors: bool) -> Iterator[Entry]:
    """Yields all that a portable file holds, in its order."""
    yield from row_entries(connection, early=True)
    columns = schema.articles.c
    ids = connection.execute(sa.select(columns.id).order_by(columns.id)).scalars().all()
    for part in in_parts(ids, size=_PART):
        query = sa.select(schema.articles).where(columns.id.in_(part)).order_by(columns.id)
        for row in connection.execute(query).all():
            passages = list(_stored_vectors(connection, row.id)) if vectors else None
            yield _entry(ArticleEntry, row, passages=passages)
            yield from _history_of(connection, row.id, origin=row.origin)
    yield from row_entries(connection, early=False)


def row_entries(connection: sa.Connection, *, early: bool) -> Iterator[RowEntry]:
    """Yields all rows of the portable tables, of those that are ``early`` or of the others."""
    for table in _tables():
        if _is_early(table) is not early:
            continue
        for row in connection.execute(sa.select(table)).mappings():
            binary = [name for name, value in row.items() if isinstance(value, bytes)]
            values = dict(row) | {name: base64.b64encode(row[name]).decode() for name in binary}
            yield RowEntry(table=table.name, values=values, binary=binary)


def _stored_vectors(connection: sa.Connection, key: str) -> Iterator[StoredVectors]:
    columns = schema.passages.c
    query = sa.select(schema.passages).where(columns.article_id == key).order_by(columns.position)
    for row in connection.execute(query):
        vector, others = map(base64.b64encode, (row.vector, row.sentence_vectors))
        yield StoredVectors(
            first=row.first,
            last=row.last,
            vector=vector.decode(),
            sentence_vectors=others.decode(),
        )


def _history_of(connection: sa.Connection, key: str, *, origin: str) -> Iterator[Entry]:
    """Yields the older versions from all origins of an article, under its own one."""
    known = origins.origins_of(connection, key)
    older, log = versions.versions, versions.replacements
    query = sa.select(older).where(older.c.origin.in_(known)).order_by(older.c.number)
    for row in connection.execute(query).all():
        yield _entry(VersionEntry, row, origin=origin, id=row.article_id)
    query = sa.select(log).where(log.c.origin.in_(known)).order_by(log.c.number)
    for row in connection.execute(query).all():
        yield _entry(ReplacementEntry, row, origin=origin)


def _entry(form: type[_Form], row: Any, **changed: Any) -> _Form:
    """Returns the form whose fields are the columns of a row, but for what is ``changed``."""
    values = {name: getattr(row, name) for name in form.model_fields if hasattr(row, name)}
    if "sentences" in values:
        values["sentences"] = schema.spans_from(values["sentences"])
        values["authors"] = json.loads(values["authors"])
    return form(**values | changed)


# -- entries to rows -----------------------------------------------------------------


def lineages(entries: Iterable[Entry], *, dimension: int | None) -> Iterator[Lineage | RowEntry]:
    """Yields articles with all that follows them in a file, checked; and the other rows.

    Args:
        entries: the entries, in the order of the file.
        dimension: that of the vectors that are to be used; None uses none.

    Raises:
        DamagedFileError: an entry contradicts itself or its place.
    """
    current: Lineage | None = None
    for entry in entries:
        if isinstance(entry, ArticleEntry | RowEntry) and current is not None:
            yield current
            current = None
        if isinstance(entry, RowEntry):
            check_row(entry)
            yield entry
        elif isinstance(entry, ArticleEntry):
            article = _article(entry, added=_moment(entry.added))
            stored = None if dimension is None else _prepared(entry, article, dimension=dimension)
            current = Lineage(article, stored)
        elif current is None or entry.origin != current.article.origin:
            raise _wrong("A version belongs to no article")
        elif isinstance(entry, VersionEntry):
            current.older.append(_article(entry, added=None))
        else:
            _moment(entry.added)
            _moment(entry.replaced)
            current.replacements.append(entry)
    if current is not None:
        yield current


def insert_history(connection: sa.Connection, lineage: Lineage) -> int:
    """Inserts the older versions of an article that a file has; returns how many are new."""
    columns = schema.articles.c
    there = sa.select(columns.origin).where(columns.id == lineage.article.id)
    # The same article may be here from another origin: its history belongs to it there.
    origin = connection.execute(there).scalar() or lineage.article.origin
    newest = versions.newest_at(connection, origin)
    if newest is None:
        raise AssertionError("an article that is imported is there, or a newer version of it")
    older = [replace(one, origin=origin) for one in lineage.older if one.id != newest.id]
    rows = [versions.version_row(one) for one in older]
    new = insert_missing(connection, versions.versions, *rows) if rows else 0
    table = versions.replacements
    for entry in lineage.replacements:
        values = entry.model_dump(exclude={"kind"}) | {"origin": origin}
        if not exists(connection, *(table.c[name] == value for name, value in values.items())):
            connection.execute(sa.insert(table), values)
    return new


def check_row(entry: RowEntry) -> None:
    """Checks a row against its table, if this program has that.

    Raises:
        DamagedFileError: a value is not of the kind that its column holds.
    """
    table = _table_of(entry)
    values = _values_of(entry) if table is not None else {}
    for column in table.c if table is not None else ():
        value = values.get(column.name)
        if value is None:
            left_out = column.name not in values and column.default is not None
            if not column.nullable and not left_out:
                raise _wrong(f"A row of {entry.table!r} has no {column.name!r}")
            continue
        kind = column.type.python_type
        if type(value) is not kind or (kind is int and abs(value) > _LARGEST):
            raise _wrong(f"A row of {entry.table!r} has a {column.name!r} that is none")
        if schema.MOMENT.items() <= column.info.items():
            _moment(value)


def is_early(entry: RowEntry) -> bool:
    """Whether a row says how articles are kept, and so has to be there before them."""
    table = _table_of(entry)
    return table is not None and _is_early(table)


def insert_rows(connection: sa.Connection, entries: Sequence[RowEntry]) -> int:
    """Inserts checked rows of other tables; returns how many are new.

    Rows of tables that this program does not have are left out, and rows that refer to what
    is not there. A notice withdraws what it is about, as if it came now; the indexes have to
    follow.
    """
    new = 0
    withdrawn: set[str] = set()
    for entry in entries:
        table = _table_of(entry)
        if table is None:
            continue
        values = _values_of(entry)
        if table is origins.places and origins.article_at(connection, values["origin"]):
            continue
        # An article that a row refers to may not have been imported.
        refers = [(key.column, values.get(key.parent.name)) for key in table.foreign_keys]
        if all(value is None or exists(connection, column == value) for column, value in refers):
            if table is collections.collections:
                values = collections.imported(connection, values)
            inserted = insert_missing(connection, table, values)
            new += inserted
            if table is notices.notices and inserted:
                withdrawn.add(values["origin"])
    for origin in sorted(withdrawn):
        withdrawals.recompute(connection, origin)
    return new


def _tables() -> list[sa.Table]:
    """Returns the tables that are declared portable, those first that others refer to."""
    tables = schema.metadata.sorted_tables
    return [table for table in tables if schema.PORTABLE.items() <= table.info.items()]


def _is_early(table: sa.Table) -> bool:
    return schema.EARLY.items() <= table.info.items()


def _table_of(entry: RowEntry) -> sa.Table | None:
    """Returns the table of a row, if it is here and has all its columns."""
    table = {table.name: table for table in _tables()}.get(entry.table)
    return None if table is None or not entry.values.keys() <= set(table.c.keys()) else table


def _values_of(entry: RowEntry) -> dict[str, Any]:
    values: dict[str, Any] = dict(entry.values)
    for name in entry.binary:
        packed = entry.values.get(name)
        if not isinstance(packed, str):
            raise _wrong(f"A row of {entry.table!r} has no bytes {name!r}")
        values[name] = _bytes(packed, what=entry.table)
    return values


def _article(entry: ArticleEntry | VersionEntry, *, added: datetime | None) -> Article:
    end = 0
    for start, stop in entry.sentences:
        if not end <= start <= stop <= len(entry.text):
            raise _wrong(f"A sentence of {entry.title!r} lies outside its text")
        end = stop
    spans, authors = entry.sentences, entry.authors
    try:
        article = schema.make_article(
            entry, key=entry.id, authors=authors, spans=spans, added=added
        )
    except ValueError as error:
        raise _wrong(f"A date of {entry.title!r} is none") from error
    if article_id(make_document(article)) != entry.id:
        raise _wrong(f"The id of {entry.title!r} is not that of its text")
    return article


def _prepared(entry: ArticleEntry, article: Article, *, dimension: int) -> PreparedArticle | None:
    """Returns the article with the vectors of the file; None where the file has none of it."""
    # One that is withdrawn has none; where it is not, it needs them.
    if not entry.passages:
        return None
    rows = []
    for index, one in enumerate(entry.passages):
        if not 0 <= one.first <= one.last < len(article.sentences):
            raise _wrong(f"A passage of {entry.title!r} lies outside its text")
        vector = _bytes(one.vector, what=entry.title, size=2 * dimension)
        count = one.last - one.first + 1
        packed = _bytes(one.sentence_vectors, what=entry.title, size=count * dimension)
        passage = schema.make_passage(article, index=index, first=one.first, last=one.last)
        rows.append((passage, np.frombuffer(vector, np.float16).astype(np.float32), packed))
    return PreparedArticle(
        article,
        tuple(passage for passage, _, _ in rows),
        np.stack([vector for _, vector, _ in rows]),
        tuple(schema.unpack(packed, dimension=dimension) for _, _, packed in rows),
    )


def _bytes(text: str, *, what: str, size: int | None = None) -> bytes:
    """Returns bytes of ``what`` from base 64, of this size if one is given."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _wrong(f"Bytes of {what!r} cannot be read") from error
    if size is not None and len(found) != size:
        raise _wrong(f"A vector of {what!r} has another size")
    return found


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _wrong(f"{text!r} is no time") from error
    if moment.tzinfo is None:
        raise _wrong(f"{text!r} is a time without its zone")
    return moment


def _wrong(what: str) -> DamagedFileError:
    return DamagedFileError(what, hint="Nothing was imported: export it again")
