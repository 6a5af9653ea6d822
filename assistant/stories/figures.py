"""Quantities of one event for which articles give several figures: how it rose, who disagrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from assistant.articles.corrections import correction_notes
from assistant.examining import examined
from assistant.language.figures_words import scale_of
from assistant.language.words import content_terms
from assistant.stories.figure_groups import Group, Similarity, grouped
from assistant.stories.figure_mentions import FigureMention, mentions_in
from assistant.stories.figure_standing import alike, standings
from assistant.telling import Figures, Quantity, Reported, Standing
from assistant.types import QUOTED, Article, CorrectionKind, Statement, cite, cited
from assistant.verifying.figures_context import Placed, family, placed_figures

_UNITS: Final = {"percent": "%", "dollar": "dollars", "foot": "feet", "inch": "inches"}
_MOST: Final = 1000
"""Articles that are read at most."""
_KINDS: Final = frozenset({CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION})
_MOST_IN_NOTE: Final = 12
"""Figures of a sentence of a correction note that are looked at."""
_SAME_STORY: Final = 0.1
"""Similarity of two articles from which on a note of one is about a figure of the other."""
_SHARED: Final = 2
"""Words of a figure's sentence that a note has which is about it, beside the unit."""

Found = TypeVar("Found")


def make_figures(articles: Sequence[Article], *, topic: str = "") -> Figures:
    """The quantities for which ``articles`` report several figures, those most reported first.

    A quantity is told where at least two figures of which neither leaves room for the other
    are given for it, or one of them is disputed or corrected. Figures are joined only where
    their sentences say plainly that they are of the same: see ``quantities`` and
    ``figure_groups``. Time is linear in the text.

    Args:
        articles: those of one story or topic, in any order; of more than 1,000 the first.
        topic: what they are about, empty for chosen articles.
    """
    articles = articles[:_MOST]
    mentions = _of_each(articles, "figures", mentions_in)
    noted = _of_each(articles, "corrections", _noted_in)
    similarity = Similarity(mentions)
    groups = _with_corrected(grouped(mentions, similarity), noted, similarity)
    found = [_quantity(group, wrong) for group, wrong in groups if wrong or _differs(group)]
    found.sort(key=lambda one: len(cited([each.statement for each in one.reported])), reverse=True)
    return Figures(topic, tuple(found), read=len(articles))


def _of_each(
    articles: Sequence[Article], what: str, find: Callable[[Article], Sequence[Found]]
) -> list[Found]:
    return [
        one
        for article in articles
        for one in examined(article.id, what, partial(find, article), otherwise=())
    ]


def _differs(group: Group) -> bool:
    """Whether a quantity has two figures of which neither is a rounding of the other."""
    return any(not alike(one.figure, end.figure) for end in (group[0], group[-1]) for one in group)


def _quantity(group: Group, wrong: frozenset[int]) -> Quantity:
    newest = group[-1]
    unit = newest.figure.unit
    found: dict[tuple[object, ...], tuple[list[FigureMention], Standing]] = {}
    for one, standing in zip(group, standings(group, corrected=wrong), strict=True):
        key = (one.day, one.figure.values, one.figure.hedge, standing)
        found.setdefault(key, ([], standing))[0].append(one)
    reported = tuple(_reported(same, standing, unit) for same, standing in found.values())
    named = _UNITS.get(unit, f"{unit}s") if unit else ""
    return Quantity(newest.what.label, named, reported)


def _reported(same: Sequence[FigureMention], standing: Standing, unit: str | None) -> Reported:
    citations = {(one.article.id, one.index): cite(one.article, one.index) for one in same}
    first = same[0]
    figure, value = first.figure, first.value
    if unit and figure.unit and unit != figure.unit:
        value = value * scale_of(figure.unit).factor / scale_of(unit).factor
    text = " ".join(first.placed.text[figure.lead : figure.end].split())
    own = next(iter(citations.values()))
    statement = Statement(own.quote, tuple(citations.values()), QUOTED)
    return Reported(value, text, statement, first.day, standing)


@dataclass(frozen=True, slots=True)
class _Noted:
    """A figure in a note of correction: in which article, and which sentence of it."""

    article: Article
    index: int
    placed: Placed
    words: frozenset[str]

    def is_of_unit(self, one: FigureMention) -> bool:
        """Whether it is in the unit of another figure."""
        figure = self.placed.figure
        return family(figure) == family(one.figure) and figure.unit == one.figure.unit


def _noted_in(article: Article) -> tuple[_Noted, ...]:
    """The figures in the correction notes of an article, right and wrong ones."""
    return tuple(_figures_of_notes(article))


def _figures_of_notes(article: Article) -> Iterator[_Noted]:
    for note in correction_notes(article):
        if note.kind not in _KINDS or note.first is None:
            continue
        words = frozenset(content_terms(note.text))
        left = _MOST_IN_NOTE
        for index in range(note.first, (note.last or 0) + 1):
            text = " ".join(article.sentence_text(index).split())
            for placed in placed_figures(text)[:left]:
                if placed.figure.values:
                    left -= 1
                    yield _Noted(article, index, placed, words)


def _with_corrected(
    groups: Sequence[Group], noted: Sequence[_Noted], similarity: Similarity
) -> list[tuple[Group, frozenset[int]]]:
    """The quantities, with the places of those of their figures that a note says were wrong.

    A figure of a note is a wrong one where its article gives another, as what the note is
    about. What other articles of the story give as the same and with that value is wrong as
    well; where none does, the note's own sentence stands for it.
    """
    held = [list(group) for group in groups]
    wrong: list[list[FigureMention]] = [[] for _ in held]
    for note in noted:
        found = _about(note, held)
        if found is None:
            continue
        place, own = found
        others = _also_wrong(note, own, held, similarity)
        for other, one in others:
            held[other].remove(one)
        told = [one for _, one in others] or [
            replace(own, article=note.article, index=note.index, placed=note.placed)
        ]
        wrong[place] += [one for one in told if one not in wrong[place]]
    made = []
    for group, taken in zip(held, wrong, strict=True):
        ordered = sorted([*group, *taken], key=lambda one: one.order)
        if ordered:
            made.append((ordered, frozenset(n for n, one in enumerate(ordered) if one in taken)))
    return made


def _about(note: _Noted, groups: Sequence[Group]) -> tuple[int, FigureMention] | None:
    """The quantity that a note is about, and the figure of its article for it, if another."""
    best: tuple[int, int, FigureMention] | None = None
    for place, group in enumerate(groups):
        for own in group:
            if own.article.id != note.article.id or not note.is_of_unit(own):
                continue
            shared = len(own.words & note.words)
            named = own.what.key.split(" ")[0] in note.words or own.what.label in note.words
            if named and shared >= _SHARED and (best is None or shared > best[0]):
                best = (shared, place, own)
    if best is None or best[2].figure.values == note.placed.figure.values:
        return None
    return best[1], best[2]


def _also_wrong(
    note: _Noted, own: FigureMention, groups: Sequence[Group], similarity: Similarity
) -> list[tuple[int, FigureMention]]:
    """The same wrong figure where other articles of the story give it."""
    return [
        (place, one)
        for place, group in enumerate(groups)
        if group and group[0].what.key == own.what.key
        for one in group
        if one.figure.values == note.placed.figure.values
        and note.is_of_unit(one)
        and similarity.of(one.article, own.article) >= _SAME_STORY
    ]
