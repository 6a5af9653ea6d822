from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.samples import copy
from tests.web.serving import ANN, Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

_EXPECTED = re.compile(
    r"status of (?:401|413)|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_REFUSED|"
    r"ERR_CONNECTION_RESET|"
    r"AbortError: signal is aborted|network error|Connection errored out"
)


@pytest.fixture
def sample_home(sample_library: Path, tmp_path: Path) -> Path:
    """A library of the sample articles of one's own."""
    return copy(sample_library, tmp_path / "home")


@pytest.fixture(scope="session")
def sample_app(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over the sample articles; its library is not to be changed."""
    home = copy(sample_library, tmp_path_factory.mktemp("app") / "home")
    with served(home) as app:
        yield app


@pytest.fixture(scope="session")
def locked_app(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app with a password and tools for models; its library is not to be changed."""
    folder = tmp_path_factory.mktemp("locked")
    users = folder / "users"
    users.write_text(f"{ANN[0]}:{ANN[1]}\nbo:other\n", encoding="utf-8")
    users.chmod(0o600)
    home = copy(sample_library, folder / "home")
    with served(home, "--auth-file", str(users), "--mcp") as app:
        yield app


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser of its own; sees that nothing goes wrong in any.

    A request to anywhere but the app, an error in the page's scripts and a dialog fail the
    test.
    """
    with visiting(browser) as visit:
        yield visit


@contextmanager
def visiting(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages as ``visitors`` does, for as long as the block lasts."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def visit(address: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(120_000)
        page = context.new_page()
        host = address.split("/")[2]

        def requested(url: str) -> None:
            if not url.startswith(("data:", "blob:", f"http://{host}/")):
                wrong.append(f"request to {url}")

        def asked(dialog: Dialog) -> None:
            wrong.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        def logged(kind: str, text: str) -> None:
            # What is said of a refused password, of a page that is left while it listens, and of
            # a server that has ended before its page, is no error of the page.
            if kind == "error" and not _EXPECTED.search(text):
                wrong.append(f"console: {text}")

        context.on("request", lambda request: requested(request.url))
        page.on("console", lambda message: logged(message.type, message.text))
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("dialog", asked)
        page.goto(address)
        return page

    try:
        yield visit
    finally:
        for context in contexts:
            context.close()
    assert wrong == []
