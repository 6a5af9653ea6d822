"""Whether the words that would answer are only supposed, planned or hoped for.

Asked who won, "If McKay can win on Sunday, he would be the sixth" tells of nobody who did. It is
asked what happened, or how things stand, in words without any "would" or "if" of their own; the
words that answer stand in a clause that has one.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.answering.question_kinds import QuestionKind, question_kind

_KINDS: Final = frozenset(
    {
        QuestionKind.WHO,
        QuestionKind.NAME,
        QuestionKind.WHERE,
        QuestionKind.WHEN,
        QuestionKind.HOW_MANY,
        QuestionKind.HOW_MUCH,
    }
)
"""Kinds of questions that facts answer: what somebody said, or why, may well be supposed."""
_WHO: Final = frozenset({QuestionKind.WHO, QuestionKind.NAME})
_HALF: Final = 0.5

_OPEN: Final = re.compile(
    r"\b(?:if|unless|would|will|could|might|may|should|can|shall|must|going to|plan\w*|expect\w*"
    r"|hop(?:e|es|ed|ing)|want\w*|propos\w*|schedul\w*|predict\w*|forecast\w*|likely|next|upcoming"
    r"|favou?r\w*|soon|odds|candidates?|say|says|said|tell|told|call(?:s|ed)? for|set to|aim\w*"
    r"|threat\w*|need\w*|intend\w*|set for|due|meant|supposed)\b|[’']ll\b",
    re.IGNORECASE,
)
"""Words of a question to which a supposition may be the answer."""
_HAPPENED: Final = re.compile(
    r"\b(?:did|was|were|had|has been|have been|won|lost|beat|broke|became|took|made|got|went|left"
    r"|came|gave|ran|sold|bought|led|built|wrote|sank|fell|hit|killed|died|\w{3,}ed)\b",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(r"\b(?:if|unless|in case|provided that)\b", re.IGNORECASE)
_PLAN: Final = re.compile(
    r"\b(?:would|could|might|will|hop(?:es?|ed|ing) to"
    r"|(?:look|seek|aim|bid|try|vy)ing (?:to|for)|(?:set|expected|poised|scheduled|due|slated"
    r"|favou?red|planning|plans?|wants?|aims?|needs?|chance|bid|quest|attempts?|hopes)"
    r" (?:to|of|for)"
    r"|(?:is|are) (?:among )?the favou?rites?|odds|seeks?)\b"
    r"|[’']ll\b",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(
    r"[;:—–][\"”’]?\s|\s[-–—]\s|[“”\"]"
    r"|,\s(?=(?:and|but|or|so|who|whom|whose|which|where|when|while|after|before|as|although"
    r"|though|because|since|having)\b)"
)


def supposed(question: str, text: str, start: int, end: int) -> float:
    """How far ``text[start:end]`` of a sentence is only supposed where it is asked what is so.

    1 where it is, 0 where it is not. A plan answers what is asked of the present ("When does it
    open?"), a condition nothing. Where, when and how much has happened a plan tells by half; it
    does not tell who did it.
    """
    if question_kind(question) not in _KINDS or _OPEN.search(question):
        return 0.0
    first = max((mark.end() for mark in _MARKS.finditer(text, 0, start)), default=0)
    following = _MARKS.search(text, end)
    clause = text[first : following.start() if following else len(text)]
    if _CONDITION.search(clause):
        return 1.0
    if _PLAN.search(clause) is None:
        return 0.0
    if _CONDITION.search(text):
        return 1.0
    if _HAPPENED.search(question) is None:
        return 0.0
    return 1.0 if question_kind(question) in _WHO else _HALF
