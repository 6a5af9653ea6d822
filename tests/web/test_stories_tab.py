"""Stories in the browser: the list, a story's page, its sources, and changing stories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import ANN, Served, filled, served
from tests.web.telling_articles import bridge_story, long_story
from tests.web.test_hostile import ATTACKS, FOREIGN, STEERED
from tests.web.test_reading_for_all import PHONE

WIDE = {"viewport": {"width": 1440, "height": 900}}
NARROW = {**PHONE, "viewport": {"width": 390, "height": 844}}


class StoriesPage(DeskPage):
    """The tab in a browser."""

    @property
    def cards(self) -> Locator:
        """The stories that are listed."""
        return self.page.locator(".nd-card")

    @property
    def title(self) -> Locator:
        """The title of the story that is open."""
        return self.page.locator(".nd-story h2")

    def part(self, name: str) -> Locator:
        """A part of a story's page, by its name."""
        return self.page.get_by_role("region", name=name, exact=True)

    def listed(self) -> StoriesPage:
        """Goes to the tab and waits for the list."""
        self.ready()
        self.tab("Stories")
        expect(self.cards.first).to_be_visible()
        return self

    def open(self, words: str) -> StoriesPage:
        """Opens the story whose entry has the words, and waits until all is told of it."""
        self.cards.filter(has_text=words).first.locator("h2 button").click()
        return self.told()

    def told(self) -> StoriesPage:
        """Waits until all is told of a story."""
        expect(self.title).to_be_visible()
        expect(self.page.locator("#nd-story .nd-told")).to_have_count(5)
        expect(self.page.locator("#nd-story .nd-working")).to_have_count(0)
        return self

    def back(self) -> StoriesPage:
        """Goes back to the list."""
        self.page.get_by_role("button", name="Back to all stories").click()
        expect(self.title).to_have_count(0)
        expect(self.cards.first).to_be_visible()
        return self


