"""Answers and summaries as Markdown with footnotes, to be pasted into a document.

Article text is escaped, so that it reads as it was written and cannot become a link,
a heading or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from assistant.conversations import Conversation
from assistant.rendering.later import since_in_words, since_of
from assistant.rendering.renderers import Result, Terms
from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import parts_of
from assistant.rendering.wording import (
    answer_in_words,
    attributions,
    correction_in_words,
    doubt_in_words,
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
from assistant.types import (
    Abstention,
    Answer,
    Citation,
    CorrectionNote,
    Headline,
    Statement,
    Summary,
    Verdict,
    Verification,
)
from assistant.versions import NO_CHANGES, Changes, Since

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|$&^])")
_BLOCK_START = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))")
_ORDERED = re.compile(r"^(\d{1,9})([.)])")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.ASCII)

_FootnoteNumbers = Mapping[tuple[str, int], str]
"""The name of each cited sentence's footnote, by article and sentence."""

_STRONG: Final = "\ufdd0"
"""Stands for bold until all is escaped: a code point that is no character and never will be."""


def rendered(result: Result, terms: Terms) -> str:
    """A result as Markdown with footnotes."""
    match result:
        case Answer():
            return answer_markdown(result, changes=terms.changes)
        case Summary():
            return summary_markdown(result)
        case Verification():
            return verification_markdown(result)
        case Conversation():
            return conversation_markdown(result, changes=terms.changes)


def answer_markdown(answer: Answer, *, notes_from: str = "", changes: Changes = NO_CHANGES) -> str:
    """An answer in paragraphs with footnotes; an abstention with the nearest headlines.

    ``notes_from`` stands before the footnotes' numbers, so that several answers fit into one
    document. ``changes`` are what became of the cited sentences since.
    """
    if answer.abstention is not None:
        return _document(
            [_abstention(answer.abstention), _removed(answer.removed), *_notes(answer.notes)]
        )
    return _cited(answer, notes_from=notes_from, changes=changes)


def summary_markdown(summary: Summary) -> str:
    """A summary with footnotes: a paragraph, a list, or a headline in bold."""
    notes = (*summary.notes, *left_out_in_words(summary.left_out))
    return _cited(replace(summary, notes=notes), style=summary.style)


def verification_markdown(verification: Verification) -> str:
    """A checked draft: a list of its sentences with verdicts and footnotes."""
    statements = verification.statements
    numbers = _footnote_numbers(statements)
    body = "\n".join(
        f"- {escape(statement.text)}{_marks(statement, numbers)} "
        f"*({escape(verdict_in_words(statement.verdict) or 'supported')})*"
        for statement in statements
    )
    return _document(
        [
            f"**{escape(tally(statements))}**",
            body,
            *_corrections(verification.corrections, verification.sources),
            *_notes((*verification.notes, *left_out_in_words(verification.left_out))),
            _footnotes(statements, numbers, NO_CHANGES),
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


def escape(text: str) -> str:
    """``text`` in one line that Markdown shows as it stands.

    Every character that Markdown reads anything into is escaped, at the start of a line
    those too that would begin a heading, a list or a rule.
    """
    escaped = _SPECIAL.sub(r"\\\1", one_line(text))
    if ordered := _ORDERED.match(escaped):
        return f"{ordered[1]}\\{escaped[ordered.end(1) :]}"
    return _BLOCK_START.sub(r"\\\1", escaped)


def _cited(
    text: Answer | Summary,
    *,
    style: str = "paragraph",
    notes_from: str = "",
    changes: Changes = NO_CHANGES,
) -> str:
    numbers = _footnote_numbers(text.statements, notes_from=notes_from)
    pieces = [_statement(statement, numbers) for statement in text.statements]
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
    return _document(
        [
            f"**{escape(short)}**" if short else "",
            body,
            made,
            _removed(text.removed),
            *_corrections(text.corrections, text.sources),
            *_notes(text.notes),
            _footnotes(text.statements, numbers, changes),
        ]
    )


def _bold(statements: Sequence[Statement], numbers: _FootnoteNumbers) -> list[str]:
    return [
        f"{escape(statement.text)}**{_marks(statement, numbers)}{_doubt(statement.verdict)}"
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


def _statement(statement: Statement, numbers: _FootnoteNumbers) -> str:
    # The whole is escaped at once: what begins a line means more than what stands within it.
    said = "".join(
        f"{_STRONG}{text}{_STRONG}" if part.strong else text
        for part in parts_of(statement)
        if (text := part.text.replace(_STRONG, ""))
    )
    shown = escape(said).replace(_STRONG, "**")
    return shown + _marks(statement, numbers) + _doubt(statement.verdict)


def _marks(statement: Statement, numbers: _FootnoteNumbers) -> str:
    marks = dict.fromkeys(numbers[_key(citation)] for citation in statement.citations)
    return "".join(f"[^{number}]" for number in marks)


def _doubt(verdict: Verdict) -> str:
    said = doubt_in_words(verdict)
    return f" *({escape(said)})*" if said else ""


def _removed(removed: Sequence[Statement]) -> str:
    if not removed:
        return ""
    listed = "\n".join(
        f"- {escape(statement.text)}{_doubt(statement.verdict)}" for statement in removed
    )
    return f"{escape(removed_in_words(len(removed)))}\n\n{listed}"


def _footnote_numbers(statements: Sequence[Statement], *, notes_from: str = "") -> _FootnoteNumbers:
    cited = (citation for statement in statements for citation in statement.citations)
    keys = dict.fromkeys(_key(citation) for citation in cited)
    return {key: f"{notes_from}{number}" for number, key in enumerate(keys, start=1)}


def _footnotes(statements: Sequence[Statement], numbers: _FootnoteNumbers, changes: Changes) -> str:
    cited = {
        _key(citation): citation for statement in statements for citation in statement.citations
    }
    return "\n".join(
        f"[^{number}]: {_reference(cited[key], since_of(cited[key], changes))}"
        for key, number in numbers.items()
    )


def _reference(citation: Citation, since: Since | None) -> str:
    where = (
        f"{escape(outlet(citation.source))}, {long_date(citation.published)}, "
        f"“{escape(citation.title)}”, sentence {citation.sentence_index + 1}: "
        f"“{escape(citation.quote)}”"
    )
    linked = f"{where} {_link(citation.url)}" if citation.url else where
    return f"{linked} *(since: {escape(since_in_words(since))})*" if since else linked


def _link(url: str) -> str:
    """An address of the web as a link; anything else as plain text."""
    return f"<{url}>" if _WEB_ADDRESS.fullmatch(url) else escape(url)


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


def _corrections(notes: Sequence[CorrectionNote], sources: Sequence[Headline]) -> list[str]:
    titles = {source.article_id: source.title for source in sources}
    return [
        f"*“{escape(titles[note.article_id])}” {escape(correction_in_words(note))}*"
        for note in notes
        if note.article_id in titles
    ]


def _notes(notes: Sequence[str]) -> list[str]:
    return [f"*Note: {escape(note)}*" for note in notes]


def _key(citation: Citation) -> tuple[str, int]:
    return citation.article_id, citation.sentence_index


def _document(blocks: Sequence[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"
