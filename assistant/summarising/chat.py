"""The chat engine's summaries: written from numbered sentences, each statement cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from assistant.answering.citations import DraftStatement, StatementAssembler, resolve
from assistant.answering.data_block import block, numbered, tag_for
from assistant.answering.evidence import whole_evidence
from assistant.answering.tidying import Tidy
from assistant.errors import ModelError, UsageError
from assistant.language.words import count_words
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message, load_prompt
from assistant.reports import Progress
from assistant.summarising.condensing import Condenser, Notes
from assistant.types import Article, EvidenceSentence, Statement, Usage

Style = Literal["paragraph", "bullets", "headline"]

HEADLINE_WORDS = 12
_TOLERANCE = 15  # per cent
_AGAIN_TOKENS = 150
_FINISHED = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_SHAPES = {
    "paragraph": "Write one paragraph of about {words} words (at least {least}, at most {most}).",
    "bullets": (
        "Write a list of bullet points, about {words} words in all (at least {least}, at most "
        '{most}). Every point is one full sentence on a line that starts with "- ".'
    ),
    "headline": "Write one headline of at most {words} words, on one line, without a full stop.",
}


@dataclass(frozen=True, slots=True)
class EngineSummary:
    """A summary as the engine gives it; ``words`` counts what was written."""

    statements: tuple[Statement, ...]
    words: int
    usage: Usage
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Length:
    """How many words are asked for, and how many will do."""

    style: str
    words: int

    @property
    def least(self) -> int:
        return 1 if self.style == "headline" else (self.words * (100 - _TOLERANCE) + 99) // 100

    @property
    def most(self) -> int:
        return self.words * (100 + _TOLERANCE) // 100

    def fits(self, words: int) -> bool:
        return self.least <= words <= self.most

    @property
    def shape(self) -> str:
        """The form and the length, as the prompt asks for them."""
        return _SHAPES[self.style].format(words=self.words, least=self.least, most=self.most)

    @property
    def tokens(self) -> int:
        """Tokens that a summary of the greatest length may take, with its numbers."""
        return 2 * self.most + 120


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One summary that the model wrote."""

    reply: str
    drafts: tuple[DraftStatement, ...]
    usage: Usage

    @property
    def words(self) -> int:
        return sum(_words(draft) for draft in self.drafts)


