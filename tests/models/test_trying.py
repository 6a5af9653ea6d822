"""A one-line request to a chat model: what it came to, in its server's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from assistant.errors import UsageError
from assistant.models.probing import find_servers
from assistant.models.trying import named_model, try_model
from assistant.settings import Settings
from tests.openai_behaviours import Fails, Says
from tests.openai_server import OpenAIServer

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"
Make = Callable[..., Settings]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def configured(server: OpenAIServer) -> Make:
    def make(**changed: object) -> Settings:
        given: dict[str, object] = {
            "chat_model": "openai:gpt-test",
            "openai_api_key": SecretStr(KEY),
            "openai_base_url": server.base_url,
            "timeout": 20.0,
        }
        return Settings(**{**given, **changed})  # type: ignore[arg-type]

    return make


def test_one_line_is_asked_and_no_article(server: OpenAIServer, configured: Make) -> None:
    server.script(Says("  ready\n(and waiting) " + "x" * 500))
    trial = try_model(configured(input_price=1.0, output_price=2.0))
    assert trial.error is None
    assert (trial.model, trial.address) == ("openai:gpt-test", server.base_url)
    assert trial.reply.startswith("ready (and waiting) x")
    assert len(trial.reply) == 80
    assert trial.cost is not None
    assert trial.input_tokens > 0
    assert trial.seconds > 0
    (chat,) = server.chats
    assert [message["content"] for message in chat.body["messages"]] == [
        "Reply with one word: ready"
    ]


@pytest.mark.parametrize(
    ("behaviour", "said", "code"),
    [
        (Fails(401, f"wrong key {KEY}"), "wrong key [key]", 4),
        (Fails(500, "out of memory"), "out of memory", 1),
        (Fails(429, "slow down"), "slow down", 6),
        (Fails(404, "model 'gpt-test' not found"), "gpt-test", 4),
    ],
)
def test_what_fails_is_told_in_the_servers_words(
    server: OpenAIServer, configured: Make, behaviour: Fails, said: str, code: int
) -> None:
    server.always(behaviour)
    trial = try_model(configured(retries=3))
    assert said in (trial.error or "")
    assert trial.exit_code == code
    assert KEY not in repr(trial)
    assert len(server.chats) == 1, "it is tried once"


def test_what_cannot_be_asked_is_told(configured: Make) -> None:
    unknown = try_model(configured(chat_model="openai:"))
    assert unknown.exit_code == 3
    assert "names no model" in (unknown.error or "")
    with OpenAIServer() as gone:
        address = gone.base_url
    assert try_model(configured(openai_base_url=address)).exit_code == 5


def test_a_model_is_found_where_it_is_offered(configured: Make) -> None:
    given = configured()
    with OpenAIServer(models=("other:latest",)) as other:
        servers = find_servers(given, at=[other.base_url], seconds=20)
        assert named_model(given, servers, None) == given
        assert named_model(given, servers, "llama-test:8b").openai_api_key == SecretStr(KEY)
        for name in ("other", "other:latest", "openai:other"):
            there = named_model(given, servers, name)
            assert there.chat_model == "openai:other:latest"
            assert there.openai_base_url == other.base_url
            assert there.openai_api_key is None, "a key stays with its server"
        unset = given.model_copy(update={"chat_model": None})
        assert named_model(unset, servers, None).chat_model == "openai:gpt-test"
        with pytest.raises(UsageError, match="offers the model 'nothing'") as told:
            named_model(given, servers, "nothing")
        assert "gpt-test" in (told.value.hint or "")
    assert named_model(given, servers, "anthropic:claude").chat_model == "anthropic:claude"
    with pytest.raises(UsageError, match="no model to try"):
        named_model(unset, (), None)
