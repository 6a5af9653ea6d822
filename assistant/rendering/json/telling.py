"""Timelines, statements, figures and coverage as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from assistant.rendering.json import Form, Joined, Time
from assistant.rendering.json.answers import (
    Citation,
    Citing,
    Headline,
    Source,
    Statement,
    Summary,
)
from assistant.telling import Carried, Dating, Precision, Standing, Wording


def _number(value: object) -> object:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


class _Told(Citing):
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
    told_by: int = Field(validation_alias="reports")
    statement: Statement

    @classmethod
    def _attributes(cls, value: Any) -> object:
        fact, carried = value
        return Joined(fact, carried=carried)


class CoveredSummary(Summary):
    """A summary, and which facts of its sources it carries.

    They are those that at least two sources report, where ``facts_shared``; else their main
    points.
    """

    facts_shared: bool = Field(validation_alias="shared")
    facts: list[CarriedFact]

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(value, super()._attributes(value.summary))
