"""A draft and what was found of its sentences, as HTML and as lines for the page's script.

The page shows the draft at once; what is found of a sentence follows as a line of JSON, from
which the script marks it. A card tells the reasons of the one sentence that is being looked at.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from assistant.articles.versions import marked_words
from assistant.language.drafts import DraftSentence, draft_ranges
from assistant.rendering.footnotes import footnoted
from assistant.rendering.html import render
from assistant.rendering.html.statements import shown_source, shown_statements
from assistant.rendering.sourcing import Part, cited_sources
from assistant.rendering.wording import (
    left_out_in_words,
    long_date,
    mark_in_words,
    outlet,
    tally,
    verdict_in_words,
)
from assistant.types import (
    Citation,
    CorrectionNote,
    OtherSentence,
    Reason,
    ReasonCode,
    Stance,
    Statement,
    VerdictKind,
    Verification,
)

IDLE: Final = "idle"
"""How a sentence is marked that claims nothing."""
_LABELS: Final = {
    "supported": "Supported",
    "partly": "Partly supported",
    "unsupported": "Not supported",
    "unchecked": "Not checked",
    IDLE: "Not a claim",
}
_STANCES: Final = {
    Stance.SUPPORTS: "Also says it",
    Stance.CONTRADICTS: "Says otherwise",
    Stance.PARTLY: "Says a part of it",
}
_LEAST_ALIKE: Final = 0.4
"""The share of two sentences' words that has to be the same for the others to be marked."""

_LONGEST_MARKED: Final = 2_400
"""Characters of two sentences of which the words are compared."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a draft: sentence ``index``, or what stands between two (None)."""

    text: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A sentence of an article beside one of the draft; words that differ are ``strong``."""

    citation: Citation
    where: str
    parts: tuple[Part, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownOthers:
    """What else was found, of one stance."""

    heading: str
    quotes: tuple[ShownQuote, ...]


def kind_of(statement: Statement) -> str:
    """How a checked sentence is marked: by its verdict, or as one that claims nothing."""
    verdict = statement.verdict
    idle = any(reason.code is ReasonCode.NO_CLAIM for reason in verdict.reasons)
    if idle and verdict.kind is VerdictKind.UNCHECKED:
        return IDLE
    return verdict.kind.value


def draft_html(
    draft: str,
    sentences: Sequence[DraftSentence],
    *,
    run: int,
    against: str,
    opened: int | None = None,
) -> Markup:
    """A draft whose sentences are about to be checked.

    Args:
        draft: its text.
        sentences: its sentences, in order.
        run: the number of this check, which the lines of its verdicts begin with.
        against: what it is checked against, in words.
        opened: the sentence that is to be opened once it is checked.
    """
    return render(
        "draft",
        paragraphs=_paragraphs(draft, sentences),
        sentences=len(sentences),
        run=run,
        against=against,
        opened="" if opened is None else opened,
    )


def begun_line(run: int) -> str:
    """The line that a check begins with."""
    return _line({"run": run})


def verdict_line(number: int, written: str, statement: Statement) -> str:
    """The line that marks sentence ``number``, which the draft has as ``written``."""
    told = {"i": number, "k": kind_of(statement), "w": _words(statement)}
    ranges = draft_ranges(written, _doubted(statement.verdict.reasons))
    if ranges:
        told["p"] = _cut(written, ranges)
    return _line(told)


def ended_line(how: str, verification: Verification | None) -> str:
    """The line that a check ends with: how (``done``, ``stopped``, ``failed``), and to copy."""
    if verification is None:
        return _line({"end": how})
    copies = {}
    for name in ("plain", "markdown"):
        made = footnoted(verification, markdown=name == "markdown")
        copies[name] = [made.text, made.notes]
    return _line({"end": how, "copy": copies})


def card_html(
    number: int,
    written: str,
    statement: Statement | None,
    *,
    others: Sequence[OtherSentence] | None = None,
    corrections: Sequence[CorrectionNote] = (),
) -> Markup:
    """What was found of sentence ``number``, which the draft has as ``written``.

    Args:
        number: which it is, from 0.
        written: its text.
        statement: the same, checked; None where it is not yet.
        others: what else bears it out or contradicts it; None while that is looked for.
        corrections: what the articles that are cited say of themselves.
    """
    if statement is None:
        return render("draft_card", index=number, kind="", label="Not checked yet")
    kind = kind_of(statement)
    reasons = _told(statement.verdict.reasons)
    doubted = kind in {"partly", "unsupported"}
    ranges = draft_ranges(written, _doubted(reasons))
    noted = {note.article_id: note for note in corrections}
    return render(
        "draft_card",
        index=number,
        kind=kind,
        label=_LABELS[kind],
        reasons=[f"{_opened(_said(reason))}." for reason in reasons],
        written=_parts(written, ranges),
        quotes=[
            _quote(citation, written, doubted=doubted, noted=noted)
            for citation in statement.citations
        ],
        others=None if others is None else _others(others),
    )


def verification_page(verification: Verification) -> Markup:
    """A checked draft as a page of its own: its text, each sentence marked, and the sources."""
    statements = verification.statements
    marked = [
        {
            "statement": statement,
            "kind": kind_of(one.statement),
            "label": _LABELS[kind_of(one.statement)],
            "words": _words(one.statement),
            "by_hand": one.by_hand,
            "parts": _parts(
                written := verification.draft[one.start : one.end],
                draft_ranges(written, _doubted(one.statement.verdict.reasons)),
            ),
        }
        for one, statement in zip(verification.sentences, shown_statements(statements), strict=True)
    ]
    sentences = [
        DraftSentence(one.start, one.end, one.statement.text) for one in verification.sentences
    ]
    return render(
        "verification",
        tally=tally(statements),
        by_hand=sum(one.by_hand for one in verification.sentences),
        paragraphs=_paragraphs(verification.draft, sentences),
        marked=marked,
        sources=[
            {
                "source": shown_source(source, verification.corrections),
                "url": source.first.url,
                "citations": source.citations,
            }
            for source in cited_sources(statements)
        ],
        notes=(*verification.notes, *left_out_in_words(verification.left_out)),
    )


def _paragraphs(draft: str, sentences: Sequence[DraftSentence]) -> list[list[Piece]]:
    """The draft in paragraphs: one ends where a line does between two sentences."""
    found: list[list[Piece]] = [[]]
    at = 0
    for index, one in enumerate(sentences):
        gap = draft[at : one.start]
        if "\n" in gap:
            before, _, gap = gap.rpartition("\n")
            if before.strip():
                found[-1].append(Piece(before))
            found.append([])
        if gap:
            found[-1].append(Piece(gap))
        found[-1].append(Piece(draft[one.start : one.end], index))
        at = one.end
    if draft[at:].strip():
        found[-1].append(Piece(draft[at:]))
    return [pieces for pieces in found if pieces]


def _words(statement: Statement) -> str:
    """What a mark says: "Not supported: says 146, the source says 164"."""
    kind = kind_of(statement)
    said = "; ".join(map(_said, _told(statement.verdict.reasons)))
    remark = verdict_in_words(statement.verdict) if kind == "supported" else ""
    if remark:
        return _opened(remark)
    return f"{_LABELS[kind]}: {said}" if said and kind != "supported" else _LABELS[kind]


def _told(reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons without those of the meaning where another says the same more exactly."""
    exact = [one for one in reasons if not one.code.startswith("meaning")]
    against = [one for one in exact if one.kind is not VerdictKind.SUPPORTED]
    return [
        one
        for one in reasons
        if one in exact or not any(one.start is None or _within(other, one) for other in against)
    ]


