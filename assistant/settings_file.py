"""The file of settings: in the user's configuration folder, for its owner alone."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from platformdirs import user_config_path

from assistant.errors import ConfigurationError

_LOCK_SECONDS: Final = 10.0


def settings_path() -> Path:
    """Where the file is, or would be."""
    return user_config_path("news-assistant", appauthor=False) / "settings.json"


def read_settings() -> dict[str, object]:
    """What the file sets, by name, unchecked; nothing where there is no file.

    Raises:
        ConfigurationError: it is there and cannot be read; no word of it is in the message.
    """
    path = settings_path()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(
            f"The file of settings {path} cannot be read ({error.strerror})",
            hint="Check its permissions",
        ) from error
    except json.JSONDecodeError as error:
        # Not from the error, which holds the whole text, keys and all.
        raise _damaged(path, f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (UnicodeDecodeError, RecursionError):
        raise _damaged(path, "it is no text of JSON") from None
    if not isinstance(found, dict):
        raise _damaged(path, "it holds no names with values")
    return found


def change_settings(put: Mapping[str, object], drop: Iterable[str] = ()) -> None:
    """Puts values into the file and takes others out, all at once or not at all.

    Raises:
        ConfigurationError: the file is damaged, or cannot be written.
    """
    path = settings_path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS, mode=0o600):
            changed = {**read_settings(), **put}
            for name in drop:
                changed.pop(name, None)
            # A file that a link leads to stays where it is.
            _write(path.resolve(), json.dumps(changed, indent=2, ensure_ascii=False) + "\n")
    except Timeout as error:
        raise ConfigurationError(
            f"Another process has been changing {path} for {_LOCK_SECONDS:g} seconds",
            hint="Try again",
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"The file of settings {path} cannot be written ({error.strerror})",
            hint="Check the permissions of its folder, or set environment variables instead",
        ) from error


def is_open_to_others() -> bool:
    """Whether others on this machine can read the file, which may hold a key."""
    try:
        mode = settings_path().stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))


def _write(path: Path, text: str) -> None:
    """The whole file or none of it; it is closed to others from its first byte on."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _damaged(path: Path, problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"The file of settings {path} is damaged: {problem}",
        hint="Correct it there, or remove the file and set anew with: assistant config set",
    )
