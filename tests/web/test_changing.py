"""Who may change the settings in the page: where a request comes from, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import gradio as gr
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from assistant.errors import UsageError
from assistant.web.changing import refusing
from assistant.web.forwarded import FORWARDED, Forwarded, networks
from assistant.web.guard import USER
from assistant.web.server import Serving, refuse_unknown_admins

LOCAL = {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"}
USERS = {"ann": "a", "bo": "b"}


def request(
    headers: Mapping[str, str] | None = None,
    *,
    client: tuple[str, int] | None = ("127.0.0.1", 5),
    forwarded: bool = False,
    user: str | None = None,
) -> gr.Request:
    raw = [(name.encode(), value.encode()) for name, value in (headers or LOCAL).items()]
    scope: dict[str, Any] = {"type": "http", "headers": raw, "client": client}
    scope |= {"method": "POST", "path": "/", "query_string": b"", FORWARDED: forwarded}
    if user:
        scope[USER] = user
    return gr.Request(Request(scope))


@pytest.mark.parametrize(
    "headers",
    [
        LOCAL,
        {"host": "localhost:7860", "origin": "http://localhost:7860"},
        {"host": "[::1]:7860"},
    ],
)
def test_whoever_sits_at_the_machine_may(headers: dict[str, str]) -> None:
    assert refusing(Serving())(request(headers)) is None


@pytest.mark.parametrize(
    "serving",
    [
        Serving(host="0.0.0.0", insecure=True),  # noqa: S104
        Serving(host="192.168.1.5", insecure=True),
        Serving(root_path="/desk"),
        Serving(proxies=networks(["127.0.0.1"])),
    ],
)
def test_an_app_that_others_reach_is_not_changed_by_anybody(serving: Serving) -> None:
    assert refusing(serving)(request()) is not None


@pytest.mark.parametrize(
    "strange",
    [
        request(forwarded=True),
        request(client=("10.0.0.9", 5)),
        request(client=None),
        request({"host": "desk.example"}),
        request({"host": "127.0.0.1:7860", "origin": "https://desk.example"}),
        request({"host": "127.0.0.1:7860", "origin": "null"}),
        request({"origin": "http://127.0.0.1:7860"}),
        gr.Request(),
    ],
)
def test_a_request_that_came_from_elsewhere_changes_nothing(strange: gr.Request) -> None:
    assert refusing(Serving(names=("desk.example",)))(strange) is not None


def test_of_those_who_log_in_the_only_one_may_or_who_was_named() -> None:
    alone = refusing(Serving(users={"ann": "a"}))
    assert alone(request(user="ann", forwarded=True, client=("10.0.0.9", 5))) is None
    assert alone(request()) is not None
    several = refusing(Serving(users=USERS))
    assert [several(request(user=name)) is None for name in ("ann", "bo")] == [False, False]
    named = refusing(Serving(users=USERS, admins=("bo",)))
    assert [named(request(user=name)) is None for name in ("ann", "bo")] == [False, True]
    assert named(request()) is not None


def test_only_somebody_with_a_password_can_be_named() -> None:
    refuse_unknown_admins(Serving(users=USERS, admins=("ann",)))
    with pytest.raises(UsageError, match="cy"):
        refuse_unknown_admins(Serving(users=USERS, admins=("cy",)))
    with pytest.raises(UsageError):
        refuse_unknown_admins(Serving(admins=("ann",)))


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("x-forwarded-for", True),
        ("x-forwarded-anything", True),
        ("forwarded", True),
        ("via", True),
        ("x-real-ip", True),
        ("user-agent", False),
    ],
)
def test_what_was_passed_on_is_marked_whoever_is_believed(name: str, marked: bool) -> None:
    seen: list[bool] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        seen.append(scope[FORWARDED])

    async def nothing(*_: object) -> NoReturn:
        raise AssertionError

    headers = [(name.encode(), b"1.2.3.4")]
    scope = {"type": "http", "headers": headers, "client": ("127.0.0.1", 1)}
    passing = Forwarded(app, trusted=networks(["127.0.0.1"]))(scope, nothing, nothing)
    # Nothing in it waits: it is driven by hand, whatever loop a browser has left running here.
    with pytest.raises(StopIteration):
        passing.send(None)
    assert seen == [marked]
