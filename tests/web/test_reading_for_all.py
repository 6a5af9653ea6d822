"""The page for everybody: small screens, the keyboard alone, dark rooms, screen readers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.desk_page import ALL_SCREENS, DeskPage, Visit
from tests.web.serving import Served

RESCUED = "How many people were rescued from the Saint Orla?"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def test_the_accessibility_checker_finds_nothing(
    sample_app: Served, visitors: Visit, axe: str
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    assert desk.violations(axe) == []
    desk.ask(RESCUED)
    desk.ask("Who won the chess championship?")
    desk.page.locator(".nd-menu summary").first.click()
    assert desk.violations(axe, screens=ALL_SCREENS) == []
    desk.turns.first.locator(".nd-mark").first.click()
    expect(desk.source).to_be_visible()
    assert desk.violations(axe, screens=ALL_SCREENS) == []
    desk.source.get_by_role("button", name="Close the source").click()
    for name in ("Stories", "Summarise", "Library", "Settings"):
        desk.tab(name)
        expect(desk.page.get_by_role("tab", name=name, selected=True)).to_be_visible()
        if name == "Summarise":
            desk.page.locator('.nd-offers [data-kind="article"]').first.click()
            expect(desk.page.locator(".nd-matter li")).to_have_count(1)
            desk.page.get_by_role("button", name="Summarise", exact=True).click()
            expect(desk.page.locator("#nd-result .nd-mark").first).to_be_visible()
        assert desk.violations(axe) == []


def test_a_phone_shows_everything_without_scrolling_sideways(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address, **PHONE)).ready()

    assert desk.sideways() <= 0
    answer = desk.ask(RESCUED)
    assert desk.sideways() <= 0
    assert desk.in_view(desk.question)
    answer.locator(".nd-mark").first.click()
    focus = desk.source.locator("mark.nd-focus")
    expect(focus).to_be_visible()
    assert desk.in_view(focus)
    assert desk.sideways() <= 0
    desk.source.get_by_role("button", name="Close the source").click()
    expect(desk.source).to_have_count(0)
    for name in ("Stories", "Summarise", "Library", "Settings"):
        desk.tab(name)
        expect(desk.page.get_by_role("tab", name=name, selected=True)).to_be_visible()
        assert desk.sideways() <= 0, name


def test_the_keyboard_alone_is_enough(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    page = desk.page
    expect(desk.question).to_be_focused()
    page.keyboard.type(RESCUED)
    page.keyboard.press("Enter")
    expect(desk.latest.locator(".nd-mark").first).to_be_visible()
    _tab_to(page, ".nd-mark")
    page.keyboard.press("Enter")
    expect(desk.source).to_be_focused()
    page.keyboard.press("Tab")
    expect(desk.source.get_by_role("button", name="Close the source")).to_be_focused()
    page.keyboard.press("Enter")
    expect(desk.source).to_have_count(0)
    expect(page.locator(".nd-mark:focus")).to_have_count(1)
    _tab_to(page, "[role=tab]")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "[role=tab]:not([aria-selected=true])")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Ask", selected=True)).to_have_count(0)


def test_colours_follow_the_system(sample_app: Served, visitors: Visit) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = visitors(sample_app.address, color_scheme=scheme)
        DeskPage(page).ready()
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        grounds.append(sum(int(part) for part in colour[4:-1].split(",")[:3]))
    light, dark = grounds
    assert light > 600
    assert dark < 150


def _tab_to(page: Page, selector: str) -> None:
    """Presses Tab until what ``selector`` names has the focus."""
    for _ in range(80):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with Tab")
