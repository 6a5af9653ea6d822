"""Stories as lines for a terminal: the list of them, and one with its articles by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from assistant.rendering.terminal import Line, Span, blank, line, tabbed
from assistant.rendering.wording import count, iso_date, long_date, outlet, short_id
from assistant.telling import Story
from assistant.types import ArticleSummary, day_of

_OUTLETS = 4
"""Outlets that a list names of a story."""


def stories_lines(stories: Sequence[Story]) -> list[Line]:
    """The stories, each with its days, its outlets and its names."""
    width = max((len(story.id) for story in stories), default=0)
    lines: list[Line] = []
    for story in stories:
        names: list[Span] = [" · ", (", ".join(story.names), "dim")] if story.names else []
        lines += [
            *([blank()] if lines else []),
            line(
                (f"{story.id:<{width}}", "cyan"),
                "  ",
                (story.title, "bold"),
                *_marks(story),
                hanging=width + 2,
            ),
            line(
                f"{count(len(story.articles), 'article')} · {days_in_words(story)} · ",
                outlets_in_words(story, most=_OUTLETS),
                *names,
                indent=width + 2,
            ),
        ]
    return lines


def stories_rows(stories: Iterable[Story]) -> str:
    """The same in lines for a pipe: id, first day, last day, articles, outlets, title, by tabs.

    One that is pinned has the word ``pinned`` besides.
    """
    return tabbed(
        [
            story.id,
            *(iso_date(day) for day in story.days or (None, None)),
            str(len(story.articles)),
            str(len(story.outlets)),
            story.title,
            *(["pinned"] if story.pinned else []),
        ]
        for story in stories
    )


def story_lines(story: Story) -> list[Line]:
    """One story: its articles by day, the newest first, each with its outlet."""
    lines = [
        line((story.title, "bold"), *_marks(story)),
        line(
            f"{count(len(story.articles), 'article')} · {days_in_words(story)} · ",
            outlets_in_words(story),
        ),
    ]
    if story.names:
        lines.append(line(", ".join(story.names)))
    lines.append(line((f"id {story.id}", "dim")))
    for day, articles in groupby(story.articles, key=_day):
        lines += [blank(), line((day, "bold"))]
        lines += [
            line(
                (short_id(one.id), "cyan"),
                f"  {outlet(one.source)} · {one.title}",
                indent=2,
                hanging=10,
            )
            for one in articles
        ]
    return lines


def days_in_words(story: Story) -> str:
    """``5 March 2025``, ``5 March 2025 to 9 March 2025``, or that no date is known."""
    if story.days is None:
        return "date unknown"
    first, last = story.days
    return long_date(last) if first == last else f"{long_date(first)} to {long_date(last)}"


def outlets_in_words(story: Story, *, most: int | None = None) -> str:
    """The outlets by name; of more than ``most`` how many others there are."""
    outlets = story.outlets
    if not outlets:
        return outlet(None)
    shown = outlets if most is None else outlets[:most]
    others = len(outlets) - len(shown)
    return ", ".join(shown) + (f" and {count(others, 'other')}" if others else "")


def _marks(story: Story) -> list[Span]:
    return [(" (pinned)", "yellow")] if story.pinned else []


def _day(article: ArticleSummary) -> str:
    published = article.published
    return "Date unknown" if published is None else long_date(day_of(published))
