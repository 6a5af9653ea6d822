"""What the parts of the page share: the assistant, the work going on, and whose page it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.characters import shortened
from assistant.rendering.failures import failure_of
from assistant.rendering.html.answers import error_html
from assistant.web.work import Work

_LOG: Final = logging.getLogger(__name__)
_SHOWN: Final = 200
"""Characters of a question that is shown with what went wrong."""


Updates = dict[Any, Any]
"""New values of the page's components, by component."""
Handler = Callable[..., Updates]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every handler needs.

    Attributes:
        assistant: answers, for all pages at once.
        owner_of: whose conversations an event is about: a secret of the browser's.
        user_of: who is logged in where an event came from.
        work: what is going on, by page.
        now: the time, for what is kept.
    """

    assistant: Assistant
    owner_of: Callable[[gr.Request], str]
    user_of: Callable[[gr.Request], str | None]
    work: Work = field(default_factory=Work)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def page_of(request: gr.Request) -> str:
    """The open page that an event came from."""
    return str(request.session_hash)


def told(error: Exception, *, question: str | None = None) -> Markup:
    """An error as a message in the page, in the words of the command line.

    What is not one of the program's own errors is logged with its traceback.
    """
    shown = None if question is None else shortened(question, _SHOWN)
    failure = failure_of(error, hint="The server's log says where; ask again")
    if failure.internal:
        _LOG.error("The page met an unexpected error", exc_info=error)
    return error_html(failure.message, failure.hint, question=shown)


def told_in(place: gr.HTML, handler: Handler) -> Handler:
    """``handler`` with whatever goes wrong told in ``place``, which has to be an output."""

    @wraps(handler)
    def guarded(*given: Any) -> Updates:
        try:
            # Without any update Gradio would show the empty dictionary itself.
            return handler(*given) or {place: gr.skip()}
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            return {place: told(error)}

    return guarded
