"""What programs and models can ask of stories, beside ``tools``: all of it only reads.

The docstrings of the functions are what the callers get to read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.language.days import days_of, limits, moment_since
from assistant.rendering.json import Document
from assistant.rendering.json.articles import Collections, Stories, Story
from assistant.rendering.json.results import json_document
from assistant.services.questions import LONGEST_QUESTION
from assistant.types import Filters

_MOST: Final = 50
"""Stories, facts, and entries of a timeline."""
_MOST_ARTICLES: Final = 400


def story_functions(assistant: Assistant) -> tuple[Callable[..., Document], ...]:
    """What is told of stories, over one assistant."""

    def stories(  # noqa: PLR0917 - what callers can say
        limit: int = 20,
        offset: int = 0,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Lists the stories of the library: articles that tell of one run of events.

        Args:
            limit: how many stories at most, up to 50.
            offset: how many are passed over before the first.
            outlets: only stories with an article of these outlets; none means all.
            since: only with one published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only with one published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only with one of the collection of this name; none means all.

        Returns:
            The stories as a JSON document, those that a person pinned first, then the newest:
            each with its id, title, names, outlets, days and articles.
        """
        if limit < 1 or offset < 0:
            raise UsageError("limit is at least 1, offset at least 0")
        filters = limits_of(outlets, since, until, as_of, collection)
        found = assistant.stories(filters=filters, limit=min(limit, _MOST), offset=offset)
        return Stories.of(stories=found).document()

    def story(story: str) -> dict[str, Any]:
        """Gives one story with its articles.

        Args:
            story: its id, or the id of any of its articles.

        Returns:
            The story as a JSON document; the ids of its articles are what timeline, quotes and
            figures take as articles.
        """
        return Story.of(assistant.story(story)).document()

    def timeline(  # noqa: PLR0917 - what callers can say
        topic: str = "",
        articles: list[str] | None = None,
        entries: int = 10,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Tells what happened when, every sentence quoted word for word and cited.

        Args:
            topic: what it is about, in any words; without it and without articles, the newest.
            articles: ids of the articles that it is made from, in place of a topic.
            entries: how many entries at most, up to 50.
            outlets: only these outlets; none means all.
            since: only articles published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only articles published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The timeline as a JSON document, oldest first: its entries, with how exactly their
            days are known and the sentences with their citations.
        """
        words, chosen, filters = _chosen(
            topic, articles, limits_of(outlets, since, until, as_of, collection)
        )
        most = min(entries, _MOST)
        told = assistant.timeline(words, articles=chosen, filters=filters, entries=most)
        return json_document(told)

    def quotes(  # noqa: PLR0917 - what callers can say
        topic: str = "",
        articles: list[str] | None = None,
        speaker: str = "",
        about: str = "",
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Tells who said what, by speaker, every statement cited.

        Args:
            topic: what it is about, in any words; without it and without articles, the newest.
            articles: ids of the articles that are read, in place of a topic.
            speaker: only speakers with these words in one of their names.
            about: only statements with these words.
            outlets: only these outlets; none means all.
            since: only articles published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only articles published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The speakers as a JSON document, those who said most first, with what each said,
            oldest first.
        """
        words, chosen, filters = _chosen(
            topic, articles, limits_of(outlets, since, until, as_of, collection)
        )
        told = assistant.quotes(
            words, articles=chosen, filters=filters, speaker=_short(speaker), about=_short(about)
        )
        return json_document(told)

    def figures(  # noqa: PLR0917 - what callers can say
        topic: str = "",
        articles: list[str] | None = None,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Tells for which quantities several figures were reported, every one cited.

        Args:
            topic: what they are about, in any words; without it and without articles, the newest.
            articles: ids of the articles that are read, in place of a topic.
            outlets: only these outlets; none means all.
            since: only articles published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only articles published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The quantities as a JSON document, with their figures, oldest first: which is the
            newest, which are disputed or were corrected.
        """
        words, chosen, filters = _chosen(
            topic, articles, limits_of(outlets, since, until, as_of, collection)
        )
        return json_document(assistant.figures(words, articles=chosen, filters=filters))

    def changes(
        since: str,
        topic: str = "",
        outlets: list[str] | None = None,
        until: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Tells what is new since a moment: articles by story, new versions, corrections, figures.

        Args:
            since: from when on: 2h, 3 days, yesterday, Monday, last week, 2025-03-01 or
                2025-03-01 14:30.
            topic: what it is about, in any words; without it, everything.
            outlets: only these outlets; none means all.
            until: only what had come by the end of this day: 2025-03-01, 2025-03 or 2025.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            What changed as a JSON document, every sentence cited.
        """
        start = moment_since(since, now=datetime.now().astimezone(), label="since")
        filters = limits_of(outlets, "", until, "", collection)
        # Which sentences the conversations of others cite is not told.
        told = assistant.changed_since(start, topic=_short(topic), filters=filters, cited=())
        return json_document(told)

    def coverage(  # noqa: PLR0917 - what callers can say
        topic: str = "",
        articles: list[str] | None = None,
        facts: int = 20,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Tells which facts several outlets have, and which only one has, every one cited.

        Args:
            topic: what they are about, in any words; without it and without articles, the newest.
            articles: ids of the articles that are read, in place of a topic.
            facts: how many facts at most, up to 50.
            outlets: only these outlets; none means all.
            since: only articles published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only articles published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The facts as a JSON document, each with who says it, or something like it.
        """
        filters = limits_of(outlets, since, until, as_of, collection)
        words, chosen, filters = _chosen(topic, articles, filters)
        most = min(facts, _MOST)
        told = assistant.coverage(words, articles=chosen, filters=filters, facts=most)
        return json_document(told)

    def brief(
        since: str = "",
        stories: int = 10,
        outlets: list[str] | None = None,
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Tells the stories of a time, each in two or three cited sentences.

        Args:
            since: published from this day on: 2025-03-01; without it, the last day that the
                library has articles of.
            stories: how many stories at most, up to 50.
            outlets: only these outlets; none means all.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The briefing as a JSON document: stories on followed topics first, then those that
            most outlets report.
        """
        filters = limits_of(outlets, "", "", as_of, collection)
        start = days_of(since, label="since").first if since.strip() else None
        told = assistant.briefing(start, stories=min(stories, _MOST), filters=filters)
        return json_document(told)

    def collections() -> dict[str, Any]:
        """Lists the collections: named sets of articles that the newsroom keeps.

        Returns:
            The collections as a JSON document, the one that was last changed first; the other
            tools take the name of one as collection.
        """
        return Collections.of(collections=assistant.collections()).document()

    return (stories, story, timeline, quotes, figures, coverage, changes, brief, collections)


def limits_of(
    outlets: list[str] | None, since: str, until: str, as_of: str, collection: str
) -> Filters:
    """The limits that callers name; a collection is one of the common owner's.

    Raises:
        UsageError: a date cannot be read, or they leave no day.
    """
    return limits(
        outlets,
        since or None,
        until or None,
        labels=("since", "until"),
        as_of=as_of.strip() or None,
        collection=collection.strip(),
    )


def _chosen(
    topic: str, articles: list[str] | None, filters: Filters
) -> tuple[str, list[str], Filters]:
    """The topic or the articles.

    Raises:
        UsageError: both are given, limits beside articles, or too many articles.
    """
    words = _short(topic)
    if articles and (words or filters.active):
        raise UsageError("articles stand in place of a topic, outlets and days: give one or other")
    if articles and len(articles) > _MOST_ARTICLES:
        raise UsageError(f"At most {_MOST_ARTICLES} articles can be named")
    return words, articles or [], filters


def _short(words: str) -> str:
    """Words to look for, in one line.

    Raises:
        UsageError: they are longer than a question may be.
    """
    line = " ".join(words.split())
    if len(line) > LONGEST_QUESTION:
        raise UsageError(f"There are more than {LONGEST_QUESTION:,} characters to look for")
    return line
