"""llama.cpp's server, started for a measurement and stopped after it."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from assistant.errors import UsageError

_PATIENCE: Final = 300.0
_STEP: Final = 0.5
_STOPPING: Final = 10.0


@contextmanager
def llama_server(
    model: Path, *, python: str, context: int, threads: int, log: Path
) -> Iterator[str]:
    """The address of a server of ``model``, with ``/v1``, as long as the block lasts.

    Args:
        model: a GGUF file; the server names the model by its stem.
        python: the interpreter that has ``llama-cpp-python[server]``.
        context: tokens of an exchange.
        threads: processors it may take.
        log: file for what the server prints.

    Raises:
        UsageError: the server does not start.
    """
    if not model.is_file():
        raise UsageError(f"There is no model file {model}")
    port = _free_port()
    command = [python, "-m", "llama_cpp.server", "--model", str(model)]
    command += ["--model_alias", model.stem, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--n_ctx", str(context), "--n_threads", str(threads)]
    command += ["--n_threads_batch", str(threads)]
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written)  # noqa: S603 - asked for
        try:
            address = f"http://127.0.0.1:{port}/v1"
            _await(address, process, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(_STOPPING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise UsageError(
                f"The model's server ended: {''.join(last)}",
                hint="Install the group local-model, and name its interpreter with --python",
            )
        if _answers(address):
            return
        time.sleep(_STEP)
    raise UsageError(f"The model's server says nothing after {_PATIENCE:.0f} seconds")


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/models", timeout=_STEP, trust_env=False).is_success
    except httpx.TransportError:
        return False  # it does not listen yet


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
