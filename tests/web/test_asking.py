"""Asking in the browser: answers, their sources, conversations."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.openai_behaviours import Says
from tests.openai_server import OpenAIServer
from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served, chat_settings, served

RESCUED = "How many people were rescued from the Saint Orla?"


def test_a_citation_opens_its_sentence_in_its_article(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    answer = desk.ask(RESCUED)
    statement = answer.locator(".nd-statement").first
    expect(statement).to_contain_text("164")
    mark = statement.locator(".nd-mark")
    said = str(statement.inner_text()).split("\n")[0]
    mark.click()
    focus = desk.source.locator("mark.nd-focus")
    expect(focus).to_have_count(1)
    assert focus.inner_text() in said, (focus.inner_text(), said)
    assert desk.in_view(focus)
    headline = answer.locator("ol.nd-sources .nd-link").first.inner_text()
    expect(desk.source.locator("h2")).to_have_text(headline)
    body = desk.source.locator(".nd-body")
    assert body.evaluate("e => e.scrollHeight > e.clientHeight"), "nothing was scrolled to"
    desk.page.keyboard.press("Escape")
    expect(desk.source).to_have_count(0)
    expect(mark).to_be_focused()


def test_a_whole_answer_marks_every_sentence_it_cites(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    answer = desk.ask(RESCUED)
    answer.locator("ol.nd-sources .nd-link").first.click()
    marked = desk.source.locator("mark")
    expect(marked.first).to_be_visible()
    first = marked.first.evaluate("e => e.classList.contains('nd-here')")
    assert first is False
    if marked.count() > 1:
        desk.page.get_by_role("button", name="Next marked sentence").click()
        expect(desk.source.locator("mark.nd-here")).to_have_count(1)
        assert desk.in_view(desk.source.locator("mark.nd-here"))


def test_what_the_articles_do_not_hold_is_told(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    answer = desk.ask("Who won the chess championship?")
    expect(answer.locator(".nd-abstention")).to_contain_text("No article in the library")
    expect(answer.locator(".nd-mark")).to_have_count(0)


def test_a_follow_up_question_is_understood_by_what_came_before(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.ask("What was found about the Karrow dam's spillway?")
    answer = desk.ask("When did it break?")
    expect(answer).to_contain_text("Understood as:")
    expect(answer.locator(".nd-aside").first).to_contain_text("Karrow")


def test_a_suggested_question_is_answered(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    suggested = desk.page.locator(".nd-suggestions button")
    expect(suggested.first).to_be_visible()
    question = suggested.first.inner_text()
    suggested.first.click()
    expect(desk.latest.locator(".nd-question")).to_contain_text(question)
    expect(desk.latest.locator(".nd-mark").first).to_be_visible()


def test_limits_are_chips_that_the_conversation_keeps(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    limits = desk.page.locator("#nd-limits")
    chips = limits.locator(".nd-limit")
    limits.locator("summary").click()
    expect(limits.get_by_role("button", name="This story")).to_have_count(0)
    limits.get_by_role("button", name="Last 7 days").click()
    expect(chips).to_have_text("Last 7 days✕")
    expect(desk.question).to_be_focused()
    answer = desk.ask(RESCUED)
    declined = answer.locator(".nd-abstention")
    expect(declined).to_contain_text("Outside the limits.")
    desk.page.reload()
    desk.ready()
    expect(chips).to_have_text("Last 7 days✕")
    declined.get_by_role("button", name="Ask without the limits").click()
    expect(desk.latest.locator(".nd-statement").first).to_contain_text("164")
    expect(chips).to_have_count(0)

    limits.locator("summary").click()
    limits.get_by_label("From").fill("2025-03-04")
    limits.get_by_label("Until").fill("2025-03-04")
    limits.get_by_role("button", name="Set days").click()
    expect(chips).to_have_text("4 March 2025✕")
    limits.locator("summary").click()
    limits.get_by_label("Outlet").select_option("Meridian Wire")
    limits.get_by_role("button", name="Add outlet").click()
    expect(chips).to_have_count(2)
    answer = desk.ask(RESCUED)
    expect(answer.locator("ol.nd-sources")).to_contain_text("Meridian Wire · 4 March 2025")
    limits.get_by_role("button", name="Remove the limit: 4 March 2025").click()
    limits.get_by_role("button", name="Remove the limit: Meridian Wire").click()
    expect(chips).to_have_count(0)

    limits.locator("summary").click()
    limits.get_by_role("button", name="This story").click()
    expect(chips).to_contain_text("Only: Death toll in Thorrenia ferry disaster rises to 19")
    answer = desk.ask("Who did Castrl buy?")
    expect(answer).to_contain_text("Limited to 6 articles")
    expect(answer.locator(".nd-abstention")).to_contain_text("Nothing on this.")
    nearest = answer.locator(".nd-abstention .nd-link").first
    headline = nearest.inner_text()
    nearest.click()
    expect(desk.source.locator("h2")).to_have_text(headline)
    desk.page.keyboard.press("Escape")
    answer.get_by_role("button", name="Ask with “Castrel”").click()
    expect(desk.latest.locator(".nd-question")).to_contain_text("Who did Castrel buy?")
    desk.page.get_by_role("button", name="New conversation").click()
    expect(chips).to_have_count(0)


def test_a_question_that_is_too_long_is_shortened_where_it_is_refused(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address, viewport={"width": 390, "height": 844})).ready()
    for long in ("Who was rescued? " * 117, "谁获救了" * 500):
        desk.question.fill(long)
        desk.question.press("Enter")
        refused = desk.page.locator("#nd-live .nd-turn")
        expect(refused.locator(".nd-error")).to_contain_text("characters, more than 1,000")
        expect(refused.locator(".nd-question")).to_contain_text(long[:40])
        assert len(refused.locator(".nd-question").inner_text()) < 300
        expect(desk.question).to_have_value(long)
        assert desk.sideways() <= 0


def test_conversations_survive_reloading_and_a_restart(sample_home: Path, visitors: Visit) -> None:
    with served(sample_home) as app:
        desk = DeskPage(visitors(app.address)).ready()
        desk.ask(RESCUED)
        desk.ask("Who is blamed for the sinking?")
        desk.page.reload()
        desk.ready()
        expect(desk.turns).to_have_count(2)
        kept = desk.page.context.storage_state()
        address = desk.page.url
        desk.page.close()
        port = app.address.rpartition(":")[2]
        assert app.stop() == 0
    with served(sample_home, "--port", port) as again:
        page = visitors(f"{again.address}/{'?' + address.partition('?')[2]}", storage_state=kept)
        desk = DeskPage(page).ready()
        expect(desk.turns).to_have_count(2)
        expect(desk.turns.first.locator(".nd-question")).to_contain_text(RESCUED)
        desk.turns.first.locator(".nd-mark").first.click()
        expect(desk.source.locator("mark.nd-focus").first).to_be_visible()


def test_conversations_are_named_deleted_and_begun(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.ask(RESCUED)
    expect(desk.conversations).to_have_count(1)
    desk.page.get_by_role("button", name="New conversation").click()
    expect(desk.page.locator(".nd-welcome")).to_be_visible()
    desk.ask("Who won the chess championship?")
    expect(desk.conversations).to_have_count(2)
    expect(desk.conversations.first).to_contain_text("chess")
    menu = desk.page.locator(".nd-menu").first
    menu.locator("summary").click()
    menu.get_by_role("textbox").fill("About <b>chess</b>")
    menu.get_by_role("textbox").press("Enter")
    expect(desk.conversations.first).to_have_text("About <b>chess</b>")
    desk.conversations.nth(1).click()
    expect(desk.latest.locator(".nd-question")).to_contain_text(RESCUED)
    menu = desk.page.locator(".nd-menu").nth(1)
    menu.locator("summary").click()
    menu.get_by_role("button", name="Delete for good").click()
    expect(desk.conversations).to_have_count(1)
    expect(desk.page.locator(".nd-welcome")).to_be_visible()


def test_an_answer_can_be_taken_back_and_asked_again(sample_app: Served, visitors: Visit) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.ask(RESCUED)
    desk.ask("Who is blamed for the sinking?")
    desk.latest.get_by_role("button", name="Ask again").click()
    expect(desk.page.locator("#nd-live .nd-turn")).to_have_count(0)
    expect(desk.turns).to_have_count(2)
    desk.latest.get_by_role("button", name="Take back").click()
    expect(desk.turns).to_have_count(1)
    expect(desk.question).to_have_value("Who is blamed for the sinking?")


def test_an_answer_is_copied_with_its_references(sample_app: Served, visitors: Visit) -> None:
    page = visitors(sample_app.address, permissions=["clipboard-read", "clipboard-write"])
    desk = DeskPage(page).ready()
    answer = desk.ask(RESCUED)
    answer.get_by_role("button", name="Copy with references").click()
    expect(answer.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    quote = "The number of people rescued stood at 164"
    assert copied.count(quote) >= 2, "the sentence, and the quotation in its reference"
    assert "[1]" in copied
    assert "    [1] §6: “" in copied


def test_two_browsers_do_not_mix(sample_app: Served, visitors: Visit) -> None:
    one = DeskPage(visitors(sample_app.address)).ready()
    other = DeskPage(visitors(sample_app.address)).ready()
    one.ask(RESCUED)
    other.ask("Who is blamed for the sinking?")
    expect(one.turns).to_have_count(1)
    expect(other.turns).to_have_count(1)
    for desk, foreign in ((one, other), (other, one)):
        desk.page.reload()
        desk.ready()
        expect(desk.conversations).to_have_count(1)
        # The address of somebody else's conversation opens an empty page.
        page = desk.page
        page.goto(f"{sample_app.address}/?{foreign.page.url.partition('?')[2]}")
        expect(page.locator(".nd-welcome")).to_be_visible()
        expect(desk.turns).to_have_count(0)


def test_what_a_model_writes_is_shown_with_its_verdicts(sample_home: Path, visitors: Visit) -> None:
    wrong = "The number of people rescued stood at 99 [1]. Nobody was on board [1]."
    with OpenAIServer() as model:
        model.script(Says(wrong), Says(wrong))
        settings = chat_settings(model.base_url, ASSISTANT_UNSUPPORTED="flag")
        with served(sample_home, env=settings) as app:
            desk = DeskPage(visitors(app.address)).ready()
            answer = desk.ask(RESCUED)
            expect(answer.locator(".nd-text .nd-doubt").first).to_contain_text("not supported")
            expect(answer.locator(".nd-text .nd-verdict").first).to_have_text("✗")
            answer.locator(".nd-how summary").click()
            expect(answer.locator(".nd-how li").first).to_contain_text("Not supported")
            desk.tab("Settings")
            shown = desk.page.locator("#nd-settings")
            expect(shown).to_contain_text("openai:gpt-test")
            assert "sk-secret" not in desk.page.content()


def test_a_failing_model_is_told_in_the_page(sample_home: Path, visitors: Visit) -> None:
    settings = chat_settings(
        "http://127.0.0.1:9/v1", ASSISTANT_RETRIES="0", ASSISTANT_FALLBACK="none"
    )
    with served(sample_home, env=settings) as app:
        desk = DeskPage(visitors(app.address)).ready()
        desk.question.fill(RESCUED)
        desk.question.press("Enter")
        error = desk.page.get_by_role("alert")
        expect(error).to_contain_text("127.0.0.1")
        expect(desk.question).to_have_value(RESCUED)
        expect(desk.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
