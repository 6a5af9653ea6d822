"""A disk that is full while articles are added, and then is not: in a mount of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = """
set -u
mount -t tmpfs -o size=1m tmpfs "$ASSISTANT_HOME" || exit 99
"$PYTHON" -m assistant add --samples; echo "add: $?"
"$PYTHON" -m assistant ask "How many people were rescued?"; echo "ask: $?"
mount -o remount,size=60m "$ASSISTANT_HOME"
"$PYTHON" -m assistant add --samples; echo "again: $?"
"$PYTHON" -m assistant ask "How many people were rescued from the Saint Orla?"; echo "then: $?"
"$PYTHON" -m assistant doctor; echo "doctor: $?"
"""


def _may_mount(unshare: str) -> bool:
    tried = [unshare, "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(tried, check=False, capture_output=True).returncode == 0


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or not _may_mount(unshare):
        pytest.skip("this system gives no mounts of one's own")
    home = tmp_path / "library"
    home.mkdir()
    done = subprocess.run(
        [unshare, "-rm", "bash", "-c", _SCRIPT],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "ASSISTANT_HOME": str(home),
            "PYTHON": sys.executable,
        },
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout
    assert "add: 1" in told, done.stderr
    assert "Error: The disk is full." in done.stderr
    assert "Traceback" not in done.stderr
    assert "again: 0" in told
    assert "164" in told
    assert "then: 0" in told
    assert "doctor: 0" in told
