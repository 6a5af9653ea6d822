"""The retraction penalty: lowers the scores of articles that do not stand as they are.

Those are retracted, or copies of what was corrected or withdrawn elsewhere. They are found like
others, and come after what does stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from assistant.articles.copies import share_a_story
from assistant.articles.corrections import correction_notes
from assistant.articles.versions import is_older
from assistant.caching import Recent
from assistant.types import Article, CorrectionKind

_Key = tuple[str, int]
"""An article as it is remembered: an id stands for its text, and so for its notes."""
_kinds_known: Final = Recent[_Key, frozenset[CorrectionKind]](most_bytes=1_000_000)

_SET_RIGHT: Final = frozenset({CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION})


def penalties(
    articles: Mapping[str, Article],
    *,
    factor: float,
    are_copies: Callable[[Article, Article], bool] = share_a_story,
) -> dict[str, float]:
    """What the scores of articles are multiplied with, by id; those that stand are left out.

    An article that says that it is retracted gets ``factor``, and so does a copy without any
    note of one that carries a correction, unless its dates say that it is the newer one.

    Args:
        articles: by id.
        factor: from 0 to 1.
        are_copies: whether two articles are copies of one story: a library knows it of its own.
    """
    kinds = {key: _kinds(one) for key, one in articles.items()}
    found = {key: factor for key, own in kinds.items() if CorrectionKind.RETRACTION in own}
    corrected = [articles[key] for key, own in kinds.items() if own & _SET_RIGHT]
    for key, one in articles.items():
        if not kinds[key] & _SET_RIGHT and any(
            are_copies(one, other) and not is_older(other, one) for other in corrected
        ):
            found[key] = factor
    return found


def penalised(article: Article, score: float, found: Mapping[str, float]) -> float:
    """The score of something from ``article``, lowered where that has a penalty."""
    return min(score, score * found.get(article.id, 1.0))


def _kinds(article: Article) -> frozenset[CorrectionKind]:
    key = (article.id, len(article.sentences))
    kinds = _kinds_known.get(key)
    if kinds is None:
        kinds = frozenset(note.kind for note in correction_notes(article))
        _kinds_known.put(key, kinds, size=0)
    return kinds
