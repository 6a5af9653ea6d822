"""The keyboard: to ask, to go anywhere, through the citations; and never while one types."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served

RESCUED = "How many people were rescued from the Saint Orla?"


def test_keys_lead_everywhere_and_do_nothing_while_one_types(
    sample_app: Served, visitors: Visit, axe: str
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    page, keys = desk.page, desk.page.keyboard
    expect(desk.question).to_be_focused()
    keys.type("j/k?")
    expect(desk.question).to_have_value("j/k?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    answer = desk.ask(RESCUED)
    page.get_by_role("tab", name="Ask").focus()

    keys.press("j")
    focus = desk.source.locator("mark.nd-focus")
    expect(focus).to_contain_text("164")
    expect(answer.locator(".nd-mark.nd-at")).to_have_text("1")
    keys.press("j")
    expect(focus).to_contain_text("Three were on the Saint Orla")
    keys.press("k")
    expect(focus).to_contain_text("164")
    keys.press("Escape")
    expect(desk.source).to_have_count(0)
    expect(answer.locator(".nd-mark").first).to_be_focused()

    keys.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Next citation of the newest answer")
    assert desk.violations(axe) == []
    dialog.get_by_role("checkbox").uncheck()
    keys.press("Escape")
    keys.press("/")
    expect(desk.question).not_to_be_focused()
    page.evaluate("newsdesk.help()")
    dialog.get_by_role("checkbox").check()
    keys.press("Escape")

    desk.tab("Settings")
    keys.press("/")
    expect(desk.question).to_be_focused()
    _go_anywhere(desk, axe)


def _go_anywhere(desk: DeskPage, axe: str) -> None:
    """Goes to an article, a story, a new conversation and an old one, by the keys alone."""
    page, keys = desk.page, desk.page.keyboard
    keys.press("Control+k")
    options = page.locator("#nd-palette").get_by_role("option")
    expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    expect(options.first).to_have_text("New conversation")
    keys.type("ferry dis")
    expect(options.first).to_contain_text("story of 6 articles")
    assert desk.violations(axe) == []
    keys.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(desk.source.locator("h2")).to_contain_text("ferry disaster")
    keys.press("Escape")
    keys.press("Control+k")
    keys.type("ferry dis")
    expect(options.first).to_contain_text("story of 6 articles")
    keys.press("Enter")
    expect(page.locator(".nd-story h2")).to_be_focused()
    keys.press("Control+k")
    keys.type("new conv")
    keys.press("Enter")
    expect(page.locator("#nd-welcome .nd-welcome")).to_be_visible()
    keys.press("Control+k")
    keys.type("rescued")
    expect(options.first).to_contain_text("conversation")
    keys.press("Enter")
    expect(desk.latest.locator(".nd-question")).to_contain_text(RESCUED)
