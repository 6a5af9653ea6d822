"""One person's worst upload does not hold up another's request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import httpx
import pytest

from assistant.reading.workers import INLINE
from tests.growth.alphabets import ugly
from tests.web.serving import Served
from tests.web.test_uploads import _asked, _events

_LONGEST_WAIT = 5.0
"""Seconds: one, and what a busy machine adds to it."""
_CHARACTERS = 3_000_000
_WATCHED = 25.0


def _page(alphabet: str) -> Callable[[], tuple[str, bytes]]:
    return lambda: ("page.html", f"<html><body><p {ugly(alphabet, _CHARACTERS)}".encode())


UPLOADS: dict[str, Callable[[], tuple[str, bytes]]] = {
    "attributes": _page("attributes"),
    "open tags": _page("open tags"),
    "one line": lambda: ("story.txt", ("The ferry " + ugly("letters", _CHARACTERS)).encode()),
    "paragraphs": lambda: ("story.txt", ugly("paragraphs", _CHARACTERS).encode()),
    "blanks": lambda: ("story.txt", b"The ferry" + b" " * _CHARACTERS + b"sank."),
    "records": lambda: ("all.json", b'{"a":' * (_CHARACTERS // 5)),
}


@pytest.mark.slow
@pytest.mark.parametrize("upload", UPLOADS)
def test_others_are_answered_meanwhile(sample_app: Served, upload: str) -> None:
    name, data = UPLOADS[upload]()
    assert len(data) > INLINE
    done = threading.Event()

    def attack() -> None:
        with httpx.Client(base_url=sample_app.address, timeout=600) as client:
            (path,) = client.post("/gradio_api/upload", files={"files": (name, data)}).json()
            file = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
            event, *_ = _events(client, "Summarise")
            with suppress(httpx.HTTPError):  # the app ends before it has answered
                _asked(client, event, [[], [file], "", 60, "paragraph"])
        done.set()

    threading.Thread(target=attack, daemon=True).start()
    waits = []
    begun = time.monotonic()
    with httpx.Client(base_url=sample_app.address, timeout=60) as client:
        while not done.is_set() and time.monotonic() - begun < _WATCHED:
            asked = time.monotonic()
            client.get("/config").raise_for_status()
            waits.append(time.monotonic() - asked)
            time.sleep(0.05)
    assert max(waits) < _LONGEST_WAIT
