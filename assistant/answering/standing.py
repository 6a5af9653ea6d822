"""Articles that do not stand as they are: retracted, or copies of what was corrected elsewhere.

They are found like others, and come after what does stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from assistant.articles.corrections import correction_notes
from assistant.articles.versions import is_older
from assistant.types import Article, CorrectionKind, Hit

SAME_STORY: Final = 0.5
"""Share of the shorter article's sentences that two copies of one story have in common."""
_FEWEST_SHARED: Final = 3
"""Sentences that two copies have in common at least."""
_COMPARED: Final = 60
"""Sentences of an article, from the beginning, that are compared."""
_CACHED: Final = 512

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
    known = {key: _Known(key, len(one.sentences), one) for key, one in articles.items()}
    kinds = {key: _kinds(one) for key, one in known.items()}
    found = {key: factor for key, own in kinds.items() if CorrectionKind.RETRACTION in own}
    corrected = [articles[key] for key, own in kinds.items() if own & _SET_RIGHT]
    if corrected:
        said = {key: _said(one) for key, one in known.items()}
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


@dataclass(frozen=True, slots=True)
class _Known:
    """An article as it is remembered: an id stands for its text, and so for its notes."""

    id: str
    sentences: int
    article: Article = field(compare=False)


@lru_cache(_CACHED)
def _kinds(known: _Known) -> frozenset[CorrectionKind]:
    return frozenset(note.kind for note in correction_notes(known.article))


@lru_cache(_CACHED)
def _said(known: _Known) -> frozenset[str]:
    article = known.article
    indices = range(min(len(article.sentences), _COMPARED))
    return frozenset(" ".join(article.sentence_text(i).split()) for i in indices)


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= max(_FEWEST_SHARED, SAME_STORY * min(len(one), len(other)))
