"""Articles that do not stand as they are: retracted, or copies of what was corrected elsewhere.

They are found like others, and come after what does stand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Final

from assistant.articles.corrections import correction_notes
from assistant.articles.versions import is_older
from assistant.caching import Recent
from assistant.types import Article, CorrectionKind, Hit

SAME_STORY: Final = 0.5
"""Share of the shorter article's sentences that two copies of one story have in common."""
_FEWEST_SHARED: Final = 3
"""Sentences that two copies have in common at least."""
_COMPARED: Final = 60
"""Sentences of an article, from the beginning, that are compared."""
_Key = tuple[str, int]
"""An article as it is remembered: an id stands for its text, and so for its notes."""
_kinds_known: Final = Recent[_Key, frozenset[CorrectionKind]](most_bytes=1_000_000)
_said_known: Final = Recent[_Key, frozenset[str]](most_bytes=8_000_000)

_SET_RIGHT: Final = frozenset({CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION})


def discounts(
    hits: Iterable[Hit], *, factor: float, besides: Iterable[Article] = ()
) -> Mapping[str, float]:
    """What the scores of articles are multiplied with, by id; those that stand are left out.

    An article that says that it is retracted gets ``factor``, and so does a copy without any
    note of one that carries a correction, unless its dates say that it is the newer one.

    Args:
        hits: passages found.
        factor: from 0 to 1.
        besides: articles that were not found, and may be cited all the same.
    """
    articles = {one.id: one for one in (*(hit.article for hit in hits), *besides)}
    kinds = {key: _kinds(one) for key, one in articles.items()}
    found = {key: factor for key, own in kinds.items() if CorrectionKind.RETRACTION in own}
    corrected = [articles[key] for key, own in kinds.items() if own & _SET_RIGHT]
    if corrected:
        said = {key: _said(one) for key, one in articles.items()}
        for key, one in articles.items():
            if not kinds[key] & _SET_RIGHT and any(
                _is_copy(said[key], said[other.id]) and not is_older(other, one)
                for other in corrected
            ):
                found[key] = factor
    return found


def discounted(article: Article, score: float, found: Mapping[str, float]) -> float:
    """The score of something from ``article``, lowered where the article does not stand."""
    return min(score, score * found.get(article.id, 1.0))


def _kinds(article: Article) -> frozenset[CorrectionKind]:
    key = (article.id, len(article.sentences))
    kinds = _kinds_known.get(key)
    if kinds is None:
        kinds = frozenset(note.kind for note in correction_notes(article))
        _kinds_known.put(key, kinds, size=0)
    return kinds


def _said(article: Article) -> frozenset[str]:
    key = (article.id, len(article.sentences))
    said = _said_known.get(key)
    if said is None:
        indices = range(min(len(article.sentences), _COMPARED))
        said = frozenset(" ".join(article.sentence_text(i).split()) for i in indices)
        _said_known.put(key, said, size=sum(map(sys.getsizeof, said)))
    return said


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= max(_FEWEST_SHARED, SAME_STORY * min(len(one), len(other)))
