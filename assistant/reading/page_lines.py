"""Lines of a web page that ask for something, and are no part of its article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any, Final

from assistant.language.word_lists import word_lists
from assistant.reading.page_elements import SENTENCE_END

_BLOCKS: Final = ("p", "li", "div", "h2", "h3", "h4", "h5", "strong", "b")
_LONGEST: Final = 400
_MOST_OF_LINKS: Final = 0.8
_LEAST_CAPITALS: Final = 4
_LEAST_REPEATED: Final = 100
_ITEM: Final = re.compile(r"^(?:[-•*–▪►▶»→>]+\s+)+")


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
    """The blocks of a page, parsed by lxml, that are links as a whole, each as one line."""
    lines = set()
    for element in tree.iter(*_BLOCKS):
        links = [*element.iter("a")]
        if not links or element.getparent() is None:
            continue
        text = "".join(element.itertext())
        if len(text) > _LONGEST:
            continue
        linked = sum(len(_line("".join(link.itertext()))) for link in links)
        line = _line(text)
        if line and linked >= _MOST_OF_LINKS * len(line):
            lines.add(line)
    return frozenset(lines)


def without_invitations(text: str, *, linked: Set[str]) -> str:
    """``text`` without lines that lead elsewhere, or ask the reader for something.

    Args:
        text: an article, a paragraph a line.
        linked: lines that are links as a whole, as ``linked_lines`` tells them. Those of
            them that are headlines go where they stand in capitals or end the text.
    """
    kept: list[str] = []
    listing = False
    for line in _once(text.split("\n")):
        plain = _line(line)
        if _is_invitation(plain, linked=linked) or (listing and _is_headline(plain, linked)):
            listing = listing or _ALONE.fullmatch(plain) is not None
            continue
        listing = False
        kept.append(line)
    while len(kept) > 1 and _is_below(_line(kept[-1]), linked=linked):
        kept.pop()
    return "\n".join(kept)


def _once(lines: Iterable[str]) -> Iterator[str]:
    """The lines, long sentences only the first time: what a page shows in two places."""
    seen: set[str] = set()
    for line in lines:
        short = len(line) < _LEAST_REPEATED or SENTENCE_END.search(line) is None
        if short or line not in seen:
            seen.add(line)
            yield line


def _is_invitation(line: str, *, linked: Set[str]) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    if _ALONE.fullmatch(line) or _ASKING.fullmatch(line):
        return True
    is_sentence = SENTENCE_END.search(line) is not None
    if line in linked:
        shouted = not is_sentence and _is_shouted(line)
        return shouted or _LINK_LABELLED.fullmatch(line) is not None
    return not is_sentence and _LABELLED.fullmatch(line) is not None


def _is_below(line: str, *, linked: Set[str]) -> bool:
    """Whether a line at the end of a text is no part of it."""
    return not line or _is_headline(line, linked) or _BELOW.fullmatch(line) is not None


def _is_headline(line: str, linked: Set[str]) -> bool:
    """Whether a line is a link as a whole and no sentence: the headline of something else."""
    return line in linked and (line.endswith("?") or SENTENCE_END.search(line) is None)


def _is_shouted(line: str) -> bool:
    return line.isupper() and len(line.split()) >= _LEAST_CAPITALS


def _line(text: str) -> str:
    return _ITEM.sub("", " ".join(text.split()))
