"""How a question and a sentence are put before the reader: one layout, for training and use.

``[CLS] question [SEP] heading [SEP] sentence [SEP]``; the heading (title, outlet and date)
and its ``[SEP]`` are left out where nothing is known. The question, with a
mark at its end, and its two special tokens are of token type 0, all that follows of type 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CLS: Final = 101
SEP: Final = 102

QUESTION_TOKENS: Final = 64
HEADING_TOKENS: Final = 40
SENTENCE_TOKENS: Final = 144
"""Most tokens of each part; what is beyond is not read."""

LONGEST_ANSWER: Final = 24
"""Most tokens of a short answer."""

_ENDS: Final = "?!.\u2026"
"""What a question may end in."""


def as_asked(question: str) -> str:
    """The question with a mark at its end, as nearly all that the reader learned from have.

    People leave it out, as in a search engine: "who runs the port of Ostvik".
    """
    question = question.rstrip()
    return f"{question}?" if question and question[-1] not in _ENDS else question


@dataclass(frozen=True, slots=True)
class Pair:
    """The tokens of a pair, their types, and where the sentence's first token stands."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    start: int

    @property
    def stop(self) -> int:
        """Where the sentence's tokens end: the place of the last ``[SEP]``."""
        return len(self.ids) - 1


def pair_of(question: Sequence[int], heading: Sequence[int], sentence: Sequence[int]) -> Pair:
    """Puts the token ids of the three parts, without special tokens, together."""
    asked = (CLS, *question[:QUESTION_TOKENS], SEP)
    known = (*heading[:HEADING_TOKENS], SEP) if heading else ()
    said = (*sentence[:SENTENCE_TOKENS], SEP)
    return Pair(
        ids=(*asked, *known, *said),
        types=(0,) * len(asked) + (1,) * (len(known) + len(said)),
        start=len(asked) + len(known),
    )


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A short answer: its first and last token, counted from the sentence's first.

    ``margin`` is the sum of its two logits less that of "no answer".
    """

    first: int
    last: int
    margin: float


def best_span(logits: NDArray[np.float32], pair: Pair) -> TokenSpan:
    """The likeliest short answer in the sentence of ``pair``.

    Args:
        logits: of starts and ends, [tokens, 2]; those of the first token mean "no answer".
        pair: the tokens that they are of.
    """
    starts, ends = logits[pair.start : pair.stop].T
    if not len(starts):
        return TokenSpan(0, 0, -float(logits[0].sum()))
    sums = np.full((len(starts), len(ends)), -np.inf, np.float32)
    for first in range(len(starts)):
        stop = first + LONGEST_ANSWER
        sums[first, first:stop] = starts[first] + ends[first:stop]
    first, last = divmod(int(sums.argmax()), len(ends))
    return TokenSpan(first, last, float(sums[first, last] - logits[0].sum()))
