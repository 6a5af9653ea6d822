"""The first minute: what an empty page says, its example, and how to begin."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from assistant import Assistant
from assistant.web.ask_components import AskTab
from assistant.web.desk import Desk
from assistant.web.welcoming import Welcoming
from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import served
from tests.web.test_reading_for_all import PHONE


def test_the_example_is_what_the_samples_answer(samples: Assistant) -> None:
    desk = Desk(samples, lambda _: "", lambda _: None)
    example = Welcoming(desk, AskTab.__new__(AskTab)).example
    answer = samples.ask(example.question)
    assert [one.text for one in example.statements] == [one.text for one in answer.statements]
    shown = [(one.citations, one.verdict, one.short_answer) for one in example.statements]
    given = [(one.citations, one.verdict, one.short_answer) for one in answer.statements]
    assert shown == given


def test_the_first_minute_leads_from_an_example_to_questions_about_the_samples(
    tmp_path: Path, visitors: Visit, axe: str
) -> None:
    with served(tmp_path / "home") as app:
        desk = DeskPage(visitors(app.address)).ready()
        page = desk.page
        welcome = page.locator("#nd-welcome")
        expect(welcome).to_contain_text("Ask your articles")
        assert "assistant add" not in page.locator("body").inner_text()
        # Nothing can be asked yet, so there is no field for it.
        expect(desk.question).to_have_count(0)
        welcome.locator(".nd-example .nd-mark").first.click()
        expect(desk.source.locator("mark.nd-focus")).to_contain_text("3,200 people")
        assert desk.violations(axe) == []
        desk.source.get_by_role("button", name="Close the source").click()

        phone = DeskPage(visitors(app.address, **PHONE)).ready()
        expect(phone.page.locator(".nd-example .nd-mark").first).to_be_visible()
        assert phone.sideways() <= 0

        welcome.get_by_role("button", name="Try it with sample articles").click()
        expect(desk.question).to_be_focused()
        expect(page.get_by_role("tab", name="Ask", selected=True)).to_be_visible()
        expect(page.locator("#nd-status")).to_contain_text("28 articles")
        suggested = welcome.locator(".nd-suggestions button")
        expect(suggested).to_have_count(5)
        expect(suggested.first).to_contain_text("What is new on Judith Amaro")
        suggested.nth(1).click()
        expect(desk.latest.locator(".nd-mark").first).to_be_visible()
        expect(welcome.locator(".nd-welcome")).to_be_hidden()


def test_whatever_comes_last_the_welcome_never_stands_before_a_conversation(
    sample_home: Path, visitors: Visit
) -> None:
    with served(sample_home) as app:
        desk = DeskPage(visitors(app.address)).ready()
        desk.ask("How many people were rescued from the Saint Orla?")
        welcome = desk.page.locator("#nd-welcome .nd-welcome")
        expect(welcome).to_be_hidden()
        # Entering the tab fills the welcome anew: last of all, it is put where it was.
        desk.tab("Settings")
        desk.tab("Ask")
        expect(welcome.locator(".nd-suggestions")).to_have_count(1)
        expect(welcome).to_be_hidden()
        expect(desk.turns).to_have_count(1)
        desk.page.get_by_role("button", name="New conversation").click()
        expect(welcome).to_be_visible()
        with Assistant(home=app.home) as assistant:
            assistant.remove(*(each.id for each in assistant.articles()))
        desk.question.fill("Who is blamed for the sinking?")
        desk.question.press("Enter")
        empty = desk.latest.locator(".nd-abstention")
        expect(empty).to_contain_text("There are no articles to answer from")
        empty.get_by_role("button", name="Add some in the library").click()
        expect(desk.page.get_by_role("tab", name="Library", selected=True)).to_be_visible()
        desk.tab("Ask")
        expect(desk.question).to_have_count(0)
        expect(desk.page.get_by_role("button", name="Try it with sample articles")).to_be_visible()
