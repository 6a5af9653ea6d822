"""The extractive engine: it quotes the sentences that answer, and writes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.language.words import answer_shape_score, near_identical, question_kind, shingles
from assistant.types import QUOTED, Article, Hit, Statement, cite

NAME: Final = "extractive"

_LEANING: Final = re.compile(
    r"[\"“‘']?(?:(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b"
    r"|The (?:former|latter|incident|facility|group|company|move|decision|man|woman)\b)"
)
"""How a sentence begins that leans on the one before it."""


_LEADS_ON: Final = (":", ":”", ':"')
"""How a sentence ends that only leads to what follows it."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence, each from 0 to 1 (the cosine from -1).

    ``meaning`` is its cosine with the question. ``words`` is the share of the question's
    words, by inverse document frequency, that it holds; ``title`` that of those which
    only its article's title holds, ``near`` of those which only its neighbours hold.
    ``shape`` says how far it holds the kind of thing that is asked for; ``passage`` is
    the score of its passage beside the best one's.
    """

    meaning: float
    words: float
    title: float
    near: float
    shape: float
    passage: float


@dataclass(frozen=True, slots=True)
class ExtractiveSettings:
    """How sentences are ranked; the defaults are the measured ones.

    The weights multiply ``Signs``. After the best sentence, further ones are shown down
    to ``keep`` of its score, ``most`` in all (docs/measurements/answers.md). Whether any is
    shown is not decided here, but by the gate (``answerability``).
    """

    meaning: float = 1.0
    words: float = 0.5
    title: float = 0.25
    near: float = 0.15
    shape: float = 0.1
    passage: float = 0.2
    keep: float = 0.85
    most: int = 3

    def score(self, signs: Signs) -> float:
        """The weighted sum of what speaks for a sentence."""
        return (
            self.meaning * signs.meaning
            + self.words * signs.words
            + self.title * signs.title
            + self.near * signs.near
            + self.shape * signs.shape
            + self.passage * signs.passage
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the engine needs it: its words, its unit vector [dimension].

    ``terms`` are the stemmed words with their weights (inverse document frequency).
    """

    text: str
    vector: NDArray[np.float32]
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of the evidence with its score and the signs that make it up."""

    article: Article
    index: int
    score: float
    signs: Signs
    also_in: tuple[str, ...]


def rank_sentences(
    question: Question,
    hits: Sequence[Hit],
    *,
    vectors: Sequence[NDArray[np.float32]],
    analyse: Callable[[str], Sequence[str]],
    settings: ExtractiveSettings = ExtractiveSettings(),
) -> list[RankedSentence]:
    """The sentences of ``hits``, best first, each once.

    Args:
        question: what is asked.
        hits: the passages found.
        vectors: for each hit the unit vectors of its sentences [n, dimension].
        analyse: gives the stemmed words of a text, as ``question.terms`` has them.
        settings: the weights.
    """
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    ranked: dict[tuple[str, int], RankedSentence] = {}
    for hit, own in zip(hits, vectors, strict=True):
        for index, signs in _signs(question, hit, vectors=own, analyse=analyse, best=best):
            score = settings.score(signs)
            key = (hit.article.id, index)
            if key not in ranked or ranked[key].score < score:
                ranked[key] = RankedSentence(hit.article, index, score, signs, hit.also_in)
    return sorted(ranked.values(), key=lambda s: (-s.score, s.article.id, s.index))


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


def quote(
    ranked: Sequence[RankedSentence], *, settings: ExtractiveSettings = ExtractiveSettings()
) -> tuple[Statement, ...]:
    """The few best sentences, as statements that cite themselves; none where none is ranked."""
    chosen: list[RankedSentence] = []
    grams: list[frozenset[int]] = []
    for sentence in ranked:
        if sentence.score < settings.keep * ranked[0].score or len(chosen) == settings.most:
            break
        own = shingles(sentence.article.sentence_text(sentence.index), n=3)
        if not any(near_identical(own, other, threshold=0.6) for other in grams):
            chosen.append(sentence)
            grams.append(own)
    statements: list[Statement] = []
    shown: set[tuple[str, int]] = set()
    for sentence in chosen:
        for index in _with_support(sentence):
            if (sentence.article.id, index) not in shown:
                shown.add((sentence.article.id, index))
                statements.append(_statement(sentence, index))
    return tuple(statements)


def _with_support(sentence: RankedSentence) -> tuple[int, ...]:
    """The sentence, after the one before it where it cannot be understood alone."""
    text = sentence.article.sentence_text(sentence.index)
    if sentence.index > 0 and _LEANING.match(text):
        return (sentence.index - 1, sentence.index)
    return (sentence.index,)


def _statement(sentence: RankedSentence, index: int) -> Statement:
    citation = cite(sentence.article, index, also_in=sentence.also_in)
    return Statement(text=citation.quote, citations=(citation,), verdict=QUOTED)
