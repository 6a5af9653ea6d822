"""Answers, summaries and checked drafts as lines for a terminal.

A mark such as ``[1 §4–6]`` names the article by its number in the list of sources and
the sentences as people count them, so that one can open exactly that place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.rendering.later import changes_in_words
from assistant.rendering.sourcing import CitedSource, cited_sources, numbers_by_article, parts_of
from assistant.rendering.terminal import Line, Span, blank, line
from assistant.rendering.wording import (
    also_in_words,
    answer_in_words,
    attributions,
    correction_in_words,
    count,
    doubt_in_words,
    left_out_in_words,
    long_date,
    outlet,
    provenance,
    quotes_only,
    removed_in_words,
    sentence_runs,
    sentences_in_words,
    short_id,
    tally,
    verdict_in_words,
)
from assistant.types import (
    Abstention,
    Answer,
    CorrectionNote,
    Headline,
    Statement,
    Summary,
    Timing,
    Usage,
    Verdict,
    VerdictKind,
    Verification,
)
from assistant.versions import NO_CHANGES, Changes


def answer_lines(answer: Answer, *, quotes: bool | None = None) -> list[Line]:
    """A whole answer: its statements, how they were made and what stands behind them.

    Args:
        answer: the answer, or an abstention.
        quotes: whether the cited sentences are quoted below the sources; None quotes them
            where the answer was written rather than quoted.
    """
    lines: list[Line] = []
    numbers = numbers_by_article(cited_sources(answer.statements))
    for place in range(len(answer.statements)):
        beside = answer.statements[max(0, place - 1) : place + 1]
        lines += _statement_lines(beside, numbers, is_first=place == 0)
    return lines + closing_lines(answer, quotes=quotes)


def _provenance_line(engine: str) -> Line:
    """How a text came about."""
    return line((f"{provenance(engine)}.", "dim"))


def statement_lines(statements: Sequence[Statement]) -> list[Line]:
    """The last of ``statements``, which are an answer as far as it has come."""
    numbers = numbers_by_article(cited_sources(statements))
    return _statement_lines(statements[-2:], numbers, is_first=len(statements) == 1)


def _statement_lines(
    statements: Sequence[Statement], numbers: Mapping[str, int], *, is_first: bool
) -> list[Line]:
    """The last of one or two ``statements``, and whose words it is where the other's differ.

    Before the first of an answer stands the short answer.
    """
    statement = statements[-1]
    lines: list[Line] = []
    if is_first and (short := answer_in_words(statements)):
        lines += [line((short, "bold")), blank()]
    if not is_first and statement.lead == "\n\n":
        lines.append(blank())
    if said_by := attributions(statements)[-1]:
        lines.append(line((f"{said_by}:", "dim")))
    return [*lines, line(*statement_spans(statement, numbers), hanging=2)]


def closing_lines(answer: Answer, *, quotes: bool | None = None) -> list[Line]:
    """What follows the statements: the abstention, or how they were made, sources, notes."""
    if answer.abstention is not None:
        lines = _abstention_lines(answer.abstention)
    else:
        made = [blank(), _provenance_line(answer.engine)] if answer.statements else []
        lines = made + source_lines(
            answer.statements,
            quotes=_quoted(answer.engine, quotes),
            ids=True,
            corrections=answer.corrections,
        )
    return [*lines, *removed_lines(answer.removed), *note_lines(answer.notes)]


def summary_lines(summary: Summary, *, quotes: bool | None = None) -> list[Line]:
    """A whole summary: a paragraph, bullets or a headline, and its sources."""
    return [
        _provenance_line(summary.engine),
        blank(),
        *_summary_body(summary),
        *source_lines(
            summary.statements,
            quotes=_quoted(summary.engine, quotes),
            ids=False,
            corrections=summary.corrections,
        ),
        *removed_lines(summary.removed),
        *note_lines((*summary.notes, *left_out_in_words(summary.left_out))),
    ]


def source_lines(
    statements: Sequence[Statement],
    *,
    quotes: bool,
    ids: bool,
    changes: Changes = NO_CHANGES,
    corrections: Sequence[CorrectionNote] = (),
) -> list[Line]:
    """The cited articles, numbered as in the marks.

    Args:
        statements: the text that cites them.
        quotes: whether the cited sentences are quoted.
        ids: whether the articles' ids are given, for ``assistant show``.
        changes: what became of the cited sentences since.
        corrections: what the cited articles say of themselves.
    """
    sources = cited_sources(statements, corrections)
    lines: list[Line] = []
    if sources:
        lines += [blank(), line(("Sources", "bold"))]
    for source in sources:
        lines += _source_entry(source, quotes=quotes, ids=ids)
        said = [*map(correction_in_words, source.corrections), changes_in_words(source, changes)]
        lines += [line((words, "yellow"), indent=6) for words in said if words]
    return lines


def usage_lines(usage: Usage, timing: Timing) -> list[Line]:
    """What a chat model was asked and cost; nothing where none was asked."""
    if not usage.calls:
        return []
    parts = [
        f"{timing.total:.1f} s",
        f"{count(usage.input_tokens, 'token')} read",
        f"{usage.output_tokens:,} written",
    ]
    if usage.cost is not None:
        parts.append(f"${usage.cost:.4f}")
    if usage.dropped_citations:
        parts.append(f"{count(usage.dropped_citations, 'invalid mark')} left out")
    return [blank(), line((" · ".join(parts), "dim"))]


def opening_lines(statements: Sequence[Statement]) -> list[Line]:
    """How to open a cited sentence, by the example of the first; nothing without any."""
    cited = [citation for statement in statements for citation in statement.citations]
    if not cited:
        return []
    place = f"{short_id(cited[0].article_id)} --sentence {cited[0].sentence_index + 1}"
    return [blank(), line((f"To open a sentence: assistant show {place}", "dim"))]


def removed_lines(removed: Sequence[Statement]) -> list[Line]:
    """What was taken out of a text because its sources do not carry it, with the reasons."""
    if not removed:
        return []
    lines = [blank(), line((removed_in_words(len(removed)), "yellow"))]
    for statement in removed:
        lines.append(line((statement.text, "dim"), indent=2))
        if said := verdict_in_words(statement.verdict):
            lines.append(line((said, "dim"), indent=4))
    return lines


def headline_spans(headline: Headline) -> tuple[Span, ...]:
    """An article in one line: id, day, outlet, headline."""
    return (
        (short_id(headline.article_id), "cyan"),
        f"  {long_date(headline.published)} · {outlet(headline.source)}  ",
        (headline.title, "bold"),
    )


def _summary_body(summary: Summary) -> list[Line]:
    numbers = numbers_by_article(cited_sources(summary.statements))
    each = [statement_spans(statement, numbers) for statement in summary.statements]
    if summary.style == "bullets":
        return [line("• ", *spans, hanging=2) for spans in each]
    if summary.style == "headline":
        return [line((spans[0][0], "bold"), *spans[1:]) for spans in each]
    paragraphs: list[list[Span]] = []
    for statement, spans in zip(summary.statements, each, strict=True):
        if not paragraphs or "\n" in statement.lead:
            paragraphs.append([*spans])
        else:
            paragraphs[-1] += [" ", *spans]
    lines = [part for spans in paragraphs for part in (line(*spans), blank())]
    return lines[:-1]


def statement_spans(
    statement: Statement, numbers: Mapping[str, int]
) -> tuple[tuple[str, str], ...]:
    """A statement with its marks, and what is doubtful about it."""
    return (
        *((part.text, "bold" if part.strong else "") for part in parts_of(statement)),
        *((f" {mark}", "cyan") for mark in marks(statement, numbers)),
        *_doubt(statement.verdict),
    )


def together_spans(statements: Iterable[Statement], numbers: Mapping[str, int]) -> list[Span]:
    """Statements one after the other, each as ``statement_spans`` gives it."""
    spans: list[Span] = []
    for statement in statements:
        spans += [*([" "] if spans else []), *statement_spans(statement, numbers)]
    return spans


def marks(statement: Statement, numbers: Mapping[str, int]) -> list[str]:
    """The marks after a statement, by the ``numbers`` of its articles."""
    cited: dict[int, list[int]] = {}
    for citation in statement.citations:
        cited.setdefault(numbers[citation.article_id], []).append(citation.sentence_index)
    return [
        f"[{number} {', '.join(f'§{run}' for run in sentence_runs(indices))}]"
        for number, indices in cited.items()
    ]


def _doubt(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    said = doubt_in_words(verdict)
    partly = verdict.kind is VerdictKind.PARTLY
    return ((f" ({said})", "yellow" if partly else "red"),) if said else ()


def _source_entry(source: CitedSource, *, quotes: bool, ids: bool) -> list[Line]:
    first = source.first
    where: list[Span] = [f"{outlet(first.source)} · {long_date(first.published)}"]
    if first.url:
        where.append(f" · {first.url}")
    place = sentences_in_words(source.indices)
    if ids:
        place = f"id {short_id(first.article_id)} · {place}"
    if also := also_in_words(source.also_in, outlets=source.also_outlets):
        place = f"{place} · {also}"
    lines = [
        line((f"[{source.number}]", "cyan"), " ", (first.title, "bold"), indent=2, hanging=4),
        line(*where, indent=6),
        line((place, "dim"), indent=6),
    ]
    if quotes:
        lines += [
            line((f"§{citation.sentence_index + 1}", "cyan"), f" {citation.quote}", indent=6)
            for citation in source.citations
        ]
    return lines


def _abstention_lines(abstention: Abstention) -> list[Line]:
    lines = [line((abstention.message, "bold"))]
    if abstention.nearest:
        lines += [blank(), line("Nearest headlines")]
        lines += [
            line(*headline_spans(headline), indent=2, hanging=2) for headline in abstention.nearest
        ]
    return lines


def note_lines(notes: Sequence[str]) -> list[Line]:
    """Notes, a line each, below what they are about."""
    lines = [line(("Note: ", "yellow"), note) for note in notes]
    return [blank(), *lines] if lines else []


def _quoted(engine: str, quotes: bool | None) -> bool:  # noqa: FBT001
    return not quotes_only(engine) if quotes is None else quotes


_SIGNS = {
    VerdictKind.SUPPORTED: ("✓", "green"),
    VerdictKind.PARTLY: ("~", "yellow"),
    VerdictKind.UNSUPPORTED: ("✗", "red"),
    VerdictKind.UNCHECKED: ("·", "dim"),
}


def verification_lines(verification: Verification, *, quotes: bool) -> list[Line]:
    """Every sentence with its verdict, marks and reasons, the sources and the notes.

    Args:
        verification: the checked draft.
        quotes: whether the cited sentences are quoted below the sources.
    """
    statements = verification.statements
    lines = [line((tally(statements), "bold")), blank()]
    numbers = numbers_by_article(cited_sources(statements))
    for statement in statements:
        sign, style = _SIGNS[statement.verdict.kind]
        shown = ((f" {mark}", "cyan") for mark in marks(statement, numbers))
        lines.append(line((sign, style), " ", statement.text, *shown, hanging=2))
        if said := verdict_in_words(statement.verdict):
            lines.append(line((said, style), indent=2))
    return [
        *lines,
        *source_lines(statements, quotes=quotes, ids=True, corrections=verification.corrections),
        *note_lines((*verification.notes, *left_out_in_words(verification.left_out))),
    ]
