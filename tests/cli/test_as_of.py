"""A library seen as on an earlier day: nothing that came out later is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.rendering.json import answers, articles
from assistant.rendering.json.articles import Stories, Story
from assistant.rendering.json.news import Briefing, Changes
from assistant.rendering.json.telling import Figures, Quotes, Timeline
from assistant.types import Filters
from tests.cli.running import CommandLine
from tests.samples import assistant_over

DAY = "2025-03-06"
BEFORE = """---
title: Harbour wall of Skarn to be raised
source: The Harbour Post
date: 2025-03-02
---
The harbour wall of Skarn will be raised by two metres, Mayor Maria Lund said on Saturday.
"""
AFTER = BEFORE.replace("two metres", "three metres").replace(
    "---\nThe", "updated: 2025-03-20\n---\nThe"
)


def published(told: Any) -> Iterator[str]:
    """The days of publication of all sources."""
    for source in told.sources:
        yield source.published[:10]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (("ask", "How many people died on the Saint Orla?"), answers.Answer),
        (("timeline", "Saint", "Orla"), Timeline),
        (("quotes", "Saint", "Orla"), Quotes),
        (("figures",), Figures),
        (("changes", "--since", "2025-03-01"), Changes),
        (("brief", "--since", "2025-03-01"), Briefing),
    ],
)
def test_nothing_later_is_told(
    library: CommandLine, words: tuple[str, ...], form: type[answers.Answer]
) -> None:
    days = list(published(library(*words, "--as-of", DAY, "--json").parsed(form)))
    assert days or words[0] == "figures"
    assert all(day <= DAY for day in days)
    none = library(*words, "--as-of", DAY, "--taken-in", "--json").parsed(form)
    assert list(published(none)) == []


def test_a_story_has_no_later_article(library: CommandLine) -> None:
    now = library("stories", "--limit", "200", "--json").parsed(Stories).stories
    grew = next(one for one in now if one.days is not None and one.days[0] != one.days[1])
    assert grew.days is not None
    day = grew.days[0]
    then = library("stories", "--limit", "200", "--as-of", day, "--json").parsed(Stories).stories
    whole = {one.story_id: {each.document_id for each in one.articles} for one in now}
    for one in then:
        assert all((each.published or "")[:10] <= day for each in one.articles)
        assert {each.document_id for each in one.articles} <= whole[one.story_id]
        assert one.days is None or one.days[1] <= day
    key = ("story", grew.story_id)
    (found,) = [one for one in then if one.story_id == grew.story_id]
    assert library(*key, "--as-of", day, "--json").parsed(Story) == found
    assert library(*key, "--as-of", "1999").code == 2
    assert library(*key, "--as-of", day, "--pin").code == 2
    none = library("stories", "--as-of", day, "--taken-in", "--json").parsed(Stories)
    assert none.stories == []


def test_what_was_known_is_found_behind_what_came_later(empty: CommandLine, tmp_path: Path) -> None:
    """The indexes do not know of updates: they are searched until enough is left."""
    for number in range(60):
        text = AFTER.replace("Lund said", f"Lund said of the harbour wall, part {number},")
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8", newline="\n")
    known = BEFORE.replace("by two metres", "some day").replace("Harbour wall of Skarn to", "To")
    (tmp_path / "known.md").write_text(known, encoding="utf-8", newline="\n")
    assert empty("add", tmp_path).code == 0
    words = ("search", "harbour wall of Skarn raised three metres", "-k", "2", "--json")
    found = empty(*words, "--as-of", "2025-03-10").parsed(articles.Search)
    assert ["some day" in hit.text for hit in found.hits] == [True]


def test_nothing_later_is_found(library: CommandLine) -> None:
    found = library("search", "ferry", "-k", "30", "--as-of", DAY, "--json").parsed(articles.Search)
    assert found.hits
    assert all(hit.published and hit.published[:10] <= DAY for hit in found.hits)


def test_today_is_that_day(library: CommandLine) -> None:
    asked = ("ask", "What was published yesterday about the ferry?", "--json")
    told = library(*asked, "--as-of", DAY).parsed(answers.Answer)
    assert any("5 March 2025" in note for note in told.notes), told.notes
    assert set(published(told)) <= {"2025-03-05"}


def test_before_everything_there_is_nothing(library: CommandLine) -> None:
    told = library("ask", "Who sank the ferry?", "--as-of", "1999", "--json").parsed(answers.Answer)
    assert told.abstention is not None
    assert told.abstention.nearest == []


def test_an_article_is_told_as_it_was(empty: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "wall.md"
    for text in (BEFORE, AFTER):
        file.write_text(text, encoding="utf-8", newline="\n")
        assert empty("add", file).code == 0
    for words in ((), ("harbour", "wall")):
        then = empty("quotes", *words, "--as-of", "2025-03-10", "--json").parsed(Quotes)
        assert "two metres" in then.speakers[0].said[0].statement.text
        now = empty("quotes", *words, "--as-of", "2025-03-20", "--json").parsed(Quotes)
        assert "three metres" in now.speakers[0].said[0].statement.text
    earlier = empty("search", "harbour wall", "--as-of", "2025-03-10", "--json")
    assert earlier.parsed(articles.Search).hits == []
    none = empty("quotes", "--as-of", "2025-03-01", "--json").parsed(Quotes)
    assert none.articles_read == 0


def test_wrong_use_is_told(library: CommandLine) -> None:
    for words in (
        ("changes", "--as-of", DAY),
        ("ask", "Who?", "--as-of", "soon"),
        ("ask", "Who?", "--since", "2025-04", "--as-of", DAY),
        ("quotes", "--article", "abc", "--as-of", DAY),
    ):
        ran = library(*words)
        assert (ran.code, "--as-of" in ran.err) == (2, True), ran.err


def test_programs_are_told_nothing_later(library: CommandLine) -> None:
    from assistant.web.tools import functions

    with assistant_over(library.home) as assistant:
        named = {one.__name__: one for one in functions(assistant)}
        found: Any = named["search"]("ferry", as_of=DAY)
        days = [hit["published"][:10] for hit in found["hits"]]
        for name in ("timeline", "quotes", "figures", "coverage"):
            told: Any = named[name]("ferry", as_of=DAY)
            days += [one["published"][:10] for one in told["sources"]]
        told = named["brief"]("2025-03-01", as_of=DAY)
        days += [one["published"][:10] for one in told["sources"]]
    assert len(days) > 20
    assert all(day <= DAY for day in days)


def test_limits_join(library: CommandLine) -> None:
    with assistant_over(library.home) as assistant:
        day = assistant.days()
        assert day is not None
        seen = Filters(as_of=day[0], until=day[1], undated=True)
        assert (seen.last, seen.lets_undated_in) == (day[0], False)
        assert 0 < assistant.count(seen) < assistant.count()
