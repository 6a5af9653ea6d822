"""Results as Markdown with footnotes for the cited sentences, to be pasted into a document.

Article text is escaped, so that it reads as it was written and cannot become a link,
a heading or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from assistant.rendering.documents import Block, Document, Heading, Kind, Paragraph, Run, Table
from assistant.rendering.documents.results import document_of
from assistant.rendering.later import since_in_words, since_of
from assistant.rendering.renderers import Result, Terms
from assistant.rendering.safety import one_line, printable
from assistant.rendering.wording import long_date, outlet
from assistant.types import Citation
from assistant.versions import Since

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|$&^])")
_BLOCK_START = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))")
_ORDERED = re.compile(r"^(\d{1,9})([.)])")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.ASCII)

# They stand for what is written until all is escaped: code points that are no characters.
_STRONG: Final = "\ufdd0"
_ITALIC: Final = "\ufdd1"
_MARKS: Final = "\ufdd2"
_RESERVED: Final = str.maketrans(dict.fromkeys((_STRONG, _ITALIC, _MARKS)))

_Key = tuple[str, int]
_Numbers = Mapping[_Key, int]
"""The number of each cited sentence's footnote, by article and sentence."""


def rendered(result: Result, terms: Terms) -> str:
    """A result as Markdown with footnotes."""
    return markdown_of(document_of(result, changes=terms.changes))


def markdown_of(document: Document) -> str:
    """A document as Markdown: blocks apart by empty lines, and the footnotes."""
    cited = {_key(one): one for one in _citations(document.blocks)}
    numbers = {key: number for number, key in enumerate(cited, start=1)}
    blocks = [f"# {escape(document.title)}"] if document.titled else []
    for kind, group in groupby(document.blocks, key=_is_item):
        shown = [_block(one, numbers) for one in group]
        blocks += ["\n".join(shown)] if kind else shown
    notes = (
        f"[^{numbers[key]}]: {_reference(one, since_of(one, document.changes))}"
        for key, one in cited.items()
    )
    return "\n\n".join(block for block in (*blocks, "\n".join(notes)) if block) + "\n"


def escape(text: str) -> str:
    """``text`` in one line that Markdown shows as it stands.

    Every character that Markdown reads anything into is escaped, at the start of a line
    those too that would begin a heading, a list or a rule.
    """
    escaped = _SPECIAL.sub(r"\\\1", one_line(text))
    if ordered := _ORDERED.match(escaped):
        return f"{ordered[1]}\\{escaped[ordered.end(1) :]}"
    return _BLOCK_START.sub(r"\\\1", escaped)


def _is_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind is Kind.ITEM


def _block(block: Block, numbers: _Numbers) -> str:
    match block:
        case Heading():
            return f"## {escape(block.text)}"
        case Table():
            rows = (" | ".join(_runs(cell, numbers) for cell in row) for row in block.rows)
            names = " | ".join(map(escape, block.names))
            rule = "---|" * len(block.names)
            return "\n".join([f"| {names} |", f"|{rule}", *(f"| {row} |" for row in rows)])
        case Paragraph():
            words = _runs(block.runs, numbers)
            if not words:
                return ""
            if block.kind is Kind.ASIDE:
                return f"*{words}*"
            below = "".join(f"\\\n  *{escape(line)}*" for line in block.below)
            return f"- {words}{below}" if block.kind is Kind.ITEM else words


def _runs(runs: Sequence[Run], numbers: _Numbers) -> str:
    """Words in a row. The whole is escaped at once: what begins a line means more than the rest."""
    said, marks = "", []
    for run in runs:
        sign = _STRONG if run.strong else _ITALIC if run.italic else ""
        text = printable(run.text).translate(_RESERVED)
        if sign and text.strip():
            # A sign beside a blank would be text.
            inner = text.strip()
            before, after = text[: text.index(inner[0])], text[text.rindex(inner[-1]) + 1 :]
            text = f"{before}{sign}{inner}{sign}{after}"
        said += text
        if run.cites:
            said += _MARKS
            marks.append(
                "".join(f"[^{numbers[key]}]" for key in dict.fromkeys(map(_key, run.cites)))
            )
    escaped = escape(said).replace(_STRONG, "**").replace(_ITALIC, "*")
    pieces = escaped.split(_MARKS)
    return "".join(piece + mark for piece, mark in zip(pieces, [*marks, ""], strict=True)).strip()


def _citations(blocks: Sequence[Block]) -> Iterator[Citation]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for run in block.runs:
                yield from run.cites
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    for run in cell:
                        yield from run.cites


def _key(citation: Citation) -> _Key:
    return citation.article_id, citation.sentence_index


def _reference(citation: Citation, since: Since | None) -> str:
    where = (
        f"{escape(outlet(citation.source))}, {long_date(citation.published)}, "
        f"“{escape(citation.title)}”, sentence {citation.sentence_index + 1}: "
        f"“{escape(citation.quote)}”"
    )
    linked = f"{where} {link(citation.url)}" if citation.url else where
    return f"{linked} *(since: {escape(since_in_words(since))})*" if since else linked


def link(url: str) -> str:
    """An address of the web as a link; anything else as plain text."""
    is_link = url == one_line(url) and _WEB_ADDRESS.fullmatch(url)
    return f"<{url}>" if is_link else escape(url)
