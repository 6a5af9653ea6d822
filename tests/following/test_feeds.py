"""Feeds into a library, from a real server, by the object that everybody uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import FetchError, UsageError
from assistant.fetching import Fetcher, FetchLimits
from assistant.fetching.fetcher import Fetched, Validators
from assistant.reports import AddedKind, AddReport, FeedOutcome
from assistant.settings import load_settings
from tests.fetching.made import BODY, item, page, whole
from tests.fetching.waiting import Waits
from tests.following.desk import Desk, change_catalogue, feed_of, kinds, linked, story
from tests.news_server import Asked, Behaviour, Gives, NewsServer


def test_a_feed_gives_its_new_items_once(server: NewsServer, desk: Desk) -> None:
    for number in (1, 2, 3):
        server.pages[f"/{number}"] = story(f"Story {number}")
    server.pages["/feed"] = feed_of(linked(server, "/2", 2), linked(server, "/1", 1))
    feed = desk.follow(server.at("/feed"))
    assert feed.title == "The Ostvik Courier"
    assert desk.count() == 0
    (first,) = desk.refresh()
    assert kinds(first) == [AddedKind.ADDED] * 2
    assert not first.failed
    assert {article.source for article in desk.articles()} == {"The Ostvik Courier"}
    (second,) = desk.refresh()
    assert second.outcomes == ()
    server.pages["/feed"] = feed_of(linked(server, "/3", 3), linked(server, "/2", 2))
    (third,) = desk.refresh(server.at("/feed"))
    assert [outcome.title for outcome in third.outcomes] == ["Story 3"]
    assert [path for path in server.paths if path != "/feed"] == ["/1", "/2", "/3"]
    (kept,) = desk.feeds()
    assert (kept.taken, kept.error) == (1, None)
    assert kept.checked is not None


def test_a_feed_with_whole_texts_needs_no_pages(server: NewsServer, desk: Desk) -> None:
    text = f"<content:encoded><![CDATA[<p>{whole(150)}</p>]]></content:encoded>"
    server.pages["/feed"] = feed_of(linked(server, "/1", 1, extra=text))
    desk.follow(server.at("/feed"))
    (outcome,) = desk.refresh()
    assert kinds(outcome) == [AddedKind.ADDED]
    (article,) = desk.articles()
    assert article.origin == server.at("/1")
    assert "/1" not in server.paths


def test_the_text_of_a_feed_is_kept_where_its_page_is_gone(server: NewsServer, desk: Desk) -> None:
    def text(opening: str) -> str:
        words = whole(60, opening=opening)
        return f"<content:encoded><![CDATA[<p>{words}</p>]]></content:encoded>"

    server.pages["/feed"] = feed_of(
        linked(server, "/gone", 1, extra=text("The ferry was late again")),
        linked(server, "/teased", 2),
        linked(server, "/away", 3, extra=text("The bridge was shut today")),
    )
    server.pages["/away"] = Gives(status=503)
    desk.follow(server.at("/feed"))
    (outcome,) = desk.refresh()
    # The teaser is none, and a page that is only away for now is asked for again.
    assert kinds(outcome) == [AddedKind.FAILED, AddedKind.FAILED, AddedKind.ADDED]
    (article,) = desk.articles()
    assert article.origin == server.at("/gone")
    (told,) = outcome.outcomes[-1].left_out
    assert told.startswith("its page, so that the text is the feed's: ")


def test_an_item_that_has_changed_replaces_what_it_was(server: NewsServer, desk: Desk) -> None:
    server.pages["/1"] = [story("Story 1"), story("Story 1, corrected", tag='"2"')]
    server.pages["/feed"] = feed_of(linked(server, "/1", 1))
    desk.follow(server.at("/feed"))
    desk.refresh()
    server.pages["/feed"] = feed_of(linked(server, "/1", 1, title="Story 1, corrected"))
    (outcome,) = desk.refresh()
    assert kinds(outcome) == [AddedKind.REPLACED]
    assert [article.title for article in desk.articles()] == ["Story 1, corrected"]


def test_a_feed_that_breaks_never_stops_the_others(server: NewsServer, desk: Desk) -> None:
    server.pages["/1"] = story("Story 1")
    paths = ("/fails", "/nonsense", "/never", "/good")
    for path in paths:
        server.pages[path] = feed_of(linked(server, "/1", 1), title=path)
        desk.follow(server.at(path))
    server.pages["/fails"] = Gives(status=500)
    server.pages["/nonsense"] = Gives(b"\x00\x01\x02\x03" * 100, content_type="application/rss+xml")
    never = {"retry-after": "Mon, 01 Jan 99999999999 00:00:00 +0000"}
    server.pages["/never"] = Gives(status=503, headers=never)
    outcomes = desk.refresh()
    assert [outcome.feed.title for outcome in outcomes] == list(paths)
    assert [outcome.failed for outcome in outcomes] == [True, True, True, False]
    assert kinds(outcomes[3]) == [AddedKind.ADDED]
    assert [feed.error is None for feed in desk.feeds()] == [False, False, False, True]
    # What is known of a feed that fails stays, and it is well again with its next refreshing.
    server.pages["/fails"] = feed_of(linked(server, "/1", 1), title="/fails")
    assert not desk.refresh(server.at("/fails"))[0].failed


def test_a_feed_of_a_lone_byte_order_mark_never_stops_the_others(
    server: NewsServer, desk: Desk
) -> None:
    server.pages["/1"] = story("Story 1")
    marks = {"/utf-8": b"\xef\xbb\xbf", "/utf-16": b"\xff\xfe", "/both": b"\xef\xbb\xbf\r\n \0"}
    for path in [*marks, "/good"]:
        server.pages[path] = feed_of(linked(server, "/1", 1), title=path)
        desk.follow(server.at(path))
    for path, mark in marks.items():
        server.pages[path] = Gives(mark, content_type="application/rss+xml")
    *empty, good = desk.refresh()
    assert [outcome.failed for outcome in empty] == [True] * 3
    assert all("empty" in str(outcome.feed.error) for outcome in empty)
    assert kinds(good) == [AddedKind.ADDED]


class Faulty(Fetcher):
    """A fetcher with a fault of its own at the addresses that end so."""

    fault: str | None = None

    def fetch(self, address: str, *, known: Validators | None = None) -> Fetched:
        if self.fault is not None and address.endswith(self.fault):
            raise KeyError(address)
        return super().fetch(address, known=known)


@pytest.mark.parametrize("fault", ["/feed", "/1"])
def test_what_nobody_foresaw_is_the_failure_of_its_feed_and_logged(
    server: NewsServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    waits = Waits()
    limits = FetchLimits(allow_private_network=True)
    fetcher = Faulty(limits=limits, clock=waits.clock, sleep=waits.sleep)

    with Desk(settings=load_settings(home=tmp_path / "home"), fetcher=fetcher) as desk:
        server.pages["/1"] = story("Story 1")
        server.pages["/2"] = story("Story 2")
        server.pages["/feed"] = feed_of(linked(server, "/1", 1), title="Broken")
        server.pages["/good"] = feed_of(linked(server, "/2", 2), title="Good")
        desk.follow(server.at("/feed"))
        desk.follow(server.at("/good"))
        fetcher.fault = fault
        wrong, good = desk.refresh()
        assert wrong.failed
        # The fault of a page is its article's, and the others of the feed go on.
        assert ("KeyError" in str(wrong.feed.error)) is (fault == "/feed")
        assert "KeyError" in caplog.text
        assert server.at(fault) in caplog.text
        assert kinds(good) == [AddedKind.ADDED]
        fetcher.fault = None
        again, _ = desk.refresh()
        assert kinds(again) == [AddedKind.ADDED]
        assert again.feed.error is None


def test_a_feed_whose_address_is_none_never_stops_the_others(
    server: NewsServer, desk: Desk, tmp_path: Path
) -> None:
    server.pages["/1"] = story("Story 1")
    server.pages["/feed"] = feed_of(linked(server, "/1", 1))
    desk.follow(server.at("/feed"))
    change_catalogue(
        tmp_path / "home",
        "INSERT INTO feeds (url, title, followed, taken) "
        "VALUES ('x', 'X', '2024-01-01T00:00:00+00:00', 0)",
    )
    wrong, good = desk.refresh()
    assert wrong.failed
    assert wrong.feed.error
    assert kinds(good) == [AddedKind.ADDED]


def test_an_item_that_fails_in_passing_is_tried_again_and_others_are_not(
    server: NewsServer, desk: Desk
) -> None:
    server.pages["/busy"] = Gives(status=503)
    server.pages["/wall"] = Gives(page(title="Page not found").encode())
    whole_feed = feed_of(linked(server, "/busy", 1), linked(server, "/wall", 2))

    def rule(asked: Asked) -> Behaviour:
        if asked.headers.get("if-none-match"):
            return Gives(status=304)
        return Gives(whole_feed.body, headers={"etag": '"f"'}, content_type="text/xml")

    server.pages["/feed"] = rule
    desk.follow(server.at("/feed"))
    (first,) = desk.refresh()
    assert kinds(first) == [AddedKind.FAILED] * 2
    assert first.failed
    server.pages["/busy"] = story("Busy no more")
    server.requests.clear()
    (second,) = desk.refresh()
    assert kinds(second) == [AddedKind.ADDED]
    assert server.paths == ["/feed", "/busy"]
    (third,) = desk.refresh()
    assert third.outcomes == ()
    assert server.requests[-1].headers["if-none-match"] == '"f"'


def test_two_items_with_one_page_are_one(server: NewsServer, desk: Desk) -> None:
    server.pages["/1"] = story("Story 1")
    server.pages["/feed"] = feed_of(linked(server, "/1", 1), linked(server, "/1", 2))
    desk.follow(server.at("/feed"))
    assert kinds(desk.refresh()[0]) == [AddedKind.ADDED]
    assert desk.refresh()[0].outcomes == ()
    assert server.paths.count("/1") == 1


def test_the_entries_of_a_live_blog_are_articles_of_their_own(
    server: NewsServer, desk: Desk
) -> None:
    def entry(number: int, opening: str) -> str:
        text = f"<p>{whole(150, opening=opening)}</p>"
        extra = f"<content:encoded><![CDATA[{text}]]></content:encoded>"
        return linked(server, f"/live#e{number}", number, extra=extra)

    openings = (
        "The ferry was late again",
        "The mayor spoke at noon",
        "The bridge opened after all",
    )
    entries = [entry(number, opening) for number, opening in enumerate(openings)]
    server.pages["/live"] = story("As it happened")
    server.pages["/feed"] = feed_of(*entries, linked(server, "/live", 7, title="As it happened"))
    desk.follow(server.at("/feed"))
    assert kinds(desk.refresh()[0]) == [AddedKind.ADDED] * 4
    assert {article.title for article in desk.articles()} == {
        *("Story 0", "Story 1", "Story 2"),
        "As it happened",
    }
    assert desk.refresh()[0].outcomes == ()
    # An entry that has changed is another version of itself.
    entries[1] = entry(1, "The mayor spoke at two")
    server.pages["/feed"] = feed_of(*entries)
    assert kinds(desk.refresh()[0]) == [AddedKind.REPLACED]
    assert desk.count() == 4


def test_an_item_without_text_and_page_is_told_once(server: NewsServer, desk: Desk) -> None:
    server.pages["/feed"] = feed_of(item(1, link="javascript:alert(1)"))
    desk.follow(server.at("/feed"))
    (first,) = desk.refresh()
    assert kinds(first) == [AddedKind.FAILED]
    assert desk.refresh()[0].outcomes == ()


def test_following_by_the_page_that_names_the_feed(server: NewsServer, desk: Desk) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    server.pages["/"] = Gives(page(head=head, body=BODY).encode())
    server.pages["/feed"] = feed_of(linked(server, "/1", 1))
    assert desk.follow(server.at("/")).url == server.at("/feed")
    again = desk.follow(server.at("/feed"))
    assert desk.feeds() == (again,)


def test_what_is_no_feed_is_not_followed(server: NewsServer, desk: Desk) -> None:
    server.pages["/a"] = story("Ferry terminal closes")
    for address in (server.at("/a"), server.at("/gone"), "file:///etc/passwd"):
        with pytest.raises(FetchError):
            desk.follow(address)
    assert desk.feeds() == ()


def test_feeds_are_dropped_and_what_is_not_followed_is_a_wrong_use(
    server: NewsServer, desk: Desk
) -> None:
    with pytest.raises(UsageError, match="No feed is followed"):
        desk.refresh()
    server.pages["/1"] = story("Story 1")
    server.pages["/feed"] = feed_of(linked(server, "/1", 1))
    desk.follow(server.at("/feed"))
    with pytest.raises(UsageError):
        desk.refresh(server.at("/other"))
    desk.refresh()
    assert desk.unfollow(server.at("/feed")).title == "The Ostvik Courier"
    assert desk.feeds() == ()
    assert desk.count() == 1
    with pytest.raises(UsageError):
        desk.unfollow(server.at("/feed"))
    # Followed again it begins anew, and its pages are asked whether they have changed.
    desk.follow(server.at("/feed"))
    assert kinds(desk.refresh()[0]) == [AddedKind.UNCHANGED]
    assert desk.refresh()[0].outcomes == ()


def test_an_address_is_added_as_what_stands_there(server: NewsServer, desk: Desk) -> None:
    server.pages["/a"] = story("Ferry terminal closes")
    server.pages["/b"] = story("Ferry stays open")
    server.pages["/feed"] = feed_of(linked(server, "/b", 1))
    page = desk.add_or_follow(server.at("/a"))
    assert isinstance(page, AddReport)
    assert kinds(page) == [AddedKind.ADDED]
    assert desk.feeds() == ()
    feed = desk.add_or_follow(server.at("/feed"))
    assert isinstance(feed, FeedOutcome)
    assert [outcome.title for outcome in feed.outcomes] == ["Ferry stays open"]
    assert [one.url for one in desk.feeds()] == [server.at("/feed")]
    with pytest.raises(FetchError, match="no web address"):
        desk.add_or_follow("/etc/passwd")
    with pytest.raises(FetchError, match="no web address"):
        desk.add_or_follow("file:///etc/passwd")
