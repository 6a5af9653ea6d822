"""Answers and summaries as HTML: every citation a button that opens its source.

The buttons carry what they do in ``data-`` attributes, which the page's script sends to the
server; nothing in the HTML itself is executable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from assistant.rendering.html import render
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
    answer_in_words,
    correction_in_words,
    doubt_in_words,
    headings,
    is_quoted,
    left_out_in_words,
    long_date,
    outlet,
    provenance,
    quotes_only,
    removed_in_words,
    sentences_in_words,
    tally,
    verdict_in_words,
    waiting_in_words,
)
from assistant.reports import Waiting
from assistant.types import (
    AbstentionKind,
    Answer,
    Citation,
    CorrectionNote,
    ShortAnswer,
    Statement,
    Summary,
    Usage,
)
from assistant.versions import NO_CHANGES, Changes

_WHY: Final = {
    AbstentionKind.EMPTY_LIBRARY: "No articles",
    AbstentionKind.OUTSIDE_DATES: "Outside the limits",
    AbstentionKind.NOT_IN_LIBRARY: "Nothing on this",
    AbstentionKind.NOT_IN_EVIDENCE: "Not this detail",
    AbstentionKind.UNSUPPORTED: "Not borne out",
    AbstentionKind.OTHER_LANGUAGE: "Another language",
    AbstentionKind.NO_QUESTION: "No question about the articles",
}
"""Why a question was declined, in a word or two."""
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


@dataclass(frozen=True, slots=True)
class Offers:
    """What a question that was declined can be asked again as, with one click.

    ``wider`` is whether without its limits; ``reworded`` are words in the place of others, each
    with the question that has them.
    """

    wider: bool = False
    reworded: tuple[tuple[str, str], ...] = ()


NO_OFFERS: Final = Offers()


def turn_html(
    question: str,
    answer: Answer,
    *,
    number: int,
    copied: str,
    latest: bool,
    changes: Changes = NO_CHANGES,
    limited: str = "",
    notes: Mapping[tuple[int, int], str] | None = None,
    offers: Offers = NO_OFFERS,
) -> Markup:
    """A question and its answer.

    Args:
        question: as it was typed.
        answer: the answer, or an abstention.
        number: which turn of the conversation it is, from 1.
        copied: what "copy with references" puts on the clipboard.
        latest: whether it is the last turn, which can be asked again or taken back.
        changes: what became of the cited sentences since.
        limited: what the question was limited to, in words.
        notes: what is noted beside the statements that are marked, by turn (from 0) and
            statement; None where none can be marked.
        offers: what a question that was declined can be asked again as.
    """
    return render(
        "turn",
        question=question,
        number=number,
        limited=limited,
        body=answer_html(answer, changes=changes, marked=notes, turn=number - 1, offers=offers),
        copied=copied,
        latest=latest,
        usage=_usage(answer.usage),
        cited=bool(answer.statements),
    )


def answer_html(
    answer: Answer,
    *,
    changes: Changes = NO_CHANGES,
    marked: Mapping[tuple[int, int], str] | None = None,
    turn: int = 0,
    offers: Offers = NO_OFFERS,
) -> Markup:
    """An answer with all that stands behind it, or an abstention; see ``turn_html``."""
    body = _body(answer, changes)
    if marked is not None:
        body["statements"] = tuple(
            replace(one, place=(turn, index), note=marked.get((turn, index)))
            for index, one in enumerate(shown_statements(answer.statements, by_sentence=True))
        )
    return render(
        "answer",
        abstention=answer.abstention,
        why="" if answer.abstention is None else _WHY[answer.abstention.kind],
        nearest=() if answer.abstention is None else answer.abstention.nearest,
        offers=offers,
        **body,
        short=answer_in_words(answer.statements),
        notes=answer.notes,
        style=_form(answer.engine),
        asked=answer.asked if answer.asked != answer.question else "",
    )


def summary_html(summary: Summary, *, copied: str) -> Markup:
    """A summary with all that stands behind it."""
    body = render(
        "answer",
        abstention=None,
        why="",
        nearest=(),
        offers=NO_OFFERS,
        **_body(summary, NO_CHANGES),
        short="",
        notes=(*summary.notes, *left_out_in_words(summary.left_out)),
        style=summary.style,
        asked="",
    )
    return render(
        "summary", body=body, words=summary.words, copied=copied, usage=_usage(summary.usage)
    )


def live_html(
    question: str,
    statements: Sequence[Statement],
    *,
    number: int,
    engine: str,
    waiting: Waiting | None = None,
) -> Markup:
    """A turn that ``engine`` is answering, as far as it has come.

    Before the first statement it says what a chat model is reading, where that is told.
    """
    return render(
        "live",
        question=question,
        number=number,
        statements=shown_statements(statements, by_sentence=True),
        short=answer_in_words(statements),
        style=_form(engine),
        written=not quotes_only(engine),
        waiting=waiting_in_words(waiting) if waiting and not statements else "",
    )


def stopped_html(question: str, statements: Sequence[Statement], *, number: int) -> Markup:
    """A turn that the person stopped; what had come is shown and is not kept."""
    return render(
        "stopped",
        question=question,
        number=number,
        statements=shown_statements(statements, by_sentence=True),
        short=answer_in_words(statements),
    )


def error_html(message: str, hint: str | None, *, question: str | None = None) -> Markup:
    """What went wrong and what can be done, below the ``question`` where there was one."""
    return render("error", message=message, hint=hint, question=question)


def notice_html(text: str) -> Markup:
    """A short message that is no error."""
    return render("notice", text=text)


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


def _body(text: Answer | Summary, changes: Changes) -> dict[str, object]:
    statements, engine, removed = text.statements, text.engine, text.removed
    numbers = numbers_by_sentence(statements)
    return {
        "statements": shown_statements(statements, by_sentence=True),
        "provenance": provenance(engine) if statements else "",
        "tally": "" if all(map(is_quoted, statements)) else tally(statements),
        "sources": tuple(
            shown_source(source, text.corrections, changes, numbers=numbers)
            for source in cited_sources(statements)
        ),
        "removed": shown_statements(removed, by_sentence=True),
        "removed_words": removed_in_words(len(removed)) if removed else "",
    }


def _form(engine: str) -> str:
    """Quoted sentences stand each for itself; written ones are a text."""
    return "quotes" if quotes_only(engine) else "paragraph"


def _verdict(statement: Statement) -> str:
    """The verdict in full, also where there is no doubt: "Supported: quoted word for word"."""
    said = verdict_in_words(statement.verdict)
    if not said:
        reasons = "; ".join(reason.text for reason in statement.verdict.reasons)
        said = f"supported: {reasons}" if reasons else "supported by the cited sentences"
    return said[:1].upper() + said[1:]


def _usage(usage: Usage) -> str:
    if not usage.calls:
        return ""
    cost = "" if usage.cost is None else f" · ${usage.cost:.4f}"
    return f"{usage.input_tokens:,} tokens read · {usage.output_tokens:,} written{cost}"


def _joined(indices: Iterable[int]) -> str:
    return ",".join(str(index) for index in dict.fromkeys(indices))
