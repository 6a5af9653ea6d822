"""The paragraphs of a Word document's story, as it reads with its changes accepted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

_TITLE = re.compile(r"title|heading ?1|titel|titre|título|titolo", re.IGNORECASE)
# What was taken out, what fields are made by, what is said twice, readings set over words,
# settings.
_NOT_TEXT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rt", "pPr", "rPr", "tblPr", "trPr"}
    | {"tcPr", "sectPr", "sdtPr"}
)
_PICTURES = frozenset({"drawing", "pict", "object"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF: Final = frozenset({"0", "false", "off", "none"})
_UNREAD: Final = ("strike", "dstrike", "vanish")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and what parts it from the one before it."""

    text: str
    before: str = "\n\n"
    is_title: bool = False


def unread_styles(styles: Any) -> frozenset[str]:
    """The ids of the styles in which text is struck through or hidden."""
    found: set[str] = set()
    for style in styles.iter("style"):
        identity = next((str(v) for k, v in style.attrib.items() if k.endswith("styleId")), "")
        if identity and _is_unread(style.find("rPr"), frozenset()):
            found.add(identity)
    return frozenset(found)


def notes_in(root: Any) -> int:
    """How many notes the story refers to."""
    return sum(1 for _ in root.iter("footnoteReference", "endnoteReference"))


def paragraphs_of(root: Any, *, unread: Collection[str] = frozenset()) -> list[Paragraph]:
    """The paragraphs within an element, text boxes after the paragraph that they stand at.

    What is struck through or hidden, by itself or by its style, is left out; so are prompts
    that nobody has put anything in the place of.

    Args:
        root: the story, or a part of it.
        unread: the ids of the styles in which text is left out.
    """
    return _Story(unread).read(root)


class _Story:
    """Walks through a story, and writes down its paragraphs."""

    def __init__(self, unread: Collection[str]) -> None:
        self._unread = unread
        self._found: list[Paragraph] = []
        self._boxed: list[Paragraph] = []
        self._pieces: list[str] = []
        self._rows = 0

    def read(self, root: Any) -> list[Paragraph]:
        from lxml import etree  # type: ignore[import-untyped]

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
            elif not self._start(element):
                walk.skip_subtree()
        if "".join(self._pieces).strip():
            self._found.append(Paragraph("".join(self._pieces)))
        return self._found + self._boxed

    def _start(self, element: Any) -> bool:
        """Takes what an element begins with; whether what it holds is text, too."""
        tag = element.tag
        if tag in _PICTURES:
            for box in _boxes(element):
                self._boxed += paragraphs_of(box, unread=self._unread)
            return False
        if tag in _NOT_TEXT or _is_left_out(element, tag, self._unread):
            return False
        if tag == "t":
            self._pieces.append(element.text or "")
        elif tag in _MARKS:
            self._pieces.append(_MARKS[tag])
        elif tag == "tr":
            self._rows += 1
        return True

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in {"p", "tc"} and self._rows:
            self._pieces.append(" ")
        # Where the end of a paragraph was taken out, the next one goes on.
        elif tag == "p" and element.find("pPr/rPr/del") is None:
            self._ended(_paragraph(element, "".join(self._pieces)))
        elif tag == "tr" and self._rows and not _is_left_out(element, tag, self._unread):
            self._rows -= 1
            if not self._rows:
                self._ended(Paragraph(" ".join("".join(self._pieces).split()), before="\n"))

    def _ended(self, paragraph: Paragraph) -> None:
        self._found += [paragraph, *self._boxed]
        self._pieces, self._boxed = [], []


def _boxes(picture: Any) -> Iterator[Any]:
    """The text boxes of a picture, but for those within one and those said again."""
    for box in picture.iter("txbxContent"):
        within = {parent.tag for parent in box.iterancestors() if parent is not picture}
        inner = {parent.tag for parent in picture.iterancestors()}
        if "txbxContent" not in within - inner and "Fallback" not in within - inner:
            yield box


def _is_left_out(element: Any, tag: str, unread: Collection[str]) -> bool:
    if tag == "r":
        return _is_unread(element.find("rPr"), unread)
    if tag == "p":
        return _style(element.find("pPr/pStyle")) in unread
    if tag == "tr":
        return element.find("trPr/del") is not None
    return tag == "sdt" and element.find("sdtPr/showingPlcHdr") is not None


def _is_unread(settings: Any, unread: Collection[str]) -> bool:
    """Whether the settings of a run strike it through or hide it."""
    if settings is None:
        return False
    if _style(settings.find("rStyle")) in unread:
        marked = [settings.find(name) for name in _UNREAD]
        return all(mark is None or not _is_off(mark) for mark in marked)
    return any(mark is not None and not _is_off(mark) for mark in map(settings.find, _UNREAD))


def _is_off(mark: Any) -> bool:
    return next((str(v) for v in mark.attrib.values()), "").lower() in _OFF


def _style(named: Any) -> str:
    return "" if named is None else next((str(v) for v in named.attrib.values()), "")


def _paragraph(element: Any, text: str) -> Paragraph:
    if element.find("pPr/numPr") is not None:
        return Paragraph(f"- {text}" if text.strip() else "", before="\n")
    is_title = _TITLE.fullmatch(_style(element.find("pPr/pStyle"))) is not None
    return Paragraph(text, is_title=is_title)
