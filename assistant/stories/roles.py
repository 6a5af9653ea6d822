"""How an article introduces somebody: "the mayor", "chief economist at Tolliver Stane"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.language import name_words as lists
from assistant.language.cues import FINITE
from assistant.language.word_lists import word_lists
from assistant.language.words import folded
from assistant.types import Article

_LISTS: Final = word_lists("speech.toml")
_NOUNS: Final = (
    _LISTS.words("role_nouns") | lists.PERSON_NOUNS | word_lists("names.toml").words("roles")
)
_LONGEST: Final = 90
"""Characters of a role."""
_APPOSED: Final = re.compile(
    r", ((?:[^,;:.“”\"()\n]|(?<=[A-Z])\.(?=[A-Z ])|\.(?=\d)){3,90})(?=,|\.\s|\.?\Z)"
)
_LINK: Final = re.compile(r"\s(?:of|for|at|from|in|with|to|on|and)\s")
_CONJUNCTION: Final = re.compile(r"(?:But|And|Yet|Still|Even|Only|Meanwhile|While|As|When),? ")
_EMPTY: Final = lists.PARTICLES | {"the", "a", "an", "mr", "mrs", "ms", "miss", "and", "but", ""}
_SHORT_TITLE: Final = re.compile(r",? [A-Z][a-z]{0,4}\.$")
"""The "Dr." of "the chief measurer, Dr."."""


def trimmed(phrase: str) -> str | None:
    """The role that stands before a name in the phrase of a speaker, None for an empty one."""
    role = _CONJUNCTION.sub("", " ".join(phrase.split()), count=1).strip(" ,—–-")
    if " " in role:
        role = _SHORT_TITLE.sub("", role).strip(" ,—–-")
    if (
        role.endswith(("’s", "'s"))
        or folded(role).strip(".") in _EMPTY
        or len(role) > _LONGEST
        or FINITE.search(role)
    ):
        return None
    return role


@lru_cache(maxsize=1024)
def _introduced(text: str, name: str) -> str | None:
    place = text.find(name)
    if place < 0:
        return None
    apposed = _APPOSED.match(text, place + len(name))
    if not apposed:
        return None
    role = " ".join(apposed[1].split())
    head = _LINK.split(role, maxsplit=1)[0]
    last = folded(head).split()[-1:]
    if not last or last[0] not in _NOUNS or FINITE.search(head) or folded(head) == folded(name):
        return None
    return role


def introduction(article: Article, name: str) -> str | None:
    """How ``article`` introduces ``name`` where it first stands; None where it does not."""
    return _introduced(article.text, name)
