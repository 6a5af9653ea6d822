"""What the boxes of a web page are called: their classes and ids."""

from __future__ import annotations

import re
from typing import Any, Final

_LONGEST: Final = 300
_OTHERS: Final = re.compile(
    r"related|recirc|recommend|most-?(?:read|popular)|trending|more-(?:on|from)|further-reading"
    r"|(?:^|[\s_-])(?:comments?|sidebar|promos?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_TAGS: Final = frozenset({"aside", "nav", "footer"})


def shorten_names(tree: Any) -> None:
    """Cuts classes and ids that are longer than any: they are looked at again and again."""
    for element in tree.iter():
        for key in ("class", "id"):
            if len(element.get(key) or "") > _LONGEST:
                element.set(key, element.get(key)[:_LONGEST])


def names_of(element: Any) -> str:
    """The classes and the id of an element, in one line."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def is_of_others(element: Any) -> bool:
    """Whether an element stands in a box of other stories, of comments, or of the site."""
    for around in element.iterancestors():
        if around.tag in {"body", "html", "main"}:
            return False
        if around.tag in _OTHER_TAGS or _OTHERS.search(names_of(around)):
            return True
    return False
