"""Answers and summaries as plain text to paste elsewhere, with their references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.rendering.later import changes_in_words
from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import CitedSource, cited_sources, numbers_by_sentence
from assistant.rendering.wording import (
    correction_in_words,
    doubt_in_words,
    headline_in_words,
    long_date,
    outlet,
)
from assistant.types import Answer, Citation, CorrectionNote, Statement, Summary
from assistant.versions import NO_CHANGES, Changes


def answer_references(answer: Answer, *, changes: Changes = NO_CHANGES) -> str:
    """An answer as plain text, marks after each sentence, the cited sentences listed below."""
    if answer.abstention is not None:
        nearest = [f"- {one_line(headline_in_words(each))}" for each in answer.abstention.nearest]
        return "\n".join([one_line(answer.abstention.message), *nearest])
    return _referenced(answer.statements, corrections=answer.corrections, changes=changes)


def summary_references(summary: Summary) -> str:
    """A summary as plain text, likewise."""
    return _referenced(
        summary.statements, corrections=summary.corrections, bullets=summary.style == "bullets"
    )


def _referenced(
    statements: Sequence[Statement],
    *,
    corrections: Sequence[CorrectionNote],
    bullets: bool = False,
    changes: Changes = NO_CHANGES,
) -> str:
    numbers = numbers_by_sentence(statements)
    text = heading = ""
    for statement in statements:
        marks = "".join(
            f" [{number}]"
            for number in dict.fromkeys(numbers[_key(each)] for each in statement.citations)
        )
        doubt = doubt_in_words(statement.verdict)
        said = one_line(statement.text) + marks + (f" ({one_line(doubt)})" if doubt else "")
        if statement.heading and statement.heading != heading:
            said = f"{one_line(statement.heading)}: {said}"
        heading = statement.heading
        if bullets:
            text += f"{'' if not text else chr(10)}- {said}"
        else:
            between = "\n\n" if "\n" in statement.lead else " "
            text += said if not text else between + said
    sources = cited_sources(statements, corrections)
    references = "\n".join(_reference(source, numbers, changes) for source in sources)
    return f"{text}\n\n{references}".strip()


def _key(citation: Citation) -> tuple[str, int]:
    return citation.article_id, citation.sentence_index


def _reference(
    source: CitedSource, numbers: Mapping[tuple[str, int], int], changes: Changes
) -> str:
    first = source.first
    where = f"{outlet(first.source)}, {long_date(first.published)}"
    address = f" {one_line(first.url)}" if first.url else ""
    quotes = [
        f"    [{numbers[_key(each)]}] §{each.sentence_index + 1}: “{one_line(each.quote)}”"
        for each in source.citations
    ]
    head = f"{one_line(first.title)} — {one_line(where)}{address}"
    said = [*map(correction_in_words, source.corrections), changes_in_words(source, changes)]
    return "\n".join([head, *quotes, *(f"    {one_line(words)}" for words in said if words)])
