"""A summary in the app, with what else can be made of its articles, and as a page to print."""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.answers import summary_html
from assistant.rendering.html.statements import shown_source, shown_statements
from assistant.rendering.html.telling import Cited
from assistant.rendering.references import summary_references
from assistant.rendering.sourcing import cited_sources
from assistant.rendering.telling import CARRIED, summary_coverage_in_words
from assistant.rendering.wording import count, left_out_in_words, provenance
from assistant.telling import Carried, SummaryCoverage
from assistant.types import Summary

_LEAST_FIRST = (Carried.NOT, Carried.PARTLY, Carried.WHOLE)


def digest_html(told: Summary | SummaryCoverage, *, offered: Collection[str]) -> Markup:
    """A summary in the app, and what it leaves out where that was found out.

    ``offered`` are the refinements that it can have: ``shorter``, ``longer``, ``coverage``, and
    the styles.
    """
    summary = told.summary if isinstance(told, SummaryCoverage) else told
    return render(
        "digest",
        summary=summary_html(summary, copied=summary_references(summary)),
        coverage=_coverage(told) if isinstance(told, SummaryCoverage) else "",
        offered=offered,
    )


def summary_page(told: Summary | SummaryCoverage) -> Markup:
    """A summary as a page of its own: one file that asks nothing of anybody, ready to print."""
    summary = told.summary if isinstance(told, SummaryCoverage) else told
    sources = cited_sources(summary.statements)
    numbers = {source.first.article_id: source.number for source in sources}
    return render(
        "told",
        heading="Summary",
        nothing="",
        made=f"{count(summary.words, 'word')}; {provenance(summary.engine)}",
        body=render(
            "summary_page",
            statements=shown_statements(summary.statements, numbers=numbers),
            style=summary.style,
            coverage=_coverage(told) if isinstance(told, SummaryCoverage) else "",
        ),
        sources=tuple(
            Cited(shown_source(one, summary.corrections), one.first.url, one.citations)
            for one in sources
        ),
        notes=(*summary.notes, *left_out_in_words(summary.left_out)),
    )


def _coverage(covered: SummaryCoverage) -> Markup:
    """What a summary leaves out first, then what it says in part, then what it carries."""
    facts = sorted(covered.facts, key=lambda one: _LEAST_FIRST.index(one[1]))
    return render(
        "left_out",
        told=summary_coverage_in_words(covered),
        facts=[
            (fact.statement.citations[0], CARRIED[kind])
            for fact, kind in facts
            if fact.statement.citations
        ],
    )
