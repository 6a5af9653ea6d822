"""Who is named in an article: each by the fullest form of the name that it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from assistant.language import name_words as lists
from assistant.language.name_forms import bare, country_of, same_name, shortens
from assistant.language.names import Name, NameKind, names_of
from assistant.language.word_lists import word_lists

ORGANISATIONS: Final = lists.ORGANISATION_WORDS - lists.FIRST_NAMES
"""Words by which a name is an organisation's."""
GENERIC: Final = lists.GENERIC | ORGANISATIONS
"""Words that name nobody alone."""
_OFFICES: Final = lists.TITLES | word_lists("names.toml").words("roles")
_OUTLETS: Final = frozenset({"cnn", "bbc", "nbc", "abc", "cbs", "npr", "espn"})
_FULL_NAME: Final = 2
_REACH: Final = 30
_KIN: Final = re.compile(r"\b[A-Z][a-z]{1,20} and \Z")


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """A speaker as an article has them.

    Attributes:
        name: the fullest form that the article gives.
        words: its words, as ``names.Name`` has them; for comparing.
        form: as the phrase itself has the name.
        role: how the speaker is introduced, None where that is not said.
        named: whether it is a name; "the transport ministry" is none.
    """

    name: str
    words: tuple[str, ...]
    form: str
    role: str | None = None
    named: bool = True

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation by its words."""
        return not self.named or not ORGANISATIONS.isdisjoint(self.words)


class ArticleNames:
    """The names of an article's text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def full(self) -> tuple[Name, ...]:
        """The names of several words, each form once, in the order of their first mention."""
        found: dict[tuple[str, ...], Name] = {}
        alone: set[str] = set()
        for name in names_of(self._text):
            if len(name.words) == 1 and name.title in lists.PERSONAL_TITLES:
                alone.add(name.words[0])
            # "President Obama … Malia and Sasha Obama": who is introduced without a first name
            # is not who has one later.
            elif len(name.words) > 1 and name.kind is NameKind.NAME:
                before = max(0, name.start - _REACH)
                kin = name.words[-1] in alone or _KIN.search(self._text, before, name.start)
                if not kin:
                    found.setdefault(name.words, _untitled(name))
        return tuple(found.values())

    @cached_property
    def _by_word(self) -> dict[tuple[int, str], list[Name]]:
        """The same by their last (-1) and first (0) words."""
        found: dict[tuple[int, str], list[Name]] = {}
        for name in self.full:
            found.setdefault((-1, bare(name.words)[-1]), []).append(name)
            found.setdefault((0, name.words[0]), []).append(name)
        return found

    @cached_property
    def _by_first(self) -> dict[str, list[Name]]:
        """The same by their first words, nicknames and initials understood."""
        found: dict[str, list[Name]] = {}
        for name in self.full:
            found.setdefault(bare(name.words)[0], []).append(name)
        return found

    @cached_property
    def _inside(self) -> frozenset[str]:
        """The words of names that stand inside sentences, where a capital proves something."""
        known = (one for one in names_of(self._text) if not one.opening)
        return frozenset(word for one in known for word in one.words)

    def is_known(self, word: str) -> bool:
        """Whether a folded word alone names somebody: a first name, a surname here, a country."""
        surname = (-1, word) in self._by_word
        return word in lists.FIRST_NAMES or surname or country_of(word) is not None

    def stands_inside(self, word: str) -> bool:
        """Whether a folded word is written as a name inside a sentence."""
        return word in self._inside

    def mention(
        self, shown: str, words: tuple[str, ...], *, role: str | None = None
    ) -> SpeakerMention | None:
        """Who a name is, by its fullest form; None where it may be several people's.

        Args:
            shown: the name as it is written.
            words: its words, as ``names.Name`` has them.
            role: how the speaker is introduced.
        """
        cut = _office_words(words)
        shown, words = (shown.split(maxsplit=cut)[-1], words[cut:]) if cut else (shown, words)
        as_it_is = SpeakerMention(shown, words, shown, role)
        if len(words) > 1:
            alike = self._by_first.get(bare(words)[0], ())
            fuller = [one for one in alike if _is_fuller(words, one.words)]
            if fuller and all(same_name(fuller[0].words, one.words) for one in fuller):
                return SpeakerMention(fuller[0].text, fuller[0].words, shown, role)
            return as_it_is
        word = bare(words)[-1] if words else ""
        if not word or country_of(word):
            return as_it_is if word else None
        surname = self._by_word.get((-1, word), [])
        surname = [one for one in surname if ORGANISATIONS.isdisjoint(one.words)]
        first = self._by_word.get((0, word), [])
        if word not in lists.FIRST_NAMES:
            first = [one for one in first if not GENERIC.isdisjoint(one.words)]
        found = longest_form(surname) or (None if surname else longest_form(first))
        if found is not None:
            return SpeakerMention(found.text, found.words, shown, role)
        return None if surname else as_it_is


def longest_form(names: Sequence[Name]) -> Name | None:
    """The longest of names that are one's; None for none or for several people's."""
    if not names:
        return None
    longest = max(names, key=lambda one: len(one.words))
    for one in names:
        a, b = bare(one.words), bare(longest.words)
        if not (a == b or (a[0] == b[0] and a[-1] == b[-1]) or shortens(a, b)):
            return None
    return longest


def _is_fuller(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether ``other`` is a fuller form of the name ``words``."""
    if other[0] == "charge" or len(other) <= len(words):
        return False
    mine, others = bare(words), bare(other)
    if mine == others:
        return True
    if not ORGANISATIONS.isdisjoint(other):
        return mine[0] == others[0] and shortens(words, other)
    return (mine[0], mine[-1]) == (others[0], others[-1])


def _untitled(name: Name) -> Name:
    """A name without the office that is written like a part of it: "Coroner Mark Bowen"."""
    cut = _office_words(name.words)
    if not cut:
        return name
    return replace(name, text=name.text.split(maxsplit=cut)[-1], words=name.words[cut:])


def _office_words(words: tuple[str, ...]) -> int:
    """How many words before a full name are an office: "UEFA Presidents", "Coroner"."""
    for place in range(1, len(words) - 1):
        if words[place] in lists.FIRST_NAMES and words[place - 1] in _OUTLETS:
            return place
    for place in range(len(words) - _FULL_NAME, 0, -1):
        if words[place - 1] in _OFFICES or words[place - 1].removesuffix("s") in _OFFICES:
            return 0 if words[-1] in ORGANISATIONS else place
    return 0
