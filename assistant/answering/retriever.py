"""The library in LangChain's terms, for chains of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answering.retrieval import Retrieval
from assistant.models.embedder import Embedder
from assistant.types import Filters, Hit


class PassageRetriever(BaseRetriever):
    """Finds passages, dense and BM25 fused, as LangChain documents.

    ``metadata`` holds ``article_id``, ``title``, ``source``, ``published``, ``url``,
    ``start`` and ``end`` (characters of the article's text), ``first`` and ``last``
    (sentences, both included), ``score`` and ``also_in``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retrieval: Retrieval
    k: int = 10
    filters: Filters = Filters()
    within: Callable[[Filters], Filters]

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager  # nothing is reported while a search of milliseconds runs
        # A collection has the articles that it has when something is asked.
        found = self.retrieval.search(query, k=self.k, filters=self.within(self.filters))
        return [_document(hit) for hit in found.hits]


class ShippedEmbeddings(Embeddings):
    """The shipped embedder as LangChain takes it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a text."""
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of one text."""
        return self.embed_documents([text])[0]


def _document(hit: Hit) -> Document:
    article, passage = hit.article, hit.passage
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "start": passage.start,
        "end": passage.end,
        "first": passage.first,
        "last": passage.last,
        "score": hit.score,
        "also_in": list(hit.also_in),
    }
    return Document(id=hit.key, page_content=hit.text, metadata=metadata)
