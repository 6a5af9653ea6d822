"""From a question to the passages that may answer it.

Dense and BM25 lists are fused by a weighted sum of scores, each scaled to its own best
(docs/measurements/retrieval.md compares it with reciprocal rank fusion); passages that
say nearly the same words count once, with the articles that share them, and a story that
several outlets carry is told by its head (``copies``). Where there is a
reader, it reads the likeliest sentences of more passages than are wanted, and the passages
are ordered by what it says of their best one, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from assistant.answering.copies import Stories
from assistant.answering.sentences import (
    Question,
    RankedSentence,
    RankingSettings,
    SentenceRanking,
)
from assistant.answering.standing import discounted, discounts
from assistant.answering.states import with_other_figures
from assistant.language.words import Shingles, shingles
from assistant.library.library import Library
from assistant.library.nearest import nearest
from assistant.library.words import Found
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from assistant.types import Article, Filters, Hit


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How passages are found; the defaults are the measured ones.

    ``passages`` are given to an engine, whose sentences an answer may cite; ``depth``
    passages come from each index; ``dense`` is the weight of the cosine against
    ``1 - dense`` for BM25; a passage of whose word five-grams ``identical`` stand in
    better ones of other articles is folded into those. Of ``wide`` passages the sentences
    are read, and what is said of the best one counts ``read`` against ``1 - read`` for the
    fused score. What comes from articles that are retracted (``standing.py``), or were corrected
    or withdrawn elsewhere, counts ``standing`` of its score.
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
    has been read. ``discounts`` are those of articles that do not stand as they are, by id.
    ``stories`` tell which of the articles are copies of one another.
    """

    hits: tuple[Hit, ...]
    question: Question
    sentences: tuple[RankedSentence, ...] | None = None
    discounts: Mapping[str, float] = field(default_factory=dict)
    stories: Stories | None = None


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
        found, weights = self._ranked(query, vector, wide=wide, depth=depth, filters=filters)
        stories = Stories(self._library, found, filters=filters)
        lowered = {
            **discounts(
                found,
                factor=self.settings.standing,
                besides=stories.heads,
                copied=stories.shared,
            ),
            **self._withdrawn_elsewhere(found, besides=stories.heads),
        }
        stories.doubt(lowered)
        found = [replace(hit, score=discounted(hit.article, hit.score, lowered)) for hit in found]
        found.sort(key=lambda hit: -hit.score)
        folded = fold(found, k=wide, threshold=self.settings.identical, stories=stories)
        hits = stories.told(folded)
        question = Question(query, vector, weights)
        if not reads:
            return Retrieved(hits, question, discounts=lowered, stories=stories)
        sentences = _standing_first(self._ranking.rank(question, hits), lowered)
        best = reordered(hits, sentences, weight=self.settings.read, lowered=lowered)[:k]
        return Retrieved(best, question, stories.from_heads(sentences), lowered, stories)

    def _ranked(
        self, query: str, vector: NDArray[np.float32], *, wide: int, depth: int, filters: Filters
    ) -> tuple[list[Hit], Mapping[str, float]]:
        """The best passages, enough for ``wide`` when folded, and the weights of the query's words.

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
            return self._ranked(query, vector, wide=wide, depth=4 * depth, filters=filters)
        return known[:most], weights

    def _withdrawn_elsewhere(
        self, found: Sequence[Hit], *, besides: Sequence[Article]
    ) -> dict[str, float]:
        """The discounts of articles that are copies of what its provider withdrew."""
        keys = {one.id for one in (*(hit.article for hit in found), *besides)}
        copies = self._library.withdrawals.copied_by(sorted(keys))
        return dict.fromkeys(copies, self.settings.standing)

    def sentences(self, retrieved: Retrieved) -> tuple[RankedSentence, ...]:
        """The sentences of the passages found, ranked by how well they answer."""
        ranked = retrieved.sentences
        if ranked is None:
            ranked = as_told(self._ranking.rank(retrieved.question, retrieved.hits), retrieved)
        if retrieved.stories is None:
            return ranked
        return with_other_figures(
            ranked,
            stories=retrieved.stories,
            read=partial(self._ranking.read, retrieved.question),
        )

    def unread(self, retrieved: Retrieved) -> tuple[RankedSentence, ...]:
        """The sentences of the passages found, ranked without reading them."""
        ranked = self._ranking.rank(retrieved.question, retrieved.hits, read=False)
        return as_told(ranked, retrieved)


def as_told(ranked: Sequence[RankedSentence], retrieved: Retrieved) -> tuple[RankedSentence, ...]:
    """Ranked sentences as they are used: what does not stand lowered, each from its head."""
    standing = _standing_first(ranked, retrieved.discounts)
    return retrieved.stories.from_heads(standing) if retrieved.stories else standing


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
        lowered: the discounts of articles that do not stand, by id; ``hits`` have theirs.
    """
    read = {(one.article.id, one.index): one for one in sentences if one.reading is not None}
    new = []
    for hit in hits:
        own = [
            one
            for index in range(hit.passage.first, hit.passage.last + 1)
            if (one := read.get((hit.article.id, index))) is not None
        ]
        share = max((one.signs.read for one in own), default=0.0)
        share = discounted(hit.article, share, lowered)
        chance = max((one.reading.probability for one in own if one.reading), default=None)
        new.append(replace(hit, score=(1 - weight) * hit.score + weight * share, read=chance))
    return tuple(sorted(new, key=lambda hit: -hit.score))


