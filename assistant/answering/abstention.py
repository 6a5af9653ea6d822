"""What is said when there is no answer: the kind, a sentence for the person, what is near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from assistant.answering.named import unmentioned
from assistant.language.dates import format_day, format_range
from assistant.types import (
    Abstention,
    AbstentionKind,
    ArticleSummary,
    Filters,
    Headline,
    Hit,
    day_of,
    headline,
)

_NEAREST: Final = 3
_OUTLETS: Final = 12
_NAMES: Final = 3


def empty_library() -> Abstention:
    """There is not one article."""
    return Abstention(
        AbstentionKind.EMPTY_LIBRARY,
        "The library is empty. Add articles with: assistant add FILE… "
        "(or the invented sample articles with: assistant add --samples)",
    )


def outside_limits(
    filters: Filters,
    *,
    days: tuple[date, date] | None,
    outlets: Sequence[str],
    near: Sequence[Headline] = (),
) -> Abstention:
    """No article is within the outlets or dates asked for.

    ``days`` are the first and last day of publication that the library holds, ``outlets``
    all of its outlets, ``near`` what ``nearest_in_time`` finds.
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
        held += _near_days(near)
    return Abstention(
        AbstentionKind.OUTSIDE_DATES,
        f"The library holds no article {' and '.join(limits)}. {' '.join(held)}",
        tuple(near),
    )


def _listed(outlets: Sequence[str]) -> str:
    more = len(outlets) - _OUTLETS
    shown = ", ".join(outlets[:_OUTLETS])
    return f"{shown} and {more} more" if more > 0 else shown


def _near_days(near: Sequence[Headline]) -> list[str]:
    days = sorted({day_of(one.published) for one in near if one.published})
    if not days:
        return []
    return [f"The nearest are from {_joined([format_day(day) for day in days])}."]


def nearest_in_time(
    articles: Sequence[ArticleSummary], *, filters: Filters
) -> tuple[Headline, ...]:
    """The headlines, three at most, of the dated articles nearest to the days of ``filters``.

    The nearest comes first; of two as near, the earlier. None where ``filters`` have no
    days. ``articles`` are meant to be those of the outlets that ``filters`` allow.
    """
    if filters.since is None and filters.until is None:
        return ()

    def distance(day: date) -> int:
        before = (filters.since - day).days if filters.since else 0
        after = (day - filters.until).days if filters.until else 0
        return max(before, after, 0)

    dated = sorted(
        (distance(day_of(article.published)), day_of(article.published), place)
        for place, article in enumerate(articles)
        if article.published is not None
    )
    found = [articles[place] for _, _, place in dated[:_NEAREST]]
    return tuple(
        Headline(article.id, article.title, article.source, article.published) for article in found
    )


def not_in_library() -> Abstention:
    """Nothing that was found is about the question, so no headlines are worth naming."""
    return Abstention(AbstentionKind.NOT_IN_LIBRARY, "No article in the library is about this.")


def not_in_evidence(question: str, hits: Sequence[Hit]) -> Abstention:
    """Articles about the question were found, but no answer in them.

    Where the question names somebody or something that none of them mentions, it says so.
    """
    told = not_mentioned(question, hits)
    return Abstention(
        AbstentionKind.NOT_IN_EVIDENCE,
        f"The articles do not hold an answer to this.{f' {told}' if told else ''}",
        nearest(hits),
    )


def not_mentioned(question: str, hits: Sequence[Hit]) -> str | None:
    """A sentence that says whom or what of ``question`` no article of ``hits`` mentions."""
    articles = {hit.article.id: hit.article for hit in hits}
    missing = unmentioned(question, articles.values())[:_NAMES] if articles else ()
    return f"The articles found do not mention {_joined(missing, 'or')}." if missing else None


def unsupported(hits: Sequence[Hit]) -> Abstention:
    """An answer was drafted, but the articles carry not one of its statements."""
    return Abstention(
        AbstentionKind.UNSUPPORTED,
        "An answer was drafted, but the articles support none of it, so it is not shown.",
        nearest(hits),
    )


def nearest(hits: Sequence[Hit]) -> tuple[Headline, ...]:
    """The headlines of the best hits' articles, each once."""
    found = dict.fromkeys(headline(hit.article) for hit in hits)
    return tuple(found)[:_NEAREST]


def _joined(parts: Sequence[str], word: str = "and") -> str:
    """``a, b and c``."""
    *others, last = parts
    return f"{', '.join(others)} {word} {last}" if others else last