@pytest.fixture(scope="module")
def bridge_home(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the samples and a story in which a toll rises; not to be changed."""
    from tests.samples import copy

    folder = tmp_path_factory.mktemp("bridge")
    return filled(copy(sample_library, folder / "home"), bridge_story(folder))


@pytest.fixture(scope="module")
def bridge_app(bridge_home: Path) -> Iterator[Served]:
    with served(bridge_home) as app:
        yield app


@pytest.fixture
def own_app(bridge_home: Path, tmp_path: Path) -> Iterator[Served]:
    """The app over a copy of it, which may be changed."""
    from tests.samples import copy

    with served(copy(bridge_home, tmp_path / "home")) as app:
        yield app


def test_an_empty_library_says_what_to_do(visitors: Visit, tmp_path: Path) -> None:
    with served(tmp_path / "home") as app:
        desk = StoriesPage(visitors(app.address)).ready()
        desk.tab("Stories")
        cards = desk.page.locator("#nd-cards")
        expect(cards).to_contain_text("There are no articles yet")
        cards.get_by_role("button", name="Try it with 28 invented sample articles").click()
        expect(desk.page.get_by_role("tab", name="Ask", selected=True)).to_be_visible()
        expect(desk.page.locator("#nd-welcome .nd-suggestions")).to_be_visible()
        desk.tab("Stories")
        expect(desk.page.locator(".nd-card").first).to_be_visible()


def test_a_story_is_found_and_told_and_every_sentence_opens_its_source(
    bridge_app: Served, visitors: Visit
) -> None:
    desk = StoriesPage(visitors(bridge_app.address, **WIDE)).listed()
    find = desk.page.get_by_label("Find a story")
    find.fill("no such words")
    expect(desk.page.locator("#nd-cards")).to_contain_text("No story has all of “no such words”")
    find.fill("OSTREL toll")
    expect(desk.cards).to_have_count(1)
    card = desk.cards.first
    expect(card).to_contain_text("3–6 March 2031 · 4 articles · 3 outlets")
    card.locator(".nd-mark").click()
    expect(desk.source.locator("mark.nd-focus")).to_have_count(1)
    desk.page.keyboard.press("Escape")

    title = card.locator("h2").inner_text()
    desk.open("Ostrel")
    expect(desk.title).to_have_text(title)
    expect(desk.title).to_be_focused()
    days = desk.part("What happened when").locator(".when time")
    oldest_first = days.evaluate_all("all => all.map(one => one.dateTime)")
    assert oldest_first == sorted(oldest_first)
    assert len(oldest_first) > 1
    desk.part("What happened when").get_by_role("button", name="Newest first").click()
    assert days.evaluate_all("all => all.map(one => one.dateTime)") == oldest_first[::-1]
    desk.part("What happened when").get_by_role("button", name="Oldest first").click()
    assert days.evaluate_all("all => all.map(one => one.dateTime)") == oldest_first

    figures = desk.part("Figures that differ")
    expect(figures.locator("svg rect")).to_have_count(4)
    expect(figures.get_by_role("row")).to_have_count(5)
    expect(figures.get_by_role("row").last).to_contain_text("newest")
    expect(desk.part("Who said what")).to_contain_text("Maria Lund")
    articles = desk.part("Articles")
    expect(articles.locator("h4")).to_have_text([f"{n} March 2031" for n in (6, 5, 4, 3)])

    coverage = desk.part("Which outlet has what").get_by_role("table").first
    expect(coverage.get_by_role("columnheader")).to_have_count(4)
    expect(coverage.get_by_role("row").nth(1)).to_contain_text("says much the same")

    for name in (
        *("What happened when", "Figures that differ", "Who said what"),
        "Which outlet has what",
    ):
        mark = desk.part(name).locator(".nd-mark").last
        number = mark.inner_text()
        mark.click()
        quoted = desk.source.locator("mark.nd-focus")
        expect(quoted.first).to_be_visible()
        row = articles.locator("li").filter(has=desk.page.get_by_text(number, exact=True)).first
        expect(desk.source.locator("h2")).to_have_text(row.locator(".nd-link").inner_text())
        assert desk.in_view(quoted.first)
        desk.page.keyboard.press("Escape")
        expect(mark).to_be_focused()
    articles.locator(".nd-link").last.click()
    expect(desk.source.locator("h2")).to_have_text("Bridge at Ostrel collapses")
    desk.page.keyboard.press("Escape")

    desk.back()
    expect(desk.cards.first.locator("h2 button")).to_be_focused()
    expect(desk.cards).to_have_count(1)


def test_from_a_story_one_asks_about_it_alone(bridge_app: Served, visitors: Visit) -> None:
    desk = StoriesPage(visitors(bridge_app.address)).listed().open("Ostrel")
    desk.page.get_by_role("button", name="Ask about it").click()
    expect(desk.question).to_be_visible()
    expect(desk.question).to_have_value(re.compile("^What is the latest on .*Ostrel"))
    expect(desk.page.locator("#nd-limits .nd-limit")).to_contain_text("Only: ")
    desk.page.locator("#nd-ask-button").click()
    expect(desk.latest.locator(".nd-sources")).to_contain_text("Ostrel")


def test_from_the_source_of_an_answer_one_gets_to_its_story(
    bridge_app: Served, visitors: Visit
) -> None:
    for options in (WIDE, NARROW):
        desk = StoriesPage(visitors(bridge_app.address, **options))
        desk.ready()
        desk.ask("Who was told that the bridge at Ostrel will be built again?")
        desk.latest.locator(".nd-mark").first.click()
        desk.source.get_by_role("button", name="Story of this article").click()
        desk.told()
        expect(desk.source).to_have_count(0)
        expect(desk.part("Articles").locator("li")).to_have_count(4)
        expect(desk.title).to_be_focused()
        desk.page.get_by_role("button", name="Pin", exact=True).click()
        desk.page.get_by_role("button", name="Unpin", exact=True).click()
        expect(desk.page.get_by_role("button", name="Pin", exact=True)).to_be_visible()
        desk.page.get_by_role("button", name="Back to the answer").click()
        expect(desk.latest.locator(".nd-mark").first).to_be_focused()
        assert desk.in_view(desk.latest.locator(".nd-mark").first)
        desk.tab("Stories")
        desk.back()
        desk.open("Ostrel")
        expect(desk.page.get_by_role("button", name="Back to the answer")).to_have_count(0)


def test_a_story_is_told_in_an_answer_under_days_and_speakers(
    bridge_app: Served, visitors: Visit
) -> None:
    desk = StoriesPage(visitors(bridge_app.address, **NARROW))
    desk.ready()
    desk.ask("Timeline of the bridge at Ostrel")
    expect(desk.latest.locator(".nd-said").first).to_contain_text("3 March 2031 — According to")
    expect(desk.latest.locator(".nd-provenance")).to_contain_text("Quoted from the articles")
    desk.ask("Who said what about the bridge at Ostrel?")
    expect(desk.latest.locator(".nd-said").first).to_contain_text("Maria Lund")
    assert desk.sideways() <= 0


def come_back(desk: StoriesPage, *, days: int) -> None:
    """Has the browser keep that its visit was some days ago, and opens the page again."""
    desk.page.wait_for_function("localStorage.getItem('newsdesk-visit') !== null")
    desk.page.evaluate(
        """(days) => {
          const visit = JSON.parse(localStorage.getItem("newsdesk-visit"));
          visit.at = new Date(Date.now() - days * 86400e3).toISOString();
          localStorage.setItem("newsdesk-visit", JSON.stringify(visit));
        }""",
        days,
    )
    desk.page.reload()
    desk.listed()


def test_what_is_new_since_the_last_visit_is_told_and_marked(
    bridge_app: Served, visitors: Visit, axe: str
) -> None:
    desk = StoriesPage(visitors(bridge_app.address, **NARROW)).listed()
    news = desk.page.locator("#nd-news .nd-news")
    expect(desk.page.locator(".nd-fresh")).to_have_count(0)  # the first visit
    come_back(desk, days=2)
    expect(news.locator("summary")).to_have_text(
        re.compile(
            r"^32 new articles, \d+ new stories, 1 correction since your last visit, "
            r"\w+day, \d\d:\d\d UTC$"
        )
    )
    expect(desk.cards.filter(has_text="Ostrel").first).to_contain_text("4 new")
    news.locator("summary").click()
    assert desk.violations(axe) == []
    assert desk.sideways() <= 0
    news.get_by_role(
        "button", name=re.compile("^Toll of the Ostrel bridge rises|^Bridge at")
    ).last.click()
    expect(desk.source).to_contain_text("Ostrel")
    desk.page.keyboard.press("Escape")
    desk.open("Ostrel")
    expect(desk.part("Articles").locator(".nd-fresh")).to_have_count(4)
    desk.back()
    desk.page.reload()  # the same visit goes on
    desk.listed()
    expect(news.locator("summary")).to_contain_text("32 new articles")


@pytest.mark.parametrize(
    "kept", ["null", "no JSON", '{"who": "", "at": "2999-01-01T00:00:00Z"}', "[1]"]
)
def test_a_visit_that_the_page_did_not_keep_is_none(
    bridge_app: Served, visitors: Visit, kept: str
) -> None:
    page = visitors(bridge_app.address)
    page.evaluate("kept => localStorage.setItem('newsdesk-visit', kept)", kept)
    desk = StoriesPage(page).listed()
    expect(desk.page.locator("#nd-news .nd-news")).to_have_count(0)
    expect(desk.page.locator(".nd-fresh")).to_have_count(0)


def test_another_story_takes_the_place_of_one_that_is_still_being_told(
    bridge_app: Served, visitors: Visit
) -> None:
    desk = StoriesPage(visitors(bridge_app.address)).listed()
    other = desk.cards.filter(has_not_text="Ostrel").first.locator("h2")
    words = other.inner_text()
    desk.cards.filter(has_text="Ostrel").first.locator("h2 button").click()
    expect(desk.title).to_be_visible()
    desk.back()
    desk.open(words)
    expect(desk.title).to_have_text(words)
    assert "Maria Lund" not in desk.page.locator("#nd-story").inner_text()


def test_a_story_is_renamed_pinned_merged_and_parted(own_app: Served, visitors: Visit) -> None:
    desk = StoriesPage(visitors(own_app.address)).listed()
    other = desk.cards.filter(has_not_text="Ostrel").first.locator("h2").inner_text()
    desk.open("Ostrel")
    outcome = desk.page.locator("#nd-stories-outcome")
    desk.page.get_by_text("Rename or merge").click()
    field = desk.page.get_by_label("Title", exact=True)
    field.fill("The <b>bridge</b> at Ostrel")
    field.press("Enter")
    expect(desk.title).to_have_text("The <b>bridge</b> at Ostrel")
    expect(outcome).to_contain_text("Renamed")
    desk.page.get_by_role("button", name="Pin", exact=True).click()
    expect(desk.page.get_by_role("button", name="Unpin")).to_be_visible()
    desk.back()
    expect(desk.cards.first.locator("h2")).to_have_text("The <b>bridge</b> at Ostrel")
    expect(desk.cards.first).to_contain_text("Pinned")

    desk.open("The <b>bridge</b>")
    articles = desk.part("Articles").locator("li")
    expect(articles).to_have_count(4)
    desk.part("Articles").get_by_role("button", name="Take out: Bridge at Ostrel").click()
    expect(outcome).to_contain_text("taken out")
    desk.told()
    expect(articles).to_have_count(3)
    expect(desk.title).to_have_text("The <b>bridge</b> at Ostrel")

    desk.page.get_by_text("Rename or merge").click()
    desk.page.get_by_role("button", name="Merge").click()
    expect(outcome).to_contain_text("No story was chosen")
    merging = desk.page.get_by_label("Merge with")
    option = merging.locator("option").filter(has_text=other[:40]).first
    merging.select_option(option.get_attribute("value"))
    desk.page.get_by_role("button", name="Merge").click()
    expect(outcome).to_contain_text("Merged with")
    desk.told()
    assert articles.count() > 3

    # It is everybody's, and stays.
    again = StoriesPage(visitors(own_app.address)).listed()
    expect(again.cards.first).to_contain_text("Pinned")
    again.open("The <b>bridge</b>")
    again.page.get_by_role("button", name="Unpin").click()
    expect(again.page.get_by_role("button", name="Pin", exact=True)).to_be_visible()


def test_whoever_may_not_change_stories_reads_them(locked_app: Served, visitors: Visit) -> None:
    page = visitors(locked_app.address)
    page.get_by_label("Name").fill(ANN[0])
    page.get_by_label("Password").fill(ANN[1])
    page.keyboard.press("Enter")
    desk = StoriesPage(page).listed()
    desk.cards.first.locator("h2 button").click()
    desk.told()
    for name in ("Pin", "Unpin", "Rename", "Merge"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Take out"))).to_have_count(0)
    expect(page.get_by_text("Rename or merge")).to_have_count(0)


def test_the_accessibility_checker_finds_nothing(
    bridge_app: Served, visitors: Visit, axe: str
) -> None:
    desk = StoriesPage(visitors(bridge_app.address, **WIDE)).listed()
    assert desk.violations(axe) == []
    desk.open("Ostrel")
    desk.page.get_by_text("Rename or merge").click()
    assert desk.violations(axe) == []
    desk.page.locator("#nd-story .nd-mark").first.click()
    expect(desk.source).to_be_visible()
    assert desk.violations(axe) == []


@pytest.fixture(scope="module")
def long_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over a story of 60 articles that attack in every field."""
    folder = tmp_path_factory.mktemp("long")
    with served(filled(folder / "home", long_story(folder, ATTACKS))) as app:
        yield app


def test_a_long_story_that_attacks_is_only_text(
    long_app: Served, visitors: Visit, axe: str
) -> None:
    page = visitors(long_app.address, **WIDE)
    desk = StoriesPage(page)
    desk.ready()
    ours = page.locator(FOREIGN).count()  # Gradio's own inline scripts
    desk.listed()

    def unharmed() -> None:
        assert page.evaluate("window.attacked") is None
        assert page.locator(FOREIGN).count() == ours
        assert page.evaluate(STEERED) == []

    assert desk.violations(axe) == []
    unharmed()
    come_back(desk, days=1)
    news = page.locator("#nd-news .nd-news")
    news.locator("summary").click()
    unharmed()
    assert desk.violations(axe) == []
    desk.tab("Ask")
    desk.ask("Who said what about the bridge at Ostrel?")
    desk.ask("What changed on the bridge at Ostrel since 2031-03-15?")
    unharmed()
    desk.listed()
    desk.cards.first.locator("h2 button").click()
    desk.told()
    page.locator("#nd-story details").evaluate_all("all => all.forEach((one) => one.open = true)")
    unharmed()
    assert desk.violations(axe) == []
    page.locator("#nd-story .nd-mark").first.click()
    expect(desk.source).to_be_visible()
    unharmed()
