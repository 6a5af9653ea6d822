"""What is new in a library as lines for a terminal, each sentence with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from assistant.news import ArrivedStory, Briefing, ChangesSince, Revised
from assistant.rendering.later import since_in_words
from assistant.rendering.news import (
    GONE,
    WITHDRAWN,
    brief_in_words,
    briefing_heading,
    briefing_tally,
    changes_heading,
    changes_tally,
    further_parts,
    revised_in_words,
    story_in_words,
)
from assistant.rendering.sourcing import cited_sources, numbers_by_article
from assistant.rendering.terminal import Line, Span, blank, line
from assistant.rendering.terminal.answers import note_lines, source_lines, together_spans
from assistant.rendering.wording import count, headline_in_words, short_id
from assistant.types import Statement

_SHOWN: Final = 3
"""New articles of a story that are shown; of the first alone what it is about."""


def changes_lines(changes: ChangesSince) -> list[Line]:
    """What changed: new articles by story, new versions, corrections, what is gone."""
    lines = [
        line((changes_heading(changes), "bold")),
        line((f"{changes_tally(changes)}.", "dim")),
    ]
    for story in changes.stories:
        lines += [blank(), *_story_lines(story)]
    for revised in changes.revised:
        lines += [blank(), *_revised_lines(revised)]
    for name, told in further_parts(changes):
        style = "red" if name == WITHDRAWN else ""
        lines += [blank(), line((name, "bold"))]
        lines += [
            line((words, style), *chain(*map(place, statements)), indent=2, hanging=2)
            for words, statements in told
        ]
    if changes.gone:
        lines += [blank(), line((GONE, "bold")), *_gone_lines(changes)]
    return [*lines, *note_lines(changes.notes)]


def place(statement: Statement) -> Iterator[Span]:
    """Where a sentence stands, as ``assistant show`` takes it: `` [3fa9c1d2e4 §2]``."""
    for one in statement.citations[:_SHOWN]:
        yield (f" [{short_id(one.article_id)} §{one.sentence_index + 1}]", "cyan")


def _story_lines(story: ArrivedStory) -> Iterator[Line]:
    single = len(story.arrived) == 1
    if not single or story.known:
        yield line((story.title, "bold"), (f"  {story_in_words(story)}", "dim"), hanging=2)
    for number, one in enumerate(story.arrived[:_SHOWN]):
        style = "bold" if single and not story.known else ""
        head: tuple[Span, ...] = ((headline_in_words(one.article), style),)
        if number or one.lead is None:
            head += ((f" [{short_id(one.article.id)}]", "cyan"),)
        yield line(*head, indent=2, hanging=2)
        if one.lead is not None and not number:
            yield line(one.lead.text, *place(one.lead), indent=4)
    if (more := len(story.arrived) - _SHOWN) > 0:
        words = f"and {count(more, 'further new article')}: assistant story {short_id(story.id)}"
        yield line((words, "dim"), indent=2)


def _revised_lines(revised: Revised) -> Iterator[Line]:
    old, new = short_id(revised.before), short_id(revised.article.id)
    yield line(("New version  ", "yellow"), (headline_in_words(revised.article), "bold"), hanging=2)
    for words in revised_in_words(revised):
        yield line(words, indent=2, hanging=2)
    for one in revised.sentences[: 2 * _SHOWN]:
        if one.before is not None:
            yield line(("- ", "red"), one.before.text, *place(one.before), indent=2, hanging=2)
        if one.after is not None:
            yield line(("+ ", "green"), one.after.text, *place(one.after), indent=2, hanging=2)
    if (more := len(revised.sentences) - 2 * _SHOWN) > 0:
        words = f"and {count(more, 'further sentence')}: assistant history {new}"
        yield line((words, "dim"), indent=2)
    elif not revised.sentences:
        yield line((f"{old} to {new}: no sentence differs", "dim"), indent=2)


def _gone_lines(changes: ChangesSince) -> Iterator[Line]:
    for one in changes.gone:
        yield line(one.statement.text, *place(one.statement), indent=2, hanging=2)
        yield line((since_in_words(one.since), "yellow"), indent=4, hanging=2)


def briefing_lines(briefing: Briefing, *, quotes: bool | None = None) -> list[Line]:
    """A briefing: for each story its headline, a few sentences, what is new; and the sources."""
    numbers = numbers_by_article(cited_sources(briefing.statements))
    lines = [
        line((briefing_heading(briefing), "bold")),
        line((f"{briefing_tally(briefing)}.", "dim")),
    ]
    for one in briefing.stories:
        lines += [
            blank(),
            line((one.title, "bold")),
            line((brief_in_words(one), "dim"), hanging=2),
            line(*together_spans(one.statements, numbers)),
        ]
        if one.fresh:
            lines.append(line(("New: ", "bold"), *together_spans(one.fresh, numbers)))
    sources = source_lines(briefing.statements, quotes=quotes is True, ids=True)
    return [*lines, *sources, *note_lines(briefing.notes)]
