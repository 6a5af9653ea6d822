"""Assistant: the one object that puts the rooms together."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, Self, TypeAlias

from assistant.errors import ArticleNotFoundError, ConfigurationError, UsageError
from assistant.models.embedder import Embedder
from assistant.models.shipped import embedder_of, reader_of
from assistant.once import Once
from assistant.reports import (
    AddReport,
    ArticlePage,
    BackupReport,
    Check,
    EngineChoice,
    ExportReport,
    Feed,
    FeedOutcome,
    ImportReport,
    Order,
    Progress,
    PruneReport,
)
from assistant.settings import Settings, load_settings
from assistant.stopping import check_stopped
from assistant.types import (
    Answer,
    Article,
    ArticleSummary,
    Cluster,
    Document,
    Filters,
    Hit,
    Statement,
    Summary,
    Turn,
    Verification,
    day_of,
)
from assistant.versions import Changes, History, Version

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.language_models import BaseChatModel

    from assistant.answering.chat import ChatEngine
    from assistant.answering.pipeline import AnswerPipeline
    from assistant.answering.retrieval import Retrieval, RetrievalSettings
    from assistant.answering.retriever import PassageRetriever
    from assistant.fetching import Fetcher
    from assistant.library.conversations import Conversations
    from assistant.library.library import Library
    from assistant.models.chat import ChatModel
    from assistant.models.reader import Reader
    from assistant.reading import PastedText, Upload

Material: TypeAlias = "str | Path | Upload | PastedText | Article"
"""What articles can be read from: see ``Assistant.read``."""
SAMPLES: Final = Path(__file__).parent / "samples"
LEAST_WORDS: Final = 10
"""Fewest words of a summary."""
LONGEST_QUESTION: Final = 2_000
"""Most characters of a question or a query."""

_ARTICLE_ID: Final = re.compile(r"[0-9a-fA-F]{4,16}")


class Assistant:
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

    def __init__(
        self,
        *,
        home: Path | str | None = None,
        settings: Settings | None = None,
        chat_model: BaseChatModel | ChatModel | None = None,
        retrieval: RetrievalSettings | None = None,
        on_wait: Callable[[str], None] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        chosen = settings or load_settings(home=Path(home) if home else None)
        if settings is not None and home is not None:
            chosen = settings.model_copy(update={"home": Path(home).expanduser().absolute()})
        self.settings: Settings = chosen
        self._own_chat_model = chat_model
        self._retrieval_settings = retrieval
        self._on_wait = on_wait or (lambda _message: None)
        self._today = today
        self._opened: Library | None = None
        self._kept: Conversations | None = None
        self._suggested: tuple[int, int, tuple[str, ...]] | None = None
        self._opening = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the library; the next call opens it again.

        What other threads have under way goes on, and may keep a part of it open.
        """
        with self._opening:
            opened, self._opened = self._opened, None
            kept, self._kept = self._kept, None
        if opened is not None:
            opened.close()
        if kept is not None:
            kept.close()

    # -- the library -------------------------------------------------------------

    def add(
        self,
        *sources: str | Path | Upload,
        stdin: BinaryIO | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> AddReport:
        """Adds the articles of files, folders, patterns, uploads, web pages, or of ``stdin``.

        A web page is named by its address (``"https://…"``), standard input by ``"-"``. What
        is there already is left alone; what has changed at the same place replaces its older
        version, which is kept in the ``history``, or goes there itself where its dates say
        that it is older; what cannot be read is reported, and the others go on.

        Raises:
            UsageError: a path does not exist, or there is nothing to read in it.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.adding import add_sources
        from assistant.reading import expand

        if not sources:
            raise UsageError("Nothing to add", hint="Name files, folders or - for standard input")
        opened = expand(sources)
        add = partial(
            add_sources,
            opened,
            library=self._library,
            embedder=self._embedder,
            max_bytes=self._max_bytes,
            stdin=stdin,
            on_progress=on_progress or (lambda _progress: None),
        )
        addresses = [source.url for source in opened if source.url is not None]
        if not addresses:
            return add()
        from assistant.fetching.gathering import gathered

        with gathered(addresses, library=self._library, fetcher=self._fetcher) as pages:
            report = add(read_page=pages.read)
            pages.remember(report)
            return report

    def follow(self, address: str) -> Feed:
        """Follows a feed: RSS, Atom or JSON Feed, or the one that a page names.

        Nothing of it is taken in before ``refresh``.

        Raises:
            FetchError: there is no feed, or it cannot be fetched.
        """
        from assistant.following import follow

        return follow(address, library=self._library, fetcher=self._fetcher)

    def unfollow(self, address: str) -> Feed:
        """Follows a feed no more; the articles that came of it stay.

        Raises:
            UsageError: it is not followed.
        """
        from assistant.following import unfollow

        return unfollow(address, library=self._library)

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds that are followed, with what came of their last refreshing."""
        return self._library.feeds.every()

    def refresh(
        self, *addresses: str, on_progress: Callable[[Progress], None] | None = None
    ) -> tuple[FeedOutcome, ...]:
        """Takes in what is new in feeds: those named, or all.

        A feed that cannot be read is told, and the others go on.

        Raises:
            UsageError: one of those named is not followed, or none is.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.following import refresh

        return refresh(
            addresses,
            library=self._library,
            fetcher=self._fetcher,
            embedder=self._embedder,
            on_progress=on_progress or (lambda _progress: None),
        )

    def add_samples(self, *, on_progress: Callable[[Progress], None] | None = None) -> AddReport:
        """Adds the sample articles that come with the program; all in them is invented."""
        return self.add(SAMPLES, on_progress=on_progress)

    def articles(self, *, filters: Filters = Filters()) -> tuple[ArticleSummary, ...]:
        """The articles of the library within ``filters``, newest first."""
        return tuple(self._library.summaries(filters))

    def clusters(self, *, filters: Filters = Filters()) -> tuple[Cluster, ...]:
        """The stories that several articles carry, newest first.

        A cluster is given whole where one of its articles is within ``filters``.
        """
        return tuple(self._library.clusters(filters))

    def browse(
        self,
        *,
        matching: str = "",
        order: Order = Order.DATE,
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
    ) -> ArticlePage:
        """A part of the list of articles.

        Args:
            matching: words that have to stand in the headline or the outlet, all of them.
            order: what the list is ordered by; what is unknown comes last.
            descending: from the newest, the greatest, Z.
            limit: how many articles at most.
            offset: how many to leave out before them.
        """
        return self._library.catalogue.page(
            matching=matching, order=order, descending=descending, limit=limit, offset=offset
        )

    def listed(self, article_ids: Iterable[str]) -> tuple[ArticleSummary, ...]:
        """What a list shows of these articles; those that are not there are left out."""
        found = (self._library.catalogue.summary(key) for key in dict.fromkeys(article_ids))
        return tuple(summary for summary in found if summary is not None)

    def count(self, filters: Filters = Filters()) -> int:
        """How many articles there are within ``filters``."""
        return self._library.catalogue.count(filters)

    def outlets(self) -> tuple[str, ...]:
        """The outlets of the articles, in the order of the alphabet."""
        return tuple(self._library.catalogue.sources())

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of publication; None where no date is known."""
        return self._library.days()

    def article(self, article_id: str) -> Article:
        """One article; the beginning of its id is enough where no other has it.

        An older version is given by its own id: ``version`` tells whether it is one.

        Raises:
            ArticleNotFoundError: none has it, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.resolve(article_id, older=True)
        if article := catalogue.articles([key]).get(key):
            return article
        if version := catalogue.versions.version(key):
            return version.article
        # Somebody has removed it since: resolving it again says so.
        return self.article(key)

    def version(self, article_id: str) -> Version:
        """One article, and whether another version has taken its place since.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.resolve(article_id, older=True)
        return catalogue.versions.version(key) or self.version(key)

    def history(self, article_id: str) -> History:
        """All versions of the article that has this version, and what changed between them.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.resolve(article_id, older=True)
        return catalogue.versions.history(key) or self.history(key)

    def changes(self, statements: Iterable[Statement]) -> Changes:
        """What became of the sentences that statements cite, by article id and index.

        Sentences of newest versions are left out: nothing has become of them.
        """
        citations = (one for statement in statements for one in statement.citations)
        return self._library.catalogue.versions.since(citations)

    def remove(self, *article_ids: str) -> tuple[ArticleSummary, ...]:
        """Removes articles with all their versions, all of them or, where one is missing, none.

        Raises:
            ArticleNotFoundError: an id is not there, is not the beginning of one alone, or is
                that of an older version.
        """
        library = self._library
        with library.writing("removing articles"):
            keys = list(dict.fromkeys(self._newest(key) for key in article_ids))
            removed = tuple(s for s in library.summaries(Filters()) if s.id in set(keys))
            library.remove(keys)
        return removed

    def _newest(self, article_id: str) -> str:
        """The whole id of a newest version.

        Raises:
            ArticleNotFoundError: there is none of this beginning; or it is an older version's.
        """
        catalogue = self._library.catalogue
        try:
            return catalogue.resolve(article_id)
        except ArticleNotFoundError as error:
            newest = None
            with suppress(ArticleNotFoundError):
                newest = self.history(article_id).newest.article
            if newest is None:
                raise
            raise ArticleNotFoundError(
                f"{article_id!r} is an older version of {newest.title!r}",
                hint=f"Remove all its versions with: assistant remove {newest.id}",
            ) from error

    def reindex(
        self,
        *,
        embed: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> int:
        """Makes both indexes anew; with ``embed`` the passages and vectors too.

        A library of another embedding model or older format is always embedded anew. Others
        may go on asking: they find what has been indexed again so far. Who opens the library
        while all is embedded anew is refused until that is done.

        Returns:
            The number of articles.
        """
        from assistant.reindexing import reindex

        return reindex(
            self.settings.home,
            embedder=self._embedder,
            embed=embed,
            lock_timeout=self.settings.lock_timeout,
            on_notice=self._on_wait,
            on_progress=on_progress or (lambda _progress: None),
        )

    @property
    def conversations(self) -> Conversations:
        """The conversations that are kept beside the library."""
        with self._opening:
            if self._kept is None:
                from assistant.library.conversations import Conversations

                self._kept = Conversations(self.settings.home)
            return self._kept

    def doctor(self, *, deep: bool = False) -> tuple[Check, ...]:
        """Looks at everything that an answer depends on, and says how it is.

        ``deep`` holds everything that the library keeps against everything else: ids against
        texts, sentences, passages, versions, vectors, both indexes, the citations of kept
        conversations. Nothing is changed.
        """
        from assistant.doctor import examine

        return tuple(examine(self.settings, deep=deep))

    def export(
        self,
        path: str | Path,
        *,
        vectors: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ExportReport:
        """Writes all articles with their versions to one file, to be imported elsewhere.

        Conversations are not in it (``backup`` copies them). Without ``vectors`` the file is
        smaller, and all is embedded anew where it is imported.

        Raises:
            UsageError: there is a file of this name already.
            LibraryError: it cannot be written.
        """
        from assistant.transferring import export_library

        told = on_progress or (lambda _progress: None)
        return export_library(self._library, Path(path), vectors=vectors, on_progress=told)

    def import_(
        self, path: str | Path, *, on_progress: Callable[[Progress], None] | None = None
    ) -> ImportReport:
        """Takes in what ``export`` has written; what is there already is left alone.

        Raises:
            DamagedFileError: the file is damaged or cut; nothing was imported.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.library.preparation import prepare
        from assistant.transferring import import_library

        return import_library(
            self._library,
            Path(path),
            model=Embedder.name,
            dimension=Embedder.dimension,
            prepare=lambda articles: prepare(articles, embedder=self._embedder),
            on_progress=on_progress or (lambda _progress: None),
        )

    def backup(self, folder: str | Path) -> BackupReport:
        """Copies articles and conversations as they are now, whoever writes meanwhile.

        The folder can be used as a library: its indexes are made anew then.

        Raises:
            UsageError: there is something in the folder already.
            LibraryError: it cannot be written.
        """
        from assistant.transferring import back_up

        return back_up(self._library, Path(folder))

    def prune(
        self,
        older_than: str | date,
        *,
        dry: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> PruneReport:
        """Removes articles last updated (else published, else added) before a day.

        Args:
            older_than: the first day that is kept, or an age: ``90d``, ``12w``.
            dry: only tells what would go.
            on_progress: told of every step.

        Raises:
            UsageError: the age or date cannot be read, or names a day to come.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.pruning import first_kept_day, prune

        words = day_of(older_than).isoformat() if isinstance(older_than, date) else older_than
        before = first_kept_day(words, today=self._today(), label="older-than")
        told = on_progress or (lambda _progress: None)
        return prune(self._library, before=before, dry=dry, on_progress=told)

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
            ModelError: the chat model failed, and ``fallback`` is not set.
        """
        for part in self.stream(question, filters=filters, history=history):
            if isinstance(part, Answer):
                return part
        raise AssertionError("a stream ends with its answer")

    def stream(
        self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> Generator[Statement | Answer, None, None]:
        """As ``ask``: each statement as soon as it is complete, at last the whole answer.

        Closing the iterator gives the answer up, and closes the connection to a chat
        model's server.
        """
        pipeline = self._pipeline(chat=self._chat)
        return pipeline.stream(_asked(question), filters=filters, history=history)

    def _pipeline(self, *, chat: ChatEngine | None) -> AnswerPipeline:
        from assistant.answering.pipeline import AnswerPipeline

        return AnswerPipeline(
            library=self._library,
            retrieval=self._retrieval,
            chat=chat,
            fallback=self.settings.fallback == "extractive",
            today=self._today(),
            embedder=self._embedder,
            unsupported=self.settings.unsupported,
            judging=self.settings.judge,
        )

    def suggestions(self, count: int = 4) -> tuple[str, ...]:
        """Questions to begin with, which the library's newest articles answer.

        They are made again when the library has changed. No chat model is asked.
        """
        library = self._library
        generation = library.catalogue.generation()
        with self._opening:
            made = self._suggested
        if made is not None and made[:2] == (generation, count):
            return made[2]
        from assistant.answering.suggestions import suggest

        newest = library.catalogue.page(
            matching="", order=Order.DATE, descending=True, limit=40, offset=0
        )
        found = library.catalogue.articles(summary.id for summary in newest.articles)
        questions = suggest(tuple(found.values()), count=count, ask=self._quoted)
        with self._opening:
            self._suggested = (generation, count, questions)
        return questions

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

        self._library.agree()
        return self._library.vectors.store(ShippedEmbeddings(self._embedder))

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
            sources: what ``read`` takes. A file is not added.
            words: length to keep to within 15 %, never cutting a sentence.
            style: ``paragraph``, ``bullets`` or ``headline``.
            stdin: what ``"-"`` reads.

        Raises:
            UsageError: no source, an unknown style, or fewer than ten words.
            ReadingError: a file cannot be read.
            ModelError: the chat model failed, and ``fallback`` is not set.
        """
        from assistant.summarising.pipeline import STYLES, summarise

        if not sources:
            raise UsageError("Nothing to summarise", hint="Name files, ids or - for standard input")
        if style not in STYLES:
            raise UsageError(f"There is no style {style!r}", hint=f"Styles: {', '.join(STYLES)}")
        if words < LEAST_WORDS:
            raise UsageError(f"A summary has at least {LEAST_WORDS} words")
        started = perf_counter()
        articles = self.read(*sources, stdin=stdin)
        read = perf_counter() - started
        return summarise(
            articles,
            words=words,
            style=style,
            embedder=self._embedder,
            chat=self._chat_model,
            settings=self.settings,
            read_seconds=read,
        )

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
            UsageError: the draft is blank, or the library that is meant is empty.
            ReadingError: a file cannot be read.
        """
        from assistant.answering.drafts import evidence_in, evidence_in_library, verify_draft

        if not draft.strip():
            raise UsageError("The draft is empty", hint="Give the text that is to be checked")
        if sources:
            articles = self.read(*sources, stdin=stdin)
            evidence_for = evidence_in(articles, embedder=self._embedder)
        else:
            evidence_for = evidence_in_library(
                self._library, self._retrieval, embedder=self._embedder, filters=filters
            )
        return verify_draft(
            draft,
            evidence_for=evidence_for,
            on_progress=on_progress or (lambda _progress: None),
        )

    def draft(self, source: str | Path, *, stdin: BinaryIO | None = None) -> str:
        """The text of a file that is to be verified, its headline included.

        Raises:
            UsageError: there is nothing at ``source``.
            ReadingError: it cannot be read.
        """
        from assistant.reading.documents import whole_text

        return "\n\n".join(map(whole_text, self._documents(source, stdin=stdin)))

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
        found: dict[str, Article] = {}
        for source in sources:
            check_stopped()
            for article in self._read(source, stdin=stdin):
                found[article.id] = article
        return tuple(found.values())

    def _read(self, source: Material, *, stdin: BinaryIO | None) -> Iterator[Article]:
        from assistant.language.articles import make_article
        from assistant.reading import PastedText, read_text

        if isinstance(source, Article):
            yield source
        elif isinstance(source, PastedText):
            yield make_article(read_text(source.text))
        elif _is_id(source):
            yield self.article(str(source))
        else:
            yield from map(make_article, self._documents(source, stdin=stdin))

    def _documents(
        self, source: str | Path | Upload, *, stdin: BinaryIO | None
    ) -> Iterator[Document]:
        from assistant.reading import expand, read

        for opened in expand([source]):
            check_stopped()
            if opened.url is None:
                yield from read(opened, max_bytes=self._max_bytes, stdin=stdin)
            else:
                from assistant.fetching.pages import document_of

                yield document_of(self._fetcher.fetch(opened.url))

    # -- the parts, opened when first needed ---------------------------------------

    @property
    def engine_name(self) -> str:
        """What answers: ``extractive``, or ``chat:`` and the model's name."""
        if self._own_chat_model is not None or self._chat_configured:
            return f"chat:{self._chat_model.name}" if self._chat_model else "extractive"
        return "extractive"

    @property
    def _chat_configured(self) -> bool:
        settings = self.settings
        if settings.engine == "extractive":
            return False
        if settings.engine == "chat" and not settings.chat_model and self._own_chat_model is None:
            raise ConfigurationError(
                "No chat model is configured",
                hint="Set ASSISTANT_CHAT_MODEL=provider:model, for example openai:gpt-5-mini",
            )
        return settings.chat_model is not None or self._own_chat_model is not None

    def engine_choice(self) -> EngineChoice:
        """What answers, and why; nothing secret is in it, and nothing is raised."""
        from assistant.models.choice import engine_choice

        own = None if self._own_chat_model is None else self.engine_name
        return engine_choice(self.settings, own=own)

    @Once
    def _chat_model(self) -> ChatModel | None:
        if not self._chat_configured:
            return None
        from assistant.models.chat import ChatModel

        own = self._own_chat_model
        return own if isinstance(own, ChatModel) else ChatModel(self.settings, model=own)

    @Once
    def _chat(self) -> ChatEngine | None:
        if self._chat_model is None:
            return None
        from assistant.answering.chat import ChatEngine

        return ChatEngine(self._chat_model)

    @Once
    def _fetcher(self) -> Fetcher:
        from assistant.fetching import Fetcher, FetchLimits

        return Fetcher(
            limits=FetchLimits(
                most_bytes=min(self._max_bytes, FetchLimits().most_bytes),
                allow_private_network=self.settings.allow_private_network,
            )
        )

    @Once
    def _embedder(self) -> Embedder:
        return embedder_of(self.settings.threads)

    @Once
    def _reader(self) -> Reader:
        return reader_of(self.settings.threads)

    @property
    def _library(self) -> Library:
        with self._opening:
            if self._opened is None:
                from assistant.library.library import Library

                self._opened = Library(
                    self.settings.home,
                    model=Embedder.name,
                    dimension=Embedder.dimension,
                    lock_timeout=self.settings.lock_timeout,
                    on_notice=self._on_wait,
                )
            return self._opened

    @property
    def _retrieval(self) -> Retrieval:
        from assistant.answering.retrieval import Retrieval, RetrievalSettings

        return Retrieval(
            self._library,
            embedder=self._embedder,
            reader=self._reader if self.settings.rerank else None,
            settings=self._retrieval_settings or RetrievalSettings(),
        )

    @property
    def _max_bytes(self) -> int:
        return int(self.settings.max_file_mb * 1_000_000)


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
        UsageError: it is blank or longer than an article's section.
    """
    line = " ".join(question.split())
    if not line:
        raise UsageError("The question is empty", hint="Ask something, in quotation marks")
    if len(line) > LONGEST_QUESTION:
        raise UsageError(f"The question has more than {LONGEST_QUESTION} characters")
    return line
