"""Elements of a web page, parsed by lxml: what they are called, hold and stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Any, Final

from assistant.reading.xml import text_within

_LONGEST: Final = 300
_OTHERS: Final = re.compile(
    r"related|recirc|recommend|most-?(?:read|popular)|trending|more-(?:on|from)|further-reading"
    r"|(?:^|[\s_-])(?:comments?|sidebar|promos?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_TAGS: Final = frozenset({"aside", "nav", "footer"})
_WHOLE: Final = frozenset({"body", "html", "main"})


def shorten_names(tree: Any) -> None:
    """Cuts classes and ids that are longer than any: they are looked at again and again."""
    for element in tree.iter():
        for key in ("class", "id"):
            if len(element.get(key) or "") > _LONGEST:
                element.set(key, element.get(key)[:_LONGEST])


def still_attached(tree: Any, *tags: str) -> Iterator[Any]:
    """Yields the elements with these tags, but for those that have been taken out meanwhile."""
    for element in [*tree.iter(*tags)]:
        if element.getparent() is not None:
            yield element


def names_of(element: Any) -> str:
    """Returns the classes and the id of an element, in one line."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def linked_length(element: Any) -> int:
    """Returns how many characters of an element's text are links."""
    return sum(len(text_within(link)) for link in element.iter("a"))


def is_within(element: Any, names: re.Pattern[str], tags: Set[str]) -> bool:
    """Returns whether an element is, or stands in, a box with one of these names or tags."""
    while element is not None and element.tag not in _WHOLE:
        if element.tag in tags or names.search(names_of(element)):
            return True
        element = element.getparent()
    return False


def is_in_unrelated_box(element: Any) -> bool:
    """Returns whether an element stands in a box of other stories, of comments, or of the site."""
    return is_within(element.getparent(), _OTHERS, _OTHER_TAGS)
