"""What a person does in the page, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Self

from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
Screen = tuple[ViewportSize, Literal["light", "dark"]]
SCREENS: tuple[Screen, ...] = ((WIDE, "light"), (NARROW, "dark"))
"""Both sizes and both schemes."""
ALL_SCREENS: tuple[Screen, ...] = (*SCREENS, (WIDE, "dark"), (NARROW, "light"))
_CHECKED = """
async (dark) => {
  const follows = () => document.body.classList.contains("dark") === dark
  if (document.querySelector("gradio-app"))
    while (!follows()) await new Promise(requestAnimationFrame)
  const ending = document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
  await Promise.all(ending.map((one) => one.finished.catch(() => {})))
  const found = await axe.run(document, {resultTypes: ["violations"]})
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`))
}
"""

Visit = Callable[..., Page]
"""Opens an address in a browser of its own; the fixture ``visitors``."""


class DeskPage:
    """The page in a browser, used by what is seen and named in it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def turns(self) -> Locator:
        """The questions with their answers, without the one that is coming."""
        return self.page.locator("#nd-thread .nd-turn")

    @property
    def latest(self) -> Locator:
        """The last question with its answer."""
        return self.page.locator("#nd-thread .nd-latest")

    @property
    def source(self) -> Locator:
        """The source beside the page."""
        return self.page.locator("#nd-panel .nd-source")

    @property
    def question(self) -> Locator:
        """Where questions are typed."""
        return self.page.get_by_label("Your question")

    @property
    def conversations(self) -> Locator:
        """The conversations that are kept."""
        return self.page.locator(".nd-conversations .nd-pick")

    def ready(self) -> Self:
        """Waits until the page can be used."""
        shown = "#nd-welcome .nd-welcome:visible, #nd-thread .nd-turn:visible"
        expect(self.page.locator(shown).first).to_be_visible()
        return self

    def ask(self, question: str) -> Locator:
        """Types a question, presses Enter and waits for the answer."""
        before = self.turns.count()
        self.question.fill(question)
        self.question.press("Enter")
        expect(self.turns).to_have_count(before + 1)
        expect(self.latest.locator(".nd-question")).to_contain_text(question)
        return self.latest

    def tab(self, name: str) -> None:
        """Goes to a tab."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def add(self, *files: Path | FilePayload) -> Locator:
        """Gives files to the library and waits for what became of them."""
        self.tab("Library")
        self.page.locator("#nd-files input[type=file]").set_input_files([*files])  # type: ignore[arg-type]
        told = self.page.locator("#nd-outcome .nd-added")
        expect(told).to_be_visible()
        return told

    def violations(self, axe: str, *, screens: Sequence[Screen] = SCREENS) -> list[str]:
        """What the accessibility checker finds, a line each.

        The page stays as it is and only the screen changes. A page that can be scrolled sideways
        is a violation too.
        """
        self.page.evaluate(axe)
        size = self.page.viewport_size
        found = []
        for screen, scheme in screens:
            self.page.set_viewport_size(screen)
            self.page.emulate_media(color_scheme=scheme)
            lines = self.page.evaluate(_CHECKED, scheme == "dark")
            found += [f"{screen['width']} {scheme} {line}" for line in lines]
            if self.sideways() > 0:
                found.append(f"{screen['width']}: scrolls sideways")
        self.page.emulate_media(color_scheme="light")
        assert size is not None
        self.page.set_viewport_size(size)
        return found

    def sideways(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def in_view(self, element: Locator) -> bool:
        """Whether all of an element's box is inside the window."""
        box = element.bounding_box()
        size = self.page.viewport_size
        assert box is not None
        assert size is not None
        return (
            box["x"] >= 0
            and box["y"] >= 0
            and box["x"] + box["width"] <= size["width"]
            and box["y"] + box["height"] <= size["height"]
        )


def plain(text: str) -> str:
    """Text without the marks that follow a statement, in single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"[✓~✗?]", "", text)).strip()
