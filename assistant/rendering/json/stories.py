"""Stories as JSON."""

from __future__ import annotations

from pydantic import Field

from assistant import telling
from assistant.rendering.json import Document, Form, Time
from assistant.rendering.json.articles import ListedArticle


class Story(Form):
    """Articles of one run of events, the newest first."""

    story_id: str = Field(validation_alias="id")
    title: str
    named: bool
    pinned: bool
    names: list[str]
    outlets: list[str]
    first_day: Time | None
    last_day: Time | None
    articles: list[ListedArticle]


class Stories(Form):
    """A list of stories."""

    stories: list[Story]


def story_form(story: telling.Story) -> Story:
    """The form of a story."""
    first, last = story.days or (None, None)
    return Story.of(story, first_day=first, last_day=last)


def story_document(story: telling.Story) -> Document:
    """A story as JSON."""
    return story_form(story).document()


def stories_document(stories: tuple[telling.Story, ...]) -> Document:
    """A list of stories as JSON."""
    return Stories(stories=[story_form(story) for story in stories]).document()
