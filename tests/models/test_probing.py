"""What can be reached: servers of every kind, and addresses that are none."""

from __future__ import annotations

import json
import shlex
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.models.probing import (
    SECONDS,
    USUAL,
    advice,
    at_server,
    configured_address,
    find_servers,
    switching_on,
)
from assistant.reports import ModelServer, OfferedModel
from assistant.settings import Settings
from tests.openai_behaviours import Behaviour, Chooses, Fails, Hangs, Pours, Request, Resets, Sends
from tests.openai_server import OpenAIServer

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ASSISTANT_CHAT_MODEL"):
        monkeypatch.delenv(name, raising=False)


def settings(**given: object) -> Settings:
    return Settings(**given)  # type: ignore[arg-type]


def as_json(body: object) -> Sends:
    return Sends(json.dumps(body).encode(), content_type="application/json")


def _listing(*entries: dict[str, Any]) -> Sends:
    return as_json({"object": "list", "data": [{"object": "model", **one} for one in entries]})


def _shown(request: Request) -> Behaviour:
    """Ollama's page about one model."""
    about: dict[str, dict[str, Any]] = {
        "llama3.1:8b": {
            "parameters": 'stop "<|eot_id|>"\nnum_ctx                        8192',
            "model_info": {"general.architecture": "llama", "llama.context_length": 131072},
            "capabilities": ["completion", "tools"],
        },
        "mistral:latest": {"model_info": {"llama.context_length": 32768}},
        "nomic-embed-text:latest": {
            "model_info": {"nomic-bert.context_length": 2048},
            "capabilities": ["embedding"],
        },
    }
    return as_json(about[request.body["model"]])


def _ollama(server: OpenAIServer) -> None:
    names = ("nomic-embed-text:latest", "mistral:latest", "llama3.1:8b")
    server.pages = {
        "/v1/models": _listing(*({"id": name, "owned_by": "library"} for name in names)),
        "/api/tags": as_json({"models": [{"name": name, "details": {}} for name in names]}),
        "/api/ps": as_json({"models": [{"name": "mistral:latest", "context_length": 4096}]}),
        "/api/show": Chooses(_shown),
    }


def _llama_cpp(server: OpenAIServer) -> None:
    server.pages = {
        "/v1/models": _listing(
            {"id": "qwen.gguf", "owned_by": "llamacpp", "meta": {"n_ctx_train": 32768}}
        ),
        "/props": as_json({"default_generation_settings": {"n_ctx": 8192}, "total_slots": 1}),
    }


def _lm_studio(server: OpenAIServer) -> None:
    def entry(name: str, **more: object) -> dict[str, object]:
        return {"id": name, "object": "model", **more}

    server.pages = {
        "/v1/models": _listing({"id": "qwen2.5-7b"}, {"id": "gemma"}, {"id": "embed-nomic"}),
        "/api/v0/models": as_json(
            {
                "data": [
                    entry("qwen2.5-7b", type="llm", state="not-loaded", max_context_length=32768),
                    entry(
                        "gemma",
                        type="vlm",
                        state="loaded",
                        max_context_length=131072,
                        loaded_context_length=16384,
                    ),
                    entry("embed-nomic", type="embeddings", state="not-loaded"),
                ]
            }
        ),
    }


def _vllm(server: OpenAIServer) -> None:
    server.pages = {
        "/v1/models": _listing({"id": "org/model", "owned_by": "vllm", "max_model_len": 8096})
    }


