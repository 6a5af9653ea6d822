"""Hard negatives: sentences that look like an answer and are none, and questions made false.

For each question the sentences of other texts of its data set that BM25 ranks highest are
mined, without those that hold a known short answer. A second kind are questions of which
one detail (a name, a figure, who did it to whom, an opposite, another word) has been changed
into another of its sort: the sentence that answered the true question answers the changed
one no more.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tools.train_entailment.drawing import couples
from tools.train_reader.questions import Question

_DEEP: Final = 40
"""Sentences that are looked at for each question."""

_NAME: Final = re.compile(r"(?<=\s)(?:[A-Z][\w'’-]+)(?:\s+(?:of\s+|the\s+)?[A-Z][\w'’-]+)*")
_WORD: Final = re.compile(r"\b[a-z]{5,}\b")
_ENDING: Final = re.compile(r"(?:ed|ing|ion|ment|ers|ies|ity|ly|s)\Z")
_OPPOSITES: Final = {
    one: other for pair in couples("opposites") for one, other in (pair, pair[::-1])
}
_FIRST: Final = 0.6
"""How often an opposite is taken where there is one; half as often two names change places."""

_BOTH: Final = 2
_NUMBER: Final = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the pool, with what is known of its text."""

    text: str
    heading: str
    group: str
    source: str


def pool_of(questions: Sequence[Question]) -> list[Sentence]:
    """Every sentence of ``questions``, each once."""
    seen: dict[str, Sentence] = {}
    for question in questions:
        for text in question.sentences:
            seen.setdefault(text, Sentence(text, question.heading, question.group, question.source))
    return list(seen.values())


def mined(questions: Sequence[Question], pool: Sequence[Sentence], *, most: int) -> list[list[int]]:
    """For each question up to ``most`` places in ``pool``, of its own data set, hardest first."""
    found: list[list[int]] = [[] for _ in questions]
    for source in {question.source for question in questions}:
        asked = [place for place, one in enumerate(questions) if one.source == source]
        there = [place for place, one in enumerate(pool) if one.source == source]
        best = _bm25([pool[place].text for place in there], [questions[at].text for at in asked])
        for at, places in zip(asked, best, strict=True):
            own = [there[place] for place in places.tolist()]
            found[at] = _wrong(questions[at], pool, own, most=most)
    return found


def _wrong(
    question: Question, pool: Sequence[Sentence], places: Sequence[int], *, most: int
) -> list[int]:
    answers = {
        question.sentences[index][span.start : span.end].casefold()
        for index, spans in question.spans.items()
        for span in spans
    }
    own = set(question.sentences)
    return [
        place
        for place in places
        # Other texts of the same article are wrong where the answer is known and not in them.
        if (pool[place].group != question.group or answers)
        and pool[place].text not in own
        and not any(answer in pool[place].text.casefold() for answer in answers)
    ][:most]


def _bm25(texts: Sequence[str], queries: Sequence[str]) -> NDArray[np.int64]:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(texts), show_progress=False), show_progress=False)
    found: Any = index.retrieve(
        bm25s.tokenize(list(queries), show_progress=False),
        k=min(_DEEP, len(texts)),
        show_progress=False,
    )
    return np.asarray(found.documents, np.int64)


class Changer:
    """Changes one detail of a question into another of its sort."""

    def __init__(self, questions: Sequence[Question]) -> None:
        texts = [question.text for question in questions]
        self._names: list[str] = sorted({name for text in texts for name in _NAME.findall(text)})
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in sorted({word for text in texts for word in _WORD.findall(text)}):
            self._words[_ending(word)].append(word)

    def changed(self, question: str, sentence: str, *, rng: random.Random) -> str | None:
        """The question with one detail changed that ``sentence`` holds; None without one.

        An opposite and two names that change places count where the sentence has neither.
        """
        ways = [
            (match, make)
            for pattern, make in (
                (_NUMBER, self._number),
                (_NAME, self._name),
                (_WORD, self._word),
            )
            for match in pattern.finditer(question)
            if match[0].casefold() in sentence.casefold()
        ]
        opposites = [match for match in _WORD.finditer(question) if match[0] in _OPPOSITES]
        names = list(_NAME.finditer(question))
        if opposites and rng.random() < _FIRST:
            match = rng.choice(opposites)
            new = _OPPOSITES[match[0]]
        elif len(names) == _BOTH and rng.random() < _FIRST / 2:
            one, other = names
            if " and " in question[one.end() : other.start()] or one[0] == other[0]:
                return None
            turned = other[0] + question[one.end() : other.start()] + one[0]
            return question[: one.start()] + turned + question[other.end() :]
        elif ways:
            match, make = rng.choice(ways)
            new = make(match[0], rng)
        else:
            return None
        if new.casefold() in sentence.casefold() or new == match[0]:
            return None
        return question[: match.start()] + new + question[match.end() :]

    def _name(self, name: str, rng: random.Random) -> str:
        """Another name of as many words, where a few tries find one."""
        tries = [rng.choice(self._names) for _ in range(20)]
        return next((one for one in tries if len(one.split()) == len(name.split())), tries[0])

    def _word(self, word: str, rng: random.Random) -> str:
        """Another word that ends as this one does."""
        return rng.choice(self._words[_ending(word)] or [word])

    @staticmethod
    def _number(number: str, rng: random.Random) -> str:
        """A figure of as many digits, a year within twenty of a year."""
        if re.fullmatch(r"(?:1[5-9]|20)\d\d", number):
            return str(int(number) + rng.choice([*range(-20, 0), *range(1, 21)]))

        def other(digit: re.Match[str]) -> str:
            return rng.choice("123456789".replace(digit[0], ""))

        return re.sub(r"\d", other, number)


def _ending(word: str) -> str:
    found = _ENDING.search(word)
    return found[0] if found else ""
