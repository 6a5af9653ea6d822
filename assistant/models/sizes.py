"""How large a chat model is, by its name: servers do not say it, names nearly always do."""

from __future__ import annotations

import re
from typing import Final

SMALL: Final = 10.0
"""Billions of weights below which a model is small: it is asked otherwise."""

# "0.5b", "7B", "8x7b", "360m"; not "q4_k_m", nor the active weights of "30b-a3b" alone.
_SIZE: Final = re.compile(
    r"(?<![a-z0-9.])(?:(?P<experts>\d{1,3})x)?(?P<size>\d{1,4}(?:[.]\d{1,3})?)(?P<unit>[bm])(?![a-z0-9])"
)


def billions_in(name: str) -> float | None:
    """The billions of weights that the name of a model tells; None where it tells none."""
    found = [
        int(one["experts"] or 1) * float(one["size"]) / (1.0 if one["unit"] == "b" else 1000.0)
        for one in _SIZE.finditer(name.lower())
    ]
    return max(found, default=None)


def is_small(name: str) -> bool:
    """Whether the name of a model tells that it is small."""
    size = billions_in(name)
    return size is not None and size < SMALL
