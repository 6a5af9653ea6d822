"""Which articles tell of the same run of events: the terms of an article, and how near two are.

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
"""Names the rule that stories are told by: another one tells all of them anew."""

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
_SEEN: Final = 30
"""Articles that a library is taken to hold beside its own, so that a small one weighs words too."""
_MOST_COUNTED: Final = 255


def terms_of(article: Article) -> Terms:
    """The terms of ``article``: at most 48, those that it has most often."""
    counted: Counter[int] = Counter()
    for text, times in ((article.title, _IN_HEADLINE), (article.text[:_BEGINNING], 1)):
        for term in content_terms(text):
            counted[zlib.crc32(term.encode())] += times
    return {term: min(times, _MOST_COUNTED) for term, times in counted.most_common(_MOST_TERMS)}


def weights_of(terms: Terms, counts: Mapping[int, int], *, articles: int) -> dict[int, float]:
    """The unit vector of ``terms``: logarithmic frequency by inverse document frequency.

    Args:
        terms: of an article.
        counts: how many articles have each term.
        articles: how many there are.
    """
    weights = {
        term: (1 + math.log(times)) * math.log((articles + _SEEN) / (counts.get(term, 0) + 1))
        for term, times in terms.items()
    }
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: max(weight, 0.0) / norm for term, weight in weights.items()}


def similarity(one: Mapping[int, float], other: Mapping[int, float], *, days: int | None) -> float:
    """How near two articles are, from 0 to 1: the cosine, less the more ``days`` are between.

    ``days`` is None where one of them has no date.
    """
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    cosine = sum(weight * many.get(term, 0.0) for term, weight in few.items())
    return cosine * math.exp(-days / _FADING) if days else cosine
