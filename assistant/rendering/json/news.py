"""What is new in a library as JSON."""

from __future__ import annotations

from pydantic import Field

from assistant import versions
from assistant.rendering.json import Form, Time
from assistant.rendering.json.answers import (
    Citing,
    Correction,
    Headline,
    Notice,
    Since,
    Source,
    Statement,
)
from assistant.rendering.json.articles import ListedArticle
from assistant.rendering.json.telling import Reported


class Arrived(Form):
    """A new article, and the sentence that says what it is about."""

    article: ListedArticle
    lead: Statement | None


class ArrivedStory(Form):
    """What is new in a story; ``known`` counts the articles that it had before."""

    story_id: str = Field(validation_alias="id")
    title: str
    outlets: list[str]
    known: int
    arrived: list[Arrived]


class Rewording(Form):
    """A sentence as it was and as it is."""

    before: Statement | None
    after: Statement | None


class Revised(Form):
    """An article of which a new version came; ``before`` is the id of the one until then."""

    article: ListedArticle
    before: str
    came: Time
    about: list[versions.MetadataEdit]
    sentences: list[Rewording]


class Moved(Form):
    """A figure for which what is new gives another one."""

    story: str
    label: str
    unit: str
    before: Reported
    after: Reported


class Noted(Form):
    """A correction, and its sentences."""

    article: Headline
    correction: Correction = Field(validation_alias="note")
    statements: list[Statement]


class Killed(Form):
    """An article that its provider withdrew."""

    article: Headline
    notice: Notice


class Gone(Form):
    """A cited sentence that stands so no more."""

    statement: Statement
    since: Since


class Changes(Citing):
    """What changed in a library since a moment."""

    topic: str
    since: Time
    until: Time | None
    articles_read: int = Field(validation_alias="read")
    stories: list[ArrivedStory]
    revised: list[Revised]
    moved: list[Moved]
    corrected: list[Noted]
    withdrawn: list[Killed] = Field(validation_alias="killed")
    gone: list[Gone]
    sources: list[Source]
    notes: list[str]


class Brief(Form):
    """One story of a briefing."""

    story_id: str = Field(validation_alias="id")
    title: str
    watched: str
    pinned: bool
    new: int
    known: int
    outlets: list[str]
    newest: Headline
    statements: list[Statement]
    fresh: list[Statement]


class Briefing(Citing):
    """The stories of a time; ``further`` counts those that are left out."""

    since: Time
    made: Time
    as_of: Time | None
    engine: str
    articles_read: int = Field(validation_alias="read")
    stories: list[Brief]
    further: int
    sources: list[Source]
    notes: list[str]


class Watched(Form):
    """The followed topics; ``told`` counts the stories that a command or a server was given."""

    watched: list[str]
    told: int | None
