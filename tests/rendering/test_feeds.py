"""Feeds, as a terminal and a script see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from assistant.rendering.json.tasks import Feeds
from assistant.rendering.terminal import Page, render, render_table
from assistant.rendering.terminal.tasks import (
    feed_failure_lines,
    feed_rows,
    feed_table,
    refreshed_lines,
)
from assistant.reports import AddedKind, AddOutcome, Feed, FeedOutcome
from tests.rendering.made import HOSTILE
from tests.rendering.test_safety import steers

MOMENT = datetime(2031, 3, 4, 10, 15, 7, 123, tzinfo=UTC)
NEW = Feed(url="https://a.example/feed", title="The Harbour Post", followed=MOMENT)
GOOD = Feed(
    url="https://b.example/feed", title=f"Post {HOSTILE}", followed=MOMENT, checked=MOMENT, taken=2
)
BROKEN = Feed(
    url="https://c.example/feed",
    title="Gone",
    followed=MOMENT,
    checked=MOMENT,
    error=f"there is no page {HOSTILE}",
    hint="Check the address",
)
FEEDS = (NEW, GOOD, BROKEN)


def test_the_list_of_feeds() -> None:
    shown = render_table(feed_table(FEEDS), page=Page(terminal=True, width=120))
    for part in ("The Harbour Post", "never", "not refreshed yet", "2 new articles", "no page"):
        assert part in shown
    rows = feed_rows(FEEDS)
    assert [len(row.split("\t")) for row in rows.splitlines()] == [4, 4, 4]
    assert "2031-03-04T10:15:07+00:00" in rows
    assert not any(steers(character) for character in rows)


def test_what_came_of_refreshing() -> None:
    failed = AddOutcome(name="https://b.example/1", kind=AddedKind.FAILED, error="no", hint="so")
    added = AddOutcome(name="https://b.example/2", kind=AddedKind.ADDED, title="A story")
    outcomes = (FeedOutcome(NEW), FeedOutcome(GOOD, (failed, added)), FeedOutcome(BROKEN))
    assert [outcome.failed for outcome in outcomes] == [False, True, True]
    page = Page(terminal=False)
    told = render(refreshed_lines(outcomes), page=page)
    assert "The Harbour Post: nothing new" in told
    assert "1 added, 1 failed" in told
    assert "Gone" not in told
    problems = render(feed_failure_lines(outcomes), page=page)
    assert "https://b.example/1: no" in problems
    assert "Check the address" in problems
    assert not any(steers(character) for character in told + problems)


def test_the_document_of_feeds() -> None:
    document: Any = Feeds.of(feeds=FEEDS).document()
    new, _, broken = document["feeds"]
    assert new["refreshed"] is None
    assert new["followed"] == "2031-03-04T10:15:07+00:00"
    assert broken["hint"] == "Check the address"
