"""What one person may have going on at once, and what is left for the others."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from assistant.web.guard import USER
from assistant.web.shares import Shares
from tests.web.serving import ANN, Served


def _run(scenario: Coroutine[Any, Any, None]) -> None:
    """Runs it in a thread of its own: a browser of another test has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, scenario).result()


class Slow:
    """An app that answers when it is told to; names who asks by a header, as the guard does."""

    def __init__(self, *waiting: str) -> None:
        self.shares = Shares(self._answer, waiting=lambda: waiting)
        self.may_answer = asyncio.Event()
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.shares({**scope, USER: dict(scope["headers"])[b"user"].decode()}, receive, send)

    async def _answer(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked += 1
        await self.may_answer.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/mcp", 4),
        ("GET", "/mcp", 4),
        ("POST", "/gradio_api/run/predict", 16),
        ("GET", "/gradio_api/queue/data", 100),
    ],
)
def test_one_persons_requests_leave_room_for_anothers(method: str, path: str, most: int) -> None:
    async def scenario() -> None:
        app = Slow()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            ann = [
                asyncio.create_task(client.request(method, path, headers={"user": "ann"}))
                for _ in range(most)
            ]
            while app.asked < most:
                await asyncio.sleep(0)
            refused = await client.request(method, path, headers={"user": "ann"})
            assert refused.status_code == 503
            assert refused.headers["retry-after"]
            bo = asyncio.create_task(client.request(method, path, headers={"user": "bo"}))
            while app.asked == most:
                await asyncio.sleep(0)
            app.may_answer.set()
            answers = await asyncio.gather(*ann, bo)
            assert {answer.status_code for answer in answers} == {200}
            again = await client.request(method, path, headers={"user": "ann"})
            assert again.status_code == 200

    _run(scenario())


@pytest.mark.parametrize("path", ["queue/join", "call/ask", "call/v2/ask", "call/ask/"])
def test_one_persons_events_do_not_fill_the_queue(path: str) -> None:
    async def scenario() -> None:
        app = Slow(*["ann"] * 24)
        app.may_answer.set()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            for user, status in (("ann", 503), ("bo", 200)):
                answer = await client.post(f"/gradio_api/{path}", headers={"user": user})
                assert answer.status_code == status

    _run(scenario())


def test_another_persons_question_is_answered_beside_many(locked_app: Served) -> None:
    question = {"data": ["How many people were rescued from the Saint Orla?", None, "", "", "", ""]}
    bos = ("bo", "other")
    with httpx.Client(base_url=locked_app.address, timeout=120) as client:
        for _ in range(60):
            client.post("/gradio_api/call/ask", json=question, auth=ANN)
        event = client.post("/gradio_api/call/ask", json=question, auth=bos).json()["event_id"]
        assert "164" in client.get(f"/gradio_api/call/ask/{event}", auth=bos).text
