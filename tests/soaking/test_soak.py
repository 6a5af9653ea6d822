"""Everybody at one library at once for two minutes, and one killed every 20 seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "tests.soaking.soak", "--minutes", "2"]
    command += ["--home", str(tmp_path / "home"), "--report", str(report)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    assert sum(told["kills"].values()) >= 4
    assert {done.split()[0] for done in told["done"]} == {"writer", "reader", "person"}
