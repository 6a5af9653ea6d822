"""Which of the ranked sentences are shown, and in which order.

The best one comes first; at most two more follow that say something else. Where several answer
about equally well and their articles are of different days (a toll grows, a plan becomes a fact),
the newest comes first. A question about several things ("Canada and Mexico", "Booker or Thurmond")
is answered by sentences that speak of each, and one that asks for a list by what lists most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.answering.duplicates import figures_of
from assistant.answering.question_kinds import QuestionKind, asks_for_state, question_kind
from assistant.answering.ranking import RankedSentence
from assistant.articles.copies import newness
from assistant.language.dates import dates_in
from assistant.language.names import find_names
from assistant.language.words import Shingles, content_terms, near_identical, shingles

_LIST: Final = re.compile(
    r"^(?:please )?(?:list|name|enumerate)\b"
    r"|\b(?:which|what) (?!(?:is|was|happens|does|has)\b)(?:[a-z]+ ){0,2}?"
    r"(?!(?:is|was|news|this|does|has|basis|crisis|series|gas|bus|boss|process|business|congress)\b)[a-z]{3,}(?:s|ies|people|women|men)\b"
    r"(?! (?:is|was|has|does)\b)"
    r"|\bwho (?:are|were)\b|\bwhat are (?:the|all)\b|\bwho (?:else )?ran against\b",
    re.IGNORECASE,
)
_SIDES: Final = re.compile(r"\b(?:or|vs\.?|versus|and|compared (?:to|with)|than)\b", re.IGNORECASE)
_COMPARES: Final = re.compile(
    r"\b(?:or|vs\.?|versus|compare[ds]?|difference|than|whose|both|respectively)\b", re.IGNORECASE
)
_ALIKE: Final = 0.6
"""Share of three-word runs from which a sentence says what another has said."""
_ITEM: Final = re.compile(r"(?:^|, |; | and | or )(?:the )?[“\"]?[A-Z]")
_FEWEST_ITEMS: Final = 3
_READ_CHARACTERS: Final = 1000
_FIGURES: Final = frozenset({QuestionKind.HOW_MANY, QuestionKind.HOW_MUCH})
_MOST_NEAR: Final = 10
"""Sentences of which the newest comes first."""
_OF_STATE: Final = 0.8
"""Share of the best score from which on they count, where it is asked how things stand."""
_OF_FIGURE: Final = 0.9
"""The same where a figure is asked for."""
_CHANCE: Final = 0.3
"""Share of the best one's probability that they have at least, where they were read."""


def asks_for_list(question: str) -> bool:
    """Whether a question asks for several things: "which states", "who are the"."""
    return _LIST.search(question) is not None


def sides_of(question: str) -> tuple[frozenset[str], ...]:
    """The words of each of the things that a question puts beside one another, or none."""
    parts = _SIDES.split(question[:_READ_CHARACTERS])
    if len(parts) < len(("one", "other")):
        return ()
    asked = _COMPARES.search(question) is not None
    names = [[set(content_terms(name.text)) for name in find_names(part)] for part in parts]
    sides = []
    for place, part in enumerate(names):
        # What stands next to the joining word: the last name before it, the first after it.
        near = part[-1] if part and place == 0 else part[0] if part else None
        if near is None and asked:
            terms = content_terms(parts[place])
            words = question_kind(question) is not QuestionKind.OTHER and place == 0
            near = set(terms[-1:] if words else terms[:1])
        if near:
            sides.append(frozenset(near))
    shared = frozenset.intersection(*sides) if sides else frozenset()
    own = [side - shared for side in sides]
    return tuple(own) if len(own) > 1 and all(own) else ()


def comes_near(
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


def newest_first(question: str, ranked: Sequence[RankedSentence]) -> tuple[RankedSentence, ...]:
    """``ranked``, with those that come near to the best one ordered by their articles' days.

    Only where the question is about how things stand, or asks for a figure, and names no day
    itself. An article without a date keeps its place.
    """
    asks_state = asks_for_state(question)
    if not ranked or dates_in(question) or not (asks_state or question_kind(question) in _FIGURES):
        return tuple(ranked)
    share = _OF_STATE if asks_state else _OF_FIGURE
    near = [
        one
        for one in ranked[:_MOST_NEAR]
        if comes_near(one, ranked[0], share=share, chance=_CHANCE)
    ]
    dated = [one for one in near if one.article.published is not None]
    if len({newness(one.article) for one in dated}) < len(("older", "newer")):
        return tuple(ranked)
    newest = iter(sorted(dated, key=lambda one: newness(one.article), reverse=True))
    first = [one if one.article.published is None else next(newest) for one in near]
    keys = {one.key for one in near}
    return (*first, *(one for one in ranked if one.key not in keys))


def chosen(
    question: str,
    ranked: Sequence[RankedSentence],
    *,
    most: int,
    near: Sequence[RankedSentence],
) -> tuple[RankedSentence, ...]:
    """The sentences to show, the answering one first, each saying something of its own.

    Args:
        question: what is asked.
        ranked: sentences, best first.
        most: how many are shown.
        near: those of ``ranked`` that come near to the best one.
    """
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

    for one in near[:1]:
        take(one)
    for one in _of_sides(question, ranked, found):
        take(one)
    for one in near[1:]:
        if len(found) >= most:
            break
        take(one)
    return tuple(found[: max(most, 1)])


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
        if any(_speaks_of(one, side) for one in found):
            continue
        fit = [one for one in ranked if one.reading is not None and _speaks_of(one, side)]
        with_figures = [one for one in fit if counts(one)]
        yield from ((with_figures if counted else []) or fit)[:1]


def _speaks_of(one: RankedSentence, side: frozenset[str]) -> bool:
    said = set(content_terms(one.text))
    return bool(side & said) if len(side) < _FEWEST_ITEMS else len(side & said) >= len(side) / 2


def items_in(text: str) -> int:
    """How many things a sentence lists, by its capitals after commas; 0 where it lists none."""
    found = len(_ITEM.findall(text))
    return found if found >= _FEWEST_ITEMS else 0
