"""The extractive engine: it quotes the sentences that answer, and writes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.language.words import answer_shape_score, near_identical, question_kind, shingles
from assistant.types import Article, Hit, Statement, Verdict, VerdictKind, cite

NAME: Final = "extractive"
QUOTED: Final = Verdict(VerdictKind.SUPPORTED, ("quoted word for word",))

_LEANING: Final = re.compile(
    r"[\"“‘']?(?:(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b"
    r"|The (?:former|latter|incident|facility|group|company|move|decision|man|woman)\b)"
)
"""How a sentence begins that leans on the one before it."""


@dataclass(frozen=True, slots=True)
class ExtractiveSettings:
    """How sentences are ranked; the defaults are the measured ones.

    The score of a sentence is the weighted sum of its cosine with the question
    (``meaning``), the share of the question's words that it holds, by inverse document
    frequency (``words``), how far it holds the kind of thing asked for (``shape``) and
    the score of its passage (``passage``). Below ``least`` for the best sentence nothing
    is answered. Further sentences are shown down to ``keep`` of the best one's score,
    ``most`` in all.
    """

    meaning: float = 1.0
    words: float = 0.5
    shape: float = 0.1
    passage: float = 0.2
    heading: float = 0.5
    least: float = 0.6
    keep: float = 0.85
    most: int = 3


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
    """A sentence of the evidence with its score and the parts that make it up."""

    article: Article
    index: int
    score: float
    meaning: float
    words: float
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
    kind = question_kind(question.text)
    weight = sum(question.terms.values()) or 1.0
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    ranked: dict[tuple[str, int], RankedSentence] = {}
    for hit, own in zip(hits, vectors, strict=True):
        heading = set(analyse(hit.article.title))
        cosines = own @ question.vector
        for row, index in enumerate(range(hit.passage.first, hit.passage.last + 1)):
            text = hit.article.sentence_text(index)
            held = set(analyse(text))
            words = sum(
                value * (1.0 if term in held else settings.heading if term in heading else 0.0)
                for term, value in question.terms.items()
            )
            sentence = RankedSentence(
                article=hit.article,
                index=index,
                score=settings.meaning * float(cosines[row])
                + settings.words * words / weight
                + settings.shape * answer_shape_score(text, kind)
                + settings.passage * hit.score / best,
                meaning=float(cosines[row]),
                words=words / weight,
                also_in=hit.also_in,
            )
            key = (hit.article.id, index)
            if key not in ranked or ranked[key].score < sentence.score:
                ranked[key] = sentence
    return sorted(ranked.values(), key=lambda s: (-s.score, s.article.id, s.index))


def quote(
    ranked: Sequence[RankedSentence], *, settings: ExtractiveSettings = ExtractiveSettings()
) -> tuple[Statement, ...]:
    """The few sentences that answer, as statements that cite themselves; none is no answer."""
    if not ranked or ranked[0].score < settings.least:
        return ()
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