def _within(one: Reason, other: Reason) -> bool:
    """Whether the words of one reason and those of another overlap."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _doubted(reasons: Sequence[Reason]) -> list[tuple[int, int]]:
    """The characters that reasons speak against."""
    return [
        (one.start, one.end)
        for one in _told(reasons)
        if one.start is not None
        and one.end is not None
        and one.kind in (VerdictKind.PARTLY, VerdictKind.UNSUPPORTED)
    ]


def _quote(
    citation: Citation,
    written: str,
    *,
    doubted: bool,
    noted: dict[str, CorrectionNote],
    reason: str = "",
) -> ShownQuote:
    parts: tuple[Part, ...] = (Part(citation.quote, strong=False),)
    if doubted and len(written) + len(citation.quote) <= _LONGEST_MARKED:
        _, told = marked_words(written, citation.quote)
        same = sum(len(one.text) for one in told if not one.changed)
        if same >= _LEAST_ALIKE * len(citation.quote):
            parts = tuple(Part(one.text, strong=one.changed) for one in told)
    note = noted.get(citation.article_id)
    where = f"{outlet(citation.source)} · {long_date(citation.published)}"
    return ShownQuote(
        citation, f"{where} · {mark_in_words(note.kind)}" if note else where, parts, reason
    )


def _others(others: Sequence[OtherSentence]) -> list[ShownOthers]:
    return [
        ShownOthers(
            heading,
            tuple(
                ShownQuote(
                    one.citation,
                    f"{outlet(one.citation.source)} · {long_date(one.citation.published)}",
                    (Part(one.citation.quote, strong=False),),
                    one.reason,
                )
                for one in others
                if one.stance is stance
            ),
        )
        for stance, heading in _STANCES.items()
        if any(one.stance is stance for one in others)
    ]


def _cut(text: str, ranges: Sequence[tuple[int, int]]) -> list[str]:
    """``text`` in stretches, every second of which is one of ``ranges``."""
    cuts = [0, *(place for each in ranges for place in each), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def _parts(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    cut = _cut(text, ranges)
    return tuple(Part(words, strong=n % 2 == 1) for n, words in enumerate(cut) if words)


def _said(reason: Reason) -> str:
    """A reason in words; a draft cites nothing, its support was looked for."""
    return reason.text.replace("the cited sentences", "the nearest sentences")


def _opened(words: str) -> str:
    return words[:1].upper() + words[1:]


def _line(told: dict[str, object]) -> str:
    """A line of JSON in which no markup can be seen."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c") + "\n"
