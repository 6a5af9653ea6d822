"""When a web page says it was published and updated, where people read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from assistant.reading.dates import date_in_words, stated_date
from assistant.reading.page_elements import stands_in
from assistant.reading.xml import text_within

_LONGEST_LINE: Final = 200
_AROUND: Final = 60
_HEAD: Final = 4
_MOST_WORDS_OF_DATES: Final = 20
_DATED: Final = frozenset({"time", "p", "span", "div", "small", "em", "i", "dd"})
_ELSEWHERE_TAGS: Final = frozenset({"aside", "nav", "footer", "li", "figure", "blockquote"})
_ELSEWHERE: Final = re.compile(
    r"related|comment|promo|sidebar|teaser|card|recirc|recommend|most-?(?:read|popular)|trending"
    r"|live|entry|newsletter|more-(?:on|from)|further",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:^|[|·•/–—-]|(?<=\s))\s*"
    r"(?:(?P<published>(?:first\s+)?(?:published|posted)|publication date)"
    r"|(?P<updated>(?:last\s+)?(?:updated|modified|edited)))\b(?:\s+(?:on|at))?\s*:?\s*",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(
    r"(?:by\b.{2,80}?[|·•/,–—-]\s*)?(?:first\s+|last\s+)?"
    r"(?:published|posted|publication date|updated|modified|edited)\b",
    re.IGNORECASE,
)
# What is left of a line whose dates were elements of their own.
_BARE_LABELS: Final = re.compile(
    r"(?=.*\w)(?:[\s,|·•/:–—-]|\b(?:first|last|published|posted|updated|modified|shown|on|at)\b)+",
    re.IGNORECASE,
)
_UPDATED_LABEL: Final = re.compile(r"updat|modif|edited|changed", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownDates:
    """The dates that a page shows, likeliest first."""

    published: tuple[date, ...] = ()
    updated: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A date, and whether it is said to be that of a change."""

    updated: bool
    when: date


def shown_dates(tree: Any) -> ShownDates:
    """The dates of ``time`` elements and of lines such as "Updated 8 March 2025 10:15 BST".

    What stands before the headline, in lists, in boxes of other stories, in comments and in
    the entries of a live report is left out.
    """
    published: list[date] = []
    updated: list[date] = []
    for element in _after_headline(tree):
        if element.tag == "time":
            when = stated_date(element.get("datetime"))
            if when is not None:
                (updated if _is_update(element) else published).append(when)
            continue
        for labelled in _labelled(element):
            (updated if labelled.updated else published).append(labelled.when)
    return ShownDates(tuple(published), tuple(updated))


def without_date_lines(text: str) -> str:
    """``text`` without the lines at its head that tell when it was published and updated."""
    lines = text.split("\n")
    head = [line for line in lines[:_HEAD] if not _is_date_line(line)]
    return "\n".join([*head, *lines[_HEAD:]]).lstrip("\n")


def _is_date_line(line: str) -> bool:
    words = line.split()
    if len(words) > _MOST_WORDS_OF_DATES:
        return False
    return bool(_in_line(" ".join(words))) or _BARE_LABELS.fullmatch(line) is not None


def best_date(values: Iterable[date]) -> date | None:
    """The first of several dates, to the minute where another one of its day is."""
    given = tuple(values)
    first = given[0] if given else None
    if first is None or isinstance(first, datetime):
        return first
    moments = (value for value in given if isinstance(value, datetime))
    return next((moment for moment in moments if moment.date() == first), first)


def _after_headline(tree: Any) -> Iterator[Any]:
    """The elements from the first headline on that are no part of something else."""
    started = next(tree.iter("h1"), None) is None
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        started = started or element.tag == "h1"
        if (
            started
            and element.tag in _DATED
            and not stands_in(element, _ELSEWHERE, _ELSEWHERE_TAGS)
        ):
            yield element


def _is_update(element: Any) -> bool:
    """Whether a ``time`` element is labelled as the time of a change."""
    parent = element.getparent()
    previous = element.getprevious()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    named = (
        f"{element.get('class') or ''} {element.get('itemprop') or ''} {(before or '')[-_AROUND:]}"
    )
    if not (before or "").strip() and previous is not None and previous.tag != "time":
        named += "".join(previous.itertext())[-_AROUND:]
    own = "".join(element.itertext())[:_AROUND]
    return _UPDATED_LABEL.search(f"{named} {own}") is not None


def _labelled(element: Any) -> tuple[_Labelled, ...]:
    """The dates of an element that is a line about the article's dates."""
    if next(element.iterdescendants("p", "div", "time"), None) is not None:
        return ()  # a block of lines, each of which has its turn; and times are looked at before
    return _in_line(text_within(element))


def _in_line(line: str) -> tuple[_Labelled, ...]:
    """The dates of a line that begins as one about the article's dates does."""
    if len(line) > _LONGEST_LINE or not _BEGINS.match(line):
        return ()
    labels = [*_LABEL.finditer(line)]
    found = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        when = date_in_words(line[label.end() : following.start() if following else len(line)])
        if when is not None:
            found.append(_Labelled(bool(label["updated"]), when))
    return tuple(found)
