"""Large sources are read in processes of their own, which are given up if they take too long.

What strangers send goes through parsers that are not ours. One that it keeps busy, or brings
down, costs that one article; nobody else has to wait for it.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, Final, NamedTuple, TypeVar, cast

from assistant.errors import ReadingError
from assistant.stopping import check_stopped, on_stop

T = TypeVar("T")

SECONDS: Final = 30.0
"""How long the reading of one article may take."""
INLINE: Final = 100_000
"""Characters or bytes up to which a source is read where it is: a process would cost more."""
_LARGE: Final = 5_000_000
"""A process that has read as much holds on to memory, and is not kept."""
_GRACE: Final = 5
"""Seconds after which a process ends itself, when its parent process is gone."""


def each_in_worker(
    function: Callable[..., Iterable[T]],
    *args: object,
    name: str,
    size: int,
    seconds: float = SECONDS,
) -> Iterator[T]:
    """Yields the items of ``function(*args)``, made in another process where there is much to read.

    The function is one of a module; arguments, items and errors are pickled.

    Args:
        function: reads.
        *args: what it takes.
        name: what people know the source as.
        size: how large it is, in characters or bytes.
        seconds: how long each item may take.

    Raises (while read):
        ReadingError: an item takes longer, or brings the process down.
        StoppedError: the work of this thread has been stopped.
        Exception: whatever ``function`` raises.
    """
    if size <= INLINE or _Worker.is_this:
        yield from function(*args)
        return
    worker = _Worker.taken()
    is_done = False
    try:
        reply = worker.asked((function, args), seconds=seconds, name=name)
        while reply.error is None and not reply.is_last:
            yield reply.item
            reply = worker.asked(None, seconds=seconds, name=name)
        is_done = True
    finally:
        worker.leave(keep=is_done and size <= _LARGE)
    if reply.error is not None:
        raise reply.error


def in_worker(function: Callable[..., T], *args: object, name: str, size: int) -> T:
    """Returns ``function(*args)``, as ``each_in_worker`` makes its items."""
    (made,) = each_in_worker(_one, function, args, name=name, size=size)
    return cast("T", made)


def _one(function: Callable[..., object], args: tuple[object, ...]) -> tuple[object]:
    return (function(*args),)


class _Reply(NamedTuple):
    item: Any = None
    is_last: bool = False
    error: Exception | None = None


class _Worker:
    """A process that reads, as the process that began it sees it; for one thread at a time."""

    is_this = False
    """Whether this process is one."""
    _lock: Final = threading.Lock()
    _all: Final[set[_Worker]] = set()
    _idle: Final[list[_Worker]] = []

    def __init__(self) -> None:
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from assistant.reading.workers import serve; serve()"
        )
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-I", "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._requests = cast("BinaryIO", self._process.stdin)
        self._replies = cast("BinaryIO", self._process.stdout)
        with self._lock:
            self._all.add(self)

    @classmethod
    def taken(cls) -> _Worker:
        """Returns one that waits for work, or a new one."""
        with cls._lock:
            waiting = cls._idle.pop() if cls._idle else None
        if waiting is not None and not waiting.is_alive:
            waiting.end()
            waiting = None
        return waiting or cls()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def leave(self, *, keep: bool) -> None:
        """Has it wait for the next source; one that does is enough."""
        with self._lock:
            if keep and not self._idle:
                self._idle.append(self)
                return
        self.end()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        with self._lock:
            self._all.discard(self)
        self._replies.close()
        with suppress(OSError):  # it does not read what it had still been sent
            self._requests.close()

    @classmethod
    def end_all(cls) -> None:
        with cls._lock:
            workers = list(cls._all)
            cls._idle.clear()
        for worker in workers:
            worker.end()

    def asked(
        self,
        call: tuple[Callable[..., Iterable[object]], tuple[object, ...]] | None,
        *,
        seconds: float,
        name: str,
    ) -> _Reply:
        """Returns what it makes of a call, or of the next item of its last one.

        Raises:
            ReadingError: it took too long, or ended.
            StoppedError: this thread's work has been stopped.
        """
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        try:
            with on_stop(self._process.kill):
                timer.start()
                pickle.dump((call, seconds), self._requests, pickle.HIGHEST_PROTOCOL)
                self._requests.flush()
                return cast("_Reply", pickle.load(self._replies))  # noqa: S301 - our own process
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            check_stopped()
            raise ReadingError(
                f"{name} takes more than {seconds:g} seconds to read, and is given up"
                if late.is_set()
                else f"{name} cannot be read: it brings down the process that reads it "
                f"(code {self._process.wait()})",
                hint="Save what matters of it as plain text, and add that",
            ) from error
        finally:
            timer.cancel()


atexit.register(_Worker.end_all)


def serve() -> None:
    """What the process does: makes items as they are asked for, until nobody is there to ask."""
    _Worker.is_this = True
    # Ctrl-C is for the process that began this one, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed is no reply
    items: Iterator[object] = iter(())
    while True:
        try:
            call, seconds = pickle.load(requests)  # noqa: S301 - from the process that began this
        except EOFError:
            return
        _end_in(seconds + _GRACE)
        try:
            if call is not None:
                function, args = call
                items = iter(function(*args))
            reply = _Reply(next(items))
        except StopIteration:
            reply = _Reply(is_last=True)
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            reply = _Reply(error=_picklable(error))
        data = pickle.dumps(reply, pickle.HIGHEST_PROTOCOL)
        _end_in(0)
        replies.write(data)
        replies.flush()


def _end_in(seconds: float) -> None:
    """Has the system end this process then, also while a parser does not come back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    except Exception:  # noqa: BLE001 - whatever an error of a stranger's does
        return RuntimeError("".join(traceback.format_exception(error)))
    return error
