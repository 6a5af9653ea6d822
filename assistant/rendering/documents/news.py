"""What is new in a library as documents: changes and briefings."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.news import Arrived, Briefing, ChangesSince, Revised
from assistant.rendering.documents import (
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    aside,
    cited,
    item,
    noted,
    said,
    text,
    together,
)
from assistant.rendering.later import since_in_words
from assistant.rendering.news import (
    GONE,
    brief_in_words,
    briefing_heading,
    briefing_tally,
    changes_heading,
    changes_tally,
    further_parts,
    revised_in_words,
    story_in_words,
)
from assistant.rendering.wording import headline_in_words


def of_changes(changes: ChangesSince) -> Document:
    """A heading for each story and each further part, an item for each change."""
    return Document(changes_heading(changes), tuple(_changes(changes)))


def of_briefing(briefing: Briefing) -> Document:
    """A heading for each story, below it its sentences and what is new."""
    blocks: list[Block] = [aside(f"{briefing_tally(briefing)}.")]
    for one in briefing.stories:
        blocks += [Heading(one.title), aside(brief_in_words(one))]
        blocks.append(text(*together(one.statements)))
        if one.fresh:
            blocks.append(text(Run("New:", strong=True), Run(" "), *together(one.fresh)))
    return Document(briefing_heading(briefing), (*blocks, *noted(briefing.notes)))


def _changes(changes: ChangesSince) -> Iterator[Block]:
    yield aside(f"{changes_tally(changes)}.")
    for story in changes.stories:
        yield Heading(story.title)
        yield aside(story_in_words(story))
        yield from map(_arrived, story.arrived)
    if changes.revised:
        yield Heading("New versions")
        for revised in changes.revised:
            yield from _revised(revised)
    for name, told in further_parts(changes):
        yield Heading(name)
        for words, statements in told:
            yield item(Run(words), cited(*statements))
    if changes.gone:
        yield Heading(GONE)
    for one in changes.gone:
        yield item(*said(one.statement), below=(since_in_words(one.since),))
    yield from noted(changes.notes)


def _arrived(arrived: Arrived) -> Paragraph:
    lead = () if arrived.lead is None else (Run(": "), *said(arrived.lead))
    return item(Run(headline_in_words(arrived.article), strong=True), *lead)


def _revised(revised: Revised) -> Iterator[Block]:
    yield text(Run(headline_in_words(revised.article), strong=True))
    for words in revised_in_words(revised):
        yield item(Run(words))
    for one in revised.sentences:
        for name, statement in (("was", one.before), ("now", one.after)):
            if statement is not None:
                yield item(Run(f"{name}: "), *said(statement))
