"""Which feeds are refreshed when: paused ones, lists of them, and the schedule."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import StoppedError, UsageError
from assistant.reports import AddedKind, Feed
from assistant.settings import load_settings
from assistant.web.schedule import Schedule
from tests.fetching.waiting import local
from tests.following.desk import Desk, change_catalogue, feed_of, kinds, linked, story
from tests.news_server import Asked, Behaviour, Gives, Hangs, NewsServer

START = datetime(2031, 3, 4, 10, 0, tzinfo=UTC)


class Clock:
    """A time that the test moves on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def after(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    settings = load_settings(home=tmp_path / "home", allow_private_network=True, feeds_every=60)
    with Desk(settings=settings, now=clock) as made:
        yield made


@pytest.fixture
def followed(server: NewsServer, desk: Desk) -> Feed:
    """A feed that is followed, of one story, whose server knows conditional requests."""
    server.pages["/1"] = story("Story 1")

    def feed(asked: Asked) -> Behaviour:
        if asked.headers.get("if-none-match") == '"1"':
            return Gives(status=304)
        given = feed_of(linked(server, "/1", 1))
        return Gives(given.body, headers={"etag": '"1"'}, content_type=given.content_type)

    server.pages["/feed"] = feed
    return desk.follow(server.at("/feed"))


def asked(server: NewsServer, path: str = "/feed") -> int:
    return server.paths.count(path)


def test_a_paused_feed_is_kept_and_read_only_by_its_name(
    server: NewsServer, desk: Desk, followed: Feed, clock: Clock
) -> None:
    server.pages["/other"] = feed_of(linked(server, "/2", 2), title="The Harbour Post")
    server.pages["/2"] = story("Story 2")
    desk.follow(server.at("/other"))
    before = asked(server)
    assert desk.pause_feed("The Ostvik Courier").paused == START
    clock.after(hours=1)
    assert desk.pause_feed(followed.url).paused == START, "it is paused since the first time"
    assert [one.feed.title for one in desk.refresh()] == ["The Harbour Post"]
    assert [one.feed.title for one in desk.refresh_due()] == []
    assert asked(server) == before
    (named,) = desk.refresh(followed.url)
    assert kinds(named) == [AddedKind.ADDED]
    kept = {feed.title: feed for feed in desk.feeds()}["The Ostvik Courier"]
    assert (kept.paused, kept.taken) == (START, 1), "it is read once, and stays paused"
    assert desk.next_refresh(kept) is None
    desk.pause_feed(server.at("/other"))
    with pytest.raises(UsageError, match="Every feed is paused"):
        desk.refresh()
    assert desk.resume_feed(followed.url).paused is None
    assert len(desk.refresh()) == 1
    with pytest.raises(UsageError, match="There is no feed"):
        desk.pause_feed("https://elsewhere.example/feed")
    desk.pause_feed(followed.url)
    desk.unfollow(followed.url)
    assert desk.follow(followed.url).paused is None, "what is followed anew begins anew"


def test_a_library_of_an_older_program_has_its_feeds_still(
    server: NewsServer, desk: Desk, followed: Feed
) -> None:
    desk.close()
    assert isinstance(desk.settings.home, Path)
    change_catalogue(desk.settings.home, "DROP TABLE feed_states")
    (kept,) = desk.feeds()
    assert (kept.url, kept.paused, kept.failures) == (followed.url, None, 0)
    server.pages["/feed"] = Gives(status=500)
    desk.refresh()
    assert desk.feeds()[0].failures == 1
    desk.pause_feed(followed.url)
    assert desk.feeds()[0].failures == 0


def test_paused_feeds_go_along_into_another_library(
    desk: Desk, followed: Feed, tmp_path: Path
) -> None:
    desk.pause_feed(followed.url)
    desk.export(tmp_path / "library.jsonl.gz")
    with Assistant(home=tmp_path / "other") as other:
        other.import_(tmp_path / "library.jsonl.gz")
        (kept,) = other.feeds()
    assert (kept.url, kept.paused) == (followed.url, START)


def test_a_list_is_followed_and_what_cannot_be_is_told(
    server: NewsServer, desk: Desk, followed: Feed
) -> None:
    addresses = (followed.url, server.at("/new"), "file:///etc/passwd", "http://u:p@a.example/")
    outlines = "".join(f"<outline text='N &lt;b&gt;' xmlUrl='{one}'/>" for one in addresses)
    before = len(server.requests)
    listed = desk.follow_listed(f"<opml><body>{outlines}</body></opml>".encode())
    assert listed.new == (server.at("/new"),)
    assert [(one.name, one.error) for one in listed.failed] == [
        (
            "file:///etc/passwd",
            "file:///etc/passwd is no web address: only http and https are fetched",
        ),
        (
            "http://u:p@a.example/",
            "http://u:p@a.example/ names a user or password, which are not sent",
        ),
    ]
    assert len(server.requests) == before, "nothing is asked for before it is refreshed"
    assert [feed.title for feed in desk.feeds()] == ["The Ostvik Courier", "N <b>"]
    # What is no feed says so when it is read.
    _, other = desk.refresh()
    assert "(404)" in str(other.feed.error)
    again = desk.follow_listed(desk.feed_list())
    assert (again.new, again.failed) == ((), ())


def test_addresses_that_are_not_public_are_refused_by_their_numbers(tmp_path: Path) -> None:
    hosts = ("169.254.169.254", "127.0.0.1:8000", "[::1]", "10.0.0.1", "2130706433", "a.example")
    outlines = "".join(f"<outline xmlUrl='http://{host}/'/>" for host in hosts)
    with Assistant(home=tmp_path / "home") as assistant:
        listed = assistant.follow_listed(f"<opml>{outlines}</opml>".encode())
    assert listed.new == ("http://a.example/",)
    assert len(listed.failed) == 5
    assert all(one.hint for one in listed.failed)


@pytest.mark.usefixtures("followed")
def test_a_feed_is_due_after_a_while_and_later_where_it_fails(
    server: NewsServer, desk: Desk, clock: Clock
) -> None:
    (first,) = desk.refresh_due()
    assert kinds(first) == [AddedKind.ADDED], "one that was never read is due at once"
    assert desk.refresh_due() == ()
    clock.after(minutes=59)
    assert desk.refresh_due() == ()
    clock.after(minutes=1)
    count = asked(server)
    (second,) = desk.refresh_due()
    assert (second.outcomes, asked(server)) == ((), count + 1)
    assert server.requests[-1].headers["if-none-match"] == '"1"'
    server.pages["/feed"] = Gives(status=500)
    for failures, hours in ((1, 2), (2, 4), (3, 8), (4, 16), (5, 24), (6, 24)):
        clock.after(days=2)
        (failed,) = desk.refresh_due()
        assert (failed.feed.failures, failed.feed.error is None) == (failures, False)
        (kept,) = desk.feeds()
        assert desk.next_refresh(kept) == clock.now + timedelta(hours=hours)
    server.pages["/feed"] = feed_of(linked(server, "/1", 1))
    clock.after(days=1)
    (well,) = desk.refresh_due()
    assert (well.feed.failures, well.feed.error) == (0, None)


def test_nothing_is_due_where_that_is_switched_off(
    server: NewsServer, desk: Desk, followed: Feed, clock: Clock
) -> None:
    before = asked(server)
    desk.use(desk.settings.model_copy(update={"feeds_every": 0}))
    clock.after(days=30)
    assert desk.refresh_due() == ()
    assert desk.next_refresh(followed) is None
    assert asked(server) == before


@pytest.mark.usefixtures("followed")
def test_of_two_apps_at_one_library_one_refreshes(
    server: NewsServer, desk: Desk, clock: Clock
) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(_: Asked) -> Behaviour:
        entered.set()
        leave.wait(30)
        return feed_of(linked(server, "/1", 1))

    server.pages["/feed"] = slow
    with Desk(settings=desk.settings, now=clock, fetcher=local(Desk.waits)) as other:
        one = threading.Thread(target=desk.refresh_due)
        one.start()
        assert entered.wait(30)
        before = asked(server)
        assert other.refresh_due() == (), "the other one is at it"
        leave.set()
        one.join(30)
        assert other.refresh_due() == (), "and then it is done"
        assert asked(server) == before
        assert other.count() == 1


class Steps:
    """Waits for a schedule by moving the clock on; after some waits it ends it."""

    def __init__(self, clock: Clock, number: int) -> None:
        self.clock = clock
        self.left = number
        self.waited: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clock.after(seconds=seconds)
        self.left -= 1
        if self.left < 0:
            raise StoppedError


def stepped(desk: Desk, clock: Clock, number: int) -> tuple[Schedule, list[float]]:
    """A schedule that has looked ``number`` times, and the seconds that it waited for."""
    steps = Steps(clock, number)
    schedule = Schedule(desk, wait=steps)
    schedule.begin()
    schedule._thread.join(60)
    return schedule, steps.waited


@pytest.mark.usefixtures("followed")
def test_the_schedule_refreshes_each_hour_with_no_page_open(
    server: NewsServer, desk: Desk, clock: Clock
) -> None:
    server.pages["/broken"] = feed_of(title="Broken")
    desk.follow(server.at("/broken"))
    server.pages["/broken"] = Gives(status=404)
    before = asked(server), asked(server, "/broken")
    schedule, waited = stepped(desk, clock, 181)  # three hours, a look a minute
    assert waited[:3] == [30, 60, 60]
    assert (asked(server), asked(server, "/broken")) == (before[0] + 4, before[1] + 2)
    assert schedule.problem == "", "a feed that fails is no failure of the schedule"
    assert desk.count() == 1
    broken = desk.feeds()[0]
    assert (broken.failures, "(404)" in str(broken.error)) == (2, True)


@pytest.mark.usefixtures("followed")
def test_a_library_that_is_busy_is_asked_less_and_less_and_told(desk: Desk, clock: Clock) -> None:
    home = desk.settings.home
    desk.use(desk.settings.model_copy(update={"lock_timeout": 0.0}))
    with Desk(settings=desk.settings.model_copy(update={"lock_timeout": 0.0}), now=clock) as busy:
        held = Assistant(settings=load_settings(home=home))
        with held._resources.library.writing("testing"):
            schedule, waited = stepped(busy, clock, 8)
        held.close()
    assert waited == [30, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert "Waited 0 seconds" in schedule.problem


@pytest.mark.usefixtures("followed")
def test_the_schedule_is_woken_and_ends_at_once(server: NewsServer, desk: Desk) -> None:
    entered = threading.Event()

    def hangs(_: Asked) -> Behaviour:
        entered.set()
        return Hangs()

    server.pages["/feed"] = hangs
    schedule = Schedule(desk)
    schedule.begin()
    schedule.wake()
    assert entered.wait(30), "it would else wait before its first look"
    schedule.end(within=30)
    assert not schedule._thread.is_alive()
    assert desk.feeds()[0].checked is None
