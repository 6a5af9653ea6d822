"""One person's worst upload does not hold up another's request."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from assistant.reading.workers import INLINE
from tests.growth.alphabets import ugly
from tests.web.serving import served
from tests.web.test_uploads import _asked, _events

_LONGEST_WAIT = 1.0
"""Seconds; those in which the app had no processor, since others had it, do not count."""
_CHARACTERS = 3_000_000
_WATCHED = 25.0


def _page(alphabet: str) -> Callable[[], tuple[str, bytes]]:
    return lambda: ("page.html", f"<html><body><p {ugly(alphabet, _CHARACTERS)}".encode())


def _words() -> tuple[str, bytes]:
    """One sentence without an end, of words that are all different."""
    return "story.txt", " ".join(f"{number:x}".translate(_LETTERS) for number in _NUMBERS).encode()


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_NUMBERS = range(2**20, 2**20 + _CHARACTERS // 7)
UPLOADS: dict[str, Callable[[], tuple[str, bytes]]] = {
    "attributes": _page("attributes"),
    "open tags": _page("open tags"),
    "one line": lambda: ("story.txt", ("The ferry " + ugly("letters", _CHARACTERS)).encode()),
    "paragraphs": lambda: ("story.txt", ugly("paragraphs", _CHARACTERS).encode()),
    "blanks": lambda: ("story.txt", b"The ferry" + b" " * _CHARACTERS + b"sank."),
    "words": _words,
    "records": lambda: ("all.json", b'{"a":' * (_CHARACTERS // 5)),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", ["summarised", "added"])
@pytest.mark.parametrize("upload", UPLOADS)
def test_others_are_answered_meanwhile(sample_home: Path, upload: str, way: str) -> None:
    name, data = UPLOADS[upload]()
    assert len(data) > INLINE
    done = threading.Event()

    def attack(address: str) -> None:
        with httpx.Client(base_url=address, timeout=600) as client:
            (path,) = client.post("/gradio_api/upload", files={"files": (name, data)}).json()
            file = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
            element = {"summarised": "nd-summary-files", "added": "nd-bar"}[way]
            (event,) = _events(client, "upload", of=element)
            with suppress(httpx.HTTPError):  # the app ends before it has answered
                _asked(client, event, [[file], None])
        done.set()

    waits = []
    with served(sample_home) as app, httpx.Client(base_url=app.address, timeout=60) as client:
        threading.Thread(target=attack, args=[app.address], daemon=True).start()
        begun = time.monotonic()
        while not done.is_set() and time.monotonic() - begun < _WATCHED:
            asked, worked = time.monotonic(), _worked(app.process.pid)
            client.get("/config").raise_for_status()
            waits.append(min(time.monotonic() - asked, _worked(app.process.pid) - worked))
            time.sleep(0.05)
    assert max(waits) < _LONGEST_WAIT


def _worked(process: int) -> float:
    """Seconds of processor time that a process has had; the clock where it is not told."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return time.monotonic()
    fields = told.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
