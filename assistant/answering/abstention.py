"""What is said when there is no answer: the kind, a sentence for the person, what is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from assistant.answering.mentions import unmentioned
from assistant.answering.requests import Request, RequestKind
from assistant.language.dates import format_day, format_range
from assistant.library.listing import Listing
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
_SILENT: Final = (
    "There are articles about this, but none of them says what is asked: they do not hold an "
    "answer."
)


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
    """No article is within the outlets, dates or articles asked for.

    ``days`` are the first and last day of publication that the library holds, ``outlets``
    all of its outlets, ``near`` what ``nearest_in_time`` finds.
    """
    limits, held = [], []
    if filters.articles is not None:
        limits.append("among those that it is asked about")
    if filters.sources:
        limits.append("from " + " or ".join(filters.sources))
        held.append(
            f"Its outlets: {_listed(outlets)}." if outlets else "None of its articles names one."
        )
    if filters.since or filters.last:
        limits.append(f"published {format_range(filters.since, filters.last)}")
        held.append(
            f"The library's articles are from {format_day(days[0])} to {format_day(days[1])}."
            if days
            else "None of the library's articles has a known date."
        )
        if filters.taken_in:
            limits.append("taken in by then")
        near_days = sorted({day_of(one.published) for one in near if one.published})
        if near_days:
            held.append(f"The nearest are from {_joined([*map(format_day, near_days)])}.")
    return Abstention(
        AbstentionKind.OUTSIDE_DATES,
        " ".join((f"The library holds no article {' and '.join(limits)}.", *held)),
        tuple(near),
    )


def nothing_within(filters: Filters, listing: Listing) -> Abstention:
    """No article of ``listing`` is within ``filters``; tells which come near."""
    articles = listing.summaries(
        replace(filters.seen, sources=filters.sources, articles=filters.articles)
    )
    near = nearest_in_time([one for one in articles if not one.withdrawn], filters=filters)
    return outside_limits(filters, days=listing.days(), outlets=listing.sources(), near=near)


def _listed(outlets: Sequence[str]) -> str:
    more = len(outlets) - _OUTLETS
    shown = ", ".join(outlets[:_OUTLETS])
    return f"{shown} and {more} more" if more > 0 else shown


def nearest_in_time(
    articles: Sequence[ArticleSummary], *, filters: Filters
) -> tuple[Headline, ...]:
    """The headlines, three at most, of the dated articles nearest to the days of ``filters``.

    The nearest comes first; of two as near, the earlier. None where ``filters`` have no
    days. ``articles`` are meant to be those of the outlets that ``filters`` allow.
    """
    if filters.since is None and filters.last is None:
        return ()

    def distance(day: date) -> int:
        before = (filters.since - day).days if filters.since else 0
        after = (day - filters.last).days if filters.last else 0
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


def not_in_library(hits: Sequence[Hit] = (), *, unknown: Sequence[str] = ()) -> Abstention:
    """Nothing that was found is about the question; ``unknown`` are words that no article has."""
    said = "No article in the library is about this."
    if unknown:
        words = _joined([f"“{word}”" for word in unknown[:_NAMES]], "or")
        said = f"{said} None mentions {words}."
    return Abstention(AbstentionKind.NOT_IN_LIBRARY, said, nearest(hits))


def not_in_evidence(question: str, hits: Sequence[Hit], *, named: Sequence[str] = ()) -> Abstention:
    """Articles about the question were found, but no answer in them.

    Where the question names somebody or something that none of them mentions, or that the
    nearest does not mention (``named``), it says so.
    """
    told = not_mentioned(question, hits)
    if told is None and named:
        told = f"The nearest article does not mention {_joined(list(named)[:_NAMES], 'or')}."
    return Abstention(
        AbstentionKind.NOT_IN_EVIDENCE,
        f"The articles do not hold an answer to this. {told}" if told else _SILENT,
        nearest(hits),
    )


def nothing_told(said: str, hits: Sequence[Hit] = ()) -> Abstention:
    """What is asked of a story was looked for, and there is none: ``said`` tells so."""
    return Abstention(AbstentionKind.NOT_IN_EVIDENCE, said, nearest(hits))


def other_language(name: str, hits: Sequence[Hit]) -> Abstention:
    """The question is in a language, ``name``, that the articles found are not in."""
    return Abstention(
        AbstentionKind.OTHER_LANGUAGE,
        f"The question is in {name}, and questions in other languages than the articles’ are not "
        "understood: ask it in English.",
        nearest(hits),
    )


def no_question(request: Request, *, writes: bool) -> Abstention:
    """What was typed asks for nothing that articles can answer; ``writes``: by a chat model."""
    said = _REPLIES[request.kind]
    if request.kind is RequestKind.TASK and not writes:
        said += " They are only quoted here; a chat model can write."
    return Abstention(AbstentionKind.NO_QUESTION, said)


_REPLIES: Final[Mapping[RequestKind, str]] = {
    RequestKind.THANKS: "You are welcome. Ask something else about the articles.",
    RequestKind.HELP: "I answer questions from the articles in this library and cite the "
    "sentences that say it. Ask who, what, when, where, why or how many; “the latest on …”, "
    "“summarise …”, “timeline of …”, “who said what about …”, “where do reports differ on …” or "
    "“what changed on … since Monday” tell a story as a whole, and “what is the news?” gives the "
    "newest articles.",
    RequestKind.TASK: "This is an instruction and no question about the articles.",
    RequestKind.NOTHING: "This names nothing to look for. Say whom or what you ask about, in a "
    "few words more.",
}


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
