"""Checks the integrity of a library: all that it keeps against all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import sqlalchemy as sa

from assistant.conversations import Exchange
from assistant.errors import LibraryError, UsageError
from assistant.language.articles import article_id, make_document
from assistant.library import collections, notices, origins, schema, versions
from assistant.library.library import Library
from assistant.types import Article, passage_key

_PART: Final = 50
_NEAR: Final = 1e-3
"""How far a number of an index's vector may be from the catalogue's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how much it looked at, and what is wrong."""

    looked_at: int
    problems: tuple[str, ...]


def check_articles(library: Library) -> Finding:
    """Checks ids against texts, and sentences, passages and counts, of every article."""
    found: list[str] = []
    count = 0
    # Another may write meanwhile: all is of one state.
    with library.catalogue.database.reading() as connection:
        for rows in _parts(connection, schema.articles, schema.articles.c.id):
            passages = _passages_of(connection, [row.id for row in rows])
            for row in rows:
                count += 1
                try:
                    found += _article_problems(row, passages.get(row.id, []), library.dimension)
                except (LibraryError, ValueError, TypeError) as error:
                    found.append(f"article {row.id} cannot be read ({_said(error)})")
    return Finding(count, tuple(found))


def check_versions(library: Library) -> Finding:
    """Checks ids against texts of every older version, and that each belongs to an article."""
    found: list[str] = []
    count = 0
    known: set[tuple[str, str]] = set()
    columns = schema.articles.c
    # Another may write meanwhile: all is of one state.
    with library.catalogue.database.reading() as connection:
        for rows in _parts(connection, versions.versions, versions.versions.c.number):
            for row in rows:
                count += 1
                known.add((row.origin, row.article_id))
                try:
                    found += _text_problems(versions.article_from(row))
                except (LibraryError, ValueError, TypeError) as error:
                    found.append(f"version {row.article_id} cannot be read ({_said(error)})")
        newest = {
            (row.origin, row.id)
            for row in connection.execute(sa.select(columns.origin, columns.id))
        }
        alternates = connection.execute(sa.select(origins.places))
        newest |= {(row.origin, row.article_id) for row in alternates}
        log = connection.execute(sa.select(versions.replacements)).all()
    used = {origin for origin, _ in newest}
    found += [f"version {key} belongs to no article" for origin, key in known if origin not in used]
    known |= newest
    for row in log:
        found += [
            f"the history of {row.origin} names a version {key} that is not there"
            for key in (row.article_id, row.replaced_by)
            if (row.origin, key) not in known
        ]
    return Finding(count, tuple(found))


def check_origins(library: Library) -> Finding:
    """Checks that each origin is of one article, and that what is withdrawn is not searched."""
    found: list[str] = []
    columns, other = schema.articles.c, origins.places.c
    with library.catalogue.database.reading() as connection:
        query = sa.select(other.origin, columns.id)
        twice = connection.execute(
            query.join_from(origins.places, schema.articles, columns.origin == other.origin)
        ).all()
        found += [f"the place {row.origin} stands for {row.id} and for another" for row in twice]
        rows = connection.execute(
            sa.select(columns.id, columns.passage_count, notices.is_withdrawn().label("withdrawn"))
        ).all()
        for row in rows:
            if row.withdrawn and row.passage_count:
                found.append(f"article {row.id} is withdrawn and is searched")
            elif not row.withdrawn and not row.passage_count:
                found.append(f"article {row.id} has no passages and is not withdrawn")
        notice = sa.exists().where(notices.IS_OF_NOTICE)
        for row in connection.execute(sa.select(notices.withdrawn).where(~notice)):
            found.append(f"article {row.article_id} is withdrawn by a notice that is not there")
    return Finding(len(rows), tuple(found))


def check_collections(library: Library) -> Finding:
    """Checks that collections have the names that they are found by, and times that can be read."""
    found: list[str] = []
    with library.catalogue.database.reading() as connection:
        rows = connection.execute(sa.select(collections.collections)).all()
    for row in rows:
        try:
            sound = (row.name, row.key) == collections.named(row.name)
            datetime.fromisoformat(row.made)
            datetime.fromisoformat(row.changed)
        except (UsageError, ValueError, TypeError) as error:
            found.append(f"the collection {row.id} cannot be read ({_said(error)})")
        else:
            if not sound:
                found.append(f"the collection {row.id} is not found by its name {row.name!r}")
    return Finding(len(rows), tuple(found))


def check_indexes(library: Library) -> Finding:
    """Checks both indexes against the catalogue, and the vectors number by number."""
    found = library.indexes.disagreements()
    count = 0
    columns = schema.passages.c
    with library.catalogue.database.reading() as connection:
        for rows in _parts(connection, schema.passages, columns.number):
            indexed = library.vectors.get([row.id for row in rows])
            for row in rows:
                count += 1
                own = np.frombuffer(row.vector, np.float16).astype(np.float32)
                other = indexed.get(row.id)
                if other is not None and (
                    other.shape != own.shape or float(np.abs(other - own).max(initial=0)) > _NEAR
                ):
                    found.append(f"the vector index holds another vector of passage {row.id}")
    return Finding(count, tuple(found))


def check_citations(library: Library, exchanges: Iterable[Exchange]) -> Finding:
    """Checks the citations of kept conversations against the versions that they were made from."""
    found: list[str] = []
    count = 0
    texts: dict[str, str | None] = {}
    for exchange in exchanges:
        statements = (*exchange.answer.statements, *exchange.answer.removed)
        for citation in (one for statement in statements for one in statement.citations):
            count += 1
            key = citation.article_id
            if key not in texts:
                texts[key] = library.catalogue.versions.text(key)
            text = texts[key]
            # An article that was removed leaves what was quoted, and that is all right.
            if text is not None and text[citation.start : citation.end] != citation.quote:
                found.append(
                    f"a citation of {key} ({citation.start}–{citation.end}) is not its text"
                )
    return Finding(count, tuple(found))


def check_database(library: Library) -> Finding:
    """Has the database check itself and its references."""
    return Finding(1, tuple(library.catalogue.database.problems(deep=True)))


def _article_problems(row: Any, passages: Sequence[Any], dimension: int) -> Iterator[str]:
    article = schema.article_from(row)
    yield from _text_problems(article)
    sentences = article.sentences
    derived = {
        "sentence_count": len(sentences),
        "characters": len(article.text),
        "passage_count": len(passages),
        "day": schema.day_number(article.published),
        "outlet": schema.outlet_key(article.source),
    }
    for name, value in derived.items():
        if getattr(row, name) != value:
            yield f"article {row.id} has {name} {getattr(row, name)!r}, which should be {value!r}"
    for place, one in enumerate(passages):
        if one.position != place or one.id != passage_key(row.id, place):
            yield f"passage {one.id} of article {row.id} stands in the wrong place"
        elif not 0 <= one.first <= one.last < len(sentences):
            yield f"passage {one.id} goes beyond the sentences of its article"
        elif (
            len(one.vector) != 2 * dimension
            or len(one.sentence_vectors) != (one.last - one.first + 1) * dimension
        ):
            yield f"passage {one.id} has vectors of the wrong size"


def _text_problems(article: Article) -> Iterator[str]:
    if article_id(make_document(article)) != article.id:
        yield f"the text of article {article.id} is not the one that its id stands for"
    end = 0
    for sentence in article.sentences:
        if not end <= sentence.start <= sentence.end <= len(article.text):
            yield f"sentence {sentence.index} of article {article.id} lies outside its text"
            return
        end = sentence.end


def _passages_of(connection: sa.Connection, article_ids: Sequence[str]) -> dict[str, list[Any]]:
    columns = schema.passages.c
    query = sa.select(schema.passages).where(columns.article_id.in_(article_ids))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.order_by(columns.article_id, columns.position)):
        found.setdefault(row.article_id, []).append(row)
    return found


def _parts(
    connection: sa.Connection, table: sa.Table, key: sa.Column[Any]
) -> Iterator[Sequence[Any]]:
    """Yields the rows of a table, some at a time, in the order of a unique column."""
    after: Any = None
    while True:
        query = sa.select(table).order_by(key).limit(_PART)
        if after is not None:
            query = query.where(key > after)
        rows = connection.execute(query).all()
        if not rows:
            return
        yield rows
        after = getattr(rows[-1], key.name)


def _said(error: Exception) -> str:
    return str(error.__cause__ or error)
