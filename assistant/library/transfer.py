"""A library's tables as entries of a portable file, and entries as rows again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.language.articles import article_id, make_document
from assistant.library import places, rows, schema, versions
from assistant.library.portable import (
    ArticleEntry,
    Entry,
    ReplacementEntry,
    RowEntry,
    StoredVectors,
    VersionEntry,
)
from assistant.library.rows import bytes_of, moment_of, wrong
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Passage, Sentence

_PART: Final = 50


@dataclass(slots=True)
class Lineage:
    """An article with its history, as it came from a file; all in it has been checked.

    ``stored`` is the article with the vectors of the file; None where it has none.
    """

    article: Article
    stored: PreparedArticle | None = None
    older: list[Article] = field(default_factory=list)
    replacements: list[ReplacementEntry] = field(default_factory=list)


def entries_of(connection: sa.Connection, *, vectors: bool) -> Iterator[Entry]:
    """All that is to be carried elsewhere: articles, each with its history, and other rows.

    Rows that say how articles are kept stand before them.
    """
    yield from rows.entries_of(connection, early=True)
    columns = schema.articles.c
    ids = list(connection.execute(sa.select(columns.id).order_by(columns.id)).scalars())
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        query = sa.select(schema.articles).where(columns.id.in_(part)).order_by(columns.id)
        for row in connection.execute(query).all():
            yield _article_entry(connection, row, vectors=vectors)
            yield from _history_of(connection, row.id, origin=row.origin)
    yield from rows.entries_of(connection)


def put_history(connection: sa.Connection, lineage: Lineage) -> int:
    """Puts what a file tells of an article's older versions beside what is known of them.

    Returns:
        How many versions were not known here.
    """
    columns = schema.articles.c
    there = sa.select(columns.origin).where(columns.id == lineage.article.id)
    # The same article may be here from another place: its history belongs to it there.
    origin = connection.execute(there).scalar() or lineage.article.origin
    newest = versions.newest_at(connection, origin)
    if newest is None:
        raise AssertionError("an article that is taken in is there, or a newer version of it")
    put = 0
    for article in lineage.older:
        if article.id != newest.id:
            row = versions.version_row(replace(article, origin=origin))
            done = connection.execute(sa.insert(versions.versions).prefix_with("OR IGNORE"), row)
            put += done.rowcount
    table = versions.replacements
    for entry in lineage.replacements:
        values = entry.model_dump(exclude={"kind"}) | {"origin": origin}
        same = sa.select(table.c.number).where(
            *(table.c[name] == value for name, value in values.items())
        )
        if connection.execute(same).first() is None:
            connection.execute(sa.insert(table), values)
    return put


def lineages(entries: Iterable[Entry], *, dimension: int | None) -> Iterator[Lineage | RowEntry]:
    """Articles with all that follows them in a file, checked; and the other rows.

    Args:
        entries: the entries, in the order of the file.
        dimension: that of the vectors that are to be taken; None takes none.

    Raises:
        DamagedFileError: an entry does not say what it is said to be.
    """
    current: Lineage | None = None
    for entry in entries:
        if isinstance(entry, ArticleEntry | RowEntry) and current is not None:
            yield current
            current = None
        if isinstance(entry, RowEntry):
            rows.check(entry)
            yield entry
        elif isinstance(entry, ArticleEntry):
            article = _article(entry, added=moment_of(entry.added))
            stored = None if dimension is None else _prepared(entry, article, dimension=dimension)
            current = Lineage(article, stored)
        elif current is None or entry.origin != current.article.origin:
            raise wrong("A version belongs to no article")
        elif isinstance(entry, VersionEntry):
            current.older.append(_article(entry))
        else:
            moment_of(entry.added)
            moment_of(entry.replaced)
            current.replacements.append(entry)
    if current is not None:
        yield current


def _article_entry(connection: sa.Connection, row: Any, *, vectors: bool) -> ArticleEntry:
    passages: list[StoredVectors] | None = None
    if vectors:
        columns = schema.passages.c
        query = sa.select(schema.passages).where(columns.article_id == row.id)
        passages = [
            StoredVectors(
                first=one.first,
                last=one.last,
                vector=base64.b64encode(one.vector).decode(),
                sentence_vectors=base64.b64encode(one.sentence_vectors).decode(),
            )
            for one in connection.execute(query.order_by(columns.position))
        ]
    return ArticleEntry(**_said(row), id=row.id, added=row.added, passages=passages)


def _history_of(connection: sa.Connection, article_id: str, *, origin: str) -> Iterator[Entry]:
    """What an article's places tell of older versions: a file has it under its origin."""
    known = places.places_of(connection, article_id)
    older, log = versions.versions, versions.replacements
    query = sa.select(older).where(older.c.origin.in_(known)).order_by(older.c.number)
    for row in connection.execute(query).all():
        yield VersionEntry(**{**_said(row), "origin": origin}, id=row.article_id)
    query = sa.select(log).where(log.c.origin.in_(known)).order_by(log.c.number)
    for row in connection.execute(query).all():
        yield ReplacementEntry(
            origin=origin,
            article_id=row.article_id,
            added=row.added,
            replaced=row.replaced,
            replaced_by=row.replaced_by,
            late=row.late,
        )


