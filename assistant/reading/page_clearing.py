"""What is taken out of a web page before its article is looked for, and what is kept in it."""

from __future__ import annotations

import re
from typing import Any, Final

_LONGEST_PROMOTION: Final = 800
_LONGEST_NAME: Final = 300
_PROMOTION: Final = re.compile(
    r"(?:^|[\s_-])(?:promos?|promotions?|newsletters?|sign-?up|donat(?:e|ion|ions)|support(?:-us)?"
    r"|subscribe|subscription|app-(?:promo|banner))(?:$|[\s_-])",
    re.IGNORECASE,
)
_BOXES: Final = ("div", "aside", "section", "p", "form")
_HEADINGS: Final = ("h2", "h3", "h4")


def clear(tree: Any) -> None:
    """Takes short boxes that ask readers for something out of a page, parsed by lxml.

    These are boxes whose class or id says so: newsletters, apps, donations, subscriptions;
    and the advertisements of pages for telephones (AMP). The times within headings, which tell
    the entries of a live report apart, become plain text, or the extraction would drop them.
    """
    for element in [*tree.iter("amp-ad", "amp-embed", "amp-sticky-ad")]:
        element.drop_tree()
    for element in [*tree.iter(*_BOXES)]:
        named = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAME]
        if _PROMOTION.search(named) and _is_short(element) and element.getparent() is not None:
            element.drop_tree()
    for element in [*tree.iter("time")]:
        if next(element.iterancestors(*_HEADINGS), None) is not None:
            element.tag = "span"


def _is_short(element: Any) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > _LONGEST_PROMOTION:
            return False
    return True
