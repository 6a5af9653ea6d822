"""Pictures of the main screens, for the README: ``make screenshots``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from tests.web.desk_page import DeskPage
from tests.web.serving import ARGUMENTS, chromium, filled, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDE = {"width": 1360, "height": 850}
PHONE = {"width": 390, "height": 780}


def take(browser: Browser, address: str, folder: Path) -> None:
    """Puts the pictures into ``folder``."""
    desk = _open(browser, address, scheme="light")
    desk.page.screenshot(path=folder / "welcome.png")
    desk.ask("How many people were rescued from the Saint Orla?")
    answer = desk.ask("Who is blamed for the sinking?")
    answer.locator(".nd-mark").first.click()
    expect(desk.source.locator("mark.nd-focus").first).to_be_visible()
    desk.page.screenshot(path=folder / "ask.png")
    desk.source.get_by_role("button", name="Close the source").click()
    desk.tab("Summarise")
    desk.page.get_by_label("A topic, a story or a headline").fill("recount")
    desk.page.locator('.nd-offers [data-kind="story"]').first.click()
    expect(desk.page.locator(".nd-matter li")).to_have_count(1)
    desk.page.get_by_role("button", name="Summarise", exact=True).click()
    desk.page.locator("#nd-result .nd-mark").first.click()
    expect(desk.source.locator("mark.nd-focus").first).to_be_visible()
    desk.page.screenshot(path=folder / "summarise.png")
    desk.source.get_by_role("button", name="Close the source").click()
    desk.tab("Library")
    expect(desk.page.locator(".nd-rows .nd-row").first).to_be_visible()
    desk.page.screenshot(path=folder / "library.png")
    desk.page.context.close()
    for scheme, size, name in (("dark", WIDE, "dark.png"), ("light", PHONE, "phone.png")):
        desk = _open(browser, address, scheme=scheme, size=size)
        answer = desk.ask("When did the Karrow spillway break?")
        if size is WIDE:
            answer.locator(".nd-mark").first.click()
            expect(desk.source.locator("mark.nd-focus").first).to_be_visible()
        desk.page.screenshot(path=folder / name)
        desk.page.context.close()


def _open(browser: Browser, address: str, *, scheme: str, size: dict[str, int] = WIDE) -> DeskPage:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # typed dicts
    page = context.new_page()
    page.goto(address)
    return DeskPage(page).ready()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    folder: Path = parser.parse_args().folder
    executable = chromium()
    if executable is None:
        raise SystemExit("There is no Chromium here: install Debian's package chromium")
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=60_000)  # of a machine that is busy with other work
    with (
        tempfile.TemporaryDirectory() as home,
        served(filled(Path(home) / "home")) as app,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        take(browser, app.address, folder)
        browser.close()


if __name__ == "__main__":
    main()
