"""What the phrase of a speaker says: who is named in it, and in which role.

Not everybody is the speaker in whose phrase a name stands: "a neighbour of Lind" is nobody,
"a spokesman for the Harbour Authority" speaks for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from assistant.language import name_words as lists
from assistant.language.cues import FINITE
from assistant.language.name_forms import is_people
from assistant.language.name_words import is_common, read_words
from assistant.language.speaker_names import Name
from assistant.language.word_lists import word_lists
from assistant.language.words import folded
from assistant.stories.speaker_mentions import GENERIC, ArticleNames, SpeakerMention

_LISTS: Final = word_lists("speech.toml")
ORGANISATION_NOUNS: Final = _LISTS.words("bodies")
"""Nouns of organisations, as the last word of a phrase: "ministry"."""
SPOKESPEOPLE: Final = _LISTS.words("spokespeople")
"""The last word of who speaks for an organisation."""
LEADING: Final = re.compile(r"(?:the|a|an|its|their|his|her|our|this|that)\s", re.IGNORECASE)
_BESIDE: Final = _LISTS.words("beside_names")
_CUTS: Final = _LISTS.words("after_names")
_DIGITS: Final = frozenset("0123456789")
_CAPITAL: Final = re.compile(r" (?!(?:Jr|Sr)\b)[A-Z][a-z]")
"""What stands behind a place that an office is named after: "Michigan" … " Secretary"."""
_FURTHER: Final = re.compile(
    r"(?:[’']s?)?(?: (?:of|for|and)(?: the)?)? [A-Z][\w’'-]{0,20}"
    r"(?:(?: (?:of|for|and)(?: the)?)? [A-Z][\w’'-]{0,20}){0,6}"
)
"""What goes on with an organisation's name: "Office" … "of the Attorney General of Corvenne"."""
_IN_CHARGE: Final = re.compile(r"\b(?:in|In) \Z")
_LINK: Final = re.compile(
    r"(?:^|\s)(?:of|for|at|from|in|with|to|on|by) "
    r"(?:(?:the|an?|his|her|its|their) (?:[a-z][^\s,]{0,20} ){0,3})?(?:[A-Z][^\s,]{0,20} ){0,3}\Z"
)
_TAIL: Final = re.compile(r"(?:[’']s?)?((?: [a-z][\w’'-]{0,30}){1,3})(?=[ ,]|\Z)")
_JOINT: Final = re.compile(r",? and\b| &")
_OWNER: Final = re.compile(r"((?:[A-Z][\w.]{0,20} ){0,3}[A-Z][\w.]{0,20}[’']s?) \Z")
_AMPERSAND: Final = re.compile(r"((?:[A-Z][\w.’'-]{0,20},? ){1,3}& )\Z")

_ROLE_NOUNS: Final = (
    _LISTS.words("role_nouns") | lists.PERSON_NOUNS | word_lists("names.toml").words("roles")
)
_LONGEST_ROLE: Final = 90
"""Characters of a role."""
_APPOSED: Final = re.compile(
    r", ((?:[^,;:.“”\"()\n]|(?<=[A-Z])\.(?=[A-Z ])|\.(?=\d)){3,90})(?=,|\.\s|\.?\Z)"
)
_ROLE_LINK: Final = re.compile(r"\s(?:of|for|at|from|in|with|to|on|and)\s")
_CONJUNCTION: Final = re.compile(r"(?:But|And|Yet|Still|Even|Only|Meanwhile|While|As|When),? ")
_EMPTY: Final = lists.PARTICLES | frozenset(
    ["", "the", "a", "an", "mr", "mrs", "ms", "miss", "and", "but", "even", "only", "yet", "then"]
)
_SHORT_TITLE: Final = re.compile(r",? [A-Z][a-z]{0,4}\.$")
"""The "Dr." of "the chief measurer, Dr."."""


def is_common_word(named: Name, phrase: str, names: ArticleNames) -> bool:
    """Whether a name is a common word at a sentence's start: "Police", "Critics"."""
    words = named.own
    if len(words) != 1 or not phrase.startswith(named.shown):
        return False
    word = words[0]
    if word in ORGANISATION_NOUNS or word.endswith("ly"):
        return True
    common = is_common(word) or not names.stands_inside(word)
    return common and not names.is_known(word) and not named.shown.isupper()


