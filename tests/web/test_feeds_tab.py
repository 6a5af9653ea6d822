"""Feeds in the browser: lists of them, pausing, what came of each, and when it is read again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from assistant.fetching.opml import outlines_of
from tests.fetching.made import item, page, rss
from tests.news_server import Gives, NewsServer
from tests.rendering.made import HOSTILE
from tests.web.conftest import visiting
from tests.web.desk_page import NARROW, WIDE
from tests.web.library_page import LibraryPage
from tests.web.serving import ANN, Served, served

_MARKUP = "Post <img src=x onerror=alert(1)> &amp; <b>bold</b>"


@pytest.fixture(scope="module")
def news() -> Iterator[NewsServer]:
    with NewsServer() as server:
        server.pages["/1"] = Gives(page(title="Ferry terminal closes").encode())
        server.pages["/feed"] = Gives(
            rss([item(1, link=server.at("/1"))], title=f"Courier {HOSTILE}").encode(),
            content_type="application/rss+xml",
        )
        yield server


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryPage]:
    """One page over a library that is to follow feeds of the test's server."""
    env = {"ASSISTANT_ALLOW_PRIVATE_NETWORK": "true"}
    with (
        served(tmp_path_factory.mktemp("feeds") / "home", env=env) as app,
        visiting(browser) as visit,
    ):
        yield LibraryPage(visit(app.address, viewport=WIDE)).ready().listed()


def listed(*feeds: tuple[str, str]) -> bytes:
    outlines = "".join(
        f"<outline text='{title.replace('&', '&amp;').replace('<', '&lt;')}' xmlUrl='{url}'/>"
        for title, url in feeds
    )
    return f"<opml version='2.0'><body>{outlines}</body></opml>".encode()


def give(desk: LibraryPage, name: str, data: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "text/x-opml", "buffer": data}
    desk.page.locator("#nd-files input[type=file]").set_input_files([file])


def feeds(desk: LibraryPage) -> Locator:
    """The list of feeds as it is now."""
    kept = desk.page.locator("#nd-kept")
    if kept.locator("section").is_visible():
        kept.get_by_role("button", name="Close").click()
        expect(kept.locator("section")).to_have_count(0)
    desk.page.locator("#nd-bar").get_by_role("button", name="Feeds").click()
    expect(kept.locator("section")).to_be_visible()
    return kept


def test_a_list_is_dropped_and_its_feeds_are_read_by_themselves(
    desk: LibraryPage, news: NewsServer
) -> None:
    give(
        desk,
        "feeds.opml",
        listed(
            (_MARKUP, news.at("/feed")),
            ("Gone", news.at("/gone")),
            ("Local", "file:///etc/passwd"),
        ),
    )
    told = desk.told
    expect(told).to_contain_text("2 feeds of the list followed from now on")
    expect(told.locator(".nd-is-failed")).to_have_count(1)
    expect(told.locator(".nd-is-failed")).to_contain_text("only http and https are fetched")
    told.get_by_role("button", name="Dismiss").click()
    # It is on its way, with nothing more to be clicked; the list says how it stands when opened.
    for _ in range(100):
        kept = feeds(desk)
        if "article then" in kept.inner_text() and "(404)" in kept.inner_text():
            break
    expect(kept.locator("li").first).to_contain_text("1 article then · next at")
    expect(kept.locator("li").last).to_contain_text("(404)")
    expect(kept).to_contain_text("Read every hour while the app runs")
    # The feed's own name takes the place of the list's.
    expect(kept.locator("li").first).to_contain_text("Courier")
    for name, data, said in (
        ("deep.opml", b"<opml>" + b"<outline>" * 9_999, "nested too deeply"),
        ("laugh.opml", b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml>&a;</opml>", "declares entities"),
        ("other.opml", b"<html/>", "is no list of feeds"),
    ):
        give(desk, name, data)
        expect(told.locator(".nd-is-failed").first).to_contain_text(said)
    told.get_by_role("button", name="Dismiss").click()


def test_a_feed_is_paused_and_resumed_where_it_stands(desk: LibraryPage, news: NewsServer) -> None:
    kept = feeds(desk)
    gone = kept.locator("li").filter(has_text="Gone")
    gone.get_by_role("button", name="Pause").click()
    expect(gone).to_contain_text("paused at")
    expect(gone.get_by_role("button", name="Resume")).to_be_focused()
    asked = news.paths.count("/gone")
    kept.get_by_role("button", name="Take in what is new").click()
    expect(desk.told).to_contain_text("0 added")
    expect(kept.locator("li").first).to_contain_text("0 articles then")
    expect(kept.get_by_role("button", name="Take in what is new")).to_be_focused()
    assert news.paths.count("/gone") == asked
    gone.get_by_role("button", name="Resume").click()
    expect(gone.get_by_role("button", name="Pause")).to_be_focused()
    expect(gone).not_to_contain_text("paused")


def test_the_list_is_saved_for_other_readers_and_names_stay_text(
    desk: LibraryPage, news: NewsServer, axe: str
) -> None:
    give(desk, "more.opml", listed((_MARKUP, news.at("/never"))))
    expect(desk.told).to_contain_text("1 feed of the list followed from now on")
    kept = feeds(desk)
    expect(kept.locator("li").filter(has_text=_MARKUP)).to_have_count(1)
    assert kept.locator("img, b, script").count() == 0
    with desk.page.expect_download() as saving:
        kept.get_by_role("button", name="Save the list (OPML)").click()
    assert saving.value.suggested_filename == "feeds.opml"
    found = outlines_of(saving.value.path().read_bytes(), name="feeds.opml").feeds
    assert {one.address for one in found} == {
        news.at("/feed"),
        news.at("/gone"),
        news.at("/never"),
    }
    desk.page.set_viewport_size(NARROW)
    assert desk.sideways() <= 0
    assert desk.violations(axe) == []


def test_only_who_may_have_the_server_fetch_sees_and_follows_feeds(
    locked_app: Served, browser: Browser
) -> None:
    with visiting(browser) as visit:
        one = visit(locked_app.address)
        one.get_by_label("Name").fill(ANN[0])
        one.get_by_label("Password").fill(ANN[1])
        one.keyboard.press("Enter")
        desk = LibraryPage(one).ready().listed()
        expect(one.locator("#nd-bar").get_by_role("button", name="Feeds")).to_have_count(0)
        give(desk, "feeds.opml", listed(("News", "https://a.example/feed")))
        expect(desk.told.locator(".nd-is-failed")).to_contain_text("may change the settings")
