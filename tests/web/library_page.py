"""What a person does in the tab of the library, in words."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Locator, expect

from tests.web.desk_page import DeskPage

TO_DROP = """([names, texts]) => {
  const data = new DataTransfer()
  const plain = {type: "text/plain"}
  names.forEach((name, place) => data.items.add(new File([texts[place]], name, plain)))
  const on = document.querySelector("#nd-table")
  for (const kind of ["dragenter", "dragover", "drop"])
    on.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}))
}"""
"""Drops files on the list."""


class LibraryPage(DeskPage):
    """The page with the library open."""

    @property
    def rows(self) -> Locator:
        """The entries of the list."""
        return self.page.locator(".nd-rows > .nd-row")

    @property
    def heads(self) -> Locator:
        """Their headlines."""
        return self.page.locator(".nd-rows > .nd-row > .nd-what > .nd-link")

    @property
    def find(self) -> Locator:
        """Where words are typed that are looked for."""
        return self.page.get_by_label("Find", exact=True)

    @property
    def told(self) -> Locator:
        """What became of what was done."""
        return self.page.locator("#nd-outcome")

    @property
    def chosen(self) -> Locator:
        """What can be done with the chosen articles."""
        return self.page.locator(".nd-chosen")

    @property
    def narrowing(self) -> Locator:
        """What else the list is limited to."""
        return self.page.locator("#nd-narrowing")

    def listed(self) -> Self:
        """Opens the library and waits for its list."""
        self.tab("Library")
        expect(self.page.locator(".nd-library")).to_be_visible()
        return self

    def drop(self, **texts: str) -> None:
        """Drops text files on the list, by their names without an ending."""
        names = [f"{name}.txt" for name in texts]
        self.page.evaluate(TO_DROP, [names, list(texts.values())])

    def choose(self, *words: str) -> None:
        """Ticks the entries that have these words."""
        for each in words:
            self.rows.filter(has_text=each).locator("> [data-tick]").check()

    def none(self) -> None:
        """Chooses nothing, finds everything and puts away what is told."""
        if self.chosen.is_visible():
            self.chosen.get_by_role("button", name="Choose none").click()
        if self.told.get_by_role("button", name="Dismiss").is_visible():
            self.told.get_by_role("button", name="Dismiss").click()
        self.find.fill("")
        expect(self.page.locator(".nd-found")).to_have_count(0)
