"""Opens and runs the shipped networks: on the processor, one text at a time, without a network."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from assistant.caching import Once, Recent
from assistant.errors import ConfigurationError
from assistant.stopping import check_stopped

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

FOLDER: Final = Path(__file__).parent / "weights"

_Job = TypeVar("_Job")
_Key = TypeVar("_Key", bound=Hashable)
_Output = TypeVar("_Output")


class Network:
    """A shipped network and its tokenizer, opened when they are first needed. Thread-safe.

    Each text goes through the network alone, ``threads`` at once: dynamic quantisation scales
    with what is in a batch, so this is what makes a text's output independent of the others,
    and without padding it is as fast as batches on the processor.

    Attributes:
        name: what the network is called.
        weights: the folder of its files.
        checksums: the SHA-256 of each file as shipped.
    """

    name: ClassVar[str]
    weights: Path
    checksums: ClassVar[Mapping[str, str]]

    def __init__(self, *, threads: int = 2, weights: Path | None = None) -> None:
        self.weights = weights or type(self).weights
        self._threads = threads

    @classmethod
    def damaged_files(cls, weights: Path | None = None) -> list[str]:
        """Names of its files that are missing or not as shipped."""
        folder = weights or cls.weights
        return [
            name
            for name, expected in cls.checksums.items()
            if not (folder / name).is_file()
            or hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected
        ]

    def _each(self, run: Callable[[_Job], _Output], jobs: Sequence[_Job]) -> Iterator[_Output]:
        alone = self._threads == 1 or len(jobs) == 1
        for output in map(run, jobs) if alone else self._pool.map(run, jobs):
            check_stopped()
            yield output

    def _encoded(self, texts: Iterable[str]) -> list[Encoding]:
        encodings: list[Encoding] = self._tokenizer.encode_batch(
            list(texts), add_special_tokens=False
        )
        return encodings

    @Once
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix=self.name)

    @Once
    def _tokenizer(self) -> Tokenizer:
        # The vocabulary is the embedder's, from whose weights the others were trained.
        own = "tokenizer.json" in self.checksums
        folder = self.weights if own else FOLDER / "all-MiniLM-L6-v2-int8"
        return open_tokenizer(folder / "tokenizer.json")

    @Once
    def _session(self) -> InferenceSession:
        return open_network(self.weights / "model.onnx")


def remembered(
    cache: Recent[_Key, _Output],
    keys: Sequence[_Key],
    compute: Callable[[list[_Key]], Iterable[_Output]],
    *,
    size: Callable[[_Key, _Output], int],
) -> list[_Output]:
    """The values of ``keys``, in their order; ``compute`` makes those that ``cache`` has not.

    ``size`` gives the bytes of a value and its key.
    """
    known = {key: held for key in keys if (held := cache.get(key)) is not None}
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    for key, value in zip(fresh, compute(fresh) if fresh else (), strict=True):
        known[key] = value
        cache.put(key, value, size=size(key, value))
    return [known[key] for key in keys]


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
        str(existing(path)),
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

    tokenizer: Tokenizer = Tokenizer.from_file(str(existing(path)))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def existing(path: Path) -> Path:
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
