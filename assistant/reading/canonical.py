"""The canonical form of text: what every offset of the program counts in."""

from __future__ import annotations

import re
import unicodedata

from assistant.characters import well_formed
from assistant.language.punctuation import CLOSING, OPENING

_TITLE_LENGTH = 300
_DERIVED_TITLE_LENGTH = 90
_HEADLINE_LENGTH = 150
_SHORTEST_SENTENCE = 25

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\ufeff]")
_DIVIDED = re.compile("(?<=\\w)\xad[ \t]*+\n[ \t]*+(?=\\w)")
_BLANK_LINES = re.compile("\n{3,}")
_WORD = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(rf"(?P<last>[\w.]*)[.!?…][{CLOSING})]*(?=\s+[{OPENING}(]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\w|.*\.\w|mrs?|ms|dr|st|gov|sen|rep|gen|col|lt|sgt|capt|prof|rev|hon|inc|ltd|corp|co|no"
    r"|vs|jan|feb|mar|apr|aug|sept?|oct|nov|dec)",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?:[-*•+]|\d{1,3}[.)])\s")


def canonical_text(text: str) -> str:
    r"""Brings text into its canonical form; doing so again changes nothing.

    Every kind of line end becomes ``\n``; control characters (but ``\t``), soft hyphens
    (and the end of a line after one, within a word) and byte order marks go; lone
    surrogates become U+FFFD; characters are composed (NFC); blank space goes from the ends
    of lines and of the text; at most one blank line stands between two lines. All else
    stays as it was written.
    """
    text = unicodedata.normalize("NFC", without_controls(text))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def without_controls(text: str) -> str:
    r"""Returns well-formed text with ``\n`` for every line end and no other control but ``\t``."""
    lines = _LINE_ENDS.sub("\n", well_formed(text))
    if "\xad" in lines:
        lines = _DIVIDED.sub("", lines)
    return _UNSEEN.sub("", lines)


def single_line(text: str, *, limit: int = _TITLE_LENGTH) -> str:
    """Returns canonical text in one line of at most ``limit`` characters, single spaces between."""
    return shortened(" ".join(canonical_text(text).split()), limit=limit)


def shortened(line: str, *, limit: int) -> str:
    """Returns ``line`` if it fits, else cut at a word boundary (where there is one) with ``…``."""
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    if not line[limit - 1].isspace() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–—-") + "…"


def has_words(text: str) -> bool:
    """Returns whether there is a letter or a digit at all."""
    return _WORD.search(text) is not None


def title_from(text: str) -> str:
    """Returns a title for text that has words: its first sentence, at most 90 characters."""
    line = next(" ".join(line.split()) for line in text.split("\n") if has_words(line))
    # What is cut off anyway need not be searched.
    for end in _SENTENCE_END.finditer(line[: 2 * _DERIVED_TITLE_LENGTH]):
        if end.end() >= _SHORTEST_SENTENCE and not _ABBREVIATION.fullmatch(end["last"]):
            line = line[: end.end()]
            break
    if line.endswith(".") and not line.endswith(".."):
        line = line[:-1]
    return shortened(line, limit=_DERIVED_TITLE_LENGTH)


def leading_headline(text: str) -> str | None:
    """Returns the first line of canonical text, where it is set apart as a headline.

    That is a short line without final punctuation, no list item, with a blank line after it.
    """
    line, _, rest = text.partition("\n\n")
    if not rest or "\n" in line or len(line) > _HEADLINE_LENGTH or _LIST_MARK.match(line):
        return None
    bare = line.rstrip(f"{CLOSING})] ")
    if not has_words(bare) or bare[-1] in ".!?…:;,-–—":
        return None
    return line


def without_leading_title(text: str, *, title: str) -> str:
    """Returns ``text`` without its first line, where that only repeats ``title``."""
    line, _, rest = text.partition("\n")
    if rest.strip() and " ".join(line.split()).casefold() == " ".join(title.split()).casefold():
        return rest.lstrip()
    return text
