"""What is not told as news: articles that their providers withdrew, or that are retracted.

A withdrawn one must not be used at all. One that says of itself that it is retracted is left
out where others are told with it, and so are their copies: those carry the same claims. Where
all that is asked for is retracted it is told all the same, and the reader told so first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.articles.copies import stories_among
from assistant.articles.corrections import correction_notes
from assistant.articles.versions import is_older
from assistant.errors import UsageError
from assistant.rendering.later import notice_in_words
from assistant.rendering.wording import correction_in_words
from assistant.summarising.notes import named
from assistant.types import Article, CorrectionKind, CorrectionNote, Notice


@dataclass(frozen=True, slots=True)
class Usable:
    """The articles that are told, and what their reader should know of those left out."""

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()


def without_withdrawn(articles: Sequence[Article], *, withdrawn: Mapping[str, Notice]) -> Usable:
    """``articles`` but those that are ``withdrawn`` (by id).

    Raises:
        UsageError: all of them are.
    """
    if articles and all(one.id in withdrawn for one in articles):
        notice = notice_in_words(withdrawn[articles[0].id])
        raise UsageError(
            f"{named(articles[0])} was withdrawn by its provider: {notice}",
            hint=f"It must not be used; look at it with: assistant show {articles[0].id}",
        )
    return Usable(
        tuple(one for one in articles if one.id not in withdrawn),
        tuple(
            f"{named(one)} was left out, because its provider withdrew it:"
            f" {notice_in_words(withdrawn[one.id])}"
            for one in articles
            if one.id in withdrawn
        ),
    )


def without_unsound(articles: Sequence[Article], *, withdrawn: Mapping[str, Notice]) -> Usable:
    """``articles`` but those that are withdrawn or retracted, and those that only copy such.

    Where no other is left, those that are not withdrawn are given all the same.

    Raises:
        UsageError: all of them are withdrawn.
    """
    usable = without_withdrawn(articles, withdrawn=withdrawn)
    retracted = {one.id: note for one in usable.articles if (note := _retraction(one))}
    unsound = [one for one in articles if one.id in withdrawn or one.id in retracted]
    copied = _copies(usable.articles, unsound) if unsound else {}
    left = tuple(one for one in usable.articles if one.id not in retracted and one.id not in copied)
    verb = "was left out" if left else "does not stand, and is summarised because you named it"
    notes = [
        f"{named(one)} {verb}: {correction_in_words(retracted[one.id])}"
        for one in usable.articles
        if one.id in retracted
    ]
    notes += [
        f"{named(one)} {verb}: it is a copy of {named(copied[one.id])}"
        for one in usable.articles
        if one.id in copied
    ]
    return Usable(left or usable.articles, (*usable.notes, *notes))


def _retraction(article: Article) -> CorrectionNote | None:
    notes = (note for note in correction_notes(article) if note.kind is CorrectionKind.RETRACTION)
    return next(notes, None)


def _copies(articles: Sequence[Article], unsound: Sequence[Article]) -> dict[str, Article]:
    """Those of ``articles`` that are copies of one that is unsound, by id, with that one.

    One that its dates say is newer may have been set right, and is none.
    """
    stories = stories_among([one.text for one in (*unsound, *articles)])
    known = {one.id for one in unsound}
    found: dict[str, Article] = {}
    for article, story in zip(articles, stories[len(unsound) :], strict=True):
        for other, its_story in zip(unsound, stories, strict=False):
            if story == its_story and article.id not in known and not is_older(other, article):
                found.setdefault(article.id, other)
    return found
