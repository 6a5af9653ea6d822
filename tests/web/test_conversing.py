"""Conversations in the browser: marked, noted, pinned, found, told apart, and taken along."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served
from tests.web.test_reading_for_all import PHONE

RESCUED = "How many people were rescued from the Saint Orla?"
RECOUNT = "Who won the Marrin governor’s race?"


def test_a_sentence_is_marked_and_noted_and_both_go_along(
    sample_app: Served, visitors: Visit, axe: str
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    page = desk.page
    desk.ask(RESCUED)
    star = desk.latest.locator(".nd-keep").first
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    note = desk.latest.locator(".nd-noted")
    note.locator("summary").click()
    note.get_by_role("textbox").fill("Ask the coast guard <b>again</b>")
    note.get_by_role("textbox").press("Enter")
    expect(note.locator("summary")).to_have_text("Note: Ask the coast guard <b>again</b>")
    assert desk.violations(axe) == []
    page.reload()
    desk.ready()
    expect(note.locator("summary")).to_contain_text("coast guard")

    markdown = _saved(desk, "Markdown").read_text(encoding="utf-8")
    assert "- **Marked:** The number of people rescued stood at 164" in markdown
    assert "[^1]:" in markdown
    exported = json.loads(_saved(desk, "JSON").read_text(encoding="utf-8"))
    assert exported["marks"][0]["note"] == "Ask the coast guard <b>again</b>"
    citation = exported["exchanges"][0]["answer"]["statements"][0]["citations"][0]
    assert "164" in citation["cited_text"]
    printed = _saved(desk, "Page to print").read_text(encoding="utf-8")
    assert "Note: Ask the coast guard &lt;b&gt;again" in printed
    with zipfile.ZipFile(_saved(desk, "Word")) as word:
        assert "164" in word.read("word/document.xml").decode()

    desk.latest.locator(".nd-keep").first.click()
    expect(note).to_have_count(0)


def _saved(desk: DeskPage, name: str) -> Path:
    with desk.page.expect_download() as download:
        desk.page.locator(".nd-export").get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path())


def test_conversations_are_told_apart_found_and_pinned(
    sample_app: Served, visitors: Visit, axe: str
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    page = desk.page
    new = page.get_by_role("button", name="New conversation")
    for question in (RESCUED, RECOUNT, RESCUED):
        new.click()
        expect(desk.turns).to_have_count(0)
        desk.ask(question)
    expect(desk.conversations).to_have_text([f"{RESCUED} (2)", RECOUNT, RESCUED])
    groups = page.locator(".nd-conversations h2")
    expect(groups).to_have_text(["Today"])

    find = page.get_by_label("Find a conversation")
    find.fill("HARTE winner")
    expect(_shown(desk)).to_have_text([RECOUNT])
    find.fill("no such word anywhere")
    expect(page.get_by_text("No conversation has these words.")).to_be_visible()
    expect(_shown(desk)).to_have_count(0)
    assert desk.violations(axe) == []
    find.fill("")
    expect(_shown(desk)).to_have_count(3)

    last = page.locator(".nd-conversations li").last
    last.locator(".nd-menu summary").click()
    last.get_by_role("button", name="Pin", exact=True).click()
    expect(groups).to_have_text(["Pinned", "Today"])
    expect(desk.conversations.first).to_have_text(RESCUED)
    page.set_viewport_size({"width": 390, "height": 844})
    fold = page.locator(".nd-fold > summary")
    expect(fold).to_have_text("3 conversations")
    expect(desk.conversations.first).to_be_hidden()
    fold.click()
    desk.conversations.nth(2).click()
    expect(desk.latest.locator(".nd-question")).to_contain_text(RECOUNT)
    assert desk.sideways() <= 0


def _shown(desk: DeskPage) -> Locator:
    return desk.conversations.filter(visible=True)


def test_twenty_turns_in_any_script_stay_readable_and_quick(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    arabic, chinese = "كم عدد الأشخاص الذين تم إنقاذهم؟", "有多少人从圣奥拉号获救？"
    for question in (arabic, chinese):
        answer = desk.ask(question)
        expect(answer.locator(".nd-abstention")).to_contain_text("Another language.")
    direction = "e => getComputedStyle(e).direction"
    asked = desk.turns.first.locator(".nd-question")
    assert asked.evaluate(direction) == "rtl"
    desk.question.fill(arabic)
    assert desk.question.evaluate(direction) == "rtl"
    expect(desk.conversations.first).to_have_text(arabic)
    for _ in range(18):
        desk.ask("Thanks")
    expect(desk.turns).to_have_count(20)
    desk.turns.first.scroll_into_view_if_needed()
    # The tabs and the conversations stay in sight, however far down one reads.
    desk.latest.scroll_into_view_if_needed()
    assert desk.in_view(desk.page.get_by_role("tab", name="Library"))
    assert desk.in_view(desk.conversations.first)
    assert desk.in_view(desk.question)
    phone = DeskPage(
        visitors(desk.page.url, **PHONE, storage_state=desk.page.context.storage_state())
    )
    expect(phone.ready().turns).to_have_count(20)
    assert phone.sideways() <= 0
