"""Any result as a document: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.documents import Document
from assistant.rendering.documents.answers import (
    of_answer,
    of_conversation,
    of_summary,
    of_verification,
)
from assistant.rendering.documents.news import of_briefing, of_changes
from assistant.rendering.documents.telling import of_summary_coverage, of_telling
from assistant.rendering.renderers import Result
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification
from assistant.versions import NO_CHANGES, Changes


def document_of(result: Result, *, changes: Changes = NO_CHANGES) -> Document:
    """The document of a result; ``changes`` are what became of the cited sentences since."""
    match result:
        case Answer():
            document = of_answer(result, changes=changes)
        case Summary():
            document = of_summary(result)
        case Verification():
            document = of_verification(result)
        case Conversation():
            document = of_conversation(result, changes=changes)
        case Timeline() | Quotes() | Figures() | Coverage():
            document = of_telling(result)
        case SummaryCoverage():
            document = of_summary_coverage(result)
        case ChangesSince():
            document = of_changes(result)
        case Briefing():
            document = of_briefing(result)
    return document
