"""Summaries in the browser: of topics, stories and articles, of files, of pasted text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.web.conftest import visiting
from tests.web.desk_page import DeskPage
from tests.web.serving import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

STORY = """Tramway to Ostrel reopens

The tramway to Ostrel reopened on Monday after nine years of repairs. It cost 412 million crowns.
The mayor, Ida Quist, rode on the first car. “It was worth the wait,” she said.
Some 3,000 people are expected to ride it every day. The old cars were sold to a museum.
"""


@pytest.fixture(scope="module")
def shared(sample_app: Served, browser: Browser) -> Iterator[DeskPage]:
    """One page for the whole module."""
    with visiting(browser) as visit:
        yield DeskPage(visit(sample_app.address)).ready()


@pytest.fixture
def desk(shared: DeskPage) -> DeskPage:
    """The tab with nothing to summarise yet."""
    shared.page.reload()
    shared.ready().tab("Summarise")
    expect(shared.page.locator(".nd-offers button").first).to_be_visible()
    return shared


def _chips(desk: DeskPage) -> Locator:
    return desk.page.locator(".nd-matter li")


def _take(desk: DeskPage, words: str, kind: str) -> str:
    """Types words and chooses the first of a kind that is offered; what its chip says."""
    before = _chips(desk).count()
    desk.page.get_by_label("A topic, a story or a headline").fill(words)
    expect(desk.page.locator('.nd-offers [data-kind="topic"]')).to_have_attribute("data-key", words)
    desk.page.locator(f'.nd-offers [data-kind="{kind}"]').first.click()
    expect(_chips(desk)).to_have_count(before + 1)
    return _chips(desk).last.inner_text()


def _summarise(desk: DeskPage) -> Locator:
    desk.page.get_by_role("button", name="Summarise", exact=True).click()
    return _made(desk)


def _made(desk: DeskPage) -> Locator:
    result = desk.page.locator("#nd-result")
    expect(result.locator(".nd-mark").first).to_be_visible()
    expect(desk.page.locator("#nd-summary-outcome p")).to_have_count(0)
    return result


def _words(desk: DeskPage) -> int:
    return int(desk.page.locator("#nd-result .nd-actions .nd-aside").inner_text().split()[0])


def test_a_topic_a_story_and_an_article_are_chips_that_can_be_taken_off(
    desk: DeskPage, axe: str
) -> None:
    assert _take(desk, "dam", "topic").startswith("Topic: dam (")
    assert _take(desk, "ferry", "story").startswith("Story: ")
    assert "Harte" in _take(desk, "recount Harte", "article")
    # What is chosen again is there once.
    desk.page.get_by_label("A topic, a story or a headline").fill("recount Harte")
    expect(desk.page.locator('.nd-offers [data-kind="topic"]')).to_have_attribute(
        "data-key", "recount Harte"
    )
    desk.page.locator('.nd-offers [data-kind="article"]').first.click()
    expect(desk.page.get_by_label("A topic, a story or a headline")).to_have_value("")
    expect(_chips(desk)).to_have_count(3)
    assert desk.violations(axe) == []
    desk.page.get_by_role("button", name="Take off: Topic: dam").click()
    expect(_chips(desk)).to_have_count(2)
    result = _summarise(desk)
    expect(result).not_to_contain_text("Karrow")
    assert desk.violations(axe) == []


def test_the_inputs_fold_away_and_one_click_brings_them_back(desk: DeskPage) -> None:
    _take(desk, "dam", "topic")
    _summarise(desk)
    sought = desk.page.get_by_label("A topic, a story or a headline")
    expect(sought).to_be_hidden()
    expect(_chips(desk)).to_have_count(1)
    assert 102 <= _words(desk) <= 138
    desk.page.locator("#nd-result .nd-mark").first.click()
    expect(desk.source.locator("mark.nd-focus").first).to_be_visible()
    desk.source.get_by_role("button", name="Close the source").click()
    desk.page.get_by_role("button", name="Change what is summarised, or how").click()
    expect(sought).to_be_visible()


def test_another_summary_of_the_same_is_one_click(desk: DeskPage) -> None:
    _take(desk, "ferry", "story")
    result = _summarise(desk)
    first = _words(desk)
    result.get_by_role("button", name="Shorter").click()
    expect(result.locator(".nd-actions .nd-aside")).not_to_have_text(f"{first} words")
    assert _words(desk) < first
    result.get_by_role("button", name="As bullet points").click()
    expect(result.locator("ul.nd-bullets li").first).to_be_visible()
    result.get_by_role("button", name="What it leaves out").click()
    expect(result.locator(".nd-left-out h3")).to_contain_text("facts that at least two")
    left_out = result.locator(".nd-left-out li").first
    expect(left_out).to_contain_text("nothing like it found")
    left_out.get_by_role("button").click()
    expect(desk.source.locator("mark.nd-focus").first).to_be_visible()
    desk.source.get_by_role("button", name="Close the source").click()
    result.get_by_role("button", name="As a headline").click()
    expect(result.locator(".nd-headline")).to_be_visible()
    assert _words(desk) <= 12


def test_a_summary_is_taken_along_as_an_answer_is(desk: DeskPage) -> None:
    _take(desk, "dam", "topic")
    result = _summarise(desk)
    said = result.locator(".nd-statement").first.inner_text().split(".")[0][-30:]
    taken: dict[str, bytes] = {}
    for name in ("Markdown", "Word", "Page to print", "JSON"):
        with desk.page.expect_download() as made:
            result.get_by_role("button", name=name, exact=True).click()
        taken[name] = Path(made.value.path()).read_bytes()
    assert said in taken["Markdown"].decode()
    page = taken["Page to print"].decode()
    assert page.startswith("<!doctype html>")
    assert said in page
    assert "data-do" not in page.replace('data-do="cite"', "")
    assert said in ZipFile(BytesIO(taken["Word"])).read("word/document.xml").decode()
    document = json.loads(taken["JSON"])
    assert document["style"] == "paragraph"
    assert document["words"] == _words(desk)


def test_files_and_pasted_text_are_summarised_without_being_added(
    desk: DeskPage, tmp_path: Path
) -> None:
    story = tmp_path / "tram.txt"
    story.write_text(STORY, encoding="utf-8")
    desk.page.locator("#nd-summary-files input[type=file]").set_input_files([story])
    expect(_chips(desk)).to_have_text(["tram.txt✕"])
    desk.page.get_by_label("Or paste a text").fill(
        "Ostrel museum buys cars\n\n"
        "The museum of Ostrel bought eleven old tramway cars for 90,000 crowns."
    )
    desk.page.get_by_role("radio", name="Bullets").check()
    result = _summarise(desk)
    expect(result.locator("ul.nd-bullets li").first).to_be_visible()
    expect(result).to_contain_text("Ostrel")
    expect(_chips(desk)).to_have_text(["tram.txt✕", "Pasted: Ostrel museum buys cars✕"])
    # The sources are read though they are in no library.
    result.locator(".nd-sources .nd-link").first.click()
    expect(desk.source.locator("mark").first).to_be_visible()
    desk.source.get_by_role("button", name="Close the source").click()
    desk.tab("Library")
    expect(desk.page.get_by_text("of 27 stories, 28 articles")).to_be_visible()


def test_an_error_goes_as_soon_as_one_acts(desk: DeskPage, tmp_path: Path) -> None:
    alert = desk.page.locator("#nd-summarise").get_by_role("alert")
    desk.page.get_by_role("button", name="Summarise", exact=True).click()
    expect(alert).to_contain_text("There is nothing to summarise")
    desk.page.get_by_label("Or paste a text").click()
    expect(alert).to_have_count(0)
    sought = desk.page.get_by_label("A topic, a story or a headline")
    sought.fill("zeppelins of Atlantis")
    sought.press("Enter")
    expect(alert).to_contain_text("No article is about “zeppelins of Atlantis”")
    sought.fill("dam")
    expect(alert).to_have_count(0)
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK no archive")
    desk.page.locator("#nd-summary-files input[type=file]").set_input_files([broken])
    expect(alert).to_contain_text("broken.docx")
    # The topic that was typed counts, also where nothing was chosen.
    _summarise(desk)
    expect(alert).to_have_count(0)
    expect(_chips(desk)).to_contain_text(["Topic: dam"])


def test_what_is_open_or_chosen_elsewhere_is_summarised_with_one_click(desk: DeskPage) -> None:
    desk.tab("Library")
    desk.page.locator(".nd-rows .nd-link").first.click()
    title = desk.source.locator("h2").inner_text()
    desk.source.get_by_role("button", name="Summarise this article").click()
    expect(desk.page.get_by_role("tab", name="Summarise", selected=True)).to_be_visible()
    _made(desk)
    expect(_chips(desk)).to_have_text([f"{title}✕"])
    desk.source.get_by_role("button", name="Close the source").click()
    desk.tab("Library")
    for place in (0, 1):
        desk.page.locator(".nd-rows [data-tick]").nth(place).check()
    desk.page.locator("#nd-chosen").get_by_role("button", name="Summarise").click()
    expect(_chips(desk)).to_have_count(2)
    _made(desk)
    desk.tab("Stories")
    desk.page.locator("#nd-cards").get_by_role("button").first.click()
    heading = desk.page.locator("#nd-story-head h2").inner_text()
    desk.page.get_by_role("button", name="Summarise it").click()
    expect(_chips(desk)).to_contain_text([f"Story: {heading}"])
    _made(desk)


def test_on_a_telephone_the_summary_comes_first(sample_app: Served, browser: Browser) -> None:
    with visiting(browser) as visit:
        phone = {"width": 390, "height": 780}
        desk = DeskPage(visit(sample_app.address, viewport=phone)).ready()
        desk.tab("Summarise")
        _take(desk, "ferry", "story")
        result = _summarise(desk)
        box, chips = result.bounding_box(), _chips(desk).first.bounding_box()
        assert box is not None
        assert chips is not None
        assert box["y"] < chips["y"]
        expect(result.locator(".nd-text").first).to_be_in_viewport()
        assert desk.sideways() <= 0


_CUT_OFF = """
() => [...document.querySelectorAll("#nd-summarise *")]
  .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).overflowX === "hidden")
  .map((one) => one.outerHTML.slice(0, 120))
"""
_LONG = "A headline of three hundred characters that goes on " * 6


def test_any_headline_has_room(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "home") as app, visiting(browser) as visit:
        desk = DeskPage(visit(app.address, viewport={"width": 390, "height": 780})).ready()
        titles = [_LONG[:300].strip(), "إضراب الميناء يدخل أسبوعه الثالث", "港口罢工进入第三周"]
        desk.tab("Summarise")
        for number, title in enumerate(titles, start=1):
            made = tmp_path / f"{number}.txt"
            made.write_text(f"{title}\n\nThe port of Vessmark is shut in week {number}.\n", "utf-8")
            desk.page.locator("#nd-summary-files input[type=file]").set_input_files([made])
            expect(_chips(desk)).to_have_count(number)
        _summarise(desk)
        assert desk.sideways() <= 0
        cut_off = desk.page.evaluate(_CUT_OFF)
        assert cut_off == []
