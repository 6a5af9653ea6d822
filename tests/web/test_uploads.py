"""What is taken for an upload: files that were sent, and nothing else of the machine."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from assistant import Assistant
from assistant.settings import load_settings
from tests.openai_server import OpenAIServer
from tests.web.serving import Served


@pytest.mark.parametrize("remote", [False, True])
def test_no_file_of_the_machine_or_of_another_server_is_taken_for_an_upload(
    sample_app: Served, tmp_path: Path, remote: bool
) -> None:
    """The page's own events can be called by anybody, with whatever they like."""
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret password of the machine is swordfish.", encoding="utf-8")
    with (
        OpenAIServer() as elsewhere,
        httpx.Client(base_url=sample_app.address, timeout=60) as client,
    ):
        path = f"{elsewhere.base_url}/models" if remote else str(secret)
        file = {"path": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
        file |= {"url": path} if remote else {}
        calls: list[tuple[int, list[object], dict[str, str] | None]] = [
            (event, [[file], None, None], None) for event in _events(client, "upload")
        ]
        (take,) = _events(client, "take")
        calls += [(take, [None], {"kind": kind, "key": path}) for kind in ("article", "topic")]
        (summarise,) = _events(client, "Summarise")
        calls += [(summarise, [None, path, "", 60, "paragraph"], None)]
        for event, data, act in calls:
            told = _asked(client, event, data, act)
            assert "swordfish" not in told
            assert "added" not in told
            assert "nd-mark" not in told
        assert elsewhere.requests == [], "the server fetched what somebody named"
    with Assistant(settings=load_settings(home=sample_app.home)) as assistant:
        assert assistant.count() == 28


def test_what_was_uploaded_is_taken(sample_app: Served) -> None:
    """That the refusals above are no accident: the same calls work with a real upload."""
    with httpx.Client(base_url=sample_app.address, timeout=60) as client:
        story = ("story.txt", b"Swordfish seen\n\nA swordfish was seen off Vessmark on Monday.")
        (path,) = client.post("/gradio_api/upload", files={"files": story}).json()
        file = {"path": path, "orig_name": "story.txt", "meta": {"_type": "gradio.FileData"}}
        (dropping,) = _events(client, "upload", of="nd-summary-files")
        assert "story.txt" in _asked(client, dropping, [[file], None])
        (summarise,) = _events(client, "Summarise")
        told = _asked(client, summarise, [None, "", "", 60, "paragraph"])
        assert "swordfish" in told
        assert "nd-mark" in told
        assert not Path(path).parent.exists(), "it is still there although it has been read"


def _events(client: httpx.Client, wanted: str, *, of: str = "") -> list[int]:
    """The page's events: of a kind ("upload"), of an element, or of the button of that name."""
    config = client.get("/config").json()
    components = [(each["id"], each["props"]) for each in config["components"]]
    buttons = {key for key, props in components if props.get("value") == wanted}
    within = {key for key, props in components if not of or props.get("elem_id") == of}
    return [
        event["id"]
        for event in config["dependencies"]
        if any(
            (kind == wanted and target in within) or target in buttons
            for target, kind in event["targets"]
        )
    ]


def _asked(
    client: httpx.Client, event: int, data: list[object], act: dict[str, str] | None = None
) -> str:
    """Everything that the app answers to an event."""
    asked = {"data": data, "fn_index": event, "session_hash": "attacker", "event_data": act}
    client.post("/gradio_api/queue/join", json=asked).raise_for_status()
    told = ""
    where = {"session_hash": "attacker"}
    with client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
        for line in answers.iter_lines():
            told += line
            if '"process_completed"' in line:
                break
    assert "process_completed" in told
    return told
