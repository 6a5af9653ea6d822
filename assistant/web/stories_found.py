"""The list of stories: those that it shows, each with the sentence that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.examining import examined
from assistant.library.listing import has_come
from assistant.rendering.html.stories import Card, stories_html
from assistant.stopping import check_stopped
from assistant.telling import Story
from assistant.types import QUOTED, Statement, cite

CARDS: Final = 20
"""Stories that are listed at first, and further ones at a time."""
_PART: Final = 100
"""Stories that are looked through at a time where words are looked for."""


@dataclass(frozen=True, slots=True)
class View:
    """What the list shows: stories with these words, and how many."""

    matching: str = ""
    shown: int = CARDS


def listed_html(
    assistant: Assistant, view: View, since: datetime | None, *, now: datetime
) -> Markup:
    """The list as ``view`` says; what has come ``since`` is counted as new."""
    stories, more = stories_with(assistant, view.matching, view.shown)
    cards = [
        Card(one, _first_sentence(assistant, one), len(new_in(one, since, now=now)))
        for one in stories
    ]
    return stories_html(cards, searched=view.matching, more=more, articles=assistant.count())


def new_in(story: Story, since: datetime | None, *, now: datetime) -> frozenset[str]:
    """The articles (ids) of a story that have come since; none where that is not known."""
    if since is None:
        return frozenset()
    return frozenset(one.id for one in story.articles if has_come(one, since, today=now.date()))


def stories_with(assistant: Assistant, matching: str, most: int) -> tuple[Sequence[Story], bool]:
    """The first stories with all words, and whether there are further ones."""
    words = matching.casefold().split()
    if not words:
        stories = assistant.stories(limit=most + 1)
        return stories[:most], len(stories) > most
    fit: list[Story] = []
    offset = 0
    while len(fit) <= most:
        part = assistant.stories(limit=_PART, offset=offset)
        fit += [story for story in part if _has(story, words)]
        if len(part) < _PART:
            break
        offset += len(part)
        check_stopped()
    return fit[:most], len(fit) > most


def _has(story: Story, words: Sequence[str]) -> bool:
    titles = (one.title for one in story.articles)
    text = " ".join([story.title, *story.names, *story.outlets, *titles]).casefold()
    return all(word in text for word in words)


def _first_sentence(assistant: Assistant, story: Story) -> Statement | None:
    """The sentence that says what its newest article is about; None where there is none."""
    newest = next((one for one in story.articles if not one.withdrawn), None)
    if newest is None:
        return None
    check_stopped()
    return examined(
        newest.id,
        "the sentence that stands for it",
        partial(_lead, assistant, newest.id),
        otherwise=None,
    )


def _lead(assistant: Assistant, article_id: str) -> Statement | None:
    from assistant.articles.showable import lead_of

    article = assistant.article(article_id)
    if not article.sentences:
        return None
    citation = cite(article, lead_of(article))
    return Statement(citation.quote, (citation,), QUOTED)
