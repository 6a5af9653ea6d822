"""The sentences of the passages found, ranked by how well they answer a question.

A weighted sum of signs makes a first order. Where there is a reader, it reads the first of
that order, and its judgement joins the signs: what it has read comes before what it has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.answering.answer_shape import UNKNOWN_SHAPE, answer_shape_score
from assistant.answering.opposites import is_turned, opposites
from assistant.answering.question_kinds import (
    QuestionKind,
    asks_for_state,
    defined_in,
    question_kind,
)
from assistant.answering.showable import leads_on, list_after, showable
from assistant.answering.span_shape import counts_other, defines, of_another, span_fits
from assistant.articles.copies import newness
from assistant.language.dates import dates_in, said_on
from assistant.language.temporal import Timex
from assistant.library.library import Library
from assistant.library.preparation import heading
from assistant.models.reader import Reader, Reading
from assistant.models.reader import Sentence as SentenceToRead
from assistant.types import Article, Hit


@dataclass(frozen=True, slots=True)
class Signs:
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
    not, else ``UNKNOWN_SHAPE``. ``turned`` is 1 where the sentence says the opposite of a word
    of the question and not that word, and speaks against it.
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


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of the ``Signs`` counts; the defaults are those measured without a reader."""

    meaning: float = 1.0
    words: float = 0.5
    title: float = 0.25
    near: float = 0.15
    shape: float = 0.1
    passage: float = 0.2
    read: float = 0.0
    dated: float = 0.4
    fits: float = 0.3
    turned: float = -0.5

    def score(self, signs: Signs) -> float:
        """The weighted sum of what speaks for a sentence."""
        return (
            self.meaning * signs.meaning
            + self.words * signs.words
            + self.title * signs.title
            + self.near * signs.near
            + self.shape * signs.shape
            + self.passage * signs.passage
            + self.read * signs.read
            + self.dated * signs.dated
            + self.fits * signs.fits
            + self.turned * signs.turned
        )


@dataclass(frozen=True, slots=True)
class RankingSettings:
    """How sentences are ranked; the defaults are the measured ones (docs/measurements/answers.md).

    ``first`` orders all of them; the reader reads the first ``read`` of that order, and
    ``then`` orders these. Where it is asked how things stand, ``newest`` of those are of the
    newest articles.
    """

    first: Weights = Weights()
    then: Weights = Weights(read=4.0, dated=0.8, fits=0.3, turned=-1.2)
    read: int = 6
    newest: int = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the ranking needs it: its words, its unit vector [dimension].

    ``terms`` are the stemmed words with their weights (inverse document frequency).
    """

    text: str
    vector: NDArray[np.float32]
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of the evidence with its score and the signs that make it up.

    ``reading`` is what the reader says of it, None where it has not been read.
    """

    article: Article
    index: int
    score: float
    signs: Signs
    also_in: tuple[str, ...]
    reading: Reading | None = None
    also_outlets: tuple[str, ...] = ()


class SentenceRanking:
    """Ranks the sentences of passages of one library.

    Args:
        library: holds the vectors of the sentences.
        reader: reads the first of them; None goes by the other signs alone.
        settings: the weights.
    """

    def __init__(
        self,
        library: Library,
        *,
        reader: Reader | None = None,
        settings: RankingSettings = RankingSettings(),
    ) -> None:
        self.reads = reader is not None
        self._library = library
        self._reader = reader
        self._settings = settings

    def rank(
        self, question: Question, hits: Sequence[Hit], *, read: bool = True
    ) -> tuple[RankedSentence, ...]:
        """The sentences of ``hits``, best first, each once; unread where ``read`` is False."""
        ids = [hit.key for hit in hits]
        vectors = self._library.catalogue.passages.sentence_vectors(
            ids, dimension=self._library.dimension
        )
        # An article that another process has removed since the search has no vectors left.
        present = [
            (hit, vectors[key]) for hit, key in zip(hits, ids, strict=True) if key in vectors
        ]
        ranked = rank_sentences(
            question,
            [hit for hit, _ in present],
            vectors=[vector for _, vector in present],
            analyse=self._library.words.analyse,
            weights=self._settings.first,
        )
        if self._reader is not None and read:
            ranked = read_sentences(question, ranked, reader=self._reader, settings=self._settings)
        return tuple(ranked)

    def read(self, question: Question, sentences: Sequence[RankedSentence]) -> list[RankedSentence]:
        """``sentences`` with what the reader says of each, where there is one; order kept."""
        if self._reader is None:
            return list(sentences)
        return _read(question, sentences, reader=self._reader)


def rank_sentences(
    question: Question,
    hits: Sequence[Hit],
    *,
    vectors: Sequence[NDArray[np.float32]],
    analyse: Callable[[str], Sequence[str]],
    weights: Weights = Weights(),
) -> list[RankedSentence]:
    """The sentences of ``hits`` by all signs but the reader's, best first, each once.

    Args:
        question: what is asked.
        hits: the passages found.
        vectors: for each hit the unit vectors of its sentences [n, dimension].
        analyse: gives the stemmed words of a text, as ``question.terms`` has them.
        weights: what each sign counts.
    """
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    asked = _asked(question, analyse=analyse)
    ranked: dict[tuple[str, int], RankedSentence] = {}
    for hit, own in zip(hits, vectors, strict=True):
        for index, signs in _signs(asked, hit, vectors=own, analyse=analyse, best=best):
            score = weights.score(signs)
            key = (hit.article.id, index)
            if key not in ranked or ranked[key].score < score:
                ranked[key] = RankedSentence(hit.article, index, score, signs, hit.also_in)
    return _best_first(ranked.values())


