from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.running import CommandLine

APP = Path(__file__).parents[2] / "app.py"


def test_the_app_says_what_it_is_and_chats(library: CommandLine) -> None:
    done = subprocess.run(
        [sys.executable, APP],
        input=b"How long will the repairs of the ferry to Skarn take?\n",
        capture_output=True,
        env=library.environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert b"not part of this version" in done.stderr
    assert b"nine days" in done.stdout
