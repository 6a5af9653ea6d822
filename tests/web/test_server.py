"""The app's doors: who gets in, by which of them, and how it starts and ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import Page, expect

from assistant import Assistant
from assistant.errors import UsageError
from assistant.settings import load_settings
from assistant.web.guard import OPEN
from assistant.web.server import Serving, address_of, hosts_of, is_local, listen, refuse_open_doors
from tests.cli.running import CommandLine
from tests.openai_server import OpenAIServer
from tests.web.desk_page import DeskPage
from tests.web.serving import Served, filled, served

Visit = Callable[..., Page]

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is to be refused
ANN = ("ann", "pass:wörd")
_MCP = {"accept": "application/json, text/event-stream"}
_HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.fixture(scope="module")
def locked_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app with a password and tools for models."""
    folder = tmp_path_factory.mktemp("locked")
    users = folder / "users"
    users.write_text(f"{ANN[0]}:{ANN[1]}\nbo:other\n", encoding="utf-8")
    users.chmod(0o600)
    with served(filled(folder / "home"), "--auth-file", str(users), "--mcp") as app:
        yield app


# -- without a password ---------------------------------------------------------------


def test_the_page_carries_its_rules(sample_app: Served) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/nothing", "/theme.css"):
        answer = httpx.get(f"{sample_app.address}{path}")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert httpx.get(sample_app.address).headers["cache-control"] == "no-store"


def test_a_browser_gets_a_key_of_its_own_that_no_script_sees(sample_app: Served) -> None:
    with httpx.Client() as one, httpx.Client() as other:
        cookies = [client.get(sample_app.address).headers["set-cookie"] for client in (one, other)]
        for cookie in cookies:
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
        assert cookies[0] != cookies[1]
        assert "set-cookie" not in one.get(sample_app.address).headers, "it was known already"
        forged = httpx.get(sample_app.address, headers={"cookie": "assistant_browser=short"})
        assert "assistant_browser" in forged.headers["set-cookie"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""]
)
def test_a_foreign_name_is_not_answered(sample_app: Served, host: str) -> None:
    assert httpx.get(sample_app.address, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_names_of_this_machine_are_answered(sample_app: Served, host: str) -> None:
    assert httpx.get(sample_app.address, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ],
)
def test_other_sites_can_make_no_browser_act(sample_app: Served, headers: dict[str, str]) -> None:
    for path in ("/gradio_api/upload", "/gradio_api/queue/join", "/gradio_api/call/ask", "/mcp"):
        answer = httpx.post(f"{sample_app.address}{path}", headers=headers, json={"data": ["x"]})
        assert answer.status_code == 403, path


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:9/",
        "/gradio_api/token",
        "/gradio_api/dev/reload",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
        "/gradio_api/custom_component/1/client/component/../../../x",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/gradio_api/deep_link",
        "/gradio_api/mcp/schema",
        "/mcp/other",
        "/static/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
    ],
)
def test_doors_that_are_not_needed_are_shut(sample_app: Served, path: str) -> None:
    with httpx.Client() as client:
        answer = client.send(httpx.Request("GET", f"{sample_app.address}{path}"))
    assert answer.status_code in (403, 404)
    assert "root:" not in answer.text


def test_every_door_of_gradios_is_known_here() -> None:
    """A new version's new route is shut until somebody opens it on purpose."""
    for path in ("/", "/config", "/gradio_api/queue/join", "/gradio_api/call/ask/abc", "/mcp"):
        assert OPEN.fullmatch(path)
    for path in ("/gradio_api/new_thing", "/new", "/gradio_api/file=x", "//", "/gradio_api/"):
        assert not OPEN.fullmatch(path)


