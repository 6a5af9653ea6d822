"""Everything that takes what strangers wrote, over values that nobody would write.

A few values a target in every run, some hundreds a target and minutes of coverage-guided ones
in ``make slow``. What was ever found has a plain test of its own beside it.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing.functions import Target
from tests.fuzzing.targets import ROOMS, TARGETS

FEW: Final = 3
MANY: Final = 400
SECONDS: Final = 600 // len(ROOMS)
"""Coverage-guided fuzzing of one room."""

targets = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


def fuzz(target: Target, *, values: int) -> None:
    @settings(max_examples=values, suppress_health_check=list(HealthCheck))
    @given(target.values)
    def one(value: Any) -> None:
        target.try_one(value)

    one()


@targets
def test_nothing_fails_but_as_it_says(target: Target) -> None:
    fuzz(target, values=FEW)


@pytest.mark.slow
@targets
def test_nothing_fails_over_many_values(target: Target) -> None:
    fuzz(target, values=MANY)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="the dependency group fuzz is needed")
@pytest.mark.parametrize("room", ROOMS)
def test_nothing_fails_where_coverage_leads(room: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzzing.guided", room, "--found", str(tmp_path)]
    done = subprocess.run(
        [*command, "--seconds", str(SECONDS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-6_000:]


def fails(_value: str) -> None:
    raise IndexError


def test_an_error_that_is_not_documented_is_a_finding() -> None:
    with pytest.raises(IndexError):
        fuzz(Target("made", st.text(), fails), values=FEW)
    fuzz(Target("made", st.text(), fails, (IndexError,)), values=FEW)


def test_every_room_of_text_has_targets() -> None:
    assert {"reading", "language", "verifying", "rendering", "replies", "fetching"} <= set(ROOMS)
    assert "articles.corrections.correction_notes" in TARGETS
