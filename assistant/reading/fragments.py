"""Pieces of HTML, as records and Markdown hold them, to text; and what every parse of HTML needs.

Tags with more attributes than any page has would take parsers quadratic time, and what a text
strikes out is not to be read as if it stood there.
"""

from __future__ import annotations

import re
from typing import Any, Final

from assistant.errors import ReadingError
from assistant.language.word_lists import word_lists
from assistant.reading.canonical import canonical_text

_MARKUP = re.compile(
    r"</(?:p|div|a|em|i|b|strong|span|h[1-6]|li|ul|ol|blockquote|del|ins|s|strike)>|<(?:p|br) ?/?>",
    re.IGNORECASE,
)
_MOST_ELEMENTS: Final = 50_000
_ELEMENT: Final = re.compile(r"<[A-Za-z!?]")
_NOT_TEXT = word_lists("pages.toml").table("tags").words("not_text")
_BLOCKS = word_lists("pages.toml").table("tags").words("blocks")
_LINES = frozenset({"br", "li", "tr"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SPACED_LINE = re.compile(r" *\n *")
_MOST_ATTRIBUTES: Final = 200
"""Attributes of one tag that are kept."""

# One after the other and never again, so that time is linear whatever is left open.
_ATTRIBUTE: Final = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_OPENING: Final = r"<[a-z][^\s/>]*+"
_TAGS: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)"
    rf"|{_OPENING}(?:{_ATTRIBUTE})*+",
    re.DOTALL | re.IGNORECASE,
)
_ENOUGH: Final = re.compile(rf"{_OPENING}(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+", re.IGNORECASE)
_STRUCK: Final = ("del", "s", "strike")
_STYLED: Final = ("span", "font", "em", "i", "b", "strong", "u", "p", "div", "li")
_LINE_THROUGH: Final = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_MARK: Final = re.compile(r"[,.;:!?…)\]”’]")


def has_markup(text: str) -> bool:
    """Returns whether text is marked up as HTML: it closes a usual element, or breaks a line."""
    return _MARKUP.search(text) is not None


def bounded(markup: str, *, name: str) -> str:
    """Returns ``markup`` as it is, if a tree of it takes bounded memory (4 KB an element) and time.

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
    """Returns the text of a piece of HTML: a blank line between blocks, ``- `` before list items.

    All text is kept, but for scripts, styles, forms, what is hidden and what is struck out:
    unlike a whole page, a piece has no menus to be left out.

    Raises:
        ReadingError: it holds more elements than an article does.
    """
    within = canonical_text(bounded(markup, name="a text"))
    tree = parsed_html(f"<html><body>{within}</body></html>")
    return "" if tree is None else element_text(tree)


def parsed_html(markup: str) -> Any:
    """Returns the tree of HTML without what is struck out; None where it holds nothing at all."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = etree.fromstring(with_few_attributes(markup).encode(), parser)
    if tree is not None:
        without_struck_out(tree)
    return tree


def element_text(tree: Any) -> str:
    """Returns the text of an element of HTML or NITF, as ``fragment_text`` gives it."""
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        opens, tag = event == "start", element.tag
        if tag in _BLOCKS:
            pieces.append("\n\n")
        elif opens and tag in _LINES:
            pieces.append("\n- " if tag == "li" else "\n")
        elif tag == "td" and not opens:
            pieces.append(" ")
        if not opens:
            pieces.append(_SPACE.sub(" ", element.tail or ""))
        elif tag in _NOT_TEXT or _HIDDEN.search(element.get("style") or ""):
            walk.skip_subtree()
        else:
            pieces.append(_SPACE.sub(" ", element.text or ""))
    return canonical_text(_SPACED_LINE.sub("\n", "".join(pieces)))


def with_few_attributes(markup: str) -> str:
    """Returns HTML whose tags have at most 200 attributes, scripts and comments as they are."""
    return _TAGS.sub(_shortened, markup)


def _shortened(found: re.Match[str]) -> str:
    if len(found[0]) < 2 * _MOST_ATTRIBUTES or found[1] or found[0].startswith("<!"):
        return found[0]
    kept = _ENOUGH.match(found[0])
    return kept[0] if kept else found[0]


def without_struck_out(tree: Any) -> None:
    """Takes what is struck out off a tree of HTML; what was put in its place stays.

    That is ``del``, ``s`` and ``strike``, and what a style draws a line through. The blank
    space before it goes where more of it, or a mark of punctuation, follows.
    """
    for element in [*tree.iter(*_STRUCK, *_STYLED)]:
        struck = element.tag in _STRUCK or _LINE_THROUGH.search(element.get("style") or "")
        if struck and element.getparent() is not None:
            _take_out(element)


def _take_out(element: Any) -> None:
    """Empties an element within running text, so that one blank is left where it stood."""
    parent, previous = element.getparent(), element.getprevious()
    before = (parent.text if previous is None else previous.tail) or ""
    tail = element.tail or ""
    if before[-1:].isspace() and tail[:1].isspace():
        tail = tail.lstrip()
    elif before[-1:].isspace() and _MARK.match(tail):
        if previous is None:
            parent.text = before.rstrip()
        else:
            previous.tail = before.rstrip()
    element.clear()
    element.tag = "span"
    element.tail = tail
