"""How the work of a function grows with its text, told by the time of this thread alone."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from functools import lru_cache
from itertools import count
from typing import Final

from tests.growth.alphabets import ugly
from tests.growth.functions import Call
from tests.growth.made import Made

MOST_EXPONENT: Final = 1.3
_TIMES: Final = 4
_TRIES: Final = 3
_UNIQUE: Final = count()


def growth(
    prepare: Callable[[Made], Call],
    alphabet: str,
    *,
    least: int,
    most: int,
    floor: float,
    long_enough: float = 1.0,
) -> tuple[float, int, float]:
    """How fast the work grows: the exponent, at how many characters, and the seconds there.

    The text is made four times as long until a call takes ``floor`` seconds or the next would
    have more than ``most`` characters: what is that fast at that length counts as exponent 0.
    From ``long_enough`` seconds on, caches and other programs no longer tell in the exponent.
    """
    size, before = least, _seconds(prepare, _shared(alphabet, least))
    while size * _TIMES <= most:
        size *= _TIMES
        seconds = _seconds(prepare, _shared(alphabet, size))
        if seconds < floor:
            before = seconds
            continue
        exponent = _exponent(before, seconds)
        if exponent > MOST_EXPONENT:
            exponent, size, seconds = _confirmed(prepare, alphabet, size, long_enough)
        return exponent, size, seconds
    return 0.0, size, before


def _confirmed(
    prepare: Callable[[Made], Call], alphabet: str, size: int, long_enough: float
) -> tuple[float, int, float]:
    """The same of longer and longer texts, until it grows no faster than it may or takes long.

    Something may have been remembered, a cache been too small, another program come between, or
    a limit been passed that lets short text off. What grows too fast does so again, of texts that
    are new, at its best, and however long they are.
    """
    before = _best(prepare, alphabet, size)
    while True:
        size *= _TIMES
        seconds = _best(prepare, alphabet, size)
        exponent = _exponent(before, seconds)
        if exponent <= MOST_EXPONENT or seconds >= long_enough:
            return exponent, size, seconds
        before = seconds


def _best(prepare: Callable[[Made], Call], alphabet: str, size: int) -> float:
    made = (Made(f"{ugly(alphabet, size)} w{next(_UNIQUE)}") for _ in range(_TRIES))
    return min(_seconds(prepare, each) for each in made)


def _exponent(before: float, after: float) -> float:
    return math.log(after / max(before, 1e-6)) / math.log(_TIMES)


@lru_cache(maxsize=256)
def _shared(alphabet: str, size: int) -> Made:
    """A text for all functions: what is made of it is made once."""
    return Made(f"{ugly(alphabet, size)} end")


def _seconds(prepare: Callable[[Made], Call], made: Made) -> float:
    call = prepare(made)
    gc.disable()
    try:
        begun = time.thread_time()
        call()
        return time.thread_time() - begun
    finally:
        gc.enable()
