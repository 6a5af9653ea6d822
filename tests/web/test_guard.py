"""What the guard lets through: whose requests, to which doors, and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from assistant.web.guard import OPEN
from tests.web.serving import Served


def test_the_page_carries_its_rules(sample_app: Served) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/nothing", "/theme.css"):
        answer = httpx.get(f"{sample_app.address}{path}")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    page = httpx.get(sample_app.address)
    assert page.headers["cache-control"] == "no-store"
    # What is named after what it holds is sent once; all else anew each time.
    script = re.search(r"assets/[\w-]+-[\w-]{8}\.js", page.text)
    assert script is not None
    for path, kept in ((script[0], "private, max-age=31536000, immutable"), ("config", "no-store")):
        assert httpx.get(f"{sample_app.address}/{path}").headers["cache-control"] == kept


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


def test_requests_are_bounded(sample_app: Served) -> None:
    with httpx.Client(base_url=sample_app.address, timeout=60) as client:
        large = {"data": ["x" * 9_000_000], "fn_index": 0, "session_hash": "s"}
        assert client.post("/gradio_api/queue/join", json=large).status_code == 413

        def endless() -> Iterator[bytes]:
            for _ in range(20):
                yield b"x" * 1_000_000

        assert client.post("/gradio_api/queue/join", content=endless()).status_code == 413
