"""Articles that do not stand as they are: retracted, or copies of what was corrected elsewhere.

They are found like others, and come after what does stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from assistant.articles.copies import share_a_story
from assistant.articles.corrections import correction_notes
from assistant.articles.versions import is_older
from assistant.caching import Recent
from assistant.types import Article, CorrectionKind, Hit

_Key = tuple[str, int]
"""An article as it is remembered: an id stands for its text, and so for its notes."""
_kinds_known: Final = Recent[_Key, frozenset[CorrectionKind]](most_bytes=1_000_000)

_SET_RIGHT: Final = frozenset({CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION})


def discounts(
    hits: Iterable[Hit],
    *,
    factor: float,
    besides: Iterable[Article] = (),
    copied: Callable[[Article, Article], bool] = share_a_story,
) -> Mapping[str, float]:
    """What the scores of articles are multiplied with, by id; those that stand are left out.

    An article that says that it is retracted gets ``factor``, and so does a copy without any
    note of one that carries a correction, unless its dates say that it is the newer one.

    Args:
        hits: passages found.
        factor: from 0 to 1.
        besides: articles that were not found, and may be cited all the same.
        copied: whether two articles are copies of one story: a library knows it of its own.
    """
    articles = {one.id: one for one in (*(hit.article for hit in hits), *besides)}
    kinds = {key: _kinds(one) for key, one in articles.items()}
    found = {key: factor for key, own in kinds.items() if CorrectionKind.RETRACTION in own}
    corrected = [articles[key] for key, own in kinds.items() if own & _SET_RIGHT]
    for key, one in articles.items():
        if not kinds[key] & _SET_RIGHT and any(
            copied(one, other) and not is_older(other, one) for other in corrected
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
