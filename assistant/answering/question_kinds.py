"""What a question asks for, by its wording: which kind of thing, a definition, a list, a state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from assistant.language.names import find_names
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms


class QuestionKind(StrEnum):
    """The kind of thing that a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    AGE = "age"
    WHY = "why"
    HOW = "how"
    NAME = "name"
    WHAT = "what"
    YES_NO = "yes_no"
    OTHER = "other"


_QUANTITY, _DEGREE, _TIME, _PLACE, _REASON, _PERSON, _NAMED = map(
    word_lists("questions.toml").table("kinds").pattern,
    ("quantity", "degree", "time", "place", "reason", "person", "named"),
)
NAMED: Final = word_lists("questions.toml").table("kinds").words("named")
"""What a question asks for by its name: "which band"."""
_ASKED: Final = "(?:what|which)"
_IS_THE: Final = "(?:is|was|are|were|[’']s) (?:the|its|his|her|their) "
_SOME: Final = r"(?:[\w’'-]{1,30} ){0,3}?"

_PATTERNS: Final[Mapping[str, str]] = {
    # The first pattern that fits where the first question word stands decides. The names
    # are group names: a kind, and a number where a kind has more than one.
    "how_many_1": "how (?:many|often|frequently)",
    "how_many_2": f"what (?:{_IS_THE}{_SOME})?(?:number|count|toll|headcount)",
    "age_1": f"how old|what age|what {_IS_THE}age",
    "when_1": f"how (?:soon|recently|long ago)|when|{_ASKED} (?:{_IS_THE})?{_TIME}",
    "how_much_1": f"how {_DEGREE}|{_ASKED} (?:{_IS_THE}{_SOME})?{_QUANTITY}",
    "where_1": f"where|{_ASKED} (?:{_IS_THE})?{_SOME}{_PLACE}",
    "why_1": f"why|how come|{_ASKED} (?:{_IS_THE})?{_SOME}{_REASON}",
    "why_2": "what (?:caused|led to|prompted|triggered)",
    "who_1": f"who|whom|whose|{_ASKED} {_SOME}{_PERSON}",
    "name_1": f"what ?{_IS_THE}{_SOME}(?:names?|title|nickname)",
    "name_2": f"what (?:is|was|are|were) {_SOME}(?:called|named)|what {_SOME}{_NAMED}",
    "name_3": r"which (?!of\b)[\w’'-]+|names? (?:the|an?|of|one|two|three)",
    "how_1": "how",
    "what_1": _ASKED,
}
_ASKING: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()) + r")\b",
    re.IGNORECASE,
)
_AUXILIARY: Final = re.compile(
    r"[\"“‘'(]*(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|"
    r"may|might|must|(?:is|are|was|were|do|does|did|has|have)n[’']t)\b",
    re.IGNORECASE,
)
_LINKING: Final = frozenset({"who", "whom", "whose", "when", "where", "how", "why"})
"""Question words that as often link two clauses."""

