"""Reading a model's chunks of text, whatever shape the provider gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from assistant.models.connection import endless
from assistant.models.thinking import RETRACT, ThinkingFilter

REPETITION: Final = "repetition"
"""Why reading ended where a model went round in circles."""

_MOST_CHARACTERS: Final = 200_000
_TAIL: Final = 4_000
_STEP: Final = 200
_PROBE: Final = 48
_LEAST_LOOP: Final = 240
_STOP: Final = re.compile(r"[.!?…。！？\n]")
_NOT_WORDS: Final = re.compile(r"[\[【(^†][^\]】)]{0,40}[\]】)]|[\W_]+")
_LEAST_SENTENCE: Final = 20
_MOST_REPEATS: Final = 2


class ReplyReader:
    """Reads a model's chunks: what is said aloud, usage, why it ended.

    Args:
        hold: as for ``ThinkingFilter``.

    Attributes:
        text: what has been said so far.
    """

    def __init__(self, *, hold: bool = False) -> None:
        self.text = ""
        self.input_tokens = 0
        self.output_tokens = 0
        self.calls = 1
        self.finish_reason: str | None = None
        self.filter = ThinkingFilter(hold=hold)
        self._read = 0
        self._loops = _Loops()

    def read(self, chunk: object) -> Iterator[str]:
        """What ``chunk`` says that belongs to the answer, or ``RETRACT``.

        Raises:
            ModelError: the reply does not end.
        """
        self._read_facts(chunk)
        text = text_of(chunk)
        self._read += len(text)
        if self._loops.closes(text):
            self.finish_reason = REPETITION
        yield from self._taken(self.filter.feed(text))
        if self._read > _MOST_CHARACTERS:
            raise endless(f"{self._read:,} characters")

    def rest(self) -> Iterator[str]:
        """What was waited with at the end, if it is no thinking."""
        yield from self._taken(self.filter.finish())

    def follow(self, again: ReplyReader) -> None:
        """Take over what a second request for the same came to."""
        self.text = again.text
        self.finish_reason = again.finish_reason
        self.calls += again.calls
        self.input_tokens += again.input_tokens
        self.output_tokens += again.output_tokens

    def _taken(self, pieces: Iterator[str]) -> Iterator[str]:
        for piece in pieces:
            if piece == RETRACT:
                self.text = ""
                self._loops.forget()
            else:
                self.text += piece
                if self._loops.repeats(piece):
                    self.finish_reason = REPETITION
            yield piece

    def _read_facts(self, chunk: object) -> None:
        usage = _mapping(getattr(chunk, "usage_metadata", None))
        # The largest, not the sum: some servers send the running total with every chunk.
        self.input_tokens = max(self.input_tokens, _number(usage.get("input_tokens")))
        self.output_tokens = max(self.output_tokens, _number(usage.get("output_tokens")))
        facts = _mapping(getattr(chunk, "response_metadata", None))
        reason = next(
            (
                facts[name]
                for name in ("finish_reason", "stop_reason", "done_reason", "status")
                if facts.get(name)
            ),
            None,
        )
        if reason:
            incomplete = _mapping(facts.get("incomplete_details"))
            cut = incomplete.get("reason") == "max_output_tokens"
            self.finish_reason = "length" if cut else str(reason)


class _Loops:
    """Tells a model that goes round in circles, by what it sends and by what it says."""

    def __init__(self) -> None:
        self._tail = ""
        self._unseen = 0
        self._sentence = ""
        self._said: set[str] = set()
        self._again = 0

    def closes(self, text: str) -> bool:
        """Whether all that came last is the same again and again, thought or said."""
        self._tail = (self._tail + text)[-_TAIL:]
        self._unseen += len(text)
        if self._unseen < _STEP:
            return False
        self._unseen = 0
        before = self._tail.rfind(self._tail[-_PROBE:], 0, len(self._tail) - 1)
        if before < 0 or len(self._tail) <= _PROBE:
            return False
        period = len(self._tail) - _PROBE - before
        times = max(3, -(-_LEAST_LOOP // period))
        return self._tail.endswith(self._tail[-period:] * times)

    def repeats(self, text: str) -> bool:
        """Whether sentences said before have been said again, the second time."""
        *ended, last = _STOP.split(text)
        for end in ended:
            words = _NOT_WORDS.sub("", (self._sentence + end)[:_TAIL]).casefold()
            self._sentence = ""
            if len(words) >= _LEAST_SENTENCE:
                self._again += words in self._said
                self._said.add(words)
        self._sentence = (self._sentence + last)[-_TAIL:]
        return self._again >= _MOST_REPEATS

    def forget(self) -> None:
        self._sentence, self._again = "", 0
        self._said.clear()


def text_of(chunk: object) -> str:
    """The text of a message or of a chunk of one; blocks that are no text are left out."""
    content = getattr(chunk, "content", chunk)
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    return "".join(
        block if isinstance(block, str) else str(block.get("text", ""))
        for block in content
        if isinstance(block, str) or (isinstance(block, dict) and block.get("type") == "text")
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
