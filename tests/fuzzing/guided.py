"""Fuzzing led by what is run: ``python -m tests.fuzzing.guided ROOM --seconds 60`` (atheris).

What fails is shown with its traceback, and its bytes are put into a folder.
Needs the dependency group ``fuzz``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Final

import atheris

with atheris.instrument_imports(include=["assistant"]):
    from hypothesis import HealthCheck, given, settings

    from tests.fuzzing.targets import Drawn, in_room


_BEGUN: Final = 400
"""Random inputs to begin with."""


def main() -> None:
    """Fuzzes the targets of one room for some seconds; ends the process."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing.guided", description=__doc__)
    parser.add_argument("room", help="what the targets' names begin with: reading, language")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--found", type=Path, default=Path(), help="where what fails is put")
    chosen = parser.parse_args()

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(in_room(chosen.room))
    def one(drawn: Drawn) -> None:
        drawn.target.try_one(drawn.value)

    with tempfile.TemporaryDirectory() as begun:
        # Hypothesis needs some hundred bytes to draw a value of: what is shorter is no input.
        for number in range(_BEGUN):
            drawn = Random(number).randbytes(100 * (1 + number % 40))
            Path(begun, str(number)).write_bytes(drawn)
        limits = [f"-max_total_time={chosen.seconds}", "-max_len=8192", "-len_control=0"]
        atheris.Setup(
            [sys.argv[0], *limits, "-timeout=120", f"-artifact_prefix={chosen.found}/", begun],
            one.hypothesis.fuzz_one_input,  # type: ignore[attr-defined]
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
