"""The shipped entailment model: whether sentences support a claim, and which words they do not.

A cross-encoder of the embedder's size, trained by ``tools/train_entailment`` (its model card lies
beside the weights) and run as the embedder is: int8 ONNX, on the processor, one pair at a
time. It is opened when it is first asked.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from assistant.caching import Once, Recent
from assistant.models.claim_pairs import CLAIM_TOKENS, claim_pair
from assistant.models.embedder import WEIGHTS as EMBEDDER_WEIGHTS
from assistant.models.networks import damaged, open_network, open_tokenizer
from assistant.stopping import check_stopped

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

WEIGHTS: Final = Path(__file__).parent / "weights" / "entailment-int8"
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


class EntailmentModel:
    """Judges claims against evidence.

    Each pair goes through the network alone, ``threads`` at once: what it says of a claim
    does not depend on the others. Thread-safe, and can be stopped between two claims.
    """

    name = "entailment-int8"

    def __init__(self, *, threads: int = 2, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._threads = threads
        self._remembered: Recent[Claim, Judgement] = Recent(most_bytes=_REMEMBERED)

    def judge(self, claims: Sequence[Claim]) -> list[Judgement]:
        """A judgement of each of ``claims``, in their order; the last few thousand are remembered.

        Raises:
            StoppedError: the work was stopped.
            ConfigurationError: the model's file is missing.
        """
        known = {one: held for one in claims if (held := self._remembered.get(one)) is not None}
        fresh = [one for one in dict.fromkeys(claims) if one not in known]
        if fresh:
            for one, judgement in zip(fresh, self._judge_all(fresh), strict=True):
                known[one] = judgement
                texts = sys.getsizeof(one.text) + sys.getsizeof(one.evidence)
                size = texts + _DOUBT * len(judgement.doubts)
                self._remembered.put(one, judgement, size=size)
        return [known[one] for one in claims]

    def _judge_all(self, claims: Sequence[Claim]) -> list[Judgement]:
        parts = ([getattr(one, part) for one in claims] for part in ("text", "heading", "evidence"))
        jobs = list(zip(*map(self._encode, parts), strict=True))
        alone = self._threads == 1 or len(jobs) == 1
        judged: list[Judgement] = []
        for one in map(self._judge, jobs) if alone else self._pool.map(self._judge, jobs):
            check_stopped()
            judged.append(one)
        return judged

    def _judge(self, job: tuple[Encoding, Encoding, Encoding]) -> Judgement:
        claim, heading, evidence = job
        pair = claim_pair(claim.ids, heading.ids, evidence.ids)
        support: NDArray[np.float32]
        doubt: NDArray[np.float32]
        support, doubt = self._session.run(
            ["support", "doubt"],
            {
                "input_ids": np.array([pair.ids], np.int64),
                "token_type_ids": np.array([pair.types], np.int64),
            },
        )
        return Judgement(
            float(support[0]), _words(claim, [float(one) for one in doubt[0, 1 : pair.claim + 1]])
        )

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        encodings: list[Encoding] = self._tokenizer.encode_batch(
            list(texts), add_special_tokens=False
        )
        return encodings

    @Once
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="judge")

    @Once
    def _tokenizer(self) -> Tokenizer:
        # The vocabulary is the embedder's, with whose weights training began.
        return open_tokenizer(EMBEDDER_WEIGHTS / "tokenizer.json")

    @Once
    def _session(self) -> InferenceSession:
        return open_network(self._weights / "model.onnx")


def _words(claim: Encoding, logits: Sequence[float]) -> tuple[Doubt, ...]:
    """The doubts of a claim's words, each the worst of its tokens."""
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


def damaged_files(weights: Path = WEIGHTS) -> list[str]:
    """Names of the model's files that are missing or not as shipped (by SHA-256)."""
    return damaged(weights, CHECKSUMS)
