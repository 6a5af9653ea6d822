"""Which of the ranked sentences are shown, and in which order.

The best one comes first; at most two more follow that say something else. Where several answer
about equally well and their articles are of different days (a toll grows, a plan becomes a fact),
the newest comes first. A question about several things ("Canada and Mexico", "Booker or Thurmond")
is answered by sentences that speak of each, and one that asks for a list by what lists most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.answering.duplicates import figures_of
from assistant.answering.question_kinds import (
    QuestionKind,
    asks_for_list,
    asks_for_state,
    defined_in,
    question_kind,
    sides_of,
)
from assistant.answering.ranking import RankedSentence
from assistant.answering.several import speaks_of, things_listed
from assistant.articles.copies import newness
from assistant.language.dates import dates_in
from assistant.language.words import Shingles, near_identical, shingles

_ALIKE: Final = 0.6
"""Share of three-word runs from which a sentence says what another has said."""
_FIGURES: Final = frozenset({QuestionKind.HOW_MANY, QuestionKind.HOW_MUCH})
_MOST_NEAR: Final = 10
"""Sentences of which the newest comes first."""
_OF_STATE: Final = 0.8
"""Share of the best score from which on they count, where it is asked how things stand."""
_OF_FIGURE: Final = 0.9
"""The same where a figure is asked for."""
_CHANCE: Final = 0.3
"""Share of the best one's probability that they have at least, where they were read."""


def chosen(
    question: str, ranked: Sequence[RankedSentence], *, most: int, keep: float, chance: float
) -> tuple[RankedSentence, ...]:
    """The sentences to show, the answering one first, each saying something of its own.

    Args:
        question: what is asked.
        ranked: sentences, best first.
        most: how many are shown.
        keep: share of the best score that the others have at least.
        chance: share of the best one's probability that they have, where they were read.
    """
    if not ranked:
        return ()
    ordered = _newest_first(question, ranked)
    if asks_for_list(question):
        best = [one for one in ordered if _worth_showing(one, ordered[0], keep, chance)]
        others = [one for one in ordered if one not in best]
        ordered = (
            *sorted(best, key=lambda one: things_listed(one.article, one.index), reverse=True),
            *others,
        )
    near = [one for one in ordered if _worth_showing(one, ranked[0], keep, chance)]
    if ordered[0] not in near:
        near.insert(0, ordered[0])
    if defined_in(question):
        near.sort(key=lambda one: one.features.fits < 1.0)  # what defines comes first
    found: list[RankedSentence] = []
    said: list[tuple[Shingles, tuple[str, ...]]] = []

    def take(one: RankedSentence) -> None:
        own, figures = shingles(one.text, n=3), figures_of(one.text)
        if one not in found and not any(
            figures == theirs and near_identical(own, other, threshold=_ALIKE)
            for other, theirs in said
        ):
            found.append(one)
            said.append((own, figures))

    take(near[0])
    for one in _of_sides(question, ordered, found):
        take(one)
    for one in near[1:]:
        if len(found) >= most:
            break
        take(one)
    return tuple(found[: max(most, 1)])


def _newest_first(question: str, ranked: Sequence[RankedSentence]) -> tuple[RankedSentence, ...]:
    """``ranked``, with those that come near to the best one ordered by their articles' days.

    Only where the question is about how things stand, or asks for a figure, and names no day
    itself. An article without a date keeps its place.
    """
    asks_state = asks_for_state(question)
    if dates_in(question) or not (asks_state or question_kind(question) in _FIGURES):
        return tuple(ranked)
    share = _OF_STATE if asks_state else _OF_FIGURE
    near = [
        one
        for one in ranked[:_MOST_NEAR]
        if _comes_near(one, ranked[0], share=share, chance=_CHANCE)
        and one.features.supposed <= ranked[0].features.supposed
    ]
    dated = [one for one in near if one.article.published is not None]
    if len({newness(one.article) for one in dated}) < len(("older", "newer")):
        return tuple(ranked)
    newest = iter(sorted(dated, key=lambda one: newness(one.article), reverse=True))
    first = [one if one.article.published is None else next(newest) for one in near]
    keys = {one.key for one in near}
    return (*first, *(one for one in ranked if one.key not in keys))


def _comes_near(
    sentence: RankedSentence, best: RankedSentence, *, share: float, chance: float
) -> bool:
    """Whether a sentence answers about as well as the best one.

    It has ``share`` of its score at least, and ``chance`` of its probability, if that was read.
    """
    if sentence.score < share * best.score:
        return False
    if best.reading is None:
        return True
    reading = sentence.reading
    return reading is not None and reading.probability >= chance * best.reading.probability


def _worth_showing(
    sentence: RankedSentence, best: RankedSentence, keep: float, chance: float
) -> bool:
    one, other = sentence.features, best.features
    return (
        _comes_near(sentence, best, share=keep, chance=chance)
        and one.turned <= other.turned
        and one.supposed <= other.supposed
        and not (other.fits == 1.0 and one.fits == 0.0)
    )


def _of_sides(
    question: str, ranked: Sequence[RankedSentence], found: Sequence[RankedSentence]
) -> Iterator[RankedSentence]:
    """For each side that nothing found speaks of, the best sentence that does.

    Where the answering sentence has figures, one that has some, too, is taken before others.
    """
    asked = set(figures_of(question))

    def counts(one: RankedSentence) -> bool:
        return not asked.issuperset(figures_of(one.text))

    counted = any(map(counts, found))
    for side in sides_of(question):
        if any(speaks_of(one.text, side) for one in found):
            continue
        fit = [one for one in ranked if one.reading is not None and speaks_of(one.text, side)]
        with_figures = [one for one in fit if counts(one)]
        yield from ((with_figures if counted else []) or fit)[:1]
