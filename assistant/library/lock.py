"""The locks of a library: one among all processes, and what the threads of one share."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LibraryBusyError, LibraryError
from assistant.library.folder import is_writable, make_file, read_only
from assistant.stopping import check_stopped, stop_asked


class WriteLock:
    """The lock of one library's writer, or another's; free again when its process dies.

    Thread-safe: each thread takes it on a file of its own, so two threads of one process
    exclude each other as two processes do. The thread that holds it may take it again.

    Args:
        folder: the library's.
        timeout: seconds to wait while another has it.
        on_notice: told whom it is waited for.
        files: the names of the file that is locked, and of the one that says by whom.
    """

    def __init__(
        self,
        folder: Path,
        *,
        timeout: float,
        on_notice: Callable[[str], None],
        files: tuple[str, str] = ("write.lock", "writer.json"),
    ) -> None:
        self._folder = folder
        self._lock = FileLock(folder / files[0], mode=0o600)
        self._holder = folder / files[1]
        self._timeout = timeout
        self._on_notice = on_notice

    @contextmanager
    def held(self, task: str) -> Iterator[None]:
        """Holds the lock for ``task`` ("adding articles"), waiting where another has it.

        Raises:
            LibraryBusyError: it did not become free in time.
            LibraryReadOnlyError: the folder cannot be written to.
            StoppedError: the work was stopped while it waited.
        """
        if not is_writable(self._folder):
            raise read_only(self._folder)
        if not self._acquire(task, timeout=0):
            self._on_notice(f"Waiting for {self._who()} …")
            if not self._acquire(task, timeout=self._timeout):
                check_stopped()
                raise LibraryBusyError(
                    f"Waited {self._timeout:g} seconds for {self._who()}",
                    hint="Try again later, or raise ASSISTANT_LOCK_TIMEOUT",
                )
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def held_if_free(self, task: str) -> Iterator[bool]:
        """Holds the lock if nobody has it; says whether it does."""
        free = is_writable(self._folder) and self._acquire(task, timeout=0)
        try:
            yield free
        finally:
            if free:
                self._lock.release()

    def _acquire(self, task: str, *, timeout: float) -> bool:
        try:
            self._lock.acquire(timeout=timeout, cancel_check=stop_asked)
        except Timeout:
            return False
        except OSError as error:
            raise self._unusable(error) from error
        try:
            make_file(self._holder)
            self._holder.write_text(json.dumps({"pid": os.getpid(), "task": task}))
        except OSError as error:
            self._lock.release()
            raise self._unusable(error) from error
        return True

    def _unusable(self, error: OSError) -> LibraryError:
        return LibraryError(
            f"The library's folder {self._folder} cannot be written to ({error.strerror})",
            hint="Choose another with --home or ASSISTANT_HOME, or correct its permissions",
        )

    def _who(self) -> str:
        try:
            holder = json.loads(self._holder.read_text())
            return f"process {holder['pid']}, which is {holder['task']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process, which is writing to the library"


class SharedLock:
    """Held by many threads together, or by one alone.

    Whoever wants it alone goes before those who have yet to come, so that a stream of
    short uses cannot keep it waiting. A thread that holds it must not ask for it again.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._users = 0
        self._waiting = 0
        self._taken = False

    @contextmanager
    def together(self) -> Iterator[None]:
        """Holds it beside others."""
        with self._changed:
            self._changed.wait_for(lambda: not self._taken and not self._waiting)
            self._users += 1
        try:
            yield
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds it when all others have let go."""
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: not self._taken and not self._users)
            finally:
                self._waiting -= 1
                # Interrupted while waiting: those who stood back may go on.
                self._changed.notify_all()
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
