"""Cases of what is told of stories, as their file holds them: what a right telling has.

Gold is small on purpose, so that a case may be about articles that cannot be given away: days,
names, numbers, a few words.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from assistant.telling import Standing
from eval.gold.strict import CaseId, Strict, Tag, Text

MOST_WORDS: Final = 8
"""Words of a quotation that gold may hold: enough to find it, too few to be the article."""


class _Wanted(Strict):
    """What every case has: its name, and what it is asked about.

    ``topic`` is what is asked about; ``files`` are the articles that are chosen in its place.
    """

    id: CaseId
    topic: str = ""
    files: tuple[Text, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What gold says in the words of the articles: each has to occur in one of them."""
        return ()

    @property
    def named(self) -> tuple[str, ...]:
        """The articles that gold names."""
        return self.files

    @model_validator(mode="after")
    def _asks_of_one_thing(self) -> Self:
        if self._takes_one and bool(self.topic) == bool(self.files):
            raise ValueError("either 'topic' or 'files' says what it is asked about")
        return self

    @property
    def _takes_one(self) -> bool:
        """Whether articles are named in place of a topic."""
        return True


class StoryWanted(_Wanted):
    """Articles of one story. ``apart`` are others, however near, that are not of it."""

    kind: Literal["story"]
    files: tuple[Text, ...] = Field(min_length=1)
    apart: tuple[Text, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Those of the story, and those that are not."""
        return self.files + self.apart

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if len(set(self.named)) != len(self.named):
            raise ValueError("an article is named twice")
        return self


class Span(Strict):
    """A day, a month (``2025-03``) or a year (``1968``): its first and its last day."""

    first: date
    last: date

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, dict):
            return value
        text = str(value)
        if re.fullmatch(r"\d{4}", text):
            return {"first": date(int(text), 1, 1), "last": date(int(text), 12, 31)}
        if re.fullmatch(r"\d{4}-\d{2}", text):
            year, month = map(int, text.split("-"))
            return {
                "first": date(year, month, 1),
                "last": date(year, month, calendar.monthrange(year, month)[1]),
            }
        day = date.fromisoformat(text)
        return {"first": day, "last": day}


class Happened(Strict):
    """What happened on a day, in a month or a year: any of the words says it."""

    day: Span
    any: tuple[Text, ...] = Field(min_length=1)


class TimelineWanted(_Wanted):
    """A timeline with these days. ``also`` are those that may be told of besides."""

    kind: Literal["timeline"]
    days: tuple[Happened, ...] = Field(min_length=1)
    also: tuple[Span, ...] = ()
    entries: int = Field(default=10, ge=1, le=50)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the days."""
        return tuple(each for one in self.days for each in one.any)


class SaidBy(Strict):
    """Some words of a quotation or a report of speech, and whose they are.

    ``denies`` is whether it contradicts what the same speaker said earlier.
    """

    speaker: Text
    words: Text
    denies: bool = False

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if len(self.words.split()) > MOST_WORDS:
            raise ValueError(f"'words' are more than {MOST_WORDS}")
        return self


class QuotesWanted(_Wanted):
    """Who said what. ``unsaid`` are words that must not be given to anybody."""

    kind: Literal["quotes"]
    said: tuple[SaidBy, ...] = Field(min_length=1)
    unsaid: tuple[Text, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Names and words."""
        spoken = (each for one in self.said for each in (one.speaker, one.words))
        return (*spoken, *self.unsaid)


class FigureWanted(Strict):
    """A figure as it is ``written`` in an article.

    ``value`` is the number where that is not written in digits. ``outlets`` all report it;
    ``standing`` is what became of it.
    """

    written: Text
    value: Decimal | None = None
    outlets: tuple[Text, ...] = ()
    standing: Standing | None = None

    @property
    def number(self) -> Fraction:
        """The value."""
        return Fraction(self.value if self.value is not None else _decimal(self.written))

    @model_validator(mode="after")
    def _has_a_value(self) -> Self:
        try:
            number = self.number
        except InvalidOperation:
            raise ValueError(f"'value' says which number “{self.written}” is") from None
        if number < 0:
            raise ValueError("'value' is below zero")
        return self


class QuantityWanted(Strict):
    """One quantity, by a name for the report, and its figures; ``also`` may be told besides."""

    counted: Text
    figures: tuple[FigureWanted, ...] = Field(min_length=2)
    also: tuple[Decimal, ...] = ()


class FiguresWanted(_Wanted):
    """Quantities for which figures differ; none where none do.

    ``besides`` are values of other quantities that may rightly be told as well.
    """

    kind: Literal["figures"]
    quantities: tuple[QuantityWanted, ...] = ()
    besides: tuple[Decimal, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The figures as they are written."""
        return tuple(each.written for one in self.quantities for each in one.figures)


class MovedWanted(Strict):
    """A figure that moved: its values before and after."""

    before: Decimal
    after: Decimal


class ChangesWanted(_Wanted):
    """What changed from ``since`` to the end of ``until``, each article having come on its day.

    ``files`` are the new articles, all of them. ``corrected`` are those that bring a
    correction.
    """

    kind: Literal["changes"]
    since: datetime
    until: date | None = None
    outlets: tuple[Text, ...] = ()
    corrected: tuple[Text, ...] = ()
    moved: tuple[MovedWanted, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """New articles and those with corrections."""
        return tuple(dict.fromkeys(self.files + self.corrected))

    @property
    def _takes_one(self) -> bool:
        """A topic limits what changed; the articles are what did."""
        return False

    @model_validator(mode="after")
    def _has_a_zone(self) -> Self:
        if self.since.tzinfo is None:
            raise ValueError("'since' needs a time zone, or it is another moment elsewhere")
        return self


TellingWanted: TypeAlias = Annotated[
    StoryWanted | TimelineWanted | QuotesWanted | FiguresWanted | ChangesWanted,
    Field(discriminator="kind"),
]


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "").strip("$€£% "))
