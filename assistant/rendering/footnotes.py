"""A checked draft to copy back where it came from, with a numbered footnote for each source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.language.drafts import MARKS
from assistant.rendering.html import web_link
from assistant.rendering.markdown import escape
from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import CitedSource, cited_sources, numbers_by_article
from assistant.rendering.wording import long_date, outlet
from assistant.types import Statement, VerdictKind, Verification

_BORNE_OUT = (VerdictKind.SUPPORTED, VerdictKind.PARTLY)


@dataclass(frozen=True, slots=True)
class Footnoted:
    """A draft with the marks of its footnotes, and the footnotes, a line each."""

    text: str
    notes: str


def footnoted(verification: Verification, *, markdown: bool = False) -> Footnoted:
    """The draft as it was written, with a mark after each sentence that its sources bear out.

    The draft's own citation marks are left out. A sentence that is supported in part has its
    footnote as well; one that is not has none. The same article has one number.

    Args:
        verification: the checked draft.
        markdown: whether marks and notes are those of Markdown (``[^1]``), and not plain text.
    """
    sign = "^" if markdown else ""
    borne_out = [one for one in verification.statements if one.verdict.kind in _BORNE_OUT]
    sources = cited_sources(borne_out)
    numbers = numbers_by_article(sources)
    parts, at = [], 0
    for one in verification.sentences:
        parts.append(verification.draft[at : one.start])
        written = MARKS.sub("", verification.draft[one.start : one.end])
        marks = "".join(f"[{sign}{number}]" for number in _cited(one.statement, numbers))
        parts.append(f"{written}{'' if markdown or not marks else ' '}{marks}")
        at = one.end
    parts.append(verification.draft[at:])
    return Footnoted(
        "".join(parts).strip(),
        "\n".join(_note(source, sign=sign, markdown=markdown) for source in sources),
    )


def _cited(statement: Statement, numbers: Mapping[str, int]) -> list[int]:
    if statement.verdict.kind not in _BORNE_OUT:
        return []
    return sorted({numbers[citation.article_id] for citation in statement.citations})


def _note(source: CitedSource, *, sign: str, markdown: bool) -> str:
    """Outlet, headline, day, address."""
    first = source.first
    shown = escape if markdown else one_line
    told = [shown(outlet(first.source)), f"“{shown(first.title)}”", long_date(first.published)]
    if address := web_link(first.url):
        told.append(f"<{_address(address)}>" if markdown else one_line(address))
    number = f"[{sign}{source.number}]{':' if markdown else ''}"
    return f"{number} {', '.join(told)}"


def _address(url: str) -> str:
    """An address that nothing in it can end."""
    return one_line(url).replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
