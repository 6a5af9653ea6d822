"""What is done to sentences of news articles: what errors and true rewordings have in common.

Both sides are made alike, so that a change by itself says nothing: as many sentences are
shortened, reworded or turned round truthfully (``rewordings.py``) as are given one error
(``errors.py``). ``wrong`` tells where the error is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(
    r"(?<![\w’'-])[A-Z][\w'’-]+"
    r"(?: (?:de|van|von|al|of|bin) [A-Z][\w'’-]+| [A-Z][\w'’.-]*\w)*(?![\w-])"
)
NUMBER: Final = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w-]|[.,]\d)")
LONG_WORD: Final = re.compile(r"\b[a-z]{4,}(?:ed|ing|ion|ment|ers|ies|ity|ly|s)\b")
HEDGE: Final = re.compile(
    r"\b(?:allegedly |reportedly |may |might |could |possibly |likely |probably |expected to |"
    r"planning to |considering |seeking to |alleged |suspected |apparently )"
)
SAID_BEFORE: Final = re.compile(
    r"(?P<who>[A-Z][^,“”\"]{2,60}?) (?P<verb>said|says|announced|claimed|argued|believes|warned|"
    r"alleged|estimated|suggested|expects|hopes) (?:that )?(?P<what>[^“”\"]{25,})\.\Z"
)
PREDICATED: Final = re.compile(
    r"(?P<who>(?:The |A |An )?(?:[A-Z][\w'’.-]+|[a-z-]+)(?: [A-Z][\w'’-]+){0,3}(?: [a-z]+)?) "
    r"(?P<what>(?:was|were|is|are|has|had|will|have) [^“”\"]{8,100}\.)\Z"
)
ACTIVE: Final = re.compile(
    r"(?P<who>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}) (?P<verb>[a-z]+ed) "
    r"(?P<whom>(?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})(?P<rest>[ ,.].*)\Z"
)
PASSIVE: Final = re.compile(
    r"(?P<whom>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}) (?:was|were) (?P<verb>[a-z]+(?:ed|en)) by "
    r"(?P<who>(?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})(?P<rest>[ ,.].*)\Z"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence as it is claimed; ``wrong`` is the range of the error, None in a true one."""

    text: str
    kind: str
    wrong: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What errors are made of: an article's names, numbers and words, and others' predicates."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    foreign: tuple[str, ...]
    verbs: frozenset[str] = frozenset()


def stock_of(
    sentences: Sequence[str], foreign: Sequence[str], verbs: frozenset[str] = frozenset()
) -> Stock:
    """The stock of one article; ``foreign`` are predicates of others, ``verbs`` base forms."""
    whole = " ".join(sentences)
    return Stock(
        names=tuple(dict.fromkeys(found[0] for one in sentences for found in mentions(one))),
        numbers=tuple(dict.fromkeys(found[0] for found in NUMBER.finditer(whole))),
        words=tuple(dict.fromkeys(found[0] for found in LONG_WORD.finditer(whole))),
        foreign=tuple(foreign),
        verbs=verbs,
    )


def predicates(sentences: Sequence[str]) -> list[str]:
    """What is said of the subjects of short plain sentences."""
    return [found["what"] for one in sentences if (found := PREDICATED.match(one))]


def mentions(text: str) -> Iterator[re.Match[str]]:
    """Names in a sentence; a lone first word is none, since every sentence begins so."""
    for found in _NAME.finditer(text):
        first = found.start() == 0 or text[: found.start()].rstrip()[-1:] in '“".!?:'
        if not first or " " in found[0]:
            yield found


Maker = Callable[[str, Stock, random.Random], Iterator[Edit]]
"""Makes what edits of one kind can be made of a sentence."""

Kinds = Mapping[str, tuple[Maker, float]]
"""Makers by name, and how much each is wanted where it can be."""


def weighted(kinds: Kinds, weights: Mapping[str, float]) -> Kinds:
    """The same makers in the same order, wanted as ``weights`` say."""
    return {name: (maker, weights.get(name, own)) for name, (maker, own) in kinds.items()}


def some(text: str, kinds: Kinds, stock: Stock, rng: random.Random) -> Edit | None:
    """One edit of those that can be made, rarer kinds as often as frequent ones."""
    options: list[tuple[float, Edit]] = []
    for make, weight in kinds.values():
        made = [one for one in make(text, stock, rng) if one.text != text]
        options += [(weight / len(made), one) for one in made]
    if not options:
        return None
    weights, edits = zip(*options, strict=True)
    edit: Edit = rng.choices(edits, weights)[0]
    return edit
