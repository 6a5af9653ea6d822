"""Groups articles about the same run of events: the terms of an article, and their similarity.

Sparse words beat embeddings here (Miranda et al., 2018, "Multilingual clustering of streaming
news"): an article is the words of its headline and its beginning, weighed by how few of the
library's articles have them.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

from assistant.language.words import content_terms
from assistant.types import Article

RULE: Final = "words-1"
"""Names the rule that stories are grouped by: with another one all are grouped again."""

Terms: TypeAlias = Mapping[int, int]
"""The terms of an article, each by its hash of 32 bits, and how often it has them."""

NEAR: Final = 0.15
"""Similarity from which on an article belongs to a story."""
DAYS: Final = 14
"""Days between two articles beyond which they belong together only through others."""

_BEGINNING: Final = 1500
"""Characters of the text that are read beside the headline."""
_IN_HEADLINE: Final = 2
"""What a word of the headline counts more than one of the text."""
_MOST_TERMS: Final = 48
_FADING: Final = 20.0
"""Days in which the similarity of two articles falls to 1/e."""
_SEEN: Final = 300
"""Articles that a library is taken to hold beside its own, so that a small one weighs words too."""
_MOST_COUNTED: Final = 255


def terms_of(article: Article) -> Terms:
    """The terms of ``article``: at most 48, those that it has most often."""
    counted: Counter[int] = Counter()
    for text, times in ((article.title, _IN_HEADLINE), (article.text[:_BEGINNING], 1)):
        for term in content_terms(text):
            counted[zlib.crc32(term.encode())] += times
    return {term: min(times, _MOST_COUNTED) for term, times in counted.most_common(_MOST_TERMS)}


def rarity(count: int, *, articles: int) -> float:
    """The inverse document frequency of a term that ``count`` of ``articles`` have; not below 0."""
    return max(0.0, math.log((articles + _SEEN) / (count + 1)))


def weights_of(terms: Terms, rarities: Mapping[int, float]) -> dict[int, float]:
    """The unit vector of an article: of each term its logarithmic frequency by its rarity."""
    length = length_of(terms, rarities) or 1.0
    return {term: (1 + math.log(times)) * rarities[term] / length for term, times in terms.items()}


def length_of(terms: Terms, rarities: Mapping[int, float]) -> float:
    """The length of an article's vector, before ``weights_of`` makes it 1."""
    squares = ((1 + math.log(times)) * rarities[term] for term, times in terms.items())
    return math.sqrt(sum(weight * weight for weight in squares))


def similarity(
    weights: Mapping[int, float],
    rarities: Mapping[int, float],
    other: Terms,
    *,
    length: float,
    days: int | None,
) -> float:
    """The similarity of two articles, from 0 to 1: the cosine, decayed by the ``days`` between.

    Args:
        weights: those of one article.
        rarities: of the terms of that article.
        other: the terms of the other.
        length: of the other's vector, as it was when it was kept: how rare its terms are has
            changed little since.
        days: None where one of them has no date.
    """
    shared = weights.keys() & other.keys()
    cosine = sum(weights[t] * (1 + math.log(other[t])) * rarities[t] for t in shared)
    cosine /= length or 1.0
    return cosine * math.exp(-days / _FADING) if days else cosine
