"""The vectors of source sentences, each embedded within its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.library.library import Library
from assistant.library.preparation import prepare
from assistant.models.embedder import Embedder
from assistant.types import Article, Hit
from assistant.verifying.sources import SourceSentence

SentenceKey = tuple[str, int]  # an article's id and a sentence's index


class SourceVectors:
    """Unit vectors of sentences in their context, as the library keeps them.

    What is not ``known`` already is embedded when it is first asked for, with its whole
    article, and kept as long as this object lives.

    Args:
        embedder: the embedder.
        known: vectors that the library has, by article id and sentence index.
    """

    def __init__(
        self, embedder: Embedder, *, known: Mapping[SentenceKey, NDArray[np.float32]] | None = None
    ) -> None:
        self._embedder = embedder
        self._vectors = dict(known or {})

    def of_sources(self, sentences: Sequence[SourceSentence]) -> NDArray[np.float32]:
        """The vectors of ``sentences``, [n, dimension]."""
        unknown = {
            sentence.article.id: sentence.article
            for sentence in sentences
            if (sentence.article.id, sentence.index) not in self._vectors
        }
        for article in unknown.values():
            self._embed(article)
        if not sentences:
            return np.zeros((0, self._embedder.dimension), np.float32)
        return np.stack([self._vectors[s.article.id, s.index] for s in sentences])

    def of_statement(self, text: str) -> NDArray[np.float32]:
        """The vector of a text that stands alone, [dimension]."""
        (vector,) = self._embedder.embed([text])
        return np.asarray(vector, np.float32)

    def _embed(self, article: Article) -> None:
        (prepared,) = prepare([article], embedder=self._embedder)
        for passage, vectors in zip(prepared.passages, prepared.sentence_vectors, strict=True):
            for index, vector in enumerate(vectors, start=passage.first):
                self._vectors.setdefault((article.id, index), vector)


def sentence_vectors(
    hits: Sequence[Hit], *, library: Library
) -> dict[SentenceKey, NDArray[np.float32]]:
    """The unit vectors of the sentences of ``hits``; an article just removed has none."""
    by_passage = library.catalogue.passages.sentence_vectors(
        [hit.key for hit in hits], dimension=library.dimension
    )
    return {
        (hit.article.id, index): vector
        for hit in hits
        if (vectors := by_passage.get(hit.key)) is not None
        for index, vector in enumerate(vectors, start=hit.passage.first)
    }


def library_vectors(
    articles: Sequence[Article], *, library: Library, embedder: Embedder
) -> SourceVectors:
    """The vectors of the sentences of ``articles``, those that the library has read at once."""
    known = library.catalogue.passages.vectors_by_sentence(
        [one.id for one in articles], dimension=library.dimension
    )
    return SourceVectors(embedder, known=known)
