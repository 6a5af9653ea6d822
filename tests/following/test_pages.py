"""Pages into a library, from a real server, by the object that everybody uses."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import FetchError, StoppedError
from assistant.reports import AddedKind
from tests.following.desk import Desk, change_catalogue, holding, kinds, story
from tests.news_server import Asked, Behaviour, Gives, Hangs, NewsServer, Rule, stopped_once_asked


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
    tables = ("fetches", "feed_items", "feeds")
    change_catalogue(tmp_path / "home", *(f"DROP TABLE {table}" for table in tables))
    server.pages["/a"] = story("Ferry terminal closes")
    assert kinds(desk.add(server.at("/a"))) == [AddedKind.ADDED]
    assert desk.count() == 2
    assert desk.feeds() == ()
