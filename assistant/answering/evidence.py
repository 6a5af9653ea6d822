"""From the passages found to the numbered sentences that an answer may cite."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Article, Evidence, EvidenceSentence, Hit


def build_evidence(hits: Sequence[Hit]) -> Evidence:
    """The sentences of ``hits``, best passage first, each once, numbered from 1."""
    seen: set[tuple[str, int]] = set()
    sentences: list[EvidenceSentence] = []
    for hit in hits:
        for index in range(hit.passage.first, hit.passage.last + 1):
            if (hit.article.id, index) in seen:
                continue
            seen.add((hit.article.id, index))
            sentences.append(
                EvidenceSentence(len(sentences) + 1, hit.article, hit.article.sentences[index])
            )
    return Evidence(tuple(sentences))


def whole_evidence(articles: Sequence[Article]) -> Evidence:
    """Every sentence of ``articles``, each article once, numbered from 1."""
    once = {article.id: article for article in articles}.values()
    pairs = [(article, sentence) for article in once for sentence in article.sentences]
    return Evidence(
        tuple(
            EvidenceSentence(number, article, sentence)
            for number, (article, sentence) in enumerate(pairs, start=1)
        )
    )
