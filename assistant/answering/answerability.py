"""The gate: whether to answer at all, decided before anything is said.

Logistic models over a few signs (``answer_signs``): one says whether the library holds
anything about the question, another whether the sentences that would be quoted answer it;
where there is a reader, a third takes that one's place and weighs what it says, too.
Weights and thresholds were fitted and chosen by ``python -m eval.abstention --fit`` on the
choosing halves of docs/measurements/abstention.md alone, but for ``read_answer``, which was
lowered by hand (there it says why). ``AnswerSigns.score`` comes from
the ranking of sentences: another ranking needs them fitted anew.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from assistant.answering.answer_signs import (
    Analyse,
    AnswerSigns,
    RelevanceSigns,
    answer_signs,
    relevance_signs,
)
from assistant.answering.sentences import Question, RankedSentence
from assistant.language.words import words_in
from assistant.types import AbstentionKind, Hit

_WHICH: Final = re.compile(r"\bwhich ([\w’'-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GateModel:
    """A logistic model: what each sign counts, and what is added to their sum."""

    weights: Mapping[str, float]
    bias: float

    def chance(self, signs: AnswerSigns | RelevanceSigns) -> float:
        """The probability, from 0 to 1, that ``signs`` speak for."""
        total = self.bias + sum(
            weight * float(getattr(signs, name)) for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-60.0, min(total, 60.0))))


ANSWERS: Final = GateModel(
    MappingProxyType(
        {
            "score": 2.69,
            "covered": 0.96,
            "order": 1.05,
            "answer": 0.3,
            "figures": 2.26,
            "affirmed": 0.65,
        }
    ),
    bias=-7.35,
)
"""Whether what would be quoted holds the answer, where no reader has read it."""

READ_ANSWERS: Final = GateModel(
    MappingProxyType(
        {"score": 1.07, "covered": 0.76, "order": 0.79, "figures": 1.77, "read": 6.92}
    ),
    bias=-8.0,
)
"""The same where a reader has read it."""

RELEVANT: Final = GateModel(
    MappingProxyType({"meaning": 6.99, "words": 2.81, "named": 1.18}), bias=-4.69
)
"""Whether the library has anything about the question."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """From where on is answered; the defaults are the chosen ones.

    Below ``relevance`` the library is said to hold nothing about the question, below
    ``answer`` (``read_answer`` where a reader has read) the articles found are said to hold
    no answer. From ``surely`` on the sentences answer, whatever the library seems to be about.
    """

    relevance: float = 0.36
    answer: float = 0.17
    read_answer: float = 0.13
    surely: float = 0.25
    relevant: GateModel = RELEVANT
    answers: GateModel = ANSWERS
    read_answers: GateModel = READ_ANSWERS

    def chance(self, signs: AnswerSigns) -> float:
        """The probability, from 0 to 1, that what would be quoted answers."""
        return (self.answers if signs.read is None else self.read_answers).chance(signs)

    def least(self, signs: AnswerSigns | None) -> float:
        """The probability from which on is answered."""
        return self.answer if signs is None or signs.read is None else self.read_answer


@dataclass(frozen=True, slots=True)
class Answerability:
    """What is known before answering.

    ``probability`` is that the best sentences answer, ``relevance`` that the library has
    anything about the question, both from 0 to 1. The signs behind them are None where
    nothing was found or, of an answer, where only relevance was looked at.
    """

    probability: float
    relevance: float
    answer: AnswerSigns | None = None
    about: RelevanceSigns | None = None


def answerability(
    question: Question,
    ranked: Sequence[RankedSentence],
    hits: Sequence[Hit],
    *,
    analyse: Analyse,
    settings: GateSettings = GateSettings(),
) -> Answerability:
    """Whether the best of ``ranked`` sentences answer ``question``, and how surely.

    Args:
        question: what is asked.
        ranked: the sentences of ``hits``, best first.
        hits: the passages found.
        analyse: gives the stemmed words of a text, as ``question.terms`` has them.
        settings: the models.
    """
    signs = answer_signs(question, ranked, analyse=analyse)
    about = relevance_signs(question, hits, analyse=analyse)
    return Answerability(
        probability=settings.chance(signs) if signs else 0.0,
        relevance=_relevance(about, settings=settings),
        answer=signs,
        about=about,
    )


def finds_nothing(
    question: Question, hits: Sequence[Hit], *, analyse: Analyse, least: float = 0.2
) -> bool:
    """Whether ``hits`` have nothing to do with ``question``: the gate before a chat model.

    That is where not one word of it stands in any of them, and no passage comes near in
    meaning (``least``, a cosine). The model sees all else, and declines for itself.
    """
    about = relevance_signs(question, hits, analyse=analyse)
    return about is None or (about.words <= 0.0 and about.meaning < least)


def holds_kind(
    question: str, ranked: Sequence[RankedSentence], *, most: int = 3, chance: float = 0.35
) -> bool:
    """Whether one of the first ``most`` of ``ranked`` has words of the kind asked for.

    A question for a name is not answered where the reader can point at none, nor one for a sum
    where there is none; "which oven" by a sentence with an oven is. True where any words may
    answer, or nothing was read. Only those count that answer with at least ``chance`` of the
    best one's probability.
    """
    chances = {id(one): one.reading.probability for one in ranked[:most] if one.reading is not None}
    least = chance * max(chances.values(), default=0.0)
    read = [one for one in ranked[:most] if chances.get(id(one), -1.0) >= least]
    asked = {found[1].lower() for found in _WHICH.finditer(question)}
    return not read or any(
        one.signs.fits > 0 or not asked.isdisjoint(words_in(one.article.sentence_text(one.index)))
        for one in read
    )


def declined(
    found: Answerability, *, settings: GateSettings = GateSettings()
) -> AbstentionKind | None:
    """Why no sentence is to be quoted, None where they are.

    What surely answers is quoted, however little its article seems to be about the question: a
    short question shares few words with anything.
    """
    if found.relevance < settings.relevance and found.probability < settings.surely:
        return AbstentionKind.NOT_IN_LIBRARY
    if found.probability < settings.least(found.answer):
        return AbstentionKind.NOT_IN_EVIDENCE
    return None


def _relevance(about: RelevanceSigns | None, *, settings: GateSettings) -> float:
    return 0.0 if about is None else settings.relevant.chance(about)
