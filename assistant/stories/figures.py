"""Quantities of one event for which articles give several figures: how it rose, who disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.examining import examined
from assistant.language.figures_units import scale_of
from assistant.stories.figures_covering import alike
from assistant.stories.figures_groups import Group, grouped
from assistant.stories.figures_mentions import Mention, mentions_in
from assistant.stories.figures_standing import standings
from assistant.telling import Figures, Quantity, Reported, Standing
from assistant.types import QUOTED, Article, Statement, cite

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
        for one in examined(
            article.id, "figures", lambda article=article: mentions_in(article), otherwise=()
        )
    ]
    found = [_quantity(group) for group in grouped(mentions) if _differs(group)]
    found.sort(key=lambda one: -len({citation.article_id for each in one.reported for citation in each.statement.citations}))
    return Figures(topic, tuple(found), read=len(articles))


def _differs(group: Group) -> bool:
    return any(not alike(group[0].figure, one.figure) for one in group[1:]) or any(
        not alike(group[-1].figure, one.figure) for one in group[:-1]
    )


def _quantity(group: Group) -> Quantity:
    newest = group[-1]
    unit = newest.figure.unit
    found: dict[tuple[object, ...], tuple[Mention, list[Mention], Standing]] = {}
    for one, standing in zip(group, standings(group), strict=True):
        key = (one.day, one.figure.values, one.figure.hedge, standing)
        if key in found:
            found[key][1].append(one)
        else:
            found[key] = (one, [], standing)
    reported = tuple(
        _reported(first, more, standing, unit) for first, more, standing in found.values()
    )
    return Quantity(newest.what.label, _UNITS.get(unit or "", f"{unit}s" if unit else ""), reported)


def _reported(first: Mention, more: Sequence[Mention], standing: Standing, unit: str | None) -> Reported:
    citations = {(one.article.id, one.index): cite(one.article, one.index) for one in (first, *more)}
    own = cite(first.article, first.index)
    figure = first.figure
    value = first.value
    if unit and figure.unit and unit != figure.unit:
        value = value * scale_of(figure.unit).factor / scale_of(unit).factor
    text = " ".join(first.placed.text[figure.lead : figure.end].split())
    statement = Statement(own.quote, tuple(citations.values()), QUOTED)
    return Reported(value, text, statement, first.day, standing)
