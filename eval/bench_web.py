"""Measures the browser app: how soon it is there, how soon it answers, how many at once.

The app runs as a process of its own over the sample library; a real browser opens it, and a
load generator on the loopback does what the pages of many people do: each has a session and a
browser of its own, keeps its page's connection open, and asks through the page's own event.
Without Chromium, what needs it is left out and said so.
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
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

import httpx
import numpy as np

from eval.bench_rows import Row

PEOPLE: Final = 20
ROUNDS: Final = 5
"""Questions that each of the people asks."""
CONVERSATIONS: Final = 50
STARTS: Final = 3
BROWSERS: Final = (
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
)


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

    @property
    def processor_seconds(self) -> float:
        """What it has used of the processor's time so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to: seconds of each answer, the server's memory in megabytes.

    ``processor`` is how many seconds of the processor's the server took for each answer.
    """

    seconds: tuple[float, ...]
    memory: float
    processor: float

    @property
    def told(self) -> str:
        """How long answers took, and the server's share of it, which other work does not change."""
        own = f"{1000 * self.processor:.0f} ms of the processor's each"
        return f"{_percentiles(self.seconds)}, {own}"


@contextmanager
def running(home: Path) -> Iterator[App]:
    """The app over the library in ``home``, extractive engine, on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "app", "--port", "0", "--no-open", "--json"],
        env={**os.environ, "ASSISTANT_HOME": str(home), "ASSISTANT_ENGINE": "extractive"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield App(json.loads(process.stdout.readline())["address"], process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def web_rows(home: Path, questions: Sequence[str]) -> Iterator[Row]:
    """All the rows about the app over the library in ``home``."""
    yield from _opening(home, questions[0])
    with running(home) as app:
        asyncio.run(_load(app, questions[:1], people=1, rounds=1))
        alone = asyncio.run(_load(app, questions, people=1, rounds=PEOPLE))
        yield Row("a question to the app, one person", alone.told, "")
        together = asyncio.run(_load(app, questions, people=PEOPLE, rounds=ROUNDS))
        yield Row(
            f"a question to the app, {PEOPLE} people at once",
            f"{together.told}, no error in {len(together.seconds)}",
            "no error, p95 2 s",
        )
    with running(home) as app:
        begun = asyncio.run(_load(app, questions[:1], people=1, rounds=1))
        kept = asyncio.run(_load(app, questions, people=CONVERSATIONS, rounds=2))
        yield Row(
            f"memory of the app, {CONVERSATIONS} open conversations",
            f"{kept.memory:.0f} MB ({kept.memory - begun.memory:+.0f} MB since the first)",
            "450 MB",
        )


def _opening(home: Path, question: str) -> Iterator[Row]:
    """Start to first page, page once the server is up, and the first sentence streamed."""
    executable = next((path for path in BROWSERS if Path(path).exists()), None)
    if executable is None:
        yield Row("the page in a browser", "not measured: there is no Chromium here", "")
        return
    from playwright.sync_api import Browser, sync_playwright

    starts: list[float] = []
    pages: list[float] = []
    firsts: list[float] = []

    def open_page(browser: Browser, app: App) -> None:
        context = browser.new_context()
        page = context.new_page()
        begun = perf_counter()
        page.goto(app.address)
        page.wait_for_selector("#nd-welcome .nd-welcome")
        pages.append(perf_counter() - begun)
        page.get_by_label("Your question").fill(question)
        # In the page itself, by its own clock, so that this program's part is not counted.
        milliseconds = page.evaluate(_FIRST_SENTENCE)
        firsts.append(milliseconds)
        context.close()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        for _ in range(STARTS):
            started = perf_counter()
            with running(home) as app:
                open_page(browser, app)
                starts.append(perf_counter() - started - firsts[-1] / 1000)
                for _ in range(STARTS):
                    open_page(browser, app)
        browser.close()
    yield Row("the app, start to first page", _spread(starts, "s"), "8 s")
    yield Row("the first page, server up", _spread(pages, "s"), "2 s")
    yield Row("Enter to the first sentence in the page", _spread(firsts, "ms"), "200 ms")


_FIRST_SENTENCE: Final = """() => new Promise((resolve) => {
  const begun = performance.now();
  const seen = () => document.querySelector("#nd-live .nd-mark, #nd-thread .nd-mark");
  new MutationObserver((_, observer) => {
    if (seen()) { observer.disconnect(); resolve(performance.now() - begun); }
  }).observe(document.body, { childList: true, subtree: true });
  const field = document.querySelector("#nd-question textarea");
  field.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
})"""


# -- the load -------------------------------------------------------------------------


async def _load(app: App, questions: Sequence[str], *, people: int, rounds: int) -> Load:
    """Has ``people`` ask ``rounds`` questions each, all of them at once.

    Raises:
        RuntimeError: an answer is an error.
    """
    async with httpx.AsyncClient(base_url=app.address, timeout=120) as client:
        config = (await client.get("/config")).raise_for_status().json()
    event = _asking_event(config)

    async def person(number: int) -> list[float]:
        async with _visitor(app) as (client, session):
            seconds = []
            for turn in range(rounds):
                question = questions[(number * rounds + turn) % len(questions)]
                begun = perf_counter()
                await _ask(client, session, question, event=event)
                seconds.append(perf_counter() - begun)
            finished.append(number)
            # Everybody's page stays open until the last one has its answers.
            while len(finished) < people:
                await asyncio.sleep(0.02)
            memory.append(app.memory)
            return seconds

    finished: list[int] = []
    memory: list[float] = []
    before = app.processor_seconds
    taken = await asyncio.gather(*(person(number) for number in range(people)))
    seconds = tuple(each for one in taken for each in one)
    return Load(seconds, max(memory), (app.processor_seconds - before) / len(seconds))


@asynccontextmanager
async def _visitor(app: App) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A browser that has the page open: its cookie, and the connection that says so."""
    session = uuid4().hex[:11]
    async with httpx.AsyncClient(base_url=app.address, timeout=120) as client:
        (await client.get("/")).raise_for_status()

        async def heartbeat() -> None:
            async with client.stream("GET", f"/gradio_api/heartbeat/{session}") as beats:
                async for _ in beats.aiter_lines():
                    pass

        beating = asyncio.create_task(heartbeat())
        try:
            yield client, session
        finally:
            beating.cancel()


