"""Any result as Markdown: a further kind is a case here."""

from __future__ import annotations

from assistant.conversations import Conversation
from assistant.news import Briefing, ChangesSince
from assistant.rendering.markdown.answers import (
    answer_markdown,
    conversation_markdown,
    summary_markdown,
    verification_markdown,
)
from assistant.rendering.markdown.news import briefing_markdown, changes_markdown
from assistant.rendering.markdown.telling import (
    coverage_markdown,
    figures_markdown,
    quotes_markdown,
    summary_coverage_markdown,
    timeline_markdown,
)
from assistant.rendering.renderers import Result, Terms
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification


def rendered(result: Result, terms: Terms) -> str:
    """A result as Markdown with footnotes."""
    match result:
        case Answer():
            text = answer_markdown(result, changes=terms.changes)
        case Summary():
            text = summary_markdown(result)
        case Verification():
            text = verification_markdown(result)
        case Conversation():
            text = conversation_markdown(result, changes=terms.changes)
        case Timeline():
            text = timeline_markdown(result)
        case Quotes():
            text = quotes_markdown(result)
        case Figures():
            text = figures_markdown(result)
        case Coverage():
            text = coverage_markdown(result)
        case SummaryCoverage():
            text = summary_coverage_markdown(result)
        case Briefing():
            text = briefing_markdown(result)
        case ChangesSince():
            text = changes_markdown(result)
    return text
