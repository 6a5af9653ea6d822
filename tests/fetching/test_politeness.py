"""How long a site is left alone, and how often it is asked again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from assistant.fetching import Fetcher, FetchLimits
from tests.fetching.fetchers import STORY, refusal
from tests.fetching.waiting import Waits, local
from tests.news_server import Gives, NewsServer


def test_a_site_is_left_alone_between_two_requests(server: NewsServer) -> None:
    server.pages["/a"] = server.pages["/b"] = Gives(STORY)
    waits = Waits()
    fetcher = local(waits, interval=2.0)
    for path in ("/a", "/b", "/a"):
        fetcher.fetch(server.at(path))
    assert waits.slept == [2.0, 2.0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_says_how_long(server: NewsServer, status: int) -> None:
    server.pages["/a"] = [Gives(status=status, headers={"retry-after": "9"}), Gives(STORY)]
    waits = Waits()
    assert local(waits).fetch(server.at("/a")).data == STORY
    assert waits.slept == [9.0]


def test_or_until_when(server: NewsServer) -> None:
    now = datetime(2025, 5, 7, 10, 0, tzinfo=UTC)
    until = format_datetime(now.replace(second=30), usegmt=True)
    server.pages["/a"] = [Gives(status=503, headers={"retry-after": until}), Gives(STORY)]
    waits = Waits()
    fetcher = Fetcher(
        limits=FetchLimits(allow_private_network=True),
        clock=waits.clock,
        sleep=waits.sleep,
        now=lambda: now,
    )
    fetcher.fetch(server.at("/a"))
    assert waits.slept == [30.0]


@pytest.mark.parametrize(
    "asked",
    ["Mon, 01 Jan 99999999999 00:00:00 +0000", "Mon, 99 Jan 2024 00:00:00 GMT", "soon", ","],
)
def test_a_wait_that_nobody_understands_is_none(server: NewsServer, asked: str) -> None:
    server.pages["/a"] = [Gives(status=503, headers={"retry-after": asked}), Gives(STORY)]
    waits = Waits()
    assert local(waits).fetch(server.at("/a")).data == STORY
    assert waits.slept == [1.0]


def test_a_wait_that_is_too_long_is_left_to_the_person(server: NewsServer) -> None:
    server.pages["/a"] = Gives(status=429, headers={"retry-after": "3600"})
    waits = Waits()
    error = refusal(local(waits), server.at("/a"))
    assert "3600 seconds" in str(error.hint)
    assert error.passing
    assert waits.slept == []
    assert server.paths == ["/a"]


def test_what_may_pass_is_tried_again_and_waits_longer_each_time(server: NewsServer) -> None:
    server.pages["/a"] = Gives(status=502)
    waits = Waits()
    assert refusal(local(waits, tries=4, interval=0.0), server.at("/a")).passing
    assert waits.slept == [1.0, 2.0, 4.0]
    assert len(server.paths) == 4
