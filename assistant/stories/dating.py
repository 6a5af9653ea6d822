"""Dating: when that happened which a sentence tells.

What a sentence says of time ("on Tuesday", "last March", "two days earlier") is seen from the
day its article was published; where it says nothing, the day of publication stands for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.language.moments import Moment, find_moments
from assistant.language.moments import Precision as Said
from assistant.language.periods import Period
from assistant.telling import Dating, Precision

_PRECISIONS: Final = {
    Said.DAY: Precision.DAY,
    Said.WEEK: Precision.WEEK,
    Said.MONTH: Precision.MONTH,
    Said.YEAR: Precision.YEAR,
}
_PLANNED: Final = re.compile(
    r"\b(?:will|would|shall|won[’']t|due|scheduled|expected|set|planned|plans|going|until|by"
    r"|before|next|hopes?|wants?|could|may|might|should)\b|[’']ll\b",
    re.IGNORECASE,
)
"""What shows, before a time that may be to come, that it is."""
_REACH: Final = 80
"""Characters before a time in which such a word counts."""


@dataclass(frozen=True, slots=True)
class When:
    """The days between which something happened, and what that rests on.

    ``planned`` is whether it was still to come when the article was published.
    """

    first: date
    last: date
    precision: Precision
    dating: Dating
    planned: bool = False


def times_said(text: str, *, published: date) -> tuple[When, ...]:
    """The times that a sentence names, in order, each once; none where it names no day.

    Args:
        text: the sentence.
        published: the day of its article.
    """
    found = (
        _when(one, text, published=published) for one in find_moments(text, published=published)
    )
    return tuple(dict.fromkeys(one for one in found if one is not None))


def on_publication(published: date) -> When:
    """The day of publication."""
    return When(published, published, Precision.DAY, Dating.PUBLISHED)


def _when(moment: Moment, text: str, *, published: date) -> When | None:
    precision = _PRECISIONS.get(moment.precision)
    if precision is None or not moment.spans:
        return None
    span = _meant(moment, text, published=published)
    planned = span.first > published
    return When(span.first, span.last, precision, Dating.SAID, planned=planned)


def _meant(moment: Moment, text: str, *, published: date) -> Period:
    """Of the stretches of days that may be meant the past one, unless a plan is spoken of."""
    past = [one for one in moment.spans if one.first <= published]
    ahead = [one for one in moment.spans if one.first > published]
    if not past:
        return ahead[0]
    before = text[max(0, moment.start - _REACH) : moment.start]
    if ahead and _PLANNED.search(before):
        return ahead[0]
    return past[-1]
