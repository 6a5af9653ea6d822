"""Summaries in the browser: of the library, of files, of pasted text."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served

STORY = """Tramway to Ostrel reopens

The tramway to Ostrel reopened on Monday after nine years of repairs. It cost 412 million crowns.
The mayor, Ida Quist, rode on the first car. “It was worth the wait,” she said.
Some 3,000 people are expected to ride it every day. The old cars were sold to a museum.
"""


def _summarise(desk: DeskPage) -> None:
    desk.page.get_by_role("button", name="Summarise", exact=True).click()
    expect(desk.page.locator("#nd-result .nd-mark").first).to_be_visible()


def test_an_article_of_the_library_is_summarised_to_length(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.tab("Summarise")
    desk.page.get_by_label("Find articles of the library").fill("dam said")
    choices = desk.page.locator("#nd-choices").get_by_role("checkbox")
    expect(choices).to_have_count(1)
    choices.first.check()
    # What is chosen stays, whatever is looked for next.
    desk.page.get_by_label("Find articles of the library").fill("recount")
    expect(choices).to_have_count(4)
    expect(choices.first).to_be_checked()
    _summarise(desk)
    words = int(desk.page.locator("#nd-result .nd-actions .nd-aside").inner_text().split()[0])
    assert 102 <= words <= 138
    desk.page.locator("#nd-result .nd-mark").first.click()
    focus = desk.source.locator("mark.nd-focus").first
    expect(focus).to_be_visible()
    statement = desk.page.locator("#nd-result .nd-statement").first.inner_text()
    assert statement.split(".")[0][-40:] in focus.inner_text()
    with desk.page.expect_download() as made:
        desk.page.get_by_role("button", name="Download JSON").click()
    document = json.loads(Path(made.value.path()).read_text(encoding="utf-8"))
    assert document["style"] == "paragraph"
    assert document["words"] == words


def test_dropped_files_and_pasted_text_are_summarised_without_being_added(
    sample_app: Served, visitors: Visit, tmp_path: Path
) -> None:
    story = tmp_path / "tram.txt"
    story.write_text(STORY, encoding="utf-8")
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.tab("Summarise")
    desk.page.locator("#nd-summary-files input[type=file]").set_input_files([story])
    expect(desk.page.locator("#nd-summary-files")).to_contain_text("tram")
    desk.page.get_by_label("Or paste a text").fill(
        "Ostrel museum buys cars\n\n"
        "The museum of Ostrel bought eleven old tramway cars for 90,000 crowns."
    )
    desk.page.get_by_role("radio", name="Bullets").check()
    _summarise(desk)
    result = desk.page.locator("#nd-result")
    expect(result.locator("ul.nd-bullets li").first).to_be_visible()
    expect(result).to_contain_text("Ostrel")
    # The sources are read though they are in no library.
    result.locator(".nd-sources .nd-link").first.click()
    expect(desk.source.locator("mark").first).to_be_visible()
    desk.tab("Library")
    expect(desk.page.get_by_text("of 27 stories, 28 articles")).to_be_visible()


def test_nothing_to_summarise_is_told(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.tab("Summarise")
    desk.page.get_by_role("button", name="Summarise", exact=True).click()
    expect(desk.page.get_by_role("alert")).to_contain_text("There is nothing to summarise")


def test_an_open_article_is_summarised_with_one_click(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.tab("Library")
    desk.page.locator(".nd-rows .nd-link").first.click()
    desk.source.get_by_role("button", name="Summarise this article").click()
    expect(desk.page.get_by_role("tab", name="Summarise", selected=True)).to_be_visible()
    expect(desk.page.locator("#nd-result .nd-mark").first).to_be_visible()
