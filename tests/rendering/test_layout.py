"""Lines on a page: wrapped and coloured for a terminal, plain for a pipe, safe for both."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.terminal import Line, Page, line, render, render_table
from assistant.rendering.terminal.answers import answer_lines, summary_lines
from assistant.rendering.terminal.library import (
    article_lines,
    article_table,
    hit_lines,
    numbered_lines,
)
from assistant.rendering.terminal.tasks import added_lines, check_lines, failure_lines
from assistant.reports import AddedKind, AddOutcome, AddReport, Check, CheckState
from assistant.types import VerdictKind, cite
from tests.rendering.made import (
    FERRY,
    HITS,
    HOSTILE,
    LISTED,
    QUOTED,
    SUMMARY,
    WRITTEN,
    article,
    doubtful,
    statement,
)
from tests.rendering.printing import COLOURS, NARROW, PIPE, piped
from tests.rendering.test_safety import steers, ugly_text


def test_a_terminal_wraps_and_colours_a_pipe_does_neither() -> None:
    long = answer_lines(replace(QUOTED, statements=(statement("word " * 60, cite(FERRY, 1)),)))
    shown = render(long, page=NARROW)
    assert COLOURS.search(shown)
    assert max(len(COLOURS.sub("", part)) for part in shown.splitlines()) <= 40
    assert "\x1b" not in piped(long)
    assert max(map(len, piped(long).splitlines())) > 290


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = render([line(("[1]", "cyan"), ("wrong", "red"))], page=NARROW)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)


def test_a_pipe_gets_no_colours_even_when_they_are_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert render([line(("[1]", "cyan"))], page=PIPE) == "[1]\n"


def test_markup_and_emoji_codes_in_articles_stay_as_they_are() -> None:
    assert render([line("[bold]no[/bold] [red] :smile:")], page=PIPE) == (
        "[bold]no[/bold] [red] :smile:\n"
    )


def hostile_everything(text: str) -> list[Line]:
    """``text`` in every place where an article's words can be shown."""
    bad = replace(
        article(text or "x", "Calm.", title=text, source=text, url=text),
        authors=(text,),
        origin=text,
    )
    cited = statement(text, cite(bad, 0), verdict=doubtful(VerdictKind.PARTLY, text), lead="\n\n")
    cited = replace(cited, heading=text)
    answer = replace(WRITTEN, statements=(cited, cited), notes=(text,))
    hit = replace(
        HITS[0], article=bad, passage=replace(HITS[0].passage, start=0, end=len(bad.text))
    )
    report = AddReport(
        (
            AddOutcome(text, AddedKind.ADDED, "1" * 16, text, 2),
            AddOutcome(text, AddedKind.FAILED, error=text, hint=text),
        )
    )
    return [
        *answer_lines(answer),
        *summary_lines(replace(SUMMARY, statements=(cited, cited))),
        *hit_lines([replace(hit)]),
        *article_lines(bad),
        *numbered_lines(bad, marked=[0]),
        *added_lines(report, whole=True),
        *failure_lines(report),
        *check_lines([Check(text, CheckState.FAILED, text, text)]),
    ]


@given(ugly_text)
def test_no_article_can_steer_a_terminal(text: str) -> None:
    lines = hostile_everything(text)
    assert not any(steers(character) for character in render(lines, page=PIPE))
    coloured = render(lines, page=NARROW)
    assert not any(steers(character) for character in COLOURS.sub("", coloured))
    table = render_table(article_table([replace(LISTED[0], title=text, source=text)]), page=NARROW)
    assert not any(steers(character) for character in COLOURS.sub("", table))


def test_the_hostile_sample_is_shown_by_its_words_alone() -> None:
    shown = COLOURS.sub("", render(hostile_everything(HOSTILE), page=Page(True, 300)))
    assert "Calm red title cleared desrever [bold]not bold[/bold] bell" in shown


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30))
def test_no_word_is_lost_in_wrapping(word: str) -> None:
    text = f"{word} and {word} again"
    shown = render([line(text, indent=4, hanging=2)], page=NARROW)
    assert "".join(shown.split()) == "".join(text.split())
