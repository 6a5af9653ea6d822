"""What kind of thing a question asks for, and whether a sentence holds such a thing.

Both go by surface signs alone: they are to tip the scales between sentences that fit the
question about equally well, at a few microseconds a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

UNKNOWN_SHAPE: Final = 0.5
"""The score of every sentence for kinds that have no surface signs."""


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


_AUXILIARY: Final = re.compile(
    r"[\"“‘'(]*(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|"
    r"might|must|isn[’']t|aren[’']t|wasn[’']t|weren[’']t|don[’']t|doesn[’']t|didn[’']t|hasn[’']t)\b",
    re.IGNORECASE,
)
_WORDS_BETWEEN: Final = r"(?:[\w’'-]{1,30} ){0,3}?"
_OF_BE: Final = r"(?:is|was|are|were) (?:the|its|his|her|their) "
_KINDS: Final[tuple[tuple[QuestionKind, str], ...]] = (
    (
        QuestionKind.HOW_MANY,
        r"how (?:many|often|frequently)"
        rf"|what (?:{_OF_BE}{_WORDS_BETWEEN})?(?:number|count|toll|death toll|headcount)\b",
    ),
    (QuestionKind.AGE, rf"how old|what age|what {_OF_BE}age"),
    (QuestionKind.WHEN, r"how (?:soon|recently|long ago)"),
    (
        QuestionKind.HOW_MUCH,
        r"how (?:much|big|large|long|far|fast|high|low|tall|deep|heavy|wide|hot|cold|strong|steep|"
        r"expensive|close|late)\b"
        rf"|(?:what|which) (?:{_OF_BE}{_WORDS_BETWEEN})?(?:percentage|percent|proportion|share|"
        r"fraction|amount|sum|price|cost|rate|size|score|speed|length|distance|temperature|"
        r"magnitude|salary|fine|budget|value|weight|height|depth|total)\b(?! of\w)",
    ),
    (
        QuestionKind.WHEN,
        rf"when|(?:what|which) (?:{_OF_BE})?(?:year|month|day|date|week|weekday|time|decade|century|"
        r"season|hour)\b",
    ),
    (
        QuestionKind.WHERE,
        rf"where|(?:what|which) (?:{_OF_BE})?{_WORDS_BETWEEN}(?:city|town|country|state|place|"
        r"village|region|province|county|continent|island|port|street|river|nation|location|venue|"
        r"district|area|capital|stadium|estuary|harbour|harbor|neighbourhood|neighborhood)\b",
    ),
    (
        QuestionKind.WHY,
        rf"why|(?:what|which) (?:{_OF_BE})?{_WORDS_BETWEEN}(?:reasons?|causes?|grounds|motives?)\b"
        r"|what (?:caused|led to|prompted|triggered)|how come",
    ),
    (
        QuestionKind.WHO,
        rf"who|whom|whose|(?:what|which) {_WORDS_BETWEEN}(?:person|people|man|woman|actor|actress|"
        r"singer|president|minister|leader|player|politician|author|writer|artist|scientist|"
        r"official|officer|senator|governor|mayor|king|queen|prince|princess|pope|coach|manager|"
        r"director|founder|chairman|chairwoman|chief|executive|boss|comedian|celebrity|driver|"
        r"captain|lawyer|judge|professor|expert|candidate|musician|rapper|boxer|athlete)\b",
    ),
    (
        QuestionKind.NAME,
        rf"what {_OF_BE}{_WORDS_BETWEEN}(?:names?|title|nickname)\b"
        rf"|what (?:is|was|are|were) {_WORDS_BETWEEN}(?:called|named)\b"
        r"|which (?!of\b)[\w’'-]+|names? (?:the|a|an|of|one|two|three)\b"
        rf"|what {_WORDS_BETWEEN}(?:company|companies|firm|team|club|band|film|movie|book|song|"
        r"airline|bank|party|group|agency|newspaper|ship|organisation|organization|university)\b",
    ),
    (QuestionKind.HOW, r"how"),
    (QuestionKind.WHAT, r"what|which"),
)
_ASKING: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<k{at}>{pattern})" for at, (_, pattern) in enumerate(_KINDS)) + r")\b",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r"[.!?][\"”’')]* ")
_READ_CHARACTERS: Final = 1000


def question_kind(question: str) -> QuestionKind:
    """What kind of thing ``question`` asks for, by its first question word.

    Of several sentences the last one counts, if it has a question word. Commands ("Name
    the ship that …") are read like questions; ``OTHER`` is what has no sign at all.
    """
    text = " ".join(question[-_READ_CHARACTERS:].split()).strip()
    last = _CLAUSE_END.split(text)[-1]
    for part in (last, text):
        if _AUXILIARY.match(part):
            return QuestionKind.YES_NO
        match = _ASKING.search(part)
        if match is not None and match.lastgroup is not None:
            return _KINDS[int(match.lastgroup[1:])][0]
    return QuestionKind.OTHER


_INNER_NAME: Final = re.compile(r"(?<=[\w,;:’”\")] )[“\"‘(]?[A-Z][\w’'.-]*")
_FULL_NAME: Final = re.compile(
    r"\b[A-Z][\w’'-]+ (?:(?:[A-Z]\.|al|bin|de|da|van|von|der) ?){0,2}[A-Z]\w"
)
_PERSON: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|President|Minister|Sen|Gov|Gen|Rep|Mayor|King|Queen|"
    r"Prince|Princess|Pope|Judge|Captain|Chancellor|Secretary|Senator|Governor|said|says|told|"
    r"tweeted|wrote|who|actor|actress|singer|author|president|minister|leader|spokes\w+|director|"
    r"coach|founder|chairman|chairwoman|chief|mayor|player)\b"
)
_NUMBER: Final = re.compile(
    r"(?<![\w.])\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|"
    r"hundreds?|thousands?|millions?|billions?|half|twice|both|none|no one)\b",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(
    r"(?<![\w.,$€£])\d[\d,.]* (?:million |billion |thousand )?[a-z]{3}"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"dozens|hundreds|thousands|millions) (?:of )?[a-z]{3}",
    re.IGNORECASE,
)
_MEASURE: Final = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?%|\b\d[\d,.]*(?: (?:million|billion|trillion|thousand))?[ -]?(?:percent|per cent|"
    r"pc|dollars?|euros?|pounds?|yen|kms?|kilomet\w+|miles?|met(?:re|er)s?|feet|foot|ft|inch\w*|kg|"
    r"kilos?|kilograms?|tons?|tonnes?|pounds|mph|kph|degrees?|hours?|minutes?|seconds?|days?|weeks?|"
    r"months?|years?|barrels?|litres?|liters?|acres?|hectares?|points?|megawatts?)\b",
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    r"\b\d{1,3}[- ]years?[- ]old\b|\baged? \d|, \d{1,3}[,.]|\bat the age of\b|\bage\b"
)
_DATE: Final = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
    r"|\b(?:19|20)\d\d\b"
)
_TIME: Final = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|midnight|noon|morning|"
    r"evening|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m|(?:last|this|next) (?:week|month|year)|ago|weekend)\b"
)
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|outside|off|from|to|into|across|around|between|north|south|east|west|on|of|"
    r"over|through|toward|towards) (?:the )?(?:[a-z]+ (?:of )?)?[A-Z][\w’'-]+"
)
_DATELINE: Final = re.compile(r"[A-Z][A-Z’' .-]+[,(].{0,40}(?:—|–|--| - )|[A-Z][A-Z’' .-]+ [—–]")
_NOT_PLACE: Final = re.compile(
    r"\b(?:in|on|from|to|of) (?:the )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|"
    r"March|April|May|June|July|August|September|October|November|December)\b"
)
_REASON: Final = re.compile(
    r"\b(?:because|due to|owing to|as a result|thanks to|caused by|blam\w+|cit(?:ed|ing)|reasons?|"
    r"so that|in order to|in response to|in protest|to avoid|to prevent|amid|therefore|since)\b",
    re.IGNORECASE,
)
_WEAK_REASON: Final = re.compile(r"\b(?:after|over|following|as|for)\b", re.IGNORECASE)
_MEANS: Final = re.compile(r"\b(?:by|using|through|with|via)\b(?: \w+ing\b)?", re.IGNORECASE)


def answer_shape_score(sentence: str, kind: QuestionKind) -> float:
    """How far ``sentence`` holds the kind of thing asked for, from 0 (no sign) to 1.

    ``UNKNOWN_SHAPE`` for the kinds that have no surface signs: what, yes or no, other.
    """
    score = _SCORES.get(kind)
    return UNKNOWN_SHAPE if score is None else score(sentence)


def _name(sentence: str) -> float:
    if _FULL_NAME.search(sentence):
        return 0.8
    return 0.6 if _INNER_NAME.search(sentence) else 0.0


def _who(sentence: str) -> float:
    name = _name(sentence)
    return name + 0.2 if _PERSON.search(sentence) else 0.75 * name


def _named_thing(sentence: str) -> float:
    name = _name(sentence)
    return (
        name + 0.2 if name and ("“" in sentence or '"' in sentence or "call" in sentence) else name
    )


def _when(sentence: str) -> float:
    if _DATE.search(sentence):
        return 1.0
    return 0.8 if _TIME.search(sentence) else 0.0


def _where(sentence: str) -> float:
    if _DATELINE.match(sentence):
        return 0.9
    places = len(_PLACE.findall(sentence)) - len(_NOT_PLACE.findall(sentence))
    if places > 0:
        return 1.0
    return 0.3 if _INNER_NAME.search(sentence) else 0.0


def _how_many(sentence: str) -> float:
    if _COUNT.search(sentence):
        return 1.0
    return 0.6 if _NUMBER.search(sentence) else 0.0


def _how_much(sentence: str) -> float:
    if _MEASURE.search(sentence):
        return 1.0
    return 0.5 if _NUMBER.search(sentence) else 0.0


def _age(sentence: str) -> float:
    if _AGE.search(sentence):
        return 1.0
    return 0.3 if _NUMBER.search(sentence) else 0.0


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
