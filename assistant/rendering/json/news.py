"""What is new in a library as JSON."""

from __future__ import annotations

from assistant import news, types, versions
from assistant.rendering.json import Document, Form, Time
from assistant.rendering.json.answers import (
    Correction,
    Headline,
    Notice,
    Since,
    Source,
    Statement,
    sources_of,
    told,
)
from assistant.rendering.json.articles import ListedArticle
from assistant.rendering.json.telling import Reported, reported_form
from assistant.versions import NO_CHANGES


class Arrived(Form):
    """A new article, and the sentence that says what it is about."""

    article: ListedArticle
    lead: Statement | None


class ArrivedStory(Form):
    """What is new in a story; ``known`` counts the articles that it had before."""

    story_id: str
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
    correction: Correction
    statements: list[Statement]


class Killed(Form):
    """An article that its provider withdrew."""

    article: Headline
    notice: Notice


class Gone(Form):
    """A cited sentence that stands so no more."""

    statement: Statement
    since: Since


class Changes(Form):
    """What changed in a library since a moment."""

    topic: str
    since: Time
    until: Time | None
    articles_read: int
    stories: list[ArrivedStory]
    revised: list[Revised]
    moved: list[Moved]
    corrected: list[Noted]
    withdrawn: list[Killed]
    gone: list[Gone]
    sources: list[Source]
    notes: list[str]


def changes_document(changes: news.ChangesSince) -> Document:
    """What changed since."""
    return Changes.of(
        changes,
        articles_read=changes.read,
        stories=[
            ArrivedStory.of(
                one,
                story_id=one.id,
                arrived=[Arrived.of(each, lead=_statement(each.lead)) for each in one.arrived],
            )
            for one in changes.stories
        ],
        revised=[
            Revised.of(
                one,
                sentences=[
                    Rewording(before=_statement(each.before), after=_statement(each.after))
                    for each in one.sentences
                ],
            )
            for one in changes.revised
        ],
        moved=[
            Moved.of(one, before=reported_form(one.before), after=reported_form(one.after))
            for one in changes.moved
        ],
        corrected=[
            Noted.of(
                one, correction=one.note, statements=[_statement(each) for each in one.statements]
            )
            for one in changes.corrected
        ],
        withdrawn=list(changes.killed),
        gone=[Gone.of(one, statement=_statement(one.statement)) for one in changes.gone],
        sources=sources_of(changes.statements),
    ).document()


def _statement(statement: types.Statement | None) -> Statement | None:
    return None if statement is None else Statement.of(statement, **told(statement, NO_CHANGES))


class Brief(Form):
    """One story of a briefing."""

    story_id: str
    title: str
    watched: str
    pinned: bool
    new: int
    known: int
    outlets: list[str]
    newest: Headline
    statements: list[Statement]
    fresh: list[Statement]


class Briefing(Form):
    """The stories of a time; ``further`` counts those that are left out."""

    since: Time
    made: Time
    as_of: Time | None
    engine: str
    articles_read: int
    stories: list[Brief]
    further: int
    sources: list[Source]
    notes: list[str]


class Watched(Form):
    """The followed topics; ``told`` counts the stories that a command or a server was given."""

    watched: list[str]
    told: int | None


def briefing_document(briefing: news.Briefing) -> Document:
    """A briefing."""
    stories = [
        Brief.of(
            one,
            story_id=one.id,
            statements=[_statement(each) for each in one.statements],
            fresh=[_statement(each) for each in one.fresh],
        )
        for one in briefing.stories
    ]
    sources = sources_of(briefing.statements)
    return Briefing.of(
        briefing, articles_read=briefing.read, stories=stories, sources=sources
    ).document()
