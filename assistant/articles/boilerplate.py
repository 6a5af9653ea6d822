"""Boilerplate: what stands on a page around a report and is no part of it."""

from __future__ import annotations

import re
from typing import Final

from assistant.language.word_lists import word_lists

_LISTS: Final = word_lists("boilerplate.toml")
_AT_START: Final = re.compile("|".join(_LISTS.lines("at-start")), re.IGNORECASE)
# One look for a word's beginning, not one for each alternative: four times as fast.
_ANYWHERE: Final = re.compile(
    rf"\b(?:{'|'.join(_LISTS.lines('words-anywhere'))})|{'|'.join(_LISTS.lines('marks-anywhere'))}",
    re.IGNORECASE,
)
_NAMES: Final = r"[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|van|von|al|bin|la|da)){1,3}"
_BYLINE: Final = re.compile(
    rf"(?i:by|story by|words by) {_NAMES}(?:(?:,| and| &| in| \|)[^.!?]*)?$"
    rf"|(?i:by) {_NAMES},? (?i:[^.!?]*\b(?:staff|correspondent|reporter|editor|writer))\b"
    rf"|{_NAMES}(?:, {_NAMES})*,? and {_NAMES}$"
)
_LABEL: Final = re.compile(rf"(?:{'|'.join(_LISTS.lines('labels'))}):?", re.IGNORECASE)
_NOTE: Final = re.compile(r"editor[’']?s[’']? note\b|about the author\b", re.IGNORECASE)


def opens_note(text: str) -> bool:
    """Whether a sentence begins an editor's note, which goes on to the end of its line."""
    return _NOTE.match(text) is not None


def is_boilerplate(text: str) -> bool:
    """Whether a sentence, on one line, belongs to the page: a byline, a caption, a link."""
    return bool(
        _LABEL.fullmatch(text)
        or _AT_START.match(text)
        or _ANYWHERE.search(text)
        or _BYLINE.match(text)
    )
