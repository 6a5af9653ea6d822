"""What articles of different days say of the same thing: the newest first.

A toll grows, a vote is counted, a plan becomes a fact. Where several sentences answer about
equally well and their articles are of different days, the newest is shown first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from assistant.answering.copies import Stories, figures_of
from assistant.answering.question_kinds import QuestionKind, asks_for_state, question_kind
from assistant.answering.sentences import RankedSentence
from assistant.articles.copies import newness
from assistant.language.dates import dates_in, format_day
from assistant.types import Statement, day_of

_FIGURES: Final = frozenset({QuestionKind.HOW_MANY, QuestionKind.HOW_MUCH})


def newest_first(
    question: str,
    ranked: Sequence[RankedSentence],
    *,
    state: float = 0.8,
    figure: float = 0.9,
    chance: float = 0.3,
    most: int = 10,
) -> tuple[RankedSentence, ...]:
    """``ranked``, with those that come near to the best one ordered by their articles' days.

    Only where the question is about how things stand, or asks for a figure, and names no day
    itself. An article without a date keeps its place.

    Args:
        question: what is asked.
        ranked: sentences, best first.
        state: share of the best score from which on a sentence comes near, where the question
            asks how things stand.
        figure: the same where it asks for a figure.
        chance: share of the best one's probability that a sentence of those has, where they
            were read.
        most: sentences that are looked at.
    """
    if not ranked or dates_in(question):
        return tuple(ranked)
    asks_state = asks_for_state(question)
    if not asks_state and question_kind(question) not in _FIGURES:
        return tuple(ranked)
    share, best = (state if asks_state else figure), ranked[0]
    near = [one for one in ranked[:most] if _is_near(one, best, share=share, chance=chance)]
    dated = [one for one in near if one.article.published is not None]
    if len({newness(one.article) for one in dated}) < len(("older", "newer")):
        return tuple(ranked)
    newest = iter(sorted(dated, key=lambda one: newness(one.article), reverse=True))
    places = {id(one) for one in dated}
    first = [next(newest) if id(one) in places else one for one in near]
    chosen = {id(one) for one in near}
    return (*first, *(one for one in ranked if id(one) not in chosen))


def with_other_figures(
    ranked: Sequence[RankedSentence],
    *,
    stories: Stories,
    read: Callable[[Sequence[RankedSentence]], Sequence[RankedSentence]],
    most: int = 3,
) -> tuple[RankedSentence, ...]:
    """``ranked``, beside each of the first ``most`` what other copies say with other figures.

    Of those the newest article's comes first.

    Args:
        ranked: sentences, best first.
        stories: which of the articles are copies.
        read: reads sentences for the question, in their order.
        most: sentences whose copies are looked for.
    """
    found: list[RankedSentence] = []
    known: set[tuple[str, int]] = set()
    for one in ranked[:most]:
        others = [
            replace(one, article=article, index=index, also_in=(), also_outlets=())
            for article, index in stories.differing(one.article, one.index)
        ]
        said = [one, *(read(others) if others else ())]
        for each in sorted(said, key=lambda each: newness(each.article), reverse=True):
            key = (each.article.id, each.index)
            if key not in known:
                known.add(key)
                found.append(replace(each, score=one.score))
    rest = (one for one in ranked[most:] if (one.article.id, one.index) not in known)
    return (*found, *rest)


def _is_near(one: RankedSentence, best: RankedSentence, *, share: float, chance: float) -> bool:
    if one.score < share * best.score:
        return False
    if best.reading is None:
        return True
    return one.reading is not None and one.reading.probability >= chance * best.reading.probability


def differing_days(statements: Sequence[Statement]) -> tuple[str, ...]:
    """A note where what is quoted is of different days and gives other figures; else none."""
    told = [
        (one.citations[0].published, figures_of(one.text)) for one in statements if one.citations
    ]
    days = [day_of(published) for published, _ in told if published is not None]
    newest_leads = len(set(days)) > 1 and days[0] == max(days)
    if not newest_leads or len({figures for _, figures in told}) < len(told):
        return ()
    earlier = sorted(set(days[1:]) - {days[0]}, reverse=True)
    listed = ", ".join(format_day(day) for day in earlier)
    return (
        f"The newest comes first ({format_day(days[0])}); what follows was said before: {listed}",
    )
