"""Stories in the browser: the list, a story's head and articles, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.news import ChangesSince
from assistant.rendering.html.answers import answer_html
from assistant.rendering.html.news import news_html
from assistant.rendering.html.stories import (
    Card,
    stories_html,
    story_articles_html,
    story_html,
    story_in_words,
    told_html,
)
from assistant.telling import Quotes, Speaker, Story
from assistant.types import Answer, ArticleSummary
from tests.language.ugly import ugly_text
from tests.rendering.made import HOSTILE
from tests.rendering.news import CAME, CHANGES, hostile_changes
from tests.rendering.test_html import MARKUP, Reader, is_ours
from tests.rendering.test_safety import steers
from tests.rendering.told import (
    FIGURES,
    HARBOUR,
    LEDGER,
    NOTHING,
    QUOTES,
    RADIO,
    SUNK,
    TIMELINE,
    UGLY,
    hostile,
    quoted,
)


def _summary(
    number: int, title: str = "Ferry", source: str | None = "Wire", day: int | None = 4
) -> ArticleSummary:
    return ArticleSummary(
        id=f"{number:x}" * 16 if number < 16 else f"{number:016x}",
        title=title,
        source=source,
        url=None,
        authors=(),
        published=None if day is None else date(2031, 3, day),
        added=datetime(2031, 3, 5, tzinfo=UTC),
        origin="x",
        sentences=3,
        characters=90,
    )


STORY = Story(
    "ferry",
    "Ferry sinks off Skarn",
    (
        _summary(3, RADIO.title, RADIO.source, 8),
        _summary(2, LEDGER.title, LEDGER.source, 6),
        _summary(1, HARBOUR.title, HARBOUR.source, 4),
    ),
    names=("Skarn", "Maria Lund"),
)
OTHER = Story("bridge", "Bridge closed", (_summary(4, "Bridge", None, None),))


def _words(shown: str) -> str:
    return " ".join(Reader(shown).text.split())


def test_a_card_says_what_a_story_is_and_opens_it_and_its_source() -> None:
    shown = stories_html([Card(STORY, SUNK), Card(OTHER)], searched="", more=True, articles=4)
    words = _words(shown)
    assert "4–8 March 2031 · 3 articles · 3 outlets" in words
    assert "The ferry sank off Skarn on Tuesday." in words
    assert re.findall(r'<li dir="auto">(.*?)</li>', shown) == ["Skarn", "Maria Lund"]
    assert "date unknown · 1 article" in words
    assert 'data-do="story" data-story="ferry"' in shown
    assert f'data-do="cite" data-article="{HARBOUR.id}" data-focus="0"' in shown
    assert 'data-do="more"' in shown
    assert "Pinned" not in words
    pinned = Card(replace(STORY, pinned=True))
    assert "Pinned" in stories_html([pinned], searched="", more=False, articles=4)


def test_an_empty_list_says_what_to_do() -> None:
    empty = stories_html([], searched="", more=False, articles=0)
    assert "There are no articles yet" in _words(empty)
    assert 'data-do="samples"' in empty
    alone = stories_html([], searched="", more=False, articles=3)
    assert "There are no stories yet" in _words(alone)
    assert 'data-do="library"' in alone
    missed = stories_html([], searched="<b>ferry", more=False, articles=3)
    assert "No story has all of “<b>ferry”" in _words(missed)
    assert "data-do" not in missed


def test_whoever_may_not_change_stories_is_shown_no_control_for_it() -> None:
    reading = story_html(STORY, others=[STORY, OTHER], may_change=False)
    reading += story_articles_html(STORY, may_change=False)
    assert set(re.findall(r'data-do="(\w+)"', reading)) == {"back", "ask", "digest", "open"}
    changing = story_html(STORY, others=[STORY, OTHER], may_change=True)
    assert set(re.findall(r'data-do="(\w+)"', changing)) == {
        *("back", "ask", "digest", "pin", "rename", "merge")
    }
    assert re.findall(r'<option value="(\w*)"', changing) == ["", "bridge"]
    assert story_articles_html(STORY, may_change=True).count('data-do="part"') == 3
    assert 'data-do="part"' not in story_articles_html(OTHER, may_change=True), "it is the last one"
    alone = story_html(STORY, others=[STORY], may_change=True)
    assert 'data-do="merge"' not in alone


def test_articles_stand_by_day_and_outlet_with_one_number_each_everywhere() -> None:
    story = replace(STORY, articles=(_summary(5, "Late", "Aa", 8), *STORY.articles))
    listed = story_articles_html(story, may_change=False)
    days = re.findall(r"<h4>(.*?)</h4>", listed)
    assert days == ["8 March 2031", "6 March 2031", "4 March 2031"]
    outlets = [one for one in ("Aa", "Skarn Radio", "The Ledger", "Vessmark Wire") if one in listed]
    assert sorted(outlets, key=listed.index) == outlets
    numbers = {
        key: int(number)
        for number, key in re.findall(
            r'nd-number">(\d+)</span> <span><button[^>]*data-article="(\w+)"', listed
        )
    }
    assert sorted(numbers.values()) == [1, 2, 3, 4]
    for told in (TIMELINE, QUOTES, FIGURES):
        marks = re.findall(
            r'data-do="cite" data-article="(\w+)"[^>]*>(\d+)</button>', told_html(told, story)
        )
        assert marks
        assert all(numbers[key] == int(number) for key, number in marks), type(told)


def test_what_has_left_the_story_meanwhile_has_a_number_of_its_own() -> None:
    shown = told_html(TIMELINE, replace(STORY, articles=STORY.articles[:1]))
    marks = set(re.findall(r'data-article="(\w+)"[^>]*>(\d+)</button>', shown))
    assert len(marks) == len({number for _, number in marks}) == 3


def test_much_is_folded() -> None:
    many = tuple(_summary(n, f"Ferry {n}", "Wire", 31 - n // 10) for n in range(16, 216))
    listed = story_articles_html(replace(STORY, articles=many), may_change=False)
    before, _, after = listed.partition("<details")
    assert 20 <= before.count('data-do="open"') < 40
    assert before.count('data-do="open"') + after.count('data-do="open"') == 200
    folded = after.count('data-do="open"')
    assert f"{folded} earlier articles" in _words(listed)

    speaker = QUOTES.speakers[0]
    said = speaker.said * 10
    speakers = tuple(Speaker(f"Speaker {n}", (), said) for n in range(9))
    shown = told_html(Quotes("", speakers, 3), STORY)
    assert "16 later statements" in _words(shown)
    assert "3 further speakers" in _words(shown)
    assert shown.count('data-do="cite"') == 9 * 20

    copies = [replace(HARBOUR, id=f"{n:016x}") for n in range(50)]
    statement = quoted(HARBOUR, 0, *((copy, 0) for copy in copies))
    entry = replace(TIMELINE.entries[0], statements=(statement,))
    marked = told_html(replace(TIMELINE, entries=(entry,)), STORY)
    assert marked.count('data-do="cite"') == 6
    assert "and 45 articles more" in _words(marked)


@pytest.mark.parametrize("told", NOTHING, ids=lambda told: type(told).__name__)
def test_where_nothing_is_found_that_is_said_and_nothing_can_be_turned_round(told: object) -> None:
    shown = told_html(told, STORY)  # type: ignore[arg-type]  # one of three
    assert re.search(r"No .* was found", _words(shown))
    assert "data-do" not in shown
    assert "the ferry" not in shown, "the story says what it is about"


def test_a_plot_asks_for_nothing_and_is_told_in_words() -> None:
    shown = told_html(FIGURES, STORY)
    assert "<svg" in shown
    assert "4 March 2031: Nineteen; 6 March 2031: at least 21" in shown
    assert not re.search(r"(?:src|href)=", shown)


def test_days_of_a_story_in_words() -> None:
    assert story_in_words(STORY).startswith("4–8 March 2031")
    assert story_in_words(OTHER) == "date unknown · 1 article"


def test_what_is_new_since_a_visit_is_one_line_that_unfolds() -> None:
    shown = news_html(replace(CHANGES, since=CAME), now=CAME + timedelta(hours=2))
    line = re.search(r"<summary>(.*)</summary>", shown)
    assert line
    assert line[1] == (
        "2 new articles, 1 figure moved, 1 new version, 1 correction, 1 article withdrawn "
        "since your last visit, today, 09:05 UTC"
    )
    assert shown.count('data-do="story"') == 1
    assert shown.count('data-do="open"') == 2
    assert shown.count('data-do="cite"') == 1
    nothing = ChangesSince("", CAME, None)
    days = [news_html(nothing, now=CAME + timedelta(days=n)) for n in (6, 7)]
    assert "Nothing new since your last visit, Saturday, 09:05 UTC." in days[0]
    assert "Nothing new since your last visit, 8 March 2031, 09:05 UTC." in days[1]


def test_new_articles_are_marked() -> None:
    new = {STORY.articles[0].id}
    assert story_articles_html(STORY, may_change=False, new=new).count("nd-fresh") == 1
    assert "nd-fresh" not in story_articles_html(STORY, may_change=False)
    assert "2 new</span>" in stories_html([Card(STORY, new=2)], searched="", more=False, articles=4)


def _everything(words: str) -> str:
    story = Story(
        "ferry",
        words,
        (_summary(1, words, words), _summary(2, words, None, None)),
        names=(words, words),
        pinned=True,
    )
    told = hostile(words)
    cards = [Card(story, told[0].statements[0], new=2)]
    said = replace(told[0].statements[0], heading=words)
    return "".join(
        [
            stories_html(cards, searched="", more=True, articles=2),
            stories_html([], searched=words, more=False, articles=2),
            story_html(story, others=[replace(story, id="other")], may_change=True),
            story_articles_html(story, may_change=True, new={story.articles[0].id}),
            news_html(hostile_changes(words), now=CAME),
            answer_html(Answer(words, words, (said,), "extractive", notes=(words,))),
            *(told_html(one, story) for one in told),
        ]
    )


@settings(max_examples=60, deadline=None)
@given(st.one_of(ugly_text, MARKUP, st.sampled_from((HOSTILE, *UGLY))))
def test_whatever_stands_in_articles_is_only_text(words: str) -> None:
    shown = _everything(words)
    read = Reader(shown)
    read.attributes = [one for one in read.attributes if one[0] not in DRAWN]
    is_ours(read, also=FORMED)
    assert not any(map(steers, shown))


FORMED = {
    *("h4", "label", "input", "select", "option", "time", "table", "thead", "tbody", "tr", "th"),
    *("td", "svg", "title", "desc", "text", "rect"),
}
DRAWN = {"for", "maxlength", "datetime", "viewbox", "x", "y", "width", "height"}
