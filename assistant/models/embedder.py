"""The shipped embedder: all-MiniLM-L6-v2 as int8 ONNX, on the processor, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.models.networks import FOLDER, Network
from assistant.models.pairs import CLS, SEP
from assistant.stopping import check_stopped

WEIGHTS: Final = FOLDER / "all-MiniLM-L6-v2-int8"
CHECKSUMS: Final = {
    "model.onnx": "de2a8d6d228f6d2ff21e4c7916a343a3ed79bb2dc1339a019942e3e2439c5d94",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MOST_TOKENS: Final = 510
"""Most tokens of one text besides the two special ones: the network has 512 positions."""
MOST_CHARACTERS: Final = 100_000
"""Characters of one text that are looked at: far more than such tokens have."""
_AT_ONCE: Final = 256
"""Texts whose tokens are made at once: while they are handed over no other thread runs."""


@dataclass(frozen=True, slots=True)
class Run:
    """A passage as token ids: its heading, then one list for each of its sentences."""

    heading: Sequence[int]
    sentences: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class RunVectors:
    """Unit vectors of a run: ``passage`` [dimension] and ``sentences`` [n, dimension].

    A sentence's vector is the mean of its tokens as the network sees them in the
    passage, so it carries what "he" and "the company" stand for.
    """

    passage: NDArray[np.float32]
    sentences: NDArray[np.float32]


class Embedder(Network):
    """Turns texts into unit vectors of 384 dimensions.

    Thread-safe: what several threads ask for is embedded side by side, and each can be stopped
    between two texts.
    """

    name = "all-MiniLM-L6-v2-int8"
    dimension = 384
    weights = WEIGHTS
    checksums = CHECKSUMS

    def tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, without special tokens; of an endless one its beginning."""
        pending = (text[:MOST_CHARACTERS] for text in texts)
        ids: list[list[int]] = []
        while part := list(islice(pending, _AT_ONCE)):
            check_stopped()
            ids += [encoding.ids for encoding in self._encoded(part)]
        return ids

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of whole texts, [len(texts), dimension]; long texts are cut."""
        runs = [Run(heading=ids, sentences=()) for ids in self.tokenise(texts)]
        vectors = [run.passage for run in self.embed_runs(runs)]
        return np.stack(vectors) if vectors else np.zeros((0, self.dimension), np.float32)

    def embed_runs(self, runs: Iterable[Run]) -> Iterator[RunVectors]:
        """The vectors of each run, in order, computed as they are asked for.

        Raises (while read):
            StoppedError: the work was stopped.
        """
        pending = iter(runs)
        while window := list(islice(pending, 1 if self._threads == 1 else 64)):
            check_stopped()
            yield from self._each(self._embed_run, window)

    def _embed_run(self, run: Run) -> RunVectors:
        spans: list[tuple[int, int]] = []
        ids = [CLS, *run.heading[:MOST_TOKENS]]
        for sentence in run.sentences:
            start = len(ids)
            ids.extend(sentence[: MOST_TOKENS + 1 - start])
            spans.append((start, len(ids)))
        ids.append(SEP)
        tokens = np.array([ids], np.int64)
        (output,) = self._session.run(
            ["token_embeddings"], {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        )
        states: NDArray[np.float32] = output[0]
        passage = states.mean(axis=0)
        sentences = np.empty((len(spans), self.dimension), np.float32)
        for row, (start, end) in enumerate(spans):
            # What lies beyond the network's positions is known by its passage alone.
            sentences[row] = states[start:end].mean(axis=0) if end > start else passage
        return RunVectors(passage=_unit(passage), sentences=_unit(sentences))


@cache
def embedder_of(threads: int) -> Embedder:
    """The embedder of this process that takes ``threads`` texts at once."""
    return Embedder(threads=threads)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)
