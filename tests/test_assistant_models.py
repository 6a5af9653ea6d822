"""The Assistant with a chat model, and with one that is out of reach or writes what is not so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import ConfigurationError, ModelError, ModelUnreachableError
from assistant.reports import Waiting
from assistant.services.intake import SAMPLES
from assistant.types import AbstentionKind, Answer, VerdictKind
from tests.openai_behaviours import Says
from tests.openai_server import OpenAIServer
from tests.samples import RESCUED, assert_cited, assistant_over


def with_model(home: Path, url: str, **settings: object) -> Assistant:
    """An assistant over ``home`` with a chat model whose server is at ``url``."""
    chosen = {"engine": "auto", "chat_model": "openai:test-model", "openai_base_url": url}
    return assistant_over(home, retries=0, **chosen, **settings)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def modelled(sample_library: Path, server: OpenAIServer) -> Iterator[Assistant]:
    """An assistant over the samples with the server's model."""
    with with_model(sample_library, server.base_url) as assistant:
        yield assistant


def test_a_chat_model_answers_with_citations(modelled: Assistant) -> None:
    assert modelled.engine_name == "chat:openai:test-model"
    answer = modelled.ask(RESCUED)
    assert answer.engine == "chat:openai:test-model"
    assert answer.usage.calls == 1
    assert not answer.abstained
    assert_cited(modelled, answer.statements)
    summary = modelled.summarise(SAMPLES / "12-rate-rise.md", words=60)
    assert summary.engine == "chat:openai:test-model"
    assert_cited(modelled, summary.statements)


def test_a_model_out_of_reach_is_an_error_or_a_fallback(sample_library: Path) -> None:
    with OpenAIServer() as server:
        url = server.base_url
    with (
        with_model(sample_library, url, fallback="none") as assistant,
        pytest.raises(ModelUnreachableError),
    ):
        assistant.ask(RESCUED)
    with with_model(sample_library, url) as assistant:
        answer = assistant.ask(RESCUED)
        assert "164" in answer.text
        assert answer.engine == "extractive (fallback)"
        assert any("quoted instead" in note for note in answer.notes)
        summary = assistant.summarise(SAMPLES / "12-rate-rise.md", words=60)
        assert summary.engine == "extractive (fallback)"


FALSE = "The Saint Orla carried 9,731 llamas to Antarctica [1]."


def test_a_draft_of_which_nothing_holds_is_not_shown(
    modelled: Assistant, server: OpenAIServer
) -> None:
    home = modelled.settings.home
    assert isinstance(home, Path)
    removed = FALSE.removesuffix(" [1].") + "."
    server.script(FALSE, "1: REMOVE")
    with with_model(home, server.base_url, fallback="none") as assistant:
        answer = assistant.ask(RESCUED)
        assert answer.abstention is not None
        assert answer.abstention.kind is AbstentionKind.UNSUPPORTED
        assert answer.abstention.nearest
        assert [statement.text for statement in answer.removed] == [removed]
        server.script(FALSE, FALSE, "1: REMOVE")
        with pytest.raises(ModelError, match="Nothing that the chat model wrote"):
            assistant.summarise(SAMPLES / "12-rate-rise.md", words=60)
    server.script(FALSE, "1: REMOVE")
    quoted = modelled.ask(RESCUED)
    assert "164" in quoted.text
    assert [statement.text for statement in quoted.removed] == [removed]
    assert any("support nothing of what the chat model wrote" in note for note in quoted.notes)
    server.script(FALSE)
    with with_model(home, server.base_url, unsupported="flag") as assistant:
        (statement,) = assistant.ask(RESCUED).statements
    assert statement.verdict.kind is VerdictKind.UNSUPPORTED


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("fallback", ["extractive", "none"])
def test_where_a_small_model_finds_no_answer_the_articles_are_quoted(
    sample_library: Path, server: OpenAIServer, size: str, fallback: str
) -> None:
    server.always(Says("NO_ANSWER"))
    told: list[Waiting] = []
    with with_model(
        sample_library, server.base_url, model_size=size, fallback=fallback
    ) as assistant:
        *_, answer = assistant.stream(RESCUED, on_waiting=told.append)
    assert isinstance(answer, Answer)
    assert [one.model for one in told] == ["openai:test-model"]
    assert answer.usage.calls == 1
    if (size, fallback) == ("small", "extractive"):
        assert "164" in answer.text
        assert answer.engine == "extractive (fallback)"
        assert any(note.startswith("The chat model found no answer, so") for note in answer.notes)
    else:
        assert answer.abstention is not None
        assert answer.abstention.kind is AbstentionKind.NOT_IN_EVIDENCE


def test_nothing_is_asked_of_a_model_about_what_is_not_in_the_library(
    modelled: Assistant, server: OpenAIServer
) -> None:
    answer = modelled.ask("Sourdough kombucha fermentation?")
    assert answer.abstention is not None
    assert answer.abstention.kind is AbstentionKind.NOT_IN_LIBRARY
    assert server.chats == []


def test_the_chat_engine_without_a_model_is_told(tmp_path: Path) -> None:
    with (
        assistant_over(tmp_path, engine="chat") as assistant,
        pytest.raises(ConfigurationError) as told,
    ):
        assistant.ask(RESCUED)
    assert "ASSISTANT_CHAT_MODEL" in str(told.value)
