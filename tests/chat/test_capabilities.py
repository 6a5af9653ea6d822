"""Servers that do not take what others take are asked again without it, and remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.errors import ModelRefusedError, PromptTooLongError
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message
from tests.openai_behaviours import Behaviour, Chooses, Fails, Request, Says, Sends
from tests.openai_server import OpenAIServer

ASKED = (Message("system", "Be brief."), Message("user", "Hello?"))
Make = Callable[..., ChatModel]


def refusing(*options: str, status: int, words: str) -> Chooses:
    """Refuses requests that hold one of ``options``, naming the first."""

    def rule(request: Request) -> Behaviour:
        found = [option for option in options if option in request.body]
        return Fails(status, words.format(*found)) if found else Says("It rained [1].")

    return Chooses(rule)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "Unsupported parameter: '{}' is not supported with this model."),
        (422, "[{{'type': 'extra_forbidden', 'loc': ('body', '{}')}}]"),
        (400, "property '{}' is unsupported"),
        (500, "unexpected keyword argument '{}'"),
        (422, "Extra inputs are not permitted"),
        (400, "unrecognized request argument supplied"),
    ],
)
def test_what_a_server_refuses_is_left_out_and_that_is_remembered(
    server: OpenAIServer, model: Make, status: int, words: str
) -> None:
    options = ("max_completion_tokens", "stream_options", "temperature")
    server.always(refusing(*options, status=status, words=words))
    assert model(temperature=0.2).complete(ASKED).text == "It rained [1]."
    tries = len(server.chats)
    assert tries <= 4
    last = server.chats[-1].body
    assert last["max_tokens"] > 0
    assert not set(options) & set(last)
    # The same server and model again, by an object of its own: it is asked once.
    assert model(temperature=0.2).complete(ASKED).text == "It rained [1]."
    assert len(server.chats) == tries + 1


def test_another_model_of_the_server_is_asked_as_usual(server: OpenAIServer, model: Make) -> None:
    server.always(refusing("stream_options", status=400, words="unknown field {}"))
    model().complete(ASKED)
    server.always(Says("It rained [1]."))
    model(chat_model="openai:other").complete(ASKED)
    assert "stream_options" in server.chats[-1].body


def test_a_server_without_streams_is_asked_for_the_whole(server: OpenAIServer, model: Make) -> None:
    server.always(
        Chooses(
            lambda request: (
                Fails(400, "Streaming is not supported by this model")
                if request.body.get("stream")
                else Says("It rained [1].")
            )
        )
    )
    assert model().complete(ASKED).text == "It rained [1]."


def test_a_whole_completion_in_place_of_a_stream_is_read(server: OpenAIServer, model: Make) -> None:
    def rule(request: Request) -> Behaviour:
        if not request.body.get("stream"):
            return Says("It rained [1].")
        body = b'{"object": "chat.completion", "choices": [{"message": {"content": "x"}}]}'
        return Sends(body, "application/json")

    server.always(Chooses(rule))
    assert model().complete(ASKED).text == "It rained [1]."


def test_a_model_without_a_system_role_gets_one_message(server: OpenAIServer, model: Make) -> None:
    def rule(request: Request) -> Behaviour:
        roles = [message["role"] for message in request.body["messages"]]
        return Fails(400, "System role not supported") if "system" in roles else Says("Yes [1].")

    server.always(Chooses(rule))
    assert model().complete(ASKED).text == "Yes [1]."
    assert server.chats[-1].user == "Be brief.\n\nHello?"


def test_what_cannot_be_left_out_is_told(server: OpenAIServer, model: Make) -> None:
    server.always(Fails(400, "max_completion_tokens has to be there"))
    with pytest.raises(ModelRefusedError, match="has to be there"):
        model().complete(ASKED)
    assert len(server.chats) == 2


@pytest.mark.parametrize(
    ("words", "limit", "asked"),
    [
        (
            "This model's maximum context length is 900 tokens. However, you requested 3,046",
            900,
            3046,
        ),
        ("prompt is too long: 210000 tokens > 900 maximum", 900, 210000),
        ("the request (1407 tokens) exceeds the available context size (900 tokens)", 900, None),
        (
            "Prompt contains 4000 tokens, too large for a model with 900 maximum context length",
            900,
            4000,
        ),
    ],
)
def test_a_context_that_is_too_small_is_told_in_numbers_and_learnt(
    server: OpenAIServer, model: Make, words: str, limit: int, asked: int | None
) -> None:
    server.always(Fails(400, words))
    chat = model(context_tokens=4_000)
    with pytest.raises(PromptTooLongError) as caught:
        chat.complete(ASKED)
    error = caught.value
    assert error.limit == limit
    assert str(limit) in error.message
    assert asked is None or str(asked) in error.message
    before = chat.room()
    assert chat.shrunk(error)
    assert chat.room() + chat.answer_tokens <= limit < before
    assert model(context_tokens=4_000).room() == chat.room()
