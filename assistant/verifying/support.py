"""Which of many sentences support a statement, and how many of them are enough.

They are chosen one after another, each by its features beside those that have been chosen already:
a second sentence is worth what it adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.language.punctuation import OPENING
from assistant.language.word_lists import numbers_of, word_set
from assistant.verifying.lexical import PREFIX, Words, words_of
from assistant.verifying.sources import SourceSentence

Matrix = NDArray[np.float64]
Key = TypeVar("Key", str, tuple[str, str])

_FAMILY: Final = 0.6  # what a word of the same family counts, where the very word would count 1
_K1: Final = 1.2
_B: Final = 0.75
_REACH: Final = 8.0  # sentences over which the nearness of a chosen one fades
_FEW_TERMS: Final = 4
_ANAPHORIC: Final = word_set("he she it they his her its their this that these those such")
_OPENING: Final = f"{OPENING}([ \t"
# The weights of the features; the file says what they are.
WEIGHTS: Final = numbers_of("support-weights.toml")
FEATURES: Final = tuple(WEIGHTS)
_AT: Final = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its rank.

    ``index`` is its place among the candidates. ``score`` orders those of one statement only;
    ``added`` is the share of the statement's words, weighted by their rarity, that it has and
    that no better one has.
    """

    index: int
    score: float
    added: float


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """When enough sentences are chosen.

    At most ``most`` are; none that adds less than ``least`` of the statement's words; and none
    that adds less than ``much`` and whose score is more than ``behind`` below the first one's.
    Chosen like the ``weights``, which are by the names of ``FEATURES``.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    most: int = 4
    least: float = 0.02
    much: float = 0.1
    behind: float = 8.0


def choose_support(
    statement: str,
    candidates: Sequence[SourceSentence],
    *,
    statement_vector: NDArray[np.float32],
    candidate_vectors: NDArray[np.float32],
    settings: SupportSettings = SupportSettings(),
) -> tuple[int, ...]:
    """The few candidates that support ``statement`` best, by their places, the best first.

    Always one, if there is any and the statement has words: whether it does support the
    statement is not judged here. Arguments as for ``Candidates``.
    """
    if not words_of(statement).terms:
        return ()
    found = Candidates(
        statement,
        candidates,
        statement_vector=statement_vector,
        candidate_vectors=candidate_vectors,
    )
    return enough(found.ranked(settings.weights, depth=settings.most), settings=settings)


def enough(ranked: Sequence[Ranked], *, settings: SupportSettings) -> tuple[int, ...]:
    """The first of ``ranked`` up to where a further one adds nothing."""
    chosen: list[int] = []
    for place in ranked[: settings.most]:
        behind = place.score < ranked[0].score - settings.behind
        idle = place.added < settings.least or (behind and place.added < settings.much)
        if chosen and idle:
            break
        chosen.append(place.index)
    return tuple(chosen)


class Candidates:
    """The candidates for one statement, with all that does not depend on those chosen before.

    Args:
        statement: one sentence.
        candidates: sentences of one or several articles, each once.
        statement_vector: the statement's unit vector, [dimension].
        candidate_vectors: theirs, in their context, [n, dimension].
    """

    def __init__(
        self,
        statement: str,
        candidates: Sequence[SourceSentence],
        *,
        statement_vector: NDArray[np.float32],
        candidate_vectors: NDArray[np.float32],
    ) -> None:
        own = words_of(statement)
        words = [words_of(candidate.text) for candidate in candidates]
        self._count = len(words)
        self._vectors = np.asarray(candidate_vectors, np.float64)
        self._statement = np.asarray(statement_vector, np.float64)
        keys = [(candidate.article.id, candidate.index) for candidate in candidates]
        articles = {article: number for number, (article, _) in enumerate(keys)}
        self._articles = np.array([articles[article] for article, _ in keys], np.int64)
        self._indices = np.array([index for _, index in keys], np.float64)
        terms = sorted(own.bag)
        exact = _shared(terms, [other.bag for other in words])
        frequency = exact.sum(axis=0)
        rarity = np.log(1.0 + (self._count - frequency + 0.5) / (frequency + 0.5))
        self._weights = rarity / rarity.sum() if terms else rarity
        self._held = np.maximum(exact, _FAMILY * _families(terms, words))
        # One row beyond the last stands for a neighbour that is no candidate.
        at = {key: place for place, key in enumerate(keys)}
        padded = np.vstack([self._held, np.zeros((1, len(terms)))])
        self._held_before = padded[[at.get((article, index - 1), -1) for article, index in keys]]
        self._held_after = padded[[at.get((article, index + 1), -1) for article, index in keys]]
        self._pairs = _shared(sorted(own.pairs), [other.pairs for other in words])
        self._figures = self._weights * np.array([t in own.figures for t in terms], np.float64)
        self._names = self._weights * np.array([t in own.names for t in terms], np.float64)
        self._fixed = self._fixed_features(candidates, words, _bm25(terms, words, exact, rarity))

    def ranked(self, weights: Mapping[str, float], *, depth: int) -> tuple[Ranked, ...]:
        """All candidates, the best support first.

        The first ``depth`` are chosen one after another, each for what it adds; the others
        follow in the order of their scores beside these.
        """
        column = np.array([weights[feature] for feature in FEATURES])
        chosen: list[int] = []
        places: list[Ranked] = []
        for _ in range(min(max(1, depth), self._count)):
            features = self.features(chosen)
            scores = features @ column
            scores[chosen] = -np.inf
            order = np.argsort(-scores, kind="stable")
            best = int(order[0])
            places.append(Ranked(best, float(scores[best]), float(features[best, _AT["added"]])))
            chosen.append(best)
        if not chosen:  # there is no candidate
            return ()
        rest = order[1 : self._count - len(chosen) + 1]
        places += [Ranked(int(i), float(scores[i]), float(features[i, _AT["added"]])) for i in rest]
        return tuple(places)

    def features(self, chosen: Sequence[int]) -> Matrix:
        """The features of each candidate once ``chosen`` are, [n, features], as ``FEATURES``."""
        places = list(chosen)
        held, weights = self._held, self._weights
        covered = held[places].max(axis=0, initial=0.0)
        adds = np.maximum(held - covered, 0.0)
        added = adds @ weights
        missing = float(((1.0 - covered) * weights).sum())
        unpaired = 1.0 - self._pairs[places].max(axis=0, initial=0.0)
        table = self._fixed.copy()
        table[:, _AT["added"]] = added
        table[:, _AT["left"]] = added / max(missing, 0.1)
        table[:, _AT["pairs"]] = self._pairs @ unpaired / max(1, len(unpaired))
        open_terms = 1.0 - covered
        table[:, _AT["figures"]] = held @ (open_terms * self._figures)
        table[:, _AT["names"]] = held @ (open_terms * self._names)
        beside = np.maximum(held, covered)
        table[:, _AT["before"]] = np.maximum(self._held_before - beside, 0.0) @ weights
        table[:, _AT["after"]] = np.maximum(self._held_after - beside, 0.0) @ weights
        for place in places:
            distance = np.abs(self._indices - self._indices[place])
            near = np.where(
                self._articles == self._articles[place], np.exp(-distance / _REACH), 0.0
            )
            table[:, _AT["close"]] = np.maximum(table[:, _AT["close"]], near)
        # What of the statement's vector the chosen ones do not span.
        rest = self._statement
        if places:
            basis, _ = np.linalg.qr(self._vectors[places].T)
            rest = rest - basis @ (basis.T @ rest)
        table[:, _AT["rest"]] = self._vectors @ rest
        return table

    def _fixed_features(
        self, candidates: Sequence[SourceSentence], words: Sequence[Words], bm25: Matrix
    ) -> Matrix:
        table = np.zeros((self._count, len(FEATURES)))
        if not self._count:
            return table
        cosines = self._vectors @ self._statement
        lengths = np.array([len(other.terms) for other in words], np.float64)
        table[:, _AT["cosine"]] = cosines
        table[:, _AT["behind"]] = cosines - cosines.max()
        table[:, _AT["bm25"]] = bm25 / max(float(bm25.max()), 1e-9)
        table[:, _AT["dated"]] = [other.dated for other in words]
        table[:, _AT["depth"]] = np.log1p([candidate.index for candidate in candidates])
        table[:, _AT["density"]] = self._held @ self._weights / np.sqrt(1.0 + lengths)
        table[:, _AT["length"]] = np.log1p(lengths)
        table[:, _AT["leaning"]] = [is_anaphoric(candidate.text) for candidate in candidates]
        table[:, _AT["short"]] = lengths < _FEW_TERMS
        return table


def _shared(wanted: Sequence[Key], held: Sequence[frozenset[Key]]) -> Matrix:
    """Which of ``wanted`` each of ``held`` has, as ones and zeros: [held, wanted]."""
    columns = {key: column for column, key in enumerate(wanted)}
    keys = frozenset(wanted)
    found = [(row, columns[key]) for row, own in enumerate(held) for key in keys & own]
    table = np.zeros((len(held), len(wanted)))
    if found:
        table[tuple(zip(*found, strict=True))] = 1.0
    return table


def _families(terms: Sequence[str], words: Sequence[Words]) -> Matrix:
    prefixes = sorted({term[:PREFIX] for term in terms if len(term) >= PREFIX})
    shared = _shared(prefixes, [other.prefixes for other in words])
    columns = {prefix: column for column, prefix in enumerate(prefixes)}
    none = len(prefixes)
    of_terms = [columns.get(term[:PREFIX], none) for term in terms]
    return np.hstack([shared, np.zeros((len(words), 1))])[:, of_terms]


def _bm25(terms: Sequence[str], words: Sequence[Words], exact: Matrix, rarity: Matrix) -> Matrix:
    """BM25 of each sentence for ``terms``; ``exact`` says which of them it has."""
    counts = exact.copy()
    for row, column in zip(*np.nonzero(exact), strict=True):
        counts[row, column] = words[row].terms.count(terms[column])
    lengths = np.array([len(other.terms) for other in words], np.float64)
    mean = lengths.mean() if lengths.any() else 1.0
    norm = _K1 * (1.0 - _B + _B * lengths / mean)[:, np.newaxis]
    return np.asarray((counts * (_K1 + 1.0) / (counts + norm)) @ rarity)


def is_anaphoric(text: str) -> bool:
    """Whether a sentence is anaphoric: it begins with "He" or "That", as the one before tells."""
    start = text[:40].lstrip(_OPENING).partition(" ")[0]
    return start.lower() in _ANAPHORIC
