"""From a question to an answer: limits, retrieval, an engine, and what is said of it all."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final, TypeAlias

from assistant.answering import abstention, extractive
from assistant.answering.engines import AnswerDraft, Engines
from assistant.answering.gate import finds_nothing
from assistant.answering.requests import (
    OF_STORIES,
    Request,
    RequestKind,
    Tell,
    limits_of,
    request_of,
)
from assistant.answering.retrieval import Retrieval
from assistant.answering.spelling import Spelling
from assistant.answering.topics import PASSAGES, Overview, Topics
from assistant.library.library import Library
from assistant.reports import Waiting
from assistant.types import Answer, Article, Filters, Hit, Statement, Turn, cited

Summarise: TypeAlias = Callable[[Sequence[Article]], Sequence[Statement]]
"""Summarises articles together, every statement citing their sentences."""

_REPLIED: Final = frozenset(
    {RequestKind.THANKS, RequestKind.HELP, RequestKind.TASK, RequestKind.NOTHING}
)
"""What asks for nothing that articles answer."""
_NEVER_WRITTEN: Final = _REPLIED - {RequestKind.TASK}
"""Of that, what no chat model is asked about either."""
_WHOLE: Final = frozenset(RequestKind) - _REPLIED - OF_STORIES - {RequestKind.QUESTION}
"""What is asked for as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPipeline:
    """Answers questions over one library.

    Args:
        library: the articles.
        retrieval: its search.
        spelling: its words, to put typing errors right by.
        engines: what tells what was found.
        summarise: summarises articles, for what is asked for as an overview.
        tell: tells what is asked of a story.
        today: what "yesterday" in a question is counted from.
    """

    library: Library
    retrieval: Retrieval
    spelling: Spelling
    engines: Engines
    summarise: Summarise
    tell: Tell
    today: date

    def stream(
        self,
        question: str,
        *,
        filters: Filters,
        history: Sequence[Turn],
        on_waiting: Callable[[Waiting], None] = lambda _: None,
    ) -> Generator[Statement | Answer, None, None]:
        """Each statement as soon as it is complete, at last the whole answer.

        ``on_waiting`` is told what a chat model is about to read.
        """
        draft = self.engines.draft(question, on_waiting=on_waiting)
        yield from self._told(draft, filters, history)
        self._name_copies_of_withdrawn(draft)
        yield draft.answer()

    def _told(
        self, draft: AnswerDraft, filters: Filters, history: Sequence[Turn]
    ) -> Iterator[Statement]:
        """The statements that answer, or the abstention in their place."""
        listing = self.library.catalogue.listing
        if not listing.count(Filters()):
            draft.abstention = abstention.empty_library()
            return
        request = request_of(draft.question)
        if request.kind not in _REPLIED:
            self.engines.stand_alone(draft, history)
            request = request_of(draft.asked)
        if request.kind in _REPLIED and (
            self.engines.chat is None or request.kind in _NEVER_WRITTEN
        ):
            draft.abstention = abstention.no_question(request, writes=self.engines.chat is not None)
            return
        today = filters.as_of or self.today
        filters, note = limits_of(
            draft.question, request, filters, today=today, count=listing.count
        )
        draft.notes += [note] if note else []
        if filters.active and not listing.count(filters):
            draft.abstention = abstention.nothing_within(filters, listing)
            return
        yield from self._about(draft, request, filters, history)

    def _about(
        self, draft: AnswerDraft, request: Request, filters: Filters, history: Sequence[Turn]
    ) -> Iterator[Statement]:
        """What is found of ``request``, answered, or the abstention in its place."""
        # What one speaker said a chat model tells as it tells anything.
        if request.kind in OF_STORIES and not (request.speaker and self.engines.chat):
            yield from self._of_a_story(draft, request, filters)
            if draft.statements or draft.abstention is not None:
                return
            request = request_of(draft.asked, of_stories=False)
        if request.kind in _WHOLE:
            done = yield from self._overviewed(draft, request, filters, history)
            if done or draft.abstention is not None:
                return
        with draft.timed("retrieval"):
            retrieved, read = self.spelling.search(
                draft.asked, retrieval=self.retrieval, filters=filters
            )
        draft.reads(read)
        draft.asked = read.text
        draft.articles += [hit.article for hit in retrieved.hits]
        analyse = self.library.words.analyse
        if self.engines.in_another_language(draft, retrieved):
            return
        if not retrieved.hits or (
            self.engines.chat is not None
            and finds_nothing(retrieved.question, retrieved.hits, analyse=analyse)
        ):
            draft.abstention = abstention.not_in_library(retrieved.hits, unknown=draft.unknown)
            return
        yield from self.engines.tell(draft, retrieved, history)
        if draft.abstention is None and (
            told := abstention.not_mentioned(draft.asked, retrieved.hits)
        ):
            draft.notes.append(told.rstrip("."))

    def _of_a_story(
        self, draft: AnswerDraft, request: Request, filters: Filters
    ) -> Iterator[Statement]:
        """What is told of a story; nothing where the question is better answered as any other."""
        with draft.timed("telling"):
            told = self.tell(request, filters)
            if not told.read and request.topic:
                around = self._passages(request.topic, filters)
                right = self.spelling.spelled(request.topic, around=around)
                if right.corrections:
                    told = self.tell(replace(request, topic=right.text), filters)
                    if told.statements:
                        draft.reads(right)
            draft.notes += told.notes
            if told.nothing:
                near = self._passages(request.topic or draft.asked, filters)
                draft.abstention = abstention.nothing_told(told.nothing, near)
                return
            if told.statements:
                draft.engine = extractive.NAME
                sources = [one.article_id for one in cited(told.statements)]
                draft.articles += self.library.catalogue.articles.by_id(sources).values()
            yield from draft.states(told.statements)

    def _passages(self, topic: str, filters: Filters) -> tuple[Hit, ...]:
        return self.retrieval.search(topic, k=PASSAGES, filters=filters, read=False).hits

    def _overviewed(
        self, draft: AnswerDraft, request: Request, filters: Filters, history: Sequence[Turn]
    ) -> Generator[Statement, None, bool]:
        """The topic of ``request`` told as a whole; False where it is better asked about."""
        topics = Topics(self.library, self.retrieval)
        with draft.timed("retrieval"):
            found, retrieved = topics.overview(request, filters=filters)
            if found is None:
                read = self.spelling.spelled(request.topic, around=retrieved.hits)
                draft.reads(read)
                if read.corrections:
                    right = Request(request.kind, read.text)
                    found, retrieved = topics.overview(right, filters=filters)
        if self.engines.in_another_language(draft, retrieved):
            return True
        if found is None:
            if request.kind is not RequestKind.TOPIC and self.engines.chat is not None:
                return False
            draft.abstention = abstention.not_in_library(retrieved.hits, unknown=draft.unknown)
            return True
        draft.articles += found.articles
        # A chat model tells of the whole itself, from the articles that are about it.
        hits = tuple({hit.key: hit for hit in (*found.hits, *retrieved.hits)}.values())
        about = replace(retrieved, hits=hits[: self.retrieval.settings.passages])
        overview = partial(self._overview, request, found)
        yield from self.engines.tell(draft, about, history, overview=overview)
        return True

    def _overview(self, request: Request, found: Overview) -> Sequence[Statement]:
        """An overview in the words of its articles."""
        told = self.summarise(found.articles) if request.kind is RequestKind.OVERVIEW else ()
        return told or found.quoted()

    def _name_copies_of_withdrawn(self, draft: AnswerDraft) -> None:
        """Notes which of the cited articles are copies of what its provider withdrew."""
        sources = cited(draft.statements)
        copies = self.library.withdrawals.copied_by([source.article_id for source in sources])
        draft.notes += [
            f"“{source.title}” ({source.source or 'outlet unknown'}) is a copy of an article that "
            "its provider withdrew"
            for source in sources
            if source.article_id in copies
        ]
