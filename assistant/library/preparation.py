"""From documents to articles with passages and vectors, ready to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from assistant.language.passages import cut_passages, passage_header
from assistant.library.schema import PreparedArticle
from assistant.models.embedder import Embedder, Run
from assistant.types import Article, Passage

PASSAGE_TOKENS: Final = 200
"""Most tokens of a passage, its heading not counted (docs/measurements/retrieval.md)."""
HEADING_TOKENS: Final = 64
"""Most tokens of a passage's heading."""


@dataclass(frozen=True, slots=True)
class _Cut:
    article: Article
    passages: tuple[Passage, ...]
    runs: tuple[Run, ...]


def heading(article: Article) -> str:
    """What stands before each passage of an article for search, and only for search."""
    return passage_header(article.title, source=article.source, published=article.published)


def prepare(
    articles: Iterable[Article], *, embedder: Embedder, passage_tokens: int = PASSAGE_TOKENS
) -> Iterator[PreparedArticle]:
    """Cuts articles into passages and embeds them, in order, as they are asked for."""
    cuts = [_cut(article, embedder=embedder, passage_tokens=passage_tokens) for article in articles]
    vectors = embedder.embed_runs(run for cut in cuts for run in cut.runs)
    for cut in cuts:
        found = list(islice(vectors, len(cut.runs)))
        yield PreparedArticle(
            article=cut.article,
            passages=cut.passages,
            vectors=(
                np.stack([run.passage for run in found])
                if found
                else np.zeros((0, embedder.dimension), np.float32)
            ),
            sentence_vectors=tuple(run.sentences for run in found),
        )


def _cut(article: Article, *, embedder: Embedder, passage_tokens: int) -> _Cut:
    texts = [article.sentence_text(sentence.index) for sentence in article.sentences]
    title, *tokens = embedder.tokenise([heading(article), *texts])
    passages = cut_passages(
        article.sentences,
        text=article.text,
        lengths=[len(ids) for ids in tokens],
        budget=passage_tokens,
    )
    runs = tuple(
        Run(heading=title[:HEADING_TOKENS], sentences=tokens[passage.first : passage.last + 1])
        for passage in passages
    )
    return _Cut(article, passages, runs)
