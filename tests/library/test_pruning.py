"""Removing what is old: ages and dates are read, and all of an article goes."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import UsageError
from assistant.homes import Home
from assistant.language.days import first_kept_day
from assistant.services.maintenance import Maintenance
from assistant.types import Article, Filters
from tests.library.made import article, library, over, prepared


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("90d", date(2024, 12, 1)),
        ("1 week", date(2025, 2, 22)),
        ("12W", date(2024, 12, 7)),
        ("0d", date(2025, 3, 1)),
        ("2024-06-01", date(2024, 6, 1)),
        ("2024-06", date(2024, 6, 1)),
        ("2024", date(2024, 1, 1)),
        ("2026", None),
        ("2025-03-02", None),
        ("99999d", date(1751, 5, 18)),
        ("last year", None),
        ("", None),
        ("-3d", None),
        ("2025-02-30", None),
    ],
)
def test_ages_and_dates_are_read(words: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(UsageError):
            first_kept_day(words, today=date(2025, 3, 1), label="--older-than")
    else:
        assert first_kept_day(words, today=date(2025, 3, 1), label="--older-than") == day


def test_what_is_old_goes_with_its_versions(home: Home) -> None:
    opened = library(home)
    made: list[Article] = [
        article(number, published=date(2025, 3, number)) for number in range(1, 9)
    ]
    undated = article(20, published=None)
    with opened.writing("testing"):
        opened.upsert([prepared(one) for one in (*made, undated)])
        opened.upsert([prepared(article(1, version=2, published=date(2025, 3, 1)))])
    tasks = Maintenance(over(opened))
    gone = tasks.prune(date(2025, 3, 4), dry=True)
    assert len(gone.articles) == 3
    assert opened.catalogue.listing.count(Filters()) == 9
    done = tasks.prune(date(2025, 3, 4))
    assert [one.id for one in done.articles] == [one.id for one in gone.articles]
    assert {one.published for one in opened.catalogue.listing.summaries(Filters())} == {
        None,
        *(date(2025, 3, number) for number in range(4, 9)),
    }
    assert opened.catalogue.versions.history(made[0].id) is None
    assert opened.indexes.disagreements() == []
    with opened.catalogue.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM versions").scalar() == 0
    opened.close()
