"""Furniture: what stands on a page around a report and is no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final


def _any_of(alternatives: Sequence[str], *, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


_AT_START: Final = _any_of(
    [
        # Invitations to go elsewhere.
        r"(?:read|see) (?:more|also|next|the full)\b",
        r"also read\b",
        r"more (?:on|from|about) this\b",
        r"related(?: \w+)?:",
        r"click (?:here|on)\b",
        r"(?:scroll|swipe) (?:down|left|right)\b",
        r"share this\b",
        r"sign up\b",
        r"subscribe\b",
        r"follow (?:us|@|\w+ on (?:x|twitter|facebook|instagram))\b",
        r"(?:get|download) (?:the|our)\b[^.]*\b(?:app|newsletter|inbox)\b",
        r"join our\b",
        r"stay (?:up to date|informed|tuned)\b",
        r"support our\b",
        r"play (?:the|our)\b[^.]*\b(?:crossword|puzzles?|quiz|wordle|sudoku)\b",
        r"advertisement\b",
        # Captions and what they belong to.
        r"(?:watch|listen|photos?|photograph|pictured|image|video|graphic|above|caption)\s?:",
        r"file photo\b|file ?[-–—]+ ?",
        r"from left\b",
        # Notes of the house.
        r"copyright\b|©|all rights reserved",
        r"(?:last )?(?:updated|published|posted)(?: (?:on|at))?:?\s+(?:\w+ )?\d",
        r"(?:additional )?(?:reporting|writing|editing)(?: and \w+)? by\b",
        r"(?:compiled|edited|reported|translated) by\b",
        r"this (?:article|story|report|page) was (?:first|originally|produced|published|updated)\b",
        r"this (?:article|story|report|page) (?:is part|is based|may|contains|appeared|has been)\b",
        r"(?:the|any) (?:views|opinions) expressed\b",
        r"this content\b|your browser\b|please enable\b",
    ]
)
_ANYWHERE: Final = _any_of(
    [
        r"\((?:photo|image|video|picture|ap photo|credit|file)\b[^)]*\)?$",
        r"\bvia (?:getty|ap|reuters|afp)\b",
        r"\bgetty images\b",
        r"\bphotograph:",
        r"\b(?:photo|image|picture)s? (?:by|credit|courtesy)\b",
        r"/(?:afp|reuters|ap|getty)\b",
        r"\ball rights reserved\b",
        r"\bfile (?:photo|picture)\b",
    ]
)
_NAMES: Final = r"[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|van|von|al|bin|la|da)){1,3}"
_BYLINE: Final = _any_of(
    [
        rf"(?i:by|story by|words by) {_NAMES}(?:(?:,| and| &| in| \|)[^.!?]*)?$",
        rf"(?i:by) {_NAMES},? (?i:[^.!?]*\b(?:staff|correspondent|reporter|editor|writer))\b",
    ],
    flags=re.NOFLAG,
)


_NOTE: Final = re.compile(r"editor[’']?s[’']? note\b|about the author\b", re.IGNORECASE)


def is_note(text: str) -> bool:
    """Whether a sentence begins a note of the house, which goes on to the end of its line."""
    return _NOTE.match(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a sentence, on one line, belongs to the page: a byline, a caption, a link."""
    return bool(_AT_START.match(text) or _ANYWHERE.search(text) or _BYLINE.match(text))
