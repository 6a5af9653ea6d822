"""The cited articles of a text, numbered, and which words of a statement answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Citation, CorrectionNote, ShortAnswer, Statement


@dataclass(frozen=True, slots=True)
class CitedSource:
    """An article that a text cites.

    ``number`` counts from 1 in the order of the first citation; ``citations`` are the
    distinct sentences in the order of the article. A text that grows at its end keeps
    the numbers it has. ``corrections`` are what the article says of itself.
    """

    number: int
    citations: tuple[Citation, ...]
    corrections: tuple[CorrectionNote, ...] = ()

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


def cited_sources(
    statements: Iterable[Statement], corrections: Sequence[CorrectionNote] = ()
) -> tuple[CitedSource, ...]:
    """The cited articles, in the order of their first citation, each with its corrections."""
    cited: dict[str, dict[int, Citation]] = {}
    for statement in statements:
        for citation in statement.citations:
            cited.setdefault(citation.article_id, {}).setdefault(citation.sentence_index, citation)
    return tuple(
        CitedSource(
            number,
            tuple(sentences[index] for index in sorted(sentences)),
            tuple(note for note in corrections if note.article_id == article_id),
        )
        for number, (article_id, sentences) in enumerate(cited.items(), start=1)
    )


def numbers_by_sentence(statements: Iterable[Statement]) -> Mapping[tuple[str, int], int]:
    """The number of each cited sentence, by its article's id and its index.

    They count from 1 in the order of the first citation: a text that grows at its end keeps
    the numbers it has.
    """
    keys = dict.fromkeys(
        (one.article_id, one.sentence_index)
        for statement in statements
        for one in statement.citations
    )
    return {key: number for number, key in enumerate(keys, start=1)}


def numbers_by_article(sources: Sequence[CitedSource]) -> Mapping[str, int]:
    """The number of each cited article, by its id."""
    return {source.first.article_id: source.number for source in sources}


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row; ``strong`` where they are the short answer."""

    text: str
    strong: bool


def parts_of(statement: Statement) -> tuple[Part, ...]:
    """All of a statement's text."""
    return parts_between(statement.text, statement.short_answer, 0, len(statement.text))


def parts_between(text: str, short: ShortAnswer | None, start: int, end: int) -> tuple[Part, ...]:
    """The characters ``text[start:end]``, none of them lost; empty parts are left out."""
    if short is None:
        cuts = [(start, end, False)]
    else:
        first, last = (min(max(place, start), end) for place in (short.start, short.end))
        cuts = [(start, first, False), (first, last, True), (last, end, False)]
    return tuple(Part(text[a:b], strong) for a, b, strong in cuts if a < b)
