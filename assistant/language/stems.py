"""Brings the inflected forms of an English word together: "closes", "closed", "closing"."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

_LONGEST: Final = 40
"""Characters beyond which a word is left as it is: no English word is so long."""

_IRREGULAR_VERBS: Final = """
arise arose arisen|bear bore borne|beat beat beaten|become became|begin began begun|bend bent
bet|bid bade bidden|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken
breed bred|bring brought|broadcast|build built|burst|buy bought|catch caught|choose chose chosen
cling clung|come came|cost|creep crept|cut|deal dealt|dig dug|do did done does|draw drew drawn
drink drank drunk|drive drove driven
eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found
flee fled|fling flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten
forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone goes
grind ground|grow grew grown|hang hung|hear heard|hide hid hidden|hit|hold held|hurt|keep kept
kneel knelt|know knew known|lay laid|lead led|leap leapt|leave left|lend lent|let|light lit
lose lost|make made|mean meant|meet met|mislead misled|mistake mistook mistaken|outbid|overcome
overcame|overthrow overthrew overthrown|overtake overtook overtaken|pay paid|prove proven|put
quit|read|rebuild rebuilt|repay repaid|ride rode ridden|ring rang rung|rise rose risen|run ran
say said|see saw seen|seek sought|sell sold|send sent|set|shake shook shaken|shed|shine shone
shoot shot|show shown|shrink shrank shrunk|shut|sing sang sung|sink sank sunk|sit sat|sleep slept
slide slid|speak spoke spoken|spend spent|spill spilt|spin spun|split|spread|spring sprang sprung
stand stood|steal stole stolen|stick stuck|sting stung|strike struck stricken|strive strove
swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken|teach taught
tear tore torn|tell told|think thought|throw threw thrown|thrust|undergo underwent undergone
understand understood|undertake undertook undertaken|uphold upheld|upset|wake woke woken
wear wore worn|weave wove woven|weep wept|win won|wind wound|withdraw withdrew withdrawn
withhold withheld|withstand withstood|wring wrung|write wrote written
""".replace("\n", "|")
_OTHERS: Final = (
    "man men|woman women|child children|person people|wife wives|knife knives|"
    "thief thieves|half halves|leaf leaves|foot feet|tooth teeth|die dies died dying|"
    "lie lies lied lying|tie ties tied tying|sue sues sued suing|crisis crises|bus buses|gas gases|"
    "news|series|species|always|perhaps|less|this|thus|is|was|has|as|us|its|his|"
    "need needed needing|speed|feed feeding|during|king kings|thing things|ring|spring|string|wing|"
    "evening evenings|morning mornings|building buildings|ceiling|wedding weddings|"
    "hundred hundreds|red|bed|shed|embed|indeed|exceed exceeded|proceed proceeded|"
    "succeed succeeded|"
    "agree agrees agreed agreeing|disagree disagrees disagreed|free frees freed freeing|"
    "guarantee guarantees guaranteed|flee flees fleeing|see sees seeing|referee refereed"
)

_SHORTEST: Final = 4
"""Letters from which on a word has endings: "was", "red" and "ring" have none."""

_SIBILANT_PLURAL: Final = re.compile(r"(?:ss|x|zz|ch|sh|o)es$")
_VOWELS: Final = re.compile("[aeiouy]+")
_SHORT: Final = re.compile(r"[^aeiou]{0,3}[aeiouy][^aeiouwxy]")
"""One vowel between consonants: a stem that has lost its e, if nothing is doubled."""

_KEEPS_E: Final = re.compile(r"[^aeiou]{0,3}[aeiouy][^aeiou]e")
_KEPT_DOUBLE: Final = frozenset("lszf")


class VerbForm(StrEnum):
    """What the ending of a word says of it, were it a verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    GERUND = "gerund"
    ANY = "any"
    """Base and past alike: "cut"."""


def _read_irregular() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    bases: dict[str, str] = {}
    past: set[str] = set()
    unchanged: set[str] = set()
    for entry in _IRREGULAR_VERBS.split("|"):
        words = entry.split()
        if not words:
            continue
        past.update(word for word in words[1:] if word not in {"goes", "does", words[0]})
        if len(words) == 1:
            unchanged.add(words[0])
        bases.update((word, words[0]) for word in words[1:])
    for entry in _OTHERS.split("|"):
        words = entry.split()
        bases.update((word, words[0]) for word in words)
    return bases, frozenset(past), frozenset(unchanged | {"beat"})


_BASES, _PAST, _UNCHANGED = _read_irregular()
_FORMS: Final = (
    {_BASES[word]: VerbForm.BASE for word in _PAST}
    | dict.fromkeys(_UNCHANGED, VerbForm.ANY)
    | dict.fromkeys(_PAST, VerbForm.PAST)
)
"""The forms of irregular verbs, of which some look like others: "bring", "feed"."""


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """What the forms of ``word`` (in lower case) have in common; no word of its own.

    Nouns and verbs lose their endings, irregular ones become their base form. Words that
    are not English come back as they are, or shorter by what looks like an ending.
    """
    if len(word) > _LONGEST:
        return word
    base = _BASES.get(word)
    if base is None:
        base = _without_ending(word)
        base = _BASES.get(base, base)
    return _normal(base)


def _without_ending(word: str) -> str:
    if len(word) < _SHORTEST:
        return word
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith("s"):
        return _singular(word)
    if word.endswith("ed"):
        return _verb(word[:-2]) or word
    if word.endswith("ing"):
        return _verb(word[:-3]) or word
    return word


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-2] if _SIBILANT_PLURAL.search(word) else word[:-1]


def _verb(rest: str) -> str | None:
    """The base form of which "ed" or "ing" left ``rest``; None where it leaves no verb."""
    syllables = len(_VOWELS.findall(rest))
    if syllables == 0 or len(rest) == 1:
        return None
    last = rest[-1]
    if len(rest) >= _SHORTEST and last == rest[-2] and last not in "aeiou":
        return rest if syllables == 1 and last in _KEPT_DOUBLE else rest[:-1]
    return rest + "e" if _SHORT.fullmatch(rest) else rest


def _normal(base: str) -> str:
    """``base`` without the final e and the doubled letter that its forms may lack."""
    if len(base) < _SHORTEST:
        return base
    if base.endswith("e") and not _KEEPS_E.fullmatch(base):
        return base[:-1]
    double = base[-1] == base[-2] and base[-1] not in "aeiou"
    return base[:-1] if double and len(_VOWELS.findall(base)) > 1 else base


def verb_form(word: str) -> VerbForm:
    """The form that ``word`` (in lower case) has if it is a verb."""
    if word in _FORMS:
        return _FORMS[word]
    if len(word) >= _SHORTEST:
        if word.endswith("ed") and not word.endswith("eed"):
            return VerbForm.PAST
        if word.endswith("ing"):
            return VerbForm.GERUND
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return VerbForm.THIRD
    return VerbForm.BASE
