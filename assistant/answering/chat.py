"""The chat engine: a chat model writes the answer from numbered evidence."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.answering.citations import DraftStatement, StatementAssembler, resolve
from assistant.answering.data_block import block, fitting, head_of, run_on, tag_for
from assistant.answering.rewriting import Rewriting, conversation, rewritten
from assistant.answering.screening import NO_ANSWER, Screen, Tidy
from assistant.errors import ConfigurationError, ModelError, PromptTooLongError, UsageError
from assistant.language.punctuation import FINISHED
from assistant.models.chat import ChatModel, ChatReply
from assistant.models.prompts import Message, load_prompt
from assistant.models.streaming import Streamed, streamed
from assistant.reports import Waiting
from assistant.types import Evidence, Statement, Turn, Usage

_EARLIER_TURNS = 3
_SMALL_ANSWER = 256
"""Most tokens of a small model's answer, which is asked for three sentences."""


@dataclass(frozen=True, slots=True)
class EngineOutcome:
    """What answering came to; ``removed`` are statements that a check took out."""

    usage: Usage
    abstained: bool = False
    notes: tuple[str, ...] = ()
    removed: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Request:
    question: str
    messages: tuple[Message, ...]
    evidence: Evidence
    notes: tuple[str, ...]


class ChatEngine:
    """Answers from evidence with a chat model.

    A large model is shown numbered sentences and cites their numbers. A small one writes
    better without them: it is shown plain text, in the short prompt ``answer_plain``, and the
    sentences that its own rest on are looked for afterwards.

    Args:
        model: the chat model.

    Attributes:
        name: what answers are labelled with: ``chat:openai:gpt-5-mini``.
        model: the chat model.
        cites: whether the model is asked for citations.
    """

    def __init__(self, model: ChatModel) -> None:
        self.name = f"chat:{model.name}"
        self.model = model
        self.cites = not model.small
        self._prompt = load_prompt("answer" if self.cites else "answer_plain")

    def room_for(self, question: str) -> int:
        """Tokens that are left for evidence beside ``question``; not above nought if none are."""
        return self.model.room(self._most) - self.model.count_messages(
            self._messages(question, Evidence(), ())
        )

    @property
    def _most(self) -> int:
        most = self.model.answer_tokens
        return most if self.cites else min(most, _SMALL_ANSWER)

    @streamed
    def stream(
        self,
        question: str,
        evidence: Evidence,
        *,
        history: Sequence[Turn] = (),
        on_waiting: Callable[[Waiting], None] = lambda _: None,
    ) -> Generator[Statement, None, EngineOutcome]:
        """Each statement as soon as it is complete; the outcome is the stream's result.

        ``evidence`` is in the order of its rank: where it does not fit, its end is left out.
        ``history`` is shown for reference only, as far as it fits, to a model that cites. An
        abstention gives no statements. One without text takes back those before it.
        ``on_waiting`` is told what the model is about to read.

        Raises (while read):
            ModelError: or one of its kinds; statements given before stand as they are.
            UsageError: the question alone does not fit.
            ConfigurationError: not one sentence of evidence fits.
        """
        if not evidence:
            return EngineOutcome(Usage(), abstained=True)
        request = self._request(question, evidence, history)
        while True:
            on_waiting(Waiting(self.model.name, self.model.count_messages(request.messages)))
            written = self._written(request)
            given = False
            try:
                with closing(written):
                    for statement in written:
                        given = True
                        yield statement
            except PromptTooLongError as error:
                if given or not self.model.shrunk(error):
                    raise
                try:
                    request = self._request(question, evidence, history)
                except ConfigurationError:  # nothing fits into so little: that is the reason
                    raise error from None
            else:
                return written.result

    def rewrite(self, question: str, history: Sequence[Turn]) -> Rewriting:
        """``question`` so that it stands on its own; itself where nothing came before.

        What the model gives is only taken if it is one line of a question's length.

        Raises:
            ModelError: or one of its kinds.
        """
        return rewritten(question, history, model=self.model, prompt=load_prompt("rewrite"))

    @streamed
    def _written(self, request: _Request) -> Generator[Statement, None, EngineOutcome]:
        by_number = request.evidence.by_number()
        language = request.evidence.sentences[0].article.language
        known = by_number.keys() if self.cites else ()
        assembler = StatementAssembler(known=known, language=language)
        tidy = Tidy((*self._messages("", Evidence(), ()), *_repeatable(request)))
        screen = Screen()
        with (
            closing(self.model.stream(request.messages, answer_tokens=self._most)) as chunks,
            closing(_drafts(chunks, assembler)) as drafted,
        ):
            for draft in drafted:
                if (kept := tidy.passed(draft)) is not None:
                    for passed in screen.passed(kept):
                        yield resolve(passed, by_number)
        reply = drafted.result
        usage = replace(reply.usage, dropped_citations=assembler.dropped)
        if not screen.shown and not screen.declined:
            raise ModelError(
                "The chat model repeated its instructions instead of answering"
                if tidy.echoed
                else "The chat model gave no sentence of an answer",
                hint="Ask again, or try another model",
            )
        return EngineOutcome(
            usage, abstained=not screen.shown, notes=request.notes + self._cut_note(reply)
        )

    def _cut_note(self, reply: ChatReply) -> tuple[str, ...]:
        if reply.repeated:
            return ("The chat model said the same again and again, and was stopped",)
        if not reply.truncated:
            return ()
        limit = self._most
        return (f"The answer reached its limit of {limit} tokens and was cut after a sentence",)

    def _request(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> _Request:
        """The request with as much evidence as fits, then as much history.

        Raises:
            UsageError: the question alone does not fit.
            ConfigurationError: not one sentence fits beside it.
        """
        room = self.model.room(self._most)
        free = room - self.model.count_messages(self._messages(question, Evidence(), ()))
        if free <= 0 and self.model.count(question) > room // 2:
            raise UsageError("The question is too long for the model", hint="Ask a shorter one")
        kept = Evidence(fitting(evidence.sentences, budget=free, count=self.model.count))
        if not kept:
            raise ConfigurationError(
                "Not one sentence of the articles fits into the chat model's context",
                hint="Raise ASSISTANT_CONTEXT_TOKENS or lower ASSISTANT_ANSWER_TOKENS",
            )
        messages = self._messages(question, kept, ())
        history = history if self.cites else ()
        for first in range(max(0, len(history) - _EARLIER_TURNS), len(history)):
            longer = self._messages(question, kept, history[first:])
            if self.model.count_messages(longer) <= room:
                messages = longer
                break
        left_out = len(evidence) - len(kept)
        note = (
            f"{left_out} of {len(evidence)} sentences of evidence did not fit into "
            "the chat model's context and were left out"
        )
        return _Request(question, messages, kept, (note,) if left_out else ())

    def _messages(
        self, question: str, evidence: Evidence, history: Sequence[Turn]
    ) -> tuple[Message, ...]:
        shown = block(evidence.sentences) if self.cites else run_on(evidence.sentences)
        written = shown.replace(NO_ANSWER, "no answer")
        tag = tag_for(written)
        values = {
            "question": " ".join(question.split()),
            "evidence": written,
            "tag": tag,
            "no_answer": NO_ANSWER,
        }
        if not self.cites:
            return self._prompt.render(values)
        earlier = (
            f"\nEarlier in this conversation, for reference only, not evidence:\n"
            f"<{tag}-earlier>\n{conversation(history)}\n</{tag}-earlier>\n"
            if history
            else ""
        )
        return self._prompt.render({**values, "history": earlier})


def _repeatable(request: _Request) -> tuple[Message, ...]:
    """What of a request is no answer when it comes back, besides the instructions."""
    heads = {head_of(one.article).strip() for one in request.evidence.sentences}
    asked = (request.question, f"Question: {request.question}")
    return tuple(Message("user", text) for text in (*asked, *sorted(heads)))


@streamed
def _drafts(
    chunks: Streamed[str, ChatReply], assembler: StatementAssembler
) -> Generator[DraftStatement, None, ChatReply]:
    """The statements of the streamed text; a last one that was cut off is left out.

    Raises:
        ModelError: the only one was cut off.
    """
    any_given = False
    for chunk in chunks:
        for draft in assembler.feed(chunk):
            any_given = True
            yield draft
    last = assembler.finish()
    cut = chunks.result.truncated or chunks.result.repeated
    if cut and last and not FINISHED.search(last[-1].text):
        last.pop()
        if not last and not any_given:
            raise ModelError(
                "The answer of the chat model did not fit into its limit of tokens",
                hint="Raise ASSISTANT_ANSWER_TOKENS",
            )
    yield from last
    return chunks.result
