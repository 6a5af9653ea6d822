"""An answer, printed while it comes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.cli import output
from assistant.reports import Waiting
from assistant.types import Answer, Filters, Statement, Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def answered_live(
    assistant: Assistant,
    question: str,
    *,
    filters: Filters,
    history: Sequence[Turn] = (),
    quotes: bool | None = None,
) -> Answer:
    """Asks, prints every statement as soon as it is complete, and returns the whole answer.

    Until then a person at a terminal is told what a chat model is reading.
    """
    from assistant.rendering.terminal import blank, line
    from assistant.rendering.terminal.answers import (
        answer_lines,
        closing_lines,
        statement_lines,
        usage_lines,
    )

    statements: list[Statement] = []
    parts = assistant.stream(question, filters=filters, history=history, on_waiting=_told)
    for part in parts:
        if isinstance(part, Answer):
            answer = part
            break
        statements.append(part)
        output.result_lines(statement_lines(statements))
    else:
        raise RuntimeError("the answer's stream ended without the answer")
    if tuple(statements) == answer.statements:
        output.result_lines(closing_lines(answer, quotes=quotes))
    else:
        if statements:
            output.result_lines([blank(), line("The answer was begun again:"), blank()])
        output.result_lines(answer_lines(answer, quotes=quotes))
    if sys.stderr.isatty():
        output.message_lines(usage_lines(answer.usage, answer.timing))
    return answer


def _told(waiting: Waiting) -> None:
    if sys.stderr.isatty():
        from assistant.rendering.wording import waiting_in_words

        output.message(waiting_in_words(waiting))
