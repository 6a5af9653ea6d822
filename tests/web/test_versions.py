"""What the page says of an answer whose article has changed since, and of corrected ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.desk_page import DeskPage
from tests.web.serving import filled, served

OLD = "The ferry Saint Orla sank off Skarn on Tuesday. 164 people were rescued from it by boats."
NEW = "The ferry Saint Orla sank off Skarn on Tuesday. 171 people were rescued from it by boats."
NOTE = "Correction: An earlier version of this article misstated the number of people rescued."


def test_a_kept_answer_says_that_its_article_has_changed(
    tmp_path: Path, visitors: Callable[..., Page]
) -> None:
    story = tmp_path / "orla.txt"
    story.write_text(OLD, encoding="utf-8")
    home = filled(tmp_path / "home", story)
    with served(home) as app:
        desk = DeskPage(visitors(app.address)).ready()
        answer = desk.ask("How many people were rescued from the Saint Orla?")
        expect(answer.locator(".nd-statement").first).to_contain_text("164")
        expect(answer.locator(".nd-later")).to_have_count(0)

        story.write_text(f"{NEW}\n\n{NOTE}", encoding="utf-8")
        filled(home, story)
        desk.page.reload()
        desk.ready()
        kept = desk.turns.first
        expect(kept.locator(".nd-statement").first).to_contain_text("164")
        expect(kept.locator(".nd-later")).to_contain_text("changed to: “171 people")
        kept.locator(".nd-mark").first.click()
        expect(desk.source.locator("mark.nd-focus")).to_contain_text("164 people")
        expect(desk.source.locator(".nd-later")).to_contain_text("This is an older version")
        desk.page.keyboard.press("Escape")

        again = desk.ask("How many people were rescued from the ferry Saint Orla?")
        expect(again.locator(".nd-statement").first).to_contain_text("171")
        expect(again.locator(".nd-later")).to_contain_text(f"carries a correction: “{NOTE}”")
