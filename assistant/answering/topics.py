"""Which articles of a library are about a topic, rather than mention it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import islice
from typing import Final

from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.answering.sentences import Question
from assistant.answering.showable import showable
from assistant.library.library import Library
from assistant.types import Article, Filters

PASSAGES: Final = 30
"""Passages that are searched where an overview is asked for."""
_LEAD: Final = 6
"""Sentences at the beginning of an article that say what it is about."""
_ABOUT: Final = 0.7
"""Share of a topic's words, by inverse document frequency, that headline and lead have."""
_MENTIONS: Final = 0.75
"""The same for a whole article, where none is about the topic."""
_ALIKE: Final = 0.5
"""Cosine of a passage with the topic from which on its article need not have all the words."""


class Topics:
    """Finds the articles that are about a topic.

    Args:
        library: the articles.
        retrieval: its search.
    """

    def __init__(self, library: Library, retrieval: Retrieval) -> None:
        self._library = library
        self._retrieval = retrieval

    def about(self, topic: str, *, filters: Filters, passages: int = PASSAGES) -> list[Article]:
        """The articles about ``topic`` among those of the best ``passages``, as ``among``.

        Their copies come behind them: what they tell otherwise is often a figure.
        """
        retrieved = self._retrieval.search(topic, k=passages, filters=filters, read=False)
        found = {one.id: one for one in self.among(retrieved)}
        copies = dict.fromkeys(
            key for hit in retrieved.hits if hit.article.id in found for key in hit.also_in
        )
        known = self._library.catalogue.articles.by_id([one for one in copies if one not in found])
        return [*found.values(), *(known[one] for one in copies if one in known)]

    def among(self, retrieved: Retrieved) -> list[Article]:
        """The articles of what was found that are about what was searched, the nearest first.

        Where none is about it they are those that mention it.
        """
        question, analyse = retrieved.question, self._library.words.analyse
        nearest: dict[str, tuple[Article, float]] = {}
        for hit in retrieved.hits:
            known = nearest.get(hit.article.id, (hit.article, 0.0))[1]
            nearest[hit.article.id] = (hit.article, max(known, hit.similarity or 0.0))
        about, mentioning = [], []
        for article, similarity in nearest.values():
            head = " ".join((article.title, *_lead_texts(article)))
            held = share_of(question, set(analyse(head)))
            whole = share_of(question, set(analyse(f"{article.title} {article.text}")))
            if held >= _ABOUT or (similarity >= _ALIKE and whole >= _ABOUT and held > 0):
                about.append(article)
            elif whole >= _MENTIONS:
                mentioning.append(article)
        return about or mentioning


def share_of(question: Question, held: Set[str]) -> float:
    """The share of a question's terms, by inverse document frequency, that are ``held``."""
    weight = sum(question.terms.values())
    return sum(w for term, w in question.terms.items() if term in held) / weight if weight else 0.0


def _lead_texts(article: Article) -> Iterable[str]:
    first = list(islice(showable(article), _LEAD))
    return (article.sentence_text(index) for index in first)
