"""Finds what stands in quotation marks: straight or curly, double or single, nested or run on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final

from assistant.language.punctuation import CLOSING, OPENING, PAIRED

_MARK: Final = re.compile(
    # Every branch begins with a character of its own: the search then runs fast.
    rf"\n(?:[^\S\n]{{0,20}}+\n)++|``|''|’’|‘‘|[{OPENING}{CLOSING}]"
)
_INCHES: Final = re.compile(r"\d['’]\d{1,2}\Z")
_OPENING: Final = re.compile(rf"\s{{0,40}}+(?:(?!')[{OPENING}]|'(?=\w)|``)")
_ELISION: Final = re.compile(
    r"(?:\d\ds?|em|til|till|cause|tis|twas|twere|n|cos|bout|round|nuff|im|er)\b", re.IGNORECASE
)
_SINGLE_CLOSE: Final = re.compile(r"(?P<open>(?<!\w)‘)|(?<=[\w.,!?…])['’](?!\w)")
_POSSESSIVE_REACH: Final = 300
_BEFORE_OPENING: Final = frozenset("([{<—–-/‘“'\"=:;,«„")
_PAIRS: Final = {closing: opening for opening, closing in PAIRED.items()}
_SINGLES: Final = frozenset("'‘’‚")
_DEEPEST: Final = 8  # marks within marks beyond which an opening one is not believed


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: ``text[start:end]`` are the quoted words, without the marks.

    ``outer_start`` and ``outer_end`` take the marks in. ``depth`` is 0 where it stands in no
    other quotation. ``whole`` is false where a mark is missing; it then reaches to the edge
    of its paragraph or to the next quotation. ``goes_on`` says that the next quotation of
    depth 0, in the next paragraph, is the rest of it.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int = 0
    whole: bool = True
    goes_on: bool = False


@dataclass(frozen=True)
class Quotations:
    """The quotations of a text by their start; ``balanced`` says that no mark is missing."""

    spans: tuple[Quotation, ...]
    balanced: bool

    @cached_property
    def outer(self) -> tuple[Quotation, ...]:
        """Those that stand in no other quotation, in order; they do not overlap."""
        return tuple(span for span in self.spans if span.depth == 0)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(span.outer_start for span in self.outer)

    def at(self, place: int) -> Quotation | None:
        """The outer quotation around the character ``place``, or None."""
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self.outer[index].outer_end:
            return self.outer[index]
        return None

    def between(self, start: int, end: int) -> Sequence[Quotation]:
        """The outer quotations that share a character with ``text[start:end]``."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1)
        return [span for span in self.outer[first:last] if span.outer_end > start]


@lru_cache(maxsize=256)
def find_quotations(text: str) -> Quotations:
    """What stands in quotation marks in ``text``.

    Apostrophes, elisions (``’90s``) and inches are told apart from marks; a quotation that
    runs on over paragraphs, each opened anew, is not unbalanced. Time is linear in ``text``.
    """
    reader = _Reader(text)
    for match in _MARK.finditer(text):
        reader.take(match)
    reader.end_paragraph(len(text), begins=len(text))
    spans = sorted(reader.found, key=lambda span: (span.outer_start, span.depth))
    return Quotations(tuple(spans), reader.balanced)


@dataclass(slots=True)
class _Open:
    family: str
    mark: int
    start: int
    firm: bool


