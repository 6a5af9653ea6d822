"""Cuts the sentences of an article into passages: what is embedded and searched."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from assistant.language.dates import format_day
from assistant.language.punctuation import FINISHED
from assistant.types import Passage, Sentence

_PARAGRAPH_BREAK: Final = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2029")
_LINE_BREAK: Final = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")

_LONGEST_HEADING: Final = 90  # characters up to which a line without a full stop may be a heading

# Cost of ending a passage inside a paragraph, half of it between two lines of one. 1 is the cost of
# a passage left empty.
_INSIDE_PARAGRAPH: Final = 0.15
_AFTER_HEADING: Final = 0.5  # cost of ending a passage with a heading, away from what it heads


def cut_passages(
    sentences: Sequence[Sentence], *, text: str, lengths: Sequence[int], budget: int
) -> tuple[Passage, ...]:
    """Runs of whole sentences, in order, each within ``budget`` tokens.

    There are as few passages as the budget allows, and among those cuts the one of least
    cost is taken: each passage costs the square of the share of the budget it falls short
    of, so that they come out about equally long; ending a passage inside a paragraph, and
    above all after a heading, costs extra. A sentence longer than the budget is a passage
    of its own. Every sentence is in exactly one passage.

    Args:
        sentences: the sentences of the article, indices from 0.
        text: the text that they lie in; a blank line in it ends a paragraph.
        lengths: the number of tokens of each sentence; each counts as at least one.
        budget: most tokens of a passage, at least 1.

    Raises:
        ValueError: ``lengths`` are not as many as ``sentences``, or the budget is not positive.
    """
    if len(lengths) != len(sentences):
        raise ValueError("one length for each sentence is needed")
    if budget < 1:
        raise ValueError("the budget must be positive")
    if not sentences:
        return ()
    totals = [0, *accumulate(max(1, length) for length in lengths)]
    starts = _run_starts(totals, _end_costs(sentences, text), budget=budget)
    ends = [*starts[1:], len(sentences)]
    runs = enumerate(zip(starts, ends, strict=True))
    return tuple(
        Passage(index, first, end - 1, sentences[first].start, sentences[end - 1].end)
        for index, (first, end) in runs
    )


def passage_header(title: str, *, source: str | None, published: date | None) -> str:
    r"""What is put before a passage for search only: ``"Title\nOutlet, 3 March 2025\n"``.

    What is unknown is left out; white space in the title and the outlet becomes one space.
    The header ends with a line break unless it is empty.
    """
    day = published.date() if isinstance(published, datetime) else published
    origin = [" ".join((source or "").split()), format_day(day) if day else ""]
    lines = [" ".join(title.split()), ", ".join(part for part in origin if part)]
    return "".join(f"{line}\n" for line in lines if line)


def _end_costs(sentences: Sequence[Sentence], text: str) -> list[float]:
    costs: list[float] = []
    begins_line = True
    for sentence, following in pairwise(sentences):
        gap = text[sentence.end : following.start]
        ends_line = _LINE_BREAK.search(gap) is not None
        if begins_line and ends_line and _is_heading(sentence, text):
            costs.append(_AFTER_HEADING)
        elif _PARAGRAPH_BREAK.search(gap):
            costs.append(0.0)
        else:
            costs.append(_INSIDE_PARAGRAPH / 2 if ends_line else _INSIDE_PARAGRAPH)
        begins_line = ends_line
    costs.append(0.0)
    return costs


def _is_heading(line: Sentence, text: str) -> bool:
    short = line.end - line.start <= _LONGEST_HEADING
    return short and FINISHED.search(text, line.start, line.end) is None


class _Best(NamedTuple):
    """The best way to cut the first sentences: passages, their cost, where the last begins."""

    passages: int
    cost: float
    begin: int


def _run_starts(totals: Sequence[int], end_costs: Sequence[float], *, budget: int) -> list[int]:
    """Where the passages begin, by dynamic programming over the end of the last passage.

    The number of steps is that of sentences times that of sentences in a passage.
    """
    best = [_Best(0, 0.0, 0)]
    window: deque[int] = deque()
    for end in range(1, len(totals)):
        window.append(end - 1)
        while len(window) > 1 and totals[end] - totals[window[0]] > budget:
            window.popleft()
        fewest = best[window[0]].passages + 1
        cost, begin = min(
            (best[begin].cost + max(0.0, 1.0 - (totals[end] - totals[begin]) / budget) ** 2, begin)
            for begin in window
            if best[begin].passages + 1 == fewest
        )
        best.append(_Best(fewest, cost + end_costs[end - 1], begin))
    starts: list[int] = []
    end = len(totals) - 1
    while end > 0:
        end = best[end].begin
        starts.append(end)
    return starts[::-1]
