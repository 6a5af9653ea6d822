"""What changed since: kept by real processes, told of articles that come, change and go."""

from __future__ import annotations

import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.conversations import Exchange
from assistant.rendering.json import articles
from assistant.rendering.json.news import Changes
from assistant.types import Filters
from tests.cli.running import COMMAND, CommandLine
from tests.rendering.made import HOSTILE
from tests.samples import assistant_over

STORY = """---
title: Ferry sinks off Skarn{more}
source: {outlet}
date: 2025-03-0{day}
---
The ferry Saint Brendan sank off Skarn on Tuesday, and {dead} people were killed.

{second}

Divers looked for the ferry Saint Brendan off Skarn until the evening.
"""
PROMISE = "The owner said that the ferry would sail again in May."


def story(
    folder: Path,
    name: str,
    *,
    dead: int,
    day: int = 4,
    outlet: str = "Vessmark Wire",
    second: str = PROMISE,
    more: str = "",
) -> Path:
    """A file about the ferry."""
    file = folder / f"{name}.md"
    text = STORY.format(dead=dead, day=day, outlet=outlet, second=second, more=more)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def looked_back(run: CommandLine, *words: str | Path) -> Changes:
    return run("changes", *words, "--json").parsed(Changes)


def let_go(run: CommandLine, *, back: timedelta) -> datetime:
    """Sets what the library's rows say of when they came back in time, and returns the moment."""
    from assistant.library.catalogue import Catalogue

    catalogue = Catalogue.in_file(run.home / "catalogue.sqlite")
    moment = (datetime.now(UTC) - back).replace(microsecond=0)
    with catalogue.database.transaction() as connection:
        for table in ("articles", "replacements"):
            connection.exec_driver_sql(f"UPDATE {table} SET added = ?", (moment.isoformat(),))  # noqa: S608
    catalogue.close()
    return moment


def test_the_first_look_goes_back_a_day_and_the_next_to_it(
    empty: CommandLine, tmp_path: Path
) -> None:
    one = story(tmp_path, "one", dead=19)
    assert empty("add", one).code == 0
    let_go(empty, back=timedelta(hours=3))
    first = empty("changes")
    assert first.code == 0
    assert "first look" in first.err
    assert "1 new article in 1 story." in first.out
    second = empty("changes")
    assert (second.code, "Nothing changed." in second.out) == (0, True)
    assert "first look" not in second.err
    assert empty("add", story(tmp_path, "two", dead=21, day=5, outlet="The Ledger")).code == 0
    third = looked_back(empty)
    assert [len(one.arrived) for one in third.stories] == [1]
    assert third.stories[0].known == 1


def test_a_look_at_a_part_is_no_look_at_all_of_it(empty: CommandLine, tmp_path: Path) -> None:
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    for words in (("ferry",), ("--outlet", "Vessmark Wire"), ("--since", "2h")):
        assert len(looked_back(empty, *words).stories) == 1
    assert "first look" in empty("changes").err


def test_what_has_changed_is_told_with_the_sentences(empty: CommandLine, tmp_path: Path) -> None:
    one = story(tmp_path, "one", dead=19)
    assert empty("add", one).code == 0
    let_go(empty, back=timedelta(hours=3))
    with assistant_over(empty.home) as assistant:
        answer = assistant.ask("When will the ferry sail again?", filters=Filters())
        assert PROMISE in answer.text
        conversations = assistant.conversations
        owner = "a" * 32
        kept = conversations.start(owner, at=datetime.now(UTC))
        exchange = Exchange(answer.question, Filters(), answer, datetime.now(UTC))
        conversations.add(owner, kept.id, exchange)
    story(tmp_path, "one", dead=21, second="It will never sail again, the owner has decided now.")
    other = story(tmp_path, "two", dead=27, day=6, outlet="The Ledger")
    assert empty("add", one, other).code == 0
    told = looked_back(empty, "--since", "1h")
    assert [len(one.arrived) for one in told.stories] == [1]
    (revised,) = told.revised
    texts = [
        (one.before and one.before.text, one.after and one.after.text) for one in revised.sentences
    ]
    assert any("19 people" in (old or "") and "21 people" in (new or "") for old, new in texts)
    for each in revised.sentences:
        for statement in (each.before, each.after):
            if statement is not None:
                (cited,) = statement.citations
                shown = empty("show", cited.document_id, "--json").parsed(articles.ShownArticle)
                start, end = cited.start_char_index, cited.end_char_index
                assert shown.text[start:end] == cited.cited_text == statement.text
    assert [one.statement.text for one in told.gone] == [PROMISE]
    assert ["27" in one.after.text for one in told.moved] == [True]
    assert ["19" in one.before.text for one in told.moved] == [True]
    plain = empty("changes", "--since", "1h").out
    assert "New version  Ferry sinks off Skarn" in plain
    assert "Cited sentences that are gone\n" in plain
    assert looked_back(empty, "--since", "1h", "marathon").gone == []


def test_nothing_of_it_is_told_before_it_came(empty: CommandLine, tmp_path: Path) -> None:
    assert empty("add", story(tmp_path, "one", dead=19, day=4)).code == 0
    let_go(empty, back=timedelta(days=9))
    told = looked_back(empty, "--since", "1h")
    assert (told.stories, told.revised, told.gone) == ([], [], [])
    early = looked_back(empty, "--since", "2 weeks")
    assert len(early.stories) == 1


def test_two_looks_at_once_and_one_that_is_killed(empty: CommandLine, tmp_path: Path) -> None:
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    with ThreadPoolExecutor(2) as pool:
        for ran in pool.map(lambda _: empty.process("changes"), range(2)):
            assert ran.code == 0
    with assistant_over(empty.home) as assistant:
        seen = assistant.last_look()
        assert seen is not None
        assistant.looked(seen - timedelta(hours=1))
        assert assistant.last_look() == seen
    for seconds in (0.3, 1.0, 1.7):
        killed = subprocess.Popen(
            [*COMMAND, "changes"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=empty.environment(),
        )
        time.sleep(seconds)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    with assistant_over(empty.home) as assistant:
        assert assistant.last_look() is not None
        assert assistant.doctor() is not None
    assert empty("changes").code == 0


def test_a_reader_that_goes_away_leaves_it_unseen(empty: CommandLine, tmp_path: Path) -> None:
    """What could not be written has not been looked at."""
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    running = subprocess.Popen(
        [*COMMAND, "changes"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=empty.environment(),
    )
    assert running.stdout is not None
    running.stdout.close()
    running.wait(60)
    with assistant_over(empty.home) as assistant:
        assert assistant.last_look() is None


def test_hostile_articles_are_told_like_others(library: CommandLine) -> None:
    for form in ((), ("--markdown",), ("--json",)):
        ran = library("changes", "--since", "2h", "--outlet", "The Harbour Post", *form)
        assert ran.code == 0
        assert HOSTILE not in ran.out
        assert "Skarn" in ran.out


@pytest.mark.parametrize("form", ["html", "csv"])
def test_what_has_no_form_says_so(library: CommandLine, tmp_path: Path, form: str) -> None:
    ran = library("changes", "--since", "2h", "--output", tmp_path / f"a.{form}")
    assert ran.code == 2
    assert "A list of changes cannot be given" in ran.err


def test_wrong_times_are_refused(library: CommandLine) -> None:
    for words in ("soon", "2999-01-01", "-1h", "", "9" * 5000):
        ran = library("changes", f"--since={words}")
        assert (ran.code, "--since" in ran.err) == (2, True), ran.err
    assert isinstance(Assistant.changed_since.__doc__, str)
