"""What can be set, what is set, and by what: names, checked values, what may be shown of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, get_args
from urllib.parse import urlsplit, urlunsplit

from pydantic import BeforeValidator, SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from assistant.errors import ConfigurationError, UsageError
from assistant.homes import DatabaseHome
from assistant.settings import Origin, Settings, load_settings, problem_of, readable, variable_of
from assistant.settings_file import change_settings, read_settings

_ADDRESSES: Final = ("openai_base_url", "openai_proxy")
_HERE: Final = re.compile(
    r"(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:/.*)?", re.IGNORECASE
)
_DOORS: Final = re.compile(r"/(?:chat/completions|completions|models)$")


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the table of settings; ``default`` is empty where there is none to write."""

    name: str
    variable: str
    meaning: str
    choices: tuple[str, ...]
    default: str
    secret: bool


@dataclass(frozen=True, slots=True)
class SetTo:
    """A setting, its value as it may be shown, and where that comes from.

    ``value`` is empty where nothing is set; of a secret it is ``set`` or ``not set``.
    """

    setting: Setting
    value: str
    origin: Origin


def table() -> tuple[Setting, ...]:
    """All settings, in the order of their documentation."""
    return tuple(_setting(name, field) for name, field in Settings.model_fields.items())


def setting_of(word: str) -> Setting:
    """The setting that ``word`` names: by its name, with hyphens too, or by its variable.

    Raises:
        UsageError: there is none.
    """
    wanted = word.strip().lower().replace("-", "_")
    settings = table()
    for setting in settings:
        if wanted in (setting.name, setting.variable.lower()):
            return setting
    names = [setting.name for setting in settings]
    near = difflib.get_close_matches(wanted, names, n=1)
    raise UsageError(
        f"There is no setting {word!r}",
        hint=f"Is {near[0]} meant?" if near else f"There are: {', '.join(names)}",
    )


def parsed(setting: Setting, text: str) -> object:
    """What ``text`` sets, as the file keeps it.

    An address of a model's server is completed: ``localhost:11434`` stands for
    ``http://localhost:11434/v1``.

    Raises:
        UsageError: it does not fit; a secret is not in the message.
    """
    text = text.strip()
    if not text:
        raise UsageError(
            f"{setting.name} cannot be empty", hint=f"To take it out: config unset {setting.name}"
        )
    if setting.name == "openai_base_url":
        return address_of(text)
    field = Settings.model_fields[setting.name]
    # By itself: what else is set, and may not fit, is another matter.
    alone: TypeAdapter[object] = TypeAdapter(
        Annotated[field.annotation, BeforeValidator(readable), *field.metadata]
    )
    try:
        value = alone.validate_python(text)
    except ValidationError as error:
        problem = problem_of(error)
        # An address that cannot be read may hold a password.
        given = "what was given" if setting.secret or "://" in text else repr(text)
        raise UsageError(f"{setting.name} does not take {given}", hint=problem) from None
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, DatabaseHome) and value.has_password:
        raise UsageError(
            "The file of settings keeps no password of a database",
            hint="Leave it out, and put it into the file ~/.pgpass, or into PGPASSWORD",
        )
    return str(value) if isinstance(value, Path | DatabaseHome) else value


def address_of(text: str) -> str:
    """The address of a server that speaks OpenAI's API, however much of it was written.

    Without a path it ends in ``/v1``; what is asked there (``/chat/completions``) is taken off.

    Raises:
        UsageError: it is no web address.
    """
    text = text.strip()
    if _HERE.fullmatch(text):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"\s", text):
        raise UsageError(
            "The address of the chat model's server is no web address with http:// or https://",
            hint="Write it in full, such as http://127.0.0.1:11434/v1",
        )
    path = _DOORS.sub("", parts.path.rstrip("/")).rstrip("/")
    return urlunsplit(parts._replace(path=path or "/v1", fragment=""))


