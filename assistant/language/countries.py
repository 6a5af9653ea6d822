"""Countries and unions under the names that newswire gives them and their people."""

from __future__ import annotations

from typing import Final

from assistant.language.word_lists import rows_of

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
