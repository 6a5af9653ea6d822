"""Whether a sentence holds the kind of thing that a question asks for.

It goes by surface signs alone: it is to tip the scales between sentences that fit the
question about equally well, at a few microseconds a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from assistant.answering.question_kinds import QuestionKind
from assistant.language.word_lists import any_of, word_set

UNKNOWN_SHAPE: Final = 0.5
"""The score of every sentence for kinds that have no surface signs."""


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
_PERSON: Final = re.compile(
    r"\b"
    + any_of(
        "Mr Mrs Ms Dr Prof Sir Dame Lord Lady President Minister Sen Gov Gen Rep Mayor King Queen "
        "Prince Princess Pope Judge Captain Chancellor Secretary Senator Governor said says told "
        "wrote who actor actress singer author president minister leader spokes\\w+ director coach "
        "founder chairman chairwoman chief mayor player"
    )
    + r"\b"
)
NUMBER_WORDS: Final = word_set(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty dozens "
    "dozen hundreds hundred thousands thousand millions million twice"
)
"""Words that are figures."""
_COUNT: Final = re.compile(rf"(?<![$€£]){_DIGITS} (?:[mb]illion |thousand )?[a-z]{{3}}")
_MEASURE: Final = re.compile(
    rf"[$€£¥₹] ?\d|{_DIGITS}(?: (?:million|billion|trillion|thousand))?(?:[ -]{_UNIT}\b| ?%)"
)
_AGE: Final = re.compile(
    r"(?<!\d)\d{1,3}[- ]years?[- ]old|\baged? (?:of )?\d|, (?<!\d)\d{1,3}[,.](?!\d)"
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


def answer_shape_score(sentence: str, kind: QuestionKind) -> float:
    """How far ``sentence`` holds the kind of thing asked for, from 0 (no sign) to 1.

    ``UNKNOWN_SHAPE`` for the kinds that have no surface signs: what, yes or no, other.
    """
    score = _SCORES.get(kind)
    return UNKNOWN_SHAPE if score is None else score(sentence)


def _who(sentence: str) -> float:
    name = _named(sentence)
    return name + 0.2 if _PERSON.search(sentence) else 0.75 * name


def _named(sentence: str) -> float:
    if _FULL_NAME.search(sentence):
        return 0.8
    return 0.6 if _INNER_NAME.search(sentence) else 0.0


def _named_thing(sentence: str) -> float:
    name = _named(sentence)
    quoted = "“" in sentence or '"' in sentence or " called " in sentence or " named " in sentence
    return name + 0.2 if quoted else name


def _when(sentence: str) -> float:
    if _DATE.search(sentence):
        return 1.0
    return 0.8 if _TIME.search(sentence) else 0.0


def _where(sentence: str) -> float:
    if _PLACE.search(sentence) or _DATELINE.match(sentence):
        return 1.0
    return 0.3 if _INNER_NAME.search(sentence) else 0.0


def _how_many(sentence: str) -> float:
    if _DIGIT.search(sentence):
        return 1.0 if _COUNT.search(sentence) else 0.6
    return 0.8 if _has_number_word(sentence) else 0.0


def _how_much(sentence: str) -> float:
    if _DIGIT.search(sentence):
        return 1.0 if _MEASURE.search(sentence) else 0.5
    return 0.4 if _has_number_word(sentence) else 0.0


def _has_number_word(sentence: str) -> bool:
    return not NUMBER_WORDS.isdisjoint(sentence.lower().split())


def _age(sentence: str) -> float:
    if _DIGIT.search(sentence):
        return 1.0 if _AGE.search(sentence) else 0.3
    return 0.0


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
    QuestionKind.HOW_MANY: _how_many,
    QuestionKind.HOW_MUCH: _how_much,
    QuestionKind.AGE: _age,
    QuestionKind.WHY: _why,
    QuestionKind.HOW: _how,
}