class ChatSummariser:
    """Summarises articles with a chat model.

    Attributes:
        name: what summaries are labelled with: ``chat:openai:gpt-5-mini``.
    """

    def __init__(self, model: ChatModel) -> None:
        self.name = f"chat:{model.name}"
        self._model = model

    def summarise(
        self,
        articles: Sequence[Article],
        *,
        words: int,
        style: str = "paragraph",
        on_progress: Callable[[Progress], None] | None = None,
    ) -> EngineSummary:
        """A summary of ``articles`` in about ``words`` words (a headline: at most 12).

        What fits into one request is summarised in one. Of more, notes are taken part by part
        first, and every note keeps the numbers of its sentences. A summary that is more than
        15 % too long or too short is asked for once more, and then shortened by whole
        sentences if need be.

        Raises:
            UsageError: there is nothing to summarise, or the form is unknown.
            ModelError: or one of its kinds.
        """
        if style not in get_args(Style) or words < 1:
            raise UsageError(
                f"No summary can be made as '{style}' in {words} words",
                hint=f"Choose one of {', '.join(get_args(Style))}, and one word or more",
            )
        evidence = whole_evidence(articles).sentences
        if not evidence:
            raise UsageError("There is nothing to summarise: the articles hold no sentence")
        length = _length(evidence, words=words, style=style)
        return self._model.fitted(lambda: self._written(evidence, length, words, on_progress))

    def _written(
        self,
        evidence: Sequence[EvidenceSentence],
        length: _Length,
        words: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> EngineSummary:
        answer = min(max(length.tokens, self._model.answer_tokens), self._model.room(1) // 4)
        language = evidence[0].article.language
        material = self._material(evidence, length, answer, on_progress)
        writer = _Writer(self._model, known=material.known, language=language, tokens=answer)
        attempts = writer.attempts(material.messages, length)
        drafts = _best(attempts, length)
        by_number = {sentence.number: sentence for sentence in evidence}
        statements = tuple(resolve(draft, by_number) for draft in _shaped(drafts, length.style))
        written = sum(_words(draft) for draft in drafts)
        usage = sum((attempt.usage for attempt in attempts), material.usage)
        return EngineSummary(
            statements, written, usage, material.notes + _length_notes(written, length, words)
        )

    def _material(
        self,
        evidence: Sequence[EvidenceSentence],
        length: _Length,
        answer: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> _Material:
        """The articles themselves if they fit into one request, else notes on them."""
        # Room is kept to show the model its first attempt when it is asked once more.
        room = self._model.room(answer) - min(length.tokens, answer) - _AGAIN_TOKENS
        written = block(numbered(evidence))
        messages = load_prompt("summarise").render(
            {"articles": written, "tag": tag_for(written), "shape": length.shape}
        )
        if self._model.count_messages(messages) <= room:
            return _Material(messages, [sentence.number for sentence in evidence])

        def asked(notes: Notes) -> tuple[Message, ...]:
            return load_prompt("summarise_reduce").render(
                {"notes": notes.text, "tag": tag_for(notes.text), "shape": length.shape}
            )

        condenser = Condenser(self._model, on_progress=on_progress)
        notes = condenser.condensed(
            evidence, fits=lambda notes: self._model.count_messages(asked(notes)) <= room
        )
        return _Material(asked(notes), notes.numbers, notes.usage, notes.remarks)


@dataclass(frozen=True, slots=True)
class _Material:
    """What the summary is written from, and the numbers that it may cite."""

    messages: tuple[Message, ...]
    known: Collection[int]
    usage: Usage = Usage()  # noqa: RUF009 - frozen
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Asks for summaries, at most twice."""

    model: ChatModel
    known: Collection[int]
    language: str
    tokens: int

    def attempts(self, messages: tuple[Message, ...], length: _Length) -> list[_Attempt]:
        """The summary, and a second one where the first misses its length.

        Raises:
            ModelError: there is no whole sentence in it.
        """
        first = self._attempt(messages, length)
        if length.fits(first.words):
            return [first]
        again = load_prompt("summarise_again").render(
            {"counted": str(first.words), "shape": length.shape}
        )
        longer = (*messages, Message("assistant", first.reply), *again)
        if self.model.count_messages(longer) > self.model.room(self.tokens):
            return [first]  # so long a reply that there is no room to show it
        return [first, self._attempt(longer, length)]

    def _attempt(self, messages: tuple[Message, ...], length: _Length) -> _Attempt:
        reply = self.model.complete(messages, answer_tokens=self.tokens)
        assembler = StatementAssembler(known=self.known, language=self.language)
        written = assembler.feed(reply.text) + assembler.finish()
        tidy = Tidy(
            load_prompt("summarise").render(dict.fromkeys(("articles", "tag", "shape"), ""))
        )
        drafts = [kept for draft in written if (kept := tidy.passed(draft)) is not None]
        if length.style == "headline":
            drafts = drafts[:1]
        elif (
            (reply.truncated or reply.repeated) and drafts and not _FINISHED.search(drafts[-1].text)
        ):
            drafts.pop()  # cut off in mid-sentence
        if not drafts:
            raise ModelError("The chat model gave no whole sentence of a summary", hint="Ask again")
        usage = replace(reply.usage, dropped_citations=assembler.dropped)
        return _Attempt(reply.text, tuple(drafts), usage)


def _length(evidence: Sequence[EvidenceSentence], *, words: int, style: str) -> _Length:
    """The length to ask for: no longer than the articles are, nor than a headline is."""
    available = sum(count_words(sentence.text) for sentence in evidence)
    wanted = min(words, HEADLINE_WORDS) if style == "headline" else words
    return _Length(style, max(1, min(wanted, available)))


def _best(attempts: Sequence[_Attempt], length: _Length) -> tuple[DraftStatement, ...]:
    """The last attempt that fits; else the whole sentences that come nearest to fitting."""
    for attempt in reversed(attempts):
        if length.fits(attempt.words):
            return attempt.drafts

    def miss(drafts: Sequence[DraftStatement]) -> tuple[bool, int]:
        words = sum(_words(draft) for draft in drafts)
        return (not length.fits(words), abs(words - length.words))

    openings = [
        attempt.drafts[:count]
        for attempt in reversed(attempts)
        for count in range(len(attempt.drafts), 0, -1)
    ]
    return min(openings, key=miss)


def _shaped(drafts: Sequence[DraftStatement], style: str) -> list[DraftStatement]:
    """The statements with what stands between them in the form asked for."""
    between = "\n" if style == "bullets" else " "
    return [replace(draft, lead=between if place else "") for place, draft in enumerate(drafts)]


def _length_notes(written: int, length: _Length, asked: int) -> tuple[str, ...]:
    if length.style != "headline" and length.words < asked:
        return (f"The articles have only {length.words} words, fewer than the {asked} asked for",)
    if length.fits(written):
        return ()
    return (f"The summary has {written} words, not {length.words}: the model missed the length",)


def _words(draft: DraftStatement) -> int:
    return count_words(draft.text)
