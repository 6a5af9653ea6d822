"""Follow-up questions, for the engine that has no model to rewrite them with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.answering.question_kinds import QuestionKind, defined_in, question_kind
from assistant.answering.requests import RequestKind, request_of
from assistant.language.name_forms import country_of
from assistant.language.name_words import ORGANISATION_WORDS
from assistant.language.names import Name, NameKind, find_names
from assistant.language.words import content_terms
from assistant.types import Turn

_LEANING: Final = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|them|their|theirs|this|that|these|those"
    r"|there|then|one|ones|former|latter)\b|^(?:and|but|so|what about|how about)\b",
    re.IGNORECASE,
)
_THERE_IS: Final = re.compile(
    r"\bthere (?:is|are|was|were|be|been)\b|\b(?:is|are|was|were) there\b"
    r"|\b(?:this|that|these|those) (?:week|month|year|morning|day|time)s?\b"
    r"|\b(?:said|say|says|told|know|reported?|claims?|true|so|think|announced?) that(?= \w)"
    r"|\b\w+ that (?:\w+ed|was|were|is|are|has|had)\b",
    re.IGNORECASE,
)
"""Where such a word points at nothing that came before."""
_PERSON: Final = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_OWNER: Final = re.compile(r"\b(?:his|hers|her(?= \w))\b", re.IGNORECASE)
_BARE: Final = re.compile(r"^(?:why|when|where)\b", re.IGNORECASE)
_AND: Final = re.compile(
    r"^(?:(?:and|but|or|so|ok|okay)[ ,]+)*(?:(?:what|how) about |and |in the case of )?"
    r"(?P<what>(?:(?P<how>in|at|for|from|of|by|with|on|during) )?(?P<thing>[^?]{2,60}?))\s*\??$",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(r"^(?:(?:and|but|or|so)[ ,]+|(?:what|how) about )", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|say|said|says)\b",
    re.IGNORECASE,
)
_PLACED: Final = re.compile(
    r"\b(?P<how>in|at|for|from|of|by|with|on|during) (?P<thing>(?:the )?[\w’'.-]+(?: [\w’'.-]+)?)"
    r"(?=\s*\?*$)",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"\b(?:at|in|from|near|the|on) $", re.IGNORECASE)
_APART: Final = frozenset({RequestKind.THANKS, RequestKind.HELP, RequestKind.TASK})
"""What is no part of a conversation about articles."""
_FEW: Final = 6
_LONGEST_NAME: Final = 4
_TURNS: Final = 4


def standing_alone(question: str, history: Sequence[Turn]) -> str:
    """``question`` so that it stands alone, where it leans on what was asked before.

    "And Missouri?" asks the last question of another place; "he" and "she" become whom the
    last answer or question names; what points back otherwise ("it", "there", "From which
    airport?") takes the last question along in front, whose words are what search needs. A
    question that names what it is about stays as it is.
    """
    if not history:
        return question
    *earlier, last = history[-_TURNS:]
    before = standing_alone(last.question, earlier)
    if request_of(before).kind in _APART:
        return standing_alone(question, earlier)
    if request_of(question).kind in _APART:
        return question
    if other := _of_another(question, before):
        return other
    return _with_before(question, before, last.answer) if _leans(question) else question


def _with_before(question: str, before: str, answer: str) -> str:
    """A question that leans, with whom it is about, or else the question before in front."""
    asked = _with_person(question, before, answer)
    return asked if asked != question and not _leans(asked) else f"{before} {asked}"


def _leans(question: str) -> bool:
    own = content_terms(question)
    points = _LEANING.search(_THERE_IS.sub(" ", question)) is not None
    if len(own) <= 1:
        # A word alone is a topic: "tariffs". With a question word it is half a question.
        return not own or points or _ASKS.search(question) is not None
    if len(own) > _FEW:
        return False
    if points and _OPENS.match(question) is None and _names_its_subject(question):
        return False
    return points or (_BARE.search(question) is not None and not find_names(question))


def _names_its_subject(question: str) -> bool:
    """Whether what a pronoun points at stands before it: "Why did Booker end his speech?"."""
    found = _LEANING.search(question)
    return (
        found is not None
        and any(name.kind is NameKind.NAME for name in find_names(question[: found.start()]))
        and found[0].lower() in {"he", "she", "him", "her", "his", "hers", "its", "their"}
    )


def _of_another(question: str, before: str) -> str | None:
    """The question before, of what this one names instead: "And Missouri?"; None for others."""
    found = _AND.match(question.strip())
    if found is None or not _names_another(question, found):
        return None
    thing, how = found["thing"].strip(" ,"), (found["how"] or "").lower()
    names = [name for name in find_names(before) if name.kind is not NameKind.GENERIC]
    at = [name for name in names if _stands_after(before, name, how)]
    if at:
        return before[: at[-1].start] + thing + before[at[-1].end :]
    placed = _PLACED.search(before)
    if placed and (not how or placed["how"].lower() == how):
        return before[: placed.start("thing")] + thing + before[placed.end("thing") :]
    if names and not how:
        return before[: names[-1].start] + thing + before[names[-1].end :]
    return f"{before.rstrip('?! ')} {found['what'].strip()}?"


def _names_another(question: str, found: re.Match[str]) -> bool:
    """Whether a question is but a name, of something else than the one before."""
    thing = found["thing"]
    if _ASKS.search(found["what"]) or _LEANING.search(thing):
        return False
    named = bool(find_names(thing))
    opens = _OPENS.match(question) is not None or (named and question.rstrip().endswith("?"))
    noun = thing.lower().startswith(("the ", "a ", "an ")) and not named
    return opens and not noun and len(thing.split()) <= _LONGEST_NAME


def _stands_after(text: str, name: Name, how: str) -> bool:
    """Whether a name stands after a preposition, or after this one."""
    words = how or "in|at|for|from|of|by|with|on"
    return re.search(rf"\b(?:{words}) (?:the )?$", text[: name.start], re.IGNORECASE) is not None


def _with_person(question: str, before: str, answer: str) -> str:
    """``question`` with the person in the place of "he" or "she", where one is known."""
    if not _PERSON.search(question):
        return question
    in_question, in_answer = _people(before), _people(answer)
    # "Who was Ada Moss?" names her itself.
    asks_who = question_kind(before) is QuestionKind.WHO and defined_in(before) is None
    fresh = [name for name in in_answer if name not in before]
    found = (fresh if asks_who else in_question[::-1]) or in_question[::-1] or in_answer
    if not found:
        return question
    owned = _OWNER.sub(f"{found[0]}'s", question)
    return _PERSON.sub(found[0], owned)


def _people(text: str) -> list[str]:
    """The names in ``text`` that may be persons', in their order."""
    found = []
    for name in find_names(text):
        placed = _AT.search(text[: name.start]) is not None
        organisation = not ORGANISATION_WORDS.isdisjoint(name.words)
        country = country_of(name.phrase) is not None
        digits = any(character.isdigit() for character in name.text)
        if name.kind is NameKind.NAME and not (placed or organisation or country or digits):
            found.append(name.text)
    return found
