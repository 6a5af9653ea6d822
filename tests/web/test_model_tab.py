"""The chat model in the page's settings: found, tried, used and switched off without a restart."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.openai_behaviours import Fails, Sends
from tests.openai_server import OpenAIServer
from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import ANN, Served, served

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"
QUESTION = "How many people were rescued from the Saint Orla?"
BUTTONS = ("nd-model-look", "nd-model-test", "nd-model-use", "nd-model-off")


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def own_app(sample_home: Path) -> Iterator[Served]:
    with served(sample_home) as app:
        yield app


def filed(app: Served) -> Path:
    return app.home.parent / ".config" / "news-assistant" / "settings.json"


def told(desk: DeskPage) -> Locator:
    return desk.page.locator("#nd-model-outcome")


def opened(app: Served, visitors: Visit) -> DeskPage:
    desk = DeskPage(visitors(app.address)).ready()
    desk.tab("Settings")
    expect(told(desk)).to_contain_text("Reached")
    return desk


def choose(desk: DeskPage, address: str) -> None:
    server = desk.page.get_by_label("Server of the chat model")
    server.fill(address)
    server.press("Enter")


def test_a_model_is_found_tried_used_and_switched_off(
    own_app: Served, visitors: Visit, server: OpenAIServer
) -> None:
    desk = opened(own_app, visitors)
    page = desk.page
    expect(page.get_by_role("button", name="Switch off")).to_be_disabled()
    choose(desk, server.base_url.removeprefix("http://").removesuffix("/v1"))
    expect(told(desk)).to_contain_text("2 models")
    expect(page.get_by_label("Model", exact=True)).to_have_value(
        "gpt-test · no price: it runs on this machine"
    )
    page.get_by_label("Key").fill(KEY)
    page.get_by_role("button", name="Test it").click()
    expect(told(desk)).to_contain_text("openai:gpt-test replied")
    assert len(server.chats) == 1
    assert not filed(own_app).exists(), "trying switches nothing on"
    server.script(Fails(500, "out of memory"))
    page.get_by_role("button", name="Test it").click()
    expect(told(desk)).to_contain_text("out of memory")

    page.get_by_role("button", name="Use this model").click()
    expect(told(desk)).to_contain_text("gpt-test answers from now on")
    expect(page.locator("#nd-status")).to_contain_text("Written by openai:gpt-test")
    expect(page.get_by_label("Key")).to_have_value("")
    assert json.loads(filed(own_app).read_text(encoding="utf-8")) == {
        "openai_base_url": server.base_url,
        "chat_model": "openai:gpt-test",
        "openai_api_key": KEY,
    }
    assert KEY not in page.content()
    desk.tab("Ask")
    before = len(server.chats)
    expect(desk.ask(QUESTION)).to_contain_text("gpt-test")
    assert len(server.chats) > before
    assert server.chats[-1].headers["authorization"] == f"Bearer {KEY}"

    desk.tab("Settings")
    expect(told(desk)).to_contain_text("Reached: Server · 127.0.0.1")
    page.get_by_role("button", name="Switch off").click()
    expect(told(desk)).to_contain_text("quoted from now on")
    expect(page.locator("#nd-status")).to_contain_text("Quotes the articles")
    asked = len(server.chats)
    desk.tab("Ask")
    desk.ask(QUESTION)
    assert len(server.chats) == asked
    assert own_app.stop() == 0
    assert KEY not in own_app.said()


def test_what_is_no_server_is_told_and_a_hostile_name_stays_text(
    own_app: Served, visitors: Visit, server: OpenAIServer, axe: str
) -> None:
    desk = opened(own_app, visitors)
    choose(desk, "file:///etc/passwd")
    expect(told(desk)).to_contain_text("no web address")
    server.models_fail = Fails(401, "a key: <img src=x onerror=alert(1)>")
    choose(desk, server.base_url)
    expect(told(desk)).to_contain_text("a key: <img src=x onerror=alert(1)>")
    server.models_fail = None
    name = "<script>alert(1)</script>\u202e"
    body = json.dumps({"data": [{"id": name, "max_model_len": 2000}]})
    server.pages["/v1/models"] = Sends(body.encode(), "application/json")
    desk.page.get_by_role("button", name="List its models").click()
    expect(told(desk)).to_contain_text("1 model")
    desk.page.get_by_role("button", name="Use this model").click()
    expect(told(desk)).to_contain_text("answers from now on")
    kept = json.loads(filed(own_app).read_text(encoding="utf-8"))
    assert (kept["chat_model"], kept["context_tokens"]) == (f"openai:{name}", 2000)
    assert desk.violations(axe) == []


def _called(client: httpx.Client, element: str, data: list[Any]) -> str:
    """What an event gives that is called past the page, by whoever knows its number."""
    config = client.get("/config").json()
    [component] = [c["id"] for c in config["components"] if c["props"].get("elem_id") == element]
    number = next(
        one["id"] for one in config["dependencies"] if [component, "click"] in one["targets"]
    )
    session = f"past-{secrets.token_hex(8)}"
    body = {"data": data, "fn_index": number, "session_hash": session}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        return "".join(stream.iter_lines())


def _attacked(client: httpx.Client, address: str) -> list[str]:
    given = [address, "", "gpt-test"]
    sent = dict(zip(BUTTONS, (given[:2], given, given, []), strict=True))
    return [_called(client, button, data) for button, data in sent.items()]


def test_one_of_several_who_log_in_can_neither_change_nor_probe(
    locked_app: Served, visitors: Visit, server: OpenAIServer
) -> None:
    with httpx.Client(base_url=locked_app.address, auth=ANN, timeout=60) as client:
        for answer in _attacked(client, server.base_url):
            assert "--admin" in answer
    page = visitors(locked_app.address)
    page.get_by_label("Name").fill(ANN[0])
    page.get_by_label("Password").fill(ANN[1])
    page.keyboard.press("Enter")
    desk = DeskPage(page).ready()
    desk.tab("Settings")
    expect(page.locator("#nd-settings")).to_contain_text("only who was named with --admin")
    expect(page.get_by_role("button", name="Use this model")).to_be_hidden()
    assert server.requests == []
    assert not filed(locked_app).exists()


def test_whoever_was_named_can_change_it(sample_home: Path, server: OpenAIServer) -> None:
    users = sample_home.parent / "users"
    users.write_text("ann:one\nbo:two\n", encoding="utf-8")
    users.chmod(0o600)
    with served(sample_home, "--auth-file", str(users), "--admin", "bo") as app:
        for name, password, may in (("ann", "one", False), ("bo", "two", True)):
            client = httpx.Client(base_url=app.address, auth=(name, password), timeout=60)
            with client:
                given = [server.base_url, "", "gpt-test"]
                answer = _called(client, "nd-model-use", given)
            assert ("answers from now on" in answer) is may
            assert filed(app).exists() is may


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
        {"via": "1.1 proxy"},
        {"x-real-ip": "127.0.0.1"},
    ],
)
def test_a_stranger_behind_a_proxy_can_neither_change_nor_probe(
    sample_app: Served, server: OpenAIServer, headers: dict[str, str]
) -> None:
    with httpx.Client(base_url=sample_app.address, headers=headers, timeout=60) as client:
        for answer in _attacked(client, server.base_url):
            assert "assistant config set" in answer
    assert server.requests == []
    assert not filed(sample_app).exists()


def test_a_stranger_at_an_open_app_can_neither_change_nor_probe(
    sample_home: Path, server: OpenAIServer
) -> None:
    with (
        served(sample_home, "--host", "0.0.0.0", "--insecure") as app,  # noqa: S104
        httpx.Client(base_url=app.address, timeout=60) as client,
    ):
        for answer in _attacked(client, server.base_url):
            assert "assistant config set" in answer
        assert server.requests == []
        assert not filed(app).exists()
