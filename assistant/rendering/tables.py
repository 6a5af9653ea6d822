"""Results as CSV, for a spreadsheet: a row an entry, a statement, a figure, a sentence.

What articles say could be taken for a formula: such a cell begins with an apostrophe, as OWASP
says (https://owasp.org/www-community/attacks/CSV_Injection). What several citations have, stands
in one cell, a line each, in the same order in every column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.renderers import Result, Terms, no_form
from assistant.rendering.safety import one_line
from assistant.rendering.telling import earlier_of, when_in_words
from assistant.rendering.wording import verdict_in_words
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Citation, Statement, Summary, Verification

# At the start of a cell, and after what parts the cells of a table where commas do not.
_FORMULA: Final = re.compile(r"(^|;)([\s\"']*)(?=[=+\-@＝＋－＠])")

Cell: TypeAlias = str | date | Fraction | int | None
_CITED: Final = ("outlet", "published", "headline", "sentence", "cited_text", "article_id", "url")


def rendered(result: Result, terms: Terms) -> str:  # noqa: ARG001
    """A result as CSV in UTF-8 with a line of names, lines ended by a line feed.

    Raises:
        UsageError: it is a conversation, a list of changes or a briefing.
    """
    match result:
        case Timeline():
            names: tuple[str, ...] = ("when", "first", "last", "precision", "dating", "text")
            rows = _entries(result)
        case Quotes():
            names = ("speaker", "role", "to", "day", "wording", "words", "differs_from", "text")
            rows = _statements(result)
        case Figures():
            names = ("quantity", "unit", "day", "value", "figure", "standing", "text")
            rows = _figures(result)
        case Coverage():
            carriers = (cell(one.name) for one in result.carriers)
            names = ("fact", "told_by", "only_one", *carriers)
            rows = _facts(result)
        case SummaryCoverage():
            names, rows = ("fact", "told_by", "carried"), _carried(result)
        case Answer() | Summary() | Verification():
            names, rows = ("heading", "text", "verdict", "reasons"), _sentences(result)
        case Conversation() | ChangesSince() | Briefing():
            raise no_form(result, "csv")
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow((*names, *_CITED))
    writer.writerows(rows)
    return table.getvalue()


def cell(value: Cell) -> str:
    """A value as a cell that no spreadsheet takes for a formula, in one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _FORMULA.sub(r"\1\2'", one_line(value))
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else str(float(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _entries(timeline: Timeline) -> Iterator[list[str]]:
    for one in timeline.entries:
        text = " ".join(statement.text for statement in one.statements)
        dates = (when_in_words(one), one.first, one.last, one.precision, one.dating)
        yield _row((*dates, text), one.statements)


def _statements(quotes: Quotes) -> Iterator[list[str]]:
    for speaker in quotes.speakers:
        for one in speaker.said:
            row = _row(
                (speaker.name, one.role, one.to, one.day, one.wording, one.words),
                (one.statement,),
            )
            earlier = "\n".join(cell(before.words) for before in earlier_of(one, speaker))
            place = len(row) - len(_CITED)
            yield [*row[:place], earlier, cell(one.statement.text), *row[place:]]


def _figures(figures: Figures) -> Iterator[list[str]]:
    for quantity in figures.quantities:
        for one in quantity.reported:
            figure = (one.day, one.value, one.text, one.standing, one.statement.text)
            yield _row((quantity.label, quantity.unit, *figure), (one.statement,))


def _facts(coverage: Coverage) -> Iterator[list[str]]:
    for fact in (*coverage.facts, *coverage.alone):
        only = "yes" if fact in coverage.alone else "no"
        kinds = (
            f"partly: {one.differs[1]}" if one.differs else one.carried for one in fact.carrying
        )
        yield _row((fact.statement.text, fact.reports, only, *kinds), (fact.statement,))


def _carried(covered: SummaryCoverage) -> Iterator[list[str]]:
    for fact, kind in covered.facts:
        yield _row((fact.statement.text, fact.reports, kind), (fact.statement,))


def _sentences(text: Answer | Summary | Verification) -> Iterator[list[str]]:
    """Each sentence with its verdict; of an abstention what it says, which has none."""
    if isinstance(text, Answer) and text.abstention is not None:
        yield _row((None, text.abstention.message, None, text.abstention.kind), ())
    for one in text.statements:
        yield _row((one.heading, one.text, one.verdict.kind, verdict_in_words(one.verdict)), (one,))


def _row(values: Sequence[Cell], statements: Sequence[Statement]) -> list[str]:
    cited = dict.fromkeys(citation for one in statements for citation in one.citations)
    columns = zip(*map(_cited, cited), strict=True) if cited else [()] * len(_CITED)
    return [*map(cell, values), *("\n".join(map(cell, column)) for column in columns)]


def _cited(citation: Citation) -> tuple[Cell, ...]:
    return (
        citation.source,
        citation.published,
        citation.title,
        citation.sentence_index + 1,
        citation.quote,
        citation.article_id,
        citation.url,
    )
