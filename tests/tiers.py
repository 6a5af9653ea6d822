"""Which parameters are tried in every run, and which by ``make slow``."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TypeVar

import pytest
from _pytest.mark.structures import ParameterSet

T = TypeVar("T")


def tiered(values: Iterable[T], *, always: Container[T]) -> list[ParameterSet]:
    """Parameters that are tried in every run where they are in ``always``, and else are slow."""
    return [pytest.param(v, marks=() if v in always else pytest.mark.slow) for v in values]


EMBEDDED_FIRST = pytest.mark.parametrize(
    "homes", tiered(["embedded", "postgres"], always=["embedded"]), indirect=True
)
"""Tried with folders in every run, and with a server, where it takes long, by ``make slow``."""
