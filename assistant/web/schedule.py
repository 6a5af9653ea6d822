"""Feeds are refreshed while the app runs, whether or not a page is open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from assistant.assistant import Assistant
from assistant.errors import AssistantError, StoppedError
from assistant.stopping import Stop, check_stopped, on_stop, stopping

_LOG: Final = logging.getLogger(__name__)
_FIRST: Final = 30.0
"""Seconds before the first look: whoever has just started the app wants to see it first."""
_BETWEEN: Final = 60.0
_LONGEST: Final = 3_600.0
"""Seconds between two looks whether a feed is due, and at most after looks that have failed."""


class Schedule:
    """Looks again and again whether a feed is due, in a thread of its own, and refreshes it.

    Args:
        assistant: follows the feeds.
        wait: waits for some seconds, as ``Schedule.pause`` does.
    """

    def __init__(
        self, assistant: Assistant, *, wait: Callable[[float], None] | None = None
    ) -> None:
        self._assistant = assistant
        self._wait = wait or self.pause
        self._stop = Stop()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="feeds", daemon=True)
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why the last look came to nothing; empty where it did not."""
        return self._problem

    def begin(self) -> None:
        """Begins to look."""
        self._thread.start()

    def wake(self) -> None:
        """Has it look now: a feed is followed or resumed, or the settings have changed."""
        self._woken.set()

    def end(self, *, within: float = 5.0) -> None:
        """Stops what is going on, and waits ``within`` some seconds until that has ended."""
        self._stop.stop()
        if self._thread.is_alive():
            self._thread.join(within)

    def pause(self, seconds: float) -> None:
        """Waits, until it is over or somebody wakes it.

        Raises:
            StoppedError: the work was stopped.
        """
        with on_stop(self._woken.set):
            self._woken.wait(seconds)
        self._woken.clear()
        check_stopped()

    def _go_on(self) -> None:
        failed = 0
        with stopping(self._stop), suppress(StoppedError):
            self._wait(_FIRST)
            while True:
                failed = 0 if self._look() else failed + 1
                self._wait(min(_BETWEEN * 2**failed, _LONGEST))

    def _look(self) -> bool:
        """Refreshes what is due; whether that could be done."""
        try:
            self._assistant.refresh_due()
        except StoppedError:
            raise
        except AssistantError as error:
            # The library may be free again the next time.
            said = f"{error.message}. {error.hint or ''}".strip()
            if said != self._problem:
                _LOG.warning("The feeds could not be refreshed: %s", said)
            self._problem = said
        except Exception as error:  # noqa: BLE001 - logged, and told in the list of feeds
            _LOG.exception("Refreshing the feeds met an unexpected error")
            self._problem = f"The program failed ({type(error).__name__}): its log says where"
        else:
            self._problem = ""
        return not self._problem
