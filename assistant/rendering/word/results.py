"""Any result as a Word document with footnotes, to be passed on: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.renderers import Result, Terms, no_form
from assistant.rendering.word.answers import (
    written_answer,
    written_conversation,
    written_summary,
    written_verification,
)
from assistant.rendering.word.telling import (
    written_coverage,
    written_figures,
    written_quotes,
    written_summary_coverage,
    written_timeline,
)
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification


def rendered(result: Result, terms: Terms) -> bytes:
    """A result as the bytes of a Word document.

    Raises:
        UsageError: it is a list of changes or a briefing.
    """
    match result:
        case Answer():
            written = written_answer(result, changes=terms.changes)
        case Summary():
            written = written_summary(result)
        case Verification():
            written = written_verification(result)
        case Conversation():
            written = written_conversation(result, changes=terms.changes)
        case Timeline():
            written = written_timeline(result)
        case Quotes():
            written = written_quotes(result)
        case Figures():
            written = written_figures(result)
        case Coverage():
            written = written_coverage(result)
        case SummaryCoverage():
            written = written_summary_coverage(result)
        case ChangesSince() | Briefing():
            raise no_form(result, "docx")
    return written.packed()
