"""Lays out pairs of texts for the reader and the entailment model, in training and in use.

``[CLS] question [SEP] heading [SEP] sentence [SEP]`` for the reader, and claim and evidence in
their places for the entailment model; the heading (title, outlet and date) and its ``[SEP]`` are
left out where nothing is known. The first part and its two special tokens are of token type 0, all
that follows of type 1. A question has a mark at its end.
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
"""Most tokens of each part for the reader; what is beyond is not read."""

CLAIM_TOKENS: Final = 96
CLAIM_HEADING_TOKENS: Final = 32
EVIDENCE_TOKENS: Final = 256
"""The same for the entailment model."""

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
    """The tokens of a pair, their types, and where its parts stand.

    ``first`` is how many tokens the question or claim has; ``start`` and ``stop`` is the
    half-open range of those of the sentence or evidence.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    start: int

    @property
    def stop(self) -> int:
        """Where the last part's tokens end: the place of the last ``[SEP]``."""
        return len(self.ids) - 1

    @property
    def inputs(self) -> dict[str, NDArray[np.int64]]:
        """What a network is given, each [1, tokens]."""
        return {
            "input_ids": np.array([self.ids], np.int64),
            "token_type_ids": np.array([self.types], np.int64),
        }


def pair_of(question: Sequence[int], heading: Sequence[int], sentence: Sequence[int]) -> Pair:
    """Puts the token ids of the reader's three parts, without special tokens, together."""
    return _joined(question[:QUESTION_TOKENS], heading[:HEADING_TOKENS], sentence[:SENTENCE_TOKENS])


def claim_pair(claim: Sequence[int], heading: Sequence[int], evidence: Sequence[int]) -> Pair:
    """The same for the entailment model's three parts."""
    return _joined(claim[:CLAIM_TOKENS], heading[:CLAIM_HEADING_TOKENS], evidence[:EVIDENCE_TOKENS])


def _joined(first: Sequence[int], heading: Sequence[int], last: Sequence[int]) -> Pair:
    known = (*heading, SEP) if heading else ()
    start = len(first) + 2 + len(known)
    ids = (CLS, *first, SEP, *known, *last, SEP)
    types = (0,) * (len(first) + 2) + (1,) * (len(ids) - len(first) - 2)
    return Pair(ids, types, len(first), start)


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
