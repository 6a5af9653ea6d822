"""What is new in a library as Markdown with footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.news import Arrived, Briefing, ChangesSince, Revised
from assistant.rendering.markdown import (
    FootnoteNumbers,
    document,
    escape,
    footnote_numbers,
    footnotes,
    marks,
    note_blocks,
    statement_markdown,
)
from assistant.rendering.news import (
    brief_in_words,
    briefing_heading,
    briefing_tally,
    changes_heading,
    changes_tally,
    gone_in_words,
    killed_in_words,
    moved_in_words,
    noted_in_words,
    revised_in_words,
    story_in_words,
)
from assistant.rendering.wording import headline_in_words
from assistant.versions import NO_CHANGES


def changes_markdown(changes: ChangesSince) -> str:
    """A heading for each story and each further part, a list item for each change."""
    numbers = footnote_numbers(changes.statements)
    blocks = [f"# {escape(changes_heading(changes))}", f"*{escape(changes_tally(changes))}.*"]
    for story in changes.stories:
        blocks.append(f"## {escape(story.title)}")
        blocks.append(f"*{escape(story_in_words(story))}*")
        blocks.append("\n".join(_arrived(one, numbers) for one in story.arrived))
    if changes.revised:
        blocks.append("## New versions")
        blocks += [_revised(one, numbers) for one in changes.revised]
    moved = [
        f"- {escape(moved_in_words(one))}"
        f"{marks(one.before.statement, numbers)}{marks(one.after.statement, numbers)}"
        for one in changes.moved
    ]
    noted = [
        f"- {escape(noted_in_words(one))}{''.join(marks(each, numbers) for each in one.statements)}"
        for one in changes.corrected
    ]
    killed = [f"- {escape(killed_in_words(one))}" for one in changes.killed]
    gone = [
        f"- {statement_markdown(one.statement, numbers)}\\\n  *{escape(gone_in_words(one))}*"
        for one in changes.gone
    ]
    blocks += _part("Figures that moved", moved)
    blocks += _part("Corrections", noted)
    blocks += _part("Withdrawn: must not be used", killed)
    blocks += _part("Cited sentences that are gone", gone)
    blocks += note_blocks(changes.notes)
    return document([*blocks, footnotes(changes.statements, numbers, NO_CHANGES)])


def _part(name: str, items: Sequence[str]) -> list[str]:
    return [f"## {name}", "\n".join(items)] if items else []


def _arrived(arrived: Arrived, numbers: FootnoteNumbers) -> str:
    head = f"- **{escape(headline_in_words(arrived.article))}**"
    if arrived.lead is None:
        return head
    return f"{head}\\\n  {statement_markdown(arrived.lead, numbers)}"


def _revised(revised: Revised, numbers: FootnoteNumbers) -> str:
    lines = [f"**{escape(headline_in_words(revised.article))}**", ""]
    lines += [f"- {escape(words)}" for words in revised_in_words(revised)]
    for one in revised.sentences:
        if one.before is not None:
            lines.append(f"- was: {statement_markdown(one.before, numbers)}")
        if one.after is not None:
            lines.append(f"- now: {statement_markdown(one.after, numbers)}")
    return "\n".join(lines).strip()


def briefing_markdown(briefing: Briefing) -> str:
    """A heading for each story, below it its sentences and what is new."""
    numbers = footnote_numbers(briefing.statements)
    blocks = [f"# {escape(briefing_heading(briefing))}", f"*{escape(briefing_tally(briefing))}.*"]
    for one in briefing.stories:
        blocks.append(f"## {escape(one.title)}")
        blocks.append(f"*{escape(brief_in_words(one))}*")
        blocks.append(" ".join(statement_markdown(each, numbers) for each in one.statements))
        if one.fresh:
            said = " ".join(statement_markdown(each, numbers) for each in one.fresh)
            blocks.append(f"**New:** {said}")
    blocks += note_blocks(briefing.notes)
    return document([*blocks, footnotes(briefing.statements, numbers, NO_CHANGES)])
