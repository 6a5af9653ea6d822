"""Short forms and ordinals of languages other than English, as newspapers write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from assistant.language.word_lists import WordLists, word_lists


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What is written with a full stop in a language, in lower case and without blanks.

    ``never`` end no sentence, ``numbered`` none before a number, and ``either`` end one where
    one of ``starters`` follows: capitalised words that begin sentences. ``ordinal`` is whether
    a full stop makes a number an ordinal, then after ``determiners`` and before ``counted``.
    """

    never: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinal: bool = False
    determiners: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


def _read(languages: WordLists) -> Mapping[str, ShortForms]:
    """The short forms by language; one that is "like" another has its lists but for its own."""
    found: dict[str, ShortForms] = {}
    for code in languages.names:
        own = languages.table(code)
        like = found[own.in_order("like")[0]] if own.has("like") else ShortForms()
        given: dict[str, Any] = {
            name: True if name == "ordinal" else own.words(name)
            for name in own.names
            if name != "like"
        }
        found[code] = replace(like, **given)
    return MappingProxyType(found)


SHORT_FORMS: Final = _read(word_lists("short-forms.toml"))
"""By the code of the language; relatives share what they write alike."""
