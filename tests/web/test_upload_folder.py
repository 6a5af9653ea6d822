"""Nothing of what browsers send stays on disk, however its reading ends."""

from __future__ import annotations

import json
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.web.uploads import forget, held_bytes, private_folder
from tests.samples import copy
from tests.web.serving import Served, served

_STORY = b"Tramway reopens\n\nThe tramway to Ostrel reopened on Monday after nine years."


_EMPTY = {".server", "vibe_edit_history"}
"""What a folder of uploads always has: its lock, and a folder that Gradio makes when it starts."""


@dataclass(frozen=True)
class _Kept:
    """An app whose uploads lie below ``folder``."""

    app: Served
    folder: Path
    client: httpx.Client

    def left(self) -> list[Path]:
        """What there is on disk of uploads: files and folders of their own."""
        return [
            path
            for folder in self.folder.glob("assistant-uploads-*")
            for path in folder.rglob("*")
            if path.name not in _EMPTY
        ]

    def send(self, content: bytes, name: str = "story.txt") -> dict[str, Any]:
        """Uploads a file; what an event names it by."""
        sent = self.client.post("/gradio_api/upload", files={"files": (name, content)})
        (path,) = sent.raise_for_status().json()
        assert self.left(), "nothing was put where it is looked for"
        return {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}

    def begin(self, element: str, data: list[object]) -> dict[str, Any]:
        """Has what was uploaded read where it was dropped; how the event is called."""
        config = self.client.get("/config").json()
        (component,) = [
            each["id"] for each in config["components"] if each["props"].get("elem_id") == element
        ]
        event = next(
            each["id"]
            for each in config["dependencies"]
            if [component, "upload"] in each["targets"]
        )
        # A session of its own: the stream of one in which something was given up never ends.
        session = secrets.token_hex(8)
        asked = {"data": data, "fn_index": event, "session_hash": session}
        joined = self.client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        return {**asked, **joined.json()}

    def end(self, event: dict[str, Any]) -> str:
        """All that an event gives."""
        where = {"session_hash": event["session_hash"]}
        with self.client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
            return "".join(answers.iter_lines())

    def emptied(self) -> bool:
        """Whether nothing is left, now or soon."""
        until = time.monotonic() + 5
        while self.left() and time.monotonic() < until:
            time.sleep(0.02)
        return not self.left()


@pytest.fixture(scope="module")
def kept(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Kept]:
    folder = tmp_path_factory.mktemp("temporary")
    home = copy(sample_library, tmp_path_factory.mktemp("uploads") / "home")
    with (
        served(home, env={"TMPDIR": str(folder), "ASSISTANT_MAX_FILE_MB": "1"}, afresh=True) as app,
        httpx.Client(base_url=app.address, timeout=60) as client,
    ):
        yield _Kept(app, folder, client)


_PLACES: dict[str, Callable[[object], list[object]]] = {
    "nd-summary-files": lambda file: [[file], None],
    "nd-draft-files": lambda file: [file, ""],
    "nd-bar": lambda file: [[file], None],
}


@pytest.mark.parametrize("element", _PLACES)
@pytest.mark.parametrize(("content", "name"), [(_STORY, "story.txt"), (b"PK", "broken.docx")])
def test_what_was_read_or_refused_is_gone(
    kept: _Kept, element: str, content: bytes, name: str
) -> None:
    event = kept.begin(element, _PLACES[element](kept.send(content, name)))
    assert "process_completed" in kept.end(event)
    assert kept.emptied(), kept.left()


@pytest.mark.parametrize("element", ["nd-summary-files", "nd-bar"])
def test_what_is_given_up_is_gone(kept: _Kept, element: str) -> None:
    line = {"title": "Tramway reopens", "text": "The tramway to Ostrel reopened. " * 20}
    lines = "\n".join(json.dumps({**line, "id": number}) for number in range(1_000))
    event = kept.begin(element, _PLACES[element](kept.send(lines.encode(), "many.jsonl")))
    where = {"session_hash": event["session_hash"]}
    cancel = {**where, "fn_index": event["fn_index"], "event_id": event["event_id"]}
    with kept.client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
        # As a person does who sees that it is being read.
        assert any("process_generating" in line for line in answers.iter_lines())
        assert kept.left(), "it had been read before it was given up"
        kept.client.post("/gradio_api/cancel", json=cancel).raise_for_status()
    assert kept.emptied(), kept.left()


def test_too_many_at_a_time_are_refused_and_gone(kept: _Kept) -> None:
    files = [kept.send(b"%d" % number, f"{number}.txt") for number in range(201)]
    event = kept.begin("nd-summary-files", [files, None])
    assert "more than the 200" in kept.end(event)
    assert kept.emptied(), kept.left()


def test_what_nobody_reads_fills_no_disk(kept: _Kept) -> None:
    sent = []
    for number in range(50):
        content = b"%d" % number * 450_000
        said = kept.client.post("/gradio_api/upload", files={"files": ("a.txt", content)})
        if said.status_code != httpx.codes.OK:
            break
        sent += said.json()
    assert said.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "Too many files wait" in said.text
    assert sum(map(held_bytes, kept.folder.glob("assistant-uploads-*"))) <= 40_000_000
    forget(sent)
    assert kept.client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}).is_success
    forget(path for path in kept.left() if path.is_file())


def test_what_a_killed_server_left_goes_when_the_next_one_starts(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(sample_home, env={"TMPDIR": str(tmp_path)}, afresh=True) as app:
        sent = httpx.post(f"{app.address}/gradio_api/upload", files={"files": ("a.txt", _STORY)})
        (path,) = sent.json()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        with private_folder() as folder:
            assert Path(path).exists(), "it was taken from a server that lives"
        assert not folder.exists()
        app.process.send_signal(signal.SIGKILL)
        app.process.wait(timeout=30)
    assert Path(path).exists(), "there would be nothing to see"
    with private_folder():
        assert not Path(path).exists()
    assert list(tmp_path.glob("assistant-uploads-*")) == []