def read_sentences(
    question: Question,
    ranked: Sequence[RankedSentence],
    *,
    reader: Reader,
    settings: RankingSettings = RankingSettings(),
) -> list[RankedSentence]:
    """``ranked`` with the first of them read and in a new order, the others after them."""
    first, rest = to_read(question, ranked, settings)
    read = _read(question, first, reader=reader)
    return [
        *_best_first(replace(one, score=settings.then.score(one.signs)) for one in read),
        *rest,
    ]


def to_read(
    question: Question, ranked: Sequence[RankedSentence], settings: RankingSettings
) -> tuple[Sequence[RankedSentence], Sequence[RankedSentence]]:
    """The sentences that are read, and the others.

    Where it is asked how things stand, the best ones of the newest articles are among them.
    """
    if not asks_for_state(question.text):
        return ranked[: settings.read], ranked[settings.read :]
    first = list(ranked[: settings.read - settings.newest])
    rest = list(ranked[len(first) :])
    articles = {one.article.id: one.article for one in ranked}.values()
    newest = [one.id for one in sorted(articles, key=newness, reverse=True)]
    for key in newest[: settings.newest]:
        best = next((one for one in rest if one.article.id == key), None)
        if best is not None and not any(one.article.id == key for one in first[: settings.newest]):
            first.append(best)
            rest.remove(best)
    more = settings.read - len(first)
    return [*first, *rest[:more]], rest[more:]


def _read(
    question: Question, sentences: Sequence[RankedSentence], *, reader: Reader
) -> list[RankedSentence]:
    readings = reader.read(
        question.text,
        [
            SentenceToRead(one.article.sentence_text(one.index), heading(one.article))
            for one in sentences
        ],
    )
    return [
        replace(
            one,
            reading=reading,
            signs=replace(
                one.signs, read=reading.share, fits=_fits(question.text, one, reading=reading)
            ),
        )
        for one, reading in zip(sentences, readings, strict=True)
    ]


def _best_first(sentences: Iterable[RankedSentence]) -> list[RankedSentence]:
    return sorted(sentences, key=lambda one: (-one.score, one.article.id, one.index))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for in every sentence."""

    question: Question
    kind: QuestionKind
    terms: frozenset[str]
    weight: float
    times: Sequence[Timex]
    opposites: Sequence[tuple[frozenset[str], frozenset[str]]]

    def share(self, terms: Iterable[str]) -> float:
        """The share of the question's words, by inverse document frequency, in ``terms``."""
        return sum(self.question.terms[term] for term in terms) / self.weight


def _asked(question: Question, *, analyse: Callable[[str], Sequence[str]]) -> _Asked:
    terms = frozenset(question.terms)
    return _Asked(
        question,
        kind=question_kind(question.text),
        terms=terms,
        weight=sum(question.terms.values()) or 1.0,
        times=dates_in(question.text),
        opposites=opposites(terms, analyse=analyse),
    )


def _signs(
    asked: _Asked,
    hit: Hit,
    *,
    vectors: NDArray[np.float32],
    analyse: Callable[[str], Sequence[str]],
    best: float,
) -> Iterator[tuple[int, Signs]]:
    """What speaks for each sentence of a passage that says something, by its index."""
    title = asked.terms.intersection(analyse(hit.article.title))
    indices = range(hit.passage.first, hit.passage.last + 1)
    texts = [hit.article.sentence_text(index) for index in indices]
    said = [frozenset(analyse(text)) for text in texts]
    held = [asked.terms & terms for terms in said]
    cosines = (vectors @ asked.question.vector).tolist()
    fit = showable(hit.article)

    for row, index in enumerate(indices):
        if index not in fit or (
            leads_on(texts[row]) and not list_after(hit.article, index, most=1)
        ):
            continue
        around = frozenset().union(*held[max(0, row - 1) : row + 2])
        yield (
            index,
            Signs(
                meaning=cosines[row],
                words=asked.share(held[row]),
                title=asked.share(title - held[row]),
                near=asked.share(around - held[row] - title),
                shape=answer_shape_score(texts[row], asked.kind),
                passage=hit.score / best,
                dated=_dated(asked.times, texts[row], published=hit.article.published),
                turned=float(is_turned(asked.opposites, said[row])),
            ),
        )


def _fits(question: str, one: RankedSentence, *, reading: Reading) -> float:
    text = one.article.sentence_text(one.index)
    if leads_on(text):
        return 1.0  # the list after it is the answer
    if what := defined_in(question):
        return float(defines(what, text))
    if question_kind(question) is QuestionKind.WHY:
        return answer_shape_score(text, QuestionKind.WHY)
    words, after = text[reading.start : reading.end], text[reading.end :]
    fits = span_fits(question, words, after=after)
    if fits and (
        of_another(question, text, reading.start)
        or counts_other(question, text, reading.start, reading.end)
    ):
        return 0.0
    return UNKNOWN_SHAPE if fits is None else float(fits)


def _dated(asked: Sequence[Timex], text: str, *, published: date | None) -> float:
    """The share of the times asked for that a sentence names."""
    if not asked:
        return 0.0
    return sum(said_on(one, text, published=published) for one in asked) / len(asked)
