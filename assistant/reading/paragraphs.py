"""Lines of printed pages to paragraphs of running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.language.punctuation import CLOSING, ENDS
from assistant.language.word_lists import word_lists

_PAGE_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BROKEN_WORD = re.compile(r"(?P<left>[^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SENTENCE_END = re.compile(rf"[{ENDS}:][{CLOSING})\]]*$")
_LIST_ITEM = re.compile(r"^(?:[-•*–▪◦]\s|\d{1,3}[.)]\s)")
_LINKING = word_lists("hyphens.toml").words("linking")
"""Words after which a word that ends in a hyphen is completed: "pre- and post-war"."""
# A line of some length, so that lists and verses are not meant.
_DIVIDED_LINE = re.compile(
    r"(?<=[^\n]{30})(?<![\w-])(?P<left>[^\W\d_]{2,30}+(?:-[^\W\d_]{1,30}+)?)(?P<hyphen>[-\u2010])\n"
    r"(?P<right>[^\W\d_]{2,30}+(?:-[^\W\d_]{1,30}+)*+)(?P<rest>[^\s\w-]*+)(?:[ \t]++|(?=\n|$))\n?"
)
_TAIL = 64  # how much of a line or paragraph its end is judged by
_EDGE_LINES = 2
_LEAST_PAGES = 3
_SHORT_LINE = 0.8
_FULL_LINE = 0.9
# Where nothing else tells, a hyphen after one of these is part of the word.
_COMPOUNDING = word_lists("hyphens.toml").words("compounding")


def running_text(pages: Sequence[str]) -> str:
    """Returns the text of printed pages: paragraphs in one line each, a blank line between them.

    Page numbers and the lines that head or foot most pages go; words divided at the end
    of a line are joined, and compounds keep their hyphen.

    Args:
        pages: the text of each page, line by line as it is printed.
    """
    lines = _without_boilerplate(
        [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    )
    words = Counter(
        word.lower() for line in lines for word in _WORD.findall(line.rstrip("-\u2010"))
    )
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int((len(lengths) - 1) * _FULL_LINE)] if lengths else 0
    paragraphs: list[str] = []
    current = previous = ""
    for line in lines:
        if not line or (previous and _ends_paragraph(previous, line, usual=usual)):
            paragraphs.append(current)
            current = ""
        if line:
            current = _joined(current, line, words=words)
        previous = line
    paragraphs.append(current)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _without_boilerplate(pages: Sequence[list[str]]) -> list[str]:
    trimmed = [_trimmed(page) for page in pages]
    seen: Counter[str] = Counter()
    for page in trimmed:
        seen.update({_pattern(page[at]) for at in _edges(page)})
    least = max(_LEAST_PAGES, len(pages) // 2 + 1)
    lines: list[str] = []
    for page in trimmed:
        edges = _edges(page)
        kept = [
            line
            for at, line in enumerate(page)
            if at not in edges or not (_PAGE_NUMBER.match(line) or seen[_pattern(line)] >= least)
        ]
        lines.extend(_trimmed(kept))
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    filled = [at for at, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _edges(page: list[str]) -> set[int]:
    """Where headers and footers stand: the first and the last two lines that are not blank."""
    filled = [at for at, line in enumerate(page) if line]
    return {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}


def _pattern(line: str) -> str:
    return _DIGITS.sub("#", line)


def _ends_paragraph(line: str, following: str, *, usual: int) -> bool:
    if _LIST_ITEM.match(following):
        return True
    if len(line) >= usual * _SHORT_LINE:
        return False
    if _SENTENCE_END.search(line[-_TAIL:]):
        return not following[0].islower()
    # A heading: short, and what follows begins anew.
    return (
        following[0].isupper()
        and _BROKEN_WORD.search(line[-_TAIL:]) is None
        and line[-1] not in ",;–—"
    )


def _joined(text: str, line: str, *, words: Counter[str]) -> str:
    if not text:
        return line
    left = _BROKEN_WORD.search(text[-_TAIL:])
    right = _WORD.match(line)
    if left is None or right is None:
        return text + line if text.endswith(("-", "\u2010")) else f"{text} {line}"
    if right[0] in _LINKING:
        return f"{text} {line}"
    whole = _is_whole(left["left"].lower(), right[0].lower(), words=words)
    return text[:-1] + line if whole and line[0].islower() else text + line


def _is_whole(left: str, right: str, *, words: Counter[str]) -> bool:
    compound = "-" in left + right or left in _COMPOUNDING or words[f"{left}-{right}"] > 0
    return not compound or words[left + right] > 0


def with_whole_words(text: str) -> str:
    """Returns hard-wrapped text whose words are not divided at the ends of lines.

    The second part of a divided word comes to the end of the line that the first is on; a
    compound keeps its hyphen, and "pre- and post-war" its blank.
    """
    if _DIVIDED_LINE.search(text) is None:
        return text
    words = Counter(word.lower() for word in _WORD.findall(_DIVIDED_LINE.sub(" ", text)))

    def joined(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        if right in _LINKING:
            return match[0]
        whole = right[0].islower() and _is_whole(left.lower(), right.lower(), words=words)
        return f"{left}{'' if whole else match['hyphen']}{right}{match['rest']}\n"

    return _DIVIDED_LINE.sub(joined, text)
