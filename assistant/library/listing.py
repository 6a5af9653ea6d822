"""The list of a library's articles: what it shows, its pages, its outlets and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

import sqlalchemy as sa

from assistant.errors import UsageError
from assistant.language.periods import shifted
from assistant.library import notices, schema, versions
from assistant.library.database import Database, among, folded
from assistant.reports import ArticlePage, Order
from assistant.types import ArticleSummary, Filters, day_of

_MOST_WORDS: Final = 200
_LONGEST_WORD: Final = 10_000


class Listing:
    """The list of the articles of a catalogue, to be read. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def summaries(self, filters: Filters) -> list[ArticleSummary]:
        """The articles within ``filters``, newest publication first, unknown dates last."""
        query = sa.select(*shown()).where(*schema.conditions(filters))
        query = query.order_by(
            schema.articles.c.day.desc(), schema.articles.c.published.desc(), schema.articles.c.id
        )
        with self._database.reading() as connection:
            return [schema.summary_from(row) for row in connection.execute(query)]

    def came_since(
        self, moment: datetime, filters: Filters, *, today: date
    ) -> list[ArticleSummary]:
        """The articles within ``filters`` that have come since a moment, newest first.

        See ``has_come``.
        """
        columns = schema.articles.c
        # Days of other time zones may be one off.
        day = shifted(moment.date(), days=-1)
        near = sa.or_(
            sa.func.substr(columns.added, 1, 10) >= day.isoformat(),
            columns.day >= schema.day_number(day),
        )
        query = sa.select(*shown()).where(*schema.conditions(filters), near)
        query = query.order_by(columns.day.desc(), columns.published.desc(), columns.id)
        with self._database.reading() as connection:
            found = [schema.summary_from(row) for row in connection.execute(query)]
        return [
            one
            for one in found
            if has_come(one, moment, today=min(today, filters.last or today), last=filters.last)
        ]

    def older_than(self, day: date, *, limit: int | None = None) -> list[ArticleSummary]:
        """The articles last updated, else published, else added before ``day``, oldest first."""
        columns = schema.articles.c
        stated = sa.func.coalesce(columns.updated, columns.published, columns.added)
        # All of them begin with the day: YYYY-MM-DD.
        said = sa.func.substr(stated, 1, 10)
        query = sa.select(*shown()).where(said < day.isoformat()).order_by(said, columns.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit))
            return [schema.summary_from(row) for row in rows]

    def summary(self, article_id: str) -> ArticleSummary | None:
        """What is shown of one article; None where it is not there."""
        query = sa.select(*shown()).where(schema.articles.c.id == article_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else schema.summary_from(row)

    def page(
        self,
        *,
        matching: str = "",
        filters: Filters = Filters(),
        found: Sequence[str] | None = None,
        order: Order = Order.DATE,
        descending: bool = True,
        limit: int,
        offset: int = 0,
    ) -> ArticlePage:
        """A page of the articles within ``filters`` that have all the words of ``matching``.

        The words may stand in the headline or the outlet. With ``found``, the ids of articles,
        best first, only those; they can be ordered by how well they fit. Unknown dates and
        outlets come last in either direction; ties keep a stable order.
        """
        wanted = [*having(matching), *schema.conditions(filters), *among_found(found)]
        counted = sa.select(sa.func.count()).select_from(schema.articles).where(*wanted)
        cut = slice(offset, offset + limit)
        with self._database.reading() as connection:
            total = int(connection.execute(counted).scalar_one())
            page = part_of(
                connection, wanted, order=order, descending=descending, cut=cut, found=found or ()
            )
        return ArticlePage(tuple(page), total)

    def count(self, filters: Filters) -> int:
        """How many articles there are within ``filters``."""
        query = (
            sa.select(sa.func.count())
            .select_from(schema.articles)
            .where(*schema.conditions(filters))
        )
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of publication; None where no date is known."""
        query = sa.select(sa.func.min(schema.articles.c.day), sa.func.max(schema.articles.c.day))
        with self._database.reading() as connection:
            first, last = connection.execute(query.where(schema.articles.c.day > 0)).one()
        return (schema.day_from(first), schema.day_from(last)) if first else None

    def last_day(self, filters: Filters) -> date | None:
        """The last day of publication within ``filters``; None where no date is known."""
        query = sa.select(sa.func.max(schema.articles.c.day)).where(*schema.conditions(filters))
        with self._database.reading() as connection:
            last = connection.execute(query).scalar()
        return schema.day_from(last) if last else None

    def sources(self) -> list[str]:
        """The outlets, in the order of the alphabet."""
        query = sa.select(schema.articles.c.source).distinct().order_by(schema.articles.c.source)
        with self._database.reading() as connection:
            return [source for source in connection.execute(query).scalars() if source]


def has_come(
    article: ArticleSummary, moment: datetime, *, today: date, last: date | None = None
) -> bool:
    """Whether an article was added at a moment or later, or published from then to ``today``.

    A day of publication without a time counts where it is after that of ``moment``, or where
    ``moment`` is its very beginning. What was added after the ``last`` day counts by when it was
    published.
    """
    published = article.published
    if article.added >= moment and (last is None or day_of(article.added) <= last):
        return True
    if published is None or day_of(published) > today:
        return False
    if isinstance(published, datetime) and published.tzinfo is not None:
        return published >= moment
    begins = moment.time() == time.min
    return day_of(published) >= moment.date() if begins else day_of(published) > moment.date()


def shown() -> list[sa.ColumnElement[Any]]:
    """What a list shows: all columns but the long ones, and how many older versions there are."""
    columns = [column for column in schema.articles.c if column.name not in {"text", "sentences"}]
    older, withdrawn = versions.older_count(), notices.is_withdrawn()
    return [*columns, older.label("older"), withdrawn.label("withdrawn")]


def having(matching: str) -> list[sa.ColumnElement[bool]]:
    """That an article's headline or outlet has all the words, whatever their case.

    Raises:
        UsageError: there are more words, or longer ones, than a database looks for.
    """
    words = list(dict.fromkeys(folded(matching).split()))
    if len(words) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in words):
        raise UsageError("What is looked for is too long", hint="Look for fewer words")
    columns = schema.articles.c
    held = sa.func.folded(columns.title + " " + sa.func.coalesce(columns.source, ""))
    return [held.contains(word, autoescape=True) for word in words]


def among_found(found: Sequence[str] | None) -> list[sa.ColumnElement[bool]]:
    """That an article is one of those (ids) that were found; None is for no search."""
    return [] if found is None else [schema.articles.c.id.in_(among(found))]


def part_of(
    connection: sa.Connection,
    wanted: Sequence[sa.ColumnElement[bool]],
    *,
    order: Order,
    descending: bool,
    cut: slice,
    found: Sequence[str] = (),
) -> list[ArticleSummary]:
    """A part of a list of articles.

    Args:
        connection: reads the catalogue.
        wanted: the conditions that they fulfil.
        order: what they are ordered by; what is unknown comes last in either direction.
        descending: from the newest, the greatest, Z, what fits best.
        cut: from which place to which.
        found: the ids that they can be among, best first, where that is the order.
    """
    columns = schema.articles.c
    query = sa.select(*shown()).where(*wanted)
    if order is not Order.MATCH:
        query = query.order_by(*_ordered(order, descending=descending))
        rows = connection.execute(query.limit(cut.stop - cut.start).offset(cut.start))
        return [schema.summary_from(row) for row in rows]
    held = set(connection.execute(sa.select(columns.id).where(*wanted)).scalars())
    ranked = [key for key in found if key in held]
    page = (ranked if descending else ranked[::-1])[cut]
    rows = connection.execute(query.where(columns.id.in_(among(page))))
    by_id = {row.id: schema.summary_from(row) for row in rows}
    return [by_id[key] for key in page]


def _ordered(order: Order, *, descending: bool) -> list[sa.ColumnElement[Any]]:
    columns = schema.articles.c
    keys: tuple[sa.ColumnElement[Any], ...] = {
        Order.HEADLINE: (sa.func.folded(columns.title),),
        Order.OUTLET: (columns.outlet,),
        Order.DATE: (columns.day, columns.published),
        Order.ADDED: (columns.added,),
        Order.SENTENCES: (columns.sentence_count,),
    }[order]
    unknown = {Order.OUTLET: columns.source.is_(None), Order.DATE: columns.day == 0}
    directed = [key.desc() if descending else key.asc() for key in keys]
    return [*([unknown[order].asc()] if order in unknown else []), *directed, columns.id]
