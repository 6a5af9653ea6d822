"""From a question to the passages that may answer it.

Dense and BM25 lists are fused by a weighted sum of scores, each scaled to its own best
(docs/measurements/retrieval.md compares it with reciprocal rank fusion); passages that
say nearly the same words count once, with the articles that share them (``duplicates``). Where
there is a reader, it reads the likeliest sentences of more passages than are wanted, and the
passages are ordered by what it says of their best one, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.answering.duplicates import DuplicateClusters, collapse
from assistant.answering.features import Question
from assistant.answering.penalties import penalised, penalties
from assistant.answering.ranking import RankedSentence, RankingSettings, SentenceRanking
from assistant.articles.copies import newness
from assistant.library.library import Library
from assistant.library.nearest import nearest
from assistant.library.words import Found
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from assistant.types import Filters, Hit

_COMPARED: Final = 3
"""Sentences, the best ones, that are compared with those of other copies."""


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How passages are found; the defaults are the measured ones.

    ``passages`` are given to an engine, whose sentences an answer may cite; ``depth``
    passages come from each index; ``dense`` is the weight of the cosine against
    ``1 - dense`` for BM25; a passage of whose word five-grams ``identical`` stand in
    better ones of other articles is collapsed into those. Of ``wide`` passages the sentences
    are read, and what is said of the best one counts ``read`` against ``1 - read`` for the
    fused score. What comes from articles that are retracted, or were corrected or withdrawn
    elsewhere, counts ``standing`` of its score (``penalties.py``).
    """

    passages: int = 12
    depth: int = 50
    dense: float = 0.3
    identical: float = 0.6
    wide: int = 36
    read: float = 0.8
    standing: float = 0.5


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a search found, best first, and the question.

    ``sentences`` are those of the passages that were read, best first; None where nothing
    has been read. ``penalties`` are those of articles that do not stand as they are, by id.
    ``clusters`` tell which of the articles are copies of one another.
    """

    hits: tuple[Hit, ...]
    question: Question
    sentences: tuple[RankedSentence, ...] | None = None
    penalties: Mapping[str, float] = field(default_factory=dict)
    clusters: DuplicateClusters | None = None


class Retrieval:
    """Searches one library.

    Args:
        library: the articles.
        embedder: embeds the question.
        reader: orders the passages by their sentences; None leaves the fused order.
        settings: how passages are found.
        ranking: how sentences are ranked.
    """

    def __init__(
        self,
        library: Library,
        *,
        embedder: Embedder,
        reader: Reader | None = None,
        settings: RetrievalSettings = RetrievalSettings(),
        ranking: RankingSettings = RankingSettings(),
    ) -> None:
        self.settings = settings
        self._library = library
        self._embedder = embedder
        self._ranking = SentenceRanking(library, reader=reader, settings=ranking)

    def search(
        self, query: str, *, k: int, filters: Filters = Filters(), read: bool = True
    ) -> Retrieved:
        """The ``k`` best passages for ``query`` within ``filters``.

        Args:
            query: a question, or words to look for.
            k: how many passages.
            filters: outlets and days.
            read: whether a reader, where there is one, orders them.
        """
        (vector,) = self._embedder.embed([query])
        reads = read and self._ranking.reads
        wide = max(k, self.settings.wide) if reads else k
        depth = max(self.settings.depth, wide)
        found, weights = self._fused(query, vector, wide=wide, depth=depth, filters=filters)
        clusters = DuplicateClusters(self._library, found, filters=filters)
        lowered = self._penalties(found, clusters)
        clusters.penalise(lowered)
        found = [replace(hit, score=penalised(hit.article, hit.score, lowered)) for hit in found]
        found.sort(key=lambda hit: -hit.score)
        kept = collapse(found, k=wide, threshold=self.settings.identical, clusters=clusters)
        hits = clusters.with_copies(kept)
        question = Question(query, vector, weights)
        retrieved = Retrieved(hits, question, penalties=lowered, clusters=clusters)
        if not reads:
            return retrieved
        sentences = _penalised_last(self._ranking.rank(question, hits), lowered)
        best = reordered(hits, sentences, weight=self.settings.read, lowered=lowered)[:k]
        return replace(retrieved, hits=best, sentences=clusters.all_cited(sentences))

    def _fused(
        self, query: str, vector: NDArray[np.float32], *, wide: int, depth: int, filters: Filters
    ) -> tuple[list[Hit], Mapping[str, float]]:
        """The best passages, enough for ``wide`` collapsed, and the weights of the query's words.

        The indexes do not know when an article was updated or taken in: where most of what they
        give is later than what all is seen from, they are searched deeper.
        """
        passages = self._library.catalogue.passages
        near, matching, weights = self._library.indexes.searched(
            lambda vectors, words: (
                nearest(vectors, passages, vector, k=depth, filters=filters),
                words.search(query, k=depth, filters=filters),
                words.weights(query),
            )
        )
        scores = fuse(near, matching, dense=self.settings.dense)
        most = 3 * wide + 10
        ranked = most if filters.as_of is None else len(scores)
        found = rank(self._library, scores, nearest=near, matching=matching, most=ranked)
        known = [hit for hit in found if filters.knows(hit.article)]
        if len(known) < min(wide, len(found)) and max(len(near), len(matching)) >= depth:
            return self._fused(query, vector, wide=wide, depth=4 * depth, filters=filters)
        return known[:most], weights

    def _penalties(self, found: Sequence[Hit], clusters: DuplicateClusters) -> dict[str, float]:
        """Those of the articles found, and of the canonical ones that may be cited for them."""
        factor = self.settings.standing
        articles = {one.id: one for one in (*(hit.article for hit in found), *clusters.canonical)}
        withdrawn = self._library.withdrawals.copied_by(sorted(articles))
        return {
            **penalties(articles, factor=factor, are_copies=clusters.are_copies),
            **dict.fromkeys(withdrawn, factor),
        }

    def sentences(self, retrieved: Retrieved, *, read: bool = True) -> tuple[RankedSentence, ...]:
        """The sentences of the passages found, ranked by how well they answer.

        Without ``read`` they are ranked as if there were no reader.
        """
        ranked = retrieved.sentences
        if ranked is None or not read:
            found = self._ranking.rank(retrieved.question, retrieved.hits, read=read)
            ranked = as_cited(found, retrieved)
        if retrieved.clusters is None or not read:
            return ranked
        return self._with_other_figures(ranked, retrieved.question, retrieved.clusters)

    def _with_other_figures(
        self, ranked: Sequence[RankedSentence], question: Question, clusters: DuplicateClusters
    ) -> tuple[RankedSentence, ...]:
        """``ranked``, beside each of the first what other copies say with other figures.

        Of those the newest article's comes first.
        """
        found: dict[tuple[str, int], RankedSentence] = {}
        for one in ranked[:_COMPARED]:
            others = clusters.differing(one)
            said = [one, *(self._ranking.read(question, others) if others else ())]
            for each in sorted(said, key=lambda each: newness(each.article), reverse=True):
                found.setdefault(each.key, replace(each, score=one.score))
        return (*found.values(), *(one for one in ranked[_COMPARED:] if one.key not in found))


def as_cited(ranked: Iterable[RankedSentence], retrieved: Retrieved) -> tuple[RankedSentence, ...]:
    """Ranked sentences, those with a penalty lowered, each from its canonical article."""
    lowered = _penalised_last(ranked, retrieved.penalties)
    return retrieved.clusters.all_cited(lowered) if retrieved.clusters else lowered


def reordered(
    hits: Sequence[Hit],
    sentences: Sequence[RankedSentence],
    *,
    weight: float,
    lowered: Mapping[str, float] = MappingProxyType({}),
) -> tuple[Hit, ...]:
    """``hits`` by their own score and by what was said of their best sentence.

    Args:
        hits: passages, with scores from 0 to 1.
        sentences: sentences of theirs, some of them read.
        weight: what the reader counts, from 0 to 1.
        lowered: the penalties of articles, by id; ``hits`` have theirs.
    """
    read = {one.key: one for one in sentences if one.reading is not None}
    new = []
    for hit in hits:
        indices = range(hit.passage.first, hit.passage.last + 1)
        own = [one for index in indices if (one := read.get((hit.article.id, index))) is not None]
        share = max((one.features.read for one in own), default=0.0)
        share = penalised(hit.article, share, lowered)
        chance = max((one.reading.probability for one in own if one.reading), default=None)
        new.append(replace(hit, score=(1 - weight) * hit.score + weight * share, read=chance))
    return tuple(sorted(new, key=lambda hit: -hit.score))


def _penalised_last(
    sentences: Iterable[RankedSentence], lowered: Mapping[str, float]
) -> tuple[RankedSentence, ...]:
    """Ranked sentences, those of articles with a penalty lowered."""
    if not lowered:
        return tuple(sentences)
    scored = [replace(one, score=penalised(one.article, one.score, lowered)) for one in sentences]
    return tuple(sorted(scored, key=lambda one: (one.reading is None, -one.score)))


def fuse(nearest: Sequence[Found], matching: Sequence[Found], *, dense: float) -> dict[str, float]:
    """Scores in [0, 1] by passage id: a weighted sum of the two lists' scaled scores.

    Cosines are scaled from the list's last to its best, BM25 from nought to its best;
    what a list does not hold counts as its last.
    """
    scores: dict[str, float] = {}
    if nearest:
        best, last = nearest[0].score, nearest[-1].score
        spread = max(best - last, 1e-9)
        for found in nearest:
            scores[found.id] = dense * (found.score - last) / spread
    if matching:
        best = max(matching[0].score, 1e-9)
        for found in matching:
            scores[found.id] = scores.get(found.id, 0.0) + (1 - dense) * found.score / best
    return scores


def rank(
    library: Library,
    scores: Mapping[str, float],
    *,
    nearest: Sequence[Found],
    matching: Sequence[Found],
    most: int,
) -> list[Hit]:
    """The ``most`` passages with the best scores, as hits, best first."""
    ranked = sorted(scores, key=lambda key: (-scores[key], key))[:most]
    candidates = library.catalogue.passages.candidates(ranked)
    similarity = {found.id: found.score for found in nearest}
    bm25 = {found.id: found.score for found in matching}
    return [
        Hit(
            article=candidates[key].article,
            passage=candidates[key].passage,
            score=scores[key],
            similarity=similarity.get(key),
            bm25=bm25.get(key),
        )
        for key in ranked
        if key in candidates
    ]
