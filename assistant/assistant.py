"""Assistant: the one object that puts the rooms together."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from assistant.characters import well_formed
from assistant.errors import ReadingError, UsageError
from assistant.keeping import Keeping
from assistant.once import Once
from assistant.reports import (
    Order,
    Progress,
    ReadArticles,
    Waiting,
)
from assistant.stopping import check_stopped
from assistant.types import (
    Answer,
    Article,
    Document,
    Filters,
    Hit,
    LeftOut,
    Notice,
    Statement,
    Summary,
    Turn,
    Verification,
)

if TYPE_CHECKING:
    from langchain_chroma import Chroma

    from assistant.answering.chat import ChatEngine
    from assistant.answering.pipeline import AnswerPipeline
    from assistant.answering.retriever import PassageRetriever
    from assistant.library.library import Library
    from assistant.reading import PastedText, Upload

Material: TypeAlias = "str | Path | Upload | PastedText | Article"
"""What articles can be read from: see ``Assistant.read``."""
LEAST_WORDS: Final = 10
"""Fewest words of a summary."""
OVERVIEW_WORDS: Final = 120
"""Words of an overview that a question asks for."""
LONGEST_QUESTION: Final = 1_000
"""Most characters of a question or a query."""

_NO_TOPIC: Final = re.compile(r"[/\\*?\[]|\.\w{1,5}$|^-$")
"""What shows that a path, an address or a pattern is meant."""
_ARTICLE_ID: Final = re.compile(r"[0-9a-fA-F]{4,16}")


class Assistant(Keeping):
    """Answers questions about the articles of a library, and summarises articles.

    Everything is opened when it is first needed: making one costs nothing. It is a
    context manager; ``close`` it when it is no longer needed.

    Thread-safe: one may serve any number of threads at once, whatever they call, beside
    other processes at the same library. Questions go on beside each other and beside one
    writer; writers take turns. Nobody waits while another thread's chat model writes or its
    articles are embedded. ``close`` and ``reindex`` may be called while others ask. What it
    gives out (answers, articles, hits) is never changed; an iterator of ``stream`` is for
    one thread at a time. ``on_wait`` and ``on_progress`` are called by the thread that works;
    for ``add`` that is a thread of its own, too. Work is stopped from another thread by
    ``assistant.stopping``.

    Args:
        home: folder of the library; by default as the settings say.
        settings: all settings at once; by default from the environment.
        chat_model: a LangChain chat model of your own, instead of the settings' one, or the
            program's ``ChatModel``.
        retrieval: how passages are found; by default as measured.
        on_wait: takes messages such as "Waiting for process 123, which is adding articles …".
        today: the day that "yesterday" in a question is counted from; by default the clock's.

    Example:
        >>> from assistant import Assistant
        >>> with Assistant(home="my-library") as assistant:
        ...     report = assistant.add("articles/")
        ...     answer = assistant.ask("How many people were on the ferry?")
        ...     for statement in answer.statements:
        ...         print(statement.text, [c.quote for c in statement.citations])
    """

    _suggested: tuple[int, int, tuple[str, ...]] = (-1, -1, ())

    @Once
    def _suggesting(self) -> Lock:
        return Lock()

    # -- questions ---------------------------------------------------------------

    def search(self, query: str, *, k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """The ``k`` passages that fit ``query`` best.

        Raises:
            UsageError: the query is blank, or ``k`` is not positive.
        """
        if k < 1:
            raise UsageError("At least one passage has to be asked for")
        return self._retrieval.search(_asked(query), k=k, filters=filters).hits

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
        for part in self.stream(question, filters=filters, history=history):
            if isinstance(part, Answer):
                return part
        raise AssertionError("a stream ends with its answer")

    def stream(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        history: Sequence[Turn] = (),
        on_waiting: Callable[[Waiting], None] = lambda _: None,
    ) -> Generator[Statement | Answer, None, None]:
        """As ``ask``: each statement as soon as it is complete, at last the whole answer.

        ``on_waiting`` is told whenever a chat model has been given something to read.
        Closing the iterator gives the answer up, and closes the connection to a chat
        model's server.
        """
        pipeline = self._pipeline(chat=self._chat)
        earlier = [Turn(well_formed(turn.question), well_formed(turn.answer)) for turn in history]
        return pipeline.stream(
            _asked(question), filters=filters, history=earlier, on_waiting=on_waiting
        )

    def _pipeline(self, *, chat: ChatEngine | None) -> AnswerPipeline:
        from assistant.answering.pipeline import AnswerPipeline

        return AnswerPipeline(
            library=self._library,
            retrieval=self._retrieval,
            chat=chat,
            fallback=self.settings.fallback == "extractive",
            today=self._today(),
            embedder=self._embedder,
            entailment=self._entailment,
            summarise=self._overview,
            unsupported=self.settings.unsupported,
            judging=self.settings.judge,
        )

    def _overview(self, articles: Sequence[Article]) -> tuple[Statement, ...]:
        """What the extractive summariser quotes of articles that a topic led to."""
        from assistant.summarising.extractive import summarise_extractively
        from assistant.summarising.leaving_out import without_unsound

        told = without_unsound(articles, withdrawn=self._withdrawn(articles))
        return summarise_extractively(
            told.articles, words=OVERVIEW_WORDS, style="paragraph", embedder=self._embedder
        ).statements

    def suggestions(self, count: int = 4) -> tuple[str, ...]:
        """Questions to begin with, which the library's newest articles answer.

        They are made again when the library has changed. No chat model is asked.
        """
        # Whoever comes while they are being made waits for them, and makes nothing.
        with self._suggesting:
            library = self._library
            generation = library.catalogue.index_notes.generation()
            if self._suggested[:2] != (generation, count):
                questions = self._suggestions(library, count=count)
                self._suggested = (generation, count, questions)
            return self._suggested[2]

    def _suggestions(self, library: Library, *, count: int) -> tuple[str, ...]:
        from assistant.answering.suggestions import suggest

        newest = library.catalogue.listing.page(
            matching="", order=Order.DATE, descending=True, limit=40, offset=0
        )
        articles = (
            article
            for summary in newest.articles
            if not summary.withdrawn
            for article in library.catalogue.articles.by_id([summary.id]).values()
        )
        return suggest(articles, count=count, ask=self._quoted)

    def _quoted(self, question: str) -> Answer:
        """The extractive engine's answer, whatever the settings say."""
        for part in self._pipeline(chat=None).stream(question, filters=Filters(), history=()):
            if isinstance(part, Answer):
                return part
        raise AssertionError("a stream ends with its answer")

    def as_retriever(self, *, k: int = 10, filters: Filters = Filters()) -> PassageRetriever:
        """The library's search as a LangChain retriever, for a chain of your own."""
        from assistant.answering.retriever import PassageRetriever

        return PassageRetriever(retrieval=self._retrieval, k=k, filters=filters)

    def as_vector_store(self) -> Chroma:
        """The passages as langchain-chroma's vector store, to search by meaning alone.

        It is for reading: what is added to it would not be in the library.
        """
        from assistant.answering.retriever import ShippedEmbeddings

        embeddings = ShippedEmbeddings(self._embedder)
        return self._library.indexes.searched(lambda vectors, _words: vectors.store(embeddings))

    # -- summaries ---------------------------------------------------------------

    def summarise(
        self,
        *sources: Material,
        words: int = 120,
        style: str = "paragraph",
        stdin: BinaryIO | None = None,
    ) -> Summary:
        """Summarises one article, or several together, every sentence cited.

        Args:
            sources: what ``read`` takes. A file is not added. Words that no file is called by
                ("the ferry sinking") are a topic: the articles of the library about it.
            words: length to keep to within 15 %, never cutting a sentence.
            style: ``paragraph``, ``bullets`` or ``headline``.
            stdin: what ``"-"`` reads.

        Articles that are retracted, or that their providers withdrew, are left out where there
        are others, and notes say so.

        Raises:
            UsageError: no source, an unknown style, fewer than ten words, or nothing but what
                was withdrawn.
            ReadingError: a file cannot be read.
            ModelError: the chat model failed, and ``fallback`` is ``none``, or a part was given.
        """
        from assistant.summarising.pipeline import STYLES, summarise

        if not sources:
            raise UsageError("Nothing to summarise", hint="Name files, ids or - for standard input")
        if style not in STYLES:
            raise UsageError(f"There is no style {style!r}", hint=f"Styles: {', '.join(STYLES)}")
        if words < LEAST_WORDS:
            raise UsageError(f"A summary has at least {LEAST_WORDS} words")
        started = perf_counter()
        notes: list[str] = []
        named: list[Material] = []
        for source in sources:
            about = self._about(source)
            named += about or (source,)
            if about:
                told = "1 article" if len(about) == 1 else f"{len(about)} articles"
                notes.append(f"“{source}” is no file, but a topic: {told} about it")
        material = self.read_whole(*named, stdin=stdin)
        articles = material.articles
        read = perf_counter() - started
        summary = summarise(
            articles,
            words=words,
            style=style,
            embedder=self._embedder,
            chat=self._chat_model,
            settings=self.settings,
            read_seconds=read,
            withdrawn=self._withdrawn(articles),
        )
        return replace(summary, notes=(*notes, *summary.notes), left_out=material.left_out)

    def _about(self, source: Material) -> tuple[Article, ...]:
        """The articles about a topic, where ``source`` names one and no file; else none."""
        if not isinstance(source, str) or _NO_TOPIC.search(source) or _is_id(source):
            return ()
        if not source.strip() or Path(source).exists() or not self.count():
            return ()
        from assistant.answering.overviews import Overviews
        from assistant.answering.requests import Request, RequestKind

        request = Request(RequestKind.OVERVIEW, " ".join(well_formed(source).split()))
        found, _ = Overviews(self._library, self._retrieval).of(request, filters=Filters())
        return found.articles if found else ()

    # -- drafts ------------------------------------------------------------------

    def verify(
        self,
        draft: str,
        sources: Sequence[Material] = (),
        *,
        filters: Filters = Filters(),
        stdin: BinaryIO | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Verification:
        """Checks every sentence of a draft against articles, finding what supports it.

        No chat model is asked. What a sentence says is compared with the sentences that come
        nearest to it: figures and dates, names, quotations and who said them, attribution,
        negation, and its meaning as a whole.

        Args:
            draft: the text, whoever wrote it.
            sources: what ``read`` takes; none means the whole library.
            filters: limits to outlets and days, where the whole library is meant.
            stdin: what ``"-"`` reads.
            on_progress: told of every sentence.

        Raises:
            UsageError: the draft is blank, the library that is meant is empty, or all that it
                is to be held against was withdrawn by its provider.
            ReadingError: a file cannot be read.
        """
        from assistant.answering.drafts import evidence_in, evidence_in_library, verify_draft
        from assistant.summarising.leaving_out import without_withdrawn

        notes: tuple[str, ...] = ()
        left_out: tuple[LeftOut, ...] = ()
        if not draft.strip():
            raise UsageError("The draft is empty", hint="Give the text that is to be checked")
        if sources:
            material = self.read_whole(*sources, stdin=stdin)
            articles, left_out = material.articles, material.left_out
            told = without_withdrawn(articles, withdrawn=self._withdrawn(articles))
            notes = told.notes
            evidence_for = evidence_in(told.articles, embedder=self._embedder)
        else:
            evidence_for = evidence_in_library(
                self._library, self._retrieval, embedder=self._embedder, filters=filters
            )
        verification = verify_draft(
            well_formed(draft),
            evidence_for=evidence_for,
            model=self._entailment,
            on_progress=on_progress or (lambda _progress: None),
        )
        return replace(verification, notes=(*notes, *verification.notes), left_out=left_out)

    def _withdrawn(self, articles: Sequence[Article]) -> Mapping[str, Notice]:
        """Those of ``articles`` that came out of the library and are withdrawn there, by id."""
        kept = [article.id for article in articles if article.added is not None]
        return self._library.withdrawals.of(kept) if kept else {}

    def draft(self, source: str | Path, *, stdin: BinaryIO | None = None) -> str:
        """The text of a file that is to be verified, its headline included.

        Raises:
            UsageError: there is nothing at ``source``.
            ReadingError: it cannot be read.
        """
        from assistant.reading.documents import whole_text

        documents = self._documents(source, stdin=stdin)
        return "\n\n".join(whole_text(document) for _name, document in documents)

    def read(self, *sources: Material, stdin: BinaryIO | None = None) -> tuple[Article, ...]:
        """The articles that ``sources`` name, each once, in the order given.

        Args:
            sources: files, folders, patterns, uploads, web addresses, pasted text, ``"-"`` for
                ``stdin``, ids of articles of the library (their beginning is enough), or
                articles.
            stdin: what ``"-"`` reads.

        Raises:
            UsageError: there is nothing at a path.
            ReadingError: a file cannot be read.
        """
        return self.read_whole(*sources, stdin=stdin).articles

    def read_whole(self, *sources: Material, stdin: BinaryIO | None = None) -> ReadArticles:
        """As ``read``, with what of the sources could not be read."""
        found: dict[str, Article] = {}
        left_out: list[LeftOut] = []
        for source in sources:
            check_stopped()
            for article, missing in self._read(source, stdin=stdin):
                found[article.id] = article
                if missing.parts:
                    left_out.append(missing)
        return ReadArticles(tuple(found.values()), tuple(dict.fromkeys(left_out)))

    def _read(
        self, source: Material, *, stdin: BinaryIO | None
    ) -> Iterator[tuple[Article, LeftOut]]:
        from assistant.language.articles import make_article
        from assistant.reading import PastedText, read_text

        if isinstance(source, Article):
            yield source, LeftOut(source.title, ())
        elif isinstance(source, PastedText):
            article = make_article(read_text(source.text))
            yield article, LeftOut(article.title, ())
        elif _is_id(source):
            article = self.article(str(source))
            yield article, LeftOut(article.title, ())
        else:
            for name, document in self._documents(source, stdin=stdin):
                yield make_article(document), LeftOut(name, document.left_out)

    def _documents(
        self, source: str | Path | Upload, *, stdin: BinaryIO | None
    ) -> Iterator[tuple[str, Document]]:
        """The documents of a source, each with the name that it is told by."""
        from assistant.reading import expand, read_each

        for opened in expand([source]):
            check_stopped()
            if opened.url is None:
                for reading in read_each(opened, max_bytes=self._max_bytes, stdin=stdin):
                    if isinstance(reading.outcome, ReadingError):
                        raise reading.outcome
                    yield reading.name, reading.outcome
            else:
                from assistant.fetching.continued import whole_document

                fetched = self._fetcher.fetch(opened.url)
                yield opened.name, whole_document(fetched, fetch=self._fetcher.fetch)


def _is_id(source: object) -> bool:
    """Whether this names an article of the library, and no file."""
    return (
        isinstance(source, str)
        and _ARTICLE_ID.fullmatch(source) is not None
        and not Path(source).exists()
    )


def _asked(question: str) -> str:
    """The question in one line.

    Raises:
        UsageError: it is blank, longer than an article's section, or no text.
    """
    line = " ".join(well_formed(question).split())
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