@pytest.mark.parametrize("remote", [False, True])
def test_no_file_of_the_machine_or_of_another_server_is_taken_for_an_upload(
    sample_app: Served, tmp_path: Path, remote: bool
) -> None:
    """The page's own events can be called by anybody, with whatever they like."""
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret password of the machine is swordfish.", encoding="utf-8")
    with (
        OpenAIServer() as elsewhere,
        httpx.Client(base_url=sample_app.address, timeout=60) as client,
    ):
        path = f"{elsewhere.base_url}/models" if remote else str(secret)
        file = {"path": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
        file |= {"url": path} if remote else {}
        summarising, *_ = _events(client, "Summarise")
        upload: list[object] = [[file], None, None]
        pasted: list[object] = [[], [file], "", 60, "paragraph"]
        chosen: list[object] = [[path], None, "", 60, "paragraph"]
        calls = [*((event, upload) for event in _events(client, "upload"))]
        calls += [(summarising, pasted), (summarising, chosen)]
        for event, data in calls:
            told = _asked(client, event, data)
            assert "swordfish" not in told
            assert "added" not in told
            assert "nd-mark" not in told
        assert elsewhere.requests == [], "the server fetched what somebody named"
    with Assistant(settings=load_settings(home=sample_app.home)) as assistant:
        assert assistant.count() == 28


def test_what_was_uploaded_is_taken(sample_app: Served) -> None:
    """That the refusals above are no accident: the same calls work with a real upload."""
    with httpx.Client(base_url=sample_app.address, timeout=60) as client:
        story = ("story.txt", b"Swordfish seen\n\nA swordfish was seen off Vessmark on Monday.")
        (path,) = client.post("/gradio_api/upload", files={"files": story}).json()
        file = {"path": path, "orig_name": "story.txt", "meta": {"_type": "gradio.FileData"}}
        event, *_ = _events(client, "Summarise")
        told = _asked(client, event, [[], [file], "", 60, "paragraph"])
        assert "swordfish" in told
        assert "nd-mark" in told


def test_requests_are_bounded(sample_app: Served) -> None:
    with httpx.Client(base_url=sample_app.address, timeout=60) as client:
        large = {"data": ["x" * 9_000_000], "fn_index": 0, "session_hash": "s"}
        assert client.post("/gradio_api/queue/join", json=large).status_code == 413

        def endless() -> Iterator[bytes]:
            for _ in range(20):
                yield b"x" * 1_000_000

        assert client.post("/gradio_api/queue/join", content=endless()).status_code == 413


def _events(client: httpx.Client, wanted: str) -> list[int]:
    """The page's events: of a kind ("upload"), or of the button of that name."""
    config = client.get("/config").json()
    buttons = {each["id"] for each in config["components"] if each["props"].get("value") == wanted}
    return [
        event["id"]
        for event in config["dependencies"]
        if any(kind == wanted or target in buttons for target, kind in event["targets"])
    ]


def _asked(client: httpx.Client, event: int, data: list[object]) -> str:
    """Everything that the app answers to an event."""
    asked = {"data": data, "fn_index": event, "session_hash": "attacker"}
    client.post("/gradio_api/queue/join", json=asked).raise_for_status()
    told = ""
    where = {"session_hash": "attacker"}
    with client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
        for line in answers.iter_lines():
            told += line
            if '"process_completed"' in line:
                break
    assert "process_completed" in told
    return told


def test_tools_are_served_only_where_asked_for(sample_app: Served) -> None:
    assert httpx.post(f"{sample_app.address}/mcp", json=_HELLO, headers=_MCP).status_code == 404


def test_programs_ask_by_gradios_client(sample_app: Served) -> None:
    client = Client(sample_app.address, verbose=False, analytics_enabled=False)
    answer = client.predict(
        "How many people were rescued from the Saint Orla?", None, "", "", api_name="/ask"
    )
    assert "164" in answer["text"]
    found = client.predict("hand recount", 2, ["Northline Radio"], "", "", api_name="/search")
    assert len(found["hits"]) == 2
    key = found["hits"][0]["document_id"]
    summary = client.predict([key], 60, "paragraph", api_name="/summarise")
    assert 51 <= summary["words"] <= 69
    with pytest.raises(Exception, match="cannot read 'someday' as a date"):
        client.predict("Who?", None, "someday", "", api_name="/ask")
    described = client.view_api(return_format="dict", print_info=False)
    assert set(described["named_endpoints"]) == {"/ask", "/search", "/summarise"}
    client.close()


# -- with a password ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/theme.css"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/heartbeat/abc"),
        ("GET", "/gradio_api/queue/data?session_hash=abc"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/mcp"),
    ],
)
def test_nothing_is_given_out_without_the_password(
    locked_app: Served, method: str, path: str
) -> None:
    url = f"{locked_app.address}{path}"
    wrong = [None, ("eve", "wrong"), ("eve", ANN[1])]
    for auth in wrong:
        answer = httpx.request(method, url, auth=auth, json={} if method == "POST" else None)
        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers
        assert "Saint Orla" not in answer.text


def test_programs_come_in_by_basic_authorisation(locked_app: Served) -> None:
    with httpx.Client(auth=ANN, base_url=locked_app.address) as client:
        assert client.get("/config").status_code == 200
        hello = client.post("/mcp", json=_HELLO, headers=_MCP)
        assert hello.json()["result"]["serverInfo"]["name"] == "News desk assistant"
        call = {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {
                "name": "ask",
                "arguments": {"question": "How many people were rescued from the Saint Orla?"},
            },
        }
        said = client.post("/mcp", json=call, headers=_MCP).json()["result"]
        assert said["structuredContent"]["statements"][0]["citations"]
        listing = {"jsonrpc": "2.0", "id": 3, "method": "tools/list"}
        tools = client.post("/mcp", json=listing, headers=_MCP).json()["result"]["tools"]
        assert [tool["name"] for tool in tools] == ["ask", "summarise", "search"]
        assert all("outlets" in str(tool) or tool["name"] == "summarise" for tool in tools)
        call["params"] = {"name": "summarise", "arguments": {"articles": ["ffffffffffffffff"]}}
        failed = client.post("/mcp", json=call, headers=_MCP).json()["result"]
        assert failed["isError"]
        assert "No article has the id" in failed["content"][0]["text"]


def test_gradios_client_logs_in(locked_app: Served) -> None:
    client = Client(locked_app.address, auth=ANN, verbose=False, analytics_enabled=False)
    answer = client.predict("Who won the Marrin recount?", None, "", "", api_name="/ask")
    assert answer["statements"]
    client.close()


