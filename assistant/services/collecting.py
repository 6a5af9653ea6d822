"""The collections of a library: named sets of articles, each of an owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from assistant.services.resources import Resources
from assistant.types import Collection

if TYPE_CHECKING:
    from assistant.library.collections import Collections

_WHOLE: Final = 16
"""Characters of an article's id."""


class Collecting:
    """What somebody keeps together for a piece of work.

    The owner is who keeps it, as with conversations; by default whoever is at the command line
    or in Python. Nobody sees, names or changes a collection of another owner. A collection is
    meant by its name, in whatever case, or by its id; an article by the id of any of its
    versions, or the beginning of one.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    @property
    def _collections(self) -> Collections:
        return self._resources.library.catalogue.collections

    def collections(self, *, owner: str = "", holding: str | None = None) -> tuple[Collection, ...]:
        """Returns the collections, the one that was last changed first.

        Args:
            owner: whose.
            holding: an article: only those that it is in.

        Raises:
            ArticleNotFoundError: there is no such article.
        """
        held = None if holding is None else self._whole(holding)
        return self._collections.all(owner, holding=held)

    def collection(self, key: str, *, owner: str = "") -> Collection:
        """Returns a collection; ``Filters.collection`` has its articles listed or asked.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
        """
        return self._collections.one(owner, key)

    def make_collection(
        self, name: str, articles: Iterable[str] = (), *, owner: str = ""
    ) -> Collection:
        """Makes a collection of some articles, which may be none yet.

        Raises:
            UsageError: the name is blank, has more than 100 characters or is that of another, or
                there are 200 collections already.
            ArticleNotFoundError: one of the articles is not there.
        """
        return self._collections.make(owner, name, self._ids(articles), at=datetime.now(UTC))

    def add_to_collection(
        self, key: str, articles: Iterable[str], *, owner: str = ""
    ) -> Collection:
        """Puts articles into a collection; those that are in it stay.

        Later versions take their place. What is withdrawn is in it again when its provider sends
        a version that may be used; what is removed from the library is out of it for good.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
            ArticleNotFoundError: one of the articles is not there; then none is put in.
        """
        return self._collections.add(owner, key, self._ids(articles), at=datetime.now(UTC))

    def remove_from_collection(
        self, key: str, articles: Iterable[str], *, owner: str = ""
    ) -> Collection:
        """Takes articles out of a collection; they stay in the library.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
            ArticleNotFoundError: one of the articles is not there; then none is taken out.
        """
        return self._collections.remove(owner, key, self._ids(articles), at=datetime.now(UTC))

    def rename_collection(self, key: str, name: str, *, owner: str = "") -> Collection:
        """Gives a collection another name; its id stays.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
            UsageError: the new name is blank, has more than 100 characters or is that of another.
        """
        return self._collections.rename(owner, key, name, at=datetime.now(UTC))

    def delete_collection(self, key: str, *, owner: str = "") -> None:
        """Deletes a collection; its articles stay in the library.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
        """
        self._collections.delete(owner, key)

    def _ids(self, articles: Iterable[str]) -> list[str]:
        return [self._whole(one) for one in articles]

    def _whole(self, article_id: str) -> str:
        """Returns the whole id of an article; one that is whole already is not looked up."""
        if len(article_id) == _WHOLE:
            return article_id.lower()
        return self._resources.library.catalogue.articles.resolve(article_id, older=True)
