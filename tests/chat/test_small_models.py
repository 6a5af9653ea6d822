"""Small models: plain text, a short prompt, what supports their sentences found afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.answering.chat import ChatEngine
from assistant.answering.rewriting import rewritten
from assistant.errors import ModelError
from assistant.models.chat import SMALL_EVIDENCE, ChatModel
from assistant.models.prompts import load_prompt
from assistant.reports import Waiting
from assistant.types import Turn
from tests.chat.articles import BRIDGE, article, evidence
from tests.openai_behaviours import Says
from tests.openai_server import OpenAIServer

Make = Callable[..., ChatModel]
SMALL = "openai:tiny-1.5b"
SHOWN = evidence(article(BRIDGE))
WHEN = "When did the Tallow Bridge reopen?"
LATER = Turn("Who is the mayor of Orrin?", "Ida Renn is the mayor.")


def test_a_model_is_small_by_its_name_or_by_the_settings(model: Make) -> None:
    assert model(chat_model=SMALL).small
    assert not model().small
    assert model(model_size="small").small
    assert not model(chat_model=SMALL, model_size="large").small


def test_evidence_is_limited_for_small_models_and_where_it_is_set(model: Make) -> None:
    assert model().evidence_tokens is None
    assert model(chat_model=SMALL).evidence_tokens == SMALL_EVIDENCE
    assert model(evidence_tokens=500).evidence_tokens == 500
    assert model(chat_model=SMALL, evidence_tokens=1_600).evidence_tokens == 1_600


def test_a_small_model_reads_no_numbers_and_cites_none(server: OpenAIServer, model: Make) -> None:
    server.script("It reopened on Monday. Repairs cost 4.2 million crowns [1].")
    stream = ChatEngine(model(chat_model=SMALL)).stream(WHEN, SHOWN, history=[LATER])
    statements = list(stream)
    assert [one.text for one in statements] == [
        "It reopened on Monday.",
        "Repairs cost 4.2 million crowns.",
    ]
    assert [one.citations for one in statements] == [(), ()], "the review finds them"
    (request,) = server.requests
    assert not re.search(r"\[\d", request.user)
    assert LATER.question not in request.user, "the question was made to stand alone before"
    assert request.body["max_completion_tokens"] <= 256


def test_what_a_server_has_read_serves_the_next_question(server: OpenAIServer, model: Make) -> None:
    server.always(Says("It reopened on Monday."))
    engine = ChatEngine(model(chat_model=SMALL))
    for question, shown in ((WHEN, SHOWN), ("What did it cost?", evidence(article(BRIDGE[2:])))):
        list(engine.stream(question, shown))
    first, second = server.requests
    assert first.system == second.system, "the fixed part comes first"
    assert first.user.endswith(WHEN), "the question comes last"


@pytest.mark.parametrize(
    "reply",
    [
        f"Question: {WHEN}",
        WHEN,
        "Article: Bridge reopens | Harbour Ledger | 2025-03-04",
        load_prompt("answer_plain").system.splitlines()[0],
    ],
)
def test_what_only_repeats_the_prompt_is_seen(
    server: OpenAIServer, model: Make, reply: str
) -> None:
    server.always(Says(reply))
    with pytest.raises(ModelError, match="repeated its instructions"):
        list(ChatEngine(model(chat_model=SMALL)).stream(WHEN, SHOWN))


def test_what_the_model_is_reading_is_told_before_it_is_sent(
    server: OpenAIServer, model: Make
) -> None:
    told: list[Waiting] = []
    stream = ChatEngine(model()).stream(WHEN, SHOWN, on_waiting=told.append)
    assert told == []
    list(stream)
    (request,) = server.requests
    assert [one.model for one in told] == ["openai:gpt-test"]
    assert request.prompt_tokens <= told[0].tokens <= 1.2 * request.prompt_tokens + 20


def test_a_question_that_leans_on_nothing_is_not_sent_to_be_rewritten(
    server: OpenAIServer, model: Make
) -> None:
    small, prompt = model(chat_model=SMALL), load_prompt("rewrite")
    asked = rewritten(WHEN, [LATER], model=small, prompt=prompt)
    assert (asked.text, asked.usage.calls) == (WHEN, 0)
    assert server.requests == []


def test_a_small_model_rewrites_from_little(server: OpenAIServer, model: Make) -> None:
    server.script("When was Ida Renn elected?")
    history = [Turn(f"Question {n}?", "word " * 400) for n in range(6)] + [LATER]
    small, prompt = model(chat_model=SMALL), load_prompt("rewrite")
    asked = rewritten("When was she elected?", history, model=small, prompt=prompt)
    assert asked.text == "When was Ida Renn elected?"
    (request,) = server.requests
    assert request.prompt_tokens < 350
    assert "Question 4?" not in request.user


def test_where_it_gives_no_question_the_programs_own_wording_is_taken(
    server: OpenAIServer, model: Make
) -> None:
    server.script("Sure!\nHere it is.")
    small, prompt = model(chat_model=SMALL), load_prompt("rewrite")
    asked = rewritten("When was she elected?", [LATER], model=small, prompt=prompt)
    assert asked.text == "When was Ida Renn elected?"
