"""Settings: the only module that reads the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import ConfigurationError

EngineName = Literal["auto", "extractive", "chat"]
UnsupportedPolicy = Literal["flag", "drop", "revise"]


def _cores() -> int:
    """Processors this process may use, at most 8."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(len(os.sched_getaffinity(0)), 8))
    return max(1, min(os.cpu_count() or 1, 8))


class Settings(BaseSettings):
    """What can be set, as ``ASSISTANT_<NAME>`` in the environment or by keyword.

    What is given by keyword (the command line's options) comes before the environment,
    the environment before the defaults. The first two ``OPENAI_*`` variables are OpenAI's own,
    the third is LangChain's.
    """

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_",
        extra="forbid",
        frozen=True,
        env_ignore_empty=True,
        populate_by_name=True,
    )

    home: Path = Field(default_factory=lambda: user_data_path("news-assistant", appauthor=False))
    """Folder of the library."""
    engine: EngineName = "auto"
    """``auto`` takes the chat model where one is configured, else the extractive engine."""
    chat_model: str | None = None
    """``provider:model`` as LangChain's ``init_chat_model`` takes it: ``openai:gpt-5-mini``."""
    fallback: Literal["none", "extractive"] = "extractive"
    """What answers when the chat model fails, says nothing, or nothing that is supported."""
    unsupported: UnsupportedPolicy = "revise"
    """What becomes of a chat model's sentences that the cited ones do not carry."""
    rerank: bool = True
    """Whether the reader orders passages and sentences; without it questions cost less."""
    judge: bool = False
    """Whether the chat model is also asked to judge what it wrote."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds to wait for the chat model's server, per request."""
    retries: int = Field(default=3, ge=0)
    """How often a rate-limited or failed request is tried again."""
    context_tokens: int = Field(default=16_000, ge=1_000)
    """Most tokens of one exchange with the chat model, prompt and answer together."""
    answer_tokens: int = Field(default=800, ge=50)
    """Most tokens of a chat model's answer."""
    temperature: float | None = Field(default=None, ge=0, le=2)
    """Sent to the chat model only where set: some models refuse it."""
    input_price: float | None = Field(default=None, ge=0)
    """US dollars per million input tokens, for models whose prices are not known."""
    output_price: float | None = Field(default=None, ge=0)
    """US dollars per million output tokens, likewise."""
    lock_timeout: float = Field(default=300.0, ge=0)
    """Seconds to wait while another process writes to the library."""
    max_file_mb: float = Field(default=50.0, gt=0)
    """Largest file, or line of JSON lines, that is read; the most unpacked of an archive."""
    allow_private_network: bool = False
    """Whether web pages may be fetched from addresses that are not public."""
    trusted_proxies: str = ""
    """Addresses or networks, apart by commas, of the proxies that the app believes."""
    threads: int = Field(default_factory=_cores, ge=1)
    """Threads that run the embedder."""
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    openai_proxy: str | None = Field(default=None, validation_alias="OPENAI_PROXY")

    @field_validator("*", mode="before")
    @classmethod
    def _readable(cls, value: object) -> object:
        if isinstance(value, str | Path):
            try:
                str(value).encode()
            except UnicodeEncodeError as error:
                raise ValueError("it holds bytes that are not UTF-8") from error
        return value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()


def load_settings(**given: object) -> Settings:
    """The settings, with what is ``given`` (None means: not given) before the environment.

    Raises:
        ConfigurationError: a value does not fit; the message names it.
    """
    try:
        # The keywords are checked by pydantic, not by mypy.
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "setting"
        label = name.upper() if name.startswith("OPENAI") else f"ASSISTANT_{name.upper()}"
        raise ConfigurationError(
            f"{label} does not fit: {first['msg']}",
            hint="Correct the environment variable or the option",
        ) from error