def _standing_first(
    sentences: Sequence[RankedSentence], lowered: Mapping[str, float]
) -> tuple[RankedSentence, ...]:
    """Ranked sentences, those of articles that do not stand lowered."""
    if not lowered:
        return tuple(sentences)
    return tuple(
        sorted(
            (replace(one, score=discounted(one.article, one.score, lowered)) for one in sentences),
            key=lambda one: (one.reading is None, -one.score),
        )
    )


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


def reciprocal_ranks(
    nearest: Sequence[Found], matching: Sequence[Found], *, constant: int
) -> dict[str, float]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009), by passage id."""
    scores: dict[str, float] = {}
    for found_list in (nearest, matching):
        for place, found in enumerate(found_list, start=1):
            scores[found.id] = scores.get(found.id, 0.0) + 1 / (constant + place)
    return scores


def fold(
    hits: Sequence[Hit], *, k: int, threshold: float, stories: Stories | None = None
) -> tuple[Hit, ...]:
    """The first ``k`` hits, what other articles have already said folded into those.

    A hit is folded when at least ``threshold`` of its word five-grams stand in the kept
    passages of other articles: two copies of one story are rarely cut at the same places,
    so no pair of passages need be alike. It counts for the kept hit that shares most. With
    ``stories`` a passage of a story's head takes the place of one of a copy that tells no more.
    """
    kept: list[Hit] = []
    grams: list[Shingles] = []
    also: list[dict[str, None]] = []
    everything: set[tuple[str, ...]] = set()
    for hit in hits:
        own = shingles(hit.text)
        place = _place_of_copy(kept, hit, stories=stories)
        if place is not None:
            also[place][kept[place].article.id] = None
            kept[place], grams[place] = replace(hit, score=kept[place].score), own
            everything |= own
            continue
        if own and len(own & everything) >= threshold * len(own):
            others = [
                (len(own & gram), place)
                for place, gram in enumerate(grams)
                if kept[place].article.id != hit.article.id
            ]
            said = own & frozenset().union(*(grams[place] for _, place in others))
            if len(said) >= threshold * len(own):
                _, place = max(others, key=lambda other: (other[0], -other[1]))
                also[place][hit.article.id] = None
                continue
        if len(kept) == k:
            break
        kept.append(hit)
        grams.append(own)
        everything |= own
        also.append({})
    return tuple(
        replace(hit, also_in=tuple(key for key in others if key != hit.article.id))
        for hit, others in zip(kept, also, strict=True)
    )


def _place_of_copy(kept: Sequence[Hit], hit: Hit, *, stories: Stories | None) -> int | None:
    """The place of the first kept hit that ``hit``, of its story's head, tells as well."""
    if stories is None:
        return None
    fit = (place for place, one in enumerate(kept) if stories.tells(hit, instead_of=one))
    return next(fit, None)


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
