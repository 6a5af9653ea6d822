"""Reading a model's chunks of text, whatever shape the provider gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ReplyReader:
    """Reads a model's chunks: text, usage, why it ended. Leaves out ``<think>…</think>``."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self.text = ""
        self.input_tokens = 0
        self.output_tokens = 0
        self.calls = 1
        self.finish_reason: str | None = None
        self._pending: str | None = ""  # text not yet known to be the answer; None once it is

    def read(self, chunk: object) -> str:
        """The text of ``chunk`` that belongs to the answer."""
        self._read_facts(chunk)
        return self._answer(text_of(chunk))

    def rest(self) -> str:
        """What was waited with at the end, if it is no thinking."""
        pending, self._pending = self._pending, None
        if pending is None or pending.lstrip().startswith(self._OPEN):
            return ""
        self.text += pending
        return pending

    def follow(self, again: ReplyReader) -> None:
        """Take over what a second request for the same came to."""
        self.text = again.text
        self.finish_reason = again.finish_reason
        self.calls += again.calls
        self.input_tokens += again.input_tokens
        self.output_tokens += again.output_tokens

    def _answer(self, text: str) -> str:
        if self._pending is not None:
            self._pending += text
            start = self._pending.lstrip()
            if start.startswith(self._OPEN):
                text = start.partition(self._CLOSE)[2].lstrip()
                if not text:
                    return ""
            elif self._OPEN.startswith(start):
                return ""
            else:
                text = self._pending
            self._pending = None
        self.text += text
        return text

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
    """``value`` where it is a mapping: servers send anything."""
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
