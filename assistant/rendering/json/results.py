"""Any result as a JSON document: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.json import Document, dumps
from assistant.rendering.json.answers import (
    answer_document,
    conversation_document,
    summary_document,
    verification_document,
)
from assistant.rendering.json.news import briefing_document, changes_document
from assistant.rendering.json.telling import (
    coverage_document,
    figures_document,
    quotes_document,
    summary_coverage_document,
    timeline_document,
)
from assistant.rendering.renderers import Result, Terms
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification


def rendered(result: Result, terms: Terms) -> str:
    """A result as a JSON document."""
    document: Document
    match result:
        case Answer():
            document = answer_document(result, changes=terms.changes)
        case Summary():
            document = summary_document(result)
        case Verification():
            document = verification_document(result)
        case Conversation():
            document = conversation_document(result, changes=terms.changes)
        case Timeline():
            document = timeline_document(result)
        case Quotes():
            document = quotes_document(result)
        case Figures():
            document = figures_document(result)
        case Coverage():
            document = coverage_document(result)
        case SummaryCoverage():
            document = summary_coverage_document(result)
        case Briefing():
            document = briefing_document(result)
        case ChangesSince():
            document = changes_document(result)
    return dumps(document) + "\n"
