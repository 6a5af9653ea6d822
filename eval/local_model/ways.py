"""The ways in which questions are answered: by the program, quoting, and by the quick start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, Protocol

from assistant import Assistant
from assistant.answering.citations import StatementAssembler
from assistant.answering.screening import Screen
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message
from assistant.settings import Settings
from assistant.types import Answer, Article, Statement, Turn, VerdictKind
from eval.local_model.cases import Case, Shown
from eval.runs.recording import Recordings

if TYPE_CHECKING:
    from langchain_chroma import Chroma

QUICK_START: Final = "quick start"
_CHUNKS: Final = 4
_LEARNT: Final = (
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved "
    "context to answer the question. If you don't know the answer, just say that you don't know. "
    "Use three sentences maximum and keep the answer concise.\n"
    "Question: {question}\nContext: {context}\nAnswer:"
)
"""The prompt that LangChain's tutorials take from its hub (rlm/rag-prompt)."""
_day: ContextVar[date] = ContextVar("day")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a way gave: what is shown, and what it took.

    Of the ``written`` sentences of a model ``failed`` were taken out, or are not supported.
    """

    shown: Shown
    tokens: int
    calls: int
    first: float
    whole: float
    written: int
    failed: int
    quoted: bool = False


class Way(Protocol):
    """Answers a case."""

    def __call__(self, case: Case) -> Reply:
        """The reply.

        Raises:
            AssistantError: there is none.
        """
        ...


def articles_named(assistant: Assistant, keys: frozenset[str]) -> frozenset[str]:
    """What the articles of some ids are called: address, origin, item of a wire."""
    found = [assistant.article(key) for key in sorted(keys)]
    return frozenset(
        name for one in found for name in (one.url, one.origin, one.origin.split(":")[-1]) if name
    )


@contextmanager
def program(settings: Settings, recordings: Recordings | None, *, last: date) -> Iterator[Way]:
    """The program by ``settings``; what its model says is recorded or replayed.

    Args:
        settings: the program's, with its library.
        recordings: of the chat model; None asks it, or quotes.
        last: the day on which is asked, where a case names none.
    """
    chat = ChatModel(settings, build=recordings.build) if recordings else None
    with Assistant(settings=settings, chat_model=chat, today=_day.get) as assistant:
        yield lambda case: _of_program(assistant, case, last)


def _of_program(assistant: Assistant, case: Case, last: date) -> Reply:
    token = _day.set(case.today or last)
    try:
        turns: list[Turn] = []
        for question in case.history:
            earlier = assistant.ask(question, filters=case.filters, history=tuple(turns))
            turns.append(Turn(question, earlier.text))
        started = perf_counter()
        first = 0.0
        for part in assistant.stream(case.question, filters=case.filters, history=tuple(turns)):
            if not first and (isinstance(part, Answer) or part.text):
                first = perf_counter() - started
            if isinstance(part, Answer):
                answer = part
        whole = perf_counter() - started
    finally:
        _day.reset(token)
    cited = frozenset(
        key for s in answer.statements for c in s.citations for key in (c.article_id, *c.also_in)
    )
    quoted = assistant.engine_name != answer.engine
    own = () if quoted or answer.engine == "extractive" else answer.statements
    return Reply(
        Shown(
            tuple(s.text for s in answer.statements),
            answer.notes,
            answer.abstention.message if answer.abstention else None,
            articles_named(assistant, cited),
        ),
        answer.usage.input_tokens,
        answer.usage.calls,
        first,
        whole,
        len(own) + len(answer.removed),
        sum(map(_unsupported, own)) + len(answer.removed),
        quoted,
    )


def _unsupported(statement: Statement) -> bool:
    return statement.verdict.kind is VerdictKind.UNSUPPORTED


@contextmanager
def quick_start(
    settings: Settings,
    recordings: Recordings,
    *,
    folder: Path,
    articles: Callable[[], list[Article]],
) -> Iterator[Way]:
    """The usual quick start: chunks of 1,000 characters, embeddings, the best four, a prompt.

    Args:
        settings: the chat model's, and the library's whose articles are asked about.
        recordings: of the chat model.
        folder: where the chunks are kept for the next time.
        articles: gives the articles, where they have not been added there.
    """
    from eval.quick_start import Fp32MiniLM, add_quickly, store_in, write_fp32

    folder.mkdir(parents=True, exist_ok=True)
    network = folder / "fp32.onnx"
    if not network.exists():
        write_fp32(network)
    embedder = Fp32MiniLM(network, threads=settings.threads)
    done = folder / "done"
    if not done.exists():
        add_quickly(articles(), folder / "chunks", embedder=embedder)
        done.touch()
    store = store_in(folder / "chunks", embedder=embedder)
    chat = ChatModel(settings, build=recordings.build)
    quoting = settings.model_copy(update={"engine": "extractive"})
    with Assistant(settings=quoting) as assistant:
        yield lambda case: _of_quick_start(assistant, store, chat, case)


def _of_quick_start(assistant: Assistant, store: Chroma, chat: ChatModel, case: Case) -> Reply:
    started = perf_counter()
    # It has no way with follow-ups: it gets the questions before in front.
    question = " ".join((*case.history, case.question))
    chunks = store.similarity_search(question, k=_CHUNKS)
    context = "\n\n".join(chunk.page_content for chunk in chunks)
    asked = _LEARNT.replace("{question}", question).replace("{context}", context)
    assembler, screen = StatementAssembler(known=()), Screen()
    sentences: list[str] = []
    first = 0.0
    stream = chat.stream([Message("user", asked)])
    for piece in stream:
        for draft in assembler.feed(piece):
            first = first or perf_counter() - started
            sentences += [one.text for one in screen.passed(draft)]
    for draft in assembler.finish():
        sentences += [one.text for one in screen.passed(draft)]
    whole = perf_counter() - started
    usage = stream.result.usage
    keys = frozenset(str(chunk.metadata["id"]) for chunk in chunks)
    checked = (
        assistant.verify(
            " ".join(sentences), [assistant.article(key) for key in sorted(keys)]
        ).sentences
        if sentences
        else ()
    )
    return Reply(
        Shown(
            tuple(sentences),
            declined=None if screen.shown else "There is no answer.",
            cited=articles_named(assistant, keys),
        ),
        usage.input_tokens,
        usage.calls,
        first or whole,
        whole,
        len(checked),
        sum(_unsupported(one.statement) for one in checked),
    )
