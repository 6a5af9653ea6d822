"""The library in the browser: found, read by keyboard, chosen, collected, exported, removed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.samples import copy
from tests.web.conftest import visiting
from tests.web.desk_page import NARROW, WIDE, Visit
from tests.web.library_page import LibraryPage
from tests.web.serving import ANN, Served, served

_TOLL = "Death toll in Thorrenia ferry disaster rises to 19"
_HOPES = "Hopes fade for missing as divers enter sunken Saint Orla"


@pytest.fixture
def filled_app(sample_home: Path) -> Iterator[Served]:
    """The app over a library of its own with the sample articles."""
    with served(sample_home) as app:
        yield app


@pytest.fixture(scope="module")
def shared(
    browser: Browser, sample_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LibraryPage]:
    """One page over the sample articles for all tests that leave them there."""
    home = copy(sample_library, tmp_path_factory.mktemp("shelf") / "home")
    with served(home) as app, visiting(browser) as visit:
        yield LibraryPage(visit(app.address, viewport=WIDE)).ready()


@pytest.fixture
def desk(shared: LibraryPage) -> LibraryPage:
    """That page, wide, with the whole list."""
    shared.page.set_viewport_size(WIDE)
    shared.listed().none()
    expect(shared.rows).to_have_count(27)
    return shared


def test_the_list_begins_at_the_top_and_is_cut_off_nowhere(desk: LibraryPage) -> None:
    first = desk.rows.first.bounding_box()
    assert first is not None
    assert first["y"] < 250
    assert first["width"] > WIDE["width"] - 60
    assert _cut(desk.rows.locator(".nd-link, .nd-outlet, .nd-day")) == []
    heights = desk.page.locator("#nd-bar .nd-line > *, .nd-filters .nd-field:visible")
    assert {box.bounding_box()["height"] for box in heights.all() if box.is_visible()} == {40}  # type: ignore[index]  # what is seen has a box
    desk.page.set_viewport_size(NARROW)
    assert desk.sideways() <= 0
    assert _cut(desk.rows.locator(".nd-link, .nd-outlet, .nd-day")) == []
    headline = desk.heads.first.bounding_box()
    where = desk.rows.first.locator(".nd-where").bounding_box()
    assert headline is not None
    assert where is not None
    assert where["y"] >= headline["y"] + headline["height"]
    expect(desk.rows.first.locator(".nd-where")).to_have_text(
        "Northline Radio 21 November 2025 20 sentences"
    )
    expect(desk.rows.first.locator(".nd-figure")).to_be_hidden()


def _cut(shown: Locator) -> list[str]:
    """The texts of which something is not seen."""
    cut: list[str] = shown.evaluate_all(
        "all => all.filter((one) => one.offsetParent && getComputedStyle(one).display !== 'inline'"
        " && one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
    )
    return cut


def test_articles_are_found_by_their_text_and_open_at_the_sentence(desk: LibraryPage) -> None:
    desk.find.fill("rescued stood")
    expect(desk.page.locator(".nd-found mark").first).to_be_visible()
    passage = desk.rows.first.locator(".nd-found").first
    words = passage.locator("mark").all_inner_texts()
    assert {word.lower()[:6] for word in words} == {"rescue", "stood"}
    sentence = passage.inner_text().strip()
    passage.get_by_role("button").click()
    expect(desk.source.locator("mark.nd-focus")).to_have_text(sentence)
    desk.page.keyboard.press("Escape")
    expect(passage.get_by_role("button")).to_be_focused()
    # What is still being typed is found in headlines.
    desk.find.fill("Thorrenian mara")
    expect(desk.rows).to_have_count(1)
    expect(desk.heads).to_have_text(
        "Thorrenian marathon record struck out: course was 194 meters short"
    )
    desk.find.fill("zeppelin rescued")
    expect(desk.page.locator(".nd-empty")).to_have_text("No article has all of “zeppelin rescued”.")


@pytest.mark.parametrize("narrow", [False, True])
def test_the_list_is_limited_and_ordered(desk: LibraryPage, narrow: bool) -> None:
    if narrow:
        desk.page.set_viewport_size(NARROW)
        desk.page.get_by_role("button", name="Filters").click()
    desk.narrowing.get_by_label("Outlet", exact=True).select_option("Northline Radio")
    expect(desk.rows).to_have_count(4)
    desk.narrowing.get_by_label("From").fill("2025-05-01")
    desk.narrowing.get_by_label("to", exact=True).fill("2025-06-01")
    expect(desk.heads).to_have_text(["Karrow Dam emergency: Tuesday as it happened"])
    if narrow:
        expect(desk.page.get_by_role("button", name="Filters (3)")).to_be_visible()
    desk.narrowing.get_by_label("From").fill("")
    desk.narrowing.get_by_label("to", exact=True).fill("")
    desk.narrowing.get_by_label("Outlet", exact=True).select_option("")
    expect(desk.rows).to_have_count(27)
    story = desk.narrowing.get_by_label("Story", exact=True)
    story.select_option(label=story.locator("option").nth(1).inner_text())
    expect(desk.rows).not_to_have_count(27)
    assert desk.rows.count() > 1
    story.select_option("")
    order = desk.narrowing.get_by_label("Order", exact=True)
    order.select_option("Headlines from A")
    expect(desk.heads.first).to_have_text("After eight weeks, Castrel says yes at $36.25")
    titles = [title.lower() for title in desk.heads.all_inner_texts()]
    assert titles == sorted(titles)
    order.select_option("Longest first")
    expect(desk.heads.first).to_have_text("What the dam said")
    order.select_option("Best or newest first")
    expect(desk.heads.first).to_have_text("Harte wins Marrin by 38 votes after hand recount")
    if narrow:
        desk.page.get_by_role("button", name="Filters").click()
        expect(desk.narrowing).to_be_hidden()


def test_the_keyboard_moves_chooses_and_opens(desk: LibraryPage) -> None:
    keys = desk.page.keyboard
    desk.find.focus()
    keys.press("ArrowDown")
    expect(desk.heads.nth(0)).to_be_focused()
    keys.press("j")
    keys.press("ArrowDown")
    expect(desk.heads.nth(2)).to_be_focused()
    keys.press("k")
    expect(desk.heads.nth(1)).to_be_focused()
    assert desk.heads.nth(1).evaluate("one => one.matches(':focus-visible')")
    keys.press("x")
    expect(desk.chosen).to_contain_text("1 chosen")
    keys.press("j")
    keys.press(" ")
    expect(desk.chosen).to_contain_text("2 chosen")
    expect(desk.source).to_have_count(0)
    ticks = desk.page.locator(".nd-rows > .nd-row > [data-tick]")
    expect(ticks.nth(1)).to_be_checked()
    keys.press("Enter")
    expect(desk.source.locator("h2")).to_have_text(desk.heads.nth(2).inner_text())
    keys.press("Escape")
    expect(desk.heads.nth(2)).to_be_focused()
    # From the one that was chosen last to another with the shift key, by tick or headline.
    ticks.nth(5).click(modifiers=["Shift"])
    expect(desk.chosen).to_contain_text("5 chosen")
    desk.heads.nth(7).click(modifiers=["Shift"])
    expect(desk.chosen).to_contain_text("7 chosen")
    expect(desk.source).to_have_count(0)
    # What is chosen stays so while something else is looked for.
    desk.find.fill("recount")
    expect(desk.rows).not_to_have_count(27)
    expect(desk.chosen).to_contain_text("7 chosen")
    desk.chosen.get_by_role("button", name="Choose none").click()
    expect(desk.chosen).to_be_hidden()
    # Letters go on being letters where something is typed.
    desk.find.fill("")
    desk.find.press_sequentially("jkx")
    expect(desk.find).to_have_value("jkx")


@pytest.mark.parametrize("narrow", [False, True])
def test_collections_are_made_opened_renamed_and_deleted(desk: LibraryPage, narrow: bool) -> None:
    if narrow:
        desk.page.set_viewport_size(NARROW)
    desk.choose(_TOLL, "What the dam said")
    desk.chosen.get_by_text("Collect").click()
    desk.chosen.get_by_label("Name of a new collection").fill("Water")
    desk.chosen.get_by_role("button", name="Add to it").click()
    expect(desk.told).to_contain_text("2 articles put into “Water”")
    desk.chosen.get_by_role("button", name="Choose none").click()
    desk.choose("The chute went, the dam held")
    desk.chosen.get_by_text("Collect").click()
    desk.chosen.get_by_label("Collection", exact=True).select_option("Water")
    desk.chosen.get_by_role("button", name="Add to it").click()
    expect(desk.told).to_contain_text("1 article put into “Water”")
    desk.chosen.get_by_role("button", name="Choose none").click()
    if narrow:
        desk.page.get_by_role("button", name="Filters").click()
    desk.page.get_by_role("button", name="Collections").click()
    kept = desk.page.locator("#nd-kept")
    expect(kept).to_contain_text("3 articles")
    kept.get_by_role("button", name="Water").click()
    expect(desk.rows).to_have_count(3)
    kept.get_by_label("Rename or delete: Water").click()
    kept.get_by_label("New name of Water").fill("Floods")
    kept.get_by_role("button", name="Rename").click()
    expect(kept.get_by_role("button", name="Floods", exact=True)).to_be_visible()
    expect(desk.rows).to_have_count(3)
    expect(desk.page.locator("#nd-filters [name=collection] option:checked")).to_have_text("Floods")
    assert desk.sideways() <= 0
    kept.get_by_label("Name of a new collection").fill("Floods")
    kept.get_by_role("button", name="Make").click()
    expect(desk.told).to_contain_text("There is a collection 'Floods' already")
    kept.get_by_label("Rename or delete: Floods").click()
    kept.get_by_role("button", name="Delete").click()
    # The list is no longer limited to what is not there.
    expect(desk.rows).to_have_count(27)
    kept.get_by_role("button", name="Close").click()
    expect(kept.locator("section")).to_have_count(0)
    if narrow:
        desk.page.get_by_role("button", name="Filters").click()


def test_chosen_articles_are_exported(desk: LibraryPage) -> None:
    desk.choose(_TOLL, "What the dam said")
    texts = {}
    for form in ("Markdown", "JSON lines"):
        desk.chosen.get_by_text("Export").click()
        with desk.page.expect_download() as download:
            desk.chosen.get_by_role("button", name=form).click()
        texts[form] = Path(download.value.path()).read_text(encoding="utf-8")
        desk.chosen.get_by_text("Export").click()
    assert f"# {_TOLL}\n" in texts["Markdown"]
    records = [json.loads(line) for line in texts["JSON lines"].splitlines()]
    assert [record["title"] for record in records] == [_TOLL, "What the dam said"]


@pytest.mark.parametrize("narrow", [False, True])
def test_chosen_articles_are_asked_alone_and_drafts_held_against_them(
    desk: LibraryPage, narrow: bool
) -> None:
    if narrow:
        desk.page.set_viewport_size(NARROW)
    desk.choose("What the dam said", "The chute went, the dam held")
    desk.chosen.get_by_role("button", name="Ask only these").click()
    expect(desk.page.get_by_role("tab", name="Ask", selected=True)).to_be_visible()
    expect(desk.page.locator(".nd-limit")).to_contain_text("Only: 2 chosen articles")
    if not narrow:
        answer = desk.ask("How many people were rescued from the Saint Orla?")
        expect(answer.locator(".nd-abstention")).to_be_visible()
    desk.listed()
    desk.chosen.get_by_role("button", name="Check a draft").click()
    expect(desk.page.get_by_role("tab", name="Check a draft", selected=True)).to_be_visible()
    against = desk.page.locator("#nd-draft-against")
    expect(against).to_contain_text("Against: Chosen in the library (2 articles)")
    desk.listed()


@pytest.mark.parametrize("narrow", [False, True])
def test_chosen_articles_are_summarised(desk: LibraryPage, narrow: bool) -> None:
    if narrow:
        desk.page.set_viewport_size(NARROW)
    desk.choose(_TOLL, "What the dam said")
    desk.chosen.get_by_role("button", name="Summarise").click()
    expect(desk.page.get_by_role("tab", name="Summarise", selected=True)).to_be_visible()
    expect(desk.page.locator("#nd-result .nd-mark").first).to_be_visible()
    expect(desk.page.locator(".nd-matter li")).to_have_count(2)


def test_everything_unfolded_passes_the_accessibility_checker(desk: LibraryPage, axe: str) -> None:
    desk.page.locator("#nd-bar").get_by_role("button", name="Text").click()
    desk.page.get_by_role("button", name="Collections").click()
    kept = desk.page.locator("#nd-kept")
    kept.get_by_label("Name of a new collection").fill("Water")
    kept.get_by_role("button", name="Make").click()
    kept.get_by_label("Rename or delete: Water").click()
    desk.find.fill("rescued")
    expect(desk.page.locator(".nd-found mark").first).to_be_visible()
    desk.heads.first.press("x")
    desk.chosen.get_by_text("Collect").click()
    assert desk.violations(axe) == []
    kept.get_by_role("button", name="Delete").click()
    kept.get_by_role("button", name="Close").click()
    desk.page.locator("#nd-bar").get_by_role("button", name="Text").click()


def test_articles_are_removed_when_it_is_confirmed(filled_app: Served, visitors: Visit) -> None:
    desk = LibraryPage(visitors(filled_app.address)).ready().listed()
    expect(desk.rows).to_have_count(27)
    desk.heads.nth(0).press("x")
    desk.heads.nth(1).press("x")
    remove = desk.chosen.get_by_role("button", name="Remove …")
    remove.click()
    asked = desk.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Remove 2 articles")
    asked.get_by_role("button", name="Keep").click()
    expect(asked).to_have_count(0)
    expect(desk.rows).to_have_count(27)
    remove.click()
    asked.get_by_role("button", name="Remove").click()
    expect(desk.told).to_contain_text("2 articles removed")
    expect(desk.rows).to_have_count(25)
    expect(desk.chosen).to_be_hidden()

    # Copies of a story are one entry, and what was corrected is marked.
    expect(desk.page.get_by_text("1–25 of 25 stories, 26 articles")).to_be_visible()
    corrected = desk.rows.filter(has_text="Tolland’s budget")
    expect(corrected.locator(".nd-badge")).to_have_text("corrected")
    corrected.locator(".nd-link").click()
    expect(desk.source.locator(".nd-badge")).to_have_text("corrected")
    desk.source.locator("details summary").click()
    expect(desk.source.locator("details p")).to_contain_text("earlier version of this article")
    desk.page.keyboard.press("Escape")
    # By a word of the copy's headline and its outlet.
    desk.find.fill("hopes ledger divers")
    expect(desk.heads).to_have_text([_TOLL])
    folded = desk.rows.locator("summary")
    expect(folded).to_have_text("also in The Corvenne Ledger")
    other = desk.rows.get_by_role("button", name="Hopes fade for missing as")
    expect(other.first).to_be_hidden()
    folded.focus()
    desk.page.keyboard.press("Enter")
    other.first.click()
    expect(desk.source.locator("h2")).to_have_text(_HOPES)
    desk.page.keyboard.press("Escape")
    expect(other.first).to_be_focused()
    desk.choose(_TOLL)
    remove.click()
    expect(asked).to_contain_text("Remove 1 article")
    asked.get_by_role("button", name="Remove").click()
    # The copy is the head of its story now, which it alone tells.
    expect(desk.heads).to_have_text([_HOPES])
    expect(desk.rows.locator("details")).to_have_count(0)


def test_a_citation_of_an_article_that_is_gone_shows_what_was_quoted(
    filled_app: Served, visitors: Visit
) -> None:
    desk = LibraryPage(visitors(filled_app.address)).ready()
    answer = desk.ask("How many people were rescued from the Saint Orla?")
    title = answer.locator("ol.nd-sources .nd-link").first.inner_text()
    desk.listed().choose(title)
    desk.chosen.get_by_role("button", name="Remove …").click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(desk.told).to_contain_text("1 article removed")
    desk.tab("Ask")
    desk.latest.locator(".nd-mark").first.click()
    expect(desk.source).to_contain_text("no longer in the library")
    expect(desk.source.locator("mark")).to_contain_text(["164"])


def test_collections_and_addresses_are_for_those_who_may(locked_app: Served) -> None:
    """Where several people log in: each has collections of their own, none may have us fetch."""
    with _person(locked_app, *ANN) as ann, _person(locked_app, "bo", "other") as bo:
        made = _did(ann, "nd-kept", "make", {"name": "Ann's own"})
        key = made.split('data-collection=\\"')[1][:16]
        assert "Ann&#39;s own" in made
        assert "Ann" not in _did(bo, "nd-filters", "collections", {})
        for event, act in (
            ("rename", {"collection": key, "name": "Bo's"}),
            ("delete", {"collection": key}),
        ):
            assert "There is no collection" in _did(bo, "nd-kept", event, act)
        limited = _did(bo, "nd-filters", "filter", {}, {"collection": key}, None)
        assert "There is no collection" in limited
        stale = _did(bo, "nd-filters", "filter", {}, {"collection": "../../etc"}, None)
        assert "cannot be understood" in stale
        assert "Ann&#39;s own" in _did(ann, "nd-filters", "collections", {})
        for client in (ann, bo):
            assert "only for who may change" in _did(client, "nd-bar", "feeds", {})
            unfollowed = _did(client, "nd-kept", "unfollow", {"address": "http://x.example/"})
            assert "only for who may change" in unfollowed
        _did(ann, "nd-kept", "delete", {"collection": key})


@contextmanager
def _person(app: Served, name: str, password: str) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=app.address, auth=(name.encode(), password.encode()), timeout=120
    ) as client:
        # Without a cookie a page is whose collections are meant.
        client.headers["x-page"] = f"page-of-{name}"
        yield client


def _did(client: httpx.Client, element: str, event: str, act: object, *data: object) -> str:
    """What the page's own event answers to whoever calls it."""
    config = client.get("/config").json()
    wanted = {one["id"] for one in config["components"] if one["props"].get("elem_id") == element}
    (number,) = (
        one["id"]
        for one in config["dependencies"]
        if any(kind == event and target in wanted for target, kind in one["targets"])
    )
    page = client.headers["x-page"]
    asked = {"fn_index": number, "data": data, "event_data": act, "session_hash": page}
    return client.post("/gradio_api/run/predict", json=asked).raise_for_status().text
