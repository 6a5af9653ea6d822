"""Any result as HTML: a further kind is a case here.

Answers and summaries are pieces of the app's page; checked drafts, what is told of stories, and
a conversation, are pages of their own.
"""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing
from assistant.rendering.html.answers import answer_html, summary_html
from assistant.rendering.html.conversation import conversation_page
from assistant.rendering.html.drafts import verification_page
from assistant.rendering.html.telling import briefing_page, summary_coverage_part, told_page
from assistant.rendering.references import summary_references
from assistant.rendering.renderers import Result, Terms, no_form
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification


def rendered(result: Result, terms: Terms) -> str:
    """A result as HTML.

    Raises:
        UsageError: it is a list of changes.
    """
    match result:
        case Answer():
            html = answer_html(result, changes=terms.changes)
        case Summary():
            html = summary_html(result, copied=summary_references(result))
        case Verification():
            html = verification_page(result)
        case Timeline() | Quotes() | Figures() | Coverage():
            html = told_page(result)
        case SummaryCoverage():
            summary = result.summary
            html = summary_html(summary, copied=summary_references(summary))
            html += summary_coverage_part(result)
        case Conversation():
            html = conversation_page(result, changes=terms.changes)
        case Briefing():
            html = briefing_page(result)
        case _:
            raise no_form(result, "html")
    return f"{html}\n"