_AFTER_ASKING: Final = re.compile(
    r" (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|before|after|in)\b"
    r"|[?.!]|$",
    re.IGNORECASE,
)
_BEFORE_ASKING: Final = re.compile(
    r"(?:,|\b(?:of|to|by|for|from|with|against|about|and|so|but|is|was|know|me)) $", re.IGNORECASE
)
_STATE: Final = re.compile(
    r"^(?:is|are|has|have|can|does|do|will|could|may)\b"
    r"|\b(?:who|what|which|where|how|when)(?: \w+){0,4}? (?:is|are|has|have|does|do|can|will)\b"
    r"|\b(?:now|currently|still|yet|already|so far|to date|at last|finally|in the end|eventually"
    r"|today|latest|newest|current|at present|any ?more|as of)\b"
    r"|\bw(?:on|ins|inner|inning)\b",
    re.IGNORECASE,
)
_PAST: Final = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_DEFINED: Final = re.compile(
    r"(?:so )?(?:what(?:['’]s| is| are| was| were|s)|who(?:['’]s| is| was)(?! the\b))"
    r"(?: meant by| an?| the| [“\"])? ?"
    r"(?P<what>(?!(?:it|this|that|there|he|she|they)\b)[\w’'-]+"
    r"(?: (?!of|in|for|on|to|about|with|at)[\w’'-]+){0,3})"
    r"[”\"]?\s*\??$",
    re.IGNORECASE,
)
_IN_THE_END: Final = re.compile(r"\b(?:in the end|eventually|finally|so far)\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’')]{0,3} ")
_LIST: Final = re.compile(
    r"^(?:please )?(?:list|name|enumerate)\b"
    r"|\b(?:which|what) (?!(?:is|was|happens|does|has)\b)(?:[a-z]+ ){0,2}?"
    r"(?!(?:is|was|news|this|does|has|basis|crisis|series|gas|bus|boss|species|process|business|congress)\b)[a-z]{3,}(?:s|ies|people|women|men)\b"
    r"(?! (?:is|was|has|does)\b)"
    r"|\bwho (?:are|were)\b|\bwhat are (?:the|all)\b|\bwho (?:else )?ran against\b",
    re.IGNORECASE,
)
_SIDES: Final = re.compile(r"\b(?:or|vs\.?|versus|and|compared (?:to|with)|than)\b", re.IGNORECASE)
_COMPARES: Final = re.compile(
    r"\b(?:or|vs\.?|versus|compare[ds]?|difference|than|whose|both|respectively)\b", re.IGNORECASE
)
_READ_CHARACTERS: Final = 1000


def question_kind(question: str) -> QuestionKind:
    """What kind of thing ``question`` asks for, by its first question word.

    Of several sentences the last one counts, if it has a question word; of a long text,
    the last 1,000 characters. Commands ("Name the ship that …") are read like questions.
    ``OTHER`` is what has no sign at all.
    """
    text = " ".join(question[-_READ_CHARACTERS:].split())
    last = _SENTENCE_END.split(text)[-1]
    for part in (last, text):
        if _AUXILIARY.match(part):
            return QuestionKind.YES_NO
        matches = list(_ASKING.finditer(part))
        first = matches[0] if matches else None
        match = next((match for match in matches if _is_asking(match)), first)
        if match is not None and match.lastgroup is not None:
            return QuestionKind(match.lastgroup.rpartition("_")[0])
    return QuestionKind.OTHER


def _is_asking(match: re.Match[str]) -> bool:
    """Whether a question word asks, and does not merely link ("children who", "when it sank")."""
    word = match[0].lower()
    if word not in _LINKING:
        return True
    if word in {"when", "where"}:
        return _AFTER_ASKING.match(match.string, match.end()) is not None
    return match.start() == 0 or _BEFORE_ASKING.search(match.string, 0, match.start()) is not None


def defined_in(question: str) -> str | None:
    """What ``question`` asks to be told what, or who, it is: "What is a filibuster?"; or None."""
    found = _DEFINED.match(" ".join(question.split()))
    return found["what"] if found else None


def asks_for_state(question: str) -> bool:
    """Whether ``question`` is about how things stand, or how they came out in the end."""
    return bool(_STATE.search(question) and defined_in(question) is None) and (
        not _PAST.search(question) or bool(_IN_THE_END.search(question))
    )


def asks_for_list(question: str) -> bool:
    """Whether a question asks for several things: "which states", "who are the"."""
    return _LIST.search(question) is not None


def sides_of(question: str) -> tuple[frozenset[str], ...]:
    """The words of each of the things that a question puts beside one another, or none."""
    parts = _SIDES.split(question[:_READ_CHARACTERS])
    if len(parts) < len(("one", "other")):
        return ()
    asked = _COMPARES.search(question) is not None
    names = [[set(content_terms(name.text)) for name in find_names(part)] for part in parts]
    sides = []
    for place, part in enumerate(names):
        # What stands next to the joining word: the last name before it, the first after it.
        near = part[-1] if part and place == 0 else part[0] if part else None
        if near is None and asked:
            terms = content_terms(parts[place])
            words = question_kind(question) is not QuestionKind.OTHER and place == 0
            near = set(terms[-1:] if words else terms[:1])
        if near:
            sides.append(frozenset(near))
    shared = frozenset.intersection(*sides) if sides else frozenset()
    own = [side - shared for side in sides]
    return tuple(own) if len(own) > 1 and all(own) else ()
