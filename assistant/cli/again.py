"""What a command does again and again until the process is asked to end."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from assistant.cli.failures import report
from assistant.cli.session import Session
from assistant.errors import AssistantError, StoppedError, UsageError
from assistant.rendering.failures import described
from assistant.stopping import Stop, stopping

if TYPE_CHECKING:
    from types import FrameType

_SPAN: Final = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?", re.IGNORECASE)
_LEAST_SECONDS: Final = 60


def again(work: Callable[[], None], *, every: float, session: Session) -> None:
    """Does ``work`` again and again, ``every`` so many seconds, until the process is to end.

    Args:
        work: what is done; its failures are told, and do not end it.
        every: seconds from the end of one to the beginning of the next.
        session: how failures are told.

    Raises:
        UsageError: of ``work``: it would fail the next time, too.
    """
    from assistant.fetching.politeness import pause

    def go_on() -> None:
        with stopping(stop):
            while True:
                try:
                    work()
                except (StoppedError, UsageError):
                    raise
                except AssistantError as error:
                    # The library may be free again, and the network back, the next time.
                    report(described(error), as_json=session.as_json, compact=True)
                pause(every)

    stop = Stop()
    # In a thread of its own: what a signal's handler stops must not be what it interrupts.
    with ThreadPoolExecutor(1, thread_name_prefix="again") as worker, _ended_by(stop.stop):
        working = worker.submit(go_on)
        try:
            working.result()
        except StoppedError:
            return
        finally:
            stop.stop()


@contextmanager
def _ended_by(end: Callable[[], None]) -> Iterator[None]:
    """Has ``end`` called when the process is asked to end, instead of its ending at once."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        end()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def seconds_of(span: str) -> int:
    """The seconds of a span such as ``15m`` or ``1h30m``.

    Raises:
        UsageError: it is none, or shorter than a minute.
    """
    match = _SPAN.fullmatch(span.strip())
    parts = [int(part or 0) for part in match.groups()] if match else [0, 0, 0]
    seconds = parts[0] * 3_600 + parts[1] * 60 + parts[2]
    if seconds < _LEAST_SECONDS:
        raise UsageError(
            f"--every {span[:40]!r} is no span of a minute or more",
            hint="Give hours and minutes, such as 15m or 1h30m",
        )
    return seconds
