"""The chat engine: a chat model writes the answer from numbered evidence."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.answering.citations import RETRACTED, DraftStatement, StatementAssembler, resolve
from assistant.answering.data_block import block, fitting, numbered, tag_for
from assistant.answering.tidying import Tidy
from assistant.errors import ConfigurationError, ModelError, PromptTooLongError, UsageError
from assistant.language.marks import neutralised
from assistant.models.chat import ChatModel, ChatReply
from assistant.models.prompts import Message, Prompt, load_prompt
from assistant.models.streaming import Streamed
from assistant.types import Evidence, Statement, Turn, Usage

NO_ANSWER = "NO_ANSWER"
"""What the model is asked to reply where the evidence does not hold the answer."""

_EARLIER_TURNS = 3
_REWRITTEN_TURNS = 6
_LONGEST_TURN = 600
_LONGEST_QUESTION = 400
_FINISHED = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
# How models decline in their own words, at the start of an answer and citing nothing.
_DECLINES = re.compile(
    r"\b(?:articles?|sentences?|evidence|texts?|sources?|passages?|information|context)\b.{0,80}"
    r"\b(?:do(?:es)?|did|is|are|was|were)(?: not|n['’]t)\b"
    r"|\b(?:there (?:is|was)|articles? (?:give|contain|hold|provide)s?) no (?:\w+ ){0,2}"
    r"(?:mention|information|answer|evidence)\b"
    r"|\bI (?:cannot|can['’]?t|could not|couldn['’]t|am unable to|do not|don['’]t)\b"
    r"|\bno (?:relevant )?information\b",
    re.IGNORECASE,
)
_NO_LETTER = re.compile(r"[\W_]")
_LABEL = re.compile(r"^(?:[\w -]{0,40}question[\w -]{0,20}:)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EngineOutcome:
    """What answering came to, besides the statements."""

    usage: Usage
    abstained: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question that stands on its own, and what asking for it took."""

    text: str
    usage: Usage = Usage()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class _Request:
    """The messages to send, and the evidence that fits in."""

    messages: tuple[Message, ...]
    evidence: Evidence
    notes: tuple[str, ...]


