"""Summaries that a chat model writes from numbered sentences, each statement cited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from assistant.answering.citations import DraftStatement, StatementAssembler, resolve
from assistant.answering.data_block import block, tag_for
from assistant.answering.evidence import whole_evidence
from assistant.answering.screening import Tidy
from assistant.errors import ModelError, UsageError
from assistant.language.punctuation import FINISHED
from assistant.language.words import count_words
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message, load_prompt
from assistant.summarising.condensing import Condenser, Notes
from assistant.summarising.extractive import TOLERANCE, Draft, Style
from assistant.summarising.headlines import HEADLINE_WORDS
from assistant.types import Article, EvidenceSentence, Usage

_AGAIN_TOKENS = 150
_SHAPES = {
    "paragraph": "Write one paragraph of about {words} words (at least {least}, at most {most}).",
    "bullets": (
        "Write a list of bullet points, about {words} words in all (at least {least}, at most "
        '{most}). Every point is one full sentence on a line that starts with "- ".'
    ),
    "headline": "Write one headline of at most {words} words, on one line, without a full stop.",
}


@dataclass(frozen=True, slots=True)
class _Length:
    """How many words are asked for, and how many will do."""

    style: str
    words: int

    @property
    def least(self) -> int:
        return 1 if self.style == "headline" else (self.words * (100 - TOLERANCE) + 99) // 100

    @property
    def most(self) -> int:
        return self.words * (100 + TOLERANCE) // 100

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
    reply: str
    drafts: tuple[DraftStatement, ...]
    usage: Usage

    @property
    def words(self) -> int:
        return _words(self.drafts)


def summarise_by_chat(
    model: ChatModel,
    articles: Sequence[Article],
    *,
    words: int,
    style: str = "paragraph",
) -> Draft:
    """Has ``model`` summarise ``articles`` in about ``words`` words (a headline: at most 12).

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
    # No longer than the articles are, nor than a headline is.
    available = sum(count_words(sentence.text) for sentence in evidence)
    wanted = min(words, HEADLINE_WORDS) if style == "headline" else words
    length = _Length(style, max(1, min(wanted, available)))
    return model.fitted(lambda: _summary(model, evidence, length, words))


def _summary(
    model: ChatModel,
    evidence: Sequence[EvidenceSentence],
    length: _Length,
    asked: int,
) -> Draft:
    """A summary of the articles themselves if they fit into one request, else of notes."""
    tokens = min(max(length.tokens, model.answer_tokens), model.room(1) // 4)
    # Room is kept to show the model its first attempt when it is asked once more.
    room = model.room(tokens) - min(length.tokens, tokens) - _AGAIN_TOKENS
    messages = _messages("summarise", "articles", block(evidence), length)
    by_number = {sentence.number: sentence for sentence in evidence}
    known: Collection[int] = by_number.keys()
    usage = Usage()
    remarks: tuple[str, ...] = ()
    if model.count_messages(messages) > room:

        def shown(notes: Notes) -> tuple[Message, ...]:
            return _messages("summarise_reduce", "notes", notes.text, length)

        notes = Condenser(model).condensed(
            evidence, fits=lambda notes: model.count_messages(shown(notes)) <= room
        )
        messages, known = shown(notes), notes.numbers
        usage, remarks = notes.usage, notes.remarks

    def attempt(messages: tuple[Message, ...]) -> _Attempt:
        return _attempt(
            model, messages, length, known, language=evidence[0].article.language, tokens=tokens
        )

    attempts = [attempt(messages)]
    if not length.fits(attempts[0].words):
        again = load_prompt("summarise_again").render(
            {"counted": str(attempts[0].words), "shape": length.shape}
        )
        longer = (*messages, Message("assistant", attempts[0].reply), *again)
        # A reply may be so long that there is no room to show it.
        if model.count_messages(longer) <= model.room(tokens):
            attempts.append(attempt(longer))
    drafts = _best(attempts, length)
    between = "\n" if length.style == "bullets" else " "
    return Draft(
        tuple(
            resolve(replace(draft, lead=between if place else ""), by_number)
            for place, draft in enumerate(drafts)
        ),
        remarks + _length_notes(_words(drafts), length, asked),
        sum((one.usage for one in attempts), usage),
    )


def _messages(prompt: str, name: str, material: str, length: _Length) -> tuple[Message, ...]:
    values = {name: material, "tag": tag_for(material), "shape": length.shape}
    return load_prompt(prompt).render(values)


def _attempt(
    model: ChatModel,
    messages: tuple[Message, ...],
    length: _Length,
    known: Collection[int],
    *,
    language: str,
    tokens: int,
) -> _Attempt:
    """Has the model write, citing the ``known`` numbers.

    Raises:
        ModelError: there is no whole sentence in it.
    """
    reply = model.complete(messages, answer_tokens=tokens)
    assembler = StatementAssembler(known=known, language=language)
    written = assembler.feed(reply.text) + assembler.finish()
    tidy = Tidy(load_prompt("summarise").render(dict.fromkeys(("articles", "tag", "shape"), "")))
    drafts = [kept for draft in written if (kept := tidy.passed(draft)) is not None]
    cut = reply.truncated or reply.repeated
    if length.style == "headline":
        drafts = drafts[:1]
    elif cut and drafts and not FINISHED.search(drafts[-1].text):
        drafts.pop()
    if not drafts:
        raise ModelError("The chat model gave no whole sentence of a summary", hint="Ask again")
    usage = replace(reply.usage, dropped_citations=assembler.dropped)
    return _Attempt(reply.text, tuple(drafts), usage)


def _best(attempts: Sequence[_Attempt], length: _Length) -> tuple[DraftStatement, ...]:
    """The last attempt that fits; else the whole sentences that come nearest to fitting."""
    for attempt in reversed(attempts):
        if length.fits(attempt.words):
            return attempt.drafts

    def miss(drafts: Sequence[DraftStatement]) -> tuple[bool, int]:
        words = _words(drafts)
        return (not length.fits(words), abs(words - length.words))

    openings = [
        attempt.drafts[:count]
        for attempt in reversed(attempts)
        for count in range(len(attempt.drafts), 0, -1)
    ]
    return min(openings, key=miss)


def _length_notes(written: int, length: _Length, asked: int) -> tuple[str, ...]:
    if length.style != "headline" and length.words < asked:
        return (f"The articles have only {length.words} words, fewer than the {asked} asked for",)
    if length.fits(written):
        return ()
    return (f"The summary has {written} words, not {length.words}: the model missed the length",)


def _words(drafts: Sequence[DraftStatement]) -> int:
    return sum(count_words(draft.text) for draft in drafts)
