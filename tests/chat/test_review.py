from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import pytest

from assistant.answering.chat import ChatEngine
from assistant.answering.review import Reviewed, Reviewer
from assistant.models.chat import ChatModel
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.models.streaming import Streamed
from assistant.types import ReasonCode, Statement, VerdictKind
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verifier import Verifier
from tests.chat.articles import BRIDGE, article, evidence
from tests.openai_behaviours import Fails, Says, Waits
from tests.openai_server import OpenAIServer

Make = Callable[..., ChatModel]
Ask = Callable[..., Streamed[Statement, Reviewed]]
SHOWN = evidence(article(BRIDGE))
QUESTION = "What happened to the Tallow Bridge?"

TRUE = "The Tallow Bridge reopened on Monday after nine weeks of repairs. [1]"
ALSO_TRUE = (
    "Repairs cost 4.2 million crowns, and the mayor, Ida Renn, called the work overdue. [3][4]"
)
FALSE = "Repairs cost 7.9 million crowns. [3]"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(threads=2)


@pytest.fixture
def ask(embedder: Embedder) -> Ask:
    def asked(model: ChatModel, **settings: object) -> Streamed[Statement, Reviewed]:
        reviewer = Reviewer(
            verifier=Verifier(SourceVectors(embedder), model=EntailmentModel(threads=2)),
            model=model,
            **settings,  # type: ignore[arg-type]
        )
        drafts = ChatEngine(model).stream(QUESTION, SHOWN)
        return reviewer.review(drafts, evidence=SHOWN, task=QUESTION)

    return asked


def kinds(statements: Iterable[Statement]) -> list[VerdictKind]:
    return [statement.verdict.kind for statement in statements]


