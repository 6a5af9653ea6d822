"""Those who write, read and visit: ``python -m tests.soaking.roles NAME HOME FOLDER PORT``.

Each goes on until there is a file ``stop`` in the folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import httpx

from assistant import Assistant
from assistant.rendering.failures import failure_of
from assistant.settings import load_settings
from tests.soaking.journal import Journal, is_whole, place_name, text_about
from tests.web.test_uploads import _events

PEOPLE = {f"person{number}": f"secret:{number}" for number in range(5)}
_MOST_KEPT = 120
_QUESTIONS = (
    "Which {0} was closed?",
    "How many people asked for a new {0}?",
    "What did the {0} cost?",
)
_ASKED = ("harbour", "bridge", "ferry", "stadium", "museum", "railway")


class Writer:
    """Adds, changes, removes, prunes and reindexes, by the command line or in Python."""

    def __init__(self, name: str, home: Path, folder: Path) -> None:
        self.name, self.home, self.files = name, home, folder / "files"
        self.journal = Journal(folder / f"{name}.jsonl")
        self.random = Random()
        self.assistant = None if name.endswith("0") else opened(home)

    def run(self, *words: str) -> Any:
        """One command, by either way; what it gave out."""
        if self.assistant is None:
            command = [sys.executable, "-m", "assistant", "--home", str(self.home), "--json"]
            done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
            if done.returncode == 0 or done.stdout.strip():
                return json.loads(done.stdout) if done.stdout.strip().startswith("{") else None
            raise RefusedError(done.stderr)
        match words:
            case ["add", path]:
                report = self.assistant.add(path)
                return {"outcomes": [{"outcome": str(one.kind)} for one in report.outcomes]}
            case ["list"]:
                listed = self.assistant.articles()
                return {
                    "articles": [{"document_title": a.title, "document_id": a.id} for a in listed]
                }
            case ["remove", key]:
                return self.assistant.remove(key)
        return self.assistant.reindex()

    def step(self) -> str:
        """Does one thing, after which the journal holds what came of it; what it was."""
        states = self.journal.states()
        kept = sorted(title for title, texts in states.items() if texts != {None})
        dice = self.random.random() - (0.3 if len(kept) > _MOST_KEPT else 0)
        if dice < 0.2 and kept:
            self.remove(self.random.choice(kept), states)
            return "remove"
        if dice < 0.45 and kept:
            title = self.random.choice(kept)
            self.add(title, old="old" in title)
            return "change"
        if dice > 0.97 and self.assistant is None:
            self.prune([title for title in kept if "old" in title])
            return "prune"
        if dice > 0.955:
            self.run("reindex")
            return "reindex"
        old = self.assistant is None and self.random.random() < 0.3
        self.add(f"{'An old' if old else 'A'} story of {place_name()}", old=old)
        return "add"

    def add(self, title: str, *, old: bool) -> None:
        place = title.rpartition(" ")[2]
        text = text_about(place, self.random)
        day = "2019-03-04" if old else "2026-03-04"
        file = self.files / f"{place}.json"
        record = {"title": title, "text": text, "date": day, "source": f"The {self.name} Courier"}
        file.write_text(json.dumps(record), encoding="utf-8")
        self.journal.began(title, text)
        (outcome,) = self.run("add", str(file))["outcomes"]
        if outcome["outcome"] not in ("added", "replaced"):
            self.journal.failed("add", "outcome", f"{outcome}")
            return
        self.journal.done(title, text)

    def remove(self, title: str, states: dict[str, set[str | None]]) -> None:
        listed = self.run("list")["articles"]
        keys = [one["document_id"] for one in listed if one["document_title"] == title]
        if keys:
            self.journal.began(title, None)
            self.run("remove", keys[0])
        elif None not in states[title]:
            self.journal.failed("remove", "lost", f"{title} is not listed")
        self.journal.done(title, None)

    def prune(self, titles: list[str]) -> None:
        for title in titles:
            self.journal.began(title, None)
        self.run("prune", "--older-than", "2020", "--yes")
        for title in titles:
            self.journal.done(title, None)


class RefusedError(Exception):
    """What a command wrote on standard error."""


def opened(home: Path) -> Assistant:
    return Assistant(settings=load_settings(home=home, engine="extractive", threads=1))


def failing(journal: Journal, doing: str, error: Exception) -> None:
    """Notes an error as the command line tells it."""
    if isinstance(error, RefusedError):
        text = str(error)
        said = (
            json.loads(text[text.index("{") :])["error"]
            if "{" in text
            else {"kind": "?", "message": text}
        )
        journal.failed(doing, said["kind"], said["message"])
    else:
        kind = "http" if isinstance(error, httpx.HTTPError) else failure_of(error, hint="").kind
        journal.failed(doing, kind, f"{type(error).__name__}: {error}"[:400])


def goes_on(folder: Path, journal: Journal, step: Callable[[], str], pause: float) -> None:
    """Takes steps until there is the file ``stop``."""
    while not (folder / "stop").exists():
        try:
            journal.did(step())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            failing(journal, "step", error)
        time.sleep(pause * (0.5 + Random().random()))


def read(assistant: Assistant, random: Random) -> str:
    """Looks at the library in one way; in which."""
    noun = random.choice(_ASKED)
    listed = assistant.articles()
    if not listed:
        return "list"
    match random.randrange(4):
        case 0:
            assistant.search(f"the {noun}", k=5)
            return "search"
        case 1:
            assistant.ask(random.choice(_QUESTIONS).format(noun))
            return "ask"
        case 2:
            return "list"
    key = random.choice(listed).id
    text = assistant.article(key).text
    if not is_whole(text):
        raise AssertionError(f"half an article: {text}")
    return "show"


class Person:
    """Somebody with a browser, by the requests that it sends."""

    def __init__(self, name: str, port: int, folder: Path) -> None:
        self.journal = Journal(folder / f"{name}.jsonl")
        self.random = Random()
        url = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=url, auth=(name, PEOPLE[name]), timeout=90)

    def step(self) -> str:
        noun = self.random.choice(_ASKED)
        match self.random.randrange(5):
            case 0 | 1:
                question = self.random.choice(_QUESTIONS).format(noun)
                self.call("ask", [question, None, "", "", ""])
                return "ask"
            case 2:
                self.call("search", [noun, 5, None, "", "", ""])
                return "search"
            case 3:
                (event,) = _events(self.client, "filter")
                data = {"data": [{"matching": "story"}, None], "fn_index": event}
                data |= {"session_hash": self.page()}
                listed = self.client.post("/gradio_api/run/predict", json=data).raise_for_status()
                assert "nd-library" in listed.text, listed.text[:300]
                return "list"
        return self.upload()

    def call(self, name: str, data: list[object]) -> None:
        path = f"/gradio_api/call/{name}"
        begun = self.client.post(path, json={"data": data}).raise_for_status().json()
        told = self.client.get(f"{path}/{begun['event_id']}").raise_for_status().text
        assert "event: complete" in told, told[-300:]

    def page(self) -> str:
        """What a browser calls a new page."""
        return f"page{self.random.randrange(10**9)}"

    def answered(self, event: int, data: list[object]) -> str:
        page = {"session_hash": self.page()}
        asked = {"data": data, "fn_index": event, **page}
        self.client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        told = ""
        with self.client.stream("GET", "/gradio_api/queue/data", params=page) as answers:
            for line in answers.raise_for_status().iter_lines():
                told += line
                if '"process_completed"' in line:
                    break
        return told

    def upload(self) -> str:
        place = place_name()
        title, text = f"An upload about {place}", text_about(place, self.random)
        story = (f"{place}.txt", f"{title}\n\n{text}".encode())
        sent = self.client.post("/gradio_api/upload", files={"files": story})
        (path,) = sent.raise_for_status().json()
        file = {"path": path, "orig_name": story[0], "meta": {"_type": "gradio.FileData"}}
        (event,) = _events(self.client, "upload", of="nd-bar")
        self.journal.began(title, text)
        told = self.answered(event, [[file], None, None])
        assert "1 added" in told or "1 article added" in told, told[:1500]
        self.journal.done(title, text)
        return "upload"


def main(name: str, home: Path, folder: Path, port: int) -> None:
    """Plays the role that the name begins with."""
    if name.startswith("people"):
        people = [Person(one, port, folder) for one in PEOPLE]
        threads = [
            threading.Thread(target=goes_on, args=(folder, one.journal, one.step, 6.0))
            for one in people
        ]
        for thread in threads:
            thread.start()
        return
    if name.startswith("writer"):
        writer = Writer(name, home, folder)
        goes_on(folder, writer.journal, writer.step, 2.0)
        return
    assistant, random = opened(home), Random()
    goes_on(folder, Journal(folder / f"{name}.jsonl"), lambda: read(assistant, random), 2.0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
