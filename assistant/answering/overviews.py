"""What is asked for as a whole: the news, the latest on something, an overview.

It is told by the articles that are about the topic, each by the sentence that tells most of
it, the newest first; an overview by a summary of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from assistant.answering.requests import Request, RequestKind
from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.answering.sentences import Question
from assistant.answering.showable import leads_on, showable
from assistant.answering.topics import PASSAGES, Topics, share_of
from assistant.articles.copies import newness
from assistant.language.words import count_words
from assistant.library.library import Library
from assistant.types import QUOTED, Article, Filters, Hit, Statement, cite, passage_key

Summarise: TypeAlias = Callable[[Sequence[Article]], Sequence[Statement]]
"""Summarises articles together, every statement citing their sentences."""

_CLEAR: Final = 0.7
"""Share of a topic's words, by inverse document frequency, of a lead that speaks of it."""
_FEWEST_WORDS: Final = 7
"""Words of a sentence that can stand for an article."""
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
    notes: tuple[str, ...] = ()


class Overviews:
    """Finds what tells of a topic as a whole.

    Args:
        library: the articles.
        retrieval: its search.
    """

    def __init__(self, library: Library, retrieval: Retrieval) -> None:
        self._library = library
        self._retrieval = retrieval
        self._topics = Topics(library, retrieval)

    def of(self, request: Request, *, filters: Filters) -> tuple[Overview | None, Retrieved]:
        """What tells of the topic of ``request``, None where nothing does; and what was found."""
        words = request.topic or "news"
        retrieved = self._retrieval.search(words, k=PASSAGES, filters=filters, read=False)
        if request.kind is RequestKind.NEWS:
            return self._news(filters), retrieved
        articles = self._topics.among(retrieved)
        if not articles:
            return None, retrieved
        most = _SUMMARISED if request.kind is RequestKind.OVERVIEW else _TOLD
        kept = self._different(articles)
        if request.kind is RequestKind.OVERVIEW:
            kept = kept[:most]
        told = sorted(kept, key=newness, reverse=True)[:most]
        said = self._best_sentences(retrieved)
        return self._overview(told, retrieved.question, said=said), retrieved

    def _news(self, filters: Filters) -> Overview | None:
        """The newest articles, one of each story."""
        listing = self._library.catalogue.listing
        if filters.active:
            newest = [one.id for one in listing.summaries(filters) if not one.withdrawn][:_NEWEST]
        else:
            page = listing.page(limit=_NEWEST)
            newest = [one.id for one in page.articles if not one.withdrawn]
        known = self._library.catalogue.articles.by_id(newest)
        articles = self._different([known[key] for key in newest if key in known])
        return self._overview(articles[:_TOLD], None, said={}) if articles else None

    def _different(self, articles: Sequence[Article]) -> list[Article]:
        """One article of each story: the newest of its copies, in the place of the first."""
        clusters = self._library.catalogue.clusters.of([one.id for one in articles])
        chosen: dict[str, Article] = {}
        for one in articles:
            key = clusters[one.id].canonical if one.id in clusters else one.id
            if key not in chosen or newness(one) > newness(chosen[key]):
                chosen[key] = one
        return list(chosen.values())

    def _best_sentences(self, retrieved: Retrieved) -> dict[str, int]:
        """Of each article the sentence that is most like the topic."""
        found: dict[str, int] = {}
        for one in self._retrieval.unread(retrieved):
            found.setdefault(one.article.id, one.index)
        return found

    def _overview(
        self, articles: Sequence[Article], question: Question | None, *, said: dict[str, int]
    ) -> Overview:
        indices = tuple(self._telling(one, question, said.get(one.id)) for one in articles)
        keys = [passage_key(one.id, 0) for one in articles]
        passages = self._library.catalogue.passages.candidates(keys)
        hits = tuple(
            Hit(article=passages[key].article, passage=passages[key].passage, score=1.0)
            for key in keys
            if key in passages
        )
        return Overview(tuple(articles), indices, hits)

    def _telling(self, article: Article, question: Question | None, best: int | None) -> int:
        """The sentence that stands for an article: its lead where that speaks of the topic."""
        lead = lead_of(article)
        if question is None or best is None:
            return lead
        analyse = self._library.words.analyse
        held = share_of(question, set(analyse(article.sentence_text(lead))))
        theirs = share_of(question, set(analyse(article.sentence_text(best))))
        return lead if held >= theirs or held >= _CLEAR else best


def quoted(overview: Overview) -> tuple[Statement, ...]:
    """The sentences of an overview, each a paragraph that cites itself."""
    found = []
    for article, index in zip(overview.articles, overview.indices, strict=True):
        citation = cite(article, index)
        found.append(Statement(citation.quote, (citation,), QUOTED, lead="\n\n"))
    return tuple(found)


def lead_of(article: Article) -> int:
    """The index of the first sentence that says what an article is about."""
    fit = list(showable(article))
    for index in fit:
        text = article.sentence_text(index)
        if count_words(text) >= _FEWEST_WORDS and not leads_on(text):
            return index
    return fit[0] if fit else 0
