"""Whether two names can denote the same one: by their words, or as a country and its people."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.language.name_words import COMPANY_FORMS, GENERATIONS, NICKNAMES
from assistant.language.word_lists import rows_of

_SHORTEST_INITIALS: Final = 3
# Words inside a name that its initials may leave out.
SMALL_WORDS: Final = frozenset({"of", "for", "and", "the", "on", "in"})

# Of Slavic surnames, which are spelt in several ways.
_ENDINGS: Final = re.compile(r"(?:iy|yy|ii|ij|yi)$")
_SUFFIXES: Final = (
    "ians", "ans", "ian", "ean", "ns", "an", "n", "ish", "ese", "is", "i", "ers", "er", "ism",
    "ist", "ists",
)  # fmt: skip
_SHORTEST_STEM: Final = 4


def _read() -> tuple[dict[str, str], frozenset[str]]:
    keys: dict[str, str] = {}
    peoples: set[str] = set()
    for line in rows_of("countries.txt"):
        places, _, people = line.partition(":")
        forms = [form.strip() for form in places.split(",")]
        belonging = [form.strip() for form in people.split(",") if form.strip()]
        peoples.update(belonging)
        keys |= dict.fromkeys([*forms, *belonging], forms[0])
    return keys, frozenset(peoples - {"un", "vatican"})


_KEYS, _PEOPLES = _read()


def country_of(phrase: str) -> str | None:
    """The one name under which a country, state, faith or party and its people are compared.

    Args:
        phrase: words in lower case without accents or full stops, one space between them.
    """
    return _KEYS.get(phrase.removeprefix("the "))


def is_people(phrase: str) -> bool:
    """Whether ``phrase``, as for ``country_of``, is a nationality, a faith or a party's people."""
    return phrase in _PEOPLES


def same_people(phrase: str, other: str) -> bool:
    """Whether two phrases are a place and its people: in the list, or by a common ending.

    "london" and "londoners" are, "chicago" and "chicagoan", "france" and "french".
    """
    key = country_of(phrase)
    if key is not None:
        return key == country_of(other)
    shorter, longer = sorted((phrase, other), key=len)
    stem = shorter.rstrip("aeioy")
    return (
        len(stem) >= _SHORTEST_STEM
        and longer.startswith(stem)
        and any(longer in {shorter + suffix, stem + suffix} for suffix in _SUFFIXES)
    )


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
    """Whether two names are the same in any article: in another spelling or order."""
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


def may_be_same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are the same, or one is a short form of the other."""
    return same_name(a, b) or shortens(a, b) or shortens(b, a)


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
