"""Errors by rule in sentences of news articles."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Final

from tools.train_entailment.certainty import UNCERTAIN
from tools.train_entailment.composed_parts import DAYS, MONTHS, NUMBERS
from tools.train_entailment.drawing import chance, couples, forms, lower, phrases, upper
from tools.train_entailment.edits import (
    ACTIVE,
    HEDGE,
    LONG_WORD,
    NUMBER,
    PASSIVE,
    PREDICATED,
    SAID_BEFORE,
    Edit,
    Kinds,
    Stock,
    mentions,
)

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_OPPOSITE: Final = {
    one: other for pair in couples("opposites") for one, other in (pair, pair[::-1])
}
_UNSURE: Final = frozenset(
    "claimed argued believes alleged suggested expects hopes estimated".split()
)
"""Verbs of saying that do not say that it is so."""

_OWNER: Final = re.compile(
    r"(?P<owner>(?:[Tt]he )?[A-Z]?[\w-]+(?: [A-Z][\w-]+)*)['’]s (?P<owned>[a-z]+(?: [a-z]+)?) "
    r"(?=(?:was|were|is|has|had|said|will|would|died|won|lost|fell|rose)\b)"
)
_FROM_TO: Final = re.compile(
    r"\bfrom (?P<one>[$£€]?[\w.,%-]+(?: (?:million|billion|percent))?) "
    r"to (?P<other>[$£€]?[\w.,%-]+(?: (?:million|billion|percent))?)(?=[ ,.])"
)
_QUANTITIES: Final = {one: others for one, *others in forms("quantities")}
_QUANTITY: Final = re.compile(
    r"\b(?:some|many|most|several|few|all|both|each|every|half|at least|up to|more than|"
    r"less than|fewer than|nearly|only)\b"
)
_SCALE: Final = dict(couples("scales"))
_SCALED: Final = re.compile(rf"(?<=\d )(?:{'|'.join(_SCALE)})\b")
_CAUSE: Final = re.compile(
    r"(?P<one>[A-Z][^,“”\";]{15,90}) (?P<link>after|because|before) "
    r"(?P<other>[^,“”\";]{15,90})\.\Z"
)
_ENDING: Final = re.compile(r"(?:ed|ing|ion|ment|ers|ies|ity|ly|s)\Z")
_BAD_FATES: Final = phrases("bad_fates")
_SMALL: Final = 100
"""A number from which an error is one of its leading digits."""

_SIDE_BY_SIDE: Final = 12
"""Characters between two names joined by "and"."""


def _put(text: str, start: int, end: int, new: str, kind: str) -> Edit:
    """``text`` with ``new`` in the place of a range."""
    made = text[:start] + new + text[end:]
    return Edit(upper(made) if start == 0 else made, kind, (start, start + max(len(new), 1)))


def _numbers(text: str, stock: Stock, rng: random.Random) -> Iterator[Edit]:
    for found in NUMBER.finditer(text):
        old = found[0]
        value = float(old.replace(",", ""))
        if _YEAR.fullmatch(old):
            new = str(int(value) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10)))
        elif stock.numbers and chance(rng, 0.4):
            new = rng.choice(stock.numbers)
        elif "." in old:
            places = len(old.partition(".")[2])
            new = f"{value + rng.choice((-1, 1, 0.5, -0.3, 2)):.{places}f}"
        else:
            step = rng.choice((-2, -1, 1, 2, 3, 10))
            scale = 1 if value < _SMALL else 10 ** (len(str(int(value))) - 2)
            new = f"{max(0, int(value + step * scale)):,}"
        if new != old and not new.startswith("-"):
            yield _put(text, *found.span(), new, "number")
    for place, word in enumerate(NUMBERS[1:], 1):
        for found in re.finditer(rf"\b{word}\b(?! of)", text):
            other = NUMBERS[(place + rng.choice((1, 2, 3)) - 1) % 12 + 1]
            yield _put(text, *found.span(), other, "number")


def _dates(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    for group in (DAYS, MONTHS):
        for found in re.finditer(rf"\b(?:{'|'.join(group)})\b", text):
            others = [one for one in group if one != found[0]]
            yield _put(text, *found.span(), rng.choice(others), "date")


def _names(text: str, stock: Stock, rng: random.Random) -> Iterator[Edit]:
    for found in mentions(text):
        words = found[0].split()
        options = [
            name
            for name in stock.names
            if len(name.split()) == len(words)
            and not set(name.split()) & set(words)
            and name not in text
        ]
        if options and found[0] not in DAYS and found[0] not in MONTHS:
            yield _put(text, *found.span(), rng.choice(options), "name")


def _roles(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    """The first two names change places."""
    names = [one for one in mentions(text) if one[0] not in DAYS + MONTHS]
    if not names[1:]:
        return
    one, other = names[:2]
    if set(one[0].split()) & set(other[0].split()):
        return
    between = text[one.end() : other.start()]
    if " and " in between and len(between) < _SIDE_BY_SIDE:
        return
    made = text[: one.start()] + other[0] + between + one[0] + text[other.end() :]
    yield Edit(made, "roles", (one.start(), other.end()))


def _turned(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    """Active for passive and the reverse, with the roles exchanged."""
    if found := ACTIVE.match(text):
        end = f"{found['who']} was {found['verb']} by {found['whom']}"
        yield Edit(end + found["rest"], "turned", (0, len(end)))
    if found := PASSIVE.match(text):
        end = f"{found['whom']} {found['verb']} {found['who']}"
        yield Edit(end + found["rest"], "turned", (0, len(end)))


def _opposites(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    for found in re.finditer(r"\b[a-z]+\b", text):
        if found[0] in _OPPOSITE:
            yield _put(text, *found.span(), _OPPOSITE[found[0]], "opposite")


def _hedges(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """What is alleged or was denied, as what is."""
    for found in HEDGE.finditer(text):
        yield _put(text, *found.span(), "", "certainty")
    for found in re.finditer(r"\b(?:denied|denies|rejected|questioned|doubted)\b", text):
        new = rng.choice(("confirmed", "admitted", "said"))
        yield _put(text, *found.span(), new, "certainty")


def _attributions(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    """What somebody claims, as what is; no word of it is wrong."""
    found = SAID_BEFORE.match(text)
    if found and found["verb"] in _UNSURE:
        yield Edit(f"{upper(found['what'])}.", "attribution", None)


def _owners(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    for found in _OWNER.finditer(text):
        yield _put(text, *found.span(), f"{found['owner']} ", "owner")


def _from_to(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    for found in _FROM_TO.finditer(text):
        yield _put(text, *found.span(), f"from {found['other']} to {found['one']}", "from-to")


def _quantities(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    for found in _QUANTITY.finditer(text):
        yield _put(text, *found.span(), rng.choice(_QUANTITIES[found[0]]), "quantity")
    for found in _SCALED.finditer(text):
        yield _put(text, *found.span(), _SCALE[found[0]], "unit")


def _causes(text: str, _stock: Stock, _rng: random.Random) -> Iterator[Edit]:
    if found := _CAUSE.match(text):
        one = found["one"]
        lowered = one if re.match(r"[A-Z]\w+ [A-Z]", one) else lower(one)
        made = f"{upper(found['other'])} {found['link']} {lowered}."
        yield Edit(made, "cause", (0, len(made)))


def _invented(text: str, stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """Something else is said of somebody."""
    if found := PREDICATED.match(text) or ACTIVE.match(text):
        who = found["who"]
    elif names := [one[0] for one in mentions(text)]:
        who = rng.choice(names)
    else:
        return
    if chance(rng, 0.5) or not stock.foreign:
        what = f"{rng.choice(_BAD_FATES)}."
    else:
        what = rng.choice(stock.foreign)
    yield Edit(f"{who} {what}", "invented", (len(who) + 1, len(who) + len(what)))


def _words(text: str, stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """Another word of the article with the same ending."""
    options = list(LONG_WORD.finditer(text))
    rng.shuffle(options)
    for found in options[:2]:
        ending = _ENDING.search(found[0])
        assert ending is not None
        others = [w for w in stock.words if w.endswith(ending[0]) and w[:4] != found[0][:4]]
        if others:
            yield _put(text, *found.span(), rng.choice(others), "word")


ERRORS: Final[Kinds] = {
    "numbers": (_numbers, 1.0), "dates": (_dates, 0.6), "names": (_names, 1.0),
    "roles": (_roles, 1.0), "turned": (_turned, 1.5), "opposites": (_opposites, 1.2),
    "hedges": (_hedges, 1.2),
    "attributions": (_attributions, 1.0), "owners": (_owners, 1.5), "from_to": (_from_to, 2.0),
    "quantities": (_quantities, 1.2), "causes": (_causes, 1.5), "invented": (_invented, 0.7),
    "words": (_words, 0.7), **UNCERTAIN,
}  # fmt: skip
"""How errors are made, and how much each kind is wanted where it can be."""
