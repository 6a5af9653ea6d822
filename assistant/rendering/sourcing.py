"""The cited articles of a text, numbered, with the sentences cited of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Citation, Statement


@dataclass(frozen=True, slots=True)
class CitedSource:
    """An article that a text cites.

    ``number`` counts from 1 in the order of the first citation; ``citations`` are the
    distinct sentences in the order of the article. A text that grows at its end keeps
    the numbers it has.
    """

    number: int
    citations: tuple[Citation, ...]

    @property
    def first(self) -> Citation:
        """A citation to read the article's metadata from."""
        return self.citations[0]

    @property
    def indices(self) -> tuple[int, ...]:
        """Indices of the cited sentences."""
        return tuple(citation.sentence_index for citation in self.citations)

    @property
    def also_in(self) -> tuple[str, ...]:
        """Ids of the articles that carry one of the sentences too."""
        return tuple(
            dict.fromkeys(other for citation in self.citations for other in citation.also_in)
        )

    @property
    def also_outlets(self) -> tuple[str, ...]:
        """The other outlets that carry one of the sentences too."""
        return tuple(
            dict.fromkeys(other for citation in self.citations for other in citation.also_outlets)
        )


def cited_sources(statements: Iterable[Statement]) -> tuple[CitedSource, ...]:
    """The cited articles, in the order of their first citation."""
    cited: dict[str, dict[int, Citation]] = {}
    for statement in statements:
        for citation in statement.citations:
            cited.setdefault(citation.article_id, {}).setdefault(citation.sentence_index, citation)
    return tuple(
        CitedSource(number, tuple(sentences[index] for index in sorted(sentences)))
        for number, sentences in enumerate(cited.values(), start=1)
    )


def numbers_by_article(sources: Sequence[CitedSource]) -> Mapping[str, int]:
    """The number of each cited article, by its id."""
    return {source.first.article_id: source.number for source in sources}
