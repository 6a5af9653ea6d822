"""Spans of a sentence that answer: of the type expected (a number, a name, a time), and whose.

The reader says which words are the likeliest. "How long did he speak" is answered by "25 hours"
and not by "7 p.m.", "which band played" by a name and not by "a live band". Words that are not of
the type expected are not shown as the answer: the sentence still is.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.answering.question_kinds import QuestionKind, question_kind
from assistant.language.name_forms import country_of
from assistant.language.names import NameKind, find_names
from assistant.language.words import content_terms
from assistant.models.reader import Reading
from assistant.types import ShortAnswer

_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
    r"|half|thirds?|quarters?|most|none|nobody|no one|rest|twice|once|few|several|both|no)\b",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(r"\d[\d.,]*")
_MOST_FIGURES: Final = 2
"""Figures in words that answer: of more, nobody could say which is meant."""
_DURATION: Final = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|nights?"
    r"|overnight|until|since|feet|foot|met(?:re|er)s?|miles?|kilomet(?:re|er)s?|km|inch(?:es)?"
    r"|pages?|words?|life|lifetime|season|indefinitely)\b|-(?:hour|day|week|year|month|minute|mile)",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b", re.IGNORECASE)
_MONEY: Final = re.compile(
    r"[$£€¥₹]|\b(?:dollars?|euros?|pounds?|cents?|crowns?|yen|rupees?|yuan|million|billion|trillion"
    r"|per ?cent|%|half|third|quarter|free|nothing|rest)\b|%",
    re.IGNORECASE,
)
_HOW_LONG: Final = re.compile(r"\bhow long\b", re.IGNORECASE)
_ASKS_MONEY: Final = re.compile(
    r"\bhow much (?:money|is|are|was|were|do|does|did|will|would|has|have|had)\b.*"
    r"\b(?:pay|pays|paying|paid|cost|costs|charged?|spend|spent|spending|worth|earn\w*|owe\w*|raised?"
    r"|donat\w+|fine\w*|price\w*|sold|sell|bid|offer\w*)\b"
    r"|\bhow much money\b|\b(?:cost|price|salary|fee|fare) (?:of|for)\b",
    re.IGNORECASE,
)
_NAMED_DAYS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_TIME: Final = re.compile(
    rf"\d|\b(?:{_NAMED_DAYS}|yesterday|today|tonight|tomorrow|midnight|noon"
    r"|morning|afternoon|evening|night|week|weekend|month|year|spring|summer|autumn|fall|winter"
    r"|decade|century|ago|later|soon|now|already|never|christmas|easter)\b",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(r"\bhow many (?P<what>\w[\w ]*)", re.IGNORECASE)
_FIGURE: Final = re.compile(r"(?P<money>[$£€¥₹] ?)?\d(?:[\d.,]*\d)?")
_UNIT: Final = re.compile(
    r"[ -]?(?:(?:million|billion|trillion) )?(?:%|per ?cent|percent|dollars?|euros?|pounds?|crowns?"
    r"|cents?|tons?|tonnes?|kilo\w*|kg|km|miles?|met(?:re|er)s?|feet|foot|inch(?:es)?|lit(?:re|er)s?"
    r"|gallons?|barrels?|hours?|minutes?|seconds?|degrees?|years? old|a\.m|p\.m)\b",
    re.IGNORECASE,
)
_UNIT_CHARACTERS: Final = 20
_OF_AGE: Final = re.compile(r"(?<![\d.,$£€])(?:1[0-2]\d|\d{1,2})(?![\d%]|[.,]\d)")
_NO_AGE: Final = re.compile(
    r"[ -]?(?:years?(?! ?-?old| of age)|months? (?:in|of)|days?|hours?|minutes?|points?|per ?cent"
    r"|percent|million|billion|people|miles?)\b|%",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?:(?:early|late|mid|on|in|the|of|last|next)[ -])*"
    rf"(?:{_NAMED_DAYS}|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)\."
    r"|\d{1,4}(?:st|nd|rd|th)?(?!\d)|[,\s])+",
    re.IGNORECASE,
)
_NUMBERS: Final = frozenset({QuestionKind.HOW_MANY, QuestionKind.HOW_MUCH, QuestionKind.AGE})
_AT: Final = re.compile(
    r"\b(?:in|at|near|from|on|off|of|to|by|for|with|over|the|told|per)(?: the)? $", re.IGNORECASE
)
_ARTICLE: Final = re.compile(r"(?:the|an?|two|three|four|five|some|many|local)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[“\"][^“”\"]{15,}[”\"]")
_DEFINING: Final = (
    r"(?:[”\"]?,? (?:is|are|was|were|refers to|means) (?:essentially |basically |simply |also )?"
    r"(?:an?|the|one of|any|when|taxes|forms?|types?|kinds?)\b"
    r"|[”\"]?,? (?:which|who) (?:is|are|was|were)\b|[”\"]?(?:,| –| —| \() ?(?:\d\d, |an? |the |or )"
    r"|[”\"]? (?:are|is) (?:essentially|basically|simply|taxes))"
)
_OFFICE: Final = r"\b[A-Z]\w+ (?:Secretary|Minister|President|Senator|Sen\.|Gov\.|Governor|Mayor)"
_PRONOUNS: Final = frozenset({"he", "she", "they"})
_NAMED: Final = re.compile(r"\b(?:names?|named|called|title|nickname)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_TOKEN: Final = re.compile(r"[$£€¥]?[^\W_]+(?:[.,:/’'&-][^\W_]+)*%?")
"""A word or a figure with its sign: "well-known", "6.75%", "$1,200"."""
_REASON: Final = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of|thanks to|in response to"
    r"|in protest (?:at|of|over)"
    r"|in order to|so that|amid|after|over|citing)\b",
    re.IGNORECASE,
)
_DONE_TO: Final = re.compile(
    r"^(?:who|whom)\b[^,;]{0,30}?\b(?:is|are|was|were|been|being|gets?|got)\s(?:\w+ly\s)?"
    r"(?P<done>\w{2,}ed|shot|hit|told|paid|sent|found|held|hurt|bought|sold|caught|brought)\b"
    r"(?!.*\bby\b)",
    re.IGNORECASE,
)
_IS: Final = re.compile(r"\b(?:be|is|are|was|were|been|being|gets?|got)\b", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[;.!?](?=\s|[\"”’)]|$)| — | – ")
_CLAUSES: Final = re.compile(r",\s|;\s|\s[—–]\s")
_LEAST_REASON: Final = 3


def short_answer(
    question: str, text: str, reading: Reading, *, margin: float, share: float
) -> ShortAnswer | None:
    """The words of a sentence that answer, None where they are not known.

    Args:
        question: what is asked; where it is blank, any kind of words may answer.
        text: the sentence.
        reading: what the reader says of it.
        margin: the logit by which the reader prefers them to none, at least.
        share: of the sentence's characters that they are, at most.
    """
    if question_kind(question) is QuestionKind.WHY:
        return _reason(text, share=share)
    if reading.margin < margin:
        return None
    short = _whole_words(text, reading.start, reading.end)
    if not 0 < short.end - short.start <= share * len(text):
        return None
    words = plain_words(text, short.start, short.end)
    right = (
        len(_FIGURES.findall(words)) <= _MOST_FIGURES
        and _UNIT.fullmatch(words) is None  # "per cent": what is counted alone
        and span_fits(question, words, after=text[short.end :]) is not False
        and not _in_another_clause(question, text, short)
        and not _does_what_was_done(question, text, short)
    )
    return short if right else None


def _whole_words(text: str, start: int, end: int) -> ShortAnswer:
    """The range, widened so that no word or figure ("6.75", "$3m") is cut, marks trimmed."""
    spans = [
        match.span()
        for match in _TOKEN.finditer(text)
        if match.start() < end and match.end() > start
    ]
    return ShortAnswer(spans[0][0], spans[-1][1]) if spans else ShortAnswer(start, start)


def _reason(text: str, *, share: float) -> ShortAnswer | None:
    """The clause that gives a reason, from the word that says so."""
    found = _REASON.search(text)
    if found is None:
        return None
    end = _CLAUSE_END.search(text, found.end())
    words = text[found.start() : end.start() if end else len(text)].rstrip(' "”’,')
    fits = len(words.split()) >= _LEAST_REASON and len(words) <= share * len(text)
    return ShortAnswer(found.start(), found.start() + len(words)) if fits else None


def _in_another_clause(question: str, text: str, short: ShortAnswer) -> bool:
    """Whether what is asked about stands in another clause than the words, and not in theirs.

    "What share does the city pay?" is not answered by the first clause of "The state pays
    two-thirds, the city the rest."
    """
    asked = set(content_terms(question))
    own: set[str] = set()
    others: set[str] = set()
    start = 0
    ends = [*(match.span() for match in _CLAUSES.finditer(text)), (len(text), len(text))]
    for end, following in ends:
        clause = own if start <= short.start < end else others
        clause.update(asked.intersection(content_terms(text[start:end])))
        start = following
    return bool(others) and not own


def _does_what_was_done(question: str, text: str, short: ShortAnswer) -> bool:
    """Whether the words are who did what the question asks to whom it was done.

    "Who was blamed?" is not answered by the minister of "The minister blamed the captain."
    """
    asked = _DONE_TO.search(question)
    if asked is None:
        return False
    done = re.escape(asked["done"])
    did = re.compile(rf"(?P<gap>\s(?:[^,;.()]{{0,40}}\s)?){done}\b(?! by\b)", re.IGNORECASE)
    match = did.match(text, short.end)
    return match is not None and _IS.search(match["gap"]) is None


def plain_words(text: str, start: int, end: int) -> str:
    """The words ``text[start:end]``, in lower case where the capital is but that of a sentence.

    "Person-to-person transmission" names nobody.
    """
    words = text[start:end]
    opens = not text[:start].strip("\"'“‘([ ")
    if opens and not any(one.start == start for one in find_names(text)):
        return words[:1].lower() + words[1:]
    return words


def span_fits(question: str, words: str, *, after: str = "") -> bool | None:
    """Whether ``words`` are of the type that ``question`` expects; None where any may be.

    ``after`` is what follows them: "nine" may stand for "nine days". Among many figures in
    ``words`` any may be the one.
    """
    kind = question_kind(question)
    if kind is QuestionKind.AGE and _FIGURES.search(words):
        aged = _OF_AGE.search(words)
        return aged is not None and _NO_AGE.match(words[aged.end() :] + after) is None
    if kind in _NUMBERS:
        if len(_FIGURES.findall(words)) > _MOST_FIGURES:
            return None
        degree = kind is QuestionKind.HOW_MUCH
        if degree and not _DURATION.search(words):
            words += after[:_UNIT_CHARACTERS]
        return _is_quantity(question, words, degree=degree)
    if kind is QuestionKind.WHEN:
        return _TIME.search(words) is not None
    if kind in {QuestionKind.NAME, QuestionKind.WHO}:
        return _is_name(question, words, person=kind is QuestionKind.WHO)
    return None


def _is_quantity(question: str, words: str, *, degree: bool) -> bool:
    """Whether they are one; "how long" may do without a number where a ``degree`` is asked for."""
    asks_duration = _HOW_LONG.search(question) is not None
    if not (degree and asks_duration) and not _NUMBER.search(words):
        return False
    if asks_duration:
        return _DURATION.search(words) is not None and _CLOCK.search(words) is None
    return _MONEY.search(words) is not None if _ASKS_MONEY.search(question) else True


def _is_name(question: str, words: str, *, person: bool) -> bool | None:
    if _DATE.fullmatch(words):
        return False
    # The words that the question has not got itself, and that say something.
    asked = set(content_terms(question))
    fresh = [
        word
        for word in _WORD.findall(words)
        if (own := set(content_terms(word))) and not own & asked
    ]
    # Where the name itself is asked for, it is all that is pointed at.
    strict = _NAMED.search(question) is not None
    if any(word[0].isupper() for word in fresh):
        return not strict or all(word[0].isupper() for word in _WORD.findall(words))
    if not person:
        # "The ferry" may be all that is known of it; "live band" names none.
        return None if words.lower().startswith("the ") and not strict else False
    # "The operator" may be who did it; "hero" says of nobody who it was.
    return None if words.lower() in _PRONOUNS or (fresh and _ARTICLE.match(words)) else False


def of_another(question: str, text: str, start: int) -> bool:
    """Whether a number at ``start`` of ``text`` is plainly somebody else's than is asked about.

    "How many people work for Harlow Steel?" is not answered by "Quill Freight, which employs
    480 people, …": it names another before the number, and not the one asked about.
    """
    if question_kind(question) not in _NUMBERS:
        return False
    asked = [one for one in find_names(question) if one.kind is not NameKind.GENERIC]
    words = {word for one in asked for word in content_terms(one.text)}
    if not words or words & set(content_terms(text)):
        return False
    clause = max((text.rfind(mark, 0, start) for mark in (";", "—", "–", ":")), default=-1) + 1
    others = [
        one
        for one in find_names(text)
        if one.kind in {NameKind.NAME, NameKind.ACRONYM}
        and clause <= one.start < start
        and country_of(one.phrase) is None
        # A capital at the beginning of a sentence proves no name.
        and not (one.opening and len(one.words) == 1)
    ]
    return any(_AT.search(text[: one.start]) is None for one in others)


def defines(what: str, text: str) -> bool:
    """Whether a sentence says of ``what``, in its own words, what it is.

    "A filibuster is a tactic …", "tariffs, which are taxes on imports", "Pete Hegseth, a former
    host": not what somebody says of it in a quotation.
    """
    words = what.split()
    if not words:
        return False
    last = re.escape(words[-1].removesuffix("s"))
    said = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    return re.search(rf"\b{last}(?:['’]?e?s)?\b{_DEFINING}", said, re.IGNORECASE) is not None or (
        re.search(
            rf"\b(?:called|known as|dubbed|named) [“\"]?(?:\w+ )?{last}\b", text, re.IGNORECASE
        )
        is not None
        or re.search(rf"{_OFFICE} (?:\w+ )?{last}\b", said) is not None
    )


def counts_other(question: str, text: str, start: int, end: int) -> bool:
    """Whether a number counts money, a share or a measure where something else is asked for."""
    counted = _HOW_MANY.search(question)
    if counted is None or _UNIT.match(counted["what"]):
        return False
    number = _FIGURE.search(text, start, min(end + _UNIT_CHARACTERS, len(text)))
    if number is None or number.start() >= end:
        return False
    return bool(number["money"]) or _UNIT.match(text, number.end()) is not None
