"""The tables of the catalogue, and how values become rows and rows values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.characters import well_formed
from assistant.errors import LibraryError
from assistant.examining import Found, Otherwise, examined
from assistant.types import Article, ArticleSummary, Filters, Passage, Sentence, day_of, passage_key

_UNKNOWN: Final = datetime.min.replace(tzinfo=UTC)

FORMAT_VERSION: Final = 1
"""Raised with every change to the tables that older programs cannot read."""

PORTABLE: Final = {"portable": True}
"""``info`` of tables that a portable file carries row by row: their keys mean the same anywhere."""
EARLY: Final = {"early": True}
"""``info`` of portable tables whose rows stand before the articles: they say how those are kept."""
MOMENT: Final = {"moment": True}
"""``info`` of a portable table's columns that hold a time with its zone, as ISO 8601 has it."""

metadata = sa.MetaData()
facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("source", sa.String),
    sa.Column("outlet", sa.String, nullable=False),
    sa.Column("url", sa.String),
    sa.Column("origin", sa.String, nullable=False, index=True),
    sa.Column("authors", sa.String, nullable=False),
    sa.Column("published", sa.String),
    sa.Column("day", sa.Integer, nullable=False, index=True),
    sa.Column("updated", sa.String),
    sa.Column("added", sa.String, nullable=False),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("sentences", sa.LargeBinary, nullable=False),
    sa.Column("sentence_count", sa.Integer, nullable=False),
    sa.Column("passage_count", sa.Integer, nullable=False),
    sa.Column("characters", sa.Integer, nullable=False),
)
passages = sa.Table(
    "passages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column(
        "article_id",
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("sentence_vectors", sa.LargeBinary, nullable=False),
)
unindexed = sa.Table(
    "unindexed",
    metadata,
    sa.Column("article_id", sa.String, primary_key=True),
)
"""Articles that the indexes may not agree on: there or gone, the catalogue tells."""


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article ready to be kept: its passages and their unit vectors.

    ``vectors`` is [passages, dimension]; ``sentence_vectors`` holds one
    [sentences of the passage, dimension] array a passage.
    """

    article: Article
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    sentence_vectors: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is kept: its id, its article's id and its vector [dimension]."""

    id: str
    article_id: str
    passage: Passage
    vector: NDArray[np.float32]


def day_number(moment: date | None) -> int:
    """A day as the number YYYYMMDD, which sorts and compares; 0 for an unknown one."""
    if moment is None:
        return 0
    day = day_of(moment)
    return day.year * 10_000 + day.month * 100 + day.day


def day_from(number: int) -> date:
    """The day that ``day_number`` made a number of."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def outlet_key(source: str | None) -> str:
    """An outlet's name as it is compared: without regard to case and outer space."""
    return " ".join(well_formed(source or "").split()).casefold()


def conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """What rows of ``articles`` have to fulfil to be within ``filters``."""
    found: list[sa.ColumnElement[bool]] = []
    if filters.sources:
        found.append(articles.c.outlet.in_([outlet_key(source) for source in filters.sources]))
    days: list[sa.ColumnElement[bool]] = []
    if filters.since or filters.last:
        days.append(articles.c.day > 0)
    if filters.since:
        days.append(articles.c.day >= day_number(filters.since))
    if filters.last:
        days.append(articles.c.day <= day_number(filters.last))
    if filters.as_of:
        # The dates begin with the day: YYYY-MM-DD.
        updated = sa.func.substr(sa.func.coalesce(articles.c.updated, ""), 1, 10)
        days.append(updated <= filters.as_of.isoformat())
        if filters.taken_in:
            days.append(sa.func.substr(articles.c.added, 1, 10) <= filters.as_of.isoformat())
    if days and filters.lets_undated_in:
        return [*found, sa.or_(articles.c.day == 0, sa.and_(*days))]
    return [*found, *days]


def article_row(prepared: PreparedArticle, *, added: datetime) -> dict[str, Any]:
    """The row of ``articles`` for an article."""
    article = prepared.article
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "outlet": outlet_key(article.source),
        "url": article.url,
        "origin": article.origin,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": article.published.isoformat() if article.published else None,
        "day": day_number(article.published),
        "updated": article.updated.isoformat() if article.updated else None,
        "added": added.isoformat(timespec="seconds"),
        "language": languages_of(article),
        "characters": len(article.text),
        **article_values(prepared),
    }


