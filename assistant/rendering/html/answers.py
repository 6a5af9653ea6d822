"""Answers and summaries as HTML: every citation a button that opens its source.

The buttons carry what they do in ``data-`` attributes, which the page's script sends to the
server; nothing in the HTML itself is executable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.statements import shown_source, shown_statements
from assistant.rendering.sourcing import (
    cited_sources,
    numbers_by_sentence,
)
from assistant.rendering.wording import (
    answer_in_words,
    is_quoted,
    left_out_in_words,
    provenance,
    quotes_only,
    removed_in_words,
    tally,
    waiting_in_words,
)
from assistant.reports import Waiting
from assistant.types import (
    AbstentionKind,
    Answer,
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


def _usage(usage: Usage) -> str:
    if not usage.calls:
        return ""
    cost = "" if usage.cost is None else f" · ${usage.cost:.4f}"
    return f"{usage.input_tokens:,} tokens read · {usage.output_tokens:,} written{cost}"
