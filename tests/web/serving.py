"""The app as people run it: a process of its own, asked on the loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant
from assistant.settings import load_settings
from tests.cli.running import COMMAND, CommandLine
from tests.samples import fill
from tests.web.forked import Forked

# Without these Chromium asks for its maker's hosts on its own account.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

ANN = ("ann", "pass:wörd")
"""The name and the password of somebody who may come in."""

_ADDRESS = re.compile(r"http://\S+?:\d+(?=[/\s])\S*")


@dataclass(frozen=True, slots=True)
class Served:
    """A running app: where it is, the process, the library's folder, and its standard error."""

    address: str
    process: subprocess.Popen[str] | Forked
    home: Path
    errors: Path

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def said(self) -> str:
        """What it has written to standard error."""
        return self.errors.read_text(encoding="utf-8")

    def stop(self) -> int:
        """Ends it as a person does, with Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@contextmanager
def served(
    home: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    within: Sequence[str] = (),
    afresh: bool = False,
) -> Iterator[Served]:
    """``assistant app`` over the library in ``home``, on a port that is free.

    It is forked from a process that has imported everything, unless it is to be started
    ``afresh``, as people do it, or ``within`` is a command that runs it, in bounds of its own.
    """
    words = ("app", "--port", "0", "--no-open", *words)
    environment = CommandLine(home).environment(env)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        errors = Path(folder, "errors")
        starting: AbstractContextManager[subprocess.Popen[str] | Forked]
        if afresh or within:
            starting = _started([*within, *COMMAND, *words], environment, errors)
        else:
            starting = closing(Forked(words, env=environment, told=errors))
        with starting as process:
            assert process.stdout is not None
            try:
                said = process.stdout.readline()
                found = _ADDRESS.search(said)
                assert found is not None, (said, errors.read_text(encoding="utf-8"))
                yield Served(found.group().rstrip("/"), process, home, errors)
            finally:
                if process.poll() is None:
                    process.kill()


def _started(
    command: Sequence[str], environment: Mapping[str, str], errors: Path
) -> subprocess.Popen[str]:
    with errors.open("wb") as told:
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=told, text=True
        )


def filled(home: Path, *sources: Path) -> Path:
    """Adds ``sources``, or the samples, to the library in ``home``, which may be in use."""
    if not sources:
        return fill(home)
    with Assistant(settings=load_settings(home=home, engine="extractive", threads=2)) as assistant:
        assistant.add(*sources)
    return home


def chat_settings(url: str, **more: str) -> dict[str, str]:
    """The environment of an app with a chat model at ``url``."""
    return {
        "ASSISTANT_CHAT_MODEL": "openai:gpt-test",
        "OPENAI_API_KEY": "sk-secret-of-the-test",
        "OPENAI_BASE_URL": url,
        **more,
    }


def chromium() -> str | None:
    """Debian's Chromium, or the one that ``CHROMIUM`` names; None where there is none.

    The one without windows takes half the time.
    """
    debian = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser")
    for path in (os.environ.get("CHROMIUM"), *debian):
        if path and Path(path).exists():
            return path
    return None
