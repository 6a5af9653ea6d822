"""The words for versions: what an article said before, and what became of a cited sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from assistant.types import Article, Notice


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it stood for a while; ``added`` is when the library took it in.

    ``replaced`` is when another version took its place and ``replaced_by`` its id; None for
    the newest. One that was older than the newest when it came is ``late``: it was never
    the newest here. ``withdrawn`` is the notice by which its provider withdrew it, None where
    it stands: a newest version that is withdrawn is not searched.
    """

    article: Article
    added: datetime
    replaced: datetime | None = None
    replaced_by: str | None = None
    late: bool = False
    withdrawn: Notice | None = None

    @property
    def newest(self) -> bool:
        """Whether this is the version that is searched, unless it is withdrawn."""
        return self.replaced is None


class Edit(StrEnum):
    """What became of a sentence from one version to the next."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Marked:
    """A run of characters of a sentence; ``changed`` where the other version differs."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class SentenceEdit:
    """A sentence before and after: its index and its words there, None where it is not."""

    edit: Edit
    before: int | None = None
    after: int | None = None
    old: tuple[Marked, ...] = ()
    new: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class MetadataEdit:
    """Something about an article that is not its text: ``name`` says what: ``headline``."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from the version ``before`` to the version ``after`` (ids)."""

    before: str
    after: str
    about: tuple[MetadataEdit, ...]
    sentences: tuple[SentenceEdit, ...]

    def count(self, edit: Edit) -> int:
        """How many sentences fared so."""
        return sum(one.edit is edit for one in self.sentences)


@dataclass(frozen=True, slots=True)
class History:
    """The versions of one article, oldest first, and what changed from each to the next.

    A version that came back stands there as often as it was the newest. ``notices`` are those
    by which its provider withdrew it, in the order in which they came.
    """

    versions: tuple[Version, ...]
    differences: tuple[Difference, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def newest(self) -> Version:
        """The version that is searched, unless it is withdrawn."""
        return self.versions[-1]


class Later(StrEnum):
    """What became of a cited sentence after it was cited, or that this could not be examined."""

    STANDS = "still_there"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    KILLED = "killed"
    NOT_EXAMINED = "not_examined"


@dataclass(frozen=True, slots=True)
class Since:
    """A citation whose version is not the newest any more, or was withdrawn by its provider.

    ``text`` is what the newest version says in the sentence's place, where it changed;
    ``newest`` is that version's id, None where the article is in the library no more, or the
    cited version is the newest. ``notice`` is what withdrew it, where it was ``KILLED``.
    """

    later: Later
    text: str | None = None
    newest: str | None = None
    notice: Notice | None = None


CitedSentence: TypeAlias = tuple[str, int]
"""A sentence that is cited: its article's id and its index."""
Changes: TypeAlias = Mapping[CitedSentence, Since]
"""What became of cited sentences; those of newest versions are not in it."""
NO_CHANGES: Final[Changes] = MappingProxyType({})
"""That every cited version is the newest."""
