"""A briefing as a page that can be mailed: styles in its elements, nothing asked of anybody."""

from __future__ import annotations

from markupsafe import Markup

from assistant.news import Briefing
from assistant.rendering.html import render
from assistant.rendering.html.answers import shown_source
from assistant.rendering.html.answers import shown_statements as shown
from assistant.rendering.news import brief_in_words, briefing_heading, briefing_tally
from assistant.rendering.sourcing import cited_sources


def briefing_page(briefing: Briefing) -> Markup:
    """A page of the stories of a time."""
    statements = iter(shown(briefing.statements))
    stories = [
        {
            "title": one.title,
            "about": brief_in_words(one),
            "statements": [next(statements) for _ in one.statements],
            "fresh": [next(statements) for _ in one.fresh],
        }
        for one in briefing.stories
    ]
    sources = [
        {"source": shown_source(one), "url": one.first.url, "citations": one.citations}
        for one in cited_sources(briefing.statements)
    ]
    return render(
        "briefing",
        heading=briefing_heading(briefing),
        tally=briefing_tally(briefing),
        stories=stories,
        sources=sources,
        notes=briefing.notes,
    )
