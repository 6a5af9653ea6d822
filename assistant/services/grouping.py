"""The stories of a library: read, and merged, parted, named and pinned by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.characters import well_formed
from assistant.services.resources import Resources
from assistant.telling import Story
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.library.stories import Stories


class Grouping:
    """Which articles of a library run together."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    @property
    def _stories(self) -> Stories:
        return self._resources.library.catalogue.stories

    def stories(
        self, *, filters: Filters = Filters(), limit: int = 50, offset: int = 0
    ) -> tuple[Story, ...]:
        """Returns stories with an article within ``filters``: pinned ones first, then the newest.

        Each is given whole, without what was withdrawn, or as it was on the day ``as_of``; an
        article of no other story is one.
        """
        return self._stories.page(self._resources.within(filters), limit=limit, offset=offset)

    def story(self, story_id: str, *, filters: Filters = Filters()) -> Story:
        """Returns the story with this id, or the one of the article with it.

        It is whole, or as it was on the day ``as_of`` of ``filters``, which limit nothing else.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one, or it
                had no article on that day.
        """
        return self._stories.one(story_id, filters)

    def merge_stories(self, story_ids: Iterable[str]) -> Story:
        """Makes one story of several, under the id and the title of the first.

        Raises:
            ArticleNotFoundError: one is not there.
            UsageError: they are not two or more.
        """
        with self._resources.library.writing("merging stories"):
            return self._stories.merge(list(story_ids))

    def part_story(self, story_id: str, article_ids: Sequence[str]) -> Story:
        """Takes articles out of a story into one of their own, which it returns.

        Raises:
            ArticleNotFoundError: the story is not there.
            UsageError: not some of its articles are named, or all of them.
        """
        with self._resources.library.writing("parting a story"):
            return self._stories.part(story_id, article_ids)

    def rename_story(self, story_id: str, title: str) -> Story:
        """Gives a story a title; an empty one gives it the best headline again.

        Raises:
            ArticleNotFoundError: it is not there.
            UsageError: the title has more than 200 characters.
        """
        with self._resources.library.writing("naming a story"):
            return self._stories.mark(story_id, title=well_formed(title))

    def pin_story(self, story_id: str, *, pinned: bool = True) -> Story:
        """Has a story stand before the others, or no more.

        Raises:
            ArticleNotFoundError: it is not there.
        """
        with self._resources.library.writing("pinning a story"):
            return self._stories.mark(story_id, pinned=pinned)
