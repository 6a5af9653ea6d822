"""Everybody at one library at once for some minutes, and one killed every 20 seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    minutes = request.config.getoption("--soak-minutes")
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "tests.soaking.soak", "--minutes", str(minutes)]
    command += ["--home", str(tmp_path / "home"), "--report", str(report)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    assert sum(told["kills"].values()) >= minutes
    assert {done.split()[0] for done in told["done"]} == {"writer", "reader", "person"}
