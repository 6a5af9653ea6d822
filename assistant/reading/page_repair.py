"""What a web page writes so that the extraction would lose or misread it, made plain."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

from assistant.language.punctuation import FINISHED, OPENING
from assistant.language.word_lists import word_lists
from assistant.reading.fragments import without_struck_out
from assistant.reading.page_elements import linked_length, names_of, still_attached
from assistant.reading.xml import text_within

_HEADINGS: Final = ("h2", "h3", "h4")
_LEAST_SENTENCE: Final = 40
_MOST_OF_LINKS: Final = 0.9
_DROP_CAP: Final = re.compile(
    r"drop-?_?cap|first-?_?(?:letter|char)|initial(?:-?cap|-?letter)?\b|lettrine|big-?letter",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(rf"[{OPENING}(]?[^\W\d_]")
_NEAR: Final = 8
_LEAST_CAPTIONS: Final = 3
_LEAST_CAPTION_WORDS: Final = 6
_PROSE: Final = frozenset({"p", "h2", "h3", "h4", "blockquote", "ul", "ol"})
_NOT_INLINE: Final = word_lists("pages.toml").table("tags").in_order("not_inline")
_NO_PROSE: Final = re.compile(
    r"caption|credit|(?:^|[\s_-])ads?(?:$|[\s_-])|advert|promo|share|social|related|newsletter"
    r"|button|by-?line|author|meta|tags?(?:$|[\s_-])|time|date|more|widget|sponsor|comment|label",
    re.IGNORECASE,
)
_POST: Final = re.compile(
    r"twitter-(?:tweet|video)|instagram-media|bluesky-embed|tiktok-embed|mastodon-embed"
)
_TIME_OF_DAY: Final = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,5})?|\d{1,2}\s*[ap]\.?m\.?", re.IGNORECASE
)


def repair(tree: Any, *, is_live: bool) -> None:
    """Makes a page, parsed by lxml, say in plain elements what it says.

    What is struck out goes; a letter that is drawn large is joined to its word; paragraphs
    that are links as a whole become paragraphs; captions become paragraphs where they are the
    article; and the times of a live report's entries become text.
    """
    without_struck_out(tree)
    _join_drop_caps(tree)
    _free_linked_paragraphs(tree)
    _free_captions(tree)
    _free_boxed_text(tree)
    _free_posts(tree)
    _keep_times(tree, is_live=is_live)


def _join_drop_caps(tree: Any) -> None:
    for element in still_attached(tree, "span", "b", "strong", "big", "font"):
        letter = text_within(element) if _DROP_CAP.search(names_of(element)) else ""
        if not _LETTER.fullmatch(letter):
            continue
        tail = (element.tail or "").lstrip()
        if tail[:1].islower() or (tail[:1].isupper() and tail[1:2].isupper()):
            element.tail = tail
        for inner in [*element.iterdescendants()]:
            inner.getparent().remove(inner)
        element.text = letter
        element.drop_tag()


def _free_linked_paragraphs(tree: Any) -> None:
    """Takes the links off sentences that are links as a whole, among paragraphs that are not.

    The extraction takes paragraphs of links for lists of other stories. Those have headlines,
    not sentences, or stand among themselves.
    """
    for paragraph in [*tree.iter("p")]:
        text = text_within(paragraph)
        if (
            len(text) >= _LEAST_SENTENCE
            and linked_length(paragraph) >= _MOST_OF_LINKS * len(text)
            and FINISHED.search(text)
            and _stands_among_paragraphs(paragraph)
        ):
            for link in [*paragraph.iter("a")]:
                link.drop_tag()


def _stands_among_paragraphs(paragraph: Any) -> bool:
    """Whether a paragraph has plain ones beside it, or beside the box that it has to itself."""
    around = paragraph
    while (box := around.getparent()) is not None and len(box) == 1 and box.tag == "div":
        around = box
    return any(
        one.tag == "p" and not _is_mostly_links(one) and FINISHED.search(text_within(one))
        for way in (False, True)
        for one in islice(around.itersiblings(preceding=way), _NEAR)
    )


def _is_mostly_links(element: Any) -> bool:
    return 2 * linked_length(element) > len(text_within(element))


def _free_captions(tree: Any) -> None:
    """Makes paragraphs of captions, where a page has little else to read: a gallery."""
    captions = [one for one in tree.iter("figcaption") if _words(one) >= _LEAST_CAPTION_WORDS]
    if len(captions) < _LEAST_CAPTIONS:
        return
    prose = sum(
        _words(one)
        for one in tree.iter("p", "blockquote")
        if not _is_mostly_links(one)
        and next(one.iterancestors("figure", "nav", "aside", "footer", "p"), None) is None
    )
    if prose > sum(map(_words, captions)):
        return
    for caption in captions:
        for figure in caption.iterancestors("figure"):
            figure.tag = "div"
        has_blocks = next(caption.iterdescendants("p", "div"), None) is not None
        caption.tag = "div" if has_blocks else "p"
        for element in (caption, *caption.iterancestors("div", "li", "section")):
            # A box of pictures that slide by is no box of promotions here.
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


def _free_boxed_text(tree: Any) -> None:
    """Makes paragraphs of boxes of nothing but text that stand between paragraphs."""
    for box in [*tree.iter("div")]:
        if next(box.iterdescendants(*_NOT_INLINE), None) is not None:
            continue
        if not text_within(box) or _NO_PROSE.search(names_of(box)) or _is_mostly_links(box):
            continue
        beside = (box.getprevious(), box.getnext())
        if all(one is not None and one.tag in _PROSE for one in beside):
            box.tag = "p"
            box.attrib.clear()


def _free_posts(tree: Any) -> None:
    """Keeps embedded posts, under any class names of their boxes."""
    for post in tree.iter("blockquote"):
        if not _POST.search(names_of(post)):
            continue
        for box in islice(post.iterancestors("div", "figure", "span"), _NEAR):
            if len(text_within(box)) > 2 * len(text_within(post)):
                break
            box.attrib.clear()
            box.tag = "div"


def _keep_times(tree: Any, *, is_live: bool) -> None:
    """Makes text of the times that tell the entries of a live report apart."""
    for element in [*tree.iter("time")]:
        if next(element.iterancestors(*_HEADINGS), None) is not None:
            element.tag = "span"
    for element in [*tree.iter("time")] if is_live else ():
        if _TIME_OF_DAY.fullmatch(text_within(element)):
            element.tag = "p" if element.getparent().tag != "p" else "span"
            element.attrib.clear()


def _words(element: Any) -> int:
    return len(text_within(element).split())
