"""What is new since somebody's last visit, as HTML: one line, which unfolds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import Markup

from assistant.news import ArrivedStory, ChangesSince
from assistant.rendering.html import render
from assistant.rendering.html.statements import ShownStatement, shown_statements
from assistant.rendering.news import (
    killed_in_words,
    moved_in_words,
    noted_in_words,
    story_in_words,
    visit_in_words,
    visit_tally,
)
from assistant.rendering.wording import count, headline_in_words
from assistant.types import ArticleSummary, Headline, Statement

_STORIES: Final = 12
_ARTICLES: Final = 4
"""Stories that are shown, and new articles of each."""
_LINES: Final = 6
"""What is shown of each other kind."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Something that changed, and a sentence that tells it."""

    words: str
    statement: ShownStatement | None


@dataclass(frozen=True, slots=True)
class _Part:
    """Changes of one kind; ``more`` says that there are others."""

    name: str
    lines: tuple[_Line, ...]
    more: str


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A story with its new articles, the first of them; ``left`` counts the others."""

    story: ArrivedStory
    where: str
    articles: tuple[ArticleSummary, ...]
    left: int


def news_html(changes: ChangesSince, *, now: datetime) -> Markup:
    """What changed since a visit, which may be nothing."""
    return render(
        "news",
        tally=visit_tally(changes),
        when=visit_in_words(changes.since, now=now),
        parts=tuple(_parts(changes)),
        stories=tuple(map(_arrived, changes.stories[:_STORIES])),
        left=max(0, len(changes.stories) - _STORIES),
        notes=changes.notes,
    )


def _parts(changes: ChangesSince) -> Iterator[_Part]:
    """The kinds of changes of which there are any, but for new articles."""
    revised = [(_revised(one.article, len(one.sentences)), None) for one in changes.revised]
    kinds: tuple[tuple[str, Sequence[tuple[str, Statement | None]]], ...] = (
        ("Figures that moved", [(moved_in_words(m), m.after.statement) for m in changes.moved]),
        ("Corrections", [(noted_in_words(one), None) for one in changes.corrected]),
        ("New versions", revised),
        ("Withdrawn", [(killed_in_words(one), None) for one in changes.killed]),
    )
    for name, found in kinds:
        if found:
            left = len(found) - _LINES
            lines = tuple(_Line(words, _shown(statement)) for words, statement in found[:_LINES])
            yield _Part(name, lines, f"and {left:,} more" if left > 0 else "")


def _revised(article: ArticleSummary, changed: int) -> str:
    named = Headline(article.id, article.title, article.source, article.published)
    return f"{headline_in_words(named)}: {count(changed, 'sentence')} changed"


def _shown(statement: Statement | None) -> ShownStatement | None:
    return shown_statements([statement])[0] if statement else None


def _arrived(story: ArrivedStory) -> _Arrived:
    articles = tuple(one.article for one in story.arrived)
    alone = len(articles) == 1 and not story.known  # its title is the story's
    shown = () if alone else articles[:_ARTICLES]
    where = ", ".join(story.outlets) if alone else story_in_words(story)
    return _Arrived(story, where, shown, 0 if alone else len(articles[_ARTICLES:]))
