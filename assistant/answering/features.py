"""The features by which the sentences of passages are ranked for a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.answering.answer_spans import (
    counts_other,
    defines,
    of_another,
    plain_words,
    span_fits,
)
from assistant.answering.answer_types import UNKNOWN_TYPE, answer_type_score
from assistant.answering.question_kinds import QuestionKind, defined_in, question_kind
from assistant.articles.showable import leads_on, list_after, showable
from assistant.language.antonyms import antonyms_of, says_opposite
from assistant.language.dates import dates_in, said_on
from assistant.language.temporal import Timex
from assistant.models.reader import Reading
from assistant.types import Hit

Analyse = Callable[[str], Sequence[str]]
"""Gives the stemmed words of a text."""


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence, each from 0 to 1 (the cosine from -1).

    ``meaning`` is its cosine with the question. ``words`` is the share of the question's
    words, by inverse document frequency, that it holds; ``title`` that of those which
    only its article's title holds, ``near`` of those which only its neighbours hold.
    ``shape`` says how far it holds the kind of thing that is asked for; ``passage`` is
    the score of its passage beside the best one's. ``read`` are the reader's log-odds of
    its answering, from certainly not (0) to certainly (1); 0 where it has not been read.
    ``dated`` is the share of the days, months and years of the question that the sentence
    names, or that its article's day is; 0 where the question names none. ``fits`` is 1 where
    the words that the reader takes for the answer are of the kind asked for, 0 where they are
    not, else ``UNKNOWN_TYPE``. ``turned`` is 1 where the sentence says the opposite of a word
    of the question and not that word; ``supposed`` says how far those words are only supposed,
    planned or hoped for where it is asked what is so: both speak against it.
    """

    meaning: float
    words: float
    title: float
    near: float
    shape: float
    passage: float
    read: float = 0.0
    dated: float = 0.0
    fits: float = 0.0
    turned: float = 0.0
    supposed: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the ranking needs it: its words, its unit vector [dimension].

    ``terms`` are the stemmed words with their weights (inverse document frequency).
    """

    text: str
    vector: NDArray[np.float32]
    terms: Mapping[str, float]

    def share(self, held: Set[str]) -> float:
        """The share of the question's words, by inverse document frequency, that are ``held``."""
        weight = sum(self.terms.values())
        return sum(w for term, w in self.terms.items() if term in held) / weight if weight else 0.0


class SentenceFeatures:
    """Computes the features of sentences for one question, but for those that need a reader.

    Args:
        question: what is asked.
        analyse: gives the stemmed words of a text, as ``question.terms`` has them.
    """

    def __init__(self, question: Question, *, analyse: Analyse) -> None:
        self._question = question
        self._analyse = analyse
        self._terms = frozenset(question.terms)
        self._kind = question_kind(question.text)
        self._times = dates_in(question.text)
        self._antonyms = antonyms_of(self._terms, analyse=analyse)

    def of(
        self, hit: Hit, *, vectors: NDArray[np.float32], best: float
    ) -> Iterator[tuple[int, Features]]:
        """The features of each sentence of a passage that can stand as an answer, by its index.

        Args:
            hit: the passage.
            vectors: the unit vectors of its sentences [n, dimension].
            best: the best score of a passage.
        """
        article, share = hit.article, self._question.share
        title = self._terms.intersection(self._analyse(article.title))
        indices = range(hit.passage.first, hit.passage.last + 1)
        texts = [article.sentence_text(index) for index in indices]
        said = [frozenset(self._analyse(text)) for text in texts]
        held = [self._terms & terms for terms in said]
        cosines = (vectors @ self._question.vector).tolist()
        quotable = showable(article)
        for row, (index, text) in enumerate(zip(indices, texts, strict=True)):
            if index not in quotable or (leads_on(text) and not list_after(article, index, most=1)):
                continue
            around = frozenset().union(*held[max(0, row - 1) : row + 2])
            yield (
                index,
                Features(
                    meaning=cosines[row],
                    words=share(held[row]),
                    title=share(title - held[row]),
                    near=share(around - held[row] - title),
                    shape=answer_type_score(text, self._kind),
                    passage=hit.score / best,
                    dated=_dated(self._times, text, published=article.published),
                    turned=float(says_opposite(self._antonyms, said[row])),
                ),
            )


def fits_of(question: str, text: str, *, reading: Reading) -> float:
    """The feature ``fits`` of a sentence that has been read."""
    if leads_on(text):
        return 1.0  # the list after it is the answer
    if what := defined_in(question):
        return float(defines(what, text))
    if question_kind(question) is QuestionKind.WHY:
        return answer_type_score(text, QuestionKind.WHY)
    words, after = plain_words(text, reading.start, reading.end), text[reading.end :]
    fits = span_fits(question, words, after=after)
    if fits and (
        of_another(question, text, reading.start)
        or counts_other(question, text, reading.start, reading.end)
    ):
        return 0.0
    return UNKNOWN_TYPE if fits is None else float(fits)


def _dated(asked: Sequence[Timex], text: str, *, published: date | None) -> float:
    """The share of the times asked for that a sentence names."""
    if not asked:
        return 0.0
    return sum(said_on(one, text, published=published) for one in asked) / len(asked)
