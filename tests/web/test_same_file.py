"""The same file, given by two at once: it is there once, and both are told so."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, Popen

import httpx

from assistant import Assistant
from assistant.settings import load_settings
from tests.cli.running import CommandLine
from tests.web.serving import Served, served
from tests.web.test_uploads import _events

_TITLE = "Swordfish seen off Vessmark"
_STORY = f"{_TITLE}\n\n" + "\n\n".join(
    f"On day {day} a swordfish was seen off Vessmark, and {day + 3} boats went out to look for it."
    for day in range(200)
)
_ADDED, _KNOWN = "1 added", "1 unchanged"
_PEOPLE = 4


def _uploaded(app: Served, whose: int, begin: Callable[[], object]) -> str:
    """What the page of a person says of the story that they drop into the library."""
    with httpx.Client(base_url=app.address, timeout=120) as client:
        files = {"files": ("story.txt", _STORY.encode())}
        (path,) = client.post("/gradio_api/upload", files=files).raise_for_status().json()
        file = {"path": path, "orig_name": "story.txt", "meta": {"_type": "gradio.FileData"}}
        (event,) = _events(client, "upload", of="nd-bar")
        page = {"session_hash": f"page{whose}"}
        asked = {"data": [[file], None], "fn_index": event, **page}
        begin()
        client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        told = ""
        with client.stream("GET", "/gradio_api/queue/data", params=page) as answers:
            for line in answers.iter_lines():
                told += line
                if '"process_completed"' in line:
                    break
    return told


def _assert_kept_once(home: Path) -> None:
    with Assistant(settings=load_settings(home=home, engine="extractive")) as assistant:
        (kept,) = assistant.articles()
        assert kept.title == _TITLE
        assert assistant.article(kept.id).text.count("swordfish") == 200
        assert {hit.article.id for hit in assistant.search("swordfish", k=5)} == {kept.id}
        assert len(assistant.history(kept.id).versions) == 1
        wrong = [one for one in assistant.doctor(deep=True) if one.state not in ("ok", "info")]
        assert wrong == []


def test_by_people_in_the_app(tmp_path: Path) -> None:
    with served(tmp_path / "home") as app, ThreadPoolExecutor(_PEOPLE) as pool:
        begin = threading.Barrier(_PEOPLE).wait
        told = list(pool.map(lambda whose: _uploaded(app, whose, begin), range(_PEOPLE)))
        assert sorted(_ADDED in one for one in told) == [False] * (_PEOPLE - 1) + [True], told
        assert sum(_KNOWN in one for one in told) == _PEOPLE - 1, told
        assert app.stop() == 0
    _assert_kept_once(tmp_path / "home")


def test_in_the_app_and_at_the_command_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    story = tmp_path / "story.txt"
    story.write_text(_STORY, encoding="utf-8")
    with served(home) as app:
        commands: list[Popen[str]] = []

        def begin() -> None:
            command = [sys.executable, "-m", "assistant", "add", str(story)]
            environment = CommandLine(home).environment()
            commands.append(Popen(command, env=environment, stdout=PIPE, text=True))

        told = [_uploaded(app, 0, begin)]
        told.append(commands[0].communicate(timeout=120)[0])
        assert commands[0].returncode == 0
        assert app.stop() == 0
    assert sorted(_ADDED in one for one in told) == [False, True], told
    assert sum(_KNOWN in one for one in told) == 1, told
    _assert_kept_once(home)