def named_speaker(
    phrase: str, named: Name, *, text: str, names: ArticleNames
) -> SpeakerMention | None:
    """The speaker whom a phrase names; None where that is somebody without a name, or several.

    Args:
        phrase: the phrase, on one line.
        named: the name in it.
        text: the article's text.
        names: the names of that text.
    """
    place = phrase.find(named.shown)
    before, after = phrase[:place], phrase[place + len(named.shown) :]
    before, shown, words = _whole_name(before, named)
    further = _FURTHER.match(after) if _may_go_on(words, before) else None
    if further:
        shown = f"{shown}{further[0]}"
        words = tuple(one.folded for one in read_words(shown))
        return SpeakerMention(shown, words, shown) if words.count("and") <= 1 else None
    other = _DIGITS.intersection(words) or _CAPITAL.match(after)
    tail = None if other else _tail(after)
    if tail is None or (not tail and is_people(" ".join(words))):
        return None
    if tail and tail[-1] not in SPOKESPEOPLE:
        organisation = f"{shown} {' '.join(tail)}"
        known = tail[-1] in ORGANISATION_NOUNS
        return SpeakerMention(organisation, (*words, *tail), organisation) if known else None
    link = None if tail else _LINK.search(before)
    if link:
        # Of those beside an organisation only who speaks for it says what it says.
        nouns = re.findall(r"[a-z][\w-]*", before[: link.start()])
        if not nouns or nouns[-1] not in SPOKESPEOPLE:
            return None
    if tail or link:
        return names.mention(shown, words, role=role_in(phrase if tail else f"{before}{shown}"))
    return _person(shown, words, before, text=text, names=names)


def _person(
    shown: str, words: tuple[str, ...], before: str, *, text: str, names: ArticleNames
) -> SpeakerMention | None:
    """Who is named, with the role that stands before the name, or behind it in the article."""
    found = names.mention(shown, words)
    if found is None:
        return None
    role = role_in(before.split(found.name.split()[0], maxsplit=1)[0])
    return replace(found, role=role or introduction(text, found.name))


def _whole_name(before: str, named: Name) -> tuple[str, str, tuple[str, ...]]:
    """A name with its first part, where that stands before it, and what stands before both."""
    shown, words = named.shown, named.own
    owned = _OWNER.search(before) if GENERIC.issuperset(words) else None
    whole = _AMPERSAND.search(before) or owned
    if whole:
        shown = f"{whole[1].strip()} {shown}"
        return before[: whole.start()], shown, tuple(one.folded for one in read_words(shown))
    if words[0] == "charge" and len(words) > 1 and _IN_CHARGE.search(before):
        return before, shown.split(maxsplit=1)[1], words[1:]
    return before, shown, words


def _may_go_on(words: tuple[str, ...], before: str) -> bool:
    """Whether a name may be the first part of an organisation's: "Office", "Friends"."""
    if not GENERIC.isdisjoint(words):
        return True
    alone = not re.search(r"[a-z]{3}", before) or LEADING.fullmatch(before) is not None
    return len(words) == 1 and alone and words[0] not in lists.FIRST_NAMES


def _tail(after: str) -> tuple[str, ...] | None:
    """The nouns that go on a name: "police"; None where several are named."""
    if _JOINT.match(after):
        return None
    found = _TAIL.match(after)
    kept: list[str] = []
    for word in found[1].split() if found else ():
        if word in _CUTS:
            break
        if word not in _BESIDE and not word.endswith("ly"):
            kept.append(word)
    return tuple(kept)


def role_in(phrase: str) -> str | None:
    """The role that stands before a name in the phrase of a speaker, None for an empty one."""
    role = _CONJUNCTION.sub("", " ".join(phrase.split()), count=1).strip(" ,—–-")
    if " " in role:
        role = _SHORT_TITLE.sub("", role).strip(" ,—–-")
    if (
        role.endswith(("’s", "'s"))
        or folded(role).strip(".") in _EMPTY
        or len(role) > _LONGEST_ROLE
        or FINITE.search(role)
    ):
        return None
    return role


@lru_cache(maxsize=1024)
def introduction(text: str, name: str) -> str | None:
    """How an article's text introduces ``name`` where it first stands: "the mayor"; or None."""
    place = text.find(name)
    apposed = _APPOSED.match(text, place + len(name)) if place >= 0 else None
    if not apposed:
        return None
    role = " ".join(apposed[1].split())
    head = _ROLE_LINK.split(role, maxsplit=1)[0]
    last = folded(head).split()[-1:]
    if not last or last[0] not in _ROLE_NOUNS:
        return None
    return None if FINITE.search(head) or folded(head) == folded(name) else role
