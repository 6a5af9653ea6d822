"""The tables of the catalogue, and how values become rows and rows values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.characters import in_one_line
from assistant.errors import LibraryError
from assistant.examining import Found, Otherwise, examined
from assistant.library.database import among
from assistant.library.halfvec import VECTOR
from assistant.types import Article, ArticleSummary, Filters, Passage, Sentence, day_of, passage_key

_UNKNOWN: Final = datetime.min.replace(tzinfo=UTC)
_LAST_DAY: Final = 99_991_231

FORMAT_VERSION: Final = 1
"""Raised with every change to the tables that older programs cannot read."""

PORTABLE: Final = {"portable": True}
"""``info`` of tables that a portable file carries row by row: their keys mean the same anywhere."""
EARLY: Final = {"early": True}
"""``info`` of portable tables whose rows stand before the articles: they say how those are kept."""
MOMENT: Final = {"moment": True}
"""``info`` of a portable table's columns that hold a time with its zone, as ISO 8601 has it."""

metadata = sa.MetaData()


def article_key(**options: Any) -> sa.Column[str]:
    """Returns a column ``article_id`` whose rows go when their article goes."""
    return sa.Column("article_id", sa.ForeignKey("articles.id", ondelete="CASCADE"), **options)


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
    article_key(nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("vector", VECTOR, nullable=False),
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

    def entries(self) -> list[PassageEntry]:
        """Returns the passages as the indexes take them."""
        pairs = zip(self.passages, self.vectors, strict=True)
        return [PassageEntry(self.article, passage, vector) for passage, vector in pairs]


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """A passage of an article, as it is indexed, with its unit vector [dimension]."""

    article: Article
    passage: Passage
    vector: NDArray[np.float32]

    @property
    def id(self) -> str:
        """The passage's id."""
        return passage_key(self.article.id, self.passage.index)

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.article.text[self.passage.start : self.passage.end]


def day_number(moment: date | None) -> int:
    """Returns a day as the number YYYYMMDD, which sorts; 0 for an unknown one."""
    if moment is None:
        return 0
    day = day_of(moment)
    return day.year * 10_000 + day.month * 100 + day.day


def day_from(number: int) -> date:
    """Returns the day of a ``day_number``."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def outlet_key(source: str | None) -> str:
    """Returns an outlet's name as it is compared: without case and outer space."""
    return in_one_line(source or "").casefold()


def outlet_keys(filters: Filters) -> list[str]:
    """Returns the outlets of filters, as they are compared."""
    return [outlet_key(source) for source in filters.sources]


def day_range(filters: Filters) -> tuple[int, int] | None:
    """Returns the first and the last day number within filters; None where all days are."""
    if not filters.since and not filters.last:
        return None
    return day_number(filters.since) or 1, day_number(filters.last) or _LAST_DAY


def conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Returns the conditions that a row of ``articles`` is within ``filters``."""
    found: list[sa.ColumnElement[bool]] = []
    if filters.sources:
        found.append(articles.c.outlet.in_(outlet_keys(filters)))
    if (only := filters.only) is not None:
        found.append(articles.c.id.in_(among(only)))
    within: list[sa.ColumnElement[bool]] = []
    if days := day_range(filters):
        within.append(articles.c.day.between(*days))
    if filters.as_of:
        # The dates begin with the day: YYYY-MM-DD.
        updated = sa.func.substr(sa.func.coalesce(articles.c.updated, ""), 1, 10)
        within.append(updated <= filters.as_of.isoformat())
        if filters.taken_in:
            within.append(sa.func.substr(articles.c.added, 1, 10) <= filters.as_of.isoformat())
    if within and filters.lets_undated_in:
        return [*found, (articles.c.day == 0) | sa.and_(*within)]
    return [*found, *within]


def article_row(prepared: PreparedArticle, *, added: datetime) -> dict[str, Any]:
    """Returns the row of ``articles`` for an article."""
    article = prepared.article
    return {
        "id": article.id,
        **text_values(article),
        "outlet": outlet_key(article.source),
        "day": day_number(article.published),
        "added": added.isoformat(timespec="seconds"),
        "sentence_count": len(article.sentences),
        "passage_count": len(prepared.passages),
        "characters": len(article.text),
    }


def text_values(article: Article) -> dict[str, Any]:
    """Returns what rows of newest and of older versions have in common."""
    return {
        "origin": article.origin,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "url": article.url,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        # That of the text, then that which its source declares.
        "language": "/".join(filter(None, (article.language, article.declared))),
        "sentences": offsets(article),
    }


def offsets(article: Article) -> bytes:
    """Returns start and end of the sentences as 32-bit integers, one after the other."""
    return np.array([(one.start, one.end) for one in article.sentences], np.int32).tobytes()


def spans_from(offsets: bytes) -> list[tuple[int, int]]:
    """Returns the starts and ends that ``offsets`` packed."""
    pairs = np.frombuffer(offsets, np.int32).reshape(-1, 2).tolist()
    return [(start, end) for start, end in pairs]


def passage_rows(prepared: PreparedArticle) -> list[dict[str, Any]]:
    """Returns the rows of ``passages`` for an article."""
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
    """Returns the article of a row of ``articles``.

    Raises:
        LibraryError: the row is damaged.
    """
    return read_row(row, key=row.id, added=lambda: datetime.fromisoformat(row.added))


def read_row(row: Any, *, key: str, added: Callable[[], datetime | None]) -> Article:
    """Returns the article of a row of ``articles`` or of ``versions``.

    Raises:
        LibraryError: the row is damaged.
    """
    try:
        authors, spans = json.loads(row.authors), spans_from(row.sentences)
        return make_article(row, key=key, authors=authors, spans=spans, added=added())
    except (ValueError, TypeError) as error:
        raise LibraryError(
            f"What is kept of article {key} cannot be read ({error})",
            hint="Add it again, or bring back a backup; see: assistant doctor --deep",
        ) from error


def make_article(
    row: Any,
    *,
    key: str,
    authors: Iterable[str],
    spans: Iterable[tuple[int, int]],
    added: datetime | None,
) -> Article:
    """Returns the article of a row, or of anything with the attributes of one.

    Raises:
        ValueError: a date cannot be read.
    """
    language, _, declared = str(row.language).partition("/")
    return Article(
        id=key,
        title=str(row.title),
        text=str(row.text),
        sentences=tuple(Sentence(i, start, end) for i, (start, end) in enumerate(spans)),
        origin=row.origin,
        source=row.source,
        url=row.url,
        authors=tuple(map(str, authors)),
        published=moment_from(row.published),
        updated=moment_from(row.updated),
        added=added,
        language=language,
        declared=declared or None,
    )


def summary_from(row: Any) -> ArticleSummary:
    """Returns what a list shows of a row of ``articles``; what is damaged is left out."""

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
    """Returns the passage of a row of ``passages``."""
    return make_passage(article, index=row.position, first=row.first, last=row.last)


def make_passage(article: Article, *, index: int, first: int, last: int) -> Passage:
    """Returns the passage of an article that goes from one of its sentences to another."""
    sentences = article.sentences
    return Passage(index, first, last, sentences[first].start, sentences[last].end)


def date_of(key: str, text: str | None) -> date | None:
    """As ``moment_from``, but None where the row of the article ``key`` is damaged."""
    return examined(key, "date", partial(moment_from, text), otherwise=None)


def moment_from(text: str | None) -> date | None:
    """Returns a date, or a datetime where a time was kept."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def pack(vectors: NDArray[np.float32]) -> bytes:
    """Packs unit vectors [n, dimension] in a byte a number: each row scaled to its largest.

    Takes half the space of float16; the cosine with the original stays above 0.9999.
    """
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12) / 127
    return bytes(np.rint(vectors / scale).astype(np.int8).tobytes())


def unpack(blob: bytes, *, dimension: int) -> NDArray[np.float32]:
    """Returns the unit vectors [n, dimension] that ``pack`` packed."""
    vectors = np.frombuffer(blob, np.int8).reshape(-1, dimension).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)
