"""What a figure of a sentence is about, to tell what contradicts it from what it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.language.figures import Figure, FigureKind, find_figures
from assistant.language.figures_words import scale_of
from assistant.language.word_lists import word_lists
from assistant.language.words import STOP_WORDS


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the sentence it stands in, and where its neighbours end and begin."""

    figure: Figure
    text: str
    after: int
    before: int

    @property
    def said(self) -> str:
        """The figure with its hedge and with what it counts, or with the name it is part of."""
        figure = self.figure
        lead = self.text[figure.lead : figure.start].lower()
        if figure.kind is FigureKind.CODE and figure.noun is not None:
            words = self.text[max(0, figure.start - _REACH) : figure.start].split()
            lead = " ".join([*words[-1:], ""])
        return " ".join((lead + self.text[figure.start : max(figure.end, figure.reach)]).split())

    @property
    def bare(self) -> str:
        """The figure without what it counts, but with its unit."""
        return " ".join(self.text[self.figure.start : self.figure.end].split())


_FATES: Final[Mapping[str, str]] = word_lists("figures.toml").keys("fates")
_FATE_WORD: Final = rf"\b(?:{'|'.join(_FATES)})\b"
_FATE: Final = re.compile(_FATE_WORD, re.IGNORECASE)
_FATE_BEFORE: Final = re.compile(
    rf"({_FATE_WORD})(?:[ ](?:of|at|to|the lives of|(?:\w{{2,12}}[ ]){{0,3}}to))?\s{{0,2}}$",
    re.IGNORECASE,
)
_REACH: Final = 60  # characters on each side of a figure that its context is read from
_WORD: Final = re.compile(r"[^\W\d_]{3,40}+")
_KINDS: Final = word_lists("figures.toml").in_order("counterparts")
_COUNTERPARTS: Final = frozenset(map(frozenset, zip(_KINDS[::2], _KINDS[1::2], strict=True)))
_GENERIC: Final = frozenset({"person", "other", "individual", "victim", "thing", "more"})
_SHARES: Final = frozenset({FigureKind.PERCENT, FigureKind.FRACTION})
_COUNTED: Final = frozenset({FigureKind.COUNT, FigureKind.VAGUE})


@lru_cache(maxsize=4096)
def placed_figures(text: str) -> tuple[Placed, ...]:
    """The figures of ``text`` with their surroundings."""
    figures = find_figures(text)
    ends = [0, *(figure.end for figure in figures)]
    begins = [*(figure.lead for figure in figures[1:]), len(text)]
    return tuple(
        Placed(figure, text, after, before)
        for figure, after, before in zip(figures, ends, begins, strict=False)
    )


def family(figure: Figure) -> str:
    """A word that figures share which can contradict each other."""
    if figure.kind in _SHARES:
        return "share"
    if figure.kind in _COUNTED:
        return "count"
    if figure.kind in {FigureKind.MEASURE, FigureKind.AGE} and figure.unit:
        return scale_of(figure.unit).dimension
    if figure.kind is FigureKind.CODE:
        return "code " + (figure.noun or "".join(filter(str.isalpha, figure.phrase)))
    return figure.kind.value


def fate(placed: Placed) -> str | None:
    """What became of the people that a figure counts, where it is said beside it.

    "Killing 12" and "death toll rose to 12" before it; after it the first such word:
    "12 passengers were injured".
    """
    figure, text = placed.figure, placed.text
    if family(figure) != "count":
        return None
    lead = text[max(placed.after, figure.lead - _REACH) : figure.lead]
    match = _FATE_BEFORE.search(lead)
    if match:
        return _FATES[match[1].lower()]
    following = _FATE.search(text, figure.end, min(placed.before, figure.end + _REACH))
    return _FATES[following[0].lower()] if following else None


def shared_context(one: Placed, two: Placed) -> int:
    """How many words that mean something stand near both figures."""
    return len(_near(one) & _near(two))


def _near(placed: Placed) -> frozenset[str]:
    figure, text = placed.figure, placed.text
    before = text[max(0, figure.lead - _REACH) : figure.lead]
    around = f"{before} {text[figure.end : figure.end + _REACH]}"
    return frozenset(map(str.lower, _WORD.findall(around))) - STOP_WORDS


def same_noun(one: Figure, two: Figure) -> bool:
    """Whether two figures are said to count the same."""
    return one.noun is not None and one.noun == two.noun


def tells_apart(noun: str | None) -> bool:
    """Whether ``noun`` says enough to tell what is counted from other things."""
    return noun is not None and noun not in _GENERIC


def are_counterparts(one: str | None, other: str | None) -> bool:
    """Whether two nouns are of two kinds of people, one of which nobody is both: men, women."""
    return frozenset((one, other)) in _COUNTERPARTS


def rivals(said: Placed, held: Sequence[Placed]) -> list[Placed]:
    """Those of ``held`` that speak of what ``said`` speaks of, the likeliest first.

    They are of its family, and have its noun, or tell of the same fate, or stand among the
    same words, or are the only ones of the family and share at least a word with it.
    """
    kin = [other for other in held if family(other.figure) == family(said.figure)]
    scored = [(_likeness(said, other), other) for other in kin]
    enough = 1 if len(kin) == 1 else 2
    if said.figure.kind is FigureKind.ORDINAL:
        scored = [pair for pair in scored if same_noun(said.figure, pair[1].figure)]
    found = [pair for pair in scored if pair[0] >= enough]
    return [other for _, other in sorted(found, key=lambda pair: -pair[0])]


def _likeness(said: Placed, other: Placed) -> int:
    score = shared_context(said, other) + 3 * same_noun(said.figure, other.figure)
    fates = fate(said), fate(other)
    if None not in fates:
        score += 4 if fates[0] == fates[1] else -4
    if said.figure.kind is FigureKind.CODE:
        score += 2
    return score
