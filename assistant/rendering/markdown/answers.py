"""Answers and summaries as Markdown with footnotes, to be pasted into a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.conversations import Conversation
from assistant.rendering.markdown import (
    FootnoteNumbers,
    correction_blocks,
    document,
    doubt,
    escape,
    footnote_numbers,
    footnotes,
    marks,
    note_blocks,
    statement_markdown,
)
from assistant.rendering.wording import (
    answer_in_words,
    attributions,
    filters_in_words,
    left_out_in_words,
    long_date,
    outlet,
    provenance,
    removed_in_words,
    short_id,
    tally,
    verdict_in_words,
)
from assistant.types import Abstention, Answer, Statement, Summary, Verification
from assistant.versions import NO_CHANGES, Changes


def answer_markdown(answer: Answer, *, notes_from: str = "", changes: Changes = NO_CHANGES) -> str:
    """An answer in paragraphs with footnotes; an abstention with the nearest headlines.

    ``notes_from`` stands before the footnotes' numbers, so that several answers fit into one
    document. ``changes`` are what became of the cited sentences since.
    """
    if answer.abstention is not None:
        return document(
            [_abstention(answer.abstention), _removed(answer.removed), *note_blocks(answer.notes)]
        )
    return _cited(answer, notes_from=notes_from, changes=changes)


def summary_markdown(summary: Summary) -> str:
    """A summary with footnotes: a paragraph, a list, or a headline in bold."""
    notes = (*summary.notes, *left_out_in_words(summary.left_out))
    return _cited(replace(summary, notes=notes), style=summary.style)


def verification_markdown(verification: Verification) -> str:
    """A checked draft: a list of its sentences with verdicts and footnotes."""
    statements = verification.statements
    numbers = footnote_numbers(statements)
    body = "\n".join(
        f"- {escape(statement.text)}{marks(statement, numbers)} "
        f"*({escape(verdict_in_words(statement.verdict) or 'supported')})*"
        for statement in statements
    )
    return document(
        [
            f"**{escape(tally(statements))}**",
            body,
            *correction_blocks(verification.corrections, verification.sources),
            *note_blocks((*verification.notes, *left_out_in_words(verification.left_out))),
            footnotes(statements, numbers, NO_CHANGES),
        ]
    )


def conversation_markdown(conversation: Conversation, *, changes: Changes = NO_CHANGES) -> str:
    """A conversation as Markdown: a heading for each question, footnotes for the citations.

    ``changes`` are what became of the cited sentences since.
    """
    parts = [f"# {escape(conversation.title)}", f"*{long_date(conversation.started)}*"]
    for number, exchange in enumerate(conversation.exchanges, start=1):
        parts.append(f"## {escape(exchange.question)}")
        if limited := filters_in_words(exchange.filters):
            parts.append(f"*Limited to {escape(limited)}.*")
        answer = answer_markdown(exchange.answer, notes_from=f"{number}-", changes=changes)
        parts.append(answer.rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _cited(
    text: Answer | Summary,
    *,
    style: str = "paragraph",
    notes_from: str = "",
    changes: Changes = NO_CHANGES,
) -> str:
    numbers = footnote_numbers(text.statements, notes_from=notes_from)
    pieces = [statement_markdown(statement, numbers) for statement in text.statements]
    short = answer_in_words(text.statements) if isinstance(text, Answer) else ""
    if isinstance(text, Answer):
        said_by = attributions(text.statements)
        pieces = [
            f"{escape(who)}: {piece}" if who else piece
            for who, piece in zip(said_by, pieces, strict=True)
        ]
    if style == "bullets":
        body = "\n".join(f"- {piece}" for piece in pieces)
    elif style == "headline":
        body = "\n\n".join(f"**{piece}" for piece in _bold(text.statements, numbers))
    else:
        body = _flow(text.statements, pieces)
    made = f"*{escape(provenance(text.engine))}.*" if text.statements else ""
    return document(
        [
            f"**{escape(short)}**" if short else "",
            body,
            made,
            _removed(text.removed),
            *correction_blocks(text.corrections, text.sources),
            *note_blocks(text.notes),
            footnotes(text.statements, numbers, changes),
        ]
    )


def _bold(statements: Sequence[Statement], numbers: FootnoteNumbers) -> list[str]:
    return [
        f"{escape(statement.text)}**{marks(statement, numbers)}{doubt(statement.verdict)}"
        for statement in statements
    ]


def _flow(statements: Sequence[Statement], pieces: Sequence[str]) -> str:
    flowing = ""
    for statement, piece in zip(statements, pieces, strict=True):
        if not flowing:
            flowing = piece
        elif "\n" in statement.lead:
            flowing += f"\n\n{piece}"
        else:
            flowing += f" {piece}"
    return flowing


def _removed(removed: Sequence[Statement]) -> str:
    if not removed:
        return ""
    listed = "\n".join(
        f"- {escape(statement.text)}{doubt(statement.verdict)}" for statement in removed
    )
    return f"{escape(removed_in_words(len(removed)))}\n\n{listed}"


def _abstention(abstention: Abstention) -> str:
    message = escape(abstention.message)
    if not abstention.nearest:
        return message
    nearest = (
        f"- {escape(headline.title)} ({escape(outlet(headline.source))}, "
        f"{long_date(headline.published)}, id {short_id(headline.article_id)})"
        for headline in abstention.nearest
    )
    return f"{message}\n\nNearest headlines:\n\n" + "\n".join(nearest)
