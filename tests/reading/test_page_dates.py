"""When pages say they were published and updated, where people read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.dates import date_in_words
from assistant.types import Document
from tests.reading.making import ARTICLE, read_one

BRITISH = timezone(timedelta(hours=1))
MOMENT = datetime(2025, 5, 7, 10, 15, tzinfo=BRITISH)


def page(shown: str, *, head: str = "") -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE)
    return (
        f"<!doctype html><html><head><title>Ferry terminal closes</title>{head}</head><body>"
        f"<nav><time datetime='2001-01-01'>1 January 2001</time></nav><article>"
        f"<h1>Ferry terminal closes</h1>{shown}{paragraphs}</article>"
        f"<aside class='related'><p>Published 3 March 2002</p><time datetime='2003-01-01'></time>"
        f"</aside></body></html>"
    )


def read(shown: str, *, folder: Path, head: str = "") -> Document:
    return read_one(page(shown, head=head), folder=folder, name="page.html")


@pytest.mark.parametrize(
    "written",
    [
        "7 May 2025 10:15 BST",
        "7 May 2025, 10.15 BST",
        "10:15 BST, 7 May 2025",
        "10:15 BST on Wednesday, 7 May 2025",
        "Wednesday 7 May 2025 at 10:15 BST",
        "May 7, 2025 10:15 a.m. BST",
        "May 7, 2025 at 5:15 am ET",
        "May 7, 2025, 4:15 AM CT",
        "May 7, 2025 09:15 GMT",
        "7 May 2025 11:15 CEST",
        "2025-05-07 10:15 +01:00",
        "7 May 2025 19:15 AEST",
    ],
)
def test_a_minute_with_its_zone(written: str) -> None:
    assert date_in_words(written) == MOMENT


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("March 9, 2025 1:59 a.m. ET", 6),
        ("March 9, 2025 3:00 a.m. ET", 7),
        ("November 2, 2025 12:30 a.m. ET", 4),
        ("November 2, 2025 3:00 a.m. ET", 8),
    ],
)
def test_american_summer_time_begins_and_ends(written: str, hour: int) -> None:
    found = date_in_words(written)
    assert isinstance(found, datetime)
    assert found.astimezone(UTC).hour == hour


@pytest.mark.parametrize("written", ["7 May 2025 10:15", "7 May 2025 10:15 IST", "7 May 2025"])
def test_a_time_without_a_sure_zone_is_a_day(written: str) -> None:
    found = date_in_words(written)
    assert found == date(2025, 5, 7)
    assert not isinstance(found, datetime)


@given(st.text(max_size=80))
def test_any_words_are_a_date_or_none(text: str) -> None:
    found = date_in_words(text)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    "shown",
    [
        "<p>Published 7 May 2025 10:15 BST / Updated 8 May 2025</p>",
        (
            "<div><span>First published: 7 May 2025, 10:15 BST</span><br>"
            "<span>Last updated: 8 May 2025</span></div>"
        ),
        "<p>By Ann Lee | Posted on May 7, 2025 at 10:15 a.m. BST | Updated on May 8, 2025</p>",
        (
            "<time datetime='2025-05-07T10:15:00+01:00'>yesterday</time>"
            "<p>Updated <time datetime='2025-05-08'>today</time></p>"
        ),
        (
            "<p>Updated <time datetime='2025-05-08'>today</time>, first shown "
            "<time datetime='2025-05-07T09:15Z'>yesterday</time></p>"
        ),
    ],
)
def test_both_dates_where_people_read_them(tmp_path: Path, shown: str) -> None:
    document = read(shown, folder=tmp_path)
    assert document.published == MOMENT
    assert document.updated == date(2025, 5, 8)
    assert document.text == "\n".join(ARTICLE)


def test_what_a_page_states_goes_before_what_it_shows(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2025-05-06">'
    assert read("<p>Published 7 May 2025</p>", folder=tmp_path, head=head).published == date(
        2025, 5, 6
    )


def test_the_minute_is_taken_from_wherever_the_day_has_it(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2025-05-07">'
    document = read("<p>Published 7 May 2025 10:15 BST</p>", folder=tmp_path, head=head)
    assert document.published == MOMENT


def test_dates_of_other_stories_are_not_those_of_this_one(tmp_path: Path) -> None:
    document = read("", folder=tmp_path)
    assert document.published is None or document.published.year not in {2002, 2003}
    assert document.updated is None


def test_a_sentence_that_tells_of_a_publication_is_no_date(tmp_path: Path) -> None:
    shown = "<p>The report, published 7 May 2019, was updated on 8 May 2020 and again.</p>"
    document = read(shown, folder=tmp_path)
    assert document.updated is None