@pytest.mark.parametrize(
    ("made", "kind", "models", "line"),
    [
        (
            _ollama,
            "Ollama",
            (
                OfferedModel("nomic-embed-text:latest", None, 2048, writes=False, loaded=False),
                OfferedModel("mistral:latest", 4096, 32768, loaded=True),
                OfferedModel("llama3.1:8b", 8192, 131072, loaded=False),
            ),
            "chat_model openai:mistral:latest context_tokens 4096",
        ),
        (
            _llama_cpp,
            "llama.cpp",
            (OfferedModel("qwen.gguf", 8192, 32768),),
            "chat_model openai:qwen.gguf context_tokens 8192",
        ),
        (
            _lm_studio,
            "LM Studio",
            (
                OfferedModel("qwen2.5-7b", None, 32768, loaded=False),
                OfferedModel("gemma", 16384, 131072, loaded=True),
                OfferedModel("embed-nomic", writes=False, loaded=False),
            ),
            "chat_model openai:gemma",
        ),
        (
            _vllm,
            "vLLM",
            (OfferedModel("org/model", 8096),),
            "chat_model openai:org/model context_tokens 8096",
        ),
    ],
)
def test_each_program_tells_its_models_and_their_contexts(
    server: OpenAIServer, made: Any, kind: str, models: tuple[OfferedModel, ...], line: str
) -> None:
    made(server)
    (found,) = find_servers(settings(), at=[server.base_url], seconds=20)
    assert (found.kind, found.models, found.error) == (kind, models, None)
    wanted = f"assistant config set openai_base_url {server.base_url} {line}"
    assert switching_on([found]) == wanted
    assert wanted in advice([found])
    assert server.chats == [], "no model is asked anything"


def test_a_server_of_another_kind_lists_its_models_all_the_same(server: OpenAIServer) -> None:
    (found,) = find_servers(settings(), at=[server.base_url], seconds=20)
    assert [model.name for model in found.models] == ["gpt-test", "llama-test:8b"]
    assert (found.kind, found.error) == (None, None)


_JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"


@pytest.mark.parametrize(
    "behaviour",
    [
        Hangs(),
        Pours(b"[" * 1_000, head=_JSON),
        Pours(b" ", head=_JSON, pause=0.05),
        Pours(b"x-more: 1\r\n", head=b"HTTP/1.1 200 OK\r\n", pause=0.05),
        Pours(b"data: {}\n\n" * 100),
    ],
)
def test_what_never_ends_keeps_nobody_waiting(server: OpenAIServer, behaviour: Behaviour) -> None:
    server.models_fail = behaviour
    (bad,) = find_servers(settings(), at=[server.base_url], seconds=0.5)
    assert bad.error is not None
    said = ("did not answer within 0.5", "did not end its answer within 0.5", "does not end")
    assert any(part in bad.error for part in said), bad.error


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (Pours(b"\x00\xff" * 500, head=b""), "no HTTP"),
        (Resets(), "No connection"),
        (Sends(b"<html><title>My wiki</title>", "text/html"), "no list of models, but: My wiki"),
        (Sends(b"[" * 100_000, "application/json"), "cannot be read"),
        (Sends(b"{", "application/json"), "cannot be read"),
        (Sends(b"[1, 2]", "application/json"), "no list of models"),
        (Sends(b'{"data": {"id": 3}}', "application/json"), "no list of models"),
        (Sends(b"{}", "application/json", headers={"content-encoding": "gzip"}), "packs"),
        (Fails(401, f"bad key {KEY}"), "refused the key: bad [key]"),
        (Fails(404), "has no list of models there"),
        (Fails(503, "loading model"), "loading model"),
        (Sends(b"", status=302, headers={"location": "http://127.0.0.1:9/v1/models"}), "302"),
    ],
)
def test_what_is_no_server_of_models_is_told_plainly(
    server: OpenAIServer, behaviour: Behaviour, said: str
) -> None:
    server.models_fail = behaviour
    with OpenAIServer() as other:
        places = [server.base_url, other.base_url]
        bad, good = find_servers(settings(), at=places, seconds=20)
    assert said in (bad.error or "")
    assert KEY not in repr(bad)
    assert bad.models == ()
    assert good.models, "another server is not kept from answering"


def test_names_and_numbers_that_are_none_are_left_out(server: OpenAIServer) -> None:
    server.pages["/v1/models"] = as_json(
        {
            "data": [
                {"id": "good", "max_model_len": -3, "meta": {"n_ctx": True}, "owned_by": None},
                {"id": "x" * 10_000},
                {"id": None},
                {"id": ""},
                "text",
                {"id": "good too", "meta": [], "max_model_len": 1.5},
            ]
        }
    )
    server.pages["/api/tags"] = as_json({"models": ["x", {"name": 3}]})
    server.pages["/api/ps"] = Hangs()
    server.pages["/api/show"] = as_json([])
    (found,) = find_servers(settings(), at=[server.base_url], seconds=1)
    assert [(model.name, model.context) for model in found.models] in (
        [("good", None), ("good too", None)],
        [],  # where the machine is so busy that the time was up before
    )


