"""What the components of an Assistant share, each part opened when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from assistant.caching import Once
from assistant.errors import ConfigurationError
from assistant.homes import Home
from assistant.models.embedder import Embedder, embedder_of
from assistant.models.entailment import entailment_of
from assistant.models.reader import reader_of
from assistant.reports import EngineChoice
from assistant.settings import Settings, home_in, load_settings
from assistant.types import Article, Filters, Notice

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.answering.chat import ChatEngine
    from assistant.answering.retrieval import Retrieval, RetrievalSettings
    from assistant.fetching import Fetcher
    from assistant.library.conversations import Conversations
    from assistant.library.library import Library
    from assistant.models.chat import ChatModel
    from assistant.models.entailment import EntailmentModel
    from assistant.models.reader import Reader


_QUOTES: Final = "the articles are quoted"


class Resources:
    """Settings, library, conversations and models, shared by all components and threads.

    See ``Assistant`` for the arguments.
    """

    def __init__(
        self,
        *,
        home: Home | str | None = None,
        settings: Settings | None = None,
        chat_model: BaseChatModel | ChatModel | None = None,
        retrieval: RetrievalSettings | None = None,
        on_wait: Callable[[str], None] | None = None,
        today: Callable[[], date] = date.today,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings or load_settings(home=home or None)
        if settings is not None and home is not None:
            self.settings = settings.model_copy(update={"home": home_in(home)})
        self.on_wait = on_wait or (lambda _message: None)
        self.today = today
        self.now = now
        self._own_chat_model = chat_model
        self._retrieval_settings = retrieval
        self._library: Library | None = None
        self._conversations: Conversations | None = None
        self._opening = threading.RLock()

    def close(self) -> None:
        """Closes the library; the next call opens it again.

        What other threads have under way goes on, and may keep a part of it open.
        """
        with self._opening:
            opened = (self._library, self._conversations)
            self._library = self._conversations = None
        for one in opened:
            if one is not None:
                one.close()

    def use(self, settings: Settings) -> None:
        """Has what is asked from now on answered by the chat model of other settings.

        The library stays; what is under way ends by the settings that it began with.
        """
        self.settings = settings.model_copy(update={"home": self.settings.home})
        Resources.chat_model.forget(self)
        Resources.chat.forget(self)

    @property
    def library(self) -> Library:
        """The library of the settings."""
        with self._opening:
            if self._library is None:
                self._library = self.open_library()
            return self._library

    def open_library(self, *, checked: bool = True) -> Library:
        """Opens the library of the settings anew, to be closed by who asked for it.

        One of another model or format is opened where it is not to be ``checked``.
        """
        from assistant.library.library import Library

        return Library(
            self.settings.home,
            model=Embedder.name,
            dimension=Embedder.dimension,
            lock_timeout=self.settings.lock_timeout,
            on_notice=self.on_wait,
            checked=checked,
        )

    @property
    def conversations(self) -> Conversations:
        """The conversations that are kept beside the library."""
        with self._opening:
            if self._conversations is None:
                from assistant.library.conversations import Conversations

                self._conversations = Conversations(self.settings.home)
            return self._conversations

    def within(self, filters: Filters, *, owner: str = "", withdrawn: bool = False) -> Filters:
        """Returns filters with the articles that ``filters.collection`` has now in its place.

        Everything that takes filters does this for the common owner. Whoever asks for somebody
        else hands in what this returns.

        Args:
            filters: those that were asked for.
            owner: whose collections may be meant, as in ``collections``.
            withdrawn: whether its articles that are withdrawn are named, too.

        Raises:
            CollectionNotFoundError: the owner has none of this name or id.
        """
        if not filters.collection:
            return filters
        kept = self.library.catalogue.collections
        found = kept.article_ids(owner, filters.collection, withdrawn=withdrawn)
        if filters.articles is not None:
            asked = frozenset(filters.articles)
            found = tuple(one for one in found if one in asked)
        return replace(filters, collection="", articles=found)

    def withdrawn(self, articles: Sequence[Article]) -> Mapping[str, Notice]:
        """Returns what withdraws those of ``articles`` that came out of the library, by id."""
        kept = [article.id for article in articles if article.added is not None]
        return self.library.withdrawals.of(kept) if kept else {}

    @property
    def retrieval(self) -> Retrieval:
        """The search of the library."""
        from assistant.answering.retrieval import Retrieval, RetrievalSettings

        return Retrieval(
            self.library,
            embedder=self.embedder,
            reader=self.reader if self.settings.rerank else None,
            settings=self._retrieval_settings or RetrievalSettings(),
        )

    @property
    def engine_name(self) -> str:
        """What answers: ``extractive``, or ``chat:`` and the model's name."""
        model = self.chat_model
        return "extractive" if model is None else f"chat:{model.name}"

    def engine_choice(self) -> EngineChoice:
        """Returns what answers, and why; nothing secret is in it, and nothing is raised."""
        settings = self.settings
        if settings.engine == "extractive":
            return EngineChoice("extractive", None, f"{_engine(settings)}, so {_QUOTES}")
        if self._own_chat_model is not None:
            name = self.engine_name
            return EngineChoice(name, name.removeprefix("chat:"), "a chat model was handed in")
        if settings.chat_model is None:
            return _without_model(settings)
        from assistant.models.chat_setup import chosen, server_of

        try:
            choice = chosen(settings)
        except ConfigurationError as error:
            reason = "the chat model of the settings cannot be used"
            return EngineChoice("extractive", None, reason, problem=str(error))
        host = server_of(choice, settings).host
        reason = f"{settings.named('chat_model')} names {choice.name}, which is asked at {host}"
        return EngineChoice(f"chat:{choice.name}", choice.name, reason)

    @Once
    def chat_model(self) -> ChatModel | None:
        """The chat model that was handed in, or the settings'; None where articles are quoted."""
        own, settings = self._own_chat_model, self.settings
        if settings.engine == "extractive":
            return None
        if own is None and settings.chat_model is None:
            if settings.engine != "chat":
                return None
            raise ConfigurationError(
                "No chat model is configured",
                hint="Set ASSISTANT_CHAT_MODEL=provider:model, for example openai:gpt-5-mini",
            )
        from assistant.models.chat import ChatModel

        return own if isinstance(own, ChatModel) else ChatModel(settings, model=own)

    @Once
    def chat(self) -> ChatEngine | None:
        """The engine that answers by the chat model; None where articles are quoted."""
        if self.chat_model is None:
            return None
        from assistant.answering.chat import ChatEngine

        return ChatEngine(self.chat_model)

    @Once
    def fetcher(self) -> Fetcher:
        """What fetches web pages and feeds."""
        from assistant.fetching import Fetcher, FetchLimits

        return Fetcher(
            limits=FetchLimits(
                most_bytes=min(self.max_bytes, FetchLimits().most_bytes),
                allow_private_network=self.settings.allow_private_network,
            )
        )

    @Once
    def embedder(self) -> Embedder:
        """The shipped embedder; one a process, as the other shipped models are."""
        return embedder_of(self.settings.threads)

    @Once
    def reader(self) -> Reader:
        """The shipped reader."""
        return reader_of(self.settings.threads)

    @Once
    def entailment(self) -> EntailmentModel:
        """The shipped entailment model."""
        return entailment_of(self.settings.threads)

    @property
    def max_bytes(self) -> int:
        """Most bytes of a file that is read."""
        return int(self.settings.max_file_mb * 1_000_000)


def _without_model(settings: Settings) -> EngineChoice:
    if settings.engine == "chat":
        return EngineChoice(
            "extractive",
            None,
            f"{_engine(settings)}, but no chat model is configured",
            problem="No chat model is configured. Set ASSISTANT_CHAT_MODEL=provider:model, for "
            "example openai:gpt-5-mini, or see what can be reached: assistant models",
        )
    if settings.openai_api_key is not None:
        reason = (
            f"{settings.named('openai_api_key')} is set, but ASSISTANT_CHAT_MODEL is not: a key "
            f"alone switches nothing on, so {_QUOTES}"
        )
    else:
        reason = f"no chat model is configured (ASSISTANT_CHAT_MODEL is not set), so {_QUOTES}"
    return EngineChoice("extractive", None, reason)


def _engine(settings: Settings) -> str:
    return f"{settings.named('engine')} is {settings.engine}"
