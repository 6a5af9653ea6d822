"""Stories as JSON."""

from __future__ import annotations

from pydantic import Field

from assistant.rendering.json import Form, Time
from assistant.rendering.json.articles import ListedArticle


class Story(Form):
    """Articles of one run of events, newest first."""

    story_id: str = Field(validation_alias="id")
    title: str
    title_given: bool = Field(validation_alias="named")
    pinned: bool
    names: list[str]
    outlets: list[str]
    days: list[Time] | None
    articles: list[ListedArticle]


class Stories(Form):
    """The stories of a library, pinned ones first, then the newest."""

    stories: list[Story]
