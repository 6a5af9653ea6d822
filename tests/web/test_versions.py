"""Articles that changed: which version is read, what changed in it, what was cited of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from assistant.settings import load_settings
from tests.web.desk_page import DeskPage
from tests.web.serving import Served, filled, served
from tests.web.test_reading_for_all import PHONE

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
        expect(desk.page.locator("#nd-live")).to_have_text("")
        kept = desk.turns.first
        expect(kept.locator(".nd-statement").first).to_contain_text("164")
        expect(kept.locator(".nd-later")).to_contain_text("changed to: “171 people")
        kept.locator(".nd-mark").first.click()
        expect(desk.source.locator("mark.nd-focus")).to_contain_text("164 people")
        older = desk.source.locator(".nd-later")
        expect(older).to_contain_text("This is an older version, replaced on")
        expect(older).to_contain_text("Since then: sentence 2 changed to: “171 people")
        desk.source.get_by_role("button", name="Newest").click()
        expect(older).to_have_count(0)
        expect(desk.source.locator(".nd-place")).to_contain_text("Cited from version 1, here")
        expect(desk.source.locator("mark.nd-focus")).to_contain_text("171 people")
        desk.page.keyboard.press("Escape")

        again = desk.ask("How many people were rescued from the ferry Saint Orla?")
        expect(again.locator(".nd-statement").first).to_contain_text("171")
        expect(again.locator(".nd-later")).to_contain_text(f"carries a correction: “{NOTE}”")


TRAM = """---
title: {title}
source: The Harbour Post
published: 2026-11-24
---
The tramway to Ostrel reopened on Monday. The works cost {cost} million crowns, the council said.

{more} The mayor cut a ribbon at noon. The line had been closed since a landslide in 2017.
"""
TRAMS = (
    TRAM.format(title="Tramway reopens", cost=412, more="Some 3,000 people rode the first trams."),
    TRAM.format(title="Tramway reopens", cost=438, more="Some 3,000 people rode the first trams."),
    TRAM.format(title="Tramway cost more", cost=438, more="A second line is to follow in 2029."),
)


@pytest.fixture(scope="module")
def trams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over a library of one article in three versions."""
    folder = tmp_path_factory.mktemp("trams")
    for text in TRAMS:
        (folder / "tram.md").write_text(text, encoding="utf-8")
        home = filled(folder / "home", folder / "tram.md")
    with served(home) as app:
        yield app


def _opened(desk: DeskPage) -> None:
    desk.tab("Library")
    expect(desk.page.locator(".nd-rows")).to_contain_text("2 earlier versions")
    desk.page.locator(".nd-library .nd-link").first.click()
    expect(desk.source.locator(".nd-version")).to_contain_text("Version 3 of 3, found changed")


def test_versions_are_stepped_through_with_the_keyboard_alone(
    trams: Served, visitors: Callable[..., Page]
) -> None:
    desk = DeskPage(visitors(trams.address)).ready()
    _opened(desk)
    keyboard, source = desk.page.keyboard, desk.source
    version, heading = source.locator(".nd-version"), source.locator(".nd-changes h3")
    expect(source.get_by_role("button", name="Newer")).to_be_disabled()
    changes = source.get_by_role("button", name="What changed")
    changes.focus()
    keyboard.press("Enter")
    expect(heading).to_have_text("From version 2 to version 3")
    expect(changes).to_be_focused()
    expect(changes).to_have_attribute("aria-pressed", "true")
    expect(source.locator(".nd-is-removed del")).to_have_text(
        "Some 3,000 people rode the first trams."
    )
    expect(source.locator(".nd-is-added ins")).to_have_text("A second line is to follow in 2029.")
    expect(source.locator("details").first).to_contain_text("2 sentences as before")

    older = source.get_by_role("button", name="Older")
    older.focus()
    keyboard.press("Enter")
    expect(heading).to_have_text("From version 1 to version 2")
    expect(older).to_be_focused()
    said = desk.page.locator("#nd-said")
    expect(said).to_contain_text("Version 2 of 3")
    expect(said).to_contain_text("From version 1 to version 2")
    changed = source.locator(".nd-is-changed")
    expect(changed.locator("del")).to_have_text("[removed: 412]")
    expect(changed.locator("ins")).to_have_text("[added: 438]")
    expect(source.locator(".nd-later")).to_contain_text("This is an older version")

    keyboard.press("Enter")
    expect(version).to_contain_text("Version 1 of 3, added")
    expect(heading).to_contain_text("none before it")
    expect(source).to_be_focused()
    source.get_by_role("button", name="Changed since").click()
    expect(heading).to_have_text("From version 1 to version 3")
    expect(source.locator(".nd-changes")).to_contain_text("Headline changed")
    source.get_by_role("button", name="Text", exact=True).click()
    expect(source.locator(".nd-body")).to_contain_text("412 million crowns")
    source.get_by_role("button", name="Newest").click()
    expect(version).to_contain_text("Version 3 of 3")
    expect(source.locator(".nd-later")).to_have_count(0)
    keyboard.press("Escape")
    expect(source).to_have_count(0)
    expect(desk.page.locator(".nd-library .nd-link").first).to_be_focused()


def test_versions_can_be_read_by_everybody(
    trams: Served, visitors: Callable[..., Page], axe: str
) -> None:
    desk = DeskPage(visitors(trams.address, **PHONE)).ready()
    _opened(desk)
    assert desk.violations(axe) == []
    desk.source.get_by_role("button", name="Older").click()
    expect(desk.source.locator(".nd-later")).to_be_visible()
    assert desk.violations(axe) == []
    desk.source.get_by_role("button", name="What changed").click()
    expect(desk.source.locator("ins").first).to_be_visible()
    assert desk.violations(axe) == []
    for name in ("Older", "Newer", "Newest", "Text", "What changed", "Changed since"):
        assert desk.in_view(desk.source.get_by_role("button", name=name, exact=False).first), name


def test_what_was_open_is_told_when_it_is_removed_meanwhile(
    tmp_path: Path, visitors: Callable[..., Page]
) -> None:
    story = tmp_path / "orla.txt"
    for text in (OLD, NEW):
        story.write_text(text, encoding="utf-8")
        home = filled(tmp_path / "home", story)
    with served(home) as app:
        desk = DeskPage(visitors(app.address)).ready()
        desk.tab("Library")
        desk.page.locator(".nd-library .nd-link").click()
        expect(desk.source.locator(".nd-version")).to_contain_text("Version 2 of 2")
        with Assistant(settings=load_settings(home=home, engine="extractive")) as assistant:
            assistant.remove(*(each.id for each in assistant.articles()))
        desk.source.get_by_role("button", name="Older").click()
        expect(desk.source.locator(".nd-note")).to_contain_text("no longer in the library")
