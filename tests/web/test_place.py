"""The source beside the page, its address, and the way back; what a citation says of itself."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import ANN, Served
from tests.web.test_reading_for_all import PHONE

RESCUED = "How many people were rescued from the Saint Orla?"


def test_back_closes_the_source_and_an_address_opens_it_again(
    sample_app: Served, visitors: Visit
) -> None:
    for options in ({}, PHONE):
        desk = DeskPage(visitors(sample_app.address, **options)).ready()
        page = desk.page
        answer = desk.ask(RESCUED)
        marks = answer.locator(".nd-mark")
        expect(marks).to_have_text(["1", "2"])
        before = page.url
        marks.first.click()
        focus = desk.source.locator("mark.nd-focus")
        expect(focus).to_contain_text("164")
        assert re.search(r"\?c=[\w-]+&a=[0-9a-f]{16}&s=6$", page.url)
        shared = page.url
        # On a small screen, too, the tabs stay in sight.
        assert desk.in_view(page.get_by_role("tab", name="Library"))
        page.go_back()
        expect(desk.source).to_have_count(0)
        assert page.url == before
        expect(desk.turns).to_have_count(1)
        page.go_forward()
        expect(focus).to_contain_text("164")
        desk.source.get_by_role("button", name="Close the source").click()
        expect(desk.source).to_have_count(0)
        page.wait_for_url(before)
        page.goto(shared)
        expect(focus).to_contain_text("164")
        expect(desk.turns).to_have_count(1)
        page.keyboard.press("Escape")
        expect(desk.source).to_have_count(0)
        page.wait_for_url(before)

    # Somebody else sees the article, which is everybody's, and not the conversation.
    other = DeskPage(visitors(shared))
    expect(other.source.locator("mark.nd-focus")).to_contain_text("164")
    expect(other.turns).to_have_count(0)
    for wrong in ("?a=../../etc/passwd&s=x", f"?a={'f' * 16}&s=1", "?c=%00&a=&s=-1"):
        other.page.goto(f"{sample_app.address}/{wrong}")
        other.ready()
    expect(other.page.locator(".nd-error")).to_have_count(0)


def test_an_address_opens_nothing_without_the_password(locked_app: Served, visitors: Visit) -> None:
    page = visitors(f"{locked_app.address}/?a={'f' * 16}&s=1")
    expect(page.get_by_label("Password")).to_be_visible()
    page.get_by_label("Name").fill(ANN[0])
    page.get_by_label("Password").fill(ANN[1])
    page.get_by_role("button", name="Log in").click()
    DeskPage(page).ready()


def test_a_citation_tells_its_source_to_the_pointer_and_to_the_keyboard(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    mark = desk.ask(RESCUED).locator(".nd-mark").first
    tip = desk.page.get_by_role("tooltip")
    told = "Death toll in Thorrenia ferry disaster rises to 19"
    expect(mark).to_have_accessible_name(
        f"Source 1: Meridian Wire, 4 March 2025, sentence 6, {told}"
    )
    mark.hover()
    expect(tip).to_contain_text(told)
    expect(tip).to_contain_text("Meridian Wire, 4 March 2025, sentence 6")
    expect(tip).to_contain_text("stood at 164")
    desk.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    desk.page.mouse.move(2, 2)
    desk.question.focus()
    desk.page.keyboard.press("Shift+Tab")
    for _ in range(30):
        if mark.evaluate("e => e === document.activeElement"):
            break
        desk.page.keyboard.press("Shift+Tab")
    expect(tip).to_contain_text(told)
    assert desk.in_view(tip)
