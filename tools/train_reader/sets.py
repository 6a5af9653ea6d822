"""The large data sets of questions, read: one form of line for all of them.

Each line has a question, the text that it was asked about, and the answers' places in it;
some have the text's sentences and which of them answer. What each set is, how many of its
questions are drawn and which of its articles are held out stands in ``SETS``.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from assistant.language.sentences import split_sentences
from assistant.types import Sentence
from tools.train_reader.questions import (
    GROUP_MARK,
    QAMR,
    XQUAD,
    Question,
    Source,
    Span,
    is_held_out,
    untokenised,
)

_AROUND: Final = 12
"""Sentences of a long text before and after the answer that are kept."""

_NEAR: Final = 4
"""Sentences before and after one that is asked about alone."""

_LONG: Final = 4000
"""Characters from which on a text is long: of it the answer's own lines are read."""

_ANSWER: Final = 90
"""Characters of a short answer, at most; what is longer is a sentence that answers."""


@dataclass(frozen=True, slots=True)
class Set:
    """A data set and how it is drawn from.

    ``most`` questions are drawn, each ``times`` times; ``held`` is the share of its articles
    that is held out; in a ``tokenised`` one words and marks are apart; of a ``titled`` one
    the group is the article's title; in one of ``single`` sentences the texts of a group
    are sentences of one article, in the order of their ids.
    """

    source: Source
    most: int
    times: int = 1
    held: float = 0.03
    tokenised: bool = False
    titled: bool = False
    single: bool = False


def _set(name: str, stem: str, origin: str, licence: str, most: int, **how: Any) -> Set:
    return Set(Source(name, (f"questions/{stem}.jsonl.gz",), origin, licence), most, **how)


ONESTOPQA: Final = _set(
    "OneStopQA", "onestopqa", "berzak/onestop-qa", "CC BY-SA 4.0", 1_000,
    times=2, held=1 / 3, titled=True,
)  # fmt: skip
SQUAD_DEV: Final = _set(
    "SQuAD, development", "squad-dev", "rajpurkar/SQuAD-explorer", "CC BY-SA 4.0", 6_000,
    held=0.1, titled=True,
)  # fmt: skip
SETS: Final = (
    ONESTOPQA,
    SQUAD_DEV,
    _set("SQuAD 1.1, training", "squad-train", "rajpurkar/SQuAD-explorer", "CC BY-SA 4.0", 7_000,
         held=0.005, titled=True),
    _set("QADiscourse", "qadiscourse", "ValentinaPy/QADiscourse", "CC BY 4.0", 1_500, single=True),
    _set("QED", "qed", "google-research-datasets/QED", "CC BY-SA 3.0", 3_000,
         tokenised=True, titled=True),
    _set("SquadShifts, New Wikipedia", "squadshifts-newwiki", "modestyachts/squadshifts-website",
         "CC BY 4.0", 1_000, titled=True),
    _set("SquadShifts, Reddit", "squadshifts-reddit", "modestyachts/squadshifts-website",
         "CC BY 4.0", 500, held=0.005),
    _set("SquadShifts, Amazon", "squadshifts-amazon", "modestyachts/squadshifts-website",
         "CC BY 4.0", 300, held=0.005),
    _set("CLAP NQ, development", "clapnq-dev", "primeqa/clapnq", "Apache-2.0", 600,
         held=0.15, tokenised=True, titled=True),
    _set("TyDi QA, English", "tydiqa-en", "google-research-datasets/tydiqa", "Apache-2.0", 600,
         titled=True),
    _set("TimeQA, by people", "timeqa-human", "wenhuchen/Time-Sensitive-QA", "BSD-3-Clause", 700,
         tokenised=True, titled=True),
    _set("COVID-QA", "covidqa", "deepset-ai/COVID-QA", "Apache-2.0", 300),
)  # fmt: skip


def drawn(
    folder: Path, one: Set, *, kept_away: Container[str], most: int | None = None, seed: int = 3
) -> tuple[list[Question], list[Question]]:
    """The questions of a set that are trained on, as often as they are, and the held-out ones.

    What other data sets hold out or report on stays out of both: paragraphs that begin as
    one in ``kept_away`` or as a held-out one of XQuAD, and held-out documents of QAMR. With
    ``most`` so many are drawn instead.
    """
    (name,) = one.source.files
    with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    neighbours = _neighbours(rows) if one.single else {}
    rows = [
        row
        for row in rows
        if (mark := row["context"][:GROUP_MARK]) not in kept_away
        and not is_held_out(XQUAD.name, mark)
        and not (one.single and is_held_out(QAMR.name, row["group"]))
    ]
    random.Random(seed).shuffle(rows)
    rows.sort(key=lambda row: row["answerable"])  # few have no answer: those come first
    training: list[Question] = []
    held: list[Question] = []
    for row in rows:
        out = is_held_out(one.source.name, row["group"], share=one.held)
        if not out and len(training) >= (most or one.most):
            continue
        question = _question(row, one, neighbours)
        if question is not None:
            (held if out else training).append(question)
    return training * one.times, held


