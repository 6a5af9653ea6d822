"""The sentences of the passages found, ranked by how well they answer a question.

A weighted sum of signs makes a first order. Where there is a reader, it reads the first of
that order, and its judgement joins the signs: what it has read comes before what it has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.answering.answer_shape import answer_shape_score
from assistant.answering.question_kinds import question_kind
from assistant.library.library import Library
from assistant.library.preparation import heading
from assistant.models.reader import Reader, Reading
from assistant.models.reader import Sentence as SentenceToRead
from assistant.types import Article, Hit

_LEADS_ON: Final = (":", ":”", ':"')
"""How a sentence ends that only leads to what follows it."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence, each from 0 to 1 (the cosine from -1).

    ``meaning`` is its cosine with the question. ``words`` is the share of the question's
    words, by inverse document frequency, that it holds; ``title`` that of those which
    only its article's title holds, ``near`` of those which only its neighbours hold.
    ``shape`` says how far it holds the kind of thing that is asked for; ``passage`` is
    the score of its passage beside the best one's. ``read`` are the reader's log-odds of
    its answering, from certainly not (0) to certainly (1); 0 where it has not been read.
    """

    meaning: float
    words: float
    title: float
    near: float
    shape: float
    passage: float
    read: float = 0.0


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
        )


@dataclass(frozen=True, slots=True)
class RankingSettings:
    """How sentences are ranked; the defaults are the measured ones (docs/measurements/answers.md).

    ``first`` orders all of them; the reader reads the first ``read`` of that order, and
    ``then`` orders these.
    """

    first: Weights = Weights()
    then: Weights = Weights(read=2.0)
    read: int = 8


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

    def rank(self, question: Question, hits: Sequence[Hit]) -> tuple[RankedSentence, ...]:
        """The sentences of ``hits``, best first, each once."""
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
        if self._reader is not None:
            ranked = read_sentences(question, ranked, reader=self._reader, settings=self._settings)
        return tuple(ranked)


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
    ranked: dict[tuple[str, int], RankedSentence] = {}
    for hit, own in zip(hits, vectors, strict=True):
        for index, signs in _signs(question, hit, vectors=own, analyse=analyse, best=best):
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
    first, rest = ranked[: settings.read], ranked[settings.read :]
    readings = reader.read(
        question.text,
        [
            SentenceToRead(one.article.sentence_text(one.index), heading(one.article))
            for one in first
        ],
    )
    read = [
        replace(one, reading=reading, signs=replace(one.signs, read=reading.share))
        for one, reading in zip(first, readings, strict=True)
    ]
    return [
        *_best_first(replace(one, score=settings.then.score(one.signs)) for one in read),
        *rest,
    ]


def _best_first(sentences: Iterable[RankedSentence]) -> list[RankedSentence]:
    return sorted(sentences, key=lambda one: (-one.score, one.article.id, one.index))


def _signs(
    question: Question,
    hit: Hit,
    *,
    vectors: NDArray[np.float32],
    analyse: Callable[[str], Sequence[str]],
    best: float,
) -> Iterator[tuple[int, Signs]]:
    """What speaks for each sentence of a passage that says something, by its index."""
    kind = question_kind(question.text)
    wanted = set(question.terms)
    weight = sum(question.terms.values()) or 1.0
    title = wanted.intersection(analyse(hit.article.title))
    indices = range(hit.passage.first, hit.passage.last + 1)
    texts = [hit.article.sentence_text(index) for index in indices]
    held = [wanted.intersection(analyse(text)) for text in texts]
    cosines = (vectors @ question.vector).tolist()

    def share(terms: set[str]) -> float:
        return sum(question.terms[term] for term in terms) / weight

    for row, index in enumerate(indices):
        if texts[row].endswith(_LEADS_ON):
            continue
        around = set().union(*held[max(0, row - 1) : row + 2])
        yield (
            index,
            Signs(
                meaning=cosines[row],
                words=share(held[row]),
                title=share(title - held[row]),
                near=share(around - held[row] - title),
                shape=answer_shape_score(texts[row], kind),
                passage=hit.score / best,
            ),
        )
