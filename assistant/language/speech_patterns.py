"""What stands around a cue in English newswire: adjuncts, subjects, what is introduced."""

from __future__ import annotations

import re
from typing import Final

from assistant.language.clauses import HIDDEN
from assistant.language.word_lists import word_lists, word_set

_LISTS: Final = word_lists("attribution.toml")
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
