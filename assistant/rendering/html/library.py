"""The list of a library's articles as HTML: an entry a story, its copies folded under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.articles import Badge, badges
from assistant.rendering.wording import also_in_words, count
from assistant.reports import ArticlePage, Order
from assistant.types import ArticleSummary, Cluster, CorrectionNote

Corrections = Mapping[str, Sequence[CorrectionNote]]
"""What articles say of themselves, by id."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How a list is looked at: the words searched, the order, the first row and how many."""

    searched: str
    order: Order
    descending: bool
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Row:
    """An article in the list."""

    article: ArticleSummary
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    """A story in the list: its head, where else it stands, and what is said only there."""

    head: _Row
    also_in: str
    badges: tuple[Badge, ...]
    copies: tuple[_Row, ...]


def table_html(page: ArticlePage, listed: Listed, *, corrections: Corrections) -> Markup:
    """A page of the stories as a table, to be sorted, turned, opened and chosen from."""
    end = listed.offset + len(page.articles)
    return render(
        "table",
        stories=tuple(_story(story, corrections) for story in page.clusters),
        shown=_shown_in_words(page, first=listed.offset + 1, last=end),
        before=max(0, listed.offset - listed.limit) if listed.offset else None,
        after=end if end < page.total else None,
        order=listed.order.value,
        descending=listed.descending,
        searched=listed.searched,
    )


def _shown_in_words(page: ArticlePage, *, first: int, last: int) -> str:
    """``1–50 of 88 articles``; with copies among them ``1–50 of 87 stories, 88 articles``."""
    found = page.total if page.found is None else page.found
    articles = count(found, "article")
    told = articles if page.total == found else f"{_stories(page.total)}, {articles}"
    return f"{first:,}–{last:,} of {told}"


def _stories(number: int) -> str:
    return count(number, "story", several="stories")


def _story(story: Cluster, corrections: Corrections) -> _Story:
    copies = tuple(_row(copy, corrections) for copy in story.copies)
    outlets = dict.fromkeys(copy.source for copy in story.copies if copy.source)
    outlets.pop(story.head.source or "", None)
    return _Story(
        head=_row(story.head, corrections),
        also_in=also_in_words([copy.id for copy in story.copies], outlets=tuple(outlets)),
        badges=tuple(dict.fromkeys(badge for copy in copies for badge in copy.badges)),
        copies=copies,
    )


def _row(article: ArticleSummary, corrections: Corrections) -> _Row:
    return _Row(article, tuple(badges(corrections.get(article.id, ()))))