class ChatEngine:
    """Answers from numbered evidence with a chat model.

    Args:
        model: the chat model.
        answer_prompt: instead of ``prompts/answer.yaml``.
        rewrite_prompt: instead of ``prompts/rewrite.yaml``.

    Attributes:
        name: what answers are labelled with: ``chat:openai:gpt-5-mini``.
        model: the chat model.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        answer_prompt: Prompt | None = None,
        rewrite_prompt: Prompt | None = None,
    ) -> None:
        self.name = f"chat:{model.name}"
        self.model = model
        self._answer_prompt = answer_prompt or load_prompt("answer")
        self._rewrite_prompt = rewrite_prompt or load_prompt("rewrite")

    def stream(
        self, question: str, evidence: Evidence, *, history: Sequence[Turn] = ()
    ) -> Streamed[Statement, EngineOutcome]:
        """Each statement as soon as it is complete; the outcome is the stream's result.

        ``evidence`` is in the order of its rank: where it does not fit, its end is left out.
        ``history`` is shown for reference only, as far as it fits. An abstention gives no
        statements. One without text takes back those before it.

        Raises (while read):
            ModelError: or one of its kinds; statements given before stand as they are.
            UsageError: the question alone does not fit.
            ConfigurationError: not one sentence of evidence fits.
        """
        return Streamed(self._stream(question, evidence, history))

    def rewrite(self, question: str, history: Sequence[Turn]) -> Rewriting:
        """``question`` so that it stands on its own; itself where nothing came before.

        What the model gives is only taken if it is one line of a question's length.

        Raises:
            ModelError: or one of its kinds.
        """
        if not history:
            return Rewriting(question)
        for first in range(max(0, len(history) - _REWRITTEN_TURNS), len(history)):
            earlier = _conversation(history[first:])
            values = {"question": question, "history": earlier, "tag": tag_for(earlier)}
            messages = self._rewrite_prompt.render(values)
            if self.model.count_messages(messages) <= self.model.room():
                break
        else:
            return Rewriting(question)
        try:
            reply = self.model.complete(messages)
        except PromptTooLongError as error:
            if not self.model.shrunk(error):
                raise
            return self.rewrite(question, history)
        taken = None if reply.truncated else _one_question(reply.text, question)
        return Rewriting(taken or question, reply.usage)

    def _stream(
        self, question: str, evidence: Evidence, history: Sequence[Turn]
    ) -> Generator[Statement, None, EngineOutcome]:
        if not evidence:
            return EngineOutcome(Usage(), abstained=True)
        request = self._request(question, evidence, history)
        while True:
            written = Streamed(self._written(request))
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

    def _written(self, request: _Request) -> Generator[Statement, None, EngineOutcome]:
        by_number = request.evidence.by_number()
        language = request.evidence.sentences[0].article.language
        assembler = StatementAssembler(known=by_number.keys(), language=language)
        tidy = Tidy(self._messages("", Evidence(), ()))
        screen = _Screen()
        with (
            closing(self.model.stream(request.messages)) as chunks,
            closing(Streamed(_drafts(chunks, assembler))) as drafted,
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
        limit = self.model.answer_tokens
        return (f"The answer reached its limit of {limit} tokens and was cut after a sentence",)

    def _request(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> _Request:
        """The request with as much evidence as fits, then as much history.

        Raises:
            UsageError: the question alone does not fit.
            ConfigurationError: not one sentence fits beside it.
        """
        room = self.model.room()
        free = room - self.model.count_messages(self._messages(question, Evidence(), ()))
        if free <= 0 and self.model.count(question) > room // 2:
            raise UsageError("The question is too long for the model", hint="Ask a shorter one")
        fitted = fitting(evidence.sentences, budget=free, count=self.model.count)
        kept = Evidence(fitted.sentences)
        if not kept:
            raise ConfigurationError(
                "Not one sentence of the articles fits into the chat model's context",
                hint="Raise ASSISTANT_CONTEXT_TOKENS or lower ASSISTANT_ANSWER_TOKENS",
            )
        messages = self._messages(question, kept, ())
        for first in range(max(0, len(history) - _EARLIER_TURNS), len(history)):
            longer = self._messages(question, kept, history[first:])
            if self.model.count_messages(longer) <= room:
                messages = longer
                break
        note = (
            f"{fitted.left_out} of {len(evidence)} sentences of evidence did not fit into "
            "the chat model's context and were left out"
        )
        return _Request(messages, kept, (note,) if fitted.left_out else ())

    def _messages(
        self, question: str, evidence: Evidence, history: Sequence[Turn]
    ) -> tuple[Message, ...]:
        written = block(numbered(evidence.sentences)).replace(NO_ANSWER, "no answer")
        tag = tag_for(written)
        earlier = (
            f"\nEarlier in this conversation, for reference only, not evidence:\n"
            f"<{tag}-earlier>\n{_conversation(history)}\n</{tag}-earlier>\n"
            if history
            else ""
        )
        return self._answer_prompt.render(
            {
                "question": " ".join(question.split()),
                "evidence": written,
                "tag": tag,
                "no_answer": NO_ANSWER,
                "history": earlier,
            }
        )


class _Screen:
    """Holds back what says that there is no answer, so that nobody is shown it as one.

    That is the word the prompt asks for, and an opening without citations that declines in
    the model's own words. Such an opening is shown after all if cited statements follow it.
    """

    def __init__(self) -> None:
        self.shown = False
        self.declined = False
        self._held: list[DraftStatement] = []
        self._ended = False

    def passed(self, draft: DraftStatement) -> Iterator[DraftStatement]:
        if draft is RETRACTED:
            self.shown = self.declined = self._ended = False
            self._held.clear()
            yield draft
        elif self._says_no_answer(draft.text):
            # The word at the start is the answer; after one it is an afterthought.
            self.declined = True
            self._ended = self._ended or not self.shown
        elif self._ended:
            return
        elif not self.shown and not draft.numbers and _DECLINES.search(draft.text):
            self.declined = True
            self._held.append(draft)
        elif self._held and not draft.numbers:
            self._held.append(draft)
        else:
            self.shown = True
            yield from self._held
            self._held.clear()
            yield draft

    @staticmethod
    def _says_no_answer(text: str) -> bool:
        return NO_ANSWER in text or _NO_LETTER.sub("", text).upper() == "NOANSWER"


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
    if cut and last and not _FINISHED.search(last[-1].text):
        last.pop()
        if not last and not any_given:
            raise ModelError(
                "The answer of the chat model did not fit into its limit of tokens",
                hint="Raise ASSISTANT_ANSWER_TOKENS",
            )
    yield from last
    return chunks.result


def _conversation(history: Sequence[Turn]) -> str:
    """The turns as lines, shortened, with nothing in them that reads as a mark or a tag."""
    return "\n".join(
        f"{who}: {_shortened(neutralised(text))}"
        for turn in history
        for who, text in (("Question", turn.question), ("Answer", turn.answer))
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TURN else text[: _LONGEST_TURN - 1] + "…"


def _one_question(written: str, original: str) -> str | None:
    """The question in what a model wrote, or None if that is not plainly one question."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if not lines or (len(lines) > 1 and not lines[0].endswith("?")):
        return None
    line = _LABEL.sub("", lines[0].strip("*_` ")).strip('"“”*_` ')
    longest = max(_LONGEST_QUESTION, 2 * len(original))
    plain = line.isprintable() and len(line) <= longest and re.search(r"\w", line)
    return line if plain else None
