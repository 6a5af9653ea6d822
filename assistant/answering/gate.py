"""The gate: whether to answer at all, decided before anything is said.

Logistic models over a few features (``gate_features``): one says whether the library holds
anything about the question, another whether the sentences that would be quoted answer it;
where there is a reader, a third takes that one's place and weighs what it says, too.
Weights and thresholds were fitted and chosen by ``python -m eval.abstention --fit`` on the
choosing halves of docs/measurements/abstention.md alone, but for ``read_answer``, which was
lowered by hand (there it says why). ``AnswerFeatures.score`` comes from
the ranking of sentences: another ranking needs them fitted anew.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from assistant.answering.abstention import not_in_evidence, not_in_library
from assistant.answering.features import Analyse, Question
from assistant.answering.gate_features import (
    AnswerFeatures,
    RelevanceFeatures,
    answer_features,
    relevance_features,
)
from assistant.answering.mentions import not_there
from assistant.answering.question_kinds import (
    NAMED,
    QuestionKind,
    defined_in,
    question_kind,
    sides_of,
)
from assistant.answering.ranking import RankedSentence
from assistant.answering.retrieval import Retrieved
from assistant.language.dates import dates_in
from assistant.language.words import words_in
from assistant.types import Abstention, AbstentionKind, Hit, day_of

_WHICH: Final = re.compile(r"\bwhich ([\w’'-]+)", re.IGNORECASE)
_NAMES: Final = re.compile(r"\bnames?\b", re.IGNORECASE)
_DID: Final = re.compile(r"\s*what (?:did|do|does|came|has|have|had)\b", re.IGNORECASE)
_LEAST_MEANING: Final = 0.2
"""Cosine of a passage from which on it comes near to a question in meaning."""
_SHOWN: Final = 3
"""Sentences, the best ones, that are looked at as what would be shown."""
_CHANCE: Final = 0.35
"""Share of the best one's probability from which on one of those counts."""
_LARGE: Final = 8.0
"""Inverse document frequency of a word that no passage has, from which on that tells: a small
library lacks many a word that other words stand for (docs/measurements/abstention.md)."""
_SURE: Final = 0.34
"""Probability from which on is answered where such a word is asked about."""
_FOUND: Final = 0.8
"""Relevance from which on the words typed are found, where they are no question."""


@dataclass(frozen=True, slots=True)
class GateModel:
    """A logistic model: what each feature counts, and what is added to their sum."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, features: AnswerFeatures | RelevanceFeatures) -> float:
        """The probability, from 0 to 1, that ``features`` speak for."""
        total = self.bias + sum(
            weight * float(getattr(features, name)) for name, weight in self.weights.items()
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

    def probability(self, features: AnswerFeatures) -> float:
        """The probability, from 0 to 1, that what would be quoted answers."""
        model = self.answers if features.read is None else self.read_answers
        return model.probability(features)

    def least(self, features: AnswerFeatures | None) -> float:
        """The probability from which on is answered."""
        return self.answer if features is None or features.read is None else self.read_answer


@dataclass(frozen=True, slots=True)
class Answerability:
    """What is known before answering.

    ``probability`` is that the best sentences answer, ``relevance`` that the library has
    anything about the question, both from 0 to 1. The features behind the first are None where
    nothing was found.
    """

    probability: float
    relevance: float
    answer: AnswerFeatures | None = None


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
    answer = answer_features(question, ranked, analyse=analyse)
    about = relevance_features(question, hits, analyse=analyse)
    return Answerability(
        settings.probability(answer) if answer else 0.0,
        settings.relevant.probability(about) if about else 0.0,
        answer,
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


def finds_nothing(question: Question, hits: Sequence[Hit], *, analyse: Analyse) -> bool:
    """Whether ``hits`` have nothing to do with ``question``: the gate before a chat model.

    That is where not one word of it stands in any of them, and no passage comes near in
    meaning. The model sees all else, and declines for itself.
    """
    about = relevance_features(question, hits, analyse=analyse)
    return about is None or (about.words <= 0.0 and about.meaning < _LEAST_MEANING)


def abstained(
    question: str,
    asked: str,
    ranked: Sequence[RankedSentence],
    retrieved: Retrieved,
    *,
    analyse: Analyse,
    unknown: Sequence[str] = (),
) -> Abstention | None:
    """Returns why none of the sentences is to be quoted; None where the best ones are.

    Args:
        question: as it was asked.
        asked: the same standing alone, its typing errors put right.
        ranked: the sentences of what was found, best first.
        retrieved: what was found.
        analyse: gives the stemmed words of a text.
        unknown: words of the question that no article has.
    """
    found = answerability(retrieved.question, ranked, retrieved.hits, analyse=analyse)
    kind = declined(found)
    rarest = max(retrieved.question.terms.values(), default=0.0)
    if kind is None and unknown and rarest >= _LARGE and found.probability < _SURE:
        kind = AbstentionKind.NOT_IN_LIBRARY  # what it is about nobody wrote of
    keywords = question_kind(asked) is QuestionKind.OTHER and found.relevance >= _FOUND
    if kind is AbstentionKind.NOT_IN_EVIDENCE and keywords:
        kind = None  # the reader knows only questions
    if kind is AbstentionKind.NOT_IN_LIBRARY:
        return not_in_library(retrieved.hits, unknown=unknown)
    missing = not_there(question, ranked[0].article) if ranked else ()
    fits = holds_type(question, ranked) or _takes_any_words(asked)
    told = fits and not _too_early(asked, ranked) and not _only_supposed(ranked)
    if kind is None and ranked and not missing and told:
        return None
    return not_in_evidence(asked, retrieved.hits, named=missing)


def holds_type(question: str, ranked: Sequence[RankedSentence]) -> bool:
    """Whether one of the first of ``ranked`` has words of the type that is expected.

    A question for a name is not answered where the reader can point at none, nor one for a sum
    where there is none; "which oven" by a sentence with an oven is. True where any words may
    answer, or nothing was read. Only those count whose probability comes near to the best one's.
    """
    read = [(one, one.reading.probability) for one in ranked[:_SHOWN] if one.reading is not None]
    least = _CHANCE * max((probability for _, probability in read), default=0.0)
    asked = {found[1].lower() for found in _WHICH.finditer(question)} - NAMED
    return not read or any(
        one.features.fits > 0 or not asked.isdisjoint(words_in(one.text))
        for one, probability in read
        if probability >= least
    )


def _too_early(question: str, ranked: Sequence[RankedSentence]) -> bool:
    """Whether the best sentences are all from before the times asked about, and name none."""
    begins = [date(one.year, one.month or 1, 1) for one in dates_in(question) if one.year]
    return bool(begins) and all(
        one.features.dated <= 0
        and one.article.published is not None
        and day_of(one.article.published) < min(begins)
        for one in ranked[:_SHOWN]
    )


def _only_supposed(ranked: Sequence[RankedSentence]) -> bool:
    """Whether all that comes near only supposes, or plans, what is asked about as what is so."""
    return bool(ranked) and ranked[0].features.supposed >= 1


def _takes_any_words(question: str) -> bool:
    """Whether other words answer than the reader points at: of two sides, to define, or of whom.

    "Who is blamed" is answered by "the operator", too, which is no name.
    """
    return (
        question_kind(question) is QuestionKind.WHO
        or defined_in(question) is not None
        or _DID.match(question) is not None
        or (bool(sides_of(question)) and _NAMES.search(question) is None)
    )
