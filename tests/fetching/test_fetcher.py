"""Fetching a page from a real server: what comes back, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant import __version__
from assistant.fetching import Fetcher, FetchLimits, Validators
from assistant.fetching.pages import page_text
from tests.fetching.fetchers import STORY, refusal
from tests.fetching.waiting import local
from tests.news_server import Asked, Gives, NewsServer


def test_a_page_and_what_is_known_of_it(server: NewsServer) -> None:
    server.pages["/a"] = Gives(STORY, headers={"etag": '"1"', "last-modified": "yesterday"})
    fetched = local().fetch(server.at("/a#part"))
    assert fetched.data == STORY
    assert (fetched.media_type, fetched.charset) == ("text/html", "utf-8")
    assert fetched.location.address == server.at("/a")
    assert fetched.validators == Validators(server.at("/a"), '"1"', "yesterday")


def test_the_program_says_who_it_is_and_no_more(server: NewsServer) -> None:
    server.pages["/a"] = Gives(STORY, headers={"set-cookie": "id=7; Path=/"})
    server.pages["/b"] = Gives(STORY)
    fetcher = local()
    fetcher.fetch(server.at("/a"))
    fetcher.fetch(server.at("/b"))
    for asked in server.requests:
        assert asked.headers["user-agent"] == f"news-desk-assistant/{__version__}"
        assert {"cookie", "referer", "authorization", "from"}.isdisjoint(asked.headers)


def test_a_page_that_is_cut_short_is_told_and_tried_again(server: NewsServer) -> None:
    server.pages["/cut"] = [Gives(STORY, length=len(STORY) + 100), Gives(STORY)]
    assert local().fetch(server.at("/cut")).data == STORY
    server.pages["/cut"] = Gives(STORY, length=len(STORY) + 100)
    error = refusal(local(tries=2), server.at("/cut"))
    assert "incomplete" in error.message
    assert error.passing


def test_a_page_ends_where_its_length_says(server: NewsServer) -> None:
    server.pages["/long"] = Gives(STORY + b"smuggled", length=len(STORY))
    assert local().fetch(server.at("/long")).data == STORY


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=iso-8859-1", "naïve café".encode()),
        ("text/html; charset=utf-8", "naïve café".encode("cp1252")),
        ("text/html; charset=nonsense", "naïve café".encode("cp1252")),
        ("text/html", '<meta charset="windows-1252">naïve café'.encode("cp1252")),
        ("text/html; charset=windows-1250", "na\u00efve café".encode("cp1252")),
        ("text/html", b"\xef\xbb\xbf" + "naïve café".encode()),
        ("text/html; charset=utf-8", "naïve café".encode("utf-16")),
    ],
)
def test_the_letters_come_out_whatever_the_header_says(
    server: NewsServer, content_type: str, body: bytes
) -> None:
    server.pages["/a"] = Gives(body, content_type=content_type)
    text = page_text(local().fetch(server.at("/a")))
    wanted = "naďve café" if "1250" in content_type else "naïve café"
    assert wanted in text


def test_what_has_not_changed_is_not_sent_again(server: NewsServer) -> None:
    def rule(asked: Asked) -> Gives:
        given = asked.headers
        if given.get("if-none-match") == '"1"' and given.get("if-modified-since") == "then":
            return Gives(status=304)
        return Gives(STORY, headers={"etag": '"1"', "last-modified": "then"})

    server.pages["/a"] = rule
    server.pages["/old"] = Gives(status=301, headers={"location": "/a"})
    fetcher = local()
    first = fetcher.fetch(server.at("/old"))
    assert not first.unchanged
    again = fetcher.fetch(server.at("/old"), known=first.validators)
    assert again.unchanged
    assert again.data == b""
    # What one page is known by is no other page's business.
    assert "if-none-match" not in server.requests[-2].headers
    assert server.requests[-2].path == "/old"


def test_304_without_having_been_asked_is_no_page(server: NewsServer) -> None:
    server.pages["/a"] = Gives(status=304)
    refusal(local(), server.at("/a"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 501, 204, 206])
def test_what_does_not_pass_is_asked_for_once(server: NewsServer, status: int) -> None:
    server.pages["/a"] = Gives(status=status)
    error = refusal(local(), server.at("/a"))
    assert str(status) in error.message
    assert not error.passing
    assert len(server.paths) == 1


def test_a_host_that_is_not_there() -> None:
    def nowhere(_host: str) -> Sequence[str]:
        raise OSError("no such host")

    fetcher = Fetcher(limits=FetchLimits(tries=1), resolver=nowhere)
    error = refusal(fetcher, "http://news.example/")
    assert "is not found" in error.message
    assert error.passing


def test_a_port_where_nobody_listens(server: NewsServer) -> None:
    address = server.at("/a")
    server._http.server_close()
    error = refusal(local(tries=1), address)
    assert "no connection" in error.message
    assert error.passing
