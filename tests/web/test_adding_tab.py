"""What is added in the browser: files, texts, pages and feeds, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from assistant.errors import UsageError
from assistant.web.limits import Allowance
from tests.fetching.made import item, page, rss
from tests.news_server import Drips, Gives, NewsServer
from tests.web.conftest import visiting
from tests.web.desk_page import NARROW, WIDE, DeskPage, Visit
from tests.web.library_page import LibraryPage
from tests.web.serving import Served, served

_TRAM = "The tramway to Ostrel reopened on Monday after nine years. It cost 412 million crowns."


@pytest.fixture(scope="module")
def news() -> Iterator[NewsServer]:
    with NewsServer() as server:
        yield server


@pytest.fixture(scope="module")
def shared(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryPage]:
    """One page over a library that everything is added to, which may reach the test's server."""
    home = tmp_path_factory.mktemp("adding") / "home"
    env = {"ASSISTANT_ALLOW_PRIVATE_NETWORK": "true"}
    with served(home, env=env) as app, visiting(browser) as visit:
        yield LibraryPage(visit(app.address, viewport=WIDE)).ready()


@pytest.fixture
def desk(shared: LibraryPage) -> LibraryPage:
    shared.page.set_viewport_size(WIDE)
    shared.listed().none()
    return shared


def _give(desk: LibraryPage, address: str) -> None:
    field = desk.page.get_by_label("Address of a page or feed")
    field.fill(address)
    field.press("Enter")


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_files_are_chosen_or_dropped_anywhere_and_none_is_lost(desk: LibraryPage) -> None:
    files = desk.page.locator("#nd-files input[type=file]")
    files.set_input_files(
        [_file("tram.txt", f"Tramway reopens\n\n{_TRAM}"), _file("empty.txt", "")]
    )
    # While that is read, and in the very moment in which it is done.
    desk.drop(costs=f"Tramway costs\n\n{_TRAM} So said the council.")
    files.set_input_files([_file("late.txt", f"Tramway late\n\n{_TRAM} It was late.")])
    expect(desk.told.locator(".nd-added")).to_contain_text("3 added, 1 failed")
    desk.drop(more=f"Tramway again\n\n{_TRAM} It ran again.")
    expect(desk.told).to_contain_text("4 added, 1 failed")
    expect(desk.told.locator(".nd-is-failed")).to_contain_text("empty.txt")
    assert "assistant-uploads" not in desk.told.inner_text(), "a path of the server is shown"
    expect(desk.heads.filter(has_text="Tramway")).to_have_count(4)
    # What failed stays until it is put away.
    desk.find.fill("council")
    expect(desk.heads).to_have_text(["Tramway costs"])
    expect(desk.told.locator(".nd-is-failed")).to_have_count(1)
    desk.told.get_by_role("button", name="Dismiss").click()
    expect(desk.told.locator(".nd-added")).to_have_count(0)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_text_is_pasted_with_what_is_said_of_it(desk: LibraryPage, narrow: bool) -> None:
    if narrow:
        desk.page.set_viewport_size(NARROW)
    titles = (
        ["港口罢工进入第三周", "إضراب الميناء يدخل أسبوعه الثالث"] if narrow else ["Headline " * 33]
    )
    for title in titles:
        desk.page.locator("#nd-bar").get_by_role("button", name="Text").click()
        desk.page.get_by_label("Text of an article").fill(f"{_TRAM} {title}")
        desk.page.get_by_label("Headline", exact=True).fill(title)
        pasted = desk.page.locator("#nd-pasted-text")
        pasted.get_by_label("Outlet").fill("The Ostrel Courier")
        pasted.get_by_label("Day").fill("2031-03-04")
        desk.page.get_by_role("button", name="Add", exact=True).click()
        expect(desk.told).to_contain_text("1 added")
        # It is gone as soon as something else is done, and what has been taken with it.
        expect(desk.page.get_by_label("Text of an article")).to_have_value("")
        desk.page.wait_for_timeout(1_000)
        desk.page.locator("#nd-bar").get_by_role("button", name="Text").click()
        expect(desk.told.locator(".nd-added")).to_have_count(0)
        row = desk.rows.filter(has_text=title.strip())
        expect(row.locator(".nd-where")).to_contain_text("The Ostrel Courier 4 March 2031")
        assert desk.sideways() <= 0
        shown = row.locator(".nd-link")
        assert shown.evaluate("one => one.scrollWidth <= one.clientWidth || one.offsetWidth > 0")


