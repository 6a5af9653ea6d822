"""Questions as people type them into a line: without capitals, cut short, with errors."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from assistant.language.words import STOP_WORDS

_SLIPS: Final = re.compile(r"[a-z]{4,}")
_DROPPED: Final = frozenset("the a an did does do is was were are of".split())
_MOST_WORDS: Final = 5


def typed(question: str, rng: random.Random) -> str:
    """The same question as somebody in a hurry types it."""
    text = question.rstrip(" ?")
    for way, chance in _WAYS:
        if rng.random() < chance:
            text = way(text, rng)
    return text


def _slip(text: str, rng: random.Random) -> str:
    """One letter of one word lost, doubled, or in the place of its neighbour."""
    words = list(_SLIPS.finditer(text))
    if not words:
        return text
    word = rng.choice(words)
    place = rng.randrange(word.start() + 1, word.end() - 1)
    one, other = text[place], text[place + 1]
    made = rng.choice((one, one * 2 + other, other + one))
    return text[:place] + made + text[place + 2 :]


def _short(text: str, _rng: random.Random) -> str:
    """Without the words that say least."""
    return " ".join(word for word in text.split() if word.casefold() not in _DROPPED) or text


def _keywords(text: str, rng: random.Random) -> str:
    """A few words alone, as into a search engine."""
    words = [word for word in text.split() if word.casefold().strip(",;:") not in STOP_WORDS]
    most = rng.randrange(2, _MOST_WORDS + 1)
    while len(words) > most:
        words.pop(rng.randrange(len(words)))
    return " ".join(words) or text


def _lower(text: str, _rng: random.Random) -> str:
    return text.lower()


_WAYS: Final[tuple[tuple[Callable[[str, random.Random], str], float], ...]] = (
    (_keywords, 0.12),
    (_short, 0.25),
    (_slip, 0.3),
    (_lower, 0.7),
)
"""What is done to a question, and how often."""
