"""Counting tokens, without the network: the vocabulary travels with the program."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "o200k_base"

_SHIPPED = Path(__file__).parent / "weights" / "tiktoken"
# tiktoken names a cached file by the SHA-1 of its address, and knows its SHA-256.
_FILE = "fb374d419588a4632f3f557e76b4b70aebbca790"
_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"


def count_tokens(text: str) -> int:
    """How many tokens of ``o200k_base`` the text is.

    Marks such as ``<|endoftext|>`` are counted as the ordinary text they are.

    Raises:
        ConfigurationError: the folder of the vocabulary does not hold it.
    """
    return len(_encoding().encode_ordinary(text))


@cache
def _encoding() -> Encoding:
    # tiktoken is told of its vocabulary by this variable and in no other way. It is set here,
    # before the first use, and only where the user has not set a folder of their own.
    if not os.environ.get("TIKTOKEN_CACHE_DIR"):
        os.environ["TIKTOKEN_CACHE_DIR"] = str(_SHIPPED)
    # tiktoken would download a file that is missing, and delete one that is damaged.
    path = Path(os.environ["TIKTOKEN_CACHE_DIR"]) / _FILE
    if not _is_whole(path):
        raise ConfigurationError(
            f"The token vocabulary {path} is missing or damaged",
            hint="Install the program again"
            if path.parent == _SHIPPED
            else "Unset TIKTOKEN_CACHE_DIR: the program brings its own copy",
        )
    import tiktoken

    return tiktoken.get_encoding(ENCODING)


def _is_whole(path: Path) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == _SHA256
