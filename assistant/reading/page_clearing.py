"""What is taken out of a web page before its article is looked for, and what is kept in it."""

from __future__ import annotations

import re
from typing import Any, Final

from assistant.language.word_lists import word_lists
from assistant.reading.page_elements import is_of_others, names_of, standing
from assistant.reading.xml import text_within

_LONGEST_PROMOTION: Final = 800
_PROMOTION: Final = re.compile(
    r"(?:^|[\s_-])(?:promos?|promotions?|newsletters?|sign-?up|donat(?:e|ion|ions)|support(?:-us)?"
    r"|subscribe|subscription|app-(?:promo|banner))(?:$|[\s_-])",
    re.IGNORECASE,
)
_BOXES: Final = ("div", "aside", "section", "p", "form")
_NO_PART: Final = word_lists("pages.toml").in_order("no_part")
_PLACEHOLDER: Final = re.compile(r"\{\{[^{}]{0,200}\}\}|<%[^<>]{0,200}%>|\$\{[^{}]{0,200}\}")
_LEAVES: Final = ("p", "li", "h1", "h2", "h3", "h4", "span", "div", "a", "td")
_LONGEST_TEMPLATE: Final = 1_000
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_POPUP: Final = re.compile(
    r"(?:^|\s)(?:rollover|tooltip|popover|hover-?card)[\w-]*-(?:block|text|content|inner|body)",
    re.IGNORECASE,
)
_LEAST_SHOWN: Final = 60
_FOOTER: Final = re.compile(r"(?:^|[\s_-])(?:site-?|page-?)?(?:footer|copyright)", re.IGNORECASE)
_NO_PUBLICATION: Final = re.compile(
    r"^\W*(?:(?:this )?page )?(?:was )?(?:last )?(?:reviewed|checked|medically reviewed|built"
    r"|generated|accessed|crawled)\b|^\W*(?:©|\(c\)|copyright\s+(?:©|\(c\)|\d{4}))",
    re.IGNORECASE,
)
_PUBLICATION: Final = re.compile(r"\W*(?:first )?(?:posted|published)\b", re.IGNORECASE)
_LONGEST_LINE: Final = 200


def clear(tree: Any) -> None:
    """Takes out of a page, parsed by lxml, what asks readers for something or is no text yet.

    That are short boxes whose class or id says so (newsletters, apps, donations, subscriptions),
    the advertisements and controls of pages for telephones (AMP), and templates that scripts
    would have filled.
    """
    for element in [*tree.iter(*_NO_PART)]:
        element.drop_tree()
    _clear_hidden(tree)
    for element in standing(tree, *_BOXES):
        if (
            _PROMOTION.search(names_of(element))
            and _short_text(element, _LONGEST_PROMOTION) is not None
        ):
            element.drop_tree()
    if not _PLACEHOLDER.search("".join(tree.itertext())):
        return
    for element in standing(tree, *_LEAVES):
        if _is_template(_short_text(element, _LONGEST_TEMPLATE) or ""):
            element.drop_tree()


def _clear_hidden(tree: Any) -> None:
    """Takes out what is not shown, unless the article itself is what is not shown."""
    hidden = [one for one in tree.iter(*_BOXES, "span", "ul", "article") if _is_hidden(one)]
    if not hidden:
        return
    shown = sum(
        len(text_within(one).split())
        for one in tree.iter("p")
        if not any(map(_is_hidden, (one, *one.iterancestors())))
    )
    for element in hidden:
        # What is there for machines says nothing to people.
        is_data = element.get("itemtype") is not None
        if element.getparent() is not None and (shown >= _LEAST_SHOWN or is_data):
            element.drop_tree()


def _is_hidden(element: Any) -> bool:
    return (
        _HIDDEN.search(element.get("style") or "") is not None
        or _POPUP.search(names_of(element)) is not None
    )


def clear_dates(tree: Any) -> None:
    """Takes out what only gives dates that are not the article's.

    That are those of footers, of boxes of other stories, of copyright, and of when somebody
    last looked at the page. What else stands in those places is no part of the article either,
    but is left to the extraction.
    """
    for element in standing(tree, "footer", "small", "p", "div", "span"):
        text = _short_text(element, _LONGEST_LINE)
        is_foot = (
            text is not None and element.tag in {"p", "div"} and _FOOTER.search(names_of(element))
        )
        if (
            is_foot
            or (text and _NO_PUBLICATION.search(text))
            or (element.tag == "footer" and not _is_of_article(element, text))
        ):
            element.drop_tree()
    for element in standing(tree, "time", "meta"):
        if is_of_others(element):
            element.drop_tree()


def _is_of_article(footer: Any, text: str | None) -> bool:
    """Whether a footer holds an article, or the line that says when one was published."""
    if next(footer.iter("article", "h1"), None) is not None:
        return True
    return text is not None and _PUBLICATION.match(text) is not None


def _is_template(text: str) -> bool:
    rest, found = _PLACEHOLDER.subn("", text)
    return bool(found) and not any(letter.isalnum() for letter in rest)


def _short_text(element: Any, most: int) -> str | None:
    """The text of an element; None where it is longer than ``most``."""
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > most:
            return None
    return text_within(element)
