"""Words that say the opposite of one another: who opposed a plan is not who supported it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Final

_PAIRS: Final = (
    ("support supported supporter back backed favour favor approve endorse",
     "oppose opposed opponent reject resist"),
    ("win won winner victory beat", "lose lost loser defeat"),
    ("rise rose risen increase gain grow grew", "fall fell fallen drop decline decrease shrink"),
    ("buy bought purchase acquire", "sell sold sale"),
    ("open opened reopen", "close closed shut"),
    ("hire hired employ", "dismiss fire fired sack"),
    ("accept accepted agree", "refuse refused decline"),
    ("join joined enter", "leave left quit"),
    ("allow allowed permit legalise legalize", "ban banned forbid bar barred prohibit"),
    ("admit admitted confirm", "deny denied"),
    ("begin began start started", "end ended finish stop"),
    ("acquit acquitted clear", "convict convicted guilty"),
    ("survive survived survivor", "die died dead kill killed"),
    ("arrive arrived", "depart departed"),
    ("lend lent", "borrow borrowed"),
)  # fmt: skip


def opposites(
    terms: Set[str], *, analyse: Callable[[str], Sequence[str]]
) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The stems of words in ``terms`` or like them, each with the stems of their opposites.

    Args:
        terms: stemmed words of a question.
        analyse: gives the stemmed words of a text.
    """
    found = []
    for pair in _PAIRS:
        one, other = (frozenset(analyse(side)) for side in pair)
        if terms & one and not terms & other:
            found.append((one, other))
        if terms & other and not terms & one:
            found.append((other, one))
    return tuple(found)


def is_turned(pairs: Sequence[tuple[Set[str], Set[str]]], said: Set[str]) -> bool:
    """Whether what is ``said`` has the opposite of a word asked for, and not that word."""
    return any(said & opposite and not said & asked for asked, opposite in pairs)
