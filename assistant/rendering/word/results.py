"""Any result as a Word document with footnotes, to be passed on: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.rendering.renderers import Result, Terms
from assistant.rendering.word.answers import (
    answer_document,
    conversation_document,
    summary_document,
    verification_document,
)
from assistant.rendering.word.telling import figures_document, quotes_document, timeline_document
from assistant.telling import Figures, Quotes, Timeline
from assistant.types import Answer, Summary, Verification


def rendered(result: Result, terms: Terms) -> bytes:
    """A result as the bytes of a Word document."""
    match result:
        case Answer():
            written = answer_document(result, changes=terms.changes)
        case Summary():
            written = summary_document(result)
        case Verification():
            written = verification_document(result)
        case Conversation():
            written = conversation_document(result, changes=terms.changes)
        case Timeline():
            written = timeline_document(result)
        case Quotes():
            written = quotes_document(result)
        case Figures():
            written = figures_document(result)
    return written.packed()
