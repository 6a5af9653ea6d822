"""Finds the passages nearest to a vector among chosen articles.

Chroma looks up every id for each search, which takes some ten times as long as a search of
everything. So few passages are compared one by one, as the catalogue has them; of many, enough
are searched for without any limit that those of the articles are among them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.library.articles import Passages
from assistant.library.backends import Vectors
from assistant.library.words import Found
from assistant.types import Filters, article_of

_COMPARED: Final = 4_000
"""Passages that are compared one by one: some 40 ms (docs/measurements/retrieval.md)."""
_WIDEST: Final = 4_000
"""Most passages that are searched for where the articles have more."""


def nearest(
    vectors: Vectors,
    passages: Passages,
    vector: NDArray[np.float32],
    *,
    k: int,
    filters: Filters,
) -> list[Found]:
    """Returns the ``k`` passages within filters nearest to a unit vector, nearest first.

    Args:
        vectors: the index, which knows outlets and days.
        passages: the catalogue's, which knows the articles that alone are within.
        vector: what they are compared with [dimension].
        k: how many.
        filters: what limits them.
    """
    if filters.only is None or vectors.knows_articles:
        return vectors.search(vector, k=k, filters=filters)
    sizes = passages.numbers(filters)
    within = sum(sizes.values())
    if within > _COMPARED:
        # Four times as many as have to be looked through where the articles are like all
        # others: the further one looks, the fewer Chroma misses of the nearest.
        wide = 4 * k * vectors.count() // within
        if wide <= _WIDEST:
            everywhere = vectors.search(vector, k=wide, filters=Filters())
            found = [one for one in everywhere if article_of(one.id) in sizes]
            if len(found) >= k:
                return found[:k]
    ids, rows = passages.vectors(sizes)
    if not ids:
        return []
    cosines = rows @ vector
    order = np.argsort(-cosines, kind="stable")[:k]
    return [Found(ids[place], float(cosines[place])) for place in order]
