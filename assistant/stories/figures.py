"""Quantities of one event for which articles give several figures: how it rose, who disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from assistant.examining import examined
from assistant.language.figures_words import scale_of
from assistant.stories.figures_corrected import noted_in, set_right
from assistant.stories.figures_covering import alike
from assistant.stories.figures_groups import Events, Group, grouped
from assistant.stories.figures_mentions import Mention, mentions_in
from assistant.stories.figures_standing import standings
from assistant.telling import Figures, Quantity, Reported, Standing
from assistant.types import QUOTED, Article, Statement, cite, cited

_UNITS: Final = {"percent": "%", "dollar": "dollars", "foot": "feet", "inch": "inches"}
_MOST: Final = 1000
"""Articles that are read at most."""


def make_figures(articles: Sequence[Article], *, topic: str = "") -> Figures:
    """The quantities for which ``articles`` report several figures, those most reported first.

    A quantity is told where at least two figures of which neither leaves room for the other
    are given for it, or one of them is disputed or corrected. Figures are joined only where
    their sentences say plainly that they are of the same: see ``quantities`` and
    ``figures_groups``. Time is linear in the text.

    Args:
        articles: those of one story or topic, in any order; of more than 1,000 the first.
        topic: what they are about, empty for chosen articles.
    """
    articles = articles[:_MOST]
    mentions = [
        one
        for article in articles
        for one in examined(article.id, "figures", partial(mentions_in, article), otherwise=())
    ]
    noted = [
        one
        for article in articles
        for one in examined(article.id, "corrections", partial(noted_in, article), otherwise=())
    ]
    events = Events(mentions)
    groups = set_right(grouped(mentions, events), noted, events)
    found = [_quantity(group, wrong) for group, wrong in groups if wrong or _differs(group)]
    found.sort(key=_reports, reverse=True)
    return Figures(topic, tuple(found), read=len(articles))


def _reports(quantity: Quantity) -> int:
    """How many articles report a quantity."""
    return len(cited([one.statement for one in quantity.reported]))


def _differs(group: Group) -> bool:
    """Whether a quantity has two figures of which neither is a rounding of the other."""
    return any(not alike(one.figure, end.figure) for end in (group[0], group[-1]) for one in group)


def _quantity(group: Group, wrong: frozenset[int]) -> Quantity:
    newest = group[-1]
    unit = newest.figure.unit
    found: dict[tuple[object, ...], tuple[list[Mention], Standing]] = {}
    for one, standing in zip(group, standings(group, corrected=wrong), strict=True):
        key = (one.day, one.figure.values, one.figure.hedge, standing)
        found.setdefault(key, ([], standing))[0].append(one)
    reported = tuple(_reported(same, standing, unit) for same, standing in found.values())
    named = _UNITS.get(unit, f"{unit}s") if unit else ""
    return Quantity(newest.what.label, named, reported)


def _reported(same: Sequence[Mention], standing: Standing, unit: str | None) -> Reported:
    citations = {(one.article.id, one.index): cite(one.article, one.index) for one in same}
    first = same[0]
    figure, value = first.figure, first.value
    if unit and figure.unit and unit != figure.unit:
        value = value * scale_of(figure.unit).factor / scale_of(unit).factor
    text = " ".join(first.placed.text[figure.lead : figure.end].split())
    own = next(iter(citations.values()))
    statement = Statement(own.quote, tuple(citations.values()), QUOTED)
    return Reported(value, text, statement, first.day, standing)
