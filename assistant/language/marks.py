"""Citation marks in text: ``[3]``, ``[3, 5]``, ``[3][5]``, ``[3-5]`` and their kin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# A wider range is not believed: nobody cites a hundred sentences for one.
WIDEST_RANGE = 100

# All repetitions are bounded, and no mark holds a full stop before white space (citations.py
# relies on that).
_SPACE = r"[ \t\u00a0\u202f]{0,2}"
_NAMED = (
    r"(?:[Ss]entences?|[Ss]ources?|[Rr]ef(?:erence)?s?|[Cc]it(?:ation|e)s?)"
    r"[.:]?[ :#]{0,2}"
)
_NUMBER = rf"(?:[\^#]|[Ss] ?|{_NAMED})?[0-9]{{1,4}}"
_ITEM = rf"{_NUMBER}(?:{_SPACE}[-‐‑–—]{_SPACE}{_NUMBER})?"
LIST = rf"{_ITEM}(?:{_SPACE}(?:[,;&]|and){_SPACE}(?:and )?{_ITEM}){{0,20}}"
_FROM = r"(?:[†:][^\]】\s.!?…。！？]{0,40})?"
_MARK = (
    rf"(?:(?:\[{_SPACE}\^?{LIST}{_FROM}{_SPACE}\]|\[\[{LIST}\]\])(?:\([#/h][^\s()]{{0,200}}\))?"
    rf"|[【［〔]{_SPACE}{LIST}{_FROM}{_SPACE}[】］〕]"
    rf"|\({_SPACE}{_NAMED}{LIST}{_SPACE}\)"
    rf"|<sup>\[?{LIST}\]?</sup>)"
)
# One mark or several in a row: "[3][5]", "[3] [5]", "[3], [5]".
RUN = rf"{_MARK}(?:{_SPACE}[,;]?{_SPACE}{_MARK}){{0,5}}"
# The same, with the parentheses that a model may have put round it.
RUN_IN_TEXT = rf"(?:\({_SPACE}{RUN}{_SPACE}\)|{RUN})"

_ITEMS = re.compile(rf"({_NUMBER})(?:{_SPACE}[-‐‑–—]{_SPACE}({_NUMBER}))?")
_MARKS = re.compile(_MARK)
_NOT_DIGITS = re.compile(r"[^0-9]+")
# What a model's server or a model may read as its own tag: <|im_end|>, </data>, [INST].
_TAG = re.compile(r"<(?=[A-Za-z/|!<?])|\|>")
_INSTRUCTION_TAG = re.compile(r"\[(/?(?:INST|SYS[A-Z]*))\]")


@dataclass(frozen=True, slots=True)
class CitedNumbers:
    """Numbers read from marks: those that exist, once each in their order; how many do not."""

    numbers: tuple[int, ...] = ()
    unknown: int = 0


def cited_numbers(marks: str, *, known: Collection[int]) -> CitedNumbers:
    """The numbers that a run of marks cites, ranges written out.

    A range wider than ``WIDEST_RANGE`` counts as one number that does not exist.
    """
    ranges = list(_ranges(marks))
    too_wide = {(low, high) for low, high in ranges if high - low >= WIDEST_RANGE}
    cited = dict.fromkeys(
        number
        for low, high in ranges
        if (low, high) not in too_wide
        for number in range(low, high + 1)
    )
    numbers = tuple(number for number in cited if number in known)
    return CitedNumbers(numbers, len(too_wide) + len(cited) - len(numbers))


def _as_text(mark: re.Match[str]) -> str:
    inner = mark[0].strip("[]【】［］〔〕")
    # What is more than brackets round numbers comes down to the numbers.
    plain = mark[0][-1] in "]】］〕" and "[" not in inner
    return f"({inner})" if plain else f"({', '.join(re.findall('[0-9]+', inner)[:40])})"


def _ranges(marks: str) -> Iterator[tuple[int, int]]:
    for mark in _MARKS.finditer(marks):
        for first, last in _ITEMS.findall(mark[0]):
            ends = [int(_NOT_DIGITS.sub("", end)) for end in (first, last) if end]
            yield min(ends), max(ends)


def neutralised(text: str) -> str:
    """Article text on one line, with nothing in it that reads as a mark, a tag or a line.

    ``[3]`` becomes ``(3)`` and the ``<`` of a tag ``‹``, so that an article can neither be
    cited by a number of its own making nor close the tags that it is put between.
    """
    line = " ".join(text.split())
    line = _MARKS.sub(_as_text, line)
    line = _INSTRUCTION_TAG.sub(r"(\1)", line)
    return _TAG.sub(lambda tag: "‹" if tag[0] == "<" else "|›", line)
