"""What an alteration makes of a true statement, and what all its rules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from eval.minimal_pairs.drafts import Draft
from eval.minimal_pairs.pairs import Kind, rank

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Alteration:
    """A false or unsupported version of ``draft``: ``was`` became ``became``, by ``rule``."""

    draft: Draft
    kind: Kind
    text: str
    was: str
    became: str
    rule: str


Alter = Callable[[Draft], Iterator[Alteration]]


def altered(
    draft: Draft, kind: Kind, *, start: int, end: int, became: str, rule: str
) -> Alteration:
    """``draft`` with ``became`` in the place of ``text[start:end]``."""
    text = draft.text[:start] + became + draft.text[end:]
    return Alteration(draft, kind, text, draft.text[start:end], became, rule)


def some(options: Sequence[_T], *parts: object) -> _T:
    """One of ``options``, always the same for the same ``parts``.

    Raises:
        IndexError: there are none.
    """
    return sorted(options, key=lambda option: rank(option, *parts))[0]


def unquoted(draft: Draft, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where ``pattern`` is found in the text outside quotations."""
    for found in pattern.finditer(draft.text):
        if draft.outside(*found.span()):
            yield found
