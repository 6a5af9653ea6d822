"""``chat``: questions and follow-up questions, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.cli import output
from assistant.cli.failures import report
from assistant.cli.live import answered_live
from assistant.cli.options import AnswerOptions, LimitOptions, Quotes, Rerank
from assistant.cli.progress import typed_line
from assistant.cli.session import Session
from assistant.errors import AssistantError, UsageError
from assistant.language.days import days_of
from assistant.rendering.failures import described
from assistant.types import Answer, Filters, Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_PROMPT = "> "
_HELP = """\
/sources          the sources of the last answer, with the sentences it cites
/outlet NAME      only this outlet; without a name, every outlet again
/collection NAME  only the articles of this collection; without a name, all again
/since DATE       only articles published on or after DATE; without a date, no limit
/until DATE       only articles published on or before DATE; without a date, no limit
/new              forget the conversation
/help             this list
/quit             leave (so does Ctrl-D)
"""


def chat(
    session: Session,
    *,
    limits: LimitOptions,
    answering: AnswerOptions,
    rerank: Rerank = None,
    quotes: Quotes = None,
) -> int:
    """Ask questions and follow-up questions, one after the other.

    /help lists what can be typed besides questions. Where the input is no terminal, each
    line is a question, and with --json each answer is a line.
    """
    wanted = limits.filters()
    with session.assistant(answering, rerank=rerank) as assistant:
        conversation = Conversation(assistant, session=session, filters=wanted, quotes=quotes)
        if sys.stdin.isatty():
            session.message("Ask about the articles; /help lists what else can be typed")
        return conversation.run(_typed_lines() if sys.stdin.isatty() else _piped_lines())


class Conversation:
    """What has been said and what limits the search, and what becomes of the next line."""

    def __init__(
        self, assistant: Assistant, *, session: Session, filters: Filters, quotes: bool | None
    ) -> None:
        self._assistant = assistant
        self._session = session
        self._filters = filters
        self._quotes = quotes
        self._history: list[Turn] = []
        self._latest: Answer | None = None
        self._commands: Mapping[str, Callable[[str], None]] = {
            "/sources": self._show_sources,
            "/outlet": self._limit_outlet,
            "/collection": self._limit_collection,
            "/since": self._limit_since,
            "/until": self._limit_until,
            "/new": self._forget,
            "/help": self._help,
        }

    def run(self, lines: Iterator[str]) -> int:
        """Takes line after line until they end; an error ends one line, not the conversation.

        Returns:
            The exit code: at the keyboard 0; for a script that of the last error, or 0.
        """
        interactive = sys.stdin.isatty()
        exit_code = 0
        for text in lines:
            if text.split(maxsplit=1)[0] in ("/quit", "/exit"):
                break
            try:
                self._take(text)
            except AssistantError as error:
                report(described(error), as_json=self._session.as_json, compact=True)
                exit_code = 0 if interactive else error.exit_code
            except KeyboardInterrupt:
                if not interactive:
                    raise
                output.message("Stopped; Ctrl-D leaves")
        return exit_code

    def _take(self, text: str) -> None:
        if not text.startswith("/"):
            self._ask(text)
            return
        name, _, argument = text.partition(" ")
        command = self._commands.get(name)
        if command is None:
            raise UsageError(f"There is no {name} here", hint="/help lists what can be typed")
        command(argument.strip())

    def _ask(self, question: str) -> None:
        history = tuple(self._history)
        if self._session.as_json:
            from assistant.rendering.json.results import json_document

            answer = self._assistant.ask(question, filters=self._filters, history=history)
            output.result_document(json_document(answer), compact=True)
        else:
            answer = answered_live(
                self._assistant,
                question,
                filters=self._filters,
                history=history,
                quotes=self._quotes,
            )
            output.result("\n")
        self._latest = answer
        self._history.append(Turn(question, answer.text))

    def _show_sources(self, _: str) -> None:
        if self._latest is None or not self._latest.statements:
            raise UsageError("There is no answer with sources yet", hint="Ask something first")
        from assistant.rendering.terminal.answers import source_lines

        statements = self._latest.statements
        changes = self._assistant.changes(statements)
        lines = source_lines(
            statements,
            quotes=True,
            ids=True,
            changes=changes,
            corrections=self._latest.corrections,
        )
        output.result_lines(lines)

    def _limit_outlet(self, name: str) -> None:
        self._limit(replace(self._filters, sources=(name,) if name else ()))

    def _limit_collection(self, name: str) -> None:
        found = self._assistant.collection(name) if name else None
        self._limit(replace(self._filters, collection=found.name if found else ""))

    def _limit_since(self, words: str) -> None:
        self._limit(
            replace(self._filters, since=days_of(words, label="/since").first if words else None)
        )

    def _limit_until(self, words: str) -> None:
        self._limit(
            replace(self._filters, until=days_of(words, label="/until").last if words else None)
        )

    def _limit(self, filters: Filters) -> None:
        self._filters = filters
        from assistant.rendering.wording import filters_in_words

        self._session.message(f"Searching: {filters_in_words(filters) or 'every article'}")

    def _forget(self, _: str) -> None:
        self._history.clear()
        self._latest = None
        self._session.message("A new conversation begins")

    def _help(self, _: str) -> None:
        output.write(sys.stderr, _HELP)


def _typed_lines() -> Iterator[str]:
    """Lines typed at the keyboard, blank ones left out, until Ctrl-D."""
    try:
        import readline  # noqa: F401 - gives input() line editing and a history
    except ImportError:
        output.message("Without readline there is no history of what was typed")
    while True:
        try:
            typed = _prompted().strip()
        except EOFError:
            output.write(sys.stderr, "\n")
            return
        if typed:
            yield typed


def _prompted() -> str:
    if sys.stdout.isatty():
        return input(_PROMPT)
    if typed := typed_line(_PROMPT):
        return typed
    raise EOFError


def _piped_lines() -> Iterator[str]:
    """Lines of a pipe or a file, blank ones left out."""
    while line := sys.stdin.readline():
        if line.strip():
            yield line.strip()
