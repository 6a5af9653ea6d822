"""Runs a command within this process, as if it had one of its own."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest


def run_inside(
    main: Callable[[], int],
    *,
    environment: Mapping[str, str],
    typed: bytes = b"",
    cwd: Path | None = None,
) -> tuple[int, bytes, bytes]:
    """The exit code of ``main`` and what it wrote to standard output and to standard error.

    It sees this environment and nothing else of the tester's, and reads what is ``typed``.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.chdir(cwd or Path.cwd())
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        with redirect_stdout(out), redirect_stderr(err):
            code = main()
    return code, _written(out), _written(err)


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue()
