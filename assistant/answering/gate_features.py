"""The features by which the gate decides whether what was found answers a question.

Every feature is larger where more speaks for an answer, so that a model over them whose
weights are all positive can be read. None of them knows what a sentence means: a question
made to look answerable by changing one word passes most of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assistant.answering.answer_types import answer_type_score
from assistant.answering.features import Analyse, Question
from assistant.answering.mentions import figures_in, names_in
from assistant.answering.question_kinds import question_kind
from assistant.answering.ranking import RankedSentence, Weights
from assistant.language.words import content_terms
from assistant.library.preparation import heading
from assistant.types import Hit

_ENOUGH_PAIRS: Final = 6
"""Neighbouring words that a sentence has to share with a question, however long that is."""

_WORD: Final = re.compile(r"[^\W_]++")
FITTED: Final = Weights(read=2.0, dated=0.0, fits=0.0, turned=0.0)
"""The weights of the ranking that the gate was fitted with: its ``score`` is by them."""

_TURNED: Final = 3
"""Sentences of which one may say the opposite of what is asked."""

_NEGATION: Final = re.compile(
    r"\b(?:not|never|no longer|neither|nor|without|except|unlike|besides|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """What speaks for the best sentence's answering, each from 0 to 1 unless it says otherwise.

    ``score`` is what the weights ``FITTED`` give it (usually 0 to 2). ``covered`` is the share of
    the question's words, by inverse document frequency, that its article holds with title,
    outlet and date; ``order`` the share of the question's neighbouring pairs of words (of six
    at most) that stand together in it. ``answer`` says how far it holds the type of answer expected
    beyond the words of the question. ``figures`` is the share of the question's figures
    that stand in it, its neighbours or the heading of an article found; 1 where there are
    none. ``affirmed`` is 0 where the question denies and it does not, else 1. ``read`` are the
    reader's log-odds of its answering, on a scale from 0 to 1; None where there is no reader.
    """

    score: float
    covered: float
    order: float
    answer: float
    figures: float
    affirmed: float
    read: float | None = None


@dataclass(frozen=True, slots=True)
class RelevanceFeatures:
    """What speaks for the library's having anything about a question.

    ``meaning`` is the best cosine of a passage, from -1; ``words`` the best share of the
    question's words, by inverse document frequency, that one passage holds with its
    heading; ``named`` the share of the words of the question's names that any of them
    holds, 1 where it names nothing.
    """

    meaning: float
    words: float
    named: float


def relevance_features(
    question: Question, hits: Sequence[Hit], *, analyse: Analyse
) -> RelevanceFeatures | None:
    """The features of ``hits``, None where there is not one."""
    if not hits:
        return None
    wanted = set(question.terms)
    held = [wanted.intersection(analyse(heading(hit.article) + hit.text)) for hit in hits]
    names = analyse(" ".join(name.text for name in names_in(question.text)))
    return RelevanceFeatures(
        meaning=max(hit.similarity or 0.0 for hit in hits),
        words=max(map(question.share, held)),
        named=_held(wanted.intersection(names), set().union(*held)),
    )


def answer_features(
    question: Question, ranked: Sequence[RankedSentence], *, analyse: Analyse
) -> AnswerFeatures | None:
    """The features of the best of ``ranked`` sentences, None where there is not one."""
    if not ranked:
        return None
    best = ranked[0]
    article, text = best.article, best.text
    head = heading(article)
    around = " ".join(
        article.sentence_text(index)
        for index in range(max(0, best.index - 1), min(best.index + 2, len(article.sentences)))
    )
    articles = {one.article.id: one.article for one in ranked}.values()
    said = head + around + "\n".join(map(heading, articles))
    wanted = set(question.terms)
    # What the words of the question name answers nothing.
    blanked = _WORD.sub(lambda word: word[0] if wanted.isdisjoint(analyse(word[0])) else "_", text)
    # What says the opposite shows as well that the question is one the article answers.
    about = (one for one in ranked[1:_TURNED] if one.features.turned > best.features.turned)
    read = [one.reading.share for one in (best, *about) if one.reading is not None]
    return AnswerFeatures(
        score=FITTED.score(best.features),
        covered=question.share(set(analyse(head + article.text))),
        order=_order(analyse(question.text), analyse(text)),
        answer=answer_type_score(blanked, question_kind(question.text)),
        figures=_held(figures_in(question.text), set(content_terms(said))),
        affirmed=float(not _NEGATION.search(question.text) or bool(_NEGATION.search(text))),
        read=max(read, default=None),
    )


def _held(asked: Set[str], there: Set[str]) -> float:
    return len(asked & there) / len(asked) if asked else 1.0


def _order(asked: Sequence[str], said: Sequence[str]) -> float:
    pairs = set(pairwise(asked))
    shared = len(pairs & set(pairwise(said)))
    return min(shared / min(len(pairs), _ENOUGH_PAIRS), 1.0) if pairs else 0.0
