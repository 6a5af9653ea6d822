"""Whether two names can denote the same one, by their words alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.language.countries import country_of, same_people
from assistant.language.name_words import (
    COMPANY_FORMS,
    GENERATIONS,
    NICKNAMES,
)

_SHORTEST_INITIALS: Final = 3
SMALL_WORDS: Final = frozenset({"of", "for", "and", "the", "on", "in"})
"""Words inside a name that its initials may leave out."""

_ENDINGS: Final = re.compile(r"(?:iy|yy|ii|ij|yi)$")
"""Of Slavic surnames, which are spelt in several ways."""


@lru_cache(maxsize=16384)
def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without initials, "Jr", "Inc" and numbers, first names in one form."""
    kept = [
        word for word in words if len(word) > 1 and word not in GENERATIONS and not word.isdecimal()
    ]
    while len(kept) > 1 and kept[-1] in COMPANY_FORMS:
        kept.pop()
    if not kept:
        return words
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    kept[-1] = _ENDINGS.sub("y", kept[-1])
    return tuple(NICKNAMES.get(word, word) for word in kept)


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are the same whatever the article: in another spelling or order."""
    if a == b:
        return True
    first, second = " ".join(a), " ".join(b)
    if same_people(first, second):
        return True
    joined = "".join(a) == "".join(b)
    a, b = bare(a), bare(b)
    if joined or a == b:
        return True
    if len(a) == len(b) == 1:
        return a[0].removesuffix("s") == b[0].removesuffix("s")
    turned = [set(words) - SMALL_WORDS for words in (a, b)]
    return "of" in (*a, *b) and turned[0] == turned[1]


def are_initials(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one name is the other's acronym."""
    short, long = sorted((a, b), key=len)
    letters = short[0].replace(".", "")
    content = [word for word in long if word not in SMALL_WORDS]
    return len(letters) >= _SHORTEST_INITIALS and any(
        letters == "".join(word[0] for word in words) for words in (content, long)
    )


def shortens(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether ``short`` is a short form of ``long``: "Lind", "Harbour Authority", "Acme"."""
    if len(short) >= len(long) or country_of(" ".join(short)):
        return False
    if (
        "of" in long
        and len(long) - long.index("of") <= len(short) + 1
        and short == long[-len(short) :]
    ):
        # "Texas" does not stand for "University of Texas", nor "Oslo" for its port.
        return long[0] in {"department", "ministry"}
    if short in (long[: len(short)], long[-len(short) :]):
        return True
    rest = iter(long)
    return len(short) > 1 and all(word in rest for word in short)