def _neighbours(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The sentences of each article in which one sentence at a time is asked about, in order."""
    known: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for row in rows:
        numbers = re.findall(r"\d+", row["id"].split("wiki", 1)[-1])
        known[row["group"]].setdefault(row["context"], tuple(map(int, numbers)))
    return {group: sorted(own, key=own.__getitem__) for group, own in known.items()}


def _question(
    row: Mapping[str, Any], one: Set, neighbours: Mapping[str, list[str]]
) -> Question | None:
    """A line as a question; None where no sentence of its text is known to answer or not to."""
    context: str = row["context"]
    places = [(each["start"], each["start"] + len(each["text"])) for each in row["answers"]]
    if one.single:
        around = neighbours[row["group"]]
        at = around.index(context)
        texts = around[max(0, at - _NEAR) : at + _NEAR + 1]
        own = texts.index(context)
        answers = {own: places}
    else:
        texts, answers = _parted(context, places, row)
    if (row["answerable"] and not answers) or not texts:
        return None
    spans = {
        index: found
        for index, ranges in answers.items()
        if (found := _spans(texts[index], ranges, tokenised=one.tokenised))
    }
    gold = row.get("gold_sentences")
    right = frozenset(gold) & frozenset(range(len(texts))) if gold else frozenset(answers)
    kept = _unsure(texts, answers, row)
    return _kept(
        Question(
            source=one.source.name,
            group=row["group"],
            text=" ".join(row["question"].split()),
            heading=_title(row["group"]) if one.titled else "",
            sentences=tuple(untokenised(text) if one.tokenised else text for text in texts),
            right=right,
            spans={index: found for index, found in spans.items() if index in right},
        ),
        kept,
    )


def _parted(
    context: str, places: Sequence[tuple[int, int]], row: Mapping[str, Any]
) -> tuple[list[str], dict[int, list[tuple[int, int]]]]:
    """The sentences of a text, and the answers' ranges in those that hold them."""
    begin, end = 0, len(context)
    if end > _LONG and places:
        begin = context.rfind("\n", 0, places[0][0]) + 1
        end = context.find("\n", places[0][1]) % (len(context) + 1)
    ranges: list[tuple[int, int]] = []
    if "sentences" in row:
        at = 0
        for text in row["sentences"]:
            found = context.find(text, at)
            if found < 0:
                return [], {}
            at = found + len(text)
            ranges.append((found, at))
    else:
        ranges = [
            (begin + sentence.start, begin + sentence.end)
            for sentence in _split(context[begin:end])
        ]
    answers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, stop in places:
        for index, (first, after) in enumerate(ranges):
            if first < stop and start < after:
                answers[index].append((max(start, first) - first, min(stop, after) - first))
    if len(ranges) > 2 * _AROUND and answers:
        low = max(0, min(answers) - _AROUND)
        ranges = ranges[low : max(answers) + _AROUND + 1]
        answers = defaultdict(list, {index - low: own for index, own in answers.items()})
    return [context[first:after] for first, after in ranges], dict(answers)


@cache
def _split(text: str) -> Sequence[Sentence]:
    return split_sentences(text)


def _spans(text: str, ranges: Sequence[tuple[int, int]], *, tokenised: bool) -> tuple[Span, ...]:
    """The short answers of a sentence, in the sentence as it is read; none that are long."""
    read: Callable[[str], str] = untokenised if tokenised else str
    whole = read(text)
    found = []
    for start, stop in ranges:
        answer = read(text[start:stop].strip())
        place = whole.find(answer, max(0, len(read(text[:start])) - 1))
        if answer and len(answer) <= _ANSWER and place >= 0:
            found.append(Span(place, place + len(answer)))
    return tuple(dict.fromkeys(found))


def _unsure(
    texts: Sequence[str], answers: Mapping[int, object], row: Mapping[str, Any]
) -> frozenset[int]:
    """The sentences of which it is known whether they answer.

    Where an answer's place was guessed, others that hold the same words may answer too.
    """
    known = range(len(texts))
    if not row.get("start_guessed"):
        return frozenset(known)
    words = [one["text"].casefold() for one in row["answers"]]
    return frozenset(
        index
        for index in known
        if index in answers or not any(word in texts[index].casefold() for word in words)
    )


def _kept(question: Question, kept: frozenset[int]) -> Question:
    """The question with some of its sentences alone."""
    if len(kept) == len(question.sentences):
        return question
    new = {old: place for place, old in enumerate(sorted(kept))}
    return Question(
        source=question.source,
        group=question.group,
        text=question.text,
        heading=question.heading,
        sentences=tuple(question.sentences[old] for old in new),
        right=frozenset(new[old] for old in question.right if old in new),
        spans={new[old]: spans for old, spans in question.spans.items() if old in new},
    )


def _title(group: str) -> str:
    return group.removeprefix("/wiki/").replace("_", " ")
