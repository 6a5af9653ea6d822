"""Briefings and followed topics at the command line, and in real processes."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.rendering.json import articles
from assistant.rendering.json.news import Briefing, Watched
from tests.cli.running import COMMAND, CommandLine
from tests.cli.test_news import story
from tests.samples import assistant_over


def briefed(run: CommandLine, *words: str | Path) -> Briefing:
    return run("brief", *words, "--json").parsed(Briefing)


def test_the_stories_of_a_time_in_cited_sentences(library: CommandLine) -> None:
    told = briefed(library, "--since", "2025-03-01", "--as-of", "2025-06-30", "--stories", "4")
    assert len(told.stories) == 4
    assert told.further > 4
    for one in told.stories:
        assert 1 <= len(one.statements) <= 3
        for statement in (*one.statements, *one.fresh):
            assert statement.citations
            for cited in statement.citations:
                shown = library("show", cited.document_id, "--json").parsed(articles.ShownArticle)
                start, end = cited.start_char_index, cited.end_char_index
                assert shown.text[start:end] == cited.cited_text
                assert (shown.published or "")[:10] <= "2025-06-30"


def test_without_since_it_is_the_last_day(library: CommandLine) -> None:
    told = briefed(library, "--as-of", "2025-03-06")
    assert told.since == "2025-03-06"
    assert {one.newest.published and one.newest.published[:10] for one in told.stories} == {
        "2025-03-06"
    }
    plain = library("brief", "--as-of", "2025-03-06")
    assert plain.code == 0
    assert re.match(r"Briefing, .+\n\d stor(y|ies) from \d new articles? since 6 March", plain.out)


def test_an_empty_library_has_none(empty: CommandLine) -> None:
    ran = empty("brief")
    assert (ran.code, "No new article since" in ran.out) == (0, True)
    assert "assistant add" in ran.err


def test_a_followed_topic_comes_first_and_goes_along(empty: CommandLine, tmp_path: Path) -> None:
    wall = tmp_path / "wall.md"
    wall.write_text(
        "---\ntitle: Harbour wall to be raised\nsource: The Post\ndate: 2025-03-04\n---\n"
        "The harbour wall of Skarn will be raised by two metres, the council said on Tuesday.\n",
        encoding="utf-8",
    )
    one = story(tmp_path, "one", dead=19)
    other = story(tmp_path, "two", dead=19, outlet="The Ledger")
    assert empty("add", wall, one, other).code == 0
    assert "Ferry" in briefed(empty).stories[0].title
    assert empty("watch", "nothing", "of", "this").code == 0
    assert empty("watch", "nothing of this", "--remove").code == 0
    assert "is followed" in empty("watch", "Wall", "harbour").err
    first = briefed(empty).stories[0]
    assert (first.watched, "Harbour wall" in first.title) == ("Wall harbour", True)
    assert "followed: Wall harbour" in empty("brief").out
    carried = tmp_path / "all.assistant"
    assert empty("export", carried).code == 0
    into = CommandLine(tmp_path / "into")
    assert into("import", carried).code == 0
    assert into("watch", "--json").parsed(Watched).watched == ["Wall harbour"]
    assert into("watch", "wall HARBOUR", "--remove").code == 0
    assert into("watch", "--json").parsed(Watched).watched == []
    assert into("watch", "wall harbour", "--remove").code == 2
    assert "No topic is followed" in into("watch").err


@pytest.mark.parametrize("words", [("the",), ("--remove",), ("x" * 300,), ("…",)])
def test_what_is_no_topic_is_refused(empty: CommandLine, words: tuple[str, ...]) -> None:
    assert empty("watch", *words).code == 2


def test_topics_followed_at_once_are_all_kept(empty: CommandLine, tmp_path: Path) -> None:
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    topics = [f"topic{number}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert {ran.code for ran in pool.map(lambda one: empty.process("watch", one), topics)} == {
            0
        }
    with assistant_over(empty.home) as assistant:
        assert sorted(assistant.watched()) == topics


@contextmanager
def keeping(run: CommandLine, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that writes briefings until it is stopped."""
    running = subprocess.Popen(
        [*COMMAND, "brief", "--since", "2025-01-01", "--out", str(folder), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=run.environment(),
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def written(folder: Path, *, count: int) -> list[Path]:
    """The files in a folder, as soon as there are so many; hidden parts are none."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
        if len(found) >= count:
            return found
        time.sleep(0.1)
    raise AssertionError(f"there are not {count} files in {folder}")


def test_it_goes_on_until_it_is_stopped(empty: CommandLine, tmp_path: Path) -> None:
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    folder = tmp_path / "briefings"
    folder.mkdir()
    with (
        keeping(empty, folder, "--every", "24h") as first,
        keeping(empty, folder, "--every", "24h") as killed,
    ):
        written(folder, count=2)
        killed.kill()
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        assert first.stderr is not None
        assert b"Briefing has ended" in first.stderr.read()
    for file in written(folder, count=2):
        page = file.read_text(encoding="utf-8")
        assert page.lstrip().startswith("<!doctype html>")
        assert page.rstrip().endswith("</html>")
        assert "Ferry sinks off Skarn" in page
        assert "<script" not in page


def test_wrong_use_is_told(library: CommandLine, tmp_path: Path) -> None:
    for words in (
        ("--every", "24h"),
        ("--out", tmp_path),
        ("--every", "soon", "--out", tmp_path),
        ("--every", "24h", "--out", tmp_path / "none"),
        ("--every", "24h", "--out", tmp_path, "--format", "csv"),
        ("--every", "24h", "--out", tmp_path, "--output", tmp_path / "a.html"),
        ("--since", "soon"),
        ("--output", tmp_path / "a.docx"),
    ):
        ran = library("brief", *words)
        assert ran.code == 2, (words, ran.err)
    assert list(tmp_path.iterdir()) == []
