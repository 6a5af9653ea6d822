"""Settings: the table of them, and the only module that reads the environment.

Names, variables, kinds, defaults and the lines of the documentation are those of ``Settings``;
``configuring`` and the documents are made from it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from platformdirs import user_data_path
from pydantic import (
    Field,
    PlainSerializer,
    PlainValidator,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from assistant.errors import ConfigurationError
from assistant.homes import Home, home_of
from assistant.settings_file import read_settings, settings_path

EngineName = Literal["auto", "extractive", "chat"]
ModelSize = Literal["auto", "small", "large"]
UnsupportedPolicy = Literal["flag", "drop", "revise"]


def _cores() -> int:
    """Processors this process may use, at most 8."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(len(os.sched_getaffinity(0)), 8))
    return max(1, min(os.cpu_count() or 1, 8))


def readable(value: object) -> object:
    """``value``, which can be written as UTF-8.

    Raises:
        ValueError: it is a text that cannot.
    """
    if isinstance(value, str | Path):
        try:
            str(value).encode()
        except UnicodeEncodeError as error:
            raise ValueError("it holds bytes that are not UTF-8") from error
    return value


class Origin(StrEnum):
    """Where a setting's value comes from; the first that has one counts."""

    OPTION = "option"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


class Settings(BaseSettings):
    """What can be set: by keyword, as ``ASSISTANT_<NAME>`` in the environment, in the file.

    What is given by keyword (the command line's options) comes before the environment,
    the environment before the file of settings, the file before the defaults. The first two
    ``OPENAI_*`` variables are OpenAI's own, the third is LangChain's.
    """

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_",
        extra="forbid",
        frozen=True,
        env_ignore_empty=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )
    _origins: Mapping[str, Origin] = PrivateAttr(default_factory=dict)

    home: Annotated[Home, NoDecode, PlainValidator(home_of), PlainSerializer(str)] = Field(
        default_factory=lambda: user_data_path("news-assistant", appauthor=False)
    )
    """Folder of the library, or `postgresql://user@host/database`; by default a data folder."""
    engine: EngineName = "auto"
    """What answers: `auto` takes the chat model where one is named, else quotes."""
    chat_model: str | None = None
    """The chat model, `provider:model`, as `openai:gpt-5-mini`; without one the program quotes."""
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    """Address of a server that speaks OpenAI's API, such as `http://127.0.0.1:11434/v1`."""
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    """Key of that server, or of OpenAI; never shown."""
    openai_proxy: str | None = Field(default=None, validation_alias="OPENAI_PROXY")
    """A proxy for OpenAI's server alone; else the usual `HTTPS_PROXY`."""
    fallback: Literal["none", "extractive"] = "extractive"
    """What answers when the chat model fails, says nothing, or nothing that is supported."""
    unsupported: UnsupportedPolicy = "revise"
    """What becomes of a chat model's sentences that their sources do not carry."""
    rerank: bool = True
    """Whether the reader orders passages and sentences; without it questions cost less."""
    judge: bool = False
    """Whether the chat model also judges its own sentences."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds to wait for the chat model's server, per request."""
    retries: int = Field(default=3, ge=0)
    """How often a rate-limited or failed request is tried again."""
    context_tokens: int = Field(default=16_000, ge=1_000)
    """Most tokens of one exchange with the chat model, prompt and answer together."""
    answer_tokens: int = Field(default=800, ge=50)
    """Most tokens of a chat model's answer."""
    model_size: ModelSize = "auto"
    """As what a chat model is asked: a small one gets few sentences; `auto` goes by its name."""
    evidence_tokens: int | None = Field(default=None, ge=100)
    """Most tokens of evidence; by default 400 for small models, else whole passages."""
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
    feeds_every: int = Field(default=60, ge=0, le=10_080)
    """Minutes after which the app, while it runs, refreshes a followed feed; 0 does it never."""
    summary_words: int = Field(default=120, ge=20, le=400)
    """Words of a summary, where nothing else is asked for."""
    allow_private_network: bool = False
    """Whether pages and feeds may be fetched from addresses that are not public."""
    trusted_proxies: str = ""
    """Reverse proxies that the app believes: addresses or networks, apart by commas."""
    threads: int = Field(default_factory=_cores, ge=1)
    """Threads that run the embedder and the reader; by default the processors, at most 8."""

    @field_validator("*", mode="before")
    @classmethod
    def _readable(cls, value: object) -> object:
        return readable(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, the environment, the file: the first that has a value counts."""
        filed = InitSettingsSource(settings_cls, _known(read_settings()))
        return init_settings, env_settings, filed

    def origin(self, name: str) -> Origin:
        """Where the value of a setting comes from."""
        unknown = Origin.OPTION if name in self.model_fields_set else Origin.DEFAULT
        return self._origins.get(name, unknown)

    def named(self, name: str) -> str:
        """A setting by what a person would change: its variable, or its line of the file."""
        filed = self.origin(name) is Origin.FILE
        return f"the setting {name} (in the file)" if filed else variable_of(name)

    def with_origins(self, origins: Mapping[str, Origin]) -> Self:
        """These settings, which know from now on where the values of some come from."""
        self._origins = {**self._origins, **origins}
        return self


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return name.upper() if name.startswith("openai_") else f"ASSISTANT_{name.upper()}"


def load_settings(**given: object) -> Settings:
    """The settings, with what is ``given`` (None means: not given) before all else.

    Raises:
        ConfigurationError: a value does not fit, or the file cannot be read; the message says
            which, and where it comes from.
    """
    given = {name: value for name, value in given.items() if value is not None}
    origins = {
        **dict.fromkeys(_names(EnvSettingsSource(Settings)()), Origin.ENVIRONMENT),
        **dict.fromkeys(_names(given), Origin.OPTION),
    }
    try:
        # The keywords are checked by pydantic, not by mypy.
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        (name,) = _names([str(error.errors(include_input=False)[0]["loc"][0])])
        raise _unfit(name, problem_of(error), origins.get(name, Origin.FILE)) from None
    # The file is read once, by Settings: what else is set comes from there.
    return settings.with_origins(
        {**dict.fromkeys(settings.model_fields_set, Origin.FILE), **origins}
    )


def home_in(text: Home | str) -> Home:
    """Returns the home that a text names, a folder or the address of a database.

    Raises:
        ConfigurationError: it cannot be read.
    """
    try:
        return home_of(text)
    except ValueError as error:
        raise _unfit("home", str(error), Origin.OPTION) from None


def _names(keys: Iterable[str]) -> list[str]:
    """The settings' own names; OpenAI's may be given by their variables."""
    return [key.lower() for key in keys]


def _known(filed: Mapping[str, object]) -> dict[str, object]:
    """What the file sets.

    Raises:
        ConfigurationError: there is no such setting.
    """
    for name in filed:
        if name not in Settings.model_fields:
            raise ConfigurationError(
                f"There is no setting {name!r}, which {settings_path()} sets",
                hint=f"Take it out: assistant config unset {name}",
            )
    return dict(filed)


def problem_of(error: ValidationError) -> str:
    """Returns what is wrong in words: those of our own validators as they are."""
    first = error.errors(include_input=False)[0]
    own = first.get("ctx", {}).get("error") if first["type"] == "value_error" else None
    return str(own or first["msg"])


def _unfit(name: str, problem: str, origin: Origin) -> ConfigurationError:
    if origin is Origin.FILE:
        return ConfigurationError(
            f"{name} in {settings_path()} does not fit: {problem}",
            hint=f"Correct it: assistant config set {name} VALUE, or assistant config unset {name}",
        )
    return ConfigurationError(
        f"{variable_of(name)} does not fit: {problem}",
        hint="Correct the environment variable or the option",
    )
