"""Pages and feeds into a library, from a real server, by the object that everybody uses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant import Assistant
from assistant.errors import FetchError, StoppedError, UsageError
from assistant.fetching import Fetcher
from assistant.reports import AddedKind, AddReport, FeedOutcome
from assistant.settings import load_settings
from tests.fetching.made import BODY, item, page, rss, whole
from tests.fetching.waiting import Waits, local
from tests.news_server import Asked, Behaviour, Gives, Hangs, NewsServer, Rule, stopped_once_asked


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer() as running:
        yield running


class Desk(Assistant):
    """An assistant that may reach this machine, and does not really wait between requests."""

    waits = Waits()

    @property
    def _fetcher(self) -> Fetcher:
        if not hasattr(self, "_local"):
            self._local = local(self.waits)
        return self._local


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(settings=load_settings(home=tmp_path / "home", allow_private_network=True)) as made:
        yield made


def story(title: str, *, head: str = "", tag: str = '"1"') -> Behaviour:
    return Gives(page(title=title, head=head).encode(), headers={"etag": tag})


def holding(title: str, tag: str = '"1"') -> Rule:
    """A rule that gives a story once to who holds no tag of it."""

    def rule(asked: Asked) -> Behaviour:
        if asked.headers.get("if-none-match") == tag:
            return Gives(status=304)
        return story(title, tag=tag)

    return rule


def feed_of(*items: str, title: str = "The Ostvik Courier") -> Gives:
    return Gives(rss(items, title=title).encode(), content_type="application/rss+xml")


def linked(server: NewsServer, path: str, number: int, **more: str) -> str:
    return item(number, link=server.at(path), **more)


def kinds(report: AddReport | FeedOutcome) -> list[AddedKind]:
    return [outcome.kind for outcome in report.outcomes]


# -- pages -------------------------------------------------------------------------


def test_pages_are_added_beside_files_in_the_order_given(
    server: NewsServer, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "story.txt"
    file.write_text("A story of its own\n\nThe mayor of Skarn asked for a helicopter.\n")
    server.pages["/a"] = story("Ferry terminal closes")
    report = desk.add(server.at("/a"), file, server.at("/gone"))
    assert kinds(report) == [AddedKind.ADDED, AddedKind.ADDED, AddedKind.FAILED]
    first, _, gone = report.outcomes
    article = desk.article(str(first.article_id))
    assert article.origin == article.url == server.at("/a")
    assert "(404)" in str(gone.error)
    assert gone.hint


def test_what_has_not_changed_is_neither_sent_nor_read_again(
    server: NewsServer, desk: Desk
) -> None:
    server.pages["/a"] = holding("Ferry terminal closes")
    (added,) = desk.add(server.at("/a")).outcomes
    sent = server.sent
    (again,) = desk.add(server.at("/a")).outcomes
    assert again.kind is AddedKind.UNCHANGED
    assert (again.article_id, again.title) == (added.article_id, added.title)
    assert server.sent == sent
    # Once it has been removed it is fetched in whole.
    desk.remove(str(added.article_id))
    assert kinds(desk.add(server.at("/a"))) == [AddedKind.ADDED]


def test_a_page_that_has_changed_replaces_what_it_was(server: NewsServer, desk: Desk) -> None:
    server.pages["/a?utm_source=x"] = story("Ferry terminal closes")
    server.pages["/a?utm_source=y"] = story("Ferry stays open", tag='"2"')
    (first,) = desk.add(server.at("/a?utm_source=x")).outcomes
    (second,) = desk.add(server.at("/a?utm_source=y")).outcomes
    assert second.kind is AddedKind.REPLACED
    assert second.replaces == first.article_id
    assert [article.title for article in desk.articles()] == ["Ferry stays open"]


def test_a_page_can_be_summarised_without_being_added(server: NewsServer, desk: Desk) -> None:
    server.pages["/a"] = story("Ferry terminal closes")
    summary = desk.summarise(server.at("/a"), words=30)
    assert summary.statements
    assert desk.count() == 0
    with pytest.raises(FetchError, match="404"):
        desk.summarise(server.at("/gone"))


def test_this_machine_is_private_unless_the_settings_say_otherwise(
    server: NewsServer, tmp_path: Path
) -> None:
    server.pages["/a"] = story("Ferry terminal closes")
    with Assistant(home=tmp_path / "home") as assistant:
        (outcome,) = assistant.add(server.at("/a")).outcomes
    assert outcome.kind is AddedKind.FAILED
    assert "--allow-private-network" in str(outcome.hint)
    assert server.requests == []


def test_sites_are_asked_side_by_side_and_each_in_turn(desk: Desk) -> None:
    """Two sites whose first pages wait for each other can only be read side by side."""
    meeting = threading.Barrier(2, timeout=20)
    open_pages = {"one": 0, "two": 0}
    most = dict(open_pages)

    def rule(name: str) -> Rule:
        def give(asked: Asked) -> Behaviour:
            open_pages[name] += 1
            most[name] = max(most[name], open_pages[name])
            if asked.path == "/1":
                meeting.wait()
            open_pages[name] -= 1
            return story(f"Story {asked.path} of {name}")

        return give

    with NewsServer() as one, NewsServer() as two:
        for server, name in ((one, "one"), (two, "two")):
            for path in ("/1", "/2", "/3"):
                server.pages[path] = rule(name)
        addresses = [server.at(f"/{n}") for server in (one, two) for n in (1, 2, 3)]
        report = desk.add(*addresses)
    assert kinds(report) == [AddedKind.ADDED] * 6
    assert most == {"one": 1, "two": 1}


def test_adding_is_stopped_while_a_server_says_nothing(server: NewsServer, desk: Desk) -> None:
    server.pages["/robots.txt"] = Gives(b"")
    server.pages["/slow"] = Hangs()
    with stopped_once_asked(server, "/slow"), pytest.raises(StoppedError):
        desk.add(server.at("/slow"), server.at("/slow2"))


def test_a_library_of_an_older_program_is_opened_and_completed(
    server: NewsServer, desk: Desk, tmp_path: Path
) -> None:
    server.pages["/b"] = story("The mayor speaks")
    desk.add(server.at("/b"))
    desk.close()
    engine = sa.create_engine(f"sqlite:///{tmp_path}/home/catalogue.sqlite")
    with engine.begin() as connection:
        for table in ("fetches", "feed_items", "feeds"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
    engine.dispose()
    server.pages["/a"] = story("Ferry terminal closes")
    assert kinds(desk.add(server.at("/a"))) == [AddedKind.ADDED]
    assert desk.count() == 2
    assert desk.feeds() == ()


# -- feeds -------------------------------------------------------------------------


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


def test_a_feed_whose_address_is_none_never_stops_the_others(
    server: NewsServer, desk: Desk, tmp_path: Path
) -> None:
    server.pages["/1"] = story("Story 1")
    server.pages["/feed"] = feed_of(linked(server, "/1", 1))
    desk.follow(server.at("/feed"))
    engine = sa.create_engine(f"sqlite:///{tmp_path}/home/catalogue.sqlite")
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO feeds (url, title, followed, taken) VALUES ('x', 'X', :then, 0)"),
            {"then": "2024-01-01T00:00:00+00:00"},
        )
    engine.dispose()
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
