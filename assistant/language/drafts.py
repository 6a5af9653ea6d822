"""The sentences of a draft: what of it is to be checked, and what claims nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from assistant.language.marks import RUN_IN_TEXT
from assistant.language.punctuation import ASKED, CLOSING
from assistant.language.sentences import split_sentences

MARKS: Final = re.compile(rf"\s?(?:{RUN_IN_TEXT}|\[[0-9]{{1,3}} §[0-9§,– ]{{1,40}}\])")
"""Citation marks, the program's own ``[1 §4–6]`` among them, which claim nothing."""
_LINE_START: Final = re.compile(r"(?:>[ \t]?)*(?:#{1,6}[ \t]+|[-*•][ \t]+|[0-9]{1,2}[.)][ \t]+)?")
_LISTED: Final = re.compile(r"(?:>[ \t]?)*(?:[-*•]|[0-9]{1,2}[.)])[ \t]")
_ENDED: Final = re.compile(rf"[.!…。！,;؛।][{CLOSING})\]]{{0,3}}$")
_BYLINE: Final = re.compile(r"(?:[Bb]y|BY)\s+[^\W\d_a-z]")
_HEADED: Final = re.compile(r"(?:>[ \t]?)*#{1,6}[ \t]")
_TELLS_WHAT_FOLLOWS: Final = re.compile(r"(?:What|How|Why|Where|When|Who|Which|WHAT|HOW|WHY)\b")
_WORDS: Final = re.compile(r"\S+")
_MOST_OF_HEADING: Final = 4
_MOST_OF_LINE: Final = 8
_MOST_OF_TITLE: Final = 12
"""Words of a heading, of one that a colon ends or of a byline, of one that tells what follows."""
_BLANKS: Final = 40
"""Blanks beside a line that are seen through."""
_BEFORE: Final = 2
_MOST_BEFORE: Final = 300
"""Sentences before one, and characters of these, that tell what it is about."""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft that has a word: half-open characters of the draft.

    ``text`` is what is checked: in one line, without citation marks and list marks.
    ``idle`` says why it claims nothing; empty where it claims something. ``before`` is what the
    draft says before it, as far as it may tell who "it" or "the company" is.
    """

    start: int
    end: int
    text: str
    idle: str = ""
    before: str = ""


def draft_sentences(draft: str) -> tuple[DraftSentence, ...]:
    """The sentences of ``draft``, in order; what has no word is none."""
    found: list[DraftSentence] = []
    for sentence in split_sentences(draft):
        raw = draft[sentence.start : sentence.end]
        text = "".join(character for character, _ in _checked_characters(raw))
        if any(character.isalnum() for character in text):
            alone = _is_line(draft, sentence.start, sentence.end) and not _LISTED.match(raw)
            idle = _idle(text, alone=alone, headed=_HEADED.match(raw) is not None)
            before = " ".join(one.text for one in found[-_BEFORE:])[-_MOST_BEFORE:]
            found.append(DraftSentence(sentence.start, sentence.end, text, idle, before))
    return tuple(found)


def draft_ranges(written: str, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of ``DraftSentence.text`` as ranges of what the draft has for it.

    Those that overlap are joined, empty ones and what is beyond the text are left out.
    """
    places = [place for _, place in _checked_characters(written)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        first, last = max(0, start), min(end, len(places))
        if first >= last:
            continue
        begin, stop = places[first], places[last - 1] + 1
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((begin, stop))
    return tuple(joined)


def _checked_characters(written: str) -> list[tuple[str, int]]:
    """The characters of a sentence that are checked, each with its place in ``written``."""
    kept: list[tuple[str, int]] = []
    for word in _WORDS.finditer(written):
        if kept:
            kept.append((" ", word.start() - 1))
        kept += zip(word[0], range(word.start(), word.end()), strict=True)
    line = "".join(character for character, _ in kept)
    opening = _LINE_START.match(line)
    del kept[: opening.end() if opening else 0]
    line = "".join(character for character, _ in kept)
    for mark in reversed(list(MARKS.finditer(line))):
        del kept[mark.start() : mark.end()]
    while kept and kept[-1][0].isspace():
        kept.pop()
    first = next((at for at, (character, _) in enumerate(kept) if not character.isspace()), 0)
    return kept[first:]


def _is_line(draft: str, start: int, end: int) -> bool:
    """Whether nothing but a few blanks stands beside ``draft[start:end]`` in its line."""
    before = draft[max(0, start - _BLANKS) : start].rstrip(" \t")
    after = draft[end : end + _BLANKS].lstrip(" \t")
    return before[-1:] in {"", "\n"} and after[:1] in {"", "\n"}


def _idle(text: str, *, alone: bool, headed: bool) -> str:
    if ASKED.search(text):
        return "asks, and claims nothing"
    words = _WORDS.findall(text)
    tells_what_follows = len(words) <= _MOST_OF_TITLE and _TELLS_WHAT_FOLLOWS.match(text)
    if alone and not _ENDED.search(text) and (headed or tells_what_follows):
        return "is a heading, and claims nothing"
    if not alone or len(words) > _MOST_OF_LINE or _ENDED.search(text):
        return ""
    if _BYLINE.match(text):
        return "is a byline, and claims nothing"
    short = len(words) <= _MOST_OF_HEADING or text.endswith((":", "："))
    if short and not any(character.isdigit() for character in text):
        return "is a heading, and claims nothing"
    return ""
