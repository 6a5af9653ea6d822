"""Stories as HTML: the list of them as cards, and one with what is told of it.

Articles of a story that is open have one number each, in all that is told of it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.statements import ShownStatement, shown_statements
from assistant.rendering.html.telling import told_part
from assistant.rendering.safety import one_line
from assistant.rendering.telling import Telling, days_in_words, nothing_in_words, read_in_words
from assistant.rendering.wording import count, long_date, outlet
from assistant.telling import Quotes, Story, Timeline
from assistant.types import ArticleSummary, Statement, day_of

_NAMES: Final = 5
"""Names of a story that its card shows."""
_SPEAKERS: Final = 6
"""Speakers that are shown before the others are unfolded."""
_FIRST: Final = 20
"""Articles that are shown before the others are unfolded; the day is shown whole."""
_LABEL: Final = 80
"""Characters of a title where one is chosen from a list."""


@dataclass(frozen=True, slots=True)
class Card:
    """A story in the list, the sentence that stands for it, and how many articles are new."""

    story: Story
    first: Statement | None = None
    new: int = 0


@dataclass(frozen=True, slots=True)
class _ShownCard:
    """A card in words."""

    id: str
    title: str
    pinned: bool
    where: str
    names: tuple[str, ...]
    first: ShownStatement | None
    new: int


@dataclass(frozen=True, slots=True)
class _Row:
    """An article of a story with its number there."""

    number: int
    article: ArticleSummary


@dataclass(frozen=True, slots=True)
class _Day:
    """The articles of one day, by outlet."""

    words: str
    rows: tuple[_Row, ...]


def stories_html(cards: Sequence[Card], *, searched: str, more: bool, articles: int) -> Markup:
    """The list of stories.

    Args:
        cards: the stories, in their order.
        searched: the words that were looked for; empty for all stories.
        more: whether there are further ones.
        articles: how many articles the library has, which says what to do where nothing is shown.
    """
    return render(
        "stories",
        cards=tuple(map(_card, cards)),
        searched=searched,
        more=more,
        articles=articles,
    )


def story_html(story: Story, *, others: Sequence[Story], may_change: bool) -> Markup:
    """The head of a story's page: its title and what can be done with it.

    Args:
        story: the story.
        others: those that it can be merged with; who has most names in common comes first.
        may_change: whether whoever looks may change stories.
    """
    named = set(story.names)
    likely = sorted(others, key=lambda one: -len(named.intersection(one.names)))
    return render(
        "story",
        story=story,
        where=story_in_words(story),
        others=tuple((one.id, _label(one)) for one in likely if one.id != story.id),
        may_change=may_change,
    )


def story_articles_html(story: Story, *, may_change: bool, new: Set[str] = frozenset()) -> Markup:
    """The articles of a story by day and outlet, each with its number; ``new`` ones are marked."""
    days = _days(story.articles)
    shown = 0
    first: list[_Day] = []
    for day in days:
        if shown >= _FIRST:
            break
        first.append(day)
        shown += len(day.rows)
    return render(
        "story_articles",
        first=first,
        rest=days[len(first) :],
        left=len(story.articles) - shown,
        removable=may_change and len(story.articles) > 1,
        new=new,
    )


def told_html(told: Telling, story: Story) -> Markup:
    """What is told of a story, as a part of its page."""
    numbers = {one.id: number for number, one in enumerate(story.articles, start=1)}
    first, rest, further = told, Markup(""), 0
    if isinstance(told, Quotes) and (further := len(told.speakers[_SPEAKERS:])):
        first = replace(told, speakers=told.speakers[:_SPEAKERS])
        others = replace(told, speakers=told.speakers[_SPEAKERS:])
        rest = told_part(others, numbers=numbers)
    return render(
        "story_told",
        kind=type(told).__name__.lower(),
        several=isinstance(told, Timeline) and len(told.entries) > 1,
        nothing=nothing_in_words(replace(told, topic="")),
        made=read_in_words(told),
        body=told_part(first, numbers=numbers),
        rest=rest,
        rest_words=count(further, "further speaker"),
        notes=told.notes,
    )


def telling_html(kind: str) -> Markup:
    """In the place of what is still being found out: that it is; ``kind`` as in ``told_html``."""
    return render("story_telling", kind=kind)


def untold_html(kind: str, wrong: Markup) -> Markup:
    """In the place of what could not be found out: why."""
    return render("story_untold", kind=kind, wrong=wrong)


def story_in_words(story: Story) -> str:
    """``3–5 March 2025 · 12 articles · 4 outlets``."""
    days = story.days
    told = [
        days_in_words(*days) if days else "date unknown",
        count(len(story.articles), "article"),
        count(len(story.outlets), "outlet") if story.outlets else "",
    ]
    return " · ".join(words for words in told if words)


def _card(card: Card) -> _ShownCard:
    story = card.story
    first = shown_statements([card.first])[0] if card.first else None
    return _ShownCard(
        story.id,
        story.title,
        story.pinned,
        story_in_words(story),
        story.names[:_NAMES],
        first,
        card.new,
    )


def _label(story: Story) -> str:
    """A story in one line of a list."""
    title = one_line(story.title)
    if len(title) > _LABEL:
        title = f"{title[: _LABEL - 1].rstrip()}…"
    return f"{title} ({count(len(story.articles), 'article')})"


def _days(articles: Sequence[ArticleSummary]) -> tuple[_Day, ...]:
    rows = [_Row(number, one) for number, one in enumerate(articles, start=1)]
    return tuple(
        _Day(day, tuple(sorted(these, key=_by_outlet))) for day, these in groupby(rows, key=_day)
    )


def _day(row: _Row) -> str:
    day = row.article.published
    return long_date(day_of(day) if day is not None else None)


def _by_outlet(row: _Row) -> tuple[str, int]:
    return outlet(row.article.source).casefold(), row.number
