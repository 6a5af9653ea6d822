"""What stands around a cue in English newswire: adjuncts, subjects, what is introduced."""

from __future__ import annotations

import re
from typing import Final

from assistant.language.clauses import HIDDEN
from assistant.language.word_lists import word_set

NEVER: Final = word_set("to not never would could might may should must can will cannot")
PASSIVE: Final = word_set("is are was were been be being")
TELLS: Final = frozenset({"told", "tells", "tell"})
FRAGMENT: Final = word_set(
    "called described branded dubbed labelled labeled dismissed denounced praised condemned "
    "hailed put"
)
"""Verbs whose object, and not a clause, is what is quoted."""

LEADING: Final = re.compile(
    r"(?:(?:and|but|as|when|where|because|after|before|since|while|although|though|if|that|which"
    r"|who|what|so|then|later|meanwhile|however|still|also|now|And|But|As|When|While|Although"
    r"|Though|Because|Yet|So|Still|Meanwhile|However|Later|Earlier|If|Also)\s+)+"
)
CLAUSE_WORD: Final = re.compile(
    r"\b(?:when|where|because|after|before|as|that|which|who|and|but|if|since|while|although"
    r"|though|what|than|or)\s+"
)
RELATIVE_START: Final = re.compile(r"(?:which|who|that|what|whom)\b")
_DAY: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:s)?(?: (?:morning|afternoon|evening|night))?"
    r"|yesterday|today|tonight|earlier|later|recently|again|also|then|afterwards?)"
)
ADJUNCT: Final = re.compile(
    rf"(?:\s(?:(?:on |late |early |last |earlier ){{0,2}}{_DAY}(?! (?:is|was|will))"
    r"|(?:last|this) (?:week|month|year)"
    r"|(?:in|on|during|at|via|through) (?:a|an|the|his|her|its|their) (?:\w{1,20} ){0,3}"
    r"(?:statement|interview|tweet|email|e-mail|post|letter|release|conference|briefing|report"
    r"|speech|address|hearing|filing|message|video|note|memo|news|Twitter|Facebook)"
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
    r"\s*(?:(?:on|in|at|during|after|before|by|from|via|through|over|with|about|of|as|when|while"
    r"|last|this|next|late|early|in|following|outside|inside|flatly|simply|bluntly|ahead)\b"
    rf"|to (?!\w+ing\b)(?:reporters|journalists|the|a|an|his|her|[A-Z])|{_DAY})"
)
WHEN: Final = re.compile(r"\s*(?:as|when|while|after|before|during)\b")
NOUN_PHRASE: Final = re.compile(
    r"\s*(?:[A-Z]|(?:the|a|an|one|two|three|several|some|many|another|his|her|its|their|our|my"
    r"|police|officials?|authorities|investigators|prosecutors|residents|analysts|experts|critics"
    r"|lawyers|scientists|researchers|doctors|witnesses|attorneys?|defence|defense|organi[sz]ers"
    r"|spokes\w{3,6}|former|local|state|federal|government|company|people)\b)"
)
RELATIVE_CUT: Final = re.compile(r"\s(?:who|that|which|whose|whom|in|on|at|during|after)\s|\s*$")
DENIABLE: Final = re.compile(
    r"\s(?:\w{2,20}ing\b|any\b|all\b|the (?:claims?|allegations?|report)|that\b)"
)
SPEAKING_SELF: Final = frozenset({"i", "we", "you"})
STUDIES: Final = re.compile(
    r"\b(?:reports?|study|studies|data|surveys?|polls?|polling|research|researchers|figures"
    r"|documents?|records|investigations?|investigators|analys[ei]s|reviews?|inquiry|audits?"
    r"|statistics|scientists|filings?|tests?|results|estimates|evidence|papers?)\b",
    re.IGNORECASE,
)
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
