"""True rewordings by rule of sentences of news articles."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Final

from tools.train_entailment.certainty import said_alike
from tools.train_entailment.composed_parts import NUMBERS
from tools.train_entailment.drawing import chance, forms, lower, upper
from tools.train_entailment.edits import ACTIVE, HEDGE, PASSIVE, SAID_BEFORE, Edit, Kinds, Stock

_SAME: Final = {one: group for group in forms("same_words") for one in group}
_MOST_REPLACED: Final = 2
"""Words of a sentence that are replaced by others, at most."""

_LEAD: Final = re.compile(
    r"(?:By|In|On|At|After|Since|From|With|During|As|Following|Despite|Under|Over|Last|Earlier|"
    r"Meanwhile|However|Still|Now|But|And|So|Yet|Then)\b[^“”\";,]{0,60}, (?=\w)"
)
_APPOSITION: Final = re.compile(
    r"(?<=\w), (?:an? |the |who |which |whose |its |their )[^,“”\";.]{3,80}"
    r"(?:,(?! and| who| which)|(?=\.\Z))"
)
_PARENTHESIS: Final = re.compile(r" \([^()]+\)| [—–] [^—–.“”]{3,80} [—–](?= )")
_TAIL: Final = re.compile(
    r"(?P<first>[^“”\";]{40,}), (?:and|but|with|while|including|which|who|as|according to|after|"
    r"because|although|where|adding|making|leaving|saying)\b[^“”\";]{8,}\.\Z"
)
_TAIL_PHRASE: Final = re.compile(
    r"(?P<first>[^“”\";]{40,}) "
    r"(?:on|in|at|during|after|since|because|while|despite|following|amid) [^“”\";,]{3,50}\.\Z"
)
_SAID_AFTER: Final = re.compile(
    r"(?P<what>[^“”\"]{20,}), "
    r"(?P<who>(?:[A-Z]\w+|the|a|an|officials|police|he|she|they)[^,“”\"]{0,60}?) "
    r"(?P<verb>said|says|told|added)(?P<rest>[^.“”\"]{0,60})\.\Z"
)
_FULL_NAME: Final = re.compile(
    r"\b([A-Z][a-z]+) ([A-Z][a-z]+)(?= (?:said|says|was|is|has|had|told|will|added))"
)
_MILLIONS: Final = {"million": 1e6, "billion": 1e9}


def _shortened(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    if (found := _LEAD.match(text)) and not HEDGE.search(found[0]):
        yield Edit(upper(text[found.end() :]), "lead dropped")
    for pattern in (_APPOSITION, _PARENTHESIS):
        for found in pattern.finditer(text):
            yield Edit(_with(text, found, ""), "aside dropped")
    for pattern in (_TAIL, _TAIL_PHRASE):
        if found := pattern.match(text):
            first = found["first"]
            if not re.search(r"\b(?:if|unless|not|no|only|said|says)\b", text[len(first) :]):
                yield Edit(f"{first.rstrip(' ,')}.", "end dropped")


def _reworded(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    made, changed = text, 0
    for old, group in _SAME.items():
        found = re.search(rf"(?<![\w-]){re.escape(old)}(?![\w-])", made)
        if found and chance(rng, 0.7):
            made = _with(made, found, rng.choice([one for one in group if one != old]))
            changed += 1
            if changed == _MOST_REPLACED:
                break
    if changed:
        yield Edit(made, "reworded")


def _said(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """Who said it moves from the back to the front or the reverse."""
    if found := _SAID_AFTER.match(text):
        what = found["what"]
        lowered = what if re.match(r"[A-Z]\w+ [A-Z]|[A-Z]{2}|I\b", what) else lower(what)
        verb = "said" if found["verb"] in ("told", "added") else found["verb"]
        rest = found["rest"] if found["verb"] != "told" else ""
        yield Edit(f"{upper(found['who'])} {verb}{rest} that {lowered}.", "turned to the front")
        yield Edit(f"According to {found['who']}, {lowered}.", "according to")
    elif (found := SAID_BEFORE.match(text)) and found["verb"] in ("said", "says", "announced"):
        what = found["what"]
        yield Edit(f"{upper(what)}, {found['who']} {found['verb']}.", "turned to the back")
        if chance(rng, 0.5):
            yield Edit(f"According to {found['who']}, {what}.", "according to")


def _figured(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    """The same number in digits, in words, written out."""
    for place, word in enumerate(NUMBERS[2:], 2):
        if found := re.search(rf"\b{word}\b(?= [a-z])", text):
            yield Edit(_with(text, found, str(place)), "in digits")
    for found in re.finditer(r"(?<![\w.,$£€])(\d)(?= [a-z])", text):
        word = NUMBERS[int(found[1])]
        yield Edit(_with(text, found, word if found.start() else upper(word)), "in words")
    for found in re.finditer(r"\b(\d+(?:\.\d)?) (million|billion)\b", text):
        value = float(found[1]) * _MILLIONS[found[2]]
        yield Edit(_with(text, found, f"{value:,.0f}"), "written out")
    for found in re.finditer(r"\b(\d+(?:\.\d+)?)(?:%| percent| per cent)", text):
        new = f"{found[1]} percent" if found[0].endswith("%") else f"{found[1]}%"
        yield Edit(_with(text, found, new), "percent")


def _named(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    for found in _FULL_NAME.finditer(text):
        yield Edit(_with(text, found, found[2]), "surname alone")


def _passive(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    if found := ACTIVE.match(text):
        made = f"{upper(found['whom'])} was {found['verb']} by {found['who']}{found['rest']}"
        yield Edit(made, "passive")
    if found := PASSIVE.match(text):
        made = f"{upper(found['who'])} {found['verb']} {found['whom']}{found['rest']}"
        yield Edit(made, "active")


def _with(text: str, found: re.Match[str], new: str) -> str:
    """``text`` with ``new`` in the place of what was found."""
    return text[: found.start()] + new + text[found.end() :]


REWORDINGS: Final[Kinds] = {
    "shortened": (_shortened, 1.0), "reworded": (_reworded, 1.0), "said": (_said, 1.0),
    "figured": (_figured, 1.5), "named": (_named, 0.7), "passive": (_passive, 3.0),
    "alike": (said_alike, 2.0),
}  # fmt: skip
"""How true rewordings are made."""
