"""The words that statements are made of (``words.toml``), and chances that are drawn."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def words(name: str) -> tuple[str, ...]:
    """The single words of a list."""
    return tuple(_lists()[name].split())


def phrases(name: str) -> tuple[str, ...]:
    """The phrases of a list."""
    return tuple(" ".join(one.split()) for one in _lists()[name].split("|"))


def forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a list, each in its parts."""
    return tuple(tuple(part.strip() for part in one.split("/")) for one in phrases(name))


def couples(name: str) -> tuple[tuple[str, str], ...]:
    """The phrases of a list that have two parts each."""
    return tuple((one, other) for one, other in forms(name))


def lines(name: str) -> tuple[str, ...]:
    """The lines of a list."""
    return tuple(_lists()[name].strip().splitlines())


def chance(rng: random.Random, share: float) -> bool:
    """True in a ``share`` of the cases."""
    return rng.random() < share


def upper(text: str) -> str:
    """``text`` with a capital."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """``text`` without the capital of its first letter."""
    return text[:1].lower() + text[1:]


@cache
def _lists() -> Mapping[str, str]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
