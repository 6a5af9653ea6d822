"""The words by which English newswire says that somebody says something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.language.word_lists import word_lists


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
