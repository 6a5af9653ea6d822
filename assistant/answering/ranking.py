"""The reranker: the sentences of the passages found, ranked by how well they answer a question.

A weighted sum of features makes a first order. Where there is a reader, it reads the first of
that order, and its judgement joins the features: what it has read comes before what it has not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.duplicates import FoundSentence
from assistant.answering.events import of_another_event
from assistant.answering.features import Analyse, Features, Question, SentenceFeatures, fits_of
from assistant.answering.question_kinds import asks_for_list, asks_for_state, sides_of
from assistant.answering.several import speaks_of, things_listed
from assistant.answering.supposed import supposed
from assistant.articles.copies import newness
from assistant.library.library import Library
from assistant.library.preparation import heading
from assistant.models.reader import Reader, Reading
from assistant.models.reader import Sentence as SentenceToRead
from assistant.types import Hit


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of the ``Features`` counts; the defaults are those measured without a reader."""

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
    supposed: float = 0.0

    def score(self, features: Features) -> float:
        """The weighted sum of the features."""
        return float(sum(getattr(self, name) * getattr(features, name) for name in _FEATURES))


_FEATURES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class RankingSettings:
    """How sentences are ranked; the defaults are the measured ones (docs/measurements/answers.md).

    ``first`` orders all of them; the reader reads the first ``read`` of that order, and
    ``then`` orders these. Where it is asked how things stand, ``newest`` of those are of the
    newest articles; where several things are asked for, up to ``listing`` more are read that
    tell of several, from among the first ``sought``.
    """

    first: Weights = Weights()
    then: Weights = Weights(read=4.0, dated=0.8, fits=0.3, turned=-1.2, supposed=-1.0)
    read: int = 6
    newest: int = 3
    listing: int = 3
    sought: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedSentence(FoundSentence):
    """A sentence found, with its score and the features that make it up.

    ``reading`` is what the reader says of it, None where it has not been read.
    """

    score: float
    features: Features
    reading: Reading | None = None


class SentenceRanking:
    """Ranks the sentences of passages of one library.

    Args:
        library: holds the vectors of the sentences.
        reader: reads the first of them; None goes by the other features alone.
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
        vectors = self._library.catalogue.passages.sentence_vectors(
            [hit.key for hit in hits], dimension=self._library.dimension
        )
        # An article that another process has removed since the search has no vectors left.
        present = [hit for hit in hits if hit.key in vectors]
        ranked = rank_sentences(
            question,
            present,
            vectors=[vectors[hit.key] for hit in present],
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
    analyse: Analyse,
    weights: Weights = Weights(),
) -> list[RankedSentence]:
    """The sentences of ``hits`` by all features but the reader's, best first, each once.

    Args:
        question: what is asked.
        hits: the passages found.
        vectors: for each hit the unit vectors of its sentences [n, dimension].
        analyse: gives the stemmed words of a text, as ``question.terms`` has them.
        weights: what each feature counts.
    """
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    features_of = SentenceFeatures(question, analyse=analyse)
    ranked: dict[tuple[str, int], RankedSentence] = {}
    for hit, own in zip(hits, vectors, strict=True):
        for index, features in features_of.of(hit, vectors=own, best=best):
            score = weights.score(features)
            key = (hit.article.id, index)
            if key not in ranked or ranked[key].score < score:
                ranked[key] = RankedSentence(
                    hit.article, index, hit.also_in, score=score, features=features
                )
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
        *_best_first(replace(one, score=settings.then.score(one.features)) for one in read),
        *rest,
    ]


def to_read(
    question: Question, ranked: Sequence[RankedSentence], settings: RankingSettings
) -> tuple[Sequence[RankedSentence], Sequence[RankedSentence]]:
    """The sentences that are read, and the others.

    Where it is asked how things stand, the best ones of the newest articles are among them;
    where a list is asked for, those that list things; where things are put beside one another,
    one with a figure of each.
    """
    wanted = _wanted(question.text, ranked, settings)
    if wanted:
        first = [*ranked[: settings.read], *wanted]
        keys = {one.key for one in first}
        return first, [one for one in ranked if one.key not in keys]
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


def _wanted(
    question: str, ranked: Sequence[RankedSentence], settings: RankingSettings
) -> list[RankedSentence]:
    """What is read for telling of the several things asked for, though others come before it."""
    first, rest = ranked[: settings.read], ranked[settings.read : settings.sought]
    if asks_for_list(question):
        listing = [one for one in rest if things_listed(one.article, one.index)]
        return listing[: settings.listing]
    found: list[RankedSentence] = []
    for side in sides_of(question):
        if not any(_counts(one, side) for one in first):
            found += [one for one in rest if one not in found and _counts(one, side)][:1]
    return found[: settings.listing]


def _counts(one: RankedSentence, side: Set[str]) -> bool:
    return any(map(str.isdigit, one.text)) and speaks_of(one.text, side)


def _read(
    question: Question, sentences: Sequence[RankedSentence], *, reader: Reader
) -> list[RankedSentence]:
    readings = reader.read(
        question.text, [SentenceToRead(one.text, heading(one.article)) for one in sentences]
    )
    return [
        replace(
            one,
            reading=reading,
            features=replace(
                one.features,
                read=reading.share,
                fits=0.0
                if of_another_event(question.text, one.article, one.index)
                else fits_of(question.text, one.text, reading=reading),
                supposed=supposed(question.text, one.text, reading.start, reading.end),
            ),
        )
        for one, reading in zip(sentences, readings, strict=True)
    ]


def _best_first(sentences: Iterable[RankedSentence]) -> list[RankedSentence]:
    return sorted(sentences, key=lambda one: (-one.score, *one.key))
