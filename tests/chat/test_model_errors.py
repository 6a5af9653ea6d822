"""Every way in which a model's server fails, through the real client."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

import pytest

from assistant.errors import (
    ModelError,
    ModelRateLimitedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnreachableError,
    PromptTooLongError,
    UnknownModelError,
)
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message
from tests.chat.conftest import KEY
from tests.openai_behaviours import Behaviour, Fails, Hangs, Resets, Says, Sends, Waits
from tests.openai_server import OpenAIServer

HELLO = (Message("user", "Hello?"),)
SOON = {"retry-after-ms": "10"}
Make = Callable[..., ChatModel]

FAILURES: list[tuple[Behaviour, type[ModelError], int, str]] = [
    (Fails(401, f"Incorrect API key provided: {KEY}"), ModelRefusedError, 4, "refused the key"),
    (Fails(403, f"{KEY} is not allowed"), ModelRefusedError, 4, "not allowed to use"),
    (Fails(404, "The model does not exist"), UnknownModelError, 4, "does not know the model"),
    (Fails(400, f"bad parameter ({KEY})"), ModelRefusedError, 4, "bad parameter ([key])"),
    (Fails(422, "unprocessable"), ModelRefusedError, 4, "unprocessable"),
    (Fails(400, "too long", code="context_length_exceeded"), PromptTooLongError, 4, "too long"),
    (Fails(429, "slow down", headers=SOON), ModelRateLimitedError, 6, "limits the rate"),
    (
        Fails(429, "You exceeded it", code="insufficient_quota"),
        ModelRateLimitedError,
        6,
        "no credit left",
    ),
    (Fails(500, headers=SOON), ModelError, 1, "failed (500)"),
    (Fails(503, headers=SOON), ModelError, 1, "failed (503)"),
    (Hangs(), ModelTimeoutError, 7, "did not answer within 0.4 seconds"),
    (Resets(), ModelUnreachableError, 5, "No connection"),
    (Says("It rained all day [1].", cut_after=3), ModelError, 1, "cut off"),
    (Says("It rained all day [1].", ends_after=3), ModelError, 1, "cut off"),
    (Says("", refusal=f"I will not, {KEY}"), ModelRefusedError, 4, "refuses to answer"),
    (Says(""), ModelError, 1, "empty answer"),
    (Says(" \n "), ModelError, 1, "empty answer"),
    (Says("", finish_reason="length"), ModelError, 1, "reached its limit"),
    (Says("It rai", finish_reason="content_filter"), ModelRefusedError, 4, "held the answer back"),
    (Sends(b"<html>Welcome</html>", "text/html"), ModelError, 1, "sends a web page"),
    (Sends(b'{"ok": true}', "application/json"), ModelError, 1, "cannot be read"),
    (Sends(b"data: {not json\n\n"), ModelError, 1, "cannot be read"),
    (Sends(b"data: [1, 2]\n\n"), ModelError, 1, "cannot be read"),
    (Sends(bytes(range(256))), ModelError, 1, "cannot be read"),
    (Sends(b""), ModelError, 1, "cannot be read"),
    (Sends(b'data: {"error": {"message": "GPU is on fire"}}\n\n'), ModelError, 1, "on fire"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure[3])
def test_failures_become_the_programs_errors(
    server: OpenAIServer, model: Make, failure: tuple[Behaviour, type[ModelError], int, str]
) -> None:
    behaviour, kind, exit_code, said = failure
    server.always(behaviour)
    with pytest.raises(ModelError) as caught:
        model(timeout=0.4 if isinstance(behaviour, Hangs) else 20.0).complete(HELLO)
    error = caught.value
    assert type(error) is kind
    assert error.exit_code == exit_code
    assert said in error.message
    assert error.hint or kind is ModelRefusedError
    assert not error.message.endswith(".")
    assert "\n" not in error.message
    assert KEY not in str(error)
    assert error.__cause__ is not None or isinstance(behaviour, Says)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
def test_the_key_is_in_no_message_and_in_no_traceback_of_the_program(
    server: OpenAIServer, model: Make, status: int
) -> None:
    server.always(Fails(status, "refused", headers=SOON))
    with pytest.raises(ModelError) as caught:
        model().complete(HELLO)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_no_server_is_unreachable(model: Make) -> None:
    with OpenAIServer() as gone:
        address = gone.base_url
    with pytest.raises(ModelUnreachableError) as caught:
        model(openai_base_url=address).complete(HELLO)
    assert "OPENAI_BASE_URL" in (caught.value.hint or "")


def test_a_password_in_the_address_is_in_no_message(model: Make) -> None:
    with OpenAIServer() as gone:
        address = gone.base_url.replace("://", "://me:secret99@")
    with pytest.raises(ModelUnreachableError) as caught:
        model(openai_base_url=address).complete(HELLO)
    assert "secret99" not in str(caught.value)
    assert "127.0.0.1" in caught.value.message


@pytest.mark.parametrize("status", [429, 500, 503])
def test_tries_again_and_succeeds(server: OpenAIServer, model: Make, status: int) -> None:
    server.script(Fails(status, headers=SOON), Fails(status, headers=SOON), "It rained.")
    assert model(retries=2).complete(HELLO).text == "It rained."
    assert len(server.requests) == 3


def test_tries_again_as_often_as_the_settings_say(server: OpenAIServer, model: Make) -> None:
    server.always(Fails(429, headers=SOON))
    with pytest.raises(ModelRateLimitedError, match="still after 3 retries"):
        model(retries=3).complete(HELLO)
    assert len(server.requests) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_does_not_repeat_what_cannot_succeed(
    server: OpenAIServer, model: Make, status: int
) -> None:
    server.always(Fails(status))
    with pytest.raises(ModelRefusedError):
        model(retries=3).complete(HELLO)
    assert len(server.chats) == 1


def test_waits_as_long_as_the_server_asks(server: OpenAIServer, model: Make) -> None:
    server.script(Fails(429, headers={"retry-after": "0.3"}), "It rained.")
    assert model(retries=1).complete(HELLO).text == "It rained."
    first, second = server.requests
    assert second.received - first.received >= 0.3


def test_backs_off_without_being_asked(server: OpenAIServer, model: Make) -> None:
    server.script(Fails(500), "It rained.")
    assert model(retries=1).complete(HELLO).text == "It rained."
    first, second = server.requests
    assert second.received - first.received >= 0.3


def test_a_pause_in_the_middle_times_out(server: OpenAIServer, model: Make) -> None:
    never = threading.Event()
    server.script(Waits("It rained", " all day.", never))
    stream = model(timeout=1.5).stream(HELLO)
    assert next(stream) == "It rained"
    with pytest.raises(ModelTimeoutError):
        next(stream)
    never.set()


def test_a_slow_answer_is_no_timeout(server: OpenAIServer, model: Make) -> None:
    server.script(Says("It rained all day long.", pause=0.08, piece=1))
    assert model(timeout=1.5).complete(HELLO).text == "It rained all day long."
