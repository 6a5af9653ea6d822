"""The stories that the list shows, each with the sentence that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from assistant.assistant import Assistant
from assistant.examining import examined
from assistant.stopping import check_stopped
from assistant.telling import Story
from assistant.types import QUOTED, Statement, cite

_PART: Final = 100
"""Stories that are looked through at a time where words are looked for."""


def found(assistant: Assistant, matching: str, most: int) -> tuple[Sequence[Story], bool]:
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


def first_sentence(assistant: Assistant, story: Story) -> Statement | None:
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
    from assistant.answering.overviews import lead_of

    article = assistant.article(article_id)
    if not article.sentences:
        return None
    citation = cite(article, lead_of(article))
    return Statement(citation.quote, (citation,), QUOTED)