def test_a_text_that_is_pasted_for_an_address_is_taken_as_one(desk: LibraryPage) -> None:
    field = desk.page.get_by_label("Address of a page or feed")
    paste = """(field, text) => {
      const data = new DataTransfer()
      data.setData("text", text)
      const how = {bubbles: true, cancelable: true, clipboardData: data}
      field.dispatchEvent(new ClipboardEvent("paste", how))
    }"""
    field.focus()
    field.evaluate(paste, "https://a.example/1\nhttps://a.example/2\n")
    expect(field).to_have_value("https://a.example/1 https://a.example/2")
    field.fill("")
    field.evaluate(paste, f"Ferry late\n\n{_TRAM}")
    text = desk.page.get_by_label("Text of an article")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Ferry late\n\n{_TRAM}")
    text.fill("")
    desk.page.locator("#nd-bar").get_by_role("button", name="Text").click()


def test_an_address_is_added_as_the_page_or_the_feed_that_it_is(
    desk: LibraryPage, news: NewsServer
) -> None:
    head = f'<link rel="alternate" type="application/rss+xml" href="{news.at("/feed")}">'
    other = "".join(f"<p>The ferry to isle {n} will sail at {n} o'clock.</p>" for n in range(9))
    news.pages["/a"] = Gives(page(title="Ferry terminal closes", head=head).encode())
    news.pages["/b"] = Gives(page(title="Ferry stays open", body=other).encode())
    feed = rss([item(1, title="Ferry stays open", link=news.at("/b"))])
    news.pages["/feed"] = Gives(feed.encode(), content_type="application/rss+xml")
    _give(desk, news.at("/a"))
    expect(desk.told.locator(".nd-is-added")).to_contain_text("Ferry terminal closes")
    expect(desk.heads.filter(has_text="Ferry")).to_have_text(["Ferry terminal closes"])
    # The feed that the page names, then the same by its address.
    desk.told.get_by_role("button", name="Follow the feed of this page").click()
    expect(desk.told).to_contain_text("The feed “The Ostvik Courier” is followed")
    expect(desk.heads.filter(has_text="Ferry")).to_have_count(2)
    desk.told.get_by_role("button", name="Dismiss").click()
    _give(desk, news.at("/feed"))
    expect(desk.told).to_contain_text("The feed “The Ostvik Courier” is followed")
    desk.told.get_by_role("button", name="Dismiss").click()
    desk.page.get_by_role("button", name="Feeds").click()
    kept = desk.page.locator("#nd-kept")
    expect(kept.locator("li")).to_contain_text("The Ostvik Courier")
    kept.get_by_role("button", name="Take in what is new").click()
    expect(desk.told).to_contain_text("0 added")
    kept.get_by_role("button", name="Follow no more").click()
    expect(kept.locator("li")).to_have_count(0)
    kept.get_by_role("button", name="Close").click()
    for address, said in (
        (news.at("/gone"), "(404)"),
        ("file:///etc/passwd", "only http and https are fetched"),
        ("/etc/passwd", "is no web address"),
        (" ".join(f"http://x{n}.example" for n in range(21)), "21 addresses are more than the 20"),
    ):
        _give(desk, address)
        expect(desk.told.locator(".nd-is-failed").first).to_contain_text(said)
    desk.told.get_by_role("button", name="Dismiss").click()


def test_what_is_fetched_can_be_stopped_and_what_waits_with_it(
    desk: LibraryPage, news: NewsServer
) -> None:
    news.pages["/slow"] = Drips()
    before = desk.heads.count()
    _give(desk, news.at("/slow"))
    expect(desk.told.get_by_role("button", name="Stop")).to_be_visible()
    desk.drop(waits=f"It waits\n\n{_TRAM} It waits.")
    expect(desk.told).to_contain_text("1 more waiting")
    desk.told.get_by_role("button", name="Stop").click()
    expect(desk.told).to_contain_text("Stopped; what had been added by then is in the library")
    expect(desk.told).to_contain_text("1 more not begun")
    assert desk.heads.count() == before


def test_private_addresses_are_reached_for_nobody(
    sample_app: Served, visitors: Visit, news: NewsServer
) -> None:
    desk = LibraryPage(visitors(sample_app.address)).ready().listed()
    asked = len(news.requests)
    for address in (news.at("/a"), f"http://localhost:{news.port}/a", "http://169.254.169.254/"):
        _give(desk, address)
        expect(desk.told.locator(".nd-is-failed").first).to_contain_text("nothing is fetched")
        desk.told.get_by_role("button", name="Dismiss").click()
    assert len(news.requests) == asked


