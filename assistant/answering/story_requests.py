"""What is asked of a story by its wording: when what happened, who said what, figures, changes.

Each function returns what is asked about, or None where something else is asked. What one
speaker said is asked of stories where a name is given ("What did Lund say about the strike?"),
and an ordinary question where a role is ("the mayor").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_THE: Final = r"(?:the |a |an |some |any |all |all the )?"
_IS: Final = r"(?:['’]s| is| are| was| were|s)"
_ABOUT: Final = r"(?:about|on|over|regarding|concerning|to)"
_TIMELINE: Final = re.compile(
    rf"^(?:what{_IS}? )?{_THE}(?:time ?line|chronology|sequence of events|course of events)"
    r"(?: of events)? (?:of|for|on|in|about|behind) (?P<a>.+)$"
    r"|^(?P<b>(?!(?:who|what|when|why|how|where|which|is|are|was|were|do|does|did) ).+)"
    r" (?:time ?line|chronology)$"
    r"|^how did (?P<c>.+) (?:unfold|develop|come about|evolve)$"
    r"|^what happened when (?:in|during|with|at) (?P<d>.+)$",
    re.IGNORECASE,
)
_ANYBODY: Final = r"(?:people|everyone|everybody|the people|different people|various people)"
_SAID: Final = re.compile(
    rf"^who(?: all)?(?:['’]s| has| have| is)? (?:said|says?|saying|been saying) what {_ABOUT} "
    r"(?P<a>.+)$"
    rf"|^what (?:did|do|have|has|are|were) {_ANYBODY} (?:been )?(?:said|say|says|saying) {_ABOUT} "
    r"(?P<b>.+)$"
    rf"|^what(?:['’]s| is| was| has| have) (?:been |being )?said (?:so far )?{_ABOUT} (?P<c>.+)$"
    rf"|^(?:what{_IS} )?{_THE}(?:quotes|quotations|statements|reactions) {_ABOUT} (?P<d>.+)$"
    rf"|^how (?:did|do|have|are|were) {_ANYBODY} (?:react(?:ed|ing)?|respond(?:ed|ing)?) to "
    r"(?P<e>.+)$",
    re.IGNORECASE,
)
_ONE: Final = re.compile(
    r"^what (?:did|does|do|has|have|had) (?P<speaker>(?:\S+ ){0,4}\S+) "
    r"(?:say|says|said|saying|tell|told|write|written|state|stated|tweet|tweeted|post|posted) "
    rf"(?:{_ABOUT}|of) (?P<topic>.+)$",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    r"(?:.+ not$|he|she|it|they|we|you|i|one|who|that|those|these|this|his|her|their|its|my|our"
    r"|your|a|an|the(?! [A-Z])|some|any|most|many|all|both|no|other|experts?|critics?|officials?"
    r")\b"
)
_REPORTS: Final = (
    r"(?:reports?|accounts?|articles?|outlets?|papers?|sources?|figures?|numbers?|media)"
)
_DIFFER: Final = r"(?:differ|disagree|diverge|conflict|contradict (?:each other|one another))"
_WHERE: Final = re.compile(
    rf"^(?:where|how|in what|on what|about what|what) do (?:the )?{_REPORTS} {_DIFFER}"
    r"(?: (?:on|about|over|regarding|concerning|in|for|of) (?P<a>.+))?$"
    rf"|^(?:which|what) (?:figures|numbers|counts) (?:{_DIFFER}|are (?:disputed|contested))"
    r" (?:on|about|over|regarding|in|for|of) (?P<b>.+)$"
    rf"|^do (?:the )?{_REPORTS} {_DIFFER} (?:on|about|over|regarding) (?P<c>.+)$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"\b(?:tolls?|tally|counts?|figures?|estimates?|numbers? of|turnout|casualties|deaths|cases"
    r"|victims|magnitude|damages?|costs?)\b",
    re.IGNORECASE,
)
_MOVE: Final = re.compile(
    r"^how (?:did|has|have) (?P<what>.+?) (?:rise|risen|grow|grown|climb|climbed|fall|fallen|drop"
    r"|dropped|change|changed|develop|developed|evolve|evolved|increase|increased|go up|gone up"
    r"|move|moved)(?: over time)?(?P<rest> (?:in|of|from|after|at|during|among) .+)?$",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r" (?:in|of|from|after|at|during|on) ", re.IGNORECASE)
_NEW: Final = r"(?:changed|changes|new|different)"
_CHANGED: Final = re.compile(
    rf"^what(?:['’]s| is| has| have|s)? (?:been )?{_NEW} since (?P<since_a>.+?),?"
    rf" (?:in|with|for|{_ABOUT}) (?P<a>.+)$"
    rf"|^what(?:['’]s| is| are| has| have|s)? (?:been )?{_NEW}"
    rf"(?: (?:in|with|for|at|{_ABOUT}) (?P<b>.+?))?,? since (?P<since_b>.+)$"
    rf"|^(?:what{_IS} )?{_THE}(?:new )?changes (?:in|with|for|{_ABOUT}) (?P<c>.+?),? since "
    r"(?P<since_c>.+)$"
    rf"|^since (?P<since_d>[^,]+),? what(?:['’]s| is| has| have|s)? (?:been )?{_NEW}"
    rf"(?: (?:in|with|for|at|{_ABOUT}) (?P<d>.+))?$",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
"""What is asked of the world, and not of what is new in a library."""


def timeline_of(asked: str) -> str | None:
    """What it is asked of when what happened: "the strike" of "Timeline of the strike"."""
    return _first(_TIMELINE.match(asked))


def statements_about(asked: str) -> str | None:
    """What it is asked about who said what: "the strike" of "Who said what about the strike"."""
    return _first(_SAID.match(asked))


@dataclass(frozen=True, slots=True)
class SaidBy:
    """That it is asked what somebody said: who, by name, and about what."""

    speaker: str
    topic: str


def said_by(asked: str) -> SaidBy | None:
    """Who is asked about what they said: "Lund" of "What did Lund say about the strike?"."""
    match = _ONE.match(asked)
    if match is None or _NO_NAME.match(match["speaker"]):
        return None
    return SaidBy(match["speaker"].strip(), match["topic"].strip())


def differing_on(asked: str) -> str | None:
    """What it is asked of where reports differ: "the strike" of "Where do reports differ on …"."""
    return _first(_WHERE.match(asked))


@dataclass(frozen=True, slots=True)
class Moving:
    """That it is asked how a figure developed: which one ("the death toll"), and on what."""

    quantity: str
    topic: str


def moving(asked: str) -> Moving | None:
    """Which figure is asked about how it developed: "the toll" of "How did the toll rise?"."""
    match = _MOVE.match(asked)
    if match is None or _COUNTED.search(match["what"]) is None:
        return None
    named = f"{match['what']}{match['rest'] or ''}"
    place = _PLACE.search(named)
    return Moving(match["what"], named[place.end() :] if place else named)


def changed_since(asked: str) -> tuple[str, str] | None:
    """What it is asked of what changed, "" for anything, and since when, as it is said."""
    match = _CHANGED.match(asked)
    if match is None:
        return None
    named = {name: words.strip() for name, words in match.groupdict().items() if words}
    since = next((words for name, words in named.items() if name.startswith("since")), "")
    topic = next((words for name, words in named.items() if not name.startswith("since")), "")
    return None if _YEAR.fullmatch(since) else (topic, since)


def _first(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return next((words.strip() for words in match.groupdict().values() if words), "")
