"""The feeds that are followed, in the tab of the library: how each stands, and what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import gradio as gr

from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.safety import one_line
from assistant.rendering.wording import count, every_in_words, long_date
from assistant.reports import Feed
from assistant.web.acts import Addressed
from assistant.web.adding import Adding
from assistant.web.desk import Desk, Updates
from assistant.web.downloads import file_of
from assistant.web.schedule import Schedule


@dataclass(frozen=True, slots=True)
class _Row:
    """A feed as it is listed: what came of it the last time, and when it is read again."""

    feed: Feed
    last: str
    next: str


@dataclass(frozen=True, slots=True)
class FeedList:
    """The list and its buttons, for who may have the server fetch.

    ``kept`` is where it is shown, ``outcome`` where it is told what was done, ``file`` what the
    browser is to save.
    """

    desk: Desk
    adding: Adding
    schedule: Schedule
    kept: gr.HTML
    outcome: gr.HTML
    file: gr.JSON

    def shown(self, request: gr.Request) -> Updates:
        """The feeds, with what came of each and when it is read again."""
        self.adding.refuse(request)
        assistant = self.desk.assistant
        now = self.desk.now()
        rows = [
            _Row(feed, _last(feed, now), _next(feed, assistant.next_refresh(feed), now))
            for feed in assistant.feeds()
        ]
        every = assistant.settings.feeds_every
        rule = f"{every_in_words(every)} while the app runs" if every else "only when you ask"
        shown = render(
            "feeds",
            feeds=rows,
            rule=rule,
            problem=self.schedule.problem,
            paused=all(row.feed.paused for row in rows),
        )
        return {self.kept: shown}

    def unfollowed(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Follows a feed no more."""
        self.adding.refuse(request)
        self.desk.assistant.unfollow(Addressed.of(event).address)
        return self.shown(request)

    def paused(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Keeps a feed without reading it."""
        self.adding.refuse(request)
        self.desk.assistant.pause_feed(Addressed.of(event).address)
        return self.shown(request)

    def resumed(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Reads a paused feed again with the others."""
        self.adding.refuse(request)
        self.desk.assistant.resume_feed(Addressed.of(event).address)
        self.schedule.wake()
        return self.shown(request)

    def saved(self, request: gr.Request) -> Updates:
        """The list as OPML, for the browser to keep."""
        self.adding.refuse(request)
        made = self.desk.assistant.feed_list()
        said = notice_html("The list is saved as feeds.opml; other readers of news take it.")
        return {self.file: file_of("feeds", "opml", made), self.outcome: said}


def _last(feed: Feed, now: datetime) -> str:
    if feed.checked is None:
        return "not read yet"
    read = f"last read {_moment(feed.checked, now)}"
    if feed.error is None:
        return f"{read}, {count(feed.taken, 'article')} then"
    return f"{read}, failed {count(feed.failures, 'time')} in a row" if feed.failures > 1 else read


def _next(feed: Feed, due: datetime | None, now: datetime) -> str:
    if feed.paused is not None:
        return f"paused {_moment(feed.paused, now)}"
    if due is None:
        return ""
    return f"next {_moment(due, now)}" if due > now else "next within a minute"


def _moment(moment: datetime, now: datetime) -> str:
    """A time of today by the hour, another one with its day: by the server's clock."""
    there, here = moment.astimezone(), now.astimezone()
    hour = f"{there:%H:%M}"
    same = there.date() == here.date()
    return f"at {hour}" if same else f"{one_line(long_date(there))}, {hour}"
