"""The shipped reader: whether a sentence answers a question, and with which of its words.

A cross-encoder of the embedder's size, trained by ``tools/train_reader`` (its model card
lies beside the weights) and run as the embedder is: int8 ONNX, on the processor, one pair
at a time. It is opened when it is first asked.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from assistant.caching import Once, Recent
from assistant.models.embedder import MOST_CHARACTERS
from assistant.models.networks import FOLDER, Network, existing, remembered
from assistant.models.pairs import SENTENCE_TOKENS, as_asked, best_span, pair_of

if TYPE_CHECKING:
    from tokenizers import Encoding

WEIGHTS: Final = FOLDER / "reader-int8"
CHECKSUMS: Final = {
    "model.onnx": "51771e5073d2051d39ac99bfeaa4936be22a008ce2e67c23636387377431a1cc",
    "calibration.json": "6a1efafaf44cb0dd6b583b85ac81cf181100cef73e60ac3ae7733e2028ea6f85",
}

_STEEPEST: Final = 10.0
"""Log-odds beyond which an answer is as good as certain."""
_REMEMBERED: Final = 4_000_000
"""Bytes of readings that are remembered; one takes some 500."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Makes a probability of what the network says: a logistic model (Platt, 1999).

    Fitted by ``tools/train_reader`` on questions that it did not train on.
    """

    relevance: float
    margin: float
    bias: float

    def log_odds(self, relevance: float, margin: float) -> float:
        """That the sentence answers, from -10 to 10."""
        odds = self.bias + self.relevance * relevance + self.margin * margin
        return max(-_STEEPEST, min(odds, _STEEPEST))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of a sentence.

    ``log_odds`` are those of its answering the question, from -10 to 10, made of the
    network's two outputs: ``relevance``, and ``margin``, the logit by which the likeliest
    short answer beats "there is none here". ``start`` and ``end`` are that short answer's
    half-open character range in the sentence.
    """

    log_odds: float
    relevance: float
    margin: float
    start: int
    end: int

    @property
    def probability(self) -> float:
        """The probability, from 0 to 1, that the sentence answers."""
        return 1 / (1 + math.exp(-self.log_odds))

    @property
    def share(self) -> float:
        """The log-odds on a scale from 0 (certainly not) to 1 (certainly)."""
        return (self.log_odds + _STEEPEST) / (2 * _STEEPEST)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what is known of its article (title, outlet, day), in one text."""

    text: str
    heading: str


class Reader(Network):
    """Reads sentences for the answer to a question.

    Thread-safe, and can be stopped between two sentences.
    """

    name = "reader-int8"
    weights = WEIGHTS
    checksums = CHECKSUMS

    def __init__(self, *, threads: int = 2, weights: Path | None = None) -> None:
        super().__init__(threads=threads, weights=weights)
        self._remembered: Recent[tuple[str, Sentence], Reading] = Recent(most_bytes=_REMEMBERED)

    def read(self, question: str, sentences: Sequence[Sentence]) -> list[Reading]:
        """A reading of each of ``sentences``, in their order.

        The last few thousand are remembered: the same question is often asked again, by a
        search beside an answer or by another person.

        Raises:
            StoppedError: the work was stopped.
            ConfigurationError: the model's file is missing.
        """
        return remembered(
            self._remembered,
            [(question, one) for one in sentences],
            lambda fresh: self._compute(question, [one for _, one in fresh]),
            size=lambda key, _: sys.getsizeof(key[1].text),
        )

    def _compute(self, question: str, sentences: Sequence[Sentence]) -> list[Reading]:
        headings = list(dict.fromkeys(one.heading for one in sentences))
        texts = [as_asked(question), *headings, *(one.text for one in sentences)]
        asked, *rest = self._encoded(text[:MOST_CHARACTERS] for text in texts)
        known = {text: one.ids for text, one in zip(headings, rest, strict=False)}
        jobs = [
            (asked.ids, known[sentence.heading], encoding)
            for sentence, encoding in zip(sentences, rest[len(headings) :], strict=True)
        ]
        return list(self._each(self._read, jobs))

    def _read(self, job: tuple[list[int], list[int], Encoding]) -> Reading:
        question, heading, sentence = job
        pair = pair_of(question, heading, sentence.ids)
        relevance: NDArray[np.float32]
        span: NDArray[np.float32]
        relevance, span = self._session.run(["relevance", "span"], pair.inputs)
        found = best_span(span[0], pair)
        offsets = sentence.offsets[:SENTENCE_TOKENS]
        return Reading(
            log_odds=self._calibration.log_odds(float(relevance[0]), found.margin),
            relevance=float(relevance[0]),
            margin=found.margin,
            start=offsets[found.first][0] if offsets else 0,
            end=offsets[found.last][1] if offsets else 0,
        )

    @Once
    def _calibration(self) -> Calibration:
        return Calibration(**json.loads(existing(self.weights / "calibration.json").read_text()))


@cache
def reader_of(threads: int) -> Reader:
    """The reader of this process that takes ``threads`` pairs at once, and what it remembers."""
    return Reader(threads=threads)
