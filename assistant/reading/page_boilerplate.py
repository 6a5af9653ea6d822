"""Takes out of a web page what is no part of its article: before the extraction, and after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any, Final

from assistant.language.punctuation import FINISHED
from assistant.language.word_lists import word_lists
from assistant.reading.page_elements import (
    is_in_unrelated_box,
    names_of,
    still_attached,
)
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
_LINKED_BLOCKS: Final = ("p", "li", "div", "h2", "h3", "h4", "h5", "strong", "b")
_LONGEST_CALL: Final = 400
_MOST_OF_LINKS: Final = 0.8
_LEAST_CAPITALS: Final = 4
_LEAST_REPEATED: Final = 100
_ITEM: Final = re.compile(r"^(?:[-•*–▪►▶»→>]+\s+)+")


def remove_boilerplate(tree: Any) -> None:
    """Takes out of a page, parsed by lxml, what asks readers for something or is no text yet.

    That are short boxes whose class or id says so (newsletters, apps, donations, subscriptions),
    the advertisements and controls of pages for telephones (AMP), and templates that scripts
    would have filled.
    """
    for element in [*tree.iter(*_NO_PART)]:
        element.drop_tree()
    _clear_hidden(tree)
    for element in still_attached(tree, *_BOXES):
        if (
            _PROMOTION.search(names_of(element))
            and _short_text(element, _LONGEST_PROMOTION) is not None
        ):
            element.drop_tree()
    if not _PLACEHOLDER.search("".join(tree.itertext())):
        return
    for element in still_attached(tree, *_LEAVES):
        text = _short_text(element, _LONGEST_TEMPLATE) or ""
        rest, found = _PLACEHOLDER.subn("", text)
        if found and not any(letter.isalnum() for letter in rest):
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


def remove_other_dates(tree: Any) -> None:
    """Takes out what only gives dates that are not the article's.

    That are those of footers, of boxes of other stories, of copyright, and of when somebody
    last looked at the page. What else stands in those places is no part of the article either,
    but is left to the extraction.
    """
    for element in still_attached(tree, "footer", "small", "p", "div", "span"):
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
    for element in still_attached(tree, "time", "meta"):
        if is_in_unrelated_box(element):
            element.drop_tree()


def _is_of_article(footer: Any, text: str | None) -> bool:
    """Whether a footer holds an article, or the line that says when one was published."""
    if next(footer.iter("article", "h1"), None) is not None:
        return True
    return text is not None and _PUBLICATION.match(text) is not None


def _short_text(element: Any, most: int) -> str | None:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > most:
            return None
    return text_within(element)


def _any_of(name: str) -> str:
    return f"(?:{'|'.join(word_lists('pages.toml').lines(name))})"


_MEDIA: Final = _any_of("media")
# What stands before the headline of something else, or above a list of such headlines.
_LABEL: Final = _any_of("label")
# The same where they are links; a subheading of the article may begin with them, too.
_KIND: Final = _any_of("kind")
_AFTER_LABEL: Final = r"\s*(?::|\||>|»|→|–|—)\s*\S.*"
_LABELLED: Final = re.compile(_LABEL + _AFTER_LABEL, re.IGNORECASE)
_LINK_LABELLED: Final = re.compile(f"(?:{_LABEL}|{_KIND})" + _AFTER_LABEL, re.IGNORECASE)
_ALONE: Final = re.compile(f"(?:{_LABEL}|{_any_of('alone')})" + r"\s*[:.…→»>]*", re.IGNORECASE)
# What speaks to the reader about the outlet, not about the story.
_ASKING: Final = re.compile(_any_of("asking").replace("MEDIA", _MEDIA), re.IGNORECASE)
# What stands below an article, and might stand in one.
_BELOW: Final = re.compile(_any_of("below").replace("MEDIA", _MEDIA), re.IGNORECASE)


def linked_lines(tree: Any) -> frozenset[str]:
    """Returns the blocks of a page, parsed by lxml, that are links as a whole, each as one line."""
    lines = set()
    for element in tree.iter(*_LINKED_BLOCKS):
        links = [*element.iter("a")]
        if not links or element.getparent() is None:
            continue
        text = "".join(element.itertext())
        if len(text) > _LONGEST_CALL:
            continue
        linked = sum(len(_line("".join(link.itertext()))) for link in links)
        line = _line(text)
        if line and linked >= _MOST_OF_LINKS * len(line):
            lines.add(line)
    return frozenset(lines)


def without_calls_to_action(text: str, *, linked: Set[str]) -> str:
    """Returns ``text`` without lines that lead elsewhere, or ask the reader for something.

    Args:
        text: an article, a paragraph a line.
        linked: lines that are links as a whole, as ``linked_lines`` tells them. Those of
            them that are headlines go where they stand in capitals or end the text.
    """
    kept: list[str] = []
    listing = False
    for line in _once(text.split("\n")):
        plain = _line(line)
        if _is_call_to_action(plain, linked=linked) or (listing and _is_headline(plain, linked)):
            listing = listing or _ALONE.fullmatch(plain) is not None
            continue
        listing = False
        kept.append(line)
    while len(kept) > 1:
        plain = _line(kept[-1])
        if plain and not _is_headline(plain, linked) and not _BELOW.fullmatch(plain):
            break
        kept.pop()
    return "\n".join(kept)


def _once(lines: Iterable[str]) -> Iterator[str]:
    """The lines, long sentences only the first time: what a page shows in two places."""
    seen: set[str] = set()
    for line in lines:
        short = len(line) < _LEAST_REPEATED or FINISHED.search(line) is None
        if short or line not in seen:
            seen.add(line)
            yield line


def _is_call_to_action(line: str, *, linked: Set[str]) -> bool:
    if not line or len(line) > _LONGEST_CALL:
        return False
    if _ALONE.fullmatch(line) or _ASKING.fullmatch(line):
        return True
    is_sentence = FINISHED.search(line) is not None
    if line in linked:
        shouted = line.isupper() and len(line.split()) >= _LEAST_CAPITALS
        return (shouted and not is_sentence) or _LINK_LABELLED.fullmatch(line) is not None
    return not is_sentence and _LABELLED.fullmatch(line) is not None


def _is_headline(line: str, linked: Set[str]) -> bool:
    """Whether a line is a link as a whole and no sentence: the headline of something else."""
    return line in linked and (line.endswith("?") or FINISHED.search(line) is None)


def _line(text: str) -> str:
    return _ITEM.sub("", " ".join(text.split()))