def test_what_is_supported_passes(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script(f"{TRUE} {ALSO_TRUE}")
    reviewed = ask(model())
    assert kinds(reviewed) == [VerdictKind.SUPPORTED] * 2
    assert reviewed.result == Reviewed()
    assert len(server.chats) == 1


def test_flag_shows_what_fails_with_its_reasons(
    server: OpenAIServer, model: Make, ask: Ask
) -> None:
    server.script(f"{FALSE} {TRUE}")
    reviewed = ask(model(), policy="flag")
    false, true = reviewed
    assert false.verdict.kind is VerdictKind.UNSUPPORTED
    (reason,) = [r for r in false.verdict.reasons if r.code is ReasonCode.FIGURE_CONTRADICTED]
    assert "7.9" in reason.text
    assert "4.2" in reason.text
    assert true.verdict.kind is VerdictKind.SUPPORTED
    assert len(server.chats) == 1


def test_drop_takes_it_out_and_lists_it(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script(f"{FALSE} {TRUE}")
    reviewed = ask(model(), policy="drop")
    assert [statement.text for statement in reviewed] == [BRIDGE[0]]
    assert [removed.text for removed in reviewed.result.removed] == [FALSE.removesuffix(" [3]")]
    assert len(server.chats) == 1


def test_revise_asks_once_more_for_what_failed_alone(
    server: OpenAIServer, model: Make, ask: Ask
) -> None:
    server.script(f"{TRUE} {FALSE} {ALSO_TRUE}", "1: The repairs cost 4.2 million crowns [3].")
    reviewed = ask(model())
    statements = list(reviewed)
    assert [statement.text for statement in statements] == [
        BRIDGE[0],
        "The repairs cost 4.2 million crowns.",
        ALSO_TRUE.removesuffix(" [3][4]"),
    ]
    assert kinds(statements) == [VerdictKind.SUPPORTED] * 3
    assert [citation.quote for citation in statements[1].citations] == [BRIDGE[2]]
    assert reviewed.result.removed == []
    assert reviewed.result.usage.calls == 1
    assert "1 sentence was written anew" in reviewed.result.notes[0]
    second = server.chats[1]
    assert "7.9 million" in second.user
    assert BRIDGE[0] in second.user
    assert ALSO_TRUE.removesuffix(" [3][4]") not in second.user


@pytest.mark.parametrize(
    "reply", ["1: REMOVE", "1: Repairs cost 8.1 million crowns [3].", "I am sorry.", "7: x [1]"]
)
def test_what_still_fails_is_removed(
    server: OpenAIServer, model: Make, ask: Ask, reply: str
) -> None:
    server.script(f"{FALSE} {TRUE}", reply)
    reviewed = ask(model())
    assert [statement.text for statement in reviewed] == [BRIDGE[0]]
    (removed,) = reviewed.result.removed
    assert removed.text == FALSE.removesuffix(" [3]")


def test_a_model_that_fails_to_revise_is_noted(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script(f"{TRUE} {FALSE}")
    server.always(Fails(500, "out of order"))
    reviewed = ask(model())
    assert [statement.text for statement in reviewed] == [BRIDGE[0]]
    assert len(reviewed.result.removed) == 1
    assert "failed to revise" in reviewed.result.notes[0]


def test_a_wrong_citation_is_put_right(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script("The repairs cost 4.2 million crowns. [4]")
    (statement,) = ask(model())
    assert [citation.quote for citation in statement.citations] == [BRIDGE[2]]
    assert statement.verdict.kind is VerdictKind.SUPPORTED
    assert ReasonCode.CITATION_CORRECTED in [r.code for r in statement.verdict.reasons]


def test_a_missing_citation_is_found(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script("The repairs cost 4.2 million crowns. It snowed in Paris.")
    reviewed = ask(model(), policy="drop")
    (statement,) = reviewed
    assert [citation.quote for citation in statement.citations] == [BRIDGE[2]]
    (removed,) = reviewed.result.removed
    assert removed.text == "It snowed in Paris."
    assert removed.verdict.kind is VerdictKind.UNSUPPORTED


def test_a_citation_that_adds_nothing_is_dropped(
    server: OpenAIServer, model: Make, ask: Ask
) -> None:
    server.script("The repairs cost 4.2 million crowns. [2][3]")
    (statement,) = ask(model())
    assert [citation.quote for citation in statement.citations] == [BRIDGE[2]]


def test_statements_are_given_before_the_draft_is_complete(
    server: OpenAIServer, model: Make, ask: Ask
) -> None:
    more = threading.Event()
    server.script(Waits(f"{TRUE} Repairs cost 4.2 million ", "crowns [3].", more))
    reviewed = ask(model())
    assert next(reviewed).text == BRIDGE[0]
    assert not more.is_set()
    more.set()
    assert len(list(reviewed)) == 1


def test_a_judge_can_only_make_it_worse(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script(
        f"{TRUE} {FALSE} {ALSO_TRUE}",
        "1: supported\n2: supported\n3: partly - the mayor is not said to have counted",
    )
    reviewed = ask(model(), policy="flag", judging=True)
    statements = list(reviewed)
    assert kinds(statements) == [
        VerdictKind.SUPPORTED,
        VerdictKind.UNSUPPORTED,
        VerdictKind.PARTLY,
    ]
    assert statements[2].verdict.reasons[-1].code is ReasonCode.JUDGE
    assert reviewed.result.usage.calls == 1


def test_a_judge_that_says_nothing_readable_is_noted(
    server: OpenAIServer, model: Make, ask: Ask
) -> None:
    server.script(TRUE, "These all look good to me!")
    reviewed = ask(model(), policy="flag", judging=True)
    assert kinds(reviewed) == [VerdictKind.SUPPORTED]
    assert "no readable judgement of 1 of 1" in reviewed.result.notes[0]


def test_a_judge_that_fails_is_noted(server: OpenAIServer, model: Make, ask: Ask) -> None:
    server.script(Says(TRUE), Fails(500, "out of order"))
    reviewed = ask(model(), policy="flag", judging=True)
    assert kinds(reviewed) == [VerdictKind.SUPPORTED]
    assert "failed as a judge" in reviewed.result.notes[0]
