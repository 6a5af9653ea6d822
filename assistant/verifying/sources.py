"""The sentences that a statement is held against."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import Article


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of an article, with the article around it to understand it by."""

    article: Article
    index: int

    @property
    def text(self) -> str:
        """The sentence, as it stands in the article."""
        return self.article.sentence_text(self.index)

    def before(self, count: int) -> tuple[str, ...]:
        """The at most ``count`` sentences before it, in their order."""
        first = max(0, self.index - count)
        return tuple(self.article.sentence_text(index) for index in range(first, self.index))
