"""The list of a library's articles as HTML: an entry a story, its copies folded under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.articles import Badge, badges
from assistant.rendering.wording import also_in_words, count
from assistant.reports import CollapsedPage, Snippet
from assistant.types import ArticleSummary, Cluster, CorrectionNote

Corrections = Mapping[str, Sequence[CorrectionNote]]
"""What articles say of themselves, by id."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How a list is looked at.

    ``limits`` says in words what is looked for, as the end of "No article …", and is empty where
    that is everything; ``offset`` is the first row, ``limit`` how many there are.
    """

    limits: str
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of a sentence; ``found`` where it is a word that was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class _Passage:
    """The sentence of an article in which the words stand that were looked for."""

    index: int
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """An article in the list."""

    article: ArticleSummary
    badges: tuple[Badge, ...]
    found: _Passage | None


@dataclass(frozen=True, slots=True)
class _Story:
    """A story in the list: its head, where else it stands, and what is said only there."""

    head: _Row
    also_in: str
    badges: tuple[Badge, ...]
    copies: tuple[_Row, ...]


def list_html(
    page: CollapsedPage,
    listed: Listed,
    *,
    corrections: Corrections,
) -> Markup:
    """A page of the stories, to be turned, opened and chosen from.

    Args:
        page: the stories, with the sentences where the words stand that were looked for.
        listed: how they are looked at.
        corrections: what the articles say of themselves.
    """
    end = listed.offset + len(page.clusters)

    def row(article: ArticleSummary) -> _Row:
        said = tuple(badges(corrections.get(article.id, ())))
        snippet = page.snippets.get(article.id)
        return _Row(article, said, _passage(snippet) if snippet else None)

    return render(
        "list",
        stories=tuple(_story(story, row) for story in page.clusters),
        shown=_shown_in_words(page, first=listed.offset + 1, last=end),
        before=max(0, listed.offset - listed.limit) if listed.offset else None,
        after=end if end < page.total else None,
        limited=listed.limits,
    )


def _shown_in_words(page: CollapsedPage, *, first: int, last: int) -> str:
    """``1–50 of 88 articles``; with copies among them ``1–50 of 87 stories, 88 articles``."""
    articles = count(page.articles, "article")
    told = articles if page.total == page.articles else f"{_stories(page.total)}, {articles}"
    return f"{first:,}–{last:,} of {told}"


def _stories(number: int) -> str:
    return count(number, "story", several="stories")


def _passage(snippet: Snippet) -> _Passage:
    parts: list[_Part] = []
    at = snippet.start

    def until(end: int, *, found: bool) -> None:
        nonlocal at
        parts.append(_Part(snippet.text[at - snippet.start : end - snippet.start], found))
        at = end

    for start, end in snippet.words:
        until(start, found=False)
        until(end, found=True)
    until(snippet.end, found=False)
    return _Passage(snippet.index, tuple(part for part in parts if part.text))


def _story(story: Cluster, row: Callable[[ArticleSummary], _Row]) -> _Story:
    copies = tuple(map(row, story.copies))
    outlets = dict.fromkeys(copy.source for copy in story.copies if copy.source)
    outlets.pop(story.head.source or "", None)
    return _Story(
        head=row(story.head),
        also_in=also_in_words([copy.id for copy in story.copies], outlets=tuple(outlets)),
        badges=tuple(dict.fromkeys(badge for copy in copies for badge in copy.badges)),
        copies=copies,
    )
