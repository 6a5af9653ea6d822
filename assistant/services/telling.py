"""What is told of a story, a topic or chosen articles: what happened when, who said what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.characters import well_formed
from assistant.services.browsing import Browsing
from assistant.services.resources import Resources
from assistant.telling import Quotes
from assistant.types import Article, Filters

_PASSAGES: Final = 400
"""Passages that are searched for the articles about a topic."""
_MOST: Final = 400
"""Articles that are read where no topic limits them: the newest."""


class Telling:
    """Tells stories from the library, every sentence cited."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._browsing = Browsing(resources)

    def quotes(
        self,
        topic: str = "",
        *,
        articles: Sequence[str] = (),
        filters: Filters = Filters(),
        speaker: str = "",
        about: str = "",
    ) -> Quotes:
        """Tells who said what, every statement word for word and cited.

        Args:
            topic: what it is about; empty for all articles within ``filters``.
            articles: ids of articles, or their beginnings, in place of a topic.
            filters: outlets and days.
            speaker: only speakers with these words in one of their names.
            about: only statements with these content words, in any of their forms.

        Returns:
            The speakers, those who said most first, and what each said, oldest first. What is
            said by nobody who is sure is left out.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.stories.quotes import make_quotes

        return make_quotes(
            self._chosen(topic, articles, filters),
            topic="" if articles else " ".join(well_formed(topic).split()),
            speaker=well_formed(speaker),
            about=well_formed(about),
            analyse=self._resources.library.words.analyse,
        )

    def _chosen(self, topic: str, articles: Sequence[str], filters: Filters) -> tuple[Article, ...]:
        """The articles with these ids, else those about ``topic``, else all within ``filters``.

        Those that were withdrawn are left out. At most 400, the newest of them.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.answering.topics import Topics

        resources = self._resources
        topic = " ".join(well_formed(topic).split())
        if articles:
            found = [self._browsing.article(one) for one in articles]
        elif topic:
            topics = Topics(resources.library, resources.retrieval)
            found, _ = topics.about(topic, filters=filters, passages=_PASSAGES)
        else:
            newest = [one.id for one in self._browsing.articles(filters=filters)[:_MOST]]
            known = resources.library.catalogue.articles.by_id(newest)
            found = [known[key] for key in newest if key in known]
        withdrawn = resources.withdrawn(found)
        return tuple(one for one in found if one.id not in withdrawn)
