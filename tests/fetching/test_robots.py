"""robots.txt: what a site forbids, and where it cannot tell."""

from __future__ import annotations

import gzip

import pytest

from assistant.fetching.politeness import MOST_BYTES
from tests.fetching.fetchers import MEGABYTE, STORY, refusal
from tests.fetching.waiting import Waits, local
from tests.news_server import Floods, Gives, NewsServer


def test_robots_are_obeyed(server: NewsServer) -> None:
    server.pages["/robots.txt"] = Gives(
        b"User-agent: *\nDisallow: /all\n\nUser-agent: News-Desk-Assistant\nDisallow: /private\n"
        b"Allow: /private/open\nCrawl-delay: 7\n"
    )
    for path in ("/all", "/private/a", "/private/open"):
        server.pages[path] = Gives(STORY)
    waits = Waits()
    fetcher = local(waits)
    error = refusal(fetcher, server.at("/private/a"))
    assert "robots.txt" in error.message
    assert not error.passing
    fetcher.fetch(server.at("/all"))
    fetcher.fetch(server.at("/private/open"))
    assert server.paths == ["/all", "/private/open"]
    assert waits.slept == [7.0]
    assert [asked.path for asked in server.requests].count("/robots.txt") == 1


def test_robots_are_obeyed_where_a_redirect_leads(server: NewsServer) -> None:
    server.pages["/robots.txt"] = Gives(b"User-agent: *\nDisallow: /no\n")
    server.pages["/old"] = Gives(status=301, headers={"location": "/no"})
    assert "robots.txt" in refusal(local(), server.at("/old")).message
    assert server.paths == ["/old"]


@pytest.mark.parametrize("status", [404, 403, 401, 410])
def test_a_site_without_rules_has_none(server: NewsServer, status: int) -> None:
    server.pages["/robots.txt"] = Gives(status=status)
    server.pages["/a"] = Gives(STORY)
    assert local().fetch(server.at("/a")).data == STORY


def test_a_site_that_cannot_tell_its_rules_is_left_alone(server: NewsServer) -> None:
    server.pages["/robots.txt"] = Gives(status=503)
    server.pages["/a"] = Gives(STORY)
    waits = Waits()
    fetcher = local(waits, tries=2)
    for _ in range(3):
        error = refusal(fetcher, server.at("/a"))
        assert "robots.txt" in error.message
        assert error.passing
    assert server.paths == []
    assert len(server.requests) == 2
    waits.sleep(301)
    server.pages["/robots.txt"] = Gives(b"")
    assert fetcher.fetch(server.at("/a")).data == STORY


@pytest.mark.parametrize("endless", [True, False])
def test_a_robots_txt_beyond_measure_holds_by_its_beginning(
    server: NewsServer, endless: bool
) -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    # A page whose rule is cut through is not forbidden by what is left of it: "/".
    filling = b"#" * (MOST_BYTES - len(rules) - len(b"\nDisallow: /"))
    rules += filling + b"\nDisallow: /nothing\n" + b"Disallow: /late\n" * 50_000
    server.pages["/robots.txt"] = Floods(chunk=rules) if endless else Gives(rules)
    server.pages["/a"] = server.pages["/late"] = Gives(STORY)
    fetcher = local(tries=1)
    assert "robots.txt" in refusal(fetcher, server.at("/private/1")).message
    for path in ("/a", "/late"):
        assert fetcher.fetch(server.at(path)).data == STORY
    assert server.paths == ["/a", "/late"]


def test_a_robots_txt_that_is_a_bomb_holds_by_its_beginning(server: NewsServer) -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /private\n" + b"#\n" * 5 * MEGABYTE)
    server.pages["/robots.txt"] = Gives(packed, headers={"content-encoding": "gzip"})
    server.pages["/a"] = Gives(STORY)
    assert local().fetch(server.at("/a")).data == STORY
    assert "robots.txt" in refusal(local(), server.at("/private")).message
