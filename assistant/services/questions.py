"""Questions to a library: its search, answers, questions to begin with, LangChain's interfaces."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Final

from assistant.characters import in_one_line, well_formed
from assistant.errors import UsageError
from assistant.reports import Waiting
from assistant.services.asked_of_stories import AskedOfStories
from assistant.services.resources import Resources
from assistant.telling import Story
from assistant.types import Answer, Article, Filters, Hit, Statement, Turn

if TYPE_CHECKING:
    from langchain_chroma import Chroma

    from assistant.answering.chat import ChatEngine
    from assistant.answering.pipeline import AnswerPipeline
    from assistant.answering.retriever import PassageRetriever
    from assistant.answering.writing import Writer

OVERVIEW_WORDS: Final = 120
"""Words of an overview that a question asks for."""
LONGEST_QUESTION: Final = 1_000
"""Most characters of a question or a query."""
_STORIES: Final = 20
_OF_A_STORY: Final = 3
_COMPARED: Final = 8
"""Stories that questions to begin with are looked for in, articles of each that are read, and
those whose figures are compared."""
_PATIENCE: Final = 1.0
"""Seconds for which questions are waited for that another is making."""


class Questions:
    """Asks a library."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._asked_of_stories = AskedOfStories(resources)
        self._suggesting = Lock()
        self._suggested: tuple[tuple[int, int, date] | None, tuple[str, ...]] = (None, ())

    def search(self, query: str, *, k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """Returns the ``k`` passages that fit ``query`` best.

        Raises:
            UsageError: the query is blank, or ``k`` is not positive.
        """
        if k < 1:
            raise UsageError("At least one passage has to be asked for")
        within = self._resources.within(filters)
        return self._resources.retrieval.search(_asked(query), k=k, filters=within).hits

    def ask(
        self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> Answer:
        """Answers ``question`` from the library, every sentence cited.

        Without an answer in the articles the result says so (``Answer.abstention``).

        Args:
            question: what is asked.
            filters: limits to outlets and days. Without days, those that the question
                plainly names ("in March 2025") are taken.
            history: what was asked and answered before, oldest first; a follow-up is
                understood by it.

        Raises:
            UsageError: the question is blank.
            ModelError: the chat model failed, and ``fallback`` is ``none``, or a part was given.
        """
        return _whole(self.stream(question, filters=filters, history=history))

    def stream(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        history: Sequence[Turn] = (),
        on_waiting: Callable[[Waiting], None] = lambda _: None,
    ) -> Generator[Statement | Answer, None, None]:
        """Answers as ``ask`` does: each statement as soon as it is complete, at last the answer.

        ``on_waiting`` is told whenever a chat model has been given something to read.
        Closing the iterator gives the answer up, and closes the connection to a chat
        model's server.
        """
        pipeline = self._pipeline(chat=self._resources.chat)
        earlier = [Turn(well_formed(turn.question), well_formed(turn.answer)) for turn in history]
        within = self._resources.within(filters)
        return pipeline.stream(
            _asked(question), filters=within, history=earlier, on_waiting=on_waiting
        )

    def _pipeline(self, *, chat: ChatEngine | None) -> AnswerPipeline:
        from assistant.answering.engines import Engines
        from assistant.answering.pipeline import AnswerPipeline
        from assistant.answering.spelling import Spelling

        resources = self._resources
        library, retrieval = resources.library, resources.retrieval
        return AnswerPipeline(
            library=library,
            retrieval=retrieval,
            spelling=Spelling(library, resources.embedder),
            engines=Engines(
                library=library,
                retrieval=retrieval,
                writer=self._writer(chat) if chat else None,
                fallback=resources.settings.fallback == "extractive",
            ),
            summarise=self._overview,
            tell=self._asked_of_stories.told,
            today=resources.today(),
        )

    def _writer(self, chat: ChatEngine) -> Writer:
        from assistant.answering.writing import Writer

        resources = self._resources
        return Writer(
            chat=chat,
            library=resources.library,
            retrieval=resources.retrieval,
            embedder=resources.embedder,
            entailment=resources.entailment,
            unsupported=resources.settings.unsupported,
            judging=resources.settings.judge,
        )

    def _overview(self, articles: Sequence[Article]) -> tuple[Statement, ...]:
        """What the extractive summariser quotes of articles that a topic led to."""
        from assistant.summarising.extractive import summarise_extractively
        from assistant.summarising.leaving_out import without_unsound

        told = without_unsound(articles, withdrawn=self._resources.withdrawn(articles))
        return summarise_extractively(
            told.articles,
            words=OVERVIEW_WORDS,
            style="paragraph",
            embedder=self._resources.embedder,
        ).statements

    def suggestions(self, count: int = 4) -> tuple[str, ...]:
        """Returns questions to begin with, about the newest stories, which the library answers.

        There are at most ``count``, and where they have an answer, three more: what is new today,
        the timeline of the newest story of several days, and where reports of one differ.

        They are made again when the library or the day has changed, in half a second of the
        processor's; whoever comes meanwhile waits for no more than a moment and then gets those
        from before. No chat model is asked.
        """
        catalogue = self._resources.library.catalogue
        made_for = (catalogue.index_notes.generation(), count, self._resources.today())
        if self._suggested[0] != made_for and self._suggesting.acquire(timeout=_PATIENCE):
            try:
                if self._suggested[0] != made_for:
                    self._suggested = (made_for, tuple(self._suggestions(count)))
            finally:
                self._suggesting.release()
        return self._suggested[1]

    def _suggestions(self, count: int) -> Iterator[str]:
        from assistant.answering.suggestions import differing_question, suggest, timeline_question

        catalogue, today = self._resources.library.catalogue, self._resources.today()
        pipeline = self._pipeline(chat=None)

        @cache
        def ask(question: str) -> Answer:
            return _whole(pipeline.stream(question, filters=Filters(), history=()))

        def newest_of(story: Story, most: int) -> Sequence[Article]:
            ids = [one.id for one in story.articles[:most]]
            found = catalogue.articles.by_id(ids)
            return [found[one] for one in ids if one in found]

        articles = partial(newest_of, most=_OF_A_STORY)

        def differ(story: Story) -> bool:
            from assistant.stories.figures import make_figures

            return bool(make_figures(newest_of(story, _COMPARED)).quantities)

        def newest(story: Story) -> date:
            return story.days[1] if story.days else date.min

        # Pinned ones come first of these, however old they are.
        stories = sorted(
            catalogue.stories.page(Filters(), limit=_STORIES), key=newest, reverse=True
        )
        if catalogue.listing.count(Filters(since=today, until=today)):
            yield "What is new today?"
        yield from suggest(stories, count=count, articles=articles, ask=ask)
        timeline = timeline_question(stories, articles=articles, ask=ask)
        differing = differing_question(stories, articles=articles, ask=ask, differ=differ)
        yield from filter(None, (timeline, differing))

    def spellings(self, question: str) -> tuple[tuple[str, str], ...]:
        """Returns words of ``question`` that no article has, with the nearest that they have."""
        from assistant.answering.spelling import Spelling

        resources = self._resources
        if not resources.library.catalogue.listing.count(Filters()):
            return ()
        return Spelling(resources.library, resources.embedder).near(well_formed(question))

    def as_retriever(self, *, k: int = 10, filters: Filters = Filters()) -> PassageRetriever:
        """Returns the library's search as a LangChain retriever, for a chain of your own."""
        from assistant.answering.retriever import PassageRetriever

        resources = self._resources
        return PassageRetriever(
            retrieval=resources.retrieval, k=k, filters=filters, within=resources.within
        )

    def as_vector_store(self) -> Chroma:
        """Returns the passages as langchain-chroma's vector store, to search by meaning alone.

        It is for reading: what is added to it would not be in the library.
        """
        from assistant.answering.retriever import ShippedEmbeddings

        embeddings = ShippedEmbeddings(self._resources.embedder)
        return self._resources.library.indexes.searched(
            lambda vectors, _words: vectors.store(embeddings)
        )


def _whole(parts: Iterable[Statement | Answer]) -> Answer:
    """The answer that a stream ends with."""
    return next(part for part in parts if isinstance(part, Answer))


def _asked(question: str) -> str:
    """The question in one line.

    Raises:
        UsageError: it is blank, longer than an article's section, or no text.
    """
    line = in_one_line(question)
    if not line:
        raise UsageError("The question is empty", hint="Ask something, in quotation marks")
    if len(line) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(line):,} characters, more than {LONGEST_QUESTION:,}",
            hint="Ask in a sentence or two; to check a text against the articles, verify it",
        )
    if not any(map(str.isalnum, line)):
        raise UsageError("There is no word in the question", hint="Ask something in words")
    return line
