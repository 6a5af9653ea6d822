"""The shipped reader: whether a sentence answers a question, and with which of its words.

A cross-encoder of the embedder's size, trained by ``tools/train_reader`` (its model card
lies beside the weights) and run as the embedder is: int8 ONNX, on the processor, one pair
at a time. It is opened when it is first asked.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from assistant.caching import Once, Recent
from assistant.models.embedder import MOST_CHARACTERS
from assistant.models.embedder import WEIGHTS as EMBEDDER_WEIGHTS
from assistant.models.networks import damaged, open_network, open_tokenizer, there
from assistant.models.pairs import SENTENCE_TOKENS, as_asked, best_span, pair_of
from assistant.stopping import check_stopped

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

WEIGHTS: Final = Path(__file__).parent / "weights" / "reader-int8"
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
    def chance(self) -> float:
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


class Reader:
    """Reads sentences for the answer to a question.

    Each pair goes through the network alone, ``threads`` at once: what it says of a sentence
    does not depend on the others. Thread-safe, and can be stopped between two sentences.
    """

    name = "reader-int8"

    def __init__(self, *, threads: int = 2, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._threads = threads
        self._remembered: Recent[tuple[str, Sentence], Reading] = Recent(most_bytes=_REMEMBERED)

    def read(self, question: str, sentences: Sequence[Sentence]) -> list[Reading]:
        """A reading of each of ``sentences``, in their order.

        The last few thousand are remembered: the same question is often asked again, by a
        search beside an answer or by another person.

        Raises:
            StoppedError: the work was stopped.
            ConfigurationError: the model's file is missing.
        """
        known = {
            one: reading
            for one in sentences
            if (reading := self._remembered.get((question, one))) is not None
        }
        fresh = [one for one in dict.fromkeys(sentences) if one not in known]
        for one, reading in zip(fresh, self._read_anew(question, fresh), strict=True):
            known[one] = reading
            self._remembered.put((question, one), reading, size=sys.getsizeof(one.text))
        return [known[one] for one in sentences]

    def _read_anew(self, question: str, sentences: Sequence[Sentence]) -> list[Reading]:
        if not sentences:
            return []
        asked = self._encode([as_asked(question)])[0].ids
        headings = dict.fromkeys(dict.fromkeys(one.heading for one in sentences))
        known = dict(zip(headings, (e.ids for e in self._encode([*headings])), strict=True))
        said = self._encode([sentence.text for sentence in sentences])
        jobs = [
            (asked, known[sentence.heading], encoding)
            for sentence, encoding in zip(sentences, said, strict=True)
        ]
        return list(self._read_all(jobs))

    def _read_all(self, jobs: Sequence[tuple[list[int], list[int], Encoding]]) -> Iterator[Reading]:
        # Two texts at a time keep both processors busy; one alone needs no other thread.
        each = map(self._read, jobs) if self._threads == 1 else self._pool.map(self._read, jobs)
        for reading in each:
            check_stopped()
            yield reading

    def _read(self, job: tuple[list[int], list[int], Encoding]) -> Reading:
        question, heading, sentence = job
        pair = pair_of(question, heading, sentence.ids)
        ids = np.array([pair.ids], np.int64)
        relevance: NDArray[np.float32]
        span: NDArray[np.float32]
        relevance, span = self._session.run(
            ["relevance", "span"],
            {
                "input_ids": ids,
                "token_type_ids": np.array([pair.types], np.int64),
            },
        )
        found = best_span(span[0], pair)
        offsets = sentence.offsets[:SENTENCE_TOKENS]
        return Reading(
            log_odds=self._calibration.log_odds(float(relevance[0]), found.margin),
            relevance=float(relevance[0]),
            margin=found.margin,
            start=offsets[found.first][0] if offsets else 0,
            end=offsets[found.last][1] if offsets else 0,
        )

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        encodings: list[Encoding] = self._tokenizer.encode_batch(
            [text[:MOST_CHARACTERS] for text in texts], add_special_tokens=False
        )
        return encodings

    @Once
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="reader")

    @Once
    def _tokenizer(self) -> Tokenizer:
        # The vocabulary is the embedder's, whose weights the reader was trained from.
        return open_tokenizer(EMBEDDER_WEIGHTS / "tokenizer.json")

    @Once
    def _calibration(self) -> Calibration:
        return Calibration(**json.loads(there(self._weights / "calibration.json").read_text()))

    @Once
    def _session(self) -> InferenceSession:
        return open_network(self._weights / "model.onnx")


def damaged_files(weights: Path = WEIGHTS) -> list[str]:
    """Names of the model's files that are missing or not as shipped (by SHA-256)."""
    return damaged(weights, CHECKSUMS)
