"""Any result as a JSON document: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.json import Document, Form, answers, dumps, news, telling
from assistant.rendering.renderers import Result, Terms
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification
from assistant.versions import NO_CHANGES, Changes


def rendered(result: Result, terms: Terms) -> str:
    """A result as a JSON document."""
    return dumps(json_document(result, changes=terms.changes)) + "\n"


def json_document(result: Result, *, changes: Changes = NO_CHANGES) -> Document:
    """A result as a JSON object.

    ``changes`` are what became of the cited sentences of an answer or a conversation since.
    """
    form: Form
    match result:
        case Answer():
            form = answers.Answer.model_validate(result, context=changes)
        case Conversation():
            form = answers.Conversation.model_validate(result, context=changes)
        case Summary():
            form = answers.Summary.of(result)
        case Verification():
            form = answers.Verification.of(result)
        case Timeline():
            form = telling.Timeline.of(result)
        case Quotes():
            form = telling.Quotes.of(result)
        case Figures():
            form = telling.Figures.of(result)
        case Coverage():
            form = telling.Coverage.of(result)
        case SummaryCoverage():
            form = telling.CoveredSummary.of(result)
        case Briefing():
            form = news.Briefing.of(result)
        case ChangesSince():
            form = news.Changes.of(result)
    return form.document()
