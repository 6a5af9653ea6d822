"""How English newswire says that somebody says something: cues, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.language.word_lists import word_lists, word_set


class CueKind(StrEnum):
    """What a cue makes of what follows it."""

    SAID = "said"
    CLAIMED = "claimed"
    PLANNED = "planned"
    BELIEVED = "believed"
    DENIED = "denied"
    FOUND = "found"
    HEARSAY = "hearsay"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying. A ``weak`` one has other uses, and needs "that" or a quotation."""

    kind: CueKind
    weak: bool = False


_LISTS: Final = word_lists("attribution.toml")

VERBS: Final[Mapping[str, Verb]] = {
    word: Verb(CueKind(kind), weak)
    for weak, table in ((False, "verbs"), (True, "weak_verbs"))
    for word, kind in _LISTS.keys(table).items()
}
"""The verbs, as they stand in lower case."""

GERUNDS: Final[Mapping[str, CueKind]] = {
    word: CueKind(kind) for word, kind in _LISTS.keys("gerunds").items()
}
INVERTING: Final = _LISTS.words("inverting")
"""Verbs before which the speaker's place is taken by what is said: "…," said Lind."""

FRAGMENT: Final = _LISTS.words("fragment")
"""Verbs whose object, and not a clause, is what is quoted."""

_REPORTED: Final = _LISTS.pattern("hearsay")
HEARSAY: Final = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly"
    rf"|(?:is|are|was|were|been) (?:also |widely |now )?{_REPORTED} to"
    rf"|(?:[Ii]t|it) (?:is|was|has been) (?:also |widely )?{_REPORTED}(?: that)?"
    r"|(?:is|are|was|were|been|being|stands?) (?:also )?"
    r"(?:accused of|suspected of|suspected to|charged with)"
    r"|quoted as saying(?: that)?|quoted by|reported to have)(?!\w)"
)
"""What makes a report of a clause without saying whose."""

NOMINAL: Final = re.compile(rf"\b{_LISTS.pattern('nominal')} that(?!\w)")
"""What somebody says, as a noun: the ministry's claim that …"""

ACCORDING: Final = re.compile(
    rf"\b(?:[Aa]ccording to(?! {_LISTS.pattern('not_according')}\b)"
    r"|[Ii]n the (?:words|view|opinion) of|[Aa]s reported by)(?!\w)"
)
LOOSE: Final = re.compile(rf"\b{_LISTS.pattern('loose')}\b", re.IGNORECASE)
"""Any sign at all that a sentence gives what it says to somebody."""

FINITE: Final = re.compile(
    r"\b(?:[a-z]{1,7}n[’']t|(?!need|seed|feed|speed|indeed)[a-z]{2,14}ed"
    rf"|{_LISTS.pattern('finite')})\b"
)
"""Words that show a clause with a verb of its own."""

HIDDEN: Final = "\x01"
"""Stands for every character of a quotation that is hidden (``clauses``)."""

NEVER: Final = word_set("to not never would could might may should must can will cannot")
PASSIVE: Final = word_set("is are was were been be being")
TELLS: Final = frozenset({"told", "tells", "tell"})

LEADING: Final = re.compile(rf"(?:{_LISTS.pattern('leading')}\s+)+")
CLAUSE_WORD: Final = re.compile(rf"\b{_LISTS.pattern('clause_words')}\s+")
RELATIVE_START: Final = re.compile(r"(?:which|who|that|what|whom)\b")
_DAY: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:s)?(?: (?:morning|afternoon|evening|night))?"
    r"|yesterday|today|tonight|earlier|later|recently|again|also|then|afterwards?)"
)
ADJUNCT: Final = re.compile(
    rf"(?:\s(?:(?:on |late |early |last |earlier ){{0,2}}{_DAY}(?! (?:is|was|will))"
    r"|(?:last|this) (?:week|month|year)"
    r"|(?:in|on|during|at|via|through) (?:a|an|the|his|her|its|their) (?:\w{1,20} ){0,3}"
    rf"{_LISTS.pattern('where_said')}"
    r"|(?:on|to|in) (?:X|Twitter|Facebook|Instagram|reporters|journalists)(?!\w)))*"
)
TOLD: Final = re.compile(
    r"\s(?:(?:the|a|an|his|her|its|their|our) (?:[a-z]\w{1,20}|[A-Z][\w’'&.-]{0,20})"
    r"(?: [A-Z][\w’'&.-]{0,20}| (?:conference|outlet|agency|channel|station|newspaper)){0,4}"
    r"|[A-Z][\w’'&.-]{0,20}(?: [A-Z][\w’'&.-]{0,20}){0,4}|[a-z]{2,14})(?!\w)"
)
THAT: Final = re.compile(r"[\s,:]{0,3}that(?!\w)")
LATE_THAT: Final = re.compile(
    r"(?: (?:in|on|at|to|during|after|through|via) (?:the |a |an |his |her |its )?[\w’'-]{1,20}"
    r"(?: [\w’'\"-]{1,20}){0,5}?)"
    r"\sthat(?! (?:day|night|week|month|year|evening|morning|afternoon|time)\b)(?!\w)"
)
"""The same behind what stands beside the verb: said on the other hand that …"""
INTRODUCES: Final = re.compile(rf"[\s,:]{{0,3}}[\"\s]{{0,2}}{HIDDEN}")
BESIDE: Final = re.compile(
    rf"\s*(?:{_LISTS.pattern('beside')}\b"
    rf"|to (?!\w+ing\b)(?:reporters|journalists|the|a|an|his|her|[A-Z])|{_DAY})"
)
WHEN: Final = re.compile(r"\s*(?:as|when|while|after|before|during)\b")
NOUN_PHRASE: Final = re.compile(rf"\s*(?:[A-Z]|{_LISTS.pattern('who')}\b)")
RELATIVE_CUT: Final = re.compile(r"\s(?:who|that|which|whose|whom|in|on|at|during|after)\s|\s*$")
DENIABLE: Final = re.compile(
    r"\s(?:\w{2,20}ing\b|any\b|all\b|the (?:claims?|allegations?|report)|that\b)"
)
SPEAKING_SELF: Final = frozenset({"i", "we", "you"})
STUDIES: Final = re.compile(rf"\b{_LISTS.pattern('studies')}\b", re.IGNORECASE)
COLON: Final = re.compile(r"(?:[A-Z][\w’'.-]{1,20}|the)(?: [\w’'.-]{1,20}){0,5}(?=: ?\")")
POSSESSOR: Final = re.compile(r"(?:(?:the|a|an|The|A) )?(?:[\w-]{1,20} ){0,3}[\w-]{1,20}[’']s? \Z")
APPOSITION: Final = re.compile(r"\s*(?:who|which|whose|where|a|an|the)\b")
NAMELESS: Final = re.compile(
    r"\s*+(?:(?:the|its|his|her|their|our|a|an|another)|(?:[A-Z][\w’'.-]{0,30} ){0,3}"
    r"[A-Z][\w-]{0,30}[’']s?)(?: (?![A-Z][a-z])[\w’'&-]{1,30}){1,8}+"
)
"""Who speaks, without the name: "the chief executive", "Lind's lawyer"."""
APPOSED_NAME: Final = re.compile(
    r", [A-Z][\w’'.-]{0,30}(?: [A-Z][\w’'.-]{0,30}){1,3}+(?=,|\.?\s*$)"
)
"""The name behind it: "the chief executive, Roland Lind"."""
