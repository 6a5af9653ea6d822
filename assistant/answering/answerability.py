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
from assistant.language.word_lists import word_set
from assistant.language.words import content_terms
from assistant.types import AbstentionKind, Hit

_GENERAL: Final = word_set(
    "article articles coverage day days developments event events happen happened happening "
    "happens headline headlines important last late latest library main major month months new "
    "news newest newspaper paper recent recently report reported reports say says summarise "
    "summarize summary stories story tell today tonight topic topics update updates week weeks "
    "year years yesterday"
)
"""Words that ask for whatever there is."""


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
    MappingProxyType({"score": 1.14, "order": 1.2, "figures": 1.5, "read": 7.52}),
    bias=-7.95,
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
    no answer.
    """

    relevance: float = 0.36
    answer: float = 0.17
    read_answer: float = 0.10
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
        relevance=_relevance(question, about, settings=settings),
        answer=signs,
        about=about,
    )


def is_relevant(
    question: Question,
    hits: Sequence[Hit],
    *,
    analyse: Analyse,
    settings: GateSettings = GateSettings(),
) -> bool:
    """Whether ``hits`` hold anything about ``question``: the gate before a chat model."""
    about = relevance_signs(question, hits, analyse=analyse)
    return _relevance(question, about, settings=settings) >= settings.relevance


def declined(
    found: Answerability, *, settings: GateSettings = GateSettings()
) -> AbstentionKind | None:
    """Why no sentence is to be quoted, None where they are."""
    if found.relevance < settings.relevance:
        return AbstentionKind.NOT_IN_LIBRARY
    if found.probability < settings.least(found.answer):
        return AbstentionKind.NOT_IN_EVIDENCE
    return None


def _relevance(
    question: Question, about: RelevanceSigns | None, *, settings: GateSettings
) -> float:
    if about is None:
        return 0.0
    if _asks_for_anything(question.text):
        return 1.0
    return settings.relevant.chance(about)


def _asks_for_anything(question: str) -> bool:
    """Whether it has none but general words: "What happened this week?"."""
    return _GENERAL.issuperset(content_terms(question))
