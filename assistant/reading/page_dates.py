"""When a web page says it was published and updated, where people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final

from assistant.reading.dates import date_in_words, stated_date
from assistant.reading.page_elements import is_within
from assistant.reading.xml import text_within

_MOST_CHARACTERS: Final = 200
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


def shown_dates(tree: Any) -> tuple[list[date], list[date]]:
    """Returns when a page shows that it was published, and updated, likeliest first.

    Taken are ``time`` elements and lines such as "Updated 8 March 2025 10:15 BST".
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
        # Not of a block of lines, each of which has its turn, or of times, looked at before.
        elif next(element.iterdescendants("p", "div", "time"), None) is None:
            for is_update, when in _labelled_dates(text_within(element)):
                (updated if is_update else published).append(when)
    return published, updated


def without_date_lines(text: str) -> str:
    """Returns ``text`` without the lines at its head that say when it appeared and changed."""
    lines = text.split("\n")
    head = [line for line in lines[:_HEAD] if not _is_date_line(line)]
    return "\n".join([*head, *lines[_HEAD:]]).lstrip("\n")


def _is_date_line(line: str) -> bool:
    words = line.split()
    return len(words) <= _MOST_WORDS_OF_DATES and (
        bool(_labelled_dates(" ".join(words))) or _BARE_LABELS.fullmatch(line) is not None
    )


def best_date(values: Sequence[date]) -> date | None:
    """Returns the first of several dates, to the minute where another one of its day is."""
    if not values or isinstance(values[0], datetime):
        return next(iter(values), None)
    moments = (value for value in values if isinstance(value, datetime))
    return next((moment for moment in moments if moment.date() == values[0]), values[0])


def _after_headline(tree: Any) -> Iterator[Any]:
    started = next(tree.iter("h1"), None) is None
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        started = started or element.tag == "h1"
        if (
            started
            and element.tag in _DATED
            and not is_within(element, _ELSEWHERE, _ELSEWHERE_TAGS)
        ):
            yield element


def _is_update(element: Any) -> bool:
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


def _labelled_dates(line: str) -> list[tuple[bool, date]]:
    """Returns the dates of a line that begins with a label, and whether each is of a change."""
    if len(line) > _MOST_CHARACTERS or not _BEGINS.match(line):
        return []
    labels = [*_LABEL.finditer(line)]
    found = []
    for label, following in zip_longest(labels, labels[1:]):
        when = date_in_words(line[label.end() : following.start() if following else len(line)])
        if when is not None:
            found.append((bool(label["updated"]), when))
    return found