def _said(row: Any) -> dict[str, Any]:
    spans = np.frombuffer(row.sentences, np.int32).reshape(-1, 2).tolist()
    return {
        "origin": row.origin,
        "title": row.title,
        "text": row.text,
        "source": row.source,
        "url": row.url,
        "authors": json.loads(row.authors),
        "published": row.published,
        "updated": row.updated,
        "language": row.language,
        "sentences": [(start, end) for start, end in spans],
    }


def _article(entry: ArticleEntry | VersionEntry, *, added: datetime | None = None) -> Article:
    """The article of an entry.

    Raises:
        DamagedFileError: its id is not that of its text, or a sentence lies outside it.
    """
    end = 0
    for start, stop in entry.sentences:
        if not end <= start <= stop <= len(entry.text):
            raise wrong(f"A sentence of {entry.title!r} lies outside its text")
        end = stop
    language, declared = schema.languages_from(entry.language)
    try:
        article = Article(
            id=entry.id,
            title=entry.title,
            text=entry.text,
            sentences=tuple(
                Sentence(i, start, stop) for i, (start, stop) in enumerate(entry.sentences)
            ),
            origin=entry.origin,
            source=entry.source,
            url=entry.url,
            authors=tuple(entry.authors),
            published=schema.moment_from(entry.published),
            updated=schema.moment_from(entry.updated),
            added=added,
            language=language,
            declared=declared,
        )
    except ValueError as error:
        raise wrong(f"A date of {entry.title!r} is none") from error
    if article_id(make_document(article)) != entry.id:
        raise wrong(f"The id of {entry.title!r} is not that of its text")
    return article


def _prepared(entry: ArticleEntry, article: Article, *, dimension: int) -> PreparedArticle | None:
    """The article with the vectors of the file; None where the file has none of it.

    Raises:
        DamagedFileError: they do not fit the article.
    """
    # One that is withdrawn has none; where it is not, it needs them.
    if not entry.passages:
        return None
    passages: list[Passage] = []
    vectors: list[NDArray[np.float32]] = []
    sentence_vectors: list[NDArray[np.float32]] = []
    for index, one in enumerate(entry.passages):
        if not 0 <= one.first <= one.last < len(article.sentences):
            raise wrong(f"A passage of {entry.title!r} lies outside its text")
        vector = np.frombuffer(_sized(one.vector, 2 * dimension, entry), np.float16)
        count = one.last - one.first + 1
        packed = _sized(one.sentence_vectors, count * dimension, entry)
        passages.append(
            Passage(
                index,
                one.first,
                one.last,
                article.sentences[one.first].start,
                article.sentences[one.last].end,
            )
        )
        vectors.append(vector.astype(np.float32))
        sentence_vectors.append(schema.unpack(packed, dimension=dimension))
    made = np.stack(vectors) if vectors else np.zeros((0, dimension), np.float32)
    return PreparedArticle(article, tuple(passages), made, tuple(sentence_vectors))


def _sized(text: str, size: int, entry: ArticleEntry) -> bytes:
    held = bytes_of(text, what=entry.title)
    if len(held) != size:
        raise wrong(f"A vector of {entry.title!r} has another size")
    return held
