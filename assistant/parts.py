"""The parts of an Assistant, each opened when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.errors import ConfigurationError
from assistant.models.embedder import Embedder
from assistant.models.shipped import embedder_of, entailment_of, reader_of
from assistant.once import Once
from assistant.reports import (
    EngineChoice,
)
from assistant.settings import Settings, load_settings

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


class Parts:
    """What an Assistant is made of: settings, library, conversations, models.

    What is opened here is shared by all threads; see ``Assistant`` for the arguments.
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

    def use(self, settings: Settings) -> None:
        """Has what is asked from now on answered by the chat model of other settings.

        The library stays; what is under way ends by the settings that it began with.
        """
        self.settings = settings.model_copy(update={"home": self.settings.home})
        Parts._chat_model.forget(self)
        Parts._chat.forget(self)

    @property
    def conversations(self) -> Conversations:
        """The conversations that are kept beside the library."""
        with self._opening:
            if self._kept is None:
                from assistant.library.conversations import Conversations

                self._kept = Conversations(self.settings.home)
            return self._kept

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

    @Once
    def _entailment(self) -> EntailmentModel:
        return entailment_of(self.settings.threads)

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
