"""Pieces of HTML, as records and Markdown hold them, to text."""

from __future__ import annotations

import re
from typing import Any, Final

from assistant.errors import ReadingError
from assistant.reading.attributes import with_few_attributes
from assistant.reading.canonical import canonical_text
from assistant.reading.striking import without_struck_out

_MARKUP = re.compile(
    r"</(?:p|div|a|em|i|b|strong|span|h[1-6]|li|ul|ol|blockquote|del|ins|s|strike)>|<(?:p|br) ?/?>",
    re.IGNORECASE,
)
_MOST_ELEMENTS: Final = 50_000
_ELEMENT: Final = re.compile(r"<[A-Za-z!?]")
_NOT_TEXT = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "svg", "img", "iframe", "form"}
    | {"button", "media"}  # of NITF: pictures with their captions
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure"}
    | {
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
    }
    | {"section", "table", "ul"}
    | {"block", "bq", "hl1", "hl2"}  # of NITF
)
_LINES = frozenset({"br", "li", "tr"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SPACED_LINE = re.compile(r" *\n *")


def has_markup(text: str) -> bool:
    """Whether text is marked up as HTML: it closes a usual element, or breaks a line."""
    return _MARKUP.search(text) is not None


def bounded(markup: str, *, name: str) -> str:
    """``markup`` as it is, if a tree of it takes bounded memory (4 KB an element) and time.

    Raises:
        ReadingError: it holds more elements than an article does.
    """
    elements = sum(1 for _ in _ELEMENT.finditer(markup))
    if elements > _MOST_ELEMENTS:
        raise ReadingError(
            f"{name} holds {elements:,} elements: no article does",
            hint="Open the page, copy the article and save it as a text file",
        )
    return markup


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML: a blank line between blocks, ``- `` before list items.

    All text is kept, but for scripts, styles, forms, what is hidden and what is struck out:
    unlike a whole page, a piece has no menus to be left out.

    Raises:
        ReadingError: it holds more elements than an article does.
    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    within = with_few_attributes(canonical_text(bounded(markup, name="a text")))
    page = f"<html><body>{within}</body></html>"
    tree = etree.fromstring(page.encode(), parser)
    if tree is None:
        return ""
    without_struck_out(tree)
    return element_text(tree)


def element_text(tree: Any) -> str:
    """The text of an element of HTML or NITF, as ``fragment_text`` gives it."""
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        _write(element, walk, opens=event == "start", pieces=pieces)
    return canonical_text(_SPACED_LINE.sub("\n", "".join(pieces)))


def _write(element: Any, walk: Any, *, opens: bool, pieces: list[str]) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        pieces.append("\n\n")
    elif opens and tag in _LINES:
        pieces.append("\n- " if tag == "li" else "\n")
    elif tag == "td" and not opens:
        pieces.append(" ")
    if opens and (tag in _NOT_TEXT or _HIDDEN.search(element.get("style") or "")):
        walk.skip_subtree()
    elif opens:
        pieces.append(_SPACE.sub(" ", element.text or ""))
    if not opens:
        pieces.append(_SPACE.sub(" ", element.tail or ""))
