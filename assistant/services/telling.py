"""What is told of a story, a topic or chosen articles: what happened when, who said what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.characters import well_formed
from assistant.services.browsing import Browsing
from assistant.services.resources import Resources
from assistant.telling import Figures
from assistant.types import Article, Filters

_PASSAGES: Final = 400
"""Passages that are searched for the articles about a topic."""
_MOST: Final = 400
"""Articles that are read where no topic limits them: the newest."""

_ALL: Final = Filters()


class Telling:
    """Tells stories from the library, every sentence cited."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._browsing = Browsing(resources)

    def figures(
        self, topic: str = "", *, articles: Sequence[str] = (), filters: Filters = _ALL
    ) -> Figures:
        """The quantities of an event for which several figures were reported.

        Args:
            topic: what they are about, where no articles are named.
            articles: the ids of those to read.
            filters: outlets and days that limit what is read for a topic, or without one.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.stories.figures import make_figures

        chosen = self._chosen(topic, articles, filters)
        return make_figures(chosen, topic=" ".join(well_formed(topic).split()))

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
