"""Answers, summaries, checked drafts and conversations as Word documents."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversations import Conversation
from assistant.rendering.word import Run
from assistant.rendering.word.writing import Written
from assistant.rendering.wording import (
    answer_in_words,
    attributions,
    filters_in_words,
    headline_in_words,
    left_out_in_words,
    long_date,
    provenance,
    removed_in_words,
    tally,
    verdict_in_words,
)
from assistant.types import Answer, Statement, Summary, Verification
from assistant.versions import NO_CHANGES, Changes


def written_answer(answer: Answer, *, changes: Changes = NO_CHANGES) -> Written:
    """An answer below its question, or the abstention in its place."""
    written = Written(answer.question, changes=changes)
    _answer(written, answer)
    return written


def written_summary(summary: Summary) -> Written:
    """A summary in its form."""
    written = Written("Summary")
    _text(written, summary.statements, bullets=summary.style == "bullets")
    written.aside(f"{provenance(summary.engine)}.")
    _removed(written, summary.removed)
    written.corrections(summary.corrections, summary.sources)
    written.notes((*summary.notes, *left_out_in_words(summary.left_out)))
    return written


def written_verification(verification: Verification) -> Written:
    """A checked draft, sentence by sentence, each with its verdict."""
    written = Written("Checked draft")
    written.paragraph(Run(tally(verification.statements), strong=True))
    for one in verification.statements:
        verdict = verdict_in_words(one.verdict) or "supported"
        written.paragraph(Run(one.text), written.marks(one), Run(f" ({verdict})", italic=True))
    written.corrections(verification.corrections, verification.sources)
    written.notes((*verification.notes, *left_out_in_words(verification.left_out)))
    return written


def written_conversation(conversation: Conversation, *, changes: Changes = NO_CHANGES) -> Written:
    """A conversation, each question a heading."""
    written = Written(conversation.title, changes=changes)
    written.aside(long_date(conversation.started))
    for exchange in conversation.exchanges:
        written.heading(exchange.question)
        if limited := filters_in_words(exchange.filters):
            written.aside(f"Limited to {limited}.")
        _answer(written, exchange.answer)
    return written


def _answer(written: Written, answer: Answer) -> None:
    if answer.abstention is not None:
        written.paragraph(Run(answer.abstention.message))
        for one in answer.abstention.nearest:
            written.paragraph(Run(f"– {headline_in_words(one)}"), style="ListParagraph")
    else:
        written.paragraph(Run(answer_in_words(answer.statements), strong=True))
        _text(written, answer.statements, said_by=attributions(answer.statements))
        written.aside(f"{provenance(answer.engine)}.")
    _removed(written, answer.removed)
    written.corrections(answer.corrections, answer.sources)
    written.notes(answer.notes)


def _text(
    written: Written,
    statements: Sequence[Statement],
    *,
    bullets: bool = False,
    said_by: Sequence[str] = (),
) -> None:
    runs: list[Run] = []
    for place, statement in enumerate(statements):
        who = said_by[place] if said_by else ""
        if runs and (bullets or who or "\n" in statement.lead):
            _end(written, runs, bullets=bullets)
            runs = []
        runs += [Run(" ")] if runs else []
        runs += [Run(f"{who}: ", italic=True)] if who else []
        runs += written.statement(statement)
    _end(written, runs, bullets=bullets)


def _end(written: Written, runs: Sequence[Run], *, bullets: bool) -> None:
    if bullets:
        written.paragraph(Run("• "), *runs, style="ListParagraph")
    else:
        written.paragraph(*runs)


def _removed(written: Written, removed: Sequence[Statement]) -> None:
    if removed:
        written.paragraph(Run(removed_in_words(len(removed))))
    for one in removed:
        written.paragraph(
            Run("– "),
            Run(one.text),
            Run(f" ({verdict_in_words(one.verdict)})", italic=True),
            style="ListParagraph",
        )
