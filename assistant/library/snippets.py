"""Finds the sentence of an article where the words of a search stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from assistant.reports import Snippet
from assistant.types import Article

_WORD: Final = re.compile(r"[^\W_]+")
"""A word as the word index splits texts."""


def snippet_of(
    article: Article,
    words: Mapping[frozenset[str], float],
    *,
    stems: Callable[[str], AbstractSet[str]],
) -> Snippet | None:
    """Returns the first sentence of an article that has the most telling of some words.

    Args:
        article: it.
        words: the stems of each word that was looked for, with how much it tells.
        stems: gives those of a word of the article.

    Returns:
        None where no sentence has one of them.
    """
    best: Snippet | None = None
    most = 0.0
    for sentence in article.sentences:
        places: list[tuple[int, int]] = []
        held: dict[frozenset[str], float] = {}
        for match in _WORD.finditer(article.text, sentence.start, sentence.end):
            own = stems(match[0])
            fit = {each: weight for each, weight in words.items() if not own.isdisjoint(each)}
            if fit:
                held |= fit
                places.append(match.span())
        if (telling := sum(held.values())) > most:
            most = telling
            text = article.text[sentence.start : sentence.end]
            best = Snippet(sentence.index, sentence.start, sentence.end, text, tuple(places))
    return best
