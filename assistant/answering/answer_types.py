"""Whether a sentence holds the type of answer that a question expects.

It goes by surface features alone: it is to tip the scales between sentences that fit the
question about equally well, at a few microseconds a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from assistant.answering.question_kinds import QuestionKind
from assistant.language.word_lists import any_of, word_lists

UNKNOWN_TYPE: Final = 0.5
"""The score of every sentence for kinds of questions that expect no type of answer."""

_WORDS: Final = word_lists("questions.toml").table("answers")
NUMBER_WORDS: Final = _WORDS.words("numbers")
"""Words that are figures."""

_MONTH: Final = any_of(
    r"January February March April May June July August September October November December "
    r"Jan\. Feb\. Mar\. Apr\. Aug\. Sept?\. Oct\. Nov\. Dec\."
)
_WEEKDAY: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DIGITS: Final = r"(?<![\d.,])\d[\d.,]{0,20}"
_UNIT: Final = any_of(
    "percent per.cent dollars? euros? pounds? yen kms? kilomet\\w+ miles? met(?:re|er)s? feet foot "
    "ft inch(?:es)? kg kilos? kilograms? tons? tonnes? mph kph degrees? hours? minutes? seconds? "
    "days? weeks? months? years? barrels? lit(?:re|er)s? acres? hectares? points? megawatts?"
)

_DIGIT: Final = re.compile(r"\d")
_INNER_NAME: Final = re.compile(r"(?<=[\w,;:’”\")] )[“\"‘(]?[A-Z]\w")
_FULL_NAME: Final = re.compile(
    r"\b[A-Z][\w’'-]{1,30} (?:[A-Z]\. |(?:al|bin|de|da|van|von|der) ){0,2}[A-Z]\w"
)
_PERSON: Final = re.compile(rf"\b(?:{_WORDS.pattern('person')}|spokes\w+)\b")
_COUNT: Final = re.compile(rf"(?<![$€£]){_DIGITS} (?:[mb]illion |thousand )?[a-z]{{3}}")
_MEASURE: Final = re.compile(
    rf"[$€£¥₹] ?\d|{_DIGITS}(?: (?:million|billion|trillion|thousand))?(?:[ -]{_UNIT}\b| ?%)"
)
_AGE: Final = re.compile(
    r"(?<!\d)\d{1,3}[- ]years?[- ]old|\baged? (?:of )?\d|, (?<!\d)\d{1,3}[,.](?!\d)"
    r"|\b(?:is|was|turn(?:s|ed)) \d{1,3}\b(?=[.,;]| when| at)"
)
_DATE: Final = re.compile(rf"\b(?:{_MONTH}|(?:19|20)\d\d\b)")
_TIME: Final = re.compile(
    rf"\b(?:{_WEEKDAY}|yesterday|today|tonight|midnight|noon|morning|evening|ago|weekend"
    r"|(?:last|this|next) (?:week|month|year))\b|\d ?[ap]\.?m\b"
)
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|outside|off|from|to|into|across|around|between|north|south|east|west|on|of|"
    r"over|through|towards?) (?:the )?(?:[a-z]{1,20} (?:of )?)?"
    rf"(?!{_MONTH}|{_WEEKDAY})[A-Z]\w"
)
_DATELINE: Final = re.compile(r"[A-Z][A-Z’' .-]{1,40}(?:[,(].{0,40})?(?:—|–|--| - )")
_REASON: Final = re.compile(
    r"\b(?:because|due to|owing to|as a result|thanks to|caused by|blam(?:ed|es|ing)|cit(?:ed|ing)|"
    r"reasons?|so that|in order to|in response to|in protest|to avoid|to prevent|amid|therefore)\b"
)
_WEAK_REASON: Final = re.compile(r"\b(?:after|over|following|as|for|since|so|to)\b")
_MEANS: Final = re.compile(r"\b(?:by|using|through|with|via)\b")


def answer_type_score(sentence: str, kind: QuestionKind) -> float:
    """How far ``sentence`` holds the type of answer expected, from 0 (no sign) to 1.

    ``UNKNOWN_TYPE`` for the kinds that expect none: what, yes or no, other.
    """
    score = _SCORES.get(kind)
    return UNKNOWN_TYPE if score is None else score(sentence)


def _who(sentence: str) -> float:
    name = _named(sentence)
    return name + 0.2 if _PERSON.search(sentence) else 0.75 * name


def _named(sentence: str) -> float:
    if _FULL_NAME.search(sentence):
        return 0.8
    return 0.6 if _INNER_NAME.search(sentence) else 0.0


def _named_thing(sentence: str) -> float:
    name = _named(sentence)
    quoted = any(mark in sentence for mark in ("“", '"', " called ", " named "))
    return name + 0.2 if quoted else name


def _when(sentence: str) -> float:
    if _DATE.search(sentence):
        return 1.0
    return 0.8 if _TIME.search(sentence) else 0.0


def _where(sentence: str) -> float:
    if _PLACE.search(sentence) or _DATELINE.match(sentence):
        return 1.0
    return 0.3 if _INNER_NAME.search(sentence) else 0.0


def _number(counted: re.Pattern[str], *, figure: float, word: float) -> Callable[[str], float]:
    """A score for figures: 1 for one of the form ``counted``, ``figure`` for any other."""

    def score(sentence: str) -> float:
        if _DIGIT.search(sentence):
            return 1.0 if counted.search(sentence) else figure
        return word if word and not NUMBER_WORDS.isdisjoint(sentence.lower().split()) else 0.0

    return score


def _why(sentence: str) -> float:
    if _REASON.search(sentence):
        return 1.0
    return 0.4 if _WEAK_REASON.search(sentence) else 0.0


def _how(sentence: str) -> float:
    return 0.7 if _MEANS.search(sentence) else 0.3


_SCORES: Final[Mapping[QuestionKind, Callable[[str], float]]] = {
    QuestionKind.WHO: _who,
    QuestionKind.NAME: _named_thing,
    QuestionKind.WHEN: _when,
    QuestionKind.WHERE: _where,
    QuestionKind.HOW_MANY: _number(_COUNT, figure=0.6, word=0.8),
    QuestionKind.HOW_MUCH: _number(_MEASURE, figure=0.5, word=0.4),
    QuestionKind.AGE: _number(_AGE, figure=0.3, word=0.0),
    QuestionKind.WHY: _why,
    QuestionKind.HOW: _how,
}
