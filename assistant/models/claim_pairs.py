"""How a claim and its evidence are put before the entailment model, in training and in use.

``[CLS] claim [SEP] heading [SEP] evidence [SEP]``; the heading (title, outlet and date) and its
``[SEP]`` are left out where nothing is known. The claim and its two special tokens are of
token type 0, all that follows of type 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.models.pairs import CLS, SEP

CLAIM_TOKENS: Final = 96
HEADING_TOKENS: Final = 32
EVIDENCE_TOKENS: Final = 256
"""Most tokens of each part; what is beyond is not read."""


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """The tokens of a pair, their types, and how many of them are the claim's own."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    claim: int


def claim_pair(claim: Sequence[int], heading: Sequence[int], evidence: Sequence[int]) -> ClaimPair:
    """Puts the token ids of the three parts, without special tokens, together."""
    said = (CLS, *claim[:CLAIM_TOKENS], SEP)
    known = (*heading[:HEADING_TOKENS], SEP) if heading else ()
    shown = (*evidence[:EVIDENCE_TOKENS], SEP)
    return ClaimPair(
        ids=(*said, *known, *shown),
        types=(0,) * len(said) + (1,) * (len(known) + len(shown)),
        claim=len(said) - 2,
    )
