"""Checking a draft in the browser: marked as it is checked, read, changed, and taken along."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Self

from playwright.sync_api import Locator, expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served
from tests.web.test_reading_for_all import PHONE

NARROW = {**PHONE, "viewport": {"width": 390, "height": 844}}
SUPPORTED = "The number of people rescued stood at 164."
WRONG = "The number of people rescued stood at 146."
DRAFT = f"The toll\n\n{SUPPORTED} {WRONG}\n\nWho paid for the search?"


class DraftPage(DeskPage):
    """The tab in a browser."""

    @property
    def draft(self) -> Locator:
        """The draft that is being checked."""
        return self.page.locator(".nd-draft")

    @property
    def card(self) -> Locator:
        """What is told of the sentence that is open."""
        return self.page.locator(".nd-slot [data-card]")

    @property
    def outcome(self) -> Locator:
        """What could not be done, and what can."""
        return self.page.locator("#nd-draft-outcome")

    def entered(self) -> Self:
        """Goes to the tab."""
        self.ready()
        self.tab("Check a draft")
        expect(self.page.get_by_label("The draft", exact=True)).to_be_visible()
        return self

    def check(self, text: str) -> Self:
        """Pastes a draft and waits until all of it is checked."""
        self.page.get_by_label("The draft", exact=True).fill(text)
        self.page.get_by_role("button", name="Check the draft").click()
        return self.checked()

    def checked(self) -> Self:
        """Waits until all of the draft is checked."""
        expect(self.page.locator('.nd-draft[data-state="done"]')).to_be_visible()
        return self

    def sentence(self, words: str) -> Locator:
        """A sentence of the draft."""
        return self.draft.locator(".nd-s").filter(has_text=words)

    def told(self) -> Locator:
        """The card of the sentence that is open, when all is told of it."""
        expect(self.card).to_be_visible()
        expect(self.page.locator(".nd-slot .nd-working")).to_have_count(0)
        return self.card

    def count(self, words: str) -> Locator:
        """The count of a verdict, which shows its sentences alone."""
        return self.draft.locator(".nd-count").filter(has_text=words)

    def copied(self, name: str) -> str:
        """What a button puts on the clipboard."""
        button = self.page.get_by_role("button", name=name)
        button.click()
        return button.get_attribute("data-copy") or ""


def test_the_example_shows_what_is_wrong_and_why(
    sample_app: Served, visitors: Visit, axe: str
) -> None:
    desk = DraftPage(visitors(sample_app.address)).entered()
    assert desk.violations(axe) == []
    desk.page.get_by_role("button", name="Try it with an example").click()
    # All of the draft is there before any of it is checked, and the page says what it is doing.
    expect(desk.draft.locator(".nd-s")).to_have_count(11)
    expect(desk.draft).to_be_focused()
    desk.checked()
    expect(desk.count("not supported")).to_contain_text("2")
    expect(desk.page.locator("#nd-said")).to_contain_text("2 not supported")
    # By keys: the reason, the sentence of the source, the words that differ, its article beside.
    desk.page.keyboard.press("j")
    wrong = desk.sentence(WRONG)
    expect(wrong).to_be_focused()
    expect(wrong.locator(".nd-doubted")).to_have_text("146")
    expect(desk.told()).to_contain_text("Says 146, the source says 164")
    expect(desk.card.locator(".nd-of-source mark").first).to_contain_text("164")
    expect(desk.source.locator("mark.nd-focus")).to_contain_text("rescued stood at 164")
    expect(wrong).to_be_focused()
    desk.page.keyboard.press("j")
    expect(desk.told()).to_contain_text("“We begged them")
    assert desk.violations(axe) == []
    desk.page.keyboard.press("k")
    expect(wrong).to_have_attribute("aria-expanded", "true")
    # Shown alone, and all again.
    desk.count("supported").first.click()
    expect(wrong).to_be_hidden()
    desk.count("supported").first.click()
    expect(wrong).to_be_visible()
    # What a person has checked is no longer to be looked at, and is told with what leaves the page.
    wrong.click()
    desk.told().get_by_role("button", name="Mark as checked by hand").click()
    expect(desk.draft.locator("[data-now]")).to_have_text("1 to look at")
    expect(desk.count("checked by hand")).to_contain_text("1")
    plain = desk.copied("Copy with footnotes")
    assert re.search(r"shows, the seafarers’ union said\. \[\d\]", plain)
    assert re.search(
        r"^\[\d\] The Corvenne Ledger, “Ferry toll .+”, 11 March 2025, https://", plain, re.M
    )
    assert f"- Checked by hand: {WRONG}" in plain
    assert "- Not supported: " in plain
    assert re.search(r"union said\.\[\^\d\]", desk.copied("Copy as Markdown"))
    with desk.page.expect_download() as made:
        desk.page.get_by_role("button", name="Download Word").click()
    with zipfile.ZipFile(made.value.path()) as word:
        assert "checked by hand" in word.read("word/document.xml").decode()
    with desk.page.expect_download() as made:
        desk.page.get_by_role("button", name="Download HTML").click()
    page = Path(made.value.path()).read_text(encoding="utf-8")
    assert page.count("checked by hand</span>") == 1
    with desk.page.expect_download() as made:
        desk.page.get_by_role("button", name="Download JSON").click()
    document = json.loads(Path(made.value.path()).read_text(encoding="utf-8"))
    assert document["counts"]["unsupported"] == 2


def test_on_a_telephone_a_sentence_is_read_mended_and_checked_again(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DraftPage(visitors(sample_app.address, **NARROW)).entered()
    desk.check(DRAFT)
    assert desk.sideways() == 0
    expect(desk.sentence("The toll")).to_have_attribute("title", re.compile("Not a claim: is a he"))
    expect(desk.sentence("Who paid")).to_have_class(re.compile("nd-is-idle"))
    desk.sentence(WRONG).tap()
    card = desk.told()
    expect(desk.source).to_have_count(0)
    # The reason stands beneath its sentence, and the source opens when it is asked for.
    above, below = desk.sentence(WRONG).bounding_box(), card.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"] - 8
    card.locator(".nd-link").first.tap()
    expect(desk.source.locator("mark.nd-focus")).to_contain_text("164")
    desk.source.get_by_role("button", name="Close the source").tap()
    card.get_by_role("button", name="Edit the sentence").tap()
    field = desk.page.get_by_label("The sentence", exact=True)
    expect(field).to_have_value(WRONG)
    field.fill("The wreck lies in 31 meters of water.")
    desk.page.get_by_role("button", name="Check the sentence").tap()
    mended = desk.sentence("The wreck lies")
    expect(mended).to_have_class(re.compile("nd-is-supported"))
    expect(mended).to_have_attribute("aria-expanded", "true")
    expect(desk.draft.locator("[data-now]")).to_have_text("Nothing left to look at")
    # Back in the field stands the draft as it is now.
    desk.page.get_by_role("button", name="Change the draft or the sources").tap()
    expect(desk.page.get_by_label("The draft", exact=True)).to_have_value(
        DRAFT.replace(WRONG, "The wreck lies in 31 meters of water.")
    )


def test_a_long_draft_is_stopped_gone_on_with_and_its_verdicts_kept(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DraftPage(visitors(sample_app.address)).entered()
    # Checking them takes longer than a click.
    more = [f"The ferry carried {number} cars." for number in range(300, 400)]
    draft = " ".join([SUPPORTED, *more])
    desk.page.get_by_label("The draft", exact=True).fill(draft)
    desk.page.get_by_role("button", name="Check the draft").click()
    expect(desk.sentence(SUPPORTED)).to_have_class(re.compile("nd-is-supported"))
    desk.page.get_by_role("button", name="Stop", exact=True).last.click()
    expect(desk.draft.locator("[data-now]")).to_contain_text("Stopped: ")
    expect(desk.draft.locator("[data-now]")).to_contain_text(" of 101 checked")
    assert "- Not checked: The ferry carried 399 cars." in desk.copied("Copy with footnotes")
    desk.page.get_by_role("button", name="Check the rest").click()
    desk.checked()
    expect(desk.count("not supported")).to_contain_text("100")
    # A new version: what is as before is marked as soon as it is shown.
    desk.page.get_by_role("button", name="Change the draft or the sources").click()
    desk.page.evaluate(
        "() => { window.first = null; new MutationObserver(() => {"
        " const all = document.querySelectorAll('#nd-draft-sheet .nd-s');"
        " const done = [...all].filter((one) => one.title).length;"
        " if (done && window.first === null) window.first = done; })"
        ".observe(document.querySelector('#nd-draft-sheet'), {childList: true, subtree: true}); }"
    )
    desk.check(f"{draft} The wreck lies in 31 meters of water.")
    assert desk.page.evaluate("window.first") >= 101
    expect(desk.count("supported").first).to_contain_text("2")


def test_what_it_is_held_against_is_chosen_and_told(sample_app: Served, visitors: Visit) -> None:
    desk = DraftPage(visitors(sample_app.address)).entered()
    page = desk.page
    against = page.locator("#nd-draft-against button").first
    against.click()
    page.locator("#nd-draft-against").get_by_label("From", exact=True).fill("2030")
    expect(against).to_contain_text("since 2030")
    page.get_by_label("The draft", exact=True).fill(SUPPORTED)
    page.get_by_role("button", name="Check the draft").click()
    expect(desk.outcome).to_contain_text("holds no article to check the draft against")
    page.get_by_role("button", name="Change the draft or the sources").click()
    page.get_by_label("Chosen articles").check()
    page.get_by_role("button", name="Check the draft").click()
    expect(desk.outcome).to_contain_text("No article is chosen")
    page.get_by_label("Find articles", exact=True).fill("dam said")
    choices = page.locator("#nd-draft-choices").get_by_role("checkbox")
    expect(choices).to_have_count(1)
    choices.first.check()
    expect(against).to_contain_text("1 chosen article")
    desk.check(SUPPORTED)
    expect(desk.sentence(SUPPORTED)).to_have_class(re.compile("nd-is-unsupported"))
    page.get_by_role("button", name="Change the draft or the sources").click()
    page.get_by_label("A story").check()
    page.locator("#nd-draft-story input").click()
    page.get_by_role("option").filter(has_text="ferry disaster").first.click()
    expect(against).to_contain_text("the story “")
    desk.check(SUPPORTED)
    expect(desk.draft.locator(".nd-draft-about")).to_contain_text("Against the story “")
    expect(desk.sentence(SUPPORTED)).to_have_class(re.compile("nd-is-supported"))


def test_files_are_read_and_what_cannot_be_checked_is_told(
    sample_app: Served, visitors: Visit, tmp_path: Path
) -> None:
    desk = DraftPage(visitors(sample_app.address)).entered()
    page, field = desk.page, desk.page.get_by_label("The draft", exact=True)
    page.get_by_role("button", name="Check the draft").click()
    expect(desk.outcome).to_contain_text("There is no draft to check")
    field.fill(" \n\n ")
    page.get_by_role("button", name="Check the draft").click()
    expect(desk.outcome).to_contain_text("There is no draft to check")
    dropped = page.locator("#nd-draft-files input[type=file]")
    dropped.set_input_files({"name": "empty.docx", "mimeType": "text/plain", "buffer": b""})
    expect(desk.outcome).to_contain_text("empty.docx")
    file = tmp_path / "draft.md"
    file.write_text("# A draft of ours\n\n" + "The ferry sank off Skerrin. " * 8_000)
    dropped.set_input_files(file)
    expect(desk.outcome).to_contain_text("Read from draft.md")
    expect(field).to_have_value(re.compile("^A draft of ours"))
    page.get_by_role("button", name="Check the draft").click()
    expect(desk.outcome).to_contain_text("at most 200,000 are checked")
    assert "sank off Skerrin" not in sample_app.said()
