"""What is asked for as a whole: the news, the latest on something, an overview.

It is told by the articles that are about the topic, rather than mention it, each by the sentence
that tells most of it, the newest first; an overview by a summary of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from assistant.answering.features import Question
from assistant.answering.requests import Request, RequestKind
from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.articles.copies import newness
from assistant.articles.showable import lead_of, showable
from assistant.library.library import Library
from assistant.types import QUOTED, Article, Filters, Hit, Statement, cite, passage_key

PASSAGES: Final = 30
"""Passages that are searched where a topic is asked for."""
_LEAD: Final = 6
"""Sentences at the beginning of an article that say what it is about."""
_ABOUT: Final = 0.7
"""Share of a topic's words, by inverse document frequency, that headline and lead have."""
_MENTIONS: Final = 0.75
"""The same for a whole article, where none is about the topic."""
_ALIKE: Final = 0.5
"""Cosine of a passage with the topic from which on its article need not have all the words."""
_CLEAR: Final = 0.7
"""Share of a topic's words, by inverse document frequency, of a lead that speaks of it."""
_SUMMARISED: Final = 4
_TOLD: Final = 5
_NEWEST: Final = 40


@dataclass(frozen=True, slots=True)
class Overview:
    """The articles that tell of a topic in the order they are to be told in, and a passage of each.

    ``indices`` are the sentences that stand for them, one an article.
    """

    articles: tuple[Article, ...]
    indices: tuple[int, ...]
    hits: tuple[Hit, ...]

    def quoted(self) -> tuple[Statement, ...]:
        """The sentences, each a paragraph that cites itself."""
        citations = map(cite, self.articles, self.indices)
        return tuple(Statement(one.quote, (one,), QUOTED, lead="\n\n") for one in citations)


class Topics:
    """Finds the articles that are about a topic.

    Args:
        library: the articles.
        retrieval: its search.
    """

    def __init__(self, library: Library, retrieval: Retrieval) -> None:
        self._library = library
        self._retrieval = retrieval

    def about(self, topic: str, *, filters: Filters, passages: int) -> list[Article]:
        """The articles about ``topic`` among those of the best ``passages``.

        Where none is about it they are those that mention it. Their copies come behind them:
        what they tell otherwise is often a figure.
        """
        retrieved = self._retrieval.search(topic, k=passages, filters=filters, read=False)
        found = {one.id: one for one in self._among(retrieved)}
        copies = dict.fromkeys(
            key for hit in retrieved.hits if hit.article.id in found for key in hit.also_in
        )
        known = self._library.catalogue.articles.by_id([one for one in copies if one not in found])
        return [*found.values(), *(known[one] for one in copies if one in known)]

    def overview(self, request: Request, *, filters: Filters) -> tuple[Overview | None, Retrieved]:
        """What tells of the topic of ``request``, None where nothing does; and what was found."""
        words = request.topic or "news"
        retrieved = self._retrieval.search(words, k=PASSAGES, filters=filters, read=False)
        if request.kind is RequestKind.NEWS:
            return self._news(filters), retrieved
        articles = self._different(self._among(retrieved))
        if not articles:
            return None, retrieved
        if request.kind is RequestKind.OVERVIEW:
            articles = articles[:_SUMMARISED]
        told = sorted(articles, key=newness, reverse=True)[:_TOLD]
        said: dict[str, int] = {}  # of each article the sentence that is most like the topic
        for one in self._retrieval.sentences(retrieved, read=False):
            said.setdefault(one.article.id, one.index)
        indices = [self._telling(one, retrieved.question, said.get(one.id)) for one in told]
        return self._overview(told, indices), retrieved

    def _among(self, retrieved: Retrieved) -> list[Article]:
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
            lead = (article.sentence_text(index) for index in islice(showable(article), _LEAD))
            head = " ".join((article.title, *lead))
            held = question.share(set(analyse(head)))
            whole = question.share(set(analyse(f"{article.title} {article.text}")))
            if held >= _ABOUT or (similarity >= _ALIKE and whole >= _ABOUT and held > 0):
                about.append(article)
            elif whole >= _MENTIONS:
                mentioning.append(article)
        return about or mentioning

    def _news(self, filters: Filters) -> Overview | None:
        """The newest articles, one of each story."""
        listing = self._library.catalogue.listing
        if filters.active:
            newest = [one.id for one in listing.summaries(filters) if not one.withdrawn][:_NEWEST]
        else:
            page = listing.page(limit=_NEWEST)
            newest = [one.id for one in page.articles if not one.withdrawn]
        known = self._library.catalogue.articles.by_id(newest)
        articles = self._different([known[key] for key in newest if key in known])[:_TOLD]
        return self._overview(articles, [*map(lead_of, articles)]) if articles else None

    def _different(self, articles: Sequence[Article]) -> list[Article]:
        """One article of each cluster: the newest of the copies, in the place of the first."""
        clusters = self._library.catalogue.clusters.of([one.id for one in articles])
        chosen: dict[str, Article] = {}
        for one in articles:
            key = clusters[one.id].canonical if one.id in clusters else one.id
            if key not in chosen or newness(one) > newness(chosen[key]):
                chosen[key] = one
        return list(chosen.values())

    def _overview(self, articles: Sequence[Article], indices: Sequence[int]) -> Overview:
        keys = [passage_key(one.id, 0) for one in articles]
        passages = self._library.catalogue.passages.candidates(keys)
        hits = tuple(
            Hit(article=passages[key].article, passage=passages[key].passage, score=1.0)
            for key in keys
            if key in passages
        )
        return Overview(tuple(articles), tuple(indices), hits)

    def _telling(self, article: Article, question: Question, best: int | None) -> int:
        """The sentence that stands for an article: its lead where that speaks of the topic."""
        lead = lead_of(article)
        if best is None:
            return lead
        analyse = self._library.words.analyse
        held = question.share(set(analyse(article.sentence_text(lead))))
        theirs = question.share(set(analyse(article.sentence_text(best))))
        return lead if held >= theirs or held >= _CLEAR else best
