"""Stories in a library: which run of events each of its articles belongs to.

Each article has a row in ``story_articles`` with its terms and its story, a row in
``story_terms`` for each term, and counts in ``story_counts``: a new article is compared with
those that share its most telling terms, found by the table's own order, and joins the story
that is nearest in the mean. Nothing is held in memory. A story is known by the id of the
article that began it, and keeps that name when the article goes.

What a person decided stands in tables of its own, by the place that an article comes from, so
that it lasts when articles are told anew, and goes along into another library.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from assistant.articles.stories import (
    DAYS,
    NEAR,
    RULE,
    Terms,
    length_of,
    rarity,
    similarity,
    terms_of,
    weights_of,
)
from assistant.examining import examined
from assistant.library import schema
from assistant.library.database import (
    LARGE,
    driven,
    driven_each,
    in_parts,
    insert_missing,
    upsert,
)
from assistant.library.facts import fact, put_fact
from assistant.types import Article

articles = sa.Table(
    "story_articles",
    schema.metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column(
        "article_id",
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("story", sa.String, nullable=False, index=True),
    sa.Column("terms", sa.LargeBinary, nullable=False),
    sa.Column("length", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)
terms = sa.Table(
    "story_terms",
    schema.metadata,
    sa.Column("term", LARGE, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)
counts = sa.Table(
    "story_counts",
    schema.metadata,
    sa.Column("term", LARGE, primary_key=True, autoincrement=False),
    sa.Column("articles", sa.Integer, nullable=False),
)
choices = sa.Table(
    "story_choices",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("story", sa.String, nullable=False),
    info=schema.PORTABLE,
)
"""Which story a person put what comes from a place into."""
marks = sa.Table(
    "story_marks",
    schema.metadata,
    sa.Column("story", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("pinned", sa.Integer, nullable=False),
    info=schema.PORTABLE,
)
"""What a person called a story (empty: nothing), and whether it stands before the others."""

FACT: Final = "grouping"
"""The fact that records by which rule the stories were told."""

_NEAREST: Final = 3
"""Articles of a story that say how near it is, the nearest."""
_TELLING: Final = 24
"""Terms of an article by which others are looked up, those that weigh most."""

_SHARING: Final = (
    "SELECT * FROM (SELECT number FROM story_terms WHERE term = ? ORDER BY number DESC LIMIT 48)"
    " AS sharing"
)
"""The latest articles that have a term, at most 48."""
_CANDIDATES: Final = (
    "SELECT coalesce(story_choices.story, story_articles.story) AS story, story_articles.terms,"
    " story_articles.length, articles.day"
    " FROM (SELECT number, count(*) AS shared FROM ({}) AS every GROUP BY number"
    " ORDER BY shared DESC, number DESC LIMIT 64) AS near"
    " JOIN story_articles ON story_articles.number = near.number"
    " JOIN articles ON articles.id = story_articles.article_id"
    " LEFT JOIN story_choices ON story_choices.origin = articles.origin"
)
"""The articles that share most of some terms, at most 64, with their stories and days."""
_INSERT: Final = (
    "INSERT INTO story_articles (article_id, story, terms, length) VALUES (?, ?, ?, ?)"
    " RETURNING number"
)
_INSERT_TERM: Final = "INSERT INTO story_terms (term, number) VALUES (?, ?)"
_COUNT: Final = (
    "INSERT INTO story_counts (term, articles) VALUES (?, 1)"
    " ON CONFLICT (term) DO UPDATE SET articles = story_counts.articles + 1"
)
_UNCOUNT: Final = "UPDATE story_counts SET articles = articles - 1 WHERE term = ?"


# -- writing -------------------------------------------------------------------


def take_in(connection: sa.Connection, article: Article, *, story: str | None = None) -> None:
    """Puts an article that has just been kept into its story, which may be one of its own.

    Args:
        connection: changes the catalogue.
        article: it.
        story: that of the version whose place it takes; None where it takes none.
    """
    own = examined(article.id, "story", lambda: terms_of(article), otherwise={})
    driven_each(connection, _COUNT, ((term,) for term in own))
    rarities = _rarities(connection, own)
    if story is None:
        day = schema.day_number(article.published)
        story = _nearest(connection, own, rarities, day=day) or article.id
    row = (article.id, story, _packed(own), length_of(own, rarities))
    number = driven(connection, _INSERT, row).scalar_one()
    driven_each(connection, _INSERT_TERM, ((term, number) for term in own))


def take_out(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """Takes articles that are about to go out of their stories."""
    for article_id in article_ids:
        row = connection.execute(
            sa.select(articles).where(articles.c.article_id == article_id)
        ).first()
        if row is None:
            continue
        own = _unpacked(row.terms)
        driven_each(connection, _UNCOUNT, ((term,) for term in own))
        held = terms.c.term.in_(list(own))
        connection.execute(sa.delete(terms).where(held, terms.c.number == row.number))
        connection.execute(sa.delete(articles).where(articles.c.number == row.number))


def story_of(connection: sa.Connection, article_id: str) -> str | None:
    """The story that the rule put an article into; None where it has not been told."""
    query = sa.select(articles.c.story).where(articles.c.article_id == article_id)
    return connection.execute(query).scalar()


def forget_all(connection: sa.Connection) -> None:
    """Forgets what the rule told, not what a person decided."""
    for table in (terms, counts, articles):
        connection.execute(sa.delete(table))
    put_fact(connection, FACT, RULE)


def tell_some(connection: sa.Connection, *, most: int) -> bool:
    """Tells ``most`` of the articles that have no story yet, in the order of their days.

    Returns:
        Whether there may be more.
    """
    if fact(connection, FACT) != RULE:
        forget_all(connection)
    query = _untold(schema.articles).order_by(schema.articles.c.day, schema.articles.c.id)
    rows = connection.execute(query.limit(most)).all()
    for row in rows:
        take_in(connection, schema.article_from(row))
    return len(rows) == most


def choose(connection: sa.Connection, article_ids: Sequence[str], *, story: str) -> None:
    """Puts articles into a story, whatever the rule says of them."""
    origins = connection.execute(
        sa.select(schema.articles.c.origin).where(schema.articles.c.id.in_(article_ids))
    ).scalars()
    rows = [{"origin": origin, "story": story} for origin in dict.fromkeys(origins)]
    upsert(connection, choices, *rows)


def carry(connection: sa.Connection, article_id: str, *, left: str) -> None:
    """Has what a person decided of an article go with it from the place that it left.

    What comes there next stays in the same story, as a later version does.
    """
    chosen = sa.select(choices.c.story).where(choices.c.origin == left)
    story = connection.execute(chosen).scalar()
    if story is None:
        return
    own = sa.select(schema.articles.c.origin).where(schema.articles.c.id == article_id)
    for origin in connection.execute(own).scalars().all():
        insert_missing(connection, choices, {"origin": origin, "story": story})


def mark(
    connection: sa.Connection,
    story: str,
    *,
    title: str | None = None,
    pinned: bool | None = None,
) -> None:
    """Records what a person called a story, or whether it is pinned; None leaves that alone."""
    known = connection.execute(sa.select(marks).where(marks.c.story == story)).first()
    values = {
        "story": story,
        "title": title if title is not None else known.title if known else "",
        "pinned": int(pinned if pinned is not None else bool(known and known.pinned)),
    }
    upsert(connection, marks, values)


# -- reading -------------------------------------------------------------------


def told(connection: sa.Connection) -> bool:
    """Whether every article has its story, by this rule."""
    return fact(connection, FACT) == RULE and (
        connection.execute(_untold(schema.articles.c.id).limit(1)).first() is None
    )


def weighed_terms(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[int, float]]:
    """The weighed terms of these articles, by id."""
    query = sa.select(articles.c.article_id, articles.c.terms).where(articles.c.article_id.in_(ids))
    known = {row.article_id: _unpacked(row.terms) for row in connection.execute(query)}
    rarities = _rarities(connection, {term for own in known.values() for term in own})
    return {key: weights_of(own, rarities) for key, own in known.items()}


# -- the parts -----------------------------------------------------------------


def _nearest(
    connection: sa.Connection, own: Terms, rarities: Mapping[int, float], *, day: int
) -> str | None:
    """The story that an article is nearest to in the mean; None where it is near none."""
    weights = weights_of(own, rarities)
    telling = sorted(own, key=lambda term: -weights[term])[:_TELLING]
    if not telling:
        return None
    query = _CANDIDATES.format(" UNION ALL ".join([_SHARING] * len(telling)))
    found: dict[str, list[float]] = defaultdict(list)
    for row in driven(connection, query, telling).all():
        days = _days_between(day, row.day)
        if days is None or days <= DAYS:
            theirs = _unpacked(row.terms)
            found[row.story].append(
                similarity(weights, rarities, theirs, length=row.length, days=days)
            )
    means = {
        story: sum(sorted(near)[-_NEAREST:]) / min(len(near), _NEAREST)
        for story, near in found.items()
    }
    best = max(means, key=means.__getitem__, default=None)
    return best if best is not None and means[best] >= NEAR else None


def _rarities(connection: sa.Connection, wanted: Iterable[int]) -> dict[int, float]:
    """How rare each of some terms is."""
    keys, number = list(wanted), _number(connection)
    found = dict.fromkeys(keys, rarity(0, articles=number))
    for part in in_parts(keys):
        marks = ",".join("?" * len(part))
        query = f"SELECT term, articles FROM story_counts WHERE term IN ({marks})"  # noqa: S608
        for row in driven(connection, query, part):
            found[row.term] = rarity(row.articles, articles=number)
    return found


def _number(connection: sa.Connection) -> int:
    """How many articles there are, near enough: numbers are never given twice."""
    return int(
        driven(connection, "SELECT coalesce(max(number), 0) FROM story_articles").scalar_one()
    )


def _days_between(one: int, other: int) -> int | None:
    if not one or not other:
        return None
    return abs((schema.day_from(one) - schema.day_from(other)).days)


def _untold(*columns: Any) -> sa.Select[Any]:
    known = sa.exists().where(articles.c.article_id == schema.articles.c.id)
    return sa.select(*columns).where(~known)


def _packed(own: Terms) -> bytes:
    return array("I", [number for pair in own.items() for number in pair]).tobytes()


def _unpacked(blob: bytes) -> Mapping[int, int]:
    numbers = memoryview(blob).cast("I").tolist()
    return dict(zip(numbers[::2], numbers[1::2], strict=True))
