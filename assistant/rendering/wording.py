"""How dates, ids, runs of sentences and engines are put into words."""

from __future__ import annotations

from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from assistant.examining import UNEXAMINED
from assistant.reports import AddedKind, AddReport, Waiting
from assistant.types import (
    ArticleSummary,
    CorrectionKind,
    CorrectionNote,
    Filters,
    Headline,
    LeftOut,
    ReasonCode,
    Statement,
    Verdict,
    VerdictKind,
    day_of,
)

SHORT_ID = 10
"""Characters of an article's id that are shown; a prefix is enough to name it."""

_OUTLETS_NAMED = 3
"""Outlets that are named before others are counted."""


def waiting_in_words(waiting: Waiting) -> str:
    """What a chat model is at before its first word, ``The model is reading 800 tokens …``."""
    return f"The model is reading {waiting.tokens:,} tokens …"


def short_id(article_id: str) -> str:
    """The beginning of an id, as it is shown and may be typed."""
    return article_id[:SHORT_ID]


def long_date(moment: date | None) -> str:
    """A day in words, ``3 March 2026``; an unknown one is said to be."""
    if moment is None:
        return "date unknown"
    day = day_of(moment)
    return f"{day.day} {month_name[day.month]} {day.year}"


def every_in_words(minutes: int) -> str:
    """How often something is done that is done after so many minutes."""
    for length, unit in ((1_440, "day"), (60, "hour"), (1, "minute")):
        if minutes % length == 0:
            number = minutes // length
            return f"every {unit}" if number == 1 else f"every {number:,} {unit}s"
    raise AssertionError("minutes are whole numbers")


def iso_date(moment: date | None) -> str:
    """A day as ``2026-03-03``; ``-`` where it is unknown."""
    return "-" if moment is None else day_of(moment).isoformat()


def outlet(source: str | None) -> str:
    """The outlet; an unknown one is said to be."""
    return source or "outlet unknown"


def sentence_runs(indices: Iterable[int]) -> tuple[str, ...]:
    """Sentence indices (from 0) as the numbers people count (from 1), neighbours joined.

    ``(3, 4, 5, 8)`` gives ``("4–6", "9")``.
    """
    runs: list[list[int]] = []
    for index in sorted(set(indices)):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return tuple(
        str(run[0] + 1) if len(run) == 1 else f"{run[0] + 1}–{run[-1] + 1}" for run in runs
    )


def sentences_in_words(indices: Iterable[int]) -> str:
    """``sentence 4`` or ``sentences 4–6, 9``."""
    distinct = set(indices)
    noun = "sentence" if len(distinct) == 1 else "sentences"
    return f"{noun} {', '.join(sentence_runs(distinct))}"


