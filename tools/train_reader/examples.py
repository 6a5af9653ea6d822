"""From questions to what the network is trained on: groups of pairs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assistant.language.passages import passage_header
from assistant.language.words import content_terms
from assistant.models.pairs import SENTENCE_TOKENS, Pair, as_asked, pair_of
from tools.train_reader.negatives import Changer, Sentence
from tools.train_reader.questions import Question, Span
from tools.train_reader.typed import typed

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

    Beside a right sentence stand ``own`` wrong ones of its text, first of all those that
    share the most words with the question, and ``far`` mined ones. With the chance
    ``changed`` it stands there with another question, of which a detail is changed, with
    the chance ``removed`` without its short answer. The question is one that was typed
    with the chance ``typed``; another sentence of the text leads up to it with the chance
    ``longer``. What is known of a text is left out with the chance ``bare``, and gets an
    outlet and a day with the chance ``dated``.
    """

    own: int = 3
    far: int = 2
    changed: float = 0.6
    removed: float = 0.12
    typed: float = 0.3
    longer: float = 0.08
    bare: float = 0.3
    dated: float = 0.6


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

    def groups(self, rng: random.Random) -> Iterator[Group]:
        """A group of each question, in a random order."""
        order = [*range(len(self._questions))]
        rng.shuffle(order)
        yield from filter(None, (self._group(place, rng) for place in order))

    def _group(self, place: int, rng: random.Random) -> Group:
        question = self._questions[place]
        others = [i for i in range(len(question.sentences)) if i not in question.right]
        hard = self._hard[place]
        far = rng.sample(hard, min(len(hard), self._drawing.far))
        heading = self._heading(question.heading, rng)
        asked = self._asked(question, others, rng)
        group: Group = []
        if question.right:
            index = rng.choice(sorted(question.right))
            group.append(self._right(asked, question, index, heading))
            group += self._altered(asked, question, index, heading, rng)
        for index in self._near(question, others, rng):
            group.append(self._wrong(asked, heading, question.sentences[index]))
        for one in far:
            sentence = self._pool[one]
            known = self._heading(sentence.heading, rng) if heading else heading
            group.append(self._wrong(asked, known, sentence.text))
        return group

    def _near(self, question: Question, others: Sequence[int], rng: random.Random) -> list[int]:
        """Wrong sentences of the question's own text: those that look likeliest, and one more."""
        wanted = set(content_terms(question.text))
        shared = {i: len(wanted.intersection(content_terms(question.sentences[i]))) for i in others}
        order = sorted(others, key=lambda i: (-shared[i], rng.random()))
        chosen, rest = order[: self._drawing.own - 1], order[self._drawing.own - 1 :]
        return chosen + rng.sample(rest, min(1, len(rest)))

    def _asked(self, question: Question, others: Sequence[int], rng: random.Random) -> str:
        """The question as it is, as typed, or led up to, as news quizzes do."""
        if others and rng.random() < self._drawing.longer:
            return f"{question.sentences[rng.choice(others)]} {question.text}"
        if rng.random() < self._drawing.typed:
            return typed(question.text, rng)
        return question.text

    def _altered(
        self, asked: str, question: Question, index: int, heading: str, rng: random.Random
    ) -> list[Example]:
        """The right sentence made a wrong one: by another question, or by a gap in it."""
        text = question.sentences[index]
        altered: list[Example] = []
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


def batches(groups: Sequence[Group], *, tokens: int) -> Iterator[list[Group]]:
    """The groups in their order, each batch of about ``tokens``."""
    batch: list[Group] = []
    held = 0
    for group in groups:
        size = size_of(group)
        if batch and held + size > tokens:
            yield batch
            batch, held = [], 0
        batch.append(group)
        held += size
    if batch:
        yield batch


def size_of(group: Group) -> int:
    """How many tokens its pairs have."""
    return sum(len(example.pair.ids) for example in group)