def test_an_empty_library_says_how_to_begin_on_the_page(visitors: Visit, tmp_path: Path) -> None:
    with served(tmp_path / "home") as app:
        desk = LibraryPage(visitors(app.address)).ready().listed()
        empty = desk.page.locator(".nd-library")
        expect(empty).to_contain_text("Drop files anywhere on this page")
        assert "assistant " not in empty.inner_text()
        empty.get_by_role("button", name="Try it with 28 invented sample articles").click()
        # One is back where something can be asked, with something to ask.
        expect(desk.page.get_by_role("tab", name="Ask", selected=True)).to_be_visible()
        expect(desk.page.locator(".nd-suggestions button").first).to_be_visible()


def test_the_first_steps_of_somebody_without_instructions(visitors: Visit, tmp_path: Path) -> None:
    with served(tmp_path / "home") as app:
        desk = DeskPage(visitors(app.address)).ready()
        desk.page.get_by_role("button", name="Add your own").click()
        expect(desk.page.get_by_text("There are no articles yet")).to_be_visible()
        told = desk.add(_tramway(tmp_path))  # a path of the browser's machine
        expect(told).to_contain_text("1 added")
        assert str(tmp_path) not in told.inner_text(), "a path of the server is shown"
        desk.tab("Ask")
        answer = desk.ask("How much did the tramway to Ostrel cost?")
        expect(answer).to_contain_text("412 million crowns")


def _tramway(folder: Path) -> Path:
    path = folder / "tram.txt"
    path.write_text(f"Tramway to Ostrel reopens\n\n{_TRAM}\n", encoding="utf-8")
    return path


def test_adding_and_chatting_go_on_side_by_side(sample_home: Path, visitors: Visit) -> None:
    with served(sample_home) as app:
        adding = LibraryPage(visitors(app.address)).ready().listed()
        asking = LibraryPage(visitors(app.address)).ready()
        many = [
            _file(f"{n}.txt", f"Tramway\n\n{f'The tramway carried {n} thousand people. ' * 40}")
            for n in range(100, 160)
        ]
        adding.page.locator("#nd-files input[type=file]").set_input_files(many)
        asking.ask("How many people were rescued from the Saint Orla?")
        asking.ask("Who is blamed for the sinking?")
        expect(asking.latest.locator(".nd-mark").first).to_be_visible()
        expect(adding.told.locator(".nd-added")).to_contain_text("60 added", timeout=60_000)
        # A page that was open all the time sees them when it looks.
        asking.listed()
        expect(asking.page.get_by_text("of 87 stories, 88 articles")).to_be_visible()


def test_what_is_too_large_too_much_or_no_article_is_refused_with_words(
    visitors: Visit, tmp_path: Path
) -> None:
    with served(tmp_path / "home", env={"ASSISTANT_MAX_FILE_MB": "0.02"}) as app:
        desk = LibraryPage(visitors(app.address)).ready()
        told = desk.add(
            _file("large.txt", f"Large\n\n{'The tramway to Ostrel reopened on Monday. ' * 800}"),
            _file("small.txt", f"Small\n\n{_TRAM}"),
            {"name": "rubbish.pdf", "mimeType": "x/y", "buffer": bytes(range(256)) * 20},
        )
        expect(told).to_contain_text("1 added, 2 failed")
        expect(told).to_contain_text("ASSISTANT_MAX_FILE_MB")
        for name in ("large.txt", "rubbish.pdf"):
            expect(told.locator(".nd-doubt").filter(has_text=name)).to_have_count(1)
        told.get_by_role("button", name="Dismiss").click()
        many = [_file(f"{n}.txt", "The tramway reopened.") for n in range(201)]
        files = desk.page.locator("#nd-files input[type=file]")
        files.set_input_files(many)
        expect(desk.told).to_contain_text("201 files are more than the 200")
        expect(desk.page.get_by_text("of 1 article")).to_be_visible()
        # The same files, one fewer, are taken by the same field.
        files.set_input_files(many[:200])
        expect(desk.told.locator(".nd-added")).to_contain_text("1 added")
        # So many that they are not even sent.
        files.set_input_files([_file(f"{n}.txt", "The tramway. " * 5_000) for n in range(4)])
        expect(desk.page.locator("#nd-outcome-said")).to_contain_text("too large")


def test_addresses_are_asked_for_so_often_within_a_while() -> None:
    clock = [0.0]
    allowance = Allowance(3, 60.0, now=lambda: clock[0])
    allowance.take()
    clock[0] = 10.0
    allowance.take(2)
    with pytest.raises(UsageError, match="More than 3 addresses") as refused:
        allowance.take()
    assert refused.value.hint == "Try again in 50 seconds"
    clock[0] = 59.0
    with pytest.raises(UsageError):
        allowance.take()
    clock[0] = 60.0
    allowance.take()
    with pytest.raises(UsageError) as refused:
        allowance.take(4)
    assert refused.value.hint == "Try again in 60 seconds"
