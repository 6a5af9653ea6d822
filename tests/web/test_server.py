"""How the app starts and ends, where it listens, and whom it lets in from outside."""

from __future__ import annotations

import platform
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from assistant.errors import UsageError
from assistant.web.server import Serving, address_of, hosts_of, is_local, listen, refuse_open_doors
from tests.cli.running import CommandLine
from tests.web.serving import Served, served

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is to be refused


def test_a_busy_port_is_told_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ran = CommandLine(tmp_path / "home").process("app", "--port", str(port), "--no-open")
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
        ran = CommandLine(tmp_path / "home").process("app", "--host", host, "--port", "0")
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
    afresh = end is signal.SIGINT  # as people start it; a supervisor's signal ends any process
    with served(tmp_path / "home", afresh=afresh) as app, httpx.Client(timeout=30) as client:
        with client.stream("GET", f"{app.address}/gradio_api/heartbeat/abc") as beats:
            next(beats.iter_lines())
            app.process.send_signal(end)
            assert app.process.wait(timeout=20) == 0
        said = app.said()
        assert "Traceback" not in said
        assert "has ended" in said


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc is what has such pools")
def test_its_threads_share_few_pools_of_memory(sample_app: Served) -> None:
    """Two, of which the first is none of these; without a bound there are 16 on two cores."""
    with httpx.Client(base_url=sample_app.address, timeout=60) as client:
        asked = {"data": ["Who is blamed for the sinking?", None, "", "", "", ""]}
        event = client.post("/gradio_api/call/ask", json=asked).raise_for_status().json()
        told = client.get(f"/gradio_api/call/ask/{event['event_id']}").text
        assert "event: complete" in told
    assert 1 <= _pools(sample_app.process.pid) <= 5


def _pools(process: int) -> int:
    """The mappings that begin where a pool of glibc's does, at a multiple of 64 MB."""
    lines = Path(f"/proc/{process}/maps").read_text(encoding="ascii").splitlines()
    fields = [line.split() for line in lines]
    return sum(
        int(where[0].partition("-")[0], 16) % 2**26 == 0 and where[1] == "rw-p"
        for where in fields
        if len(where) == 5
    )


def test_settings_of_gradios_change_nothing_and_a_proxys_path_is_kept(tmp_path: Path) -> None:
    meddling = {
        "GRADIO_MCP_SERVER": "True",
        "GRADIO_SHARE": "True",
        "GRADIO_SSR_MODE": "True",
        "GRADIO_ROOT_PATH": "/elsewhere",
        "GRADIO_ALLOWED_PATHS": "/etc",
        "GRADIO_ANALYTICS_ENABLED": "True",
        "GRADIO_SERVER_PORT": "1",
    }
    with served(tmp_path / "home", "--root-path", "/desk", env=meddling, afresh=True) as app:
        config = httpx.get(f"{app.address}/config").json()
        assert config["root"].endswith("/desk"), "a proxy's path is part of the page's addresses"
        assert httpx.get(f"{app.address}/gradio_api/mcp/schema").status_code == 404
        assert httpx.get(f"{app.address}/gradio_api/file=/etc/hostname").status_code == 404


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
