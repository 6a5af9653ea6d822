"""What models put around an answer is taken off; what they say twice is said once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering.chat import ChatEngine
from assistant.answering.citations import StatementAssembler
from assistant.answering.review import Reviewer
from assistant.answering.screening import Tidy
from assistant.errors import ModelError
from assistant.models.chat import ChatModel
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.models.prompts import load_prompt
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verifier import Verifier
from tests.chat.articles import BRIDGE, article, evidence, long_article
from tests.openai_behaviours import Behaviour, Chooses, Fails, Request, Says
from tests.openai_server import OpenAIServer

Make = Callable[..., ChatModel]
SAID = ["The ferry costs 9 crowns.", "The town pays half."]
MARKED = "The ferry costs 9 crowns [5]. The town pays half [5]."


def tidied(text: str) -> list[tuple[str, tuple[int, ...]]]:
    assembler = StatementAssembler(known=range(1, 10))
    drafts = assembler.feed(text) + assembler.finish()
    tidy = Tidy(load_prompt("answer").render(dict.fromkeys(load_prompt("answer").inputs, "")))
    kept = [kept for draft in drafts if (kept := tidy.passed(draft)) is not None]
    return [(draft.text, draft.numbers) for draft in kept]


@pytest.mark.parametrize(
    "text",
    [
        MARKED,
        f"Sure, here is the answer: {MARKED}",
        f"Sure! Here is the answer:\n\n{MARKED}",
        f"Certainly! {MARKED}",
        f"Here's a summary of the articles:\n{MARKED}",
        f"Answer: {MARKED}",
        f"**Answer:** {MARKED}",
        f"## Answer\n{MARKED}",
        f"Based on the provided sentences, {MARKED[0].lower()}{MARKED[1:]}",
        f"The article mentions that {MARKED[0].lower()}{MARKED[1:]}",
        f"The user asks for the price. Let me look.\n{MARKED}",
        f"{MARKED} I hope this helps!",
        f"{MARKED}\n\nLet me know if you need more.",
        f"{MARKED}\n\nNote: This answer is based on the given sentences.",
        f"{MARKED}\n\n**Sources:**\n- [5] The Courier\n- [2] The Post",
        f"{MARKED}\n\nReferences\n[5] The Courier, 3 March. The Post, 4 March.",
        f"{MARKED}\nSources: [5] The Courier",
        f"{MARKED}\n\n[^5]: The Courier, 3 March.",
        f"```\n{MARKED}\n```",
        f"```markdown\n{MARKED}\n```",
        f"{MARKED} {MARKED}",
        f"{MARKED}\n- The ferry costs 9 crowns. [2]",
        f"Use only what the numbered sentences say. {MARKED}",
    ],
)
def test_the_answer_alone_is_left(text: str) -> None:
    assert tidied(text) == [(SAID[0], (5,)), (SAID[1], (5,))]


@pytest.mark.parametrize(
    "text",
    [
        "Here is the man who won [5].",
        "Sources said that the ferry sank [5].",
        "The sources of the river dried up [5].",
        "I will not resign, he said [5].",
        "Let me in, he cried [5].",
        "Based on a novel, the film won [5].",
        "Of course the ferry sank [5].",
        "The report says that the ferry sank [5].",
    ],
)
def test_news_that_sounds_like_it_stays(text: str) -> None:
    ((said, numbers),) = tidied(text)
    assert said.rstrip(".").endswith(text.removesuffix(" [5].").split()[-1])
    assert numbers == (5,)


@pytest.mark.parametrize(
    "marked",
    [
        *(
            "Gas fell (3).",
            "Gas fell (3, 5).",
            "Gas fell. (3)",
            "Gas fell (Source 3).",
            "Gas fell³.",
        ),
        *(
            "Gas fell.³",
            "Gas fell [[3]](#3).",
            "Gas fell [3](https://x.example/a.b).",
            "Gas fell {3}.",
        ),
        *(
            "Gas fell 【3†L4-L9】.",
            "Gas fell [3†source].",
            "Gas fell [^3].",
            "**Gas fell** **[3]**.",
        ),
        *(
            "Gas fell［3］.",
            "Gas fell (sentences 3 and 5).",
            "Gas fell [source: 3].",
            "Gas fell [cite: 3].",
        ),
        *(
            "Gas fell <sup>3</sup>.",
            "According to sentence 3, gas fell.",
            "Gas fell [3:0].",
            "Gas fell³˒⁵.",
        ),
        *("Gas fell [3] [5].", "Gas fell [3-5].", "Gas fell (3)(5)."),
    ],
)
def test_marks_of_any_shape_are_read(marked: str) -> None:
    ((said, numbers), *others) = tidied(marked)
    assert not others
    assert said == "Gas fell."
    assert numbers[0] == 3


@pytest.mark.parametrize(
    "text",
    [
        "The film (2019) won.",
        "He was born in 1998 (44).",
        "It spans 12 km².",
        "There are 10⁶ of them.",
        "Gas fell (see page 3).",
        "The (5) candidates met.",
        "It fell (3) after all [4].",
    ],
)
def test_what_only_looks_like_a_mark_is_text(text: str) -> None:
    ((said, numbers),) = tidied(text)
    assert said == text.replace(" [4]", "")
    assert numbers in ((), (4,))


def test_brackets_once_used_parentheses_are_text() -> None:
    assert tidied("Gas fell [3]. Oil rose (4).") == [("Gas fell.", (3,)), ("Oil rose (4).", ())]


# -- the engine ----------------------------------------------------------------

SENTENCE = "The Tallow Bridge reopened on Monday after nine weeks of repairs."


def shown(model: ChatModel, *, more: int = 0) -> list[str]:
    found = evidence(article(BRIDGE), long_article(more))
    drafts = ChatEngine(model).stream("When did the bridge reopen?", found)
    verifier = Verifier(SourceVectors(Embedder()), model=EntailmentModel())
    reviewer = Reviewer(verifier=verifier, model=model)
    said: list[str] = []
    for statement in reviewer.review(
        drafts, evidence=found, task="x", spent=lambda: drafts.result.usage
    ):
        said = [*said, statement.text] if statement.text else []
    return said


@pytest.mark.parametrize(
    "musing", ["The bridge cost 9 billion.", "Okay, the user asks. Hm.", BRIDGE[2]]
)
def test_thinking_that_is_only_closed_is_neither_shown_nor_revised(
    server: OpenAIServer, model: Make, musing: str
) -> None:
    server.always(Says(f"{musing} Perhaps in May [1].\n</think>\n{SENTENCE} [1]"))
    chat = model()
    assert shown(chat) == [SENTENCE]
    assert len(server.chats) == 1
    assert shown(chat) == [SENTENCE]  # and now it is known of the model


def test_a_model_that_loops_is_stopped(server: OpenAIServer, model: Make) -> None:
    server.always(Says(f"{SENTENCE} [1] " * 5_000, pause=0.0005))
    assert shown(model()) == [SENTENCE]
    assert server.gone.wait(20)


def test_a_model_that_repeats_its_instructions_is_seen(server: OpenAIServer, model: Make) -> None:
    server.always(Says(load_prompt("answer").system.partition("Rules:\n")[2].splitlines()[0]))
    with pytest.raises(ModelError, match="repeated its instructions"):
        shown(model())


def test_a_revision_costs_no_more_than_the_answer(server: OpenAIServer, model: Make) -> None:
    wrong = "The Tallow Bridge reopened on Friday after ten weeks of repairs [1]. "
    server.always(
        Says(
            lambda request: "1: " + "word " * 900 if "-draft>" in request.user else wrong,
        )
    )
    chat = model()
    shown(chat, more=30)
    answer, revision = server.chats
    written = chat.count(wrong)
    assert revision.prompt_tokens + revision.body["max_completion_tokens"] <= (
        answer.prompt_tokens + max(written, len(wrong.split()) + 1)
    )


def test_where_the_context_is_smaller_than_thought_there_is_less_evidence(
    server: OpenAIServer, model: Make
) -> None:
    def rule(request: Request) -> Behaviour:
        asked = request.prompt_tokens + request.body["max_completion_tokens"]
        if asked > 1_000:
            told = f"maximum context length is 1000 tokens. However, you requested {asked} tokens"
            return Fails(400, told)
        return Says(f"{SENTENCE} [1]")

    server.always(Chooses(rule))
    drafts = ChatEngine(model()).stream("When?", evidence(article(BRIDGE), long_article(200)))
    assert [statement.text for statement in drafts] == [SENTENCE]
    assert any("did not fit" in note for note in drafts.result.notes)
    assert len(server.chats) == 2
