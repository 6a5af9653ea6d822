"""Word lists: short ones, and those that are data files of the program (``assistant/data``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent.parent / "data"


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(words.split())


def words_of(file: str, name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_lists(file)[name].split())


def lines_of(file: str, name: str) -> tuple[str, ...]:
    """The lines of a list that are not empty."""
    return tuple(line for line in _lists(file)[name].splitlines() if line.strip())


def rows_of(file: str) -> tuple[str, ...]:
    """The lines of a plain text file, without those that are empty or begin with ``#``."""
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


@cache
def _lists(file: str) -> Mapping[str, str]:
    return tomllib.loads((_FOLDER / file).read_text(encoding="utf-8"))
