"""Settings that set: how the page looks, defaults for everybody, and files to take along."""

from __future__ import annotations

import gzip
import io
import json
import secrets
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, expect

from assistant import Assistant
from assistant.conversations import Exchange
from assistant.types import Filters
from tests.samples import copy
from tests.web.conftest import visiting
from tests.web.desk_page import NARROW, WIDE, DeskPage, Visit
from tests.web.serving import Served, served

_FIRST = """new MutationObserver((_, watching) => {
  if (!document.body) return
  window.first = document.documentElement.className
  watching.disconnect()
}).observe(document, {childList: true, subtree: true})"""
"""Notes how the page looks when there is the first thing to be painted."""


@pytest.fixture(scope="module")
def app(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = copy(sample_library, tmp_path_factory.mktemp("settings") / "home")
    with served(home, env={"ASSISTANT_FALLBACK": "none"}) as running:
        yield running


@pytest.fixture(scope="module")
def desk(browser: Browser, app: Served) -> Iterator[DeskPage]:
    """One page with the settings open."""
    with visiting(browser) as visit:
        page = DeskPage(visit(app.address, viewport=WIDE)).ready()
        page.tab("Settings")
        expect(page.page.locator("#nd-model-outcome")).to_contain_text("Reached")
        yield page


def filed(app: Served) -> dict[str, object]:
    path = app.home.parent / ".config" / "news-assistant" / "settings.json"
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def told(desk: DeskPage) -> Locator:
    return desk.page.locator("#nd-preferred")


def test_defaults_hold_at_once_and_are_kept_in_the_file(desk: DeskPage, app: Served) -> None:
    page = desk.page
    length = page.get_by_label("Length of summaries")
    expect(length).to_have_value("120")
    length.focus()
    length.select_option("180")
    expect(told(desk)).to_contain_text("Length of summaries: 180 words.")
    expect(length).to_be_focused()
    page.get_by_label("Reader").select_option("false")
    expect(told(desk)).to_contain_text("Reader: is switched off.")
    page.get_by_label("Sentences that fail the check").select_option("flag")
    expect(told(desk)).to_contain_text("are shown, with the reasons")
    page.get_by_label("Read each feed").select_option("0")
    expect(told(desk)).to_contain_text("only when you ask")
    expected = {
        "summary_words": 180,
        "rerank": False,
        "unsupported": "flag",
        "feeds_every": 0,
    }
    assert filed(app) == expected
    # What was given to the program when it was started cannot be changed here.
    expect(page.get_by_label("If the chat model fails")).to_be_disabled()
    expect(page.locator("#nd-preferences")).to_contain_text("Set by ASSISTANT_FALLBACK")
    desk.tab("Summarise")
    expect(page.get_by_label("number input for Words")).to_have_value("180")
    desk.tab("Settings")
    expect(told(desk)).not_to_contain_text("only when you ask")
    expect(length).to_have_value("180")
    length.select_option("120")
    expect(told(desk)).to_contain_text("120 words")
    assert filed(app) == {**expected, "summary_words": 120}


def test_how_it_looks_is_kept_by_the_browser_and_holds_from_the_first_moment(
    app: Served, visitors: Visit
) -> None:
    page = visitors(app.address, color_scheme="light")
    desk = DeskPage(page).ready()
    body = page.locator("body")
    desk.tab("Settings")
    choices = page.get_by_role("group", name="Appearance")
    expect(choices.get_by_role("button", pressed=True)).to_have_text("As the system")
    choices.get_by_role("button", name="Dark").click()
    expect(body).to_have_class("dark")
    expect(choices.get_by_role("button", pressed=True)).to_have_text("Dark")
    page.add_init_script(_FIRST)
    page.reload()
    assert page.evaluate("window.first") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    desk.ready()
    expect(body).to_have_class("dark")
    # A system that goes dark changes nothing for whoever wants it light.
    desk.tab("Settings")
    choices.get_by_role("button", name="Light").click()
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate("window.first") == ""
    desk.ready()
    expect(body).not_to_have_class("dark")
    desk.tab("Settings")
    choices.get_by_role("button", name="As the system").click()
    expect(body).to_have_class("dark")
    # Another browser is not asked.
    other = visitors(app.address, color_scheme="light")
    DeskPage(other).ready()
    expect(other.locator("body")).not_to_have_class("dark")


def test_the_page_to_log_in_looks_as_was_chosen(locked_app: Served, visitors: Visit) -> None:
    page = visitors(locked_app.address, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.evaluate("localStorage.setItem('newsdesk-theme', 'dark')")
    page.reload()
    assert page.evaluate(ground) != light


def test_it_is_for_all_and_as_wide_as_a_telephone(desk: DeskPage, axe: str) -> None:
    expect(desk.page.locator("#nd-about")).to_contain_text("MB")
    assert desk.violations(axe) == []
    desk.page.set_viewport_size(NARROW)
    heights = desk.page.locator("#nd-preferences .nd-button, #nd-about .nd-button").evaluate_all(
        "all => [...new Set(all.map(one => one.offsetHeight))]"
    )
    assert heights == [40]
    desk.page.set_viewport_size(WIDE)


def test_files_are_taken_along_and_gone_afterwards(desk: DeskPage, tmp_path: Path) -> None:
    links = desk.page.locator("#nd-about")
    saved = {}
    for name in ("Articles", "My conversations", "Full backup"):
        with desk.page.expect_download() as saving:
            links.get_by_role("link", name=name, exact=True).click()
        saved[name] = tmp_path / saving.value.suggested_filename
        saving.value.save_as(saved[name])
    with Assistant(home=tmp_path / "imported") as assistant:
        assert assistant.import_(saved["Articles"]).added == 28
    with zipfile.ZipFile(saved["Full backup"]) as packed:
        packed.extractall(tmp_path / "restored")
    with Assistant(home=tmp_path / "restored") as assistant:
        assert assistant.count() == 28


@pytest.fixture(scope="module")
def shared_app(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An app with three who log in, of whom one may change the settings; temporary files apart."""
    folder = tmp_path_factory.mktemp("several")
    users = folder / "users"
    users.write_text("ann:one\nbo:two\ncy:three\n", encoding="utf-8")
    users.chmod(0o600)
    (folder / "temporary").mkdir()
    home = copy(sample_library, folder / "home")
    words = ("--auth-file", str(users), "--admin", "bo")
    with served(home, *words, env={"TMPDIR": str(folder / "temporary")}) as running:
        yield running


def client(app: Served, *who: str) -> httpx.Client:
    key = (who[0] if who else "x").ljust(43, "x")
    cookies = {"assistant_browser": key}
    auth = (who[0], who[1]) if who else None
    return httpx.Client(base_url=app.address, auth=auth, cookies=cookies, timeout=60)


def kept_for(app: Served, name: str, question: str) -> None:
    """Keeps a conversation of a person's, as the page would."""
    with Assistant(home=app.home) as assistant:
        owner = f"{name.ljust(43, 'x')} {name}"
        at = datetime(2031, 3, 4, tzinfo=UTC)
        one = assistant.conversations.start(owner, at=at)
        answer = assistant.ask(question)
        assistant.conversations.add(owner, one.id, Exchange(question, Filters(), answer, at))


def test_nothing_of_another_person_is_taken_along(shared_app: Served) -> None:
    kept_for(shared_app, "ann", "Who is blamed for the sinking?")
    kept_for(shared_app, "cy", "../../Who <b>won</b> the recount?")
    with Assistant(home=shared_app.home) as assistant:
        assistant.make_collection("Secret of cy", owner="cy")
    with client(shared_app, "ann", "one") as ann, client(shared_app, "bo", "two") as bo:
        mine = ann.get("/export/conversations")
        assert mine.status_code == 200
        with zipfile.ZipFile(io.BytesIO(mine.content)) as packed:
            names = packed.namelist()
            assert [name.rpartition(".")[2] for name in names] == ["md", "json"]
            assert b"recount" not in b"".join(packed.read(name) for name in names)
        articles = ann.get("/export/articles")
        assert articles.status_code == 200
        lines = gzip.decompress(articles.content)
        assert lines.count(b'"kind":"article"') + lines.count(b'"kind": "article"') == 28, lines[
            :600
        ]
        assert b"Secret of cy" not in lines
        refused = ann.get("/export/backup")
        assert refused.status_code == 403
        assert "only who may change the settings" in refused.text
        whole = bo.get("/export/backup")
        assert whole.status_code == 200
        with zipfile.ZipFile(io.BytesIO(whole.content)) as packed:
            assert packed.namelist() == ["catalogue.sqlite", "conversations.sqlite"]
        assert bo.get("/export/settings").status_code == 404
        assert bo.get("/export/../etc").status_code == 404
        across = bo.get("/export/backup", headers={"sec-fetch-site": "cross-site"})
        assert across.status_code == 403
    with client(shared_app, "cy", "three") as cy:
        theirs = cy.get("/export/conversations")
        with zipfile.ZipFile(io.BytesIO(theirs.content)) as packed:
            # A title can name no place outside of the folder where it is unpacked.
            assert all(name.startswith("001 Who b won b the recount") for name in packed.namelist())
    with client(shared_app) as nobody:
        assert nobody.get("/export/articles").status_code == 401
    temporary = shared_app.home.parent / "temporary"
    assert [path for path in temporary.rglob("*") if "20" in path.name and path.is_file()] == []


def test_only_who_was_named_sets_defaults(shared_app: Served, visitors: Visit) -> None:
    for name, password, may in (("ann", "one", False), ("bo", "two", True)):
        with client(shared_app, name, password) as asking:
            answer = preferred(asking, {"summary_words": "240"})
        assert ("240 words" in answer) is may
        assert ("--admin" in answer) is not may
        assert ("summary_words" in filed(shared_app)) is may
    with client(shared_app, "bo", "two") as bo:
        assert "does not take" in preferred(bo, {"summary_words": "99999"})
        assert "does not take" in preferred(bo, {"rerank": "<script>"})
        preferred(bo, {"allow_private_network": "true", "home": "elsewhere"})
    assert filed(shared_app) == {"summary_words": 240}
    page = visitors(shared_app.address)
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("one")
    page.keyboard.press("Enter")
    desk = DeskPage(page).ready()
    desk.tab("Settings")
    expect(page.locator("#nd-preferences")).to_contain_text("240 words")
    expect(page.locator("#nd-preferences select")).to_have_count(0)
    expect(page.get_by_role("group", name="Appearance")).to_be_visible()
    expect(page.get_by_role("link", name="Full backup")).to_have_count(0)


def preferred(asking: httpx.Client, values: dict[str, str]) -> str:
    """What the page is told where somebody sets ``values`` past it."""
    config = asking.get("/config").json()
    [component] = [
        one["id"] for one in config["components"] if one["props"].get("elem_id") == "nd-preferences"
    ]
    number = next(
        one["id"] for one in config["dependencies"] if [component, "prefer"] in one["targets"]
    )
    session = f"past-{secrets.token_hex(8)}"
    body = {"data": [], "event_data": values, "fn_index": number, "session_hash": session}
    assert asking.post("/gradio_api/queue/join", json=body).status_code == 200
    with asking.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        return "".join(stream.iter_lines())