@dataclass(slots=True)
class _Reader:
    """Reads the marks of a text from its begin to its end."""

    text: str
    stack: list[_Open] = field(default_factory=list)
    found: list[Quotation] = field(default_factory=list)
    free: int = 0
    first_found: int = 0
    balanced: bool = True

    def take(self, match: re.Match[str]) -> None:
        """Takes the next mark, or the end of a paragraph."""
        mark, start, end = match[0], match.start(), match.end()
        if mark in _SINGLES:
            self._take_single(mark, start, end)
        elif mark[0] == "\n":
            self.end_paragraph(start, begins=end)
        elif mark in '"”' and self._inches(start):
            return
        elif mark in _PAIRS.values():
            self._open(mark, start, end)
        elif mark in _PAIRS:
            if self._has(_PAIRS[mark]):
                self._close(_PAIRS[mark], start, end)
        elif self._opens(mark, start, end):
            self._open("»" if mark in "«»" else '"', start, end)
        elif mark not in {"''", "’’"} or self._has('"'):
            self._take_close("»" if mark in "«»" else '"', start, end)

    def _inches(self, start: int) -> bool:
        straight = self.text[start] == '"' and self.text[start - 1 : start].isdigit()
        feet = _INCHES.search(self.text, max(0, start - 4), start) is not None
        return feet or (straight and not self._has('"'))

    def _has(self, family: str) -> bool:
        return any(one.family == family for one in self.stack)

    def _opens(self, mark: str, start: int, end: int) -> bool:
        before = self.text[start - 1 : start]
        after = self.text[end : end + 1]
        apart = not before or before.isspace()
        word_follows = bool(after) and not after.isspace()
        if mark in "«»":
            if self._has("»"):
                top = next(one for one in reversed(self.stack) if one.family == "»")
                return self.text[top.mark] == mark
            return mark == "«" or (apart and word_follows)
        if mark in {"“", "‟", "``", "‘‘", "„"}:
            german = bool(self.stack) and self.text[self.stack[-1].mark] == "„"
            return mark == "„" or (not german and (apart or word_follows))
        if mark in {"”", "’’"}:
            return apart and after.isalnum() and not self._has('"')
        if self._has('"'):
            return apart and bool(after) and (after.isalnum() or after in "'‘[($£€“")
        return word_follows and (apart or before in _BEFORE_OPENING or after.isalnum())

    def _take_single(self, mark: str, start: int, end: int) -> None:
        text = self.text
        follows = text[end : end + 1]
        before = text[start - 1 : start]
        closes = mark != "‚" and bool(before) and not before.isspace() and not follows.isalnum()
        if closes and self._has("'"):
            if not self._possessive(start, end):
                self._close("'", start, end)
        elif mark != "’" and not before.isalnum() and follows and not follows.isspace():
            word = bool(_ELISION.match(text, end))
            straight = mark == "'"
            if not word and not (straight and not (follows.isalnum() or follows in '[“"…$£€')):
                self._open("'", start, end, firm=not straight and mark != "‚")

    def _possessive(self, start: int, end: int) -> bool:
        """Whether this is the workers’ apostrophe, the closing mark being still to come."""
        text = self.text
        plural = text[start - 1 : start] in {"s", "S"} and text[end : end + 1].isspace()
        if not plural or not text[end + 1 : end + 2].isalnum():
            return False
        stop = text.find("\n\n", end, end + _POSSESSIVE_REACH)
        later = _SINGLE_CLOSE.search(text, end, stop if stop >= 0 else end + _POSSESSIVE_REACH)
        return later is not None and later["open"] is None

    def _open(self, family: str, mark: int, start: int, *, firm: bool = True) -> None:
        if len(self.stack) < _DEEPEST:
            self.stack.append(_Open(family, mark, start, firm))
        else:
            self.balanced = False

    def _take_close(self, family: str, start: int, end: int) -> None:
        if self._has(family):
            self._close(family, start, end)
            return
        self.balanced = False
        self.stack.clear()
        self._keep(self.free, start, self.free, end, depth=0, whole=False)

    def _close(self, family: str, start: int, end: int) -> None:
        while self.stack:
            one = self.stack.pop()
            if one.family == family:
                self._keep(one.start, start, one.mark, end, depth=len(self.stack))
                return
            if one.firm:
                self.balanced = False
            self._lift(one)

    def _lift(self, lost: _Open) -> None:
        """What stood inside a mark that came to nothing stands one deeper no longer."""
        for index in range(len(self.found) - 1, self.first_found - 1, -1):
            if self.found[index].outer_start < lost.mark:
                break
            depth = max(0, self.found[index].depth - 1)
            self.found[index] = replace(self.found[index], depth=depth)

    def end_paragraph(self, end: int, *, begins: int) -> None:
        """Ends what is open: run on in the next paragraph, or left without a closing mark."""
        goes_on = _OPENING.match(self.text, begins) is not None
        while self.stack:
            one = self.stack.pop()
            run_on = goes_on and not self.stack and one.firm
            if not one.firm or (self.stack and goes_on):
                self._lift(one)
                continue
            if not run_on:
                self.balanced = False
                self._lift(one)
            inside = [q.outer_start for q in self.found[self.first_found :] if not run_on]
            stop = min((place for place in inside if place > one.mark), default=end)
            self._keep(one.start, stop, one.mark, stop, depth=0, whole=run_on, goes_on=run_on)
        self.free = begins
        self.first_found = len(self.found)

    def _keep(
        self,
        start: int,
        end: int,
        outer_start: int,
        outer_end: int,
        *,
        depth: int,
        whole: bool = True,
        goes_on: bool = False,
    ) -> None:
        words = self.text[start:end]
        stripped = words.strip()
        if not stripped:
            return
        self.free = outer_end
        start += len(words) - len(words.lstrip())
        end = start + len(stripped)
        self.found.append(
            Quotation(start, end, outer_start, outer_end, depth, whole=whole, goes_on=goes_on)
        )
