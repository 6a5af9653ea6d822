"""Timelines, statements and figures as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field

from assistant import telling, types
from assistant.rendering.json import Document, Form, Time
from assistant.rendering.json.answers import (
    Citation,
    Headline,
    Source,
    Statement,
    Summary,
    sources_of,
    summary_document,
    told,
)
from assistant.telling import Carried, Dating, Precision, Standing, Wording
from assistant.versions import NO_CHANGES


def _number(value: object) -> object:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


class _Told(Form):
    topic: str
    articles_read: int = Field(validation_alias="read")
    sources: list[Source]
    notes: list[str]


class Entry(Form):
    """What happened at one time, between two days."""

    first: Time
    last: Time
    precision: Precision
    dating: Dating
    statements: list[Statement]


class Timeline(_Told):
    """What happened when."""

    entries: list[Entry]


class Said(Form):
    """One thing that somebody said; ``against`` counts the speaker's statements from 0."""

    words: str
    wording: Wording
    to: str | None
    role: str | None
    day: Time | None
    against: list[int]
    statement: Statement


class Speaker(Form):
    """Somebody, and what they said, oldest first."""

    name: str
    also: list[str]
    said: list[Said]


class Quotes(_Told):
    """Who said what."""

    speakers: list[Speaker]


class Reported(Form):
    """A figure as it was reported on a day; ``value`` is the middle of a range."""

    value: Annotated[int | float, BeforeValidator(_number)]
    text: str
    day: Time | None
    outlets: list[str]
    standing: Standing
    statement: Statement


class Quantity(Form):
    """What is counted, and the figures reported for it, oldest first."""

    label: str
    unit: str
    reported: list[Reported]


class Figures(_Told):
    """Quantities for which several figures were reported."""

    quantities: list[Quantity]


class Carrier(Form):
    """An outlet and its articles, or one article."""

    name: str
    copy_of: str | None
    articles: list[Headline]


class Carrying(Form):
    """How much of a fact a carrier has; ``differs`` is the fact's figure and its own."""

    carried: Carried
    differs: list[str] | None
    citation: Citation | None


class Fact(Form):
    """A fact; ``carrying`` is in the order of the carriers."""

    told_by: int = Field(validation_alias="reports")
    carrying: list[Carrying]
    statement: Statement


class Coverage(_Told):
    """Which facts which outlets have."""

    carriers: list[Carrier]
    facts: list[Fact]
    alone: list[Fact]


class CarriedFact(Form):
    """A fact of a summary's sources, and how much of it the summary carries."""

    carried: Carried
    told_by: int
    statement: Statement


class CoveredSummary(Summary):
    """A summary, and which facts of its sources it carries.

    They are those that at least two sources report, where ``facts_shared``; else their main
    points.
    """

    facts_shared: bool
    facts: list[CarriedFact]


def timeline_document(timeline: telling.Timeline) -> Document:
    """A timeline."""
    entries = [
        Entry.of(one, statements=[_statement(each) for each in one.statements])
        for one in timeline.entries
    ]
    return Timeline.of(
        timeline, entries=entries, sources=sources_of(timeline.statements)
    ).document()


def quotes_document(quotes: telling.Quotes) -> Document:
    """Who said what."""
    speakers = [
        Speaker.of(
            speaker,
            said=[Said.of(one, statement=_statement(one.statement)) for one in speaker.said],
        )
        for speaker in quotes.speakers
    ]
    return Quotes.of(quotes, speakers=speakers, sources=sources_of(quotes.statements)).document()


def figures_document(figures: telling.Figures) -> Document:
    """Quantities and their figures."""
    quantities = [
        Quantity.of(
            quantity,
            reported=[reported_form(one) for one in quantity.reported],
        )
        for quantity in figures.quantities
    ]
    return Figures.of(
        figures, quantities=quantities, sources=sources_of(figures.statements)
    ).document()


def coverage_document(coverage: telling.Coverage) -> Document:
    """Facts by outlets."""
    facts, alone = (
        [Fact.of(one, statement=_statement(one.statement), carrying=_carrying(one)) for one in some]
        for some in (coverage.facts, coverage.alone)
    )
    return Coverage.of(
        coverage, facts=facts, alone=alone, sources=sources_of(coverage.statements)
    ).document()


def _carrying(fact: telling.Fact) -> list[Carrying]:
    return [
        Carrying.of(one, citation=one.citation and Citation.of(one.citation, since=None))
        for one in fact.carrying
    ]


def summary_coverage_document(covered: telling.SummaryCoverage) -> Document:
    """A summary with the facts of its sources."""
    facts = [
        CarriedFact.of(carried=kind, told_by=fact.reports, statement=_statement(fact.statement))
        for fact, kind in covered.facts
    ]
    own = {"facts_shared": covered.shared, "facts": [one.document() for one in facts]}
    return {**summary_document(covered.summary), **own}


def reported_form(reported: telling.Reported) -> Reported:
    """A figure as it was reported."""
    return Reported.of(reported, statement=_statement(reported.statement))


def _statement(statement: types.Statement) -> Statement:
    return Statement.of(statement, **told(statement, NO_CHANGES))
