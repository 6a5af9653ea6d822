"""The sentences that tell best what happened at one time, no two of them alike.

The best sentence has the words that the sentences of that time share (their centroid), stands
near the beginning of its article, names the time itself and is understood alone. Further
sentences have to be nearly as good, and to say something else. Sentences of other articles that
say nearly the same, word for word, are cited beside it.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.articles.showable import showable
from assistant.language.punctuation import OPENING
from assistant.language.words import near_identical
from assistant.stories.dated_sentences import DatedSentence
from assistant.summarising.repetition import bears_out
from assistant.telling import citing
from assistant.types import Citation, Statement, cite, quoted

_HALF_WAY: Final = 3.0
"""Sentences after which the worth of standing first has fallen to a half."""
_FALL: Final = 10.0
"""The same for what a sentence adds to the centroid."""
_OFF_TOPIC: Final = 0.3
_FIRST: Final = 0.5
_SAID: Final = 0.3
_ABOUT: Final = 0.3
_SECOND_TIME: Final = 0.2
_PLANNED: Final = 1.0
_LEANS: Final = 0.3
_SPEECH: Final = 0.2
_MARKS: Final = frozenset(OPENING)
_BRIEF: Final = 0.3
_LENGTHY: Final = 0.1
_FEW_WORDS: Final = 10
_MANY_WORDS: Final = 40
_ALIKE: Final = 0.4
"""Cosine of two sentences' words from which on they are too much alike to stand together."""
_AS_GOOD: Final = 0.75
"""Share of the best sentence's worth that a further one has to have."""
_LOOKED_AT: Final = 100
"""The best sentences of a time, of which those are taken that say something else."""
_REPEATS: Final = 0.5
"""Share of their words (Jaccard) from which on a sentence repeats one of another entry."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence that tells what happened, and how well it does."""

    sentence: DatedSentence
    score: float


class InverseFrequency:
    """Inverse document frequencies of the words of all sentences.

    Args:
        told: what the articles tell.
    """

    def __init__(self, told: Sequence[DatedSentence]) -> None:
        firsts = [one for one in told if not one.place]
        uses = Counter(term for one in firsts for term in one.terms)
        self._values = {term: math.log((len(firsts) + 1) / n) for term, n in uses.items()}

    def of(self, term: str) -> float:
        """The logarithm of how many sentences there are for one that has the word."""
        return self._values.get(term, 0.0)

    def length(self, terms: Iterable[str]) -> float:
        """The length of the vector of a sentence with these terms, 1 where it has none."""
        return math.sqrt(sum(self.of(term) ** 2 for term in terms)) or 1.0


def select_sentences(
    candidates: Sequence[DatedSentence],
    *,
    rarity: InverseFrequency,
    most: int,
    told: Sequence[frozenset[str]],
    fill: bool = False,
) -> tuple[ScoredSentence, ...]:
    """The sentences that tell of a time, the best first; none where each was told elsewhere.

    Args:
        candidates: what is told of that time.
        rarity: how rare each word is.
        most: the most sentences.
        told: the terms of the sentences of other entries.
        fill: whether there are to be as many as ``most`` even where they are worse.
    """
    if not fill:
        candidates = [one for one in candidates if one.reported] or candidates
    centroid = _centroid(candidates, rarity)
    ranked = heapq.nsmallest(
        _LOOKED_AT + most,
        (ScoredSentence(one, _score(one, centroid, rarity)) for one in candidates),
        key=lambda each: (not each.sentence.reported, -each.score, *_place(each.sentence)),
    )
    found: list[ScoredSentence] = []
    for scored in ranked:
        if len(found) == most:
            break
        if found and not fill and scored.score < _AS_GOOD * found[0].score:
            break
        one = scored.sentence
        if not found and not fill and not one.said and one.material.anaphoric:
            continue
        if found and not fill and not _goes_with(one, found[0].sentence):
            continue
        if any(_cosine(one.terms, other.sentence.terms) >= _ALIKE for other in found):
            continue
        if any(near_identical(one.terms, other, threshold=_REPEATS) for other in told):
            continue
        if one.material.index in showable(one.material.article):
            found.append(scored)
    return tuple(found)


def statement_of(own: DatedSentence, told: Sequence[DatedSentence], *, lead: str) -> Statement:
    """The sentence, quoted, with the citations of all that say it of the same time.

    Args:
        own: the sentence.
        told: all that is told of that time.
        lead: what stands before the sentence where sentences are joined.
    """
    near = [
        one
        for one in told
        if one is not own and near_identical(one.terms, own.terms, threshold=_REPEATS)
    ]
    statement = quoted(own.material.article, own.material.index, lead=lead)
    return citing(statement, _borne_out(own, near))


def _borne_out(own: DatedSentence, near: Sequence[DatedSentence]) -> tuple[Citation, ...]:
    """The citations of the sentences of other articles that say all that ``own`` says."""
    cited: dict[int, Citation] = {}
    for one in near:
        order, pair = one.material.order, (own.material, one.material)
        if order == own.material.order or order in cited:
            continue
        if bears_out(pair, (own.terms, one.terms), claim=0, by=1):
            cited[order] = cite(one.material.article, one.material.index)
    return tuple(cited.values())


def _centroid(told: Sequence[DatedSentence], rarity: InverseFrequency) -> Mapping[str, float]:
    """What the sentences of a time have in common: a vector of length 1, by word."""
    found: dict[str, float] = {}
    for one in told:
        if one.when.planned and len(told) > 1:
            continue
        weight = (1.0 if one.about else _OFF_TOPIC) / (1 + one.material.rank / _FALL)
        for term in one.terms:
            found[term] = found.get(term, 0.0) + weight * rarity.of(term)
    length = math.hypot(*found.values()) or 1.0
    return {term: value / length for term, value in found.items()}


def _score(one: DatedSentence, centroid: Mapping[str, float], rarity: InverseFrequency) -> float:
    """How well a sentence tells what the others of its time tell, too."""
    own = sum(centroid.get(term, 0.0) * rarity.of(term) for term in one.terms)
    material = one.material
    return (
        own / rarity.length(one.terms)
        + _FIRST / (1 + material.rank / _HALF_WAY)
        + _SAID * one.said
        + _ABOUT * one.about
        - _SECOND_TIME * (one.place > 0)
        - _PLANNED * one.when.planned
        - _LEANS * material.anaphoric
        - _SPEECH * (material.text[:1] in _MARKS)
        - _BRIEF * max(0.0, 1 - material.words / _FEW_WORDS)
        - _LENGTHY * max(0.0, material.words / _MANY_WORDS - 1)
    )


def _goes_with(one: DatedSentence, best: DatedSentence) -> bool:
    """Whether a sentence may stand beside the best one."""
    return one.about and not one.material.anaphoric and (one.said or not best.said)


def _place(one: DatedSentence) -> tuple[int, int]:
    return one.material.order, one.material.index


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    """The cosine of two sentences, every word counting alike."""
    return len(one & other) / math.sqrt(max(1, len(one) * len(other)))
