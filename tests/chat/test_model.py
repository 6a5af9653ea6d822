from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda
from pydantic import SecretStr

from assistant.errors import ConfigurationError
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message
from assistant.models.tokens import count_tokens
from assistant.models.trying import reachable
from assistant.reports import CheckState
from assistant.settings import Settings
from tests.chat.conftest import KEY
from tests.openai_behaviours import Fails, Hangs, Says, Sends
from tests.openai_server import OpenAIServer

HELLO = (Message("system", "Be brief."), Message("user", "Hello?"))
Make = Callable[..., ChatModel]


def test_streams_the_text_and_reports_the_usage(server: OpenAIServer, model: Make) -> None:
    server.script("It rained all day.")
    stream = model(input_price=1.0, output_price=100.0).stream(HELLO)
    assert not server.requests, "nothing is sent before it is asked for"
    pieces = list(stream)
    assert "".join(pieces) == stream.result.text == "It rained all day."
    assert len(pieces) > 1
    usage = stream.result.usage
    assert (usage.input_tokens, usage.output_tokens, usage.calls) == (
        server.requests[0].prompt_tokens,
        5,
        1,
    )
    assert usage.cost == pytest.approx(usage.input_tokens / 1e6 + 5 * 100 / 1e6)
    assert stream.result.finish_reason == "stop"


def test_the_result_is_there_only_at_the_end(server: OpenAIServer, model: Make) -> None:
    server.script("It rained all day.")
    stream = model().stream(HELLO)
    next(stream)
    with pytest.raises(RuntimeError, match="not been read to its end"):
        _ = stream.result
    assert stream.drained().text == "It rained all day."


def test_sends_what_the_settings_say(server: OpenAIServer, model: Make) -> None:
    model(answer_tokens=123).complete(HELLO)
    model(temperature=0.5).complete(HELLO, answer_tokens=77)
    plain, warm = server.requests
    assert plain.body["model"] == "gpt-test"
    assert plain.body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello?"},
    ]
    assert plain.body["stream"] is True
    assert plain.body["stream_options"] == {"include_usage": True}
    assert plain.body["max_completion_tokens"] == 123
    assert "temperature" not in plain.body
    assert plain.headers["authorization"] == f"Bearer {KEY}"
    assert warm.body["temperature"] == 0.5
    assert warm.body["max_completion_tokens"] == 77


def test_a_server_of_ones_own_needs_no_key(server: OpenAIServer, model: Make) -> None:
    server.script("Yes.")
    assert model(openai_api_key=None).complete(HELLO).text == "Yes."


def test_half_a_surrogate_pair_does_no_harm(server: OpenAIServer, model: Make) -> None:
    server.script("Yes.")
    assert model().complete((Message("user", "Is it \udcff?"),)).text == "Yes."
    assert server.requests[0].user == "Is it \ufffd?"


def test_usage_is_counted_where_the_server_reports_none(server: OpenAIServer, model: Make) -> None:
    server.script(Says("It rained all day.", usage=False))
    usage = model().complete(HELLO).usage
    assert usage.input_tokens >= server.requests[0].prompt_tokens
    assert usage.output_tokens == count_tokens("It rained all day.")
    assert usage.cost is None


def test_prices_of_openai_do_not_hold_for_other_servers(model: Make) -> None:
    assert model(chat_model="gpt-4o").complete(HELLO).usage.cost is None
    one_known = model(chat_model="gpt-4o", input_price=1.0).complete(HELLO).usage
    assert one_known.cost is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<think>Hm. [1]</think>\n\nIt rained.", "It rained."),
        ("<think></think>It rained.", "It rained."),
        ("<thin ice", "<thin ice"),
        ("It <think>rained</think>.", "It ."),
        ("<thi", "<thi"),
    ],
)
@pytest.mark.parametrize("piece", [1, 100])
def test_thinking_aloud_is_left_out(
    server: OpenAIServer, model: Make, text: str, shown: str, piece: int
) -> None:
    server.script(Says(text, piece=piece))
    assert model().complete(HELLO).text == shown


def test_an_empty_stream_is_asked_for_once_more(server: OpenAIServer, model: Make) -> None:
    server.script("", "It rained.")
    reply = model().complete(HELLO)
    assert reply.text == "It rained."
    assert reply.usage.calls == 2
    assert [request.body.get("stream", False) for request in server.requests] == [True, False]
    assert reply.usage.input_tokens == 2 * server.requests[0].prompt_tokens


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    server: OpenAIServer, model: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.script("Yes.")
    assert model().complete(HELLO).text == "Yes."


def test_a_stream_that_is_closed_closes_the_connection(server: OpenAIServer, model: Make) -> None:
    server.script(Says("rain " * 2_000, pause=0.005))
    stream = model().stream(HELLO)
    assert next(stream)
    stream.close()
    assert server.gone.wait(10)


def test_truncation_is_told(server: OpenAIServer, model: Make) -> None:
    server.script(Says("It rai", finish_reason="length"), "It rained.")
    chat = model()
    assert chat.complete(HELLO).truncated
    assert not chat.complete(HELLO).truncated


def test_takes_a_langchain_model_of_ones_own() -> None:
    own = GenericFakeChatModel(messages=iter([AIMessage("It rained all day.")]))
    chat = ChatModel(Settings(), model=own)
    assert chat.name == "GenericFakeChatModel"
    assert "".join(chat.stream(HELLO)) == "It rained all day."


