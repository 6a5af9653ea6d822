"""What every Markdown text is made of: escaped words, footnotes, blocks.

Article text is escaped, so that it reads as it was written and cannot become a link,
a heading or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from assistant.rendering.later import since_in_words, since_of
from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import Part, parts_of
from assistant.rendering.wording import (
    correction_in_words,
    doubt_in_words,
    long_date,
    outlet,
)
from assistant.types import Citation, CorrectionNote, Headline, Statement, Verdict
from assistant.versions import Changes, Since

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|$&^])")
_BLOCK_START = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))")
_ORDERED = re.compile(r"^(\d{1,9})([.)])")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.ASCII)

FootnoteNumbers = Mapping[tuple[str, int], str]
"""The name of each cited sentence's footnote, by article and sentence."""

_STRONG: Final = "\ufdd0"
"""Stands for bold until all is escaped: a code point that is no character and never will be."""


def escape(text: str) -> str:
    """``text`` in one line that Markdown shows as it stands.

    Every character that Markdown reads anything into is escaped, at the start of a line
    those too that would begin a heading, a list or a rule.
    """
    escaped = _SPECIAL.sub(r"\\\1", one_line(text))
    if ordered := _ORDERED.match(escaped):
        return f"{ordered[1]}\\{escaped[ordered.end(1) :]}"
    return _BLOCK_START.sub(r"\\\1", escaped)


def parts_markdown(parts: Iterable[Part]) -> str:
    """Words in a row, what is strong of them in bold."""
    # The whole is escaped at once: what begins a line means more than what stands within it.
    said = "".join(
        f"{_STRONG}{text}{_STRONG}" if part.strong else text
        for part in parts
        if (text := part.text.replace(_STRONG, ""))
    )
    return escape(said).replace(_STRONG, "**")


def statement_markdown(statement: Statement, numbers: FootnoteNumbers) -> str:
    """A statement with its footnotes' marks, and what is doubtful about it."""
    shown = parts_markdown(parts_of(statement))
    return shown + marks(statement, numbers) + doubt(statement.verdict)


def marks(statement: Statement, numbers: FootnoteNumbers) -> str:
    """The footnotes' marks of a statement, ``[^1][^2]``."""
    names = dict.fromkeys(numbers[_key(citation)] for citation in statement.citations)
    return "".join(f"[^{name}]" for name in names)


def doubt(verdict: Verdict) -> str:
    """What is doubtful, in italics and brackets; empty where nothing is."""
    said = doubt_in_words(verdict)
    return f" *({escape(said)})*" if said else ""


def footnote_numbers(statements: Sequence[Statement], *, notes_from: str = "") -> FootnoteNumbers:
    """The names of the cited sentences' footnotes, in the order of the first citation."""
    cited = (citation for statement in statements for citation in statement.citations)
    keys = dict.fromkeys(_key(citation) for citation in cited)
    return {key: f"{notes_from}{number}" for number, key in enumerate(keys, start=1)}


def footnotes(statements: Sequence[Statement], numbers: FootnoteNumbers, changes: Changes) -> str:
    """The footnotes, a line each: where the sentence stands, and the sentence."""
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
    is_link = url == one_line(url) and _WEB_ADDRESS.fullmatch(url)
    return f"<{url}>" if is_link else escape(url)


def correction_blocks(notes: Sequence[CorrectionNote], sources: Sequence[Headline]) -> list[str]:
    """What the cited articles say of themselves, a block each."""
    titles = {source.article_id: source.title for source in sources}
    return [
        f"*“{escape(titles[note.article_id])}” {escape(correction_in_words(note))}*"
        for note in notes
        if note.article_id in titles
    ]


def note_blocks(notes: Sequence[str]) -> list[str]:
    """Notes, a block each."""
    return [f"*Note: {escape(note)}*" for note in notes]


def _key(citation: Citation) -> tuple[str, int]:
    return citation.article_id, citation.sentence_index


def document(blocks: Sequence[str]) -> str:
    """Blocks apart by empty lines; empty ones are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"
