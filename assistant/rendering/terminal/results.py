"""Any result for a terminal, or plain for a pipe: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.renderers import Result, Terms, no_form
from assistant.rendering.terminal import Page, render
from assistant.rendering.terminal.answers import answer_lines, summary_lines, verification_lines
from assistant.rendering.terminal.news import briefing_lines, changes_lines
from assistant.rendering.terminal.telling import summary_coverage_lines, telling_lines
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification


def rendered(result: Result, terms: Terms) -> str:
    """A result for a terminal, or plain for a pipe.

    Raises:
        UsageError: it is a conversation.
    """
    match result:
        case Answer():
            lines = answer_lines(result, quotes=terms.quotes)
        case Summary():
            lines = summary_lines(result, quotes=terms.quotes)
        case Verification():
            lines = verification_lines(result, quotes=terms.quotes is not False)
        case Timeline() | Quotes() | Figures() | Coverage():
            lines = telling_lines(result, quotes=terms.quotes, columns=terms.columns)
        case SummaryCoverage():
            lines = summary_coverage_lines(result, quotes=terms.quotes)
        case Briefing():
            lines = briefing_lines(result, quotes=terms.quotes)
        case ChangesSince():
            lines = changes_lines(result)
        case Conversation():
            raise no_form(result, "text")
    page = Page(terms.columns is not None, terms.columns or 80)
    return render(lines, page=page)