def count(number: int, noun: str, *, several: str = "") -> str:
    """``1 article``, ``1,204 articles``; ``several`` where it is no noun and an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {several or noun + 's'}"


def also_in_words(article_ids: Sequence[str], *, outlets: Sequence[str]) -> str:
    """Where copies of what is cited stand: "also in The Ledger and 2 other outlets"; or ""."""
    if not article_ids:
        return ""
    if not outlets:
        return f"also in {count(len(article_ids), 'other article')}"
    named = list(outlets[:_OUTLETS_NAMED])
    if more := len(outlets) - len(named):
        named.append(count(more, "other outlet"))
    before = ", ".join(named[:-1])
    return f"also in {before} and {named[-1]}" if before else f"also in {named[-1]}"


def headline_in_words(article: ArticleSummary | Headline) -> str:
    """An article in one line: headline, outlet, day."""
    return f"{article.title} — {outlet(article.source)}, {long_date(article.published)}"


def filters_in_words(filters: Filters) -> str:
    """``outlet The Harbour Post, since 2025-03-01``; empty where nothing is limited."""
    return ", ".join(
        [
            *(f"outlet {name}" for name in filters.sources),
            *([f"collection {filters.collection}"] if filters.collection else []),
            *([count(len(filters.articles), "article")] if filters.articles is not None else []),
            *([f"since {filters.since}"] if filters.since else []),
            *([f"until {filters.until}"] if filters.until else []),
            *([f"as of {filters.as_of}"] if filters.as_of else []),
            *(["taken in by then"] if filters.taken_in else []),
        ]
    )


def report_in_words(report: AddReport) -> str:
    """``3 added, 1 failed``: how many articles became what."""
    return kinds_in_words(Counter(outcome.kind for outcome in report.outcomes))


def kinds_in_words(counts: Mapping[AddedKind, int]) -> str:
    """The same of how many there are of each kind."""
    return ", ".join(
        f"{counts.get(kind, 0):,} {kind.value}"
        for kind in AddedKind
        if counts.get(kind) or kind is AddedKind.ADDED
    )


_NOTED = {
    CorrectionKind.RETRACTION: "retracted",
    CorrectionKind.CORRECTION: "carries a correction",
    CorrectionKind.CLARIFICATION: "carries a clarification",
    CorrectionKind.EDITORS_NOTE: "carries an editor’s note",
    CorrectionKind.UPDATE: "updated",
    CorrectionKind.NOT_EXAMINED: "what it says of itself",
}


_MARKS = {
    CorrectionKind.RETRACTION: "retracted",
    CorrectionKind.CORRECTION: "corrected",
    CorrectionKind.CLARIFICATION: "clarified",
    CorrectionKind.EDITORS_NOTE: "editor’s note",
    CorrectionKind.UPDATE: "updated",
    CorrectionKind.NOT_EXAMINED: UNEXAMINED,
}


def mark_in_words(kind: CorrectionKind) -> str:
    """A mark beside a headline: ``corrected``."""
    return _MARKS[kind]


def left_out_in_words(left_out: Sequence[LeftOut]) -> tuple[str, ...]:
    """``report.docx: left out: 2 notes``, for each part that could not be read."""
    return tuple(f"{one.name}: left out: {part}" for one in left_out for part in one.parts)


def correction_in_words(note: CorrectionNote) -> str:
    """``carries a correction: “An earlier version of this article misstated …”``."""
    if note.kind is CorrectionKind.NOT_EXAMINED:
        return f"{_NOTED[note.kind]} {note.text}"
    return f"{_NOTED[note.kind]}: “{note.text}”"


def quotes_only(engine: str) -> bool:
    """Whether the engine of this name quotes sentences and writes none."""
    return engine.startswith("extractive")


def provenance(engine: str) -> str:
    """A line that says how the text came about."""
    if quotes_only(engine):
        return "Quoted from the articles (extractive engine: it quotes, it does not write)"
    model = engine.removeprefix("chat:")
    return f"Written by {model}; each sentence was checked against those that its mark names"


def attribution(statement: Statement) -> str:
    """Whose words a quoted sentence is: "According to The Harbour Post, 12 March 2026"; or ""."""
    if not is_quoted(statement):
        return ""
    first = statement.citations[0]
    day = "" if first.published is None else long_date(first.published)
    if first.source:
        return f"According to {', '.join(part for part in (first.source, day) if part)}"
    named = f"“{first.title}”" if first.title else "an article"
    return f"According to {', '.join(part for part in (named, day) if part)}"


def is_quoted(statement: Statement) -> bool:
    """Whether a statement is a sentence of an article, and not written."""
    reasons = statement.verdict.reasons
    return bool(statement.citations and reasons) and reasons[0].code is ReasonCode.QUOTED


def headings(statements: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    """What stands above each statement: its heading, and whose words it is.

    Both are empty where the statement before has the same; a heading that it shares is not
    said again.
    """
    each = [(one.heading, attribution(one)) for one in statements]
    befores = [("", ""), *each]
    return tuple(
        ("", "") if now == before else (now[0] if now[0] != before[0] else "", now[1])
        for now, before in zip(each, befores, strict=False)
    )


def attributions(statements: Sequence[Statement]) -> tuple[str, ...]:
    """The same in one line: "4 March 2031 — According to The Ledger, 5 March 2031"; or ""."""
    return tuple(" — ".join(filter(None, each)) for each in headings(statements))


def answer_in_words(statements: Sequence[Statement]) -> str:
    """The short answer that the first statement holds; empty where it holds none."""
    first = statements[0] if statements else None
    if first is None or first.short_answer is None:
        return ""
    return first.text[first.short_answer.start : first.short_answer.end]


_LABELS = {
    VerdictKind.SUPPORTED: "supported",
    VerdictKind.PARTLY: "partly supported",
    VerdictKind.UNSUPPORTED: "not supported",
    VerdictKind.UNCHECKED: "not checked",
}


def doubt_in_words(verdict: Verdict) -> str:
    """``partly supported: drops “may”``; empty where there is no doubt."""
    if verdict.kind not in (VerdictKind.PARTLY, VerdictKind.UNSUPPORTED):
        return ""
    against = [
        reason.text
        for reason in verdict.reasons
        if reason.kind in (VerdictKind.PARTLY, VerdictKind.UNSUPPORTED)
    ]
    return ": ".join(part for part in (_LABELS[verdict.kind], "; ".join(against)) if part)


_REMARKS: Final = frozenset({ReasonCode.ATTRIBUTION_DROPPED, ReasonCode.QUOTATION_UNBALANCED})
"""What is worth telling of a statement that is supported."""


def verdict_in_words(verdict: Verdict) -> str:
    """The verdict with all that is to be said about it; empty for plain support."""
    if verdict.kind is VerdictKind.SUPPORTED:
        remarks = [reason.text for reason in verdict.reasons if reason.code in _REMARKS]
        return f"supported, but {'; '.join(remarks)}" if remarks else ""
    if verdict.kind is VerdictKind.UNCHECKED:
        return "; ".join((_LABELS[verdict.kind], *(reason.text for reason in verdict.reasons)))
    return doubt_in_words(verdict)


def removed_in_words(number: int) -> str:
    """``2 sentences removed: their sources do not say this``."""
    whose = "its sources do" if number == 1 else "their sources do"
    return f"{count(number, 'sentence')} removed, because {whose} not say this:"


def tally(statements: Sequence[Statement]) -> str:
    """``12 sentences: 9 supported, 2 partly supported, 1 not supported``."""
    kinds = [statement.verdict.kind for statement in statements]
    parts = [f"{kinds.count(kind)} {label}" for kind, label in _LABELS.items() if kind in kinds]
    return ": ".join(part for part in (count(len(kinds), "sentence"), ", ".join(parts)) if part)
