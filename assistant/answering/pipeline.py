"""From a question to an answer: limits, retrieval, an engine, and what is said of it all."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Final

from assistant.answering import abstention, extractive
from assistant.answering.answerability import (
    Answerability,
    answerability,
    declined,
    finds_nothing,
    holds_kind,
)
from assistant.answering.choosing import sides_of
from assistant.answering.followups import standing_alone
from assistant.answering.named import not_there
from assistant.answering.overviews import Overview, Overviews, Summarise, quoted
from assistant.answering.question_kinds import QuestionKind, defined_in, question_kind
from assistant.answering.requests import Request, RequestKind, request_of
from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.answering.spelling import Spelling, in_words, telling
from assistant.answering.states import differing_days
from assistant.articles.corrections import corrections_of
from assistant.errors import ModelError
from assistant.language.dates import format_range, limits_in_question
from assistant.language.detection import ENGLISH, name_of
from assistant.language.question_language import question_language
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.reports import Waiting
from assistant.types import (
    Abstention,
    AbstentionKind,
    Answer,
    Article,
    Filters,
    Hit,
    Statement,
    Timing,
    Turn,
    Usage,
    cited,
)

if TYPE_CHECKING:
    from assistant.answering.chat import ChatEngine
    from assistant.answering.writing import Writer
    from assistant.models.entailment import EntailmentModel
    from assistant.settings import UnsupportedPolicy


_REPLIED: Final = frozenset(
    {RequestKind.THANKS, RequestKind.HELP, RequestKind.TASK, RequestKind.NOTHING}
)
"""What asks for nothing that articles answer."""
_NEVER_WRITTEN: Final = frozenset({RequestKind.THANKS, RequestKind.HELP, RequestKind.NOTHING})
"""Of that, what no chat model is asked about either."""
_WHOLE: Final = frozenset(
    {
        RequestKind.NEWS,
        RequestKind.LATEST,
        RequestKind.OVERVIEW,
        RequestKind.TIMELINE,
        RequestKind.TOPIC,
    }
)
"""What is asked for as a whole."""


_FOUND: Final = 0.8
"""Relevance from which on the words typed are found, where they are no question."""


@dataclass(slots=True)
class _Draft:
    """An answer in the making."""

    question: str
    asked: str
    engine: str
    statements: list[Statement] = field(default_factory=list)
    abstention: Abstention | None = None
    usage: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)
    removed: list[Statement] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    on_waiting: Callable[[Waiting], None] = lambda _: None
    unknown: tuple[str, ...] = ()
    stages: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=perf_counter)

    def staged(self, stage: str, since: float) -> None:
        """Adds the time since ``since`` to a stage."""
        self.stages[stage] = self.stages.get(stage, 0.0) + perf_counter() - since

    def answer(self) -> Answer:
        """The answer as it now stands."""
        return Answer(
            question=self.question,
            asked=self.asked,
            statements=tuple(self.statements),
            engine=self.engine,
            abstention=self.abstention,
            sources=cited(self.statements),
            usage=self.usage,
            timing=Timing(self.stages, perf_counter() - self.started),
            notes=tuple(self.notes),
            removed=tuple(self.removed),
            corrections=corrections_of(self.statements, self.articles),
        )


class AnswerPipeline:
    """Answers questions over one library.

    Args:
        library: the articles.
        retrieval: its search.
        chat: the chat engine; None quotes instead.
        fallback: whether to quote when the chat model fails.
        today: what "yesterday" in a question is counted from.
        embedder: what the check of a chat model's statements embeds with.
        entailment: judges whether these are supported.
        unsupported: what becomes of those that fail it.
        judging: whether the chat model is also asked to judge what it wrote.
        summarise: summarises articles, for what is asked for as an overview.
        settings: what the extractive engine quotes.
    """

    def __init__(
        self,
        *,
        library: Library,
        retrieval: Retrieval,
        chat: ChatEngine | None,
        fallback: bool,
        today: date,
        embedder: Embedder,
        entailment: EntailmentModel,
        summarise: Summarise,
        unsupported: UnsupportedPolicy = "revise",
        judging: bool = False,
        settings: extractive.ExtractiveSettings = extractive.ExtractiveSettings(),
    ) -> None:
        self._library = library
        self._retrieval = retrieval
        self._chat = chat
        self._writer: Writer | None = None
        if chat is not None:
            from assistant.answering.writing import Writer

            self._writer = Writer(
                chat=chat,
                library=library,
                retrieval=retrieval,
                embedder=embedder,
                entailment=entailment,
                unsupported=unsupported,
                judging=judging,
            )
        self._fallback = fallback
        self._today = today
        self._embedder = embedder
        self._summarise = summarise
        self._settings = settings

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
        engine = self._chat.name if self._chat else extractive.NAME
        draft = _Draft(question, question, engine, on_waiting=on_waiting)
        listing = self._library.catalogue.listing
        if not listing.count(Filters()):
            draft.abstention = abstention.empty_library()
            yield draft.answer()
            return
        request = request_of(question)
        if request.kind not in _REPLIED:
            self._stand_alone(draft, history)
            request = request_of(draft.asked)
        if request.kind in _REPLIED and (self._chat is None or request.kind in _NEVER_WRITTEN):
            draft.abstention = abstention.no_question(request, writes=self._chat is not None)
            yield draft.answer()
            return
        limited = self._limited(draft, filters, request)
        if limited.active and not listing.count(limited):
            draft.abstention = abstention.outside_limits(
                limited,
                days=listing.days(),
                outlets=listing.sources(),
                near=abstention.nearest_in_time(
                    [
                        one
                        for one in listing.summaries(Filters(limited.sources))
                        if not one.withdrawn
                    ],
                    filters=limited,
                ),
            )
            yield draft.answer()
            return
        yield from self._about(draft, request, limited, history)
        yield draft.answer()

    def _about(
        self, draft: _Draft, request: Request, filters: Filters, history: Sequence[Turn]
    ) -> Iterator[Statement]:
        """What is found of ``request``, answered, or the abstention in its place."""
        if request.kind in _WHOLE:
            told = yield from self._overviewed(draft, request, filters, history)
            if told or draft.abstention is not None:
                return
        since = perf_counter()
        retrieved = self._search(draft, filters)
        draft.staged("retrieval", since)
        draft.articles += [hit.article for hit in retrieved.hits]
        analyse = self._library.words.analyse
        if self._in_another_language(draft, retrieved):
            return
        if not retrieved.hits or (
            self._chat is not None
            and finds_nothing(retrieved.question, retrieved.hits, analyse=analyse)
        ):
            draft.abstention = abstention.not_in_library(
                retrieved.hits, unknown=telling(draft.unknown)
            )
            return
        yield from self._drafted(draft, retrieved, history)
        self._name_the_unmentioned(draft, retrieved.hits)
        self._name_copies_of_withdrawn(draft)

    def _search(self, draft: _Draft, filters: Filters) -> Retrieved:
        """What is found for the question, its typing errors put right where it has some."""
        most = self._retrieval.settings.passages
        words = Spelling(self._library, self._embedder)
        draft.unknown = words.unknown(draft.asked)
        if not draft.unknown:
            return self._retrieval.search(draft.asked, k=most, filters=filters)
        first = self._retrieval.search(draft.asked, k=most, filters=filters, read=False)
        if question_language(draft.asked) != ENGLISH:
            return first
        read = words.spelled(draft.asked, around=[hit.text for hit in first.hits])
        draft.unknown = read.unknown
        if read.corrections:
            draft.asked = read.text
            draft.notes.append(in_words(read.corrections))
        return self._retrieval.search(draft.asked, k=most, filters=filters)

    def _in_another_language(self, draft: _Draft, retrieved: Retrieved) -> bool:
        """Whether the question is in a language of none of the articles found: it is told so.

        A chat model may understand it all the same.
        """
        if self._writes(draft):
            return False
        language = question_language(draft.asked)
        if language == ENGLISH or any(h.article.language == language for h in retrieved.hits):
            return False
        draft.abstention = abstention.other_language(name_of(language), retrieved.hits)
        return True

    def _overviewed(
        self, draft: _Draft, request: Request, filters: Filters, history: Sequence[Turn]
    ) -> Generator[Statement, None, bool]:
        """The topic of ``request`` told as a whole; False where it is better asked about."""
        since = perf_counter()
        overviews = Overviews(self._library, self._retrieval)
        found, retrieved = overviews.of(request, filters=filters)
        if found is None and (right := self._topic_spelled(draft, request, retrieved)):
            found, retrieved = overviews.of(right, filters=filters)
        draft.staged("retrieval", since)
        if self._in_another_language(draft, retrieved):
            return True
        if found is None:
            if request.kind is not RequestKind.TOPIC and self._chat is not None:
                return False
            draft.abstention = abstention.not_in_library(
                retrieved.hits, unknown=telling(draft.unknown)
            )
            return True
        draft.articles += found.articles
        if self._chat is not None:
            # The model tells of the whole itself, from the articles that are about it.
            hits = tuple({hit.key: hit for hit in (*found.hits, *retrieved.hits)}.values())
            most = self._retrieval.settings.passages
            told = replace(retrieved, hits=hits[:most])
            yield from self._drafted(
                draft, told, history, overview=partial(self._told, draft, request, found)
            )
            return True
        since = perf_counter()
        for statement in self._told(draft, request, found):
            draft.statements.append(statement)
            yield statement
        draft.staged("answering", since)
        self._name_copies_of_withdrawn(draft)
        return True

    def _told(self, draft: _Draft, request: Request, found: Overview) -> Sequence[Statement]:
        """An overview in the words of its articles."""
        draft.notes += found.notes
        summary: Sequence[Statement] = ()
        if request.kind is RequestKind.OVERVIEW:
            summary = self._summarise(found.articles)
        return summary or quoted(found)

    def _topic_spelled(
        self, draft: _Draft, request: Request, retrieved: Retrieved
    ) -> Request | None:
        """``request`` without typing errors in its topic; None where it has none."""
        around = [hit.text for hit in retrieved.hits]
        read = Spelling(self._library, self._embedder).spelled(request.topic, around=around)
        draft.unknown = read.unknown
        if not read.corrections:
            return None
        draft.notes.append(in_words(read.corrections))
        return Request(request.kind, read.text)

    @staticmethod
    def _name_the_unmentioned(draft: _Draft, hits: Sequence[Hit]) -> None:
        """Notes whom or what of the question no article found mentions, where it is answered."""
        if draft.abstention is None:
            told = abstention.not_mentioned(draft.asked, hits)
            draft.notes += [told.rstrip(".")] if told else []

    def _name_copies_of_withdrawn(self, draft: _Draft) -> None:
        """Notes which of the cited articles are copies of what its provider withdrew."""
        sources = cited(draft.statements)
        copies = self._library.withdrawals.copied_by([source.article_id for source in sources])
        draft.notes += [
            f"“{source.title}” ({source.source or 'outlet unknown'}) is a copy of an article that "
            "its provider withdrew"
            for source in sources
            if source.article_id in copies
        ]

    def _stand_alone(self, draft: _Draft, history: Sequence[Turn]) -> None:
        since = perf_counter()
        if not history:
            return
        if self._chat is None:
            draft.asked = standing_alone(draft.question, history)
        else:
            try:
                rewritten = self._chat.rewrite(draft.question, history)
            except ModelError as error:
                self._fall_back(draft, error)
                draft.asked = standing_alone(draft.question, history)
            else:
                draft.asked = rewritten.text
                draft.usage += rewritten.usage
        draft.staged("rewriting", since)

    def _limited(self, draft: _Draft, filters: Filters, request: Request) -> Filters:
        """``filters``, with the days of publication that the question asks for.

        Where these leave no article, they are dropped, and a note says so.
        """
        if filters.since or filters.until:
            return filters
        everything = request.kind is RequestKind.NEWS
        limits = limits_in_question(draft.question, today=self._today, everything=everything)
        if limits.since is None and limits.until is None:
            return filters
        limited = Filters(filters.sources, limits.since, limits.until)
        days = format_range(limits.since, limits.until)
        count = self._library.catalogue.listing.count
        # An article without a date may be of those days: it is never shut out.
        if not count(limited):
            draft.notes.append(
                f"No article was published {days} (“{limits.phrase}”), so articles of all days "
                "were searched"
            )
            return filters
        draft.notes.append(
            f"Only articles published {days} were searched, because the question says "
            f"“{limits.phrase}”"
        )
        return replace(limited, undated=True)

    def _drafted(
        self,
        draft: _Draft,
        retrieved: Retrieved,
        history: Sequence[Turn],
        *,
        overview: Callable[[], Sequence[Statement]] | None = None,
    ) -> Iterator[Statement]:
        """What the chat model writes, else quotations: an ``overview`` where one is asked for."""
        if self._writer is not None and self._writes(draft):
            since = perf_counter()
            try:
                yield from self._written(
                    draft, self._writer, retrieved, history, whole=overview is not None
                )
            except ModelError as error:
                self._fall_back(draft, error)
            else:
                return
            finally:
                draft.staged("answering", since)
        since = perf_counter()
        if self._in_another_language(draft, retrieved):
            return
        for statement in overview() if overview else self._quoted(draft, retrieved):
            draft.statements.append(statement)
            yield statement
        draft.staged("answering", since)

    def _written(
        self,
        draft: _Draft,
        writer: Writer,
        retrieved: Retrieved,
        history: Sequence[Turn],
        *,
        whole: bool,
    ) -> Iterator[Statement]:
        with closing(
            writer.write(
                draft.asked, retrieved, history=history, whole=whole, on_waiting=draft.on_waiting
            )
        ) as written:
            for statement in written:
                if not statement.text:
                    draft.statements.clear()
                    continue
                draft.statements.append(statement)
                yield statement
        outcome = written.result
        draft.usage += outcome.usage
        draft.notes += outcome.notes
        draft.removed += outcome.removed
        if outcome.abstained and writer.chat.model.small and self._fallback:
            # A small model often does not find what stands before it.
            raise ModelError("It found no answer")
        if outcome.abstained:
            draft.abstention = abstention.not_in_evidence(draft.asked, retrieved.hits)
        elif not draft.statements and self._fallback:
            raise ModelError("The articles support nothing of what it wrote")
        elif not draft.statements:
            draft.abstention = abstention.unsupported(retrieved.hits)

    def _quoted(self, draft: _Draft, retrieved: Retrieved) -> tuple[Statement, ...]:
        ranked = self._retrieval.sentences(retrieved)
        found = answerability(
            retrieved.question, ranked, retrieved.hits, analyse=self._library.words.analyse
        )
        kind = declined(found)
        if kind is AbstentionKind.NOT_IN_EVIDENCE and _is_keywords(draft.asked, found):
            kind = None
        missing = not_there(draft.question, ranked[0].article) if ranked else ()
        fits = holds_kind(draft.question, ranked) or _any_words(draft.asked)
        if kind is None and ranked and not missing and fits:
            statements = extractive.quote(ranked, question=draft.asked, settings=self._settings)
            draft.notes += differing_days(statements)
            return statements
        draft.abstention = (
            abstention.not_in_library(retrieved.hits, unknown=telling(draft.unknown))
            if kind is AbstentionKind.NOT_IN_LIBRARY
            else abstention.not_in_evidence(draft.asked, retrieved.hits, named=missing)
        )
        return ()

    def _writes(self, draft: _Draft) -> bool:
        """Whether the chat model writes the answer; not where it has failed."""
        return self._writer is not None and draft.engine == self._writer.chat.name

    def _fall_back(self, draft: _Draft, error: ModelError) -> None:
        """Goes on without the chat model.

        Raises:
            ModelError: it is not allowed to, or a part of the answer has been given.
        """
        if not self._fallback or draft.statements:
            raise error
        draft.engine = f"{extractive.NAME} (fallback)"
        draft.notes.append(
            f"The chat model failed ({error.message}), so the articles are quoted instead"
            + (f". {error.hint}" if error.hint else "")
        )


_DID: Final = re.compile(r"\s*what (?:did|do|does|came|has|have|had)\b", re.IGNORECASE)


def _any_words(question: str) -> bool:
    """Whether other words answer than the reader points at: of two sides, to define, or of whom.

    "Who is blamed" is answered by "the operator", too, which is no name.
    """
    return (
        bool(sides_of(question))
        or defined_in(question) is not None
        or question_kind(question) is QuestionKind.WHO
        or _DID.match(question) is not None
    )


def _is_keywords(question: str, found: Answerability) -> bool:
    """Whether words to look for were typed, and found: the reader knows only questions."""
    return question_kind(question) is QuestionKind.OTHER and found.relevance >= _FOUND
