"""From questions to what the network is trained on: groups of pairs, drawn anew each epoch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assistant.language.passages import passage_header
from assistant.models.pairs import SENTENCE_TOKENS, Pair, as_asked, pair_of
from tools.train_reader.negatives import Changer, Sentence
from tools.train_reader.questions import QAMR, Question, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_OUTLETS: Final = (
    "Morning Herald", "The Evening Post", "City Tribune", "Northern Courier", "Daily Record",
    "Capital Gazette", "World Service", "National Wire", "The Observer Weekly", "Channel Nine News",
)  # fmt: skip
"""Outlets' names that say nothing: a heading in use has one, so one is learned to be ignored."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How groups are drawn.

    ``wrong`` sentences stand beside a right one, at most ``own`` of them from its own text;
    ``qamr`` of QAMR's questions an epoch, each with ``qamr_wrong``. A detail of the question
    is changed with the chance ``changed``; the right sentence stands among the wrong ones
    without its short answer with the chance ``removed``; another sentence of the text leads
    up to the question with the chance ``longer``. What is known of a text is left out with
    the chance ``bare``, and gets an outlet and a day with the chance ``dated``.
    """

    wrong: int = 7
    own: int = 4
    qamr: int = 4000
    qamr_wrong: int = 4
    changed: float = 0.5
    removed: float = 0.0
    longer: float = 0.0
    bare: float = 0.4
    dated: float = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A pair with what is to be learned of it.

    ``spans`` are the half-open token ranges of the right short answers in the pair; none
    where the sentence does not answer; None where it answers and no range is known.
    """

    pair: Pair
    right: bool
    spans: tuple[tuple[int, int], ...] | None


Group = list[Example]
"""Pairs that compete: at most the first is right."""


class Examples:
    """Draws groups from questions, with what was mined for each."""

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        hard: Sequence[Sequence[int]],
        pool: Sequence[Sentence],
        tokenizer: Tokenizer,
        drawing: Drawing = Drawing(),
    ) -> None:
        self._questions = questions
        self._hard = hard
        self._pool = pool
        self._tokenizer = tokenizer
        self._drawing = drawing
        self._changer = Changer(questions)
        self._known: dict[str, list[int]] = {}

    def epoch(self, rng: random.Random) -> list[Group]:
        """The groups of one epoch, in a random order."""
        qamr = [place for place, one in enumerate(self._questions) if one.source == QAMR.name]
        rest = [place for place, one in enumerate(self._questions) if one.source != QAMR.name]
        chosen = rest + rng.sample(qamr, min(self._drawing.qamr, len(qamr)))
        rng.shuffle(chosen)
        return [group for place in chosen if (group := self._group(place, rng))]

    def _group(self, place: int, rng: random.Random) -> Group:
        question = self._questions[place]
        wrong = self._drawing.qamr_wrong if question.source == QAMR.name else self._drawing.wrong
        others = [i for i in range(len(question.sentences)) if i not in question.right]
        own = rng.sample(others, min(len(others), self._drawing.own, wrong))
        hard = self._hard[place]
        far = rng.sample(hard, min(len(hard), wrong - len(own)))
        heading = self._heading(question.heading, rng)
        asked = self._asked(question, others, rng)
        group: Group = []
        if question.right:
            index = rng.choice(sorted(question.right))
            group.append(self._right(asked, question, index, heading))
            group += self._altered(asked, question, index, heading, rng)
        for index in own:
            group.append(self._wrong(asked, heading, question.sentences[index]))
        for one in far:
            sentence = self._pool[one]
            known = self._heading(sentence.heading, rng) if heading else heading
            group.append(self._wrong(asked, known, sentence.text))
        return group

    def _asked(self, question: Question, others: Sequence[int], rng: random.Random) -> str:
        """The question, or a longer one: news quizzes tell what they ask about first."""
        if others and rng.random() < self._drawing.longer:
            return f"{question.sentences[rng.choice(others)]} {question.text}"
        return question.text

    def _altered(
        self, asked: str, question: Question, index: int, heading: str, rng: random.Random
    ) -> list[Example]:
        """The right sentence made a wrong one: by another question, or by a gap in it."""
        text = question.sentences[index]
        altered = []
        if rng.random() < self._drawing.changed:
            changed = self._changer.changed(asked, text, rng=rng)
            if changed is not None:
                altered.append(self._wrong(changed, heading, text))
        spans = question.spans.get(index)
        if spans and rng.random() < self._drawing.removed:
            altered.append(self._wrong(asked, heading, without(text, spans)))
        return altered

    def _heading(self, known: str, rng: random.Random) -> str:
        if rng.random() < self._drawing.bare:
            return ""
        if rng.random() < self._drawing.dated:
            day = date(2000, 1, 1) + timedelta(days=rng.randrange(9500))
            return passage_header(known, source=rng.choice(_OUTLETS), published=day)
        return passage_header(known, source=None, published=None)

    def _right(self, asked: str, question: Question, index: int, heading: str) -> Example:
        text = question.sentences[index]
        pair = self._pair(asked, heading, text)
        known = question.spans.get(index)
        if not known:
            return Example(pair, right=True, spans=None)
        return Example(pair, right=True, spans=token_spans(text, known, pair, self._tokenizer))

    def _wrong(self, question: str, heading: str, text: str) -> Example:
        return Example(self._pair(question, heading, text), right=False, spans=())

    def _pair(self, question: str, heading: str, text: str) -> Pair:
        return pair_of(self._ids(as_asked(question)), self._ids(heading), self._ids(text))

    def _ids(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._known[text]


def without(text: str, spans: Sequence[Span]) -> str:
    """A sentence without some of its characters."""
    kept, place = [], 0
    for span in sorted(spans, key=lambda one: one.start):
        kept.append(text[place : max(span.start, place)])
        place = max(span.end, place)
    return " ".join("".join([*kept, text[place:]]).split())


def token_spans(
    text: str, spans: Sequence[Span], pair: Pair, tokenizer: Tokenizer
) -> tuple[tuple[int, int], ...] | None:
    """Character ranges of a sentence as token ranges of its pair; None where none is left."""
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets[:SENTENCE_TOKENS]
    found = []
    for span in spans:
        inside = [
            place for place, (start, end) in enumerate(offsets)
            if start < span.end and end > span.start
        ]  # fmt: skip
        if inside:
            found.append((pair.start + inside[0], pair.start + inside[-1] + 1))
    return tuple(found) or None


def batches(groups: Sequence[Group], *, tokens: int, rng: random.Random) -> Iterator[list[Group]]:
    """Groups of like length together, each batch of about ``tokens`` with its padding."""
    window = 400
    made: list[list[Group]] = []
    for start in range(0, len(groups), window):
        part = sorted(groups[start : start + window], key=_longest)
        batch: list[Group] = []
        for group in part:
            rows = sum(map(len, batch)) + len(group)
            if batch and rows * _longest(group) > tokens:
                made.append(batch)
                batch = []
            batch.append(group)
        if batch:
            made.append(batch)
    rng.shuffle(made)
    yield from made


def _longest(group: Group) -> int:
    return max(len(example.pair.ids) for example in group)
