"""Notes on articles that do not fit into one request of a chat model, with their citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.answering.citations import StatementAssembler
from assistant.answering.data_block import block, numbered, tag_for
from assistant.errors import ModelError
from assistant.language.marks import neutralised
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message, load_prompt
from assistant.types import EvidenceSentence, Usage

Part = TypeVar("Part")

_NOTE_WORDS = 250
_SPARE_TOKENS = 120
_NOTES_SHAPE = (
    "Write fewer and shorter notes, one a line, together at most {words} words. "
    "Every note is a full sentence."
)


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence that a model noted, with the numbers of the sentences it rests on."""

    text: str
    numbers: tuple[int, ...]

    @property
    def line(self) -> str:
        """The note as a prompt shows it."""
        return neutralised(self.text) + " " + "".join(f"[{number}]" for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes on articles, what they took, and what is to be said of them."""

    notes: tuple[Note, ...]
    usage: Usage
    remarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The notes, one a line."""
        return "\n".join(note.line for note in self.notes)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the sentences that any note rests on."""
        return frozenset(number for note in self.notes for number in note.numbers)


class Condenser:
    """Takes notes, part by part, and notes on notes until they fit."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        wanted = max(2 * _NOTE_WORDS + _SPARE_TOKENS, model.answer_tokens)
        self._answer = min(wanted, model.room(1) // 4)
        # Notes that a small context would cut off are asked for shorter.
        self._words = str(min(_NOTE_WORDS, max(30, (self._answer - _SPARE_TOKENS) // 2)))

    def condensed(
        self, evidence: Sequence[EvidenceSentence], *, fits: Callable[[Notes], bool]
    ) -> Notes:
        """Notes on the numbered sentences, short enough for ``fits``.

        Raises:
            ModelError: or one of its kinds; the notes cite nothing or do not get shorter.
        """
        notes = self._on_articles(evidence)
        while not fits(notes):
            shorter = self._on_notes(notes)
            if self._model.count(shorter.text) >= self._model.count(notes.text):
                raise ModelError(
                    "The chat model's notes on the articles do not get short enough",
                    hint="Summarise fewer articles at once, or raise ASSISTANT_CONTEXT_TOKENS",
                )
            notes = shorter
        return notes

    def _on_articles(self, evidence: Sequence[EvidenceSentence]) -> Notes:
        def messages(part: Sequence[EvidenceSentence]) -> tuple[Message, ...]:
            written = block(part)
            return load_prompt("summarise_map").render(
                {"articles": written, "tag": tag_for(written), "words": self._words}
            )

        costs = [self._model.count(line.written) for line in numbered(evidence)]
        # A part that begins inside an article names it again: room is kept for a headline.
        heads = (self._model.count(numbered([one])[0].head) for one in evidence)
        free = self._free(messages(())) - max(heads)
        parts = list(_parts(evidence, costs=costs, budget=free))
        left_out = len(evidence) - sum(map(len, parts))
        sentences = "sentence was" if left_out == 1 else "sentences were"
        remark = f"{left_out} {sentences} too long for the chat model's context and left out"
        taken = self._taken(
            [(messages(part), [one.number for one in part]) for part in parts],
            language=evidence[0].article.language,
        )
        return replace(taken, remarks=(remark,)) if left_out else taken

    def _on_notes(self, notes: Notes) -> Notes:
        def messages(part: Sequence[Note]) -> tuple[Message, ...]:
            written = "\n".join(note.line for note in part)
            shape = _NOTES_SHAPE.format(words=self._words)
            return load_prompt("summarise_reduce").render(
                {"notes": written, "tag": tag_for(written), "shape": shape}
            )

        costs = [self._model.count(note.line + "\n") for note in notes.notes]
        parts = list(_parts(notes.notes, costs=costs, budget=self._free(messages(()))))
        taken = self._taken(
            [(messages(part), [n for note in part for n in note.numbers]) for part in parts],
            language="en",
        )
        return Notes(taken.notes, notes.usage + taken.usage, notes.remarks)

    def _taken(
        self,
        requests: Sequence[tuple[tuple[Message, ...], Sequence[int]]],
        *,
        language: str,
    ) -> Notes:
        """The notes that come of requests, each with the numbers that its notes may cite.

        Raises:
            ModelError: or one of its kinds; not one note has a citation.
        """
        notes: list[Note] = []
        usage = Usage()
        for messages, known in requests:
            reply = self._model.complete(messages, answer_tokens=self._answer)
            assembler = StatementAssembler(known=known, language=language)
            drafts = assembler.feed(reply.text) + assembler.finish()
            # A note without a number cannot be cited by the summary.
            notes += [Note(draft.text, draft.numbers) for draft in drafts if draft.numbers]
            usage += replace(reply.usage, dropped_citations=assembler.dropped)
        if not notes:
            raise ModelError(
                "The chat model's notes on the articles cite nothing", hint="Try another model"
            )
        return Notes(tuple(notes), usage)

    def _free(self, empty: tuple[Message, ...]) -> int:
        return self._model.room(self._answer) - self._model.count_messages(empty)


def _parts(items: Sequence[Part], *, costs: Sequence[int], budget: int) -> Iterator[list[Part]]:
    """``items`` in runs that cost at most ``budget``; what costs more by itself is left out."""
    part: list[Part] = []
    used = 0
    for item, cost in zip(items, costs, strict=True):
        if cost > budget:
            continue
        if part and used + cost > budget:
            yield part
            part, used = [], 0
        part.append(item)
        used += cost
    if part:
        yield part
