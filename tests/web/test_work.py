from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.errors import StoppedError, UsageError
from assistant.stopping import check_stopped
from assistant.web.work import BusyError, Work

Give = Callable[[int], None]


def _run(scenario: Coroutine[Any, Any, None]) -> None:
    """Runs it in a thread of its own: the browser tests have a loop going in this one."""
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, scenario).result()


async def _all(work: Work, task: Callable[[Give], None], *, kind: str = "asking") -> list[int]:
    return [item async for item in work.run(task, page="p", kind=kind)]


def test_items_come_in_order_and_errors_are_raised_where_they_are_waited_for() -> None:
    work = Work()

    def count(give: Give) -> None:
        for number in range(100):
            give(number)

    def fail(give: Give) -> None:
        give(1)
        raise UsageError("no")

    async def scenario() -> None:
        assert await _all(work, count) == list(range(100))
        failing = work.run(fail, page="p", kind="asking")
        assert await anext(failing) == 1
        with pytest.raises(UsageError):
            await anext(failing)

    _run(scenario())
    work.close()


def test_a_page_has_one_piece_of_work_of_a_kind() -> None:
    work = Work()
    going, end = threading.Event(), threading.Event()

    def wait(give: Give) -> None:
        going.set()
        end.wait(20)
        give(1)

    async def scenario() -> None:
        first = asyncio.create_task(_all(work, wait))
        await asyncio.to_thread(going.wait, 20)
        with pytest.raises(BusyError, match="still being worked on"):
            await _all(work, wait)
        assert await _all(work, lambda give: give(2), kind="summarising") == [2]
        end.set()
        assert await first == [1]
        assert await _all(work, lambda give: give(3)) == [3]

    _run(scenario())
    work.close()


def test_who_waits_is_let_go_at_once_although_the_work_cannot_end_yet() -> None:
    work = Work()
    going, end = threading.Event(), threading.Event()
    ended: list[str] = []

    def hang(_give: Give) -> None:
        going.set()
        end.wait(20)  # a server that says nothing
        try:
            check_stopped()
        except StoppedError:
            ended.append("stopped")
            raise

    async def scenario() -> None:
        waiting = asyncio.create_task(_all(work, hang))
        await asyncio.to_thread(going.wait, 20)
        work.stop("p")
        with pytest.raises(StoppedError):
            await asyncio.wait_for(waiting, 10)
        assert ended == []
        # The page can go on with something else meanwhile.
        assert await _all(work, lambda give: give(1)) == [1]
        end.set()

    _run(scenario())
    work.close()


def test_giving_up_the_event_stops_its_work() -> None:
    work = Work()
    stopped = threading.Event()

    def count(give: Give) -> None:
        number = 0
        try:
            while True:
                give(number)
                number += 1
        except StoppedError:
            stopped.set()
            raise

    async def scenario() -> None:
        items = work.run(count, page="p", kind="asking")
        assert await anext(items) == 0
        await items.aclose()  # type: ignore[attr-defined]  # an async generator behind its interface
        assert await asyncio.to_thread(stopped.wait, 20)

    _run(scenario())
    work.close()


def test_what_is_begun_anew_ends_what_went_on_before() -> None:
    work = Work()
    going = threading.Event()

    def forever(give: Give) -> None:
        while True:
            give(1)
            going.set()
            threading.Event().wait(0.005)
            check_stopped()

    async def scenario() -> None:
        first = asyncio.create_task(_all(work, forever, kind="telling"))
        await asyncio.to_thread(going.wait, 20)
        anew: AsyncIterator[int] = work.anew(lambda give: give(2), page="p", kind="telling")
        assert [item async for item in anew] == [2]
        with pytest.raises(StoppedError):
            await first
        assert not work.is_going("p", "telling")

    _run(scenario())
    work.close()
