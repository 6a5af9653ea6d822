"""What is said when there is no answer: the kind, a sentence for the person, what is near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from assistant.language.dates import format_day, format_range
from assistant.types import Abstention, AbstentionKind, Filters, Headline, Hit, headline

_NEAREST: Final = 3
_OUTLETS: Final = 12


def empty_library() -> Abstention:
    """There is not one article."""
    return Abstention(
        AbstentionKind.EMPTY_LIBRARY,
        "The library is empty. Add articles with: assistant add FILE… "
        "(or the invented sample articles with: assistant add --samples)",
    )


def outside_limits(
    filters: Filters, *, days: tuple[date, date] | None, outlets: Sequence[str]
) -> Abstention:
    """No article is within the outlets or dates asked for.

    ``days`` are the first and last day of publication that the library holds, ``outlets``
    all of its outlets.
    """
    limits, held = [], []
    if filters.sources:
        limits.append("from " + " or ".join(filters.sources))
        held.append(
            f"Its outlets: {_listed(outlets)}." if outlets else "None of its articles names one."
        )
    if filters.since or filters.until:
        limits.append(f"published {format_range(filters.since, filters.until)}")
        held.append(
            f"The library's articles are from {format_day(days[0])} to {format_day(days[1])}."
            if days
            else "None of the library's articles has a known date."
        )
    return Abstention(
        AbstentionKind.OUTSIDE_DATES,
        f"The library holds no article {' and '.join(limits)}. {' '.join(held)}",
    )


def _listed(outlets: Sequence[str]) -> str:
    more = len(outlets) - _OUTLETS
    shown = ", ".join(outlets[:_OUTLETS])
    return f"{shown} and {more} more" if more > 0 else shown


def no_answer(hits: Sequence[Hit]) -> Abstention:
    """Passages were found, but no answer in them.

    Where none of them shares a word with the question, it is about nothing that is here,
    and there are no headlines worth naming.
    """
    if not any(hit.bm25 for hit in hits):
        return Abstention(AbstentionKind.NOT_IN_LIBRARY, "No article in the library is about this.")
    return Abstention(
        AbstentionKind.NOT_IN_EVIDENCE,
        "The articles do not hold an answer to this.",
        nearest(hits),
    )


def nearest(hits: Sequence[Hit]) -> tuple[Headline, ...]:
    """The headlines of the best hits' articles, each once."""
    found = dict.fromkeys(headline(hit.article) for hit in hits)
    return tuple(found)[:_NEAREST]
