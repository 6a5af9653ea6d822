"""The embedded path needs no network: empty home, empty caches, nothing to connect to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_GUARD = """
import socket

def refuse(self, address, *rest):
    host = address[0] if isinstance(address, tuple) else address
    if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1"):
        with open({told!r}, "a") as told:
            told.write(f"connect {{address}}\\n")
        raise OSError("no network in this test")
    return connect(self, address, *rest)

def unresolved(host, *rest, **named):
    if host not in ("127.0.0.1", "::1", "localhost", None):
        with open({told!r}, "a") as told:
            told.write(f"resolve {{host}}\\n")
        raise socket.gaierror("no network in this test")
    return resolve(host, *rest, **named)

connect, resolve = socket.socket.connect, socket.getaddrinfo
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = unresolved
"""

_COMMANDS = (
    ("add", "assistant/samples/03-ferry-toll-19.md", "assistant/samples/26-marrin-hand-recount.md"),
    ("ask", "How many people were rescued from the Saint Orla?"),
    ("search", "hand recount"),
    ("summarise", "assistant/samples/12-rate-rise.md", "--words", "60"),
    ("doctor",),
    ("reindex", "--embed"),
)


def _without_network() -> list[str]:
    """What runs a command in a network namespace of its own, where the system has it."""
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], check=False).returncode == 0:
        return [unshare, "-rn"]
    return []


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment with nothing in it, whose Python tells of every connection it tries."""
    hook = tmp_path / "hook"
    hook.mkdir()
    told = str(tmp_path / "connections")
    (hook / "sitecustomize.py").write_text(_GUARD.format(told=told))
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(hook),
        "ASSISTANT_HOME": str(tmp_path / "library"),
        "CONNECTIONS": told,
    }


def test_everything_embedded_works_without_a_network(bare: dict[str, str], tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    for command in _COMMANDS:
        done = subprocess.run(
            [*_without_network(), sys.executable, "-m", "assistant", *command, "--json"],
            env=bare,
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        assert json.loads(done.stdout), command
    assert not Path(bare["CONNECTIONS"]).exists(), Path(bare["CONNECTIONS"]).read_text()
    downloads = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert downloads == [], "something was put into the home folder"


def test_the_guard_itself_refuses(bare: dict[str, str]) -> None:
    program = "import urllib.request; urllib.request.urlopen('http://news.example/')"
    done = subprocess.run(
        [sys.executable, "-c", program], env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "resolve news.example" in Path(bare["CONNECTIONS"]).read_text()
