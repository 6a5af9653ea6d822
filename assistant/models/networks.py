"""How the shipped networks are opened: on the processor, one thread each, no network."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


def open_network(path: Path) -> InferenceSession:
    """The ONNX network in the file ``path``; one text at a time goes through it.

    Raises:
        ConfigurationError: the file is missing.
    """
    # onnxruntime reports its use to its maker from version 1.29 on, and keeps an identifier
    # of the device on disk. It is told by this variable alone, before it is first imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(there(path)),
        options,
        providers=["CPUExecutionProvider"],
        # onnxruntime's fused kernel is slower than the two that it replaces: 8 % of the
        # whole (docs/decisions/0002-embed-one-text-at-a-time.md).
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in the file ``path``, without the padding and the cutting it comes with.

    Raises:
        ConfigurationError: the file is missing.
    """
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(there(path)))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def damaged(folder: Path, checksums: Mapping[str, str]) -> list[str]:
    """Names of the files of ``folder`` that are missing or not as shipped (by SHA-256)."""
    return [
        name
        for name, expected in checksums.items()
        if not (folder / name).is_file()
        or hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected
    ]


def there(path: Path) -> Path:
    """The same path, where there is a file.

    Raises:
        ConfigurationError: there is none.
    """
    if not path.is_file():
        raise ConfigurationError(
            f"The model file {path.name} is missing from {path.parent}",
            hint="Install the package again",
        )
    return path
