"""Which attributions report what somebody says, and to whom, by their verbs."""

from __future__ import annotations

import re
from typing import Final

from assistant.language import cues
from assistant.language.attributions import Attribution
from assistant.language.cues import CueKind, has_verb
from assistant.language.word_lists import word_lists
from assistant.language.words import folded

_LISTS: Final = word_lists("speech.toml")
_KINDS: Final = frozenset(
    {CueKind.SAID, CueKind.CLAIMED, CueKind.DENIED, CueKind.PLANNED, CueKind.HEARSAY}
)
_NO_SAYING: Final = _LISTS.words("no_saying")
_NAMING: Final = _LISTS.words("naming")
_WITH_OBJECTS: Final = _LISTS.words("with_objects")
_ASKING: Final = _LISTS.words("asking")
_NOBODY: Final = _LISTS.words("told_nobody")
_OWNED: Final = frozenset({"’ ", "' "})
"""Before a participle: the ministries’ stated goal."""
_CALLED_SO: Final = re.compile(r"\s(?:it|him|her|them|that|this)\b")
_INTERVIEW: Final = re.compile(
    r"\s(?:on \w{3,10}day )?(?:in|during) an? (?:[\w-]{1,20} ){0,3}interview with "
    r"((?:the )?[A-Z][\w’'&.-]{0,20}(?: [A-Z][\w’'&.-]{0,20}){0,3})"
)


def is_speech(text: str, attribution: Attribution) -> bool:
    """Whether the cue of an attribution in ``text`` is a verb by which somebody says something."""
    start, cue = attribution.cue.start, _cue(text, attribution)
    noun = cue.endswith(" that") and not cue.startswith("quoted")
    owned = text[max(0, start - 2) : start] in _OWNED
    if attribution.kind not in _KINDS or noun or cue in _NO_SAYING or owned:
        return False
    # A verb whose object is what is quoted needs another one: "Lind described him as".
    return not (
        cue in cues.FRAGMENT
        and not _goes_before(attribution)
        and _CALLED_SO.match(text, attribution.cue.end) is None
    )


def gives_name(text: str, attribution: Attribution) -> bool:
    """Whether the verb gives something a name: "dubbed"."""
    return _cue(text, attribution) in _NAMING


def has_clause(text: str, attribution: Attribution) -> bool:
    """Whether what is said, in no quotation, is a statement: no "claimed victory", no "asked"."""
    cue = _cue(text, attribution)
    if cue in _ASKING:
        return False
    if cue not in _WITH_OBJECTS or not attribution.extents or not _goes_before(attribution):
        return True
    first = attribution.extents[0]
    clause = text[first.start : first.end].split(",", maxsplit=1)[0]
    return clause.startswith("to ") or has_verb(clause)


def addressee(text: str, attribution: Attribution) -> str | None:
    """Whom somebody tells something; None where that is nobody, or goes on."""
    end = attribution.cue.end
    if _cue(text, attribution) not in cues.TELLS:
        interview = _INTERVIEW.match(text, end)
        return " ".join(interview[1].split()) if interview else None
    told = cues.TOLD.match(text, end)
    if told is None:
        return None
    whom = " ".join(told[0].split())
    words = folded(whom).split()
    goes_on = words[0] in {"a", "an"} and text[told.end() : told.end() + 1] == " "
    return None if goes_on or words[-1].strip(".") in _NOBODY else whom.rstrip(".,")


def _cue(text: str, attribution: Attribution) -> str:
    return text[attribution.cue.start : attribution.cue.end]


def _goes_before(attribution: Attribution) -> bool:
    """Whether the verb stands before what is said."""
    extents = attribution.extents
    return bool(extents) and extents[0].start >= attribution.cue.start