def article_values(prepared: PreparedArticle) -> dict[str, Any]:
    """What a row of ``articles`` tells of sentences and passages."""
    return {
        "sentences": offsets(prepared.article.sentences),
        "sentence_count": len(prepared.article.sentences),
        "passage_count": len(prepared.passages),
    }


def languages_of(article: Article) -> str:
    """The languages of an article as they are kept: that of the text, then that declared."""
    return "/".join(filter(None, (article.language, article.declared)))


def languages_from(kept: str) -> tuple[str, str | None]:
    """The language of a text, and the other one that its source declares, as they are kept."""
    language, _, declared = kept.partition("/")
    return language, declared or None


def offsets(sentences: tuple[Sentence, ...]) -> bytes:
    """Start and end of sentences as 32-bit integers, one after the other."""
    return bytes(np.array([(s.start, s.end) for s in sentences], np.int32).tobytes())


def passage_rows(prepared: PreparedArticle) -> list[dict[str, Any]]:
    """The rows of ``passages`` for an article."""
    return [
        {
            "id": passage_key(prepared.article.id, passage.index),
            "article_id": prepared.article.id,
            "position": passage.index,
            "first": passage.first,
            "last": passage.last,
            "vector": vector.astype(np.float16).tobytes(),
            "sentence_vectors": pack(sentence_vectors),
        }
        for passage, vector, sentence_vectors in zip(
            prepared.passages, prepared.vectors, prepared.sentence_vectors, strict=True
        )
    ]


def article_from(row: Any) -> Article:
    """The article that a row of ``articles`` holds.

    Raises:
        LibraryError: the row is damaged.
    """
    return read_row(row, key=row.id, added=lambda: datetime.fromisoformat(row.added))


def read_row(row: Any, *, key: str, added: Callable[[], datetime | None]) -> Article:
    """The article that a row holds, whichever table it is of.

    Raises:
        LibraryError: the row is damaged.
    """
    try:
        spans = np.frombuffer(row.sentences, np.int32).reshape(-1, 2).tolist()
        language, declared = languages_from(str(row.language))
        return Article(
            id=key,
            title=str(row.title),
            text=str(row.text),
            sentences=tuple(Sentence(i, start, end) for i, (start, end) in enumerate(spans)),
            origin=row.origin,
            source=row.source,
            url=row.url,
            authors=tuple(map(str, json.loads(row.authors))),
            published=moment_from(row.published),
            updated=moment_from(row.updated),
            added=added(),
            language=language,
            declared=declared,
        )
    except (ValueError, TypeError) as error:
        raise LibraryError(
            f"What is kept of article {key} cannot be read ({error})",
            hint="Add it again, or bring back a backup; see: assistant doctor --deep",
        ) from error


def summary_from(row: Any) -> ArticleSummary:
    """What a list shows of a row of ``articles``; what of it is damaged is left out."""

    def read(what: str, make: Callable[[], Found], otherwise: Otherwise) -> Found | Otherwise:
        return examined(row.id, what, make, otherwise=otherwise)

    return ArticleSummary(
        id=row.id,
        title=str(row.title),
        source=row.source,
        url=row.url,
        authors=read("authors", lambda: tuple(map(str, json.loads(row.authors))), ()),
        published=date_of(row.id, row.published),
        added=read("when it was added", lambda: datetime.fromisoformat(row.added), _UNKNOWN),
        origin=row.origin,
        sentences=row.sentence_count,
        characters=row.characters,
        older=row.older,
        withdrawn=bool(row.withdrawn),
    )


def passage_from(row: Any, article: Article) -> Passage:
    """The passage that a row of ``passages`` holds."""
    return Passage(
        index=row.position,
        first=row.first,
        last=row.last,
        start=article.sentences[row.first].start,
        end=article.sentences[row.last].end,
    )


def date_of(key: str, text: str | None) -> date | None:
    """As ``moment_from``, but None where what is kept of the article ``key`` is damaged."""
    return examined(key, "date", partial(moment_from, text), otherwise=None)


def moment_from(text: str | None) -> date | None:
    """A date, or a datetime where a time was kept."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def pack(vectors: NDArray[np.float32]) -> bytes:
    """Unit vectors [n, dimension] in a byte a number: each row scaled to its largest.

    Takes half the space of float16; the cosine with the original stays above 0.9999.
    """
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12) / 127
    return bytes(np.rint(vectors / scale).astype(np.int8).tobytes())


def unpack(blob: bytes, *, dimension: int) -> NDArray[np.float32]:
    """The unit vectors [n, dimension] that ``pack`` packed."""
    vectors = np.frombuffer(blob, np.int8).reshape(-1, dimension).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)