def test_takes_the_text_of_content_in_blocks() -> None:
    def chunks(_: Iterator[object]) -> Iterator[AIMessageChunk]:
        yield AIMessageChunk(content=[{"type": "reasoning", "summary": []}])
        yield AIMessageChunk(content=[{"type": "text", "text": "It "}, "rained "])
        yield AIMessageChunk(content=[{"type": "text", "text": "here."}, {"type": "image"}])

    own: Runnable[object, AIMessageChunk] = RunnableGenerator(chunks)
    assert ChatModel(Settings(), model=own).complete(HELLO).text == "It rained here."


def test_takes_a_chain_that_gives_text() -> None:
    def counted(messages: list[BaseMessage]) -> str:
        return f"{len(messages)} messages"

    own = RunnableLambda(counted)
    reply = ChatModel(Settings(), model=own).complete(HELLO)
    assert reply.text == "2 messages"
    assert reply.usage.output_tokens == 2


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ("gpt-test", "openai:gpt-test"),
        ("openai:gpt-test", "openai:gpt-test"),
        ("llama-test:8b", "openai:llama-test:8b"),
        ("openai:llama-test:8b", "openai:llama-test:8b"),
        ("ft:gpt-4o:org::x", "openai:ft:gpt-4o:org::x"),
        ("anthropic:claude-test", "anthropic:claude-test"),
    ],
)
def test_reads_the_name_of_the_model(model: Make, named: str, name: str) -> None:
    assert model(chat_model=named).name == name


@pytest.mark.parametrize("named", [None, "", "openai:"])
def test_a_model_must_be_named(model: Make, named: str | None) -> None:
    with pytest.raises(ConfigurationError) as caught:
        model(chat_model=named)
    assert "ASSISTANT_CHAT_MODEL" in str(caught.value)


def test_openai_needs_a_key(model: Make) -> None:
    with pytest.raises(ConfigurationError, match="needs a key") as caught:
        model(openai_api_key=None, openai_base_url=None)
    assert "OPENAI_API_KEY" in (caught.value.hint or "")
    assert caught.value.exit_code == 3


def test_a_provider_whose_package_is_not_installed_is_told_with_the_remedy(model: Make) -> None:
    chat = model(chat_model="anthropic:claude-test")
    with pytest.raises(ConfigurationError) as caught:
        chat.complete(HELLO)
    assert caught.value.hint == "pip install langchain-anthropic"


def test_an_unknown_provider_is_told(model: Make) -> None:
    chat = model(chat_model="opnai:gpt-test", openai_base_url=None)
    with pytest.raises(ConfigurationError, match="opnai"):
        chat.complete(HELLO)


def test_reasoning_models_get_room_to_think(server: OpenAIServer, model: Make) -> None:
    chat = model(chat_model="gpt-5-mini", context_tokens=16_000, answer_tokens=500)
    chat.complete(HELLO)
    assert server.requests[0].body["max_completion_tokens"] == 4_500
    assert chat.room() == 16_000 - 4_500


def test_other_vendors_tokens_are_counted_with_a_margin(model: Make) -> None:
    official = model(chat_model="gpt-4o", openai_base_url=None)
    text = "Every sentence cites its source. " * 50
    assert model().count(text) > 1.14 * official.count(text)


def test_importing_the_engines_loads_no_vendor() -> None:
    code = (
        "import sys, assistant.answering.chat, assistant.summarising.chat\n"
        "vendors = {'langchain', 'langchain_core', 'langchain_openai', 'openai', 'tiktoken'}\n"
        "assert not vendors & set(sys.modules), vendors & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_doctor_finds_the_model(configured: Callable[..., Settings]) -> None:
    check = reachable(configured())
    assert check.state is CheckState.OK
    assert "gpt-test" in check.detail


def test_doctor_finds_a_model_whose_tag_is_left_out(configured: Callable[..., Settings]) -> None:
    assert reachable(configured(chat_model="llama-test")).state is CheckState.OK


def test_doctor_lists_the_models_when_there_is_no_such(
    configured: Callable[..., Settings],
) -> None:
    check = reachable(configured(chat_model="gpt-none"))
    assert check.state is CheckState.INFO
    assert check.hint == "It lists: gpt-test, llama-test:8b"


def test_doctor_takes_a_server_without_a_list(
    server: OpenAIServer, configured: Callable[..., Settings]
) -> None:
    server.models = None
    assert reachable(configured()).state is CheckState.INFO


@pytest.mark.parametrize(
    ("failure", "detail"),
    [
        (Fails(401), "refused the key"),
        (Fails(500), "failed (500)"),
        (Sends(b"<html></html>", "text/html"), "cannot be read"),
        (Hangs(), "did not answer within 0.3 seconds"),
    ],
)
def test_doctor_says_what_is_wrong(
    server: OpenAIServer,
    configured: Callable[..., Settings],
    failure: Fails | Sends | Hangs,
    detail: str,
) -> None:
    server.models_fail = failure
    check = reachable(configured(timeout=0.3 if isinstance(failure, Hangs) else 20.0))
    assert check.state is CheckState.FAILED
    assert detail in check.detail
    assert check.hint
    assert not server.chats


def test_doctor_needs_no_model(configured: Callable[..., Settings]) -> None:
    assert reachable(configured(chat_model=None)).state is CheckState.INFO
    assert reachable(configured(chat_model="anthropic:claude")).state is CheckState.INFO
    unset = configured(openai_api_key=None, openai_base_url=None)
    assert reachable(unset).state is CheckState.FAILED


def test_doctor_finds_no_server(configured: Callable[..., Settings]) -> None:
    with OpenAIServer() as gone:
        address = gone.base_url
    check = reachable(configured(openai_base_url=address, openai_api_key=SecretStr(KEY)))
    assert check.state is CheckState.FAILED
    assert "No connection" in check.detail
