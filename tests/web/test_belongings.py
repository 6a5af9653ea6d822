"""What is one person's, another who has logged in cannot have, even by its right name."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.web.serving import ANN, Served

_TEXT = "The Saint Orla sank off Marrin on Monday. 164 people were rescued."


@pytest.fixture
def ann(locked_app: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=locked_app.address, auth=ANN, timeout=60) as client:
        yield client


@pytest.fixture
def bo(locked_app: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=locked_app.address, auth=("bo", "other"), timeout=60) as client:
        yield client


def _event(client: httpx.Client, element: str, name: str) -> int:
    """The number of the event that something in the page triggers."""
    config = client.get("/config").json()
    [component] = [c["id"] for c in config["components"] if c["props"].get("elem_id") == element]
    return next(
        int(each["id"]) for each in config["dependencies"] if [component, name] in each["targets"]
    )


def _results(client: httpx.Client, page: str) -> list[dict[str, Any]]:
    """What the events of a page gave, once they are done."""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": page}) as stream:
        assert stream.status_code == 200
        return [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]


def _summarise(client: httpx.Client, page: str, files: list[Any]) -> httpx.Response:
    summarise = _event(client, "nd-summarise-button", "click")
    asked = {"data": [files, "", _TEXT, 60, "paragraph"], "fn_index": summarise}
    return client.post("/gradio_api/queue/join", json={**asked, "session_hash": page})


def test_a_page_is_its_persons(ann: httpx.Client, bo: httpx.Client) -> None:
    page = "page-of-ann"
    event = _summarise(ann, page, []).json()["event_id"]
    save = {
        "fn_index": _event(ann, "nd-result", "save"),
        "data": [None],
        "event_data": {"form": "json"},
        "session_hash": page,
    }
    ask = {"data": ["Who was rescued?", None, "", "", "", ""], "session_hash": page}
    foreign = [
        ("GET", f"/gradio_api/queue/data?session_hash={page}", None),
        ("GET", f"/gradio_api/queue/data?session_hash=other&session_hash={page}", None),
        ("GET", f"/gradio_api/queue/data?session_hash={event}", None),
        ("GET", f"/gradio_api/heartbeat/{page}", None),
        ("GET", f"/gradio_api/call/ask/{event}", None),
        ("GET", f"/gradio_api/call/v2/ask/{event}", None),
        ("GET", f"/gradio_api/call/ask/{page}", None),
        ("POST", "/gradio_api/run/predict", save),
        ("POST", "/gradio_api/api/predict", save),
        ("POST", "/gradio_api/queue/join", save),
        ("POST", "/gradio_api/call/ask", ask),
        ("POST", "/gradio_api/cancel", {"session_hash": page, "fn_index": 0, "event_id": event}),
        ("POST", "/gradio_api/cancel", {"session_hash": "bos", "fn_index": 0, "event_id": event}),
        ("POST", "/gradio_api/run/predict", {**save, "session_hash": ["page-of-ann"]}),
        ("POST", "/gradio_api/run/predict", [save]),
    ]
    for method, path, body in foreign:
        answer = bo.request(method, path, json=body)
        assert answer.status_code == 403, (path, body, answer.text)
        assert "Orla" not in answer.text
    assert any("164" in json.dumps(result) for result in _results(ann, page))
    saved = ann.post("/gradio_api/run/predict", json=save)
    assert b"Saint Orla" in b64decode(saved.json()["data"][0]["content"])
    assert bo.post("/gradio_api/run/predict", json=save).status_code == 403
    # In a page of bo's own there is nothing of it.
    own = bo.post("/gradio_api/run/predict", json={**save, "session_hash": "page-of-bo"})
    assert "no longer held here" in own.text
    assert "Orla" not in own.text


def test_an_answer_is_for_who_asked(ann: httpx.Client, bo: httpx.Client) -> None:
    question = {"data": ["How many people were rescued from the Saint Orla?", None, "", "", "", ""]}
    event = ann.post("/gradio_api/call/ask", json=question).json()["event_id"]
    for path in (f"call/ask/{event}", f"queue/data?session_hash={event}", f"heartbeat/{event}"):
        assert bo.get(f"/gradio_api/{path}").status_code == 403, path
    assert bo.get("/gradio_api/call/ask/0123456789abcdef").status_code == 403
    assert "164" in ann.get(f"/gradio_api/call/ask/{event}").text


def test_an_upload_is_for_who_made_it(ann: httpx.Client, bo: httpx.Client) -> None:
    sent = {"files": ("orla.txt", _TEXT.encode(), "text/plain")}
    url = "/gradio_api/upload?upload_id=upload-of-ann"
    [path] = ann.post(url, files=sent).json()
    given = {"path": path, "orig_name": "orla.txt", "meta": {"_type": "gradio.FileData"}}
    assert bo.get("/gradio_api/upload_progress?upload_id=upload-of-ann").status_code == 403
    assert bo.post(url, files=sent).status_code == 403
    assert _summarise(bo, "page-of-bo-2", [given]).status_code == 403
    assert _summarise(bo, "page-of-bo-2", [[{"deep": given}]]).status_code == 403
    assert _summarise(ann, "page-of-ann-2", [given]).status_code == 200
    assert any("164" in json.dumps(result) for result in _results(ann, "page-of-ann-2"))


@pytest.mark.slow
def test_pages_without_end_are_not_all_kept(ann: httpx.Client) -> None:
    """What one shows takes memory; whoever was there longest ago is forgotten."""
    find = _event(ann, "nd-filters", "filter")
    turn, keep = _event(ann, "nd-table", "turn"), _event(ann, "nd-outcome", "keep")

    def did(event: int, page: str, *data: object) -> str:
        asked = {"fn_index": event, "data": data, "session_hash": page}
        act = {"event_data": {"offset": 0}}
        said = ann.post("/gradio_api/run/predict", json={**asked, **act}).raise_for_status()
        return str(said.json()["data"])

    first = len(did(turn, "another", None))
    found = len(did(find, "kept", {"matching": "recount"}, None))
    assert found < first
    assert len(did(turn, "kept", None)) == found
    for number in range(1_000):
        did(keep, f"page {number}")
    assert len(did(turn, "kept", None)) == first