def test_a_person_logs_in_and_out(locked_app: Served, visitors: Visit, axe: str) -> None:
    page = visitors(locked_app.address)
    expect(page).to_have_url(f"{locked_app.address}/login")
    assert DeskPage(page).violations(axe) == []
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Name and password do not fit")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(ANN[1])
    page.keyboard.press("Enter")
    desk = DeskPage(page).ready()
    desk.ask("Who won the Marrin recount?")
    expect(desk.conversations).to_have_count(1)
    # Another person in the same browser does not see the first one's conversations.
    page.goto(f"{locked_app.address}/logout")
    page.get_by_label("Name").fill("bo")
    page.get_by_label("Password").fill("other")
    page.keyboard.press("Enter")
    desk.ready()
    expect(desk.conversations).to_have_count(0)


def test_logging_in_leads_to_no_other_site(locked_app: Served) -> None:
    form = {"username": ANN[0], "password": ANN[1]}
    answer = httpx.post(
        f"{locked_app.address}/login?next=//evil.example",
        data=form,
        headers={"accept": "text/html"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "./"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    refused = httpx.post(
        f"{locked_app.address}/login", data=form, headers={"origin": "http://evil.example"}
    )
    assert refused.status_code == 403


# -- starting and ending --------------------------------------------------------------


def test_a_busy_port_is_told_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ran = CommandLine(tmp_path / "home")("app", "--port", str(port), "--no-open")
    assert ran.code == 2
    assert f"port {port}" in ran.err
    assert "--port" in ran.err


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.7", "news.example"])
def test_others_are_not_let_in_without_a_password(tmp_path: Path, host: str) -> None:
    with pytest.raises(UsageError, match="no password is set"):
        refuse_open_doors(Serving(host=host))
    refuse_open_doors(Serving(host=host, users={"ann": "secret"}))
    refuse_open_doors(Serving(host=host, insecure=True))
    if host == EVERYWHERE:
        ran = CommandLine(tmp_path / "home")("app", "--host", host, "--port", "0", "--no-open")
        assert ran.code == 2
        assert "--insecure" in ran.err


def test_which_hosts_are_this_machine() -> None:
    assert all(map(is_local, ("127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LocalHost")))
    assert not any(map(is_local, (EVERYWHERE, "::", "10.0.0.1", "localhost.evil.example", "")))
    assert hosts_of(Serving()) == frozenset({"localhost", "127.0.0.1", "::1"})
    assert "desk.example" in (hosts_of(Serving(names=("Desk.example",))) or ())
    assert hosts_of(Serving(users={"ann": "x"})) is None


def test_addresses_are_printed_as_a_browser_takes_them() -> None:
    with listen("127.0.0.1", 0) as one:
        assert address_of(one) == f"http://127.0.0.1:{one.getsockname()[1]}"
    with listen(EVERYWHERE, 0) as every:
        assert address_of(every).startswith("http://127.0.0.1:")
    if socket.has_ipv6:
        with listen("[::1]", 0) as six:
            assert address_of(six) == f"http://[::1]:{six.getsockname()[1]}"


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_order_with_pages_open(tmp_path: Path, end: signal.Signals) -> None:
    with served(tmp_path / "home") as app, httpx.Client(timeout=30) as client:
        with client.stream("GET", f"{app.address}/gradio_api/heartbeat/abc") as beats:
            next(beats.iter_lines())
            app.process.send_signal(end)
            assert app.process.wait(timeout=20) == 0
        said = app.process.stderr.read() if app.process.stderr else ""
        assert "Traceback" not in said
        assert "has ended" in said


def test_settings_of_gradios_change_nothing(tmp_path: Path) -> None:
    meddling = {
        "GRADIO_MCP_SERVER": "True",
        "GRADIO_SHARE": "True",
        "GRADIO_SSR_MODE": "True",
        "GRADIO_ROOT_PATH": "/elsewhere",
        "GRADIO_ALLOWED_PATHS": "/etc",
        "GRADIO_ANALYTICS_ENABLED": "True",
        "GRADIO_SERVER_PORT": "1",
    }
    with served(tmp_path / "home", env=meddling) as app:
        config = httpx.get(f"{app.address}/config").json()
        assert "elsewhere" not in config["root"]
        assert httpx.get(f"{app.address}/gradio_api/mcp/schema").status_code == 404
        assert httpx.get(f"{app.address}/gradio_api/file=/etc/hostname").status_code == 404


def test_a_reverse_proxys_path_is_part_of_the_pages_addresses(tmp_path: Path) -> None:
    with served(tmp_path / "home", "--root-path", "/desk") as app:
        config = httpx.get(f"{app.address}/config").json()
        assert config["root"].endswith("/desk")


def test_app_py_is_the_same(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "app.py"
    process = subprocess.Popen(
        [sys.executable, script, "--port", "0", "--no-open", "--json"],
        env=CommandLine(tmp_path / "home").environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith('{"address":"http://127.0.0.1:')
    finally:
        process.terminate()
        process.communicate(timeout=20)
