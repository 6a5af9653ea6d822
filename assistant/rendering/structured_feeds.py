"""Feeds as JSON documents."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.rendering.structured import Document, add_document
from assistant.reports import AddReport, Feed, FeedOutcome


def feeds_document(feeds: Iterable[Feed]) -> Document:
    """The feeds that are followed."""
    return {"feeds": [feed_document(feed) for feed in feeds]}


def feed_document(feed: Feed) -> Document:
    """One feed, and what came of it the last time."""
    return {
        "url": feed.url,
        "title": feed.title,
        "followed": feed.followed.isoformat(timespec="seconds"),
        "refreshed": feed.checked.isoformat(timespec="seconds") if feed.checked else None,
        "taken": feed.taken,
        "error": feed.error,
        "hint": feed.hint,
    }


def refresh_document(outcomes: Iterable[FeedOutcome]) -> Document:
    """What came of refreshing feeds."""
    return {
        "feeds": [
            feed_document(outcome.feed)
            | add_document(AddReport(outcome.outcomes))
            | {"left_out": list(outcome.left_out)}
            for outcome in outcomes
        ]
    }