def test_servers_are_asked_side_by_side() -> None:
    """Each answers only once all of them have been asked."""
    together = threading.Barrier(4)

    def wait(_request: Request) -> Behaviour:
        together.wait(timeout=20)
        return _listing({"id": "one"})

    with ExitStack() as running:
        servers = [running.enter_context(OpenAIServer()) for _ in range(4)]
        for server in servers:
            server.pages["/v1/models"] = Chooses(wait)
        found = find_servers(settings(), at=[one.base_url for one in servers], seconds=30)
    assert [len(one.models) for one in found] == [1, 1, 1, 1]


def test_the_key_goes_to_the_configured_server_alone(server: OpenAIServer) -> None:
    given = settings(
        chat_model="openai:gpt-test",
        openai_base_url=server.base_url,
        openai_api_key=SecretStr(KEY),
    )
    with OpenAIServer() as other:
        own, foreign = find_servers(given, at=[other.base_url], seconds=20)
        assert (own.configured, foreign.configured) == (True, False)
        assert KEY not in str([request.headers for request in other.requests])
    assert KEY in str([request.headers for request in server.requests])
    assert KEY not in repr((own, foreign))


def test_this_machine_has_one_list_under_two_names(server: OpenAIServer) -> None:
    named = server.base_url.replace("127.0.0.1", "localhost")
    found = find_servers(settings(openai_base_url=named), at=[server.base_url], seconds=20)
    assert [one.configured for one in found] == [True]


def test_a_key_alone_asks_nobody_else() -> None:
    alone = settings(openai_api_key=SecretStr(KEY))
    assert configured_address(alone) is None
    assert find_servers(alone, at=[], seconds=1) == ()
    elsewhere = at_server(alone, "http://127.0.0.1:9/v1")
    assert elsewhere.openai_api_key is None
    assert at_server(alone, "https://api.openai.com/v1").openai_api_key == SecretStr(KEY)


def test_what_is_configured_wrongly_is_told() -> None:
    (wrong,) = find_servers(settings(openai_base_url="ftp://x"), at=[], seconds=1)
    assert "no web address" in (wrong.error or "")
    (keyless,) = find_servers(settings(chat_model="openai:gpt-5-mini"), at=[], seconds=1)
    assert "needs a key" in (keyless.error or "")
    (other,) = find_servers(settings(chat_model="anthropic:claude"), at=[], seconds=1)
    assert "cannot be listed" in (other.error or "")


def test_where_nothing_listens_is_no_failure() -> None:
    with OpenAIServer() as gone:
        address = gone.base_url
    (found,) = find_servers(settings(), at=[address], seconds=20)
    assert (found.silent, found.error) == (True, "nothing listens there")
    assert switching_on([found]) is None
    assert "assistant config set chat_model openai:gpt-5-mini" in advice([found])


@pytest.mark.parametrize("name", ["x; rm -rf ~", "$(reboot)", "a b", "-x", "\x1b[31m", "\u202eabc"])
def test_no_name_that_a_shell_would_read_is_proposed(name: str) -> None:
    address = "http://127.0.0.1:11434/v1"
    hostile, plain = OfferedModel(name), OfferedModel("plain", context=100)
    assert switching_on([ModelServer(address, None, False, (hostile,))]) is None
    line = switching_on([ModelServer(address, None, False, (hostile, plain))])
    assert line is not None
    assert shlex.split(line)[3:] == [
        *("openai_base_url", address, "chat_model", "openai:plain", "context_tokens", "1000")
    ]


def test_a_password_in_an_address_is_not_shown(server: OpenAIServer) -> None:
    address = server.base_url.replace("://", "://me:secret99@")
    (found,) = find_servers(settings(openai_base_url=address), at=[], seconds=20)
    assert found.models
    assert "secret99" not in repr(found)
    assert switching_on([found]) is None


def test_the_usual_addresses_are_of_this_machine_alone() -> None:
    assert dict(USUAL) == {
        "Ollama": "http://127.0.0.1:11434/v1",
        "llama.cpp": "http://127.0.0.1:8080/v1",
        "LM Studio": "http://127.0.0.1:1234/v1",
        "vLLM": "http://127.0.0.1:8000/v1",
    }
    assert SECONDS == 2.0
