"""Measures the browser app: how soon it is there, how soon it answers, how many at once.

The app runs as a process of its own over the sample library; a real browser opens it, and a
load generator on the loopback asks as twenty people would. Without Chromium, what needs it is
left out and said so.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Final
from uuid import uuid4

import httpx
import numpy as np

from eval.bench_rows import Row

PEOPLE: Final = 20
ROUNDS: Final = 5
"""Questions that each of the people asks."""
CONVERSATIONS: Final = 50
STARTS: Final = 3
BROWSERS: Final = ("/usr/bin/chromium", "/usr/bin/chromium-browser")


@dataclass(frozen=True, slots=True)
class App:
    """The app under measurement."""

    address: str
    process: subprocess.Popen[str]

    @property
    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024


@contextmanager
def running(home: Path) -> Iterator[App]:
    """The app over the library in ``home``, extractive engine, on a free port."""
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-m", "assistant", "app", "--port", "0", "--no-open"],
        env={**os.environ, "ASSISTANT_HOME": str(home), "ASSISTANT_ENGINE": "extractive"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        if found is None:
            raise RuntimeError(f"the app did not start: {said}")
        yield App(found[0].rstrip("/"), process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def web_rows(home: Path, questions: Sequence[str]) -> Iterator[Row]:
    """All the rows about the app over the library in ``home``."""
    yield from _opening(home, questions[0])
    with running(home) as app:
        _answers(app, questions[:1], people=1, rounds=1)
        alone = _answers(app, questions, people=1, rounds=PEOPLE)
        yield _latency("a question to the app, asked alone", alone, aim="")
        together = _answers(app, questions, people=PEOPLE, rounds=ROUNDS)
        yield _latency(
            f"a question to the app, {PEOPLE} people asking at once", together, aim="no error"
        )
    with running(home) as app:
        _answers(app, questions[:1], people=1, rounds=1)
        before = app.memory
        _answers(app, questions, people=CONVERSATIONS, rounds=2, gently=True)
        yield Row(
            f"memory of the app with {CONVERSATIONS} open conversations",
            f"{app.memory:.0f} MB ({app.memory - before:+.0f} MB since the first question)",
            "",
        )


def _opening(home: Path, question: str) -> Iterator[Row]:
    """Start to first page, page once the server is up, and the first sentence streamed."""
    executable = next((path for path in BROWSERS if Path(path).exists()), None)
    if executable is None:
        yield Row("the page in a browser", "not measured: there is no Chromium here", "")
        return
    from playwright.sync_api import sync_playwright

    starts, pages, firsts = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        for _ in range(STARTS):
            started = perf_counter()
            with running(home) as app:
                opened = perf_counter()
                page = browser.new_context().new_page()
                page.goto(app.address)
                page.wait_for_selector("#nd-live .nd-welcome")
                pages.append(perf_counter() - opened)
                starts.append(perf_counter() - started)
                page.context.close()
                for _ in range(STARTS):
                    firsts.append(_first_sentence(browser.new_context().new_page(), app, question))
        browser.close()
    yield Row("the app, start to first page", _spread(starts, "s"), "8 s")
    yield Row("the first page, server up", _spread(pages, "s"), "2 s")
    yield Row("Enter to the first sentence in the page", _spread(firsts, "ms"), "300 ms")
