"""The shipped entailment model: whether sentences support a claim, and which words they do not.

A cross-encoder of the embedder's size, trained by ``tools/train_entailment`` (its model card lies
beside the weights) and run as the embedder is: int8 ONNX, on the processor, one pair at a
time. It is opened when it is first asked.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from assistant.caching import Recent
from assistant.models.networks import FOLDER, Network, remembered
from assistant.models.pairs import CLAIM_TOKENS, claim_pair

if TYPE_CHECKING:
    from tokenizers import Encoding

WEIGHTS: Final = FOLDER / "entailment-int8"
CHECKSUMS: Final = {
    "model.onnx": "d07bff4054514db1e238868d465535ebc0a49401bd78d0a9f40d3d0dcb0623c5",
    "calibration.json": "2911fdc7894798fde327d45ec72e5606f0cafaafea31ec99cc654774d4b0a3c4",
}

_REMEMBERED: Final = 12_000_000
"""Bytes of judgements that are remembered; one takes some 3,000."""
_DOUBT: Final = 120
"""Bytes that a doubt takes."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and what is to support it: sentences, and what is known of their article."""

    text: str
    evidence: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word of a claim, its half-open character range, and the logit that it is not borne out."""

    start: int
    end: int
    logit: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network says of a claim: the ``logit`` of its being supported, and its words."""

    logit: float
    doubts: tuple[Doubt, ...]


class EntailmentModel(Network):
    """Judges claims against evidence.

    Thread-safe, and can be stopped between two claims.
    """

    name = "entailment-int8"
    weights = WEIGHTS
    checksums = CHECKSUMS

    def __init__(self, *, threads: int = 2, weights: Path | None = None) -> None:
        super().__init__(threads=threads, weights=weights)
        self._remembered: Recent[Claim, Judgement] = Recent(most_bytes=_REMEMBERED)

    def judge(self, claims: Sequence[Claim]) -> list[Judgement]:
        """A judgement of each of ``claims``, in their order; the last few thousand are remembered.

        Raises:
            StoppedError: the work was stopped.
            ConfigurationError: the model's file is missing.
        """
        return remembered(self._remembered, claims, self._compute, size=_size)

    def _compute(self, claims: Sequence[Claim]) -> list[Judgement]:
        parts = ([getattr(one, part) for one in claims] for part in ("text", "heading", "evidence"))
        return list(self._each(self._judge, list(zip(*map(self._encoded, parts), strict=True))))

    def _judge(self, job: tuple[Encoding, Encoding, Encoding]) -> Judgement:
        claim, heading, evidence = job
        pair = claim_pair(claim.ids, heading.ids, evidence.ids)
        support: NDArray[np.float32]
        doubt: NDArray[np.float32]
        support, doubt = self._session.run(["support", "doubt"], pair.inputs)
        logits = [float(one) for one in doubt[0, 1 : pair.first + 1]]
        return Judgement(float(support[0]), _words(claim, logits))


def _size(claim: Claim, judgement: Judgement) -> int:
    texts = sys.getsizeof(claim.text) + sys.getsizeof(claim.evidence)
    return texts + _DOUBT * len(judgement.doubts)


def _words(claim: Encoding, logits: Sequence[float]) -> tuple[Doubt, ...]:
    found: dict[int, Doubt] = {}
    words = claim.word_ids[:CLAIM_TOKENS]
    for word, (start, end), logit in zip(words, claim.offsets, logits, strict=False):
        if word is None:
            continue
        known = found.get(word)
        if known is not None:
            start, logit = known.start, max(known.logit, logit)  # noqa: PLW2901
        found[word] = Doubt(start, end, logit)
    return tuple(found.values())


@cache
def entailment_of(threads: int) -> EntailmentModel:
    """The entailment model of this process that takes ``threads`` pairs at once."""
    return EntailmentModel(threads=threads)