async def _ask(client: httpx.AsyncClient, session: str, question: str, *, event: int) -> None:
    """Asks as the page does, and reads to the end of the answer.

    Raises:
        RuntimeError: the answer is an error.
    """
    asked = {"data": [question, None, [], "", ""], "fn_index": event, "session_hash": session}
    (await client.post("/gradio_api/queue/join", json=asked)).raise_for_status()
    where = {"session_hash": session}
    async with client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
        async for line in answers.aiter_lines():
            if not line.startswith("data:"):
                continue
            message: dict[str, Any] = json.loads(line[5:])
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise RuntimeError(f"the app answers with an error: {message['output']}")
                return
            if "nd-error" in line:
                raise RuntimeError(f"the page shows an error: {line}")
    raise RuntimeError("the answer was cut off")


def _asking_event(config: dict[str, Any]) -> int:
    """The number of the event that pressing Enter in the question triggers."""
    fields = {
        component["id"]
        for component in config["components"]
        if component["props"].get("elem_id") == "nd-question"
    }
    for event in config["dependencies"]:
        if any(target in fields and kind == "submit" for target, kind in event["targets"]):
            return int(event["id"])
    raise RuntimeError("the page has no event for asking")


def _percentiles(seconds: Sequence[float]) -> str:
    p95 = float(np.percentile(seconds, 95))
    return f"{1000 * statistics.median(seconds):.0f} ms median, {1000 * p95:.0f} ms p95"


def _spread(taken: Sequence[float], unit: str) -> str:
    digits = 0 if unit == "ms" else 2
    least, most = min(taken), max(taken)
    middle = statistics.median(taken)
    return f"{middle:.{digits}f} {unit} ({least:.{digits}f} to {most:.{digits}f})"
