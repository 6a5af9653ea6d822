"""What the app keeps of a page that somebody has opened is little, however many there are."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.web.serving import Served, served
from tests.web.test_uploads import _events

_WARM, _PAGES = 30, 120


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="told by Linux alone")
def test_pages_that_were_opened_take_little(tmp_path: Path) -> None:
    with (
        served(tmp_path / "home") as app,
        httpx.Client(base_url=app.address, timeout=60) as client,
    ):
        (event,) = _events(client, "filter")
        for number in range(_WARM + _PAGES):
            if number == _WARM:
                before = _resident(app)
            asked = {"data": [{"matching": "story"}, None], "fn_index": event}
            asked |= {"session_hash": f"page{number}"}
            shown = client.post("/gradio_api/run/predict", json=asked).raise_for_status()
            assert "nd-library" in shown.text
        # Gradio's copy of what they show would be 200 kB each.
        assert _resident(app) - before < _PAGES * 60


def _resident(app: Served) -> int:
    """Kilobytes of memory that the app has."""
    status = Path(f"/proc/{app.process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1])
