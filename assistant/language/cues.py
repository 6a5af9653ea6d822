"""How English newswire says that somebody says something: cues, and the clauses around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from assistant.language.periods import WEEKDAY
from assistant.language.quotations import Quotations
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

# The verbs, as they stand in lower case.
VERBS: Final[Mapping[str, Verb]] = {
    word: Verb(CueKind(kind), weak)
    for weak, table in ((False, "verbs"), (True, "weak_verbs"))
    for word, kind in _LISTS.keys(table).items()
}
GERUNDS: Final[Mapping[str, CueKind]] = {
    word: CueKind(kind) for word, kind in _LISTS.keys("gerunds").items()
}
# Verbs before which the speaker's place is taken by what is said: "…," said Lind.
INVERTING: Final = _LISTS.words("inverting")

# Verbs whose object, and not a clause, is what is quoted.
FRAGMENT: Final = _LISTS.words("fragment")
_REPORTED: Final = _LISTS.pattern("hearsay")
# What makes a report of a clause without saying whose.
HEARSAY: Final = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly"
    rf"|(?:is|are|was|were|been) (?:also |widely |now )?{_REPORTED} to"
    rf"|(?:[Ii]t|it) (?:is|was|has been) (?:also |widely )?{_REPORTED}(?: that)?"
    r"|(?:is|are|was|were|been|being|stands?) (?:also )?"
    r"(?:accused of|suspected of|suspected to|charged with)"
    r"|quoted as saying(?: that)?|quoted by|reported to have)(?!\w)"
)

# What somebody says, as a noun: the ministry's claim that …
NOMINAL: Final = re.compile(rf"\b{_LISTS.pattern('nominal')} that(?!\w)")
ACCORDING: Final = re.compile(
    rf"\b(?:[Aa]ccording to(?! {_LISTS.pattern('not_according')}\b)"
    r"|[Ii]n the (?:words|view|opinion) of|[Aa]s reported by)(?!\w)"
)
# Any sign at all that a sentence gives what it says to somebody.
LOOSE: Final = re.compile(rf"\b{_LISTS.pattern('loose')}\b", re.IGNORECASE)

# Words that show a clause with a verb of its own.
FINITE: Final = re.compile(
    r"\b(?:[a-z]{1,7}n[’']t|(?!need|seed|feed|speed|indeed)[a-z]{2,14}ed"
    rf"|{_LISTS.pattern('finite')})\b"
)
HIDDEN: Final = "\x01"  # stands for every character of a quotation that is hidden (``clauses_of``)
NEVER: Final = word_set("to not never would could might may should must can will cannot")
PASSIVE: Final = word_set("is are was were been be being")
TELLS: Final = frozenset({"told", "tells", "tell"})

LEADING: Final = re.compile(rf"(?:{_LISTS.pattern('leading')}\s+)+")
CLAUSE_WORD: Final = re.compile(rf"\b{_LISTS.pattern('clause_words')}\s+")
RELATIVE_START: Final = re.compile(r"(?:which|who|that|what|whom)\b")
_DAY: Final = (
    rf"(?:{WEEKDAY}s?(?: (?:morning|afternoon|evening|night))?"
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
# The same behind what stands beside the verb: said on the other hand that …
LATE_THAT: Final = re.compile(
    r"(?: (?:in|on|at|to|during|after|through|via) (?:the |a |an |his |her |its )?[\w’'-]{1,20}"
    r"(?: [\w’'\"-]{1,20}){0,5}?)"
    r"\sthat(?! (?:day|night|week|month|year|evening|morning|afternoon|time)\b)(?!\w)"
)
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
# Who speaks, without the name: "the chief executive", "Lind's lawyer".
NAMELESS: Final = re.compile(
    r"\s*+(?:(?:the|its|his|her|their|our|a|an|another)|(?:[A-Z][\w’'.-]{0,30} ){0,3}"
    r"[A-Z][\w-]{0,30}[’']s?)(?: (?![A-Z][a-z])[\w’'&-]{1,30}){1,8}+"
)
# The name behind it: "the chief executive, Roland Lind".
APPOSED_NAME: Final = re.compile(
    r", [A-Z][\w’'.-]{0,30}(?: [A-Z][\w’'.-]{0,30}){1,3}+(?=,|\.?\s*$)"
)
_SCARE_WORDS: Final = 3
_BOUNDARY: Final = re.compile(r",(?!\d)|[;:\"()]|\s[—–-]{1,2}\s|—")
_ENDS_SPEECH: Final = frozenset(",.?!…—–-")
_TURN: Final = re.compile(
    r";|,[\"\s]{1,3}(?:but|while|whereas|although|though|yet|however|even though)\b"
)
_RELATIVE: Final = re.compile(r"\s(?:who|that|which|whose|whom|where)\s")


@dataclass(frozen=True)
class Clauses:
    """A sentence of a text.

    ``masked`` has a character for each character of ``text[start:start + len(masked)]``.
    Quotations of more than a few words, and those that end a speech (“…,”), are hidden; the
    marks of the latter are ``"`` and part the sentence. Other marks are blanks. Places are
    counted from the begin of the sentence.
    """

    start: int
    masked: str

    @cached_property
    def _boundaries(self) -> list[tuple[int, int]]:
        return [match.span() for match in _BOUNDARY.finditer(self.masked)]

    def boundary_before(self, place: int) -> tuple[int, int]:
        """The last boundary that ends at ``place`` or before it; (0, 0) without one."""
        index = bisect_right(self._boundaries, place, key=lambda span: span[1]) - 1
        return self._boundaries[index] if index >= 0 else (0, 0)

    def boundary_after(self, place: int) -> tuple[int, int]:
        """The first boundary that begins at ``place`` or behind it; the end without one."""
        index = bisect_left(self._boundaries, place, key=lambda span: span[0])
        if index < len(self._boundaries):
            return self._boundaries[index]
        return len(self.masked), len(self.masked)

    def turn_after(self, place: int) -> int:
        """Where, behind ``place``, the sentence turns to something else (", but …")."""
        turn = _TURN.search(self.masked, place)
        return turn.start() if turn else len(self.masked)

    def speech_before(self, boundary: tuple[int, int]) -> bool:
        """Whether ``boundary`` is, or closes, the mark at the end of a quotation."""
        closes = self.masked[: boundary[1]].rstrip(" ,—–-")
        return boundary[1] > 0 and closes.endswith('"')


def clauses_of(text: str, start: int, end: int, quotations: Quotations) -> Clauses:
    """The sentence ``text[start:end]`` of ``text``, whose quotations are given."""
    parts: list[str] = []
    place = start
    for quotation in quotations.between(start, end):
        words = text[quotation.start : quotation.end]
        speech = words[-1] in _ENDS_SPEECH or quotation.goes_on
        mark = '"' if speech else " "
        left = max(quotation.outer_start, start)
        right = min(quotation.outer_end, end)
        first, last = max(quotation.start, start), min(quotation.end, end)
        if left < place or last <= first:
            continue
        hide = speech or words.count(" ") >= _SCARE_WORDS
        inner = HIDDEN * (last - first) if hide else text[first:last]
        parts += (text[place:left], mark * (first - left), inner, mark * (right - last))
        place = right
    parts.append(text[place:end])
    masked = "".join(parts)
    return Clauses(start, re.sub(r"\s", " ", masked))


def has_verb(phrase: str) -> bool:
    """Whether a phrase has a verb of its own, that of a relative clause left aside."""
    relative = _RELATIVE.search(phrase)
    return FINITE.search(phrase, 0, relative.start() if relative else len(phrase)) is not None
