"""Statements with their marks, and the sources below them, as the templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.rendering.later import changes_in_words
from assistant.rendering.sourcing import (
    CitedSource,
    Part,
    cited_sources,
    numbers_by_sentence,
    parts_between,
)
from assistant.rendering.wording import (
    also_in_words,
    correction_in_words,
    doubt_in_words,
    headings,
    long_date,
    outlet,
    sentences_in_words,
    verdict_in_words,
)
from assistant.types import (
    Citation,
    CorrectionNote,
    ShortAnswer,
    Statement,
)
from assistant.versions import NO_CHANGES, Changes

_LONGEST_WORD: Final = 30
_MOST_ALSO: Final = 100
"""Other sentences of the article that a mark has shown: each mark names them all."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark: the number of a cited sentence, or of a source, and what it opens.

    ``focus`` are the indices of the sentences that it stands for, ``also`` those of the same
    article that the whole text cites, each as numbers parted by commas. ``title`` and ``where``
    are the headline, and the outlet, the day and which sentences.
    """

    number: int
    article_id: str
    focus: str
    also: str
    title: str
    where: str
    said: str

    @property
    def label(self) -> str:
        """What those are told who hear the page."""
        return f"Source {self.number}: {self.where}, {self.title}"

    @property
    def quote(self) -> str:
        """What is cited, and where it stands."""
        return f"{self.where}: “{self.said}”"


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with its marks; ``opens`` where it begins a paragraph.

    ``heading`` is what it is told under, ``said_by`` whose words a quotation is, where the
    statement before has not said so. Where it can be marked, ``place`` are its answer and its
    number there, from 0; ``note`` is what is noted beside it, None where it is not marked.
    """

    text: str
    opens: bool
    kind: str
    verdict: str
    doubt: str
    marks: tuple[Mark, ...]
    short_answer: ShortAnswer | None
    heading: str = ""
    said_by: str = ""
    place: tuple[int, int] | None = None
    note: str | None = None

    @property
    def opening(self) -> tuple[Part, ...]:
        """The text but for its last word."""
        return parts_between(self.text, self.short_answer, 0, self._cut)

    @property
    def ending(self) -> tuple[Part, ...]:
        """The last word, which no line break may part from the marks; a very long one may."""
        return parts_between(self.text, self.short_answer, self._cut, len(self.text))

    @property
    def _cut(self) -> int:
        word = self.text.rpartition(" ")[2]
        return len(self.text) - (len(word) if len(word) <= _LONGEST_WORD else 0)


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A cited article in the list below a text.

    ``numbers`` are those of its cited sentences; ``corrections`` is what it says of itself,
    ``changed`` what became of it since.
    """

    mark: Mark
    numbers: str
    title: str
    where: str
    sentences: str
    also_in: str
    corrections: tuple[str, ...]
    changed: str


def shown_statements(
    statements: Sequence[Statement],
    *,
    numbers: Mapping[str, int] | None = None,
    by_sentence: bool = False,
) -> tuple[ShownStatement, ...]:
    """Statements with their marks: one for each source, numbered as in the list of them.

    Args:
        statements: the statements.
        numbers: those of articles, by their ids, where the list is another's; a cited article
            that is not among them comes after them.
        by_sentence: whether there is a mark for each cited sentence, with its own number,
            instead.
    """
    sources = cited_sources(statements)
    among = dict(numbers or {})
    for source in sources:
        among.setdefault(source.first.article_id, len(among) + 1)
    also = {source.first.article_id: _joined(source.indices[:_MOST_ALSO]) for source in sources}
    own = numbers_by_sentence(statements) if by_sentence else {}

    def marks(statement: Statement) -> tuple[Mark, ...]:
        groups: dict[tuple[str, int], list[Citation]] = {}
        for one in statement.citations:
            groups.setdefault((one.article_id, by_sentence * one.sentence_index), []).append(one)
        return tuple(
            _mark(
                cited,
                number=own[key] if by_sentence else among[key[0]],
                also=also[key[0]],
            )
            for key, cited in groups.items()
        )

    return tuple(
        _shown(statement, marks=marks(statement), above=above)
        for statement, above in zip(statements, headings(statements), strict=True)
    )


def shown_source(
    source: CitedSource,
    corrections: Sequence[CorrectionNote] = (),
    changes: Changes = NO_CHANGES,
    *,
    numbers: Mapping[tuple[str, int], int] | None = None,
) -> ShownSource:
    """A cited article for the list below a text; ``numbers`` are those of cited sentences."""
    first = source.first
    own = [numbers[first.article_id, index] for index in source.indices] if numbers else []
    return ShownSource(
        mark=_mark(
            source.citations, number=source.number, also=_joined(source.indices[:_MOST_ALSO])
        ),
        numbers=", ".join(map(str, sorted(own))),
        title=first.title,
        where=f"{outlet(first.source)} · {long_date(first.published)}",
        sentences=sentences_in_words(source.indices),
        also_in=also_in_words(source.also_in, outlets=source.also_outlets),
        corrections=tuple(
            correction_in_words(note) for note in corrections if note.article_id == first.article_id
        ),
        changed=changes_in_words(source, changes),
    )


def _shown(
    statement: Statement,
    *,
    marks: tuple[Mark, ...],
    above: tuple[str, str],
) -> ShownStatement:
    return ShownStatement(
        text=statement.text,
        opens="\n" in statement.lead,
        kind=statement.verdict.kind.value,
        verdict=_verdict(statement),
        doubt=doubt_in_words(statement.verdict),
        marks=marks,
        short_answer=statement.short_answer,
        heading=above[0],
        said_by=above[1],
    )


def _mark(citations: Sequence[Citation], *, number: int, also: str) -> Mark:
    first = citations[0]
    indices = [citation.sentence_index for citation in citations]
    where = (outlet(first.source), long_date(first.published), sentences_in_words(indices))
    return Mark(
        number=number,
        article_id=first.article_id,
        focus=_joined(indices),
        also=also,
        title=first.title,
        where=", ".join(where),
        said=" … ".join(citation.quote for citation in citations),
    )


def _verdict(statement: Statement) -> str:
    """The verdict in full, also where there is no doubt: "Supported: quoted word for word"."""
    said = verdict_in_words(statement.verdict)
    if not said:
        reasons = "; ".join(reason.text for reason in statement.verdict.reasons)
        said = f"supported: {reasons}" if reasons else "supported by the cited sentences"
    return said[:1].upper() + said[1:]


def _joined(indices: Iterable[int]) -> str:
    return ",".join(str(index) for index in dict.fromkeys(indices))
