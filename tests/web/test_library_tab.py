"""The library in the browser: adding, finding, sorting, reading, removing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served, served


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Served]:
    """The app over a library of its own, with nothing in it."""
    with served(tmp_path / "home") as app:
        yield app


@pytest.fixture
def filled_app(sample_home: Path) -> Iterator[Served]:
    """The app over a library of its own with the sample articles."""
    with served(sample_home) as app:
        yield app


def _story(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(f"Tramway to Ostrel reopens\n\n{words}\n", encoding="utf-8")
    return path


def test_the_first_steps_of_somebody_without_instructions(
    own_app: Served, visitors: Visit, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    desk = DeskPage(visitors(own_app.address)).ready()
    desk.page.get_by_role("button", name="Add your own").click()
    expect(desk.page.get_by_text("There are no articles yet")).to_be_visible()
    told = desk.add(
        _story(tmp_path, "tram.txt", "The tramway to Ostrel reopened on Monday after nine years."),
        empty,
        _story(tmp_path, "costs.md", "The tramway cost 412 million crowns, the council said."),
    )
    expect(told).to_contain_text("2 added, 1 failed")
    expect(told).to_contain_text("empty.txt")
    assert str(tmp_path) not in told.inner_text(), "a path of the server is shown"
    assert "assistant-uploads" not in told.inner_text()
    desk.tab("Ask")
    answer = desk.ask("How much did the tramway to Ostrel cost?")
    expect(answer).to_contain_text("412 million crowns")


def test_articles_are_found_sorted_read_and_removed(filled_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(filled_app.address)).ready()
    desk.tab("Library")
    rows = desk.page.locator(".nd-library tbody tr")
    expect(rows).to_have_count(27)
    desk.page.get_by_label("Find", exact=True).fill("Recount")
    expect(rows).to_have_count(3)
    desk.page.get_by_label("Find", exact=True).fill("")
    expect(rows).to_have_count(27)
    desk.page.get_by_role("button", name="Headline").click()
    heading = desk.page.get_by_role("columnheader", name="Headline")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    titles = [title.lower() for title in rows.locator("> td > .nd-link").all_inner_texts()]
    assert titles == sorted(titles)
    desk.page.get_by_role("button", name="Sentences").click()
    expect(rows.first.locator(".nd-figure")).to_have_text("217")
    rows.first.locator(".nd-link").click()
    expect(desk.source.locator("h2")).to_have_text("What the dam said")
    remove = desk.page.get_by_role("button", name="Remove the chosen …")
    expect(remove).to_be_disabled()
    rows.nth(0).get_by_role("checkbox").check()
    rows.nth(1).get_by_role("checkbox").check()
    remove.click()
    asked = desk.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Remove 2 articles")
    asked.get_by_role("button", name="Keep").click()
    expect(asked).to_have_count(0)
    expect(rows).to_have_count(27)
    remove.click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(desk.page.locator("#nd-outcome")).to_contain_text("2 articles removed")
    expect(rows).to_have_count(25)


def test_copies_of_a_story_are_one_entry_and_corrections_are_marked(
    filled_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(filled_app.address)).ready()
    desk.tab("Library")
    rows = desk.page.locator(".nd-library tbody tr")
    expect(desk.page.get_by_text("1–27 of 27 stories, 28 articles")).to_be_visible()
    corrected = rows.filter(has_text="Tolland’s budget")
    expect(corrected.locator(".nd-badge")).to_have_text("corrected")
    corrected.locator(".nd-link").click()
    expect(desk.source.locator(".nd-badge")).to_have_text("corrected")
    desk.source.locator("details summary").click()
    expect(desk.source.locator("details p")).to_contain_text("earlier version of this article")
    desk.page.keyboard.press("Escape")

    # By a word of the copy's headline and its outlet.
    desk.page.get_by_label("Find", exact=True).fill("hopes ledger")
    expect(rows).to_have_count(1)
    expect(rows.locator("> td > .nd-link")).to_have_text(
        "Death toll in Thorrenia ferry disaster rises to 19"
    )
    folded = rows.locator("summary")
    expect(folded).to_have_text("also in The Corvenne Ledger")
    copy = rows.get_by_role("button", name="Hopes fade for missing")
    expect(copy).to_be_hidden()
    folded.focus()
    desk.page.keyboard.press("Enter")
    copy.click()
    expect(desk.source.locator("h2")).to_have_text(
        "Hopes fade for missing as divers enter sunken Saint Orla"
    )
    desk.page.keyboard.press("Escape")
    expect(copy).to_be_focused()
    rows.get_by_role("checkbox", name="Choose: Death toll").check()
    desk.page.get_by_role("button", name="Remove the chosen …").click()
    asked = desk.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Remove 1 article")
    asked.get_by_role("button", name="Remove").click()
    # The copy is the head of its story now, which it alone tells.
    expect(rows.locator("> td > .nd-link")).to_have_text(
        "Hopes fade for missing as divers enter sunken Saint Orla"
    )
    expect(rows.locator("details")).to_have_count(0)


def test_a_citation_of_an_article_that_is_gone_shows_what_was_quoted(
    filled_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(filled_app.address)).ready()
    answer = desk.ask("How many people were rescued from the Saint Orla?")
    title = answer.locator("ol.nd-sources .nd-link").first.inner_text()
    desk.tab("Library")
    row = desk.page.locator(".nd-library tbody tr", has_text=title)
    row.get_by_role("checkbox").check()
    desk.page.get_by_role("button", name="Remove the chosen …").click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(desk.page.locator("#nd-outcome")).to_contain_text("1 article removed")
    desk.tab("Ask")
    desk.latest.locator(".nd-mark").first.click()
    expect(desk.source).to_contain_text("no longer in the library")
    expect(desk.source.locator("mark")).to_contain_text(["164"])


def test_adding_and_chatting_go_on_side_by_side(
    filled_app: Served, visitors: Visit, tmp_path: Path
) -> None:
    adding = DeskPage(visitors(filled_app.address)).ready()
    asking = DeskPage(visitors(filled_app.address)).ready()
    many = [
        _story(tmp_path, f"{n}.txt", f"The tramway carried {n} thousand people. " * 40)
        for n in range(100, 160)
    ]
    adding.tab("Library")
    adding.page.locator("#nd-files input[type=file]").set_input_files([*many])
    asking.ask("How many people were rescued from the Saint Orla?")
    asking.ask("Who is blamed for the sinking?")
    expect(asking.latest.locator(".nd-mark").first).to_be_visible()
    told = adding.page.locator("#nd-outcome .nd-added")
    expect(told).to_contain_text("60 added", timeout=60_000)
    # A page that was open all the time sees them when it looks.
    asking.tab("Library")
    expect(asking.page.get_by_text("of 87 stories, 88 articles")).to_be_visible()


def test_what_is_no_article_is_refused_with_words(
    sample_app: Served, visitors: Visit, tmp_path: Path
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    rubbish = tmp_path / "rubbish.pdf"
    rubbish.write_bytes(bytes(range(256)) * 20)
    told = desk.add(rubbish)
    expect(told).to_contain_text("1 failed")
    expect(told.locator(".nd-doubt")).to_contain_text("rubbish.pdf")


def test_what_is_too_large_and_what_is_too_much_is_refused_with_words(
    visitors: Visit, tmp_path: Path
) -> None:
    with served(tmp_path / "home", env={"ASSISTANT_MAX_FILE_MB": "0.02"}) as app:
        desk = DeskPage(visitors(app.address)).ready()
        large = _story(tmp_path, "large.txt", "The tramway to Ostrel reopened on Monday. " * 800)
        small = _story(tmp_path, "small.txt", "The tramway to Ostrel reopened on Monday.")
        told = desk.add(large, small)
        expect(told).to_contain_text("1 added, 1 failed")
        expect(told.locator(".nd-doubt")).to_contain_text("large.txt")
        expect(told.locator(".nd-doubt")).to_contain_text("ASSISTANT_MAX_FILE_MB")
        many: list[FilePayload] = [
            {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"The tramway reopened."}
            for n in range(201)
        ]
        # The field is emptied a moment after its files have been added: begin with a new one.
        desk = DeskPage(visitors(app.address)).ready()
        desk.tab("Library")
        desk.page.locator("#nd-files input[type=file]").set_input_files(many)
        outcome = desk.page.locator("#nd-outcome")
        expect(outcome).to_contain_text("201 files are more than the 200")
        expect(desk.page.get_by_text("of 1 article")).to_be_visible()
        # The same files, one fewer, are taken by the same field.
        desk.page.locator("#nd-files input[type=file]").set_input_files(many[:200])
        expect(outcome.locator(".nd-added")).to_contain_text("1 added")
