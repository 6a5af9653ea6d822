"""Kill notices in words: what agencies send, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.kills import kill_words

STORY = "The ferry sank on Monday. Nobody was hurt, the port said."


@pytest.mark.parametrize(
    ("title", "text", "note"),
    [
        ("KILL: Ferry sinks", STORY, ""),
        ("MANDATORY KILL", "The story slugged Ferry is wrong.", ""),
        ("Mandatory kill of the ferry story", STORY, ""),
        ("BULLETIN: MANDATORY KILL", STORY, ""),
        ("BC-Ferry,KILL", STORY, ""),
        ("KILL ADVISORY", STORY, ""),
        ("STORY WITHDRAWN", STORY, ""),
        ("Ferry", "EDITORS: Kill the story slugged Ferry that moved at 1015 GMT.", ""),
        ("Ferry", "EDS: Please withdraw the item above. A new version will follow.", ""),
        ("Ferry", "KILL: it is libellous", ""),
        ("Ferry", "OSTVIK\n\nMANDATORY KILL\n\nDo not use this.", ""),
        ("Ferry sinks", STORY, "MANDATORY KILL: do not use"),
        ("Ferry sinks", STORY, "ATTENTION EDITORS: kill this story"),
    ],
)
def test_what_kills_a_story(title: str, text: str, note: str) -> None:
    words = kill_words(title=title, text=text, note=note)
    assert words
    assert "\n" not in words


@pytest.mark.parametrize(
    ("title", "text", "note"),
    [
        ("Ferry sinks", STORY, ""),
        ("Kill: a film that nobody will forget", STORY, ""),
        ("KILL BILL RETURNS TO CINEMAS", STORY, ""),
        ("Storms kill three in Skarn", STORY, ""),
        ("Troops withdraw from the story of the century", STORY, ""),
        ("To Kill a Mockingbird, the story of a trial", STORY, ""),
        ("Ferry sinks", "EDITORS: Withdraw photo FER101, which goes with this story.", ""),
        ("Ferry sinks", "EDS: KILLS last paragraph, adds quotes. " + STORY, ""),
        ("Ferry sinks", "Kill the bill, protesters shouted about the item on the agenda.", ""),
        ("Ferry sinks", "The killer was found above the shop.", "UPDATES with quotes"),
        ("Ferry sinks", "EDITORS: Kill the story above. " + STORY * 40, ""),
    ],
)
def test_what_kills_none(title: str, text: str, note: str) -> None:
    assert kill_words(title=title, text=text, note=note) is None


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=80))
def test_no_text_is_a_notice_that_names_no_kill(title: str, text: str, note: str) -> None:
    words = kill_words(title=title, text=text, note=note)
    said = f"{title} {text} {note}".casefold()
    assert words is None or "kill" in said or "withdraw" in said


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_a_notice_keeps_its_words_whatever_follows(more: str) -> None:
    words = kill_words(title="MANDATORY KILL", text=more)
    assert words is not None
    assert words.startswith("MANDATORY KILL") or "MANDATORY KILL".startswith(words[:4])
    assert len(words) <= 400