def set_to(settings: Settings) -> tuple[SetTo, ...]:
    """All settings with their values and where those come from; no secret is in it."""
    return tuple(
        SetTo(setting, _shown(setting, settings), settings.origin(setting.name))
        for setting in table()
    )


def put(values: Mapping[str, str]) -> tuple[SetTo, ...]:
    """Sets values in the file, all of them or none.

    Returns:
        What these settings are now; another origin than the file comes before it.

    Raises:
        UsageError: there is no such setting, or it does not take the value.
        ConfigurationError: the file is damaged, or cannot be written.
    """
    wanted = {setting_of(name): text for name, text in values.items()}
    change_settings({setting.name: parsed(setting, text) for setting, text in wanted.items()})
    now = {one.setting: one for one in set_to(load_settings())}
    return tuple(now[setting] for setting in wanted)


def changed(settings: Settings, wanted: Mapping[str, object]) -> Settings:
    """Puts values into the file, takes out those that are None, and gives the settings with them.

    Raises:
        ConfigurationError: an option or the environment gives another value and comes before the
            file, which then stays as it is; or the file cannot be written.
    """
    for name, value in wanted.items():
        if value is not None and is_fixed(settings, name) and getattr(settings, name) != value:
            raise fixed(name)
    put = {name: value for name, value in wanted.items() if value is not None}
    dropped = [name for name in wanted if name not in put and not is_fixed(settings, name)]
    change_settings(put, dropped)
    values = {**put, **{name: Settings.model_fields[name].default for name in dropped}}
    if key := put.get("openai_api_key"):
        values["openai_api_key"] = SecretStr(str(key))
    origins = {
        **dict.fromkeys(put, Origin.FILE),
        **dict.fromkeys(dropped, Origin.DEFAULT),
    }
    return settings.model_copy(update=values).with_origins(origins)


def is_fixed(settings: Settings, name: str) -> bool:
    """Whether a setting was given to the program when it was started, before all files."""
    return settings.origin(name) in (Origin.OPTION, Origin.ENVIRONMENT)


def fixed(name: str) -> ConfigurationError:
    """The error that such a setting cannot be changed while the program runs."""
    return ConfigurationError(
        f"{variable_of(name)}, or an option, was given to the program when it was started, and "
        "comes before what is set here",
        hint="Start it without, or change it there",
    )


def unset(*names: str) -> tuple[str, ...]:
    """Takes settings out of the file; one that there is not, too, where the file has it.

    Returns:
        The names of those that were in it.

    Raises:
        UsageError: there is no such setting.
        ConfigurationError: the file is damaged, or cannot be written.
    """
    filed = read_settings()
    wanted = [name if name in filed else setting_of(name).name for name in names]
    found = tuple(name for name in dict.fromkeys(wanted) if name in filed)
    if found:
        change_settings({}, drop=found)
    return found


def without_password(address: str) -> str:
    """An address as it may be shown: without who logs in there, and without its query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "(no address)"
    who, at, host = parts.netloc.rpartition("@")
    hidden = f"…{at}{host}" if who else host
    return urlunsplit(parts._replace(netloc=hidden, query="…" if parts.query else ""))


def _setting(name: str, field: FieldInfo) -> Setting:
    kinds = (field.annotation, *get_args(field.annotation))
    choices = tuple(one for one in get_args(field.annotation) if isinstance(one, str))
    if field.annotation is bool:
        choices = ("true", "false")
    default = "" if field.default_factory or field.default is None else _text(field.default)
    return Setting(
        name=name,
        variable=variable_of(name),
        meaning=(field.description or "").removesuffix("."),
        choices=choices,
        default=default,
        secret=SecretStr in kinds,
    )


def _shown(setting: Setting, settings: Settings) -> str:
    value = getattr(settings, setting.name)
    if setting.secret:
        return "set" if value else "not set"
    if value is None:
        return ""
    return without_password(value) if setting.name in _ADDRESSES else _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
