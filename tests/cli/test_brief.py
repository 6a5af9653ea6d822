"""Briefings at the command line, and in real processes."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from assistant.cli.output import write_new
from assistant.rendering.json.news import Briefing
from tests.cli.running import COMMAND, CommandLine
from tests.cli.test_failures import served_by
from tests.cli.test_news import story
from tests.openai_behaviours import Fails, Says
from tests.openai_server import OpenAIServer
from tests.samples import assistant_over


def briefed(run: CommandLine, *words: str | Path) -> Briefing:
    return run("brief", *words, "--json").parsed(Briefing)


def test_the_stories_of_a_time_in_cited_sentences(library: CommandLine) -> None:
    told = briefed(library, "--since", "2025-03-01", "--as-of", "2025-06-30", "--stories", "4")
    assert len(told.stories) == 4
    assert told.further > 4
    with assistant_over(library.home) as assistant:
        for one in told.stories:
            assert 1 <= len(one.statements) <= 3
            newest = assistant.article(one.newest.document_id)
            assert one.title == newest.title
            first = one.fresh[0] if one.fresh else one.statements[0]
            assert first.citations[0].document_id == newest.id
            for statement in (*one.statements, *one.fresh):
                assert statement.citations
                for cited in statement.citations:
                    article = assistant.article(cited.document_id)
                    start, end = cited.start_char_index, cited.end_char_index
                    assert article.text[start:end] == cited.cited_text
                    assert str(article.published)[:10] <= "2025-06-30"


def test_without_since_it_is_the_last_day(library: CommandLine) -> None:
    told = briefed(library, "--as-of", "2025-03-06")
    assert told.since == told.as_of == "2025-03-06"
    assert {one.newest.published and one.newest.published[:10] for one in told.stories} == {
        "2025-03-06"
    }
    plain = library("brief", "--as-of", "2025-03-06").out
    lines = "Briefing as of 6 March 2025\n\\d stor(y|ies) from \\d new articles? since 6 March"
    assert re.match(lines, plain)


def test_a_day_is_of_publication_and_a_moment_of_taking_in(
    empty: CommandLine, tmp_path: Path
) -> None:
    assert "assistant add" in empty("brief").err
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    assert briefed(empty, "--since", "2h").articles_read == 1
    assert briefed(empty, "--since", "2025-03-04").articles_read == 1
    assert briefed(empty, "--since", "2025-03-05").articles_read == 0
    old = ("--as-of", "2025-03-20", "--since", "3 weeks ago")
    assert briefed(empty, *old).articles_read == 1
    assert briefed(empty, *old, "--taken-in").articles_read == 0
    none = empty("brief", "--watched")
    assert (none.code, "No new article since" in none.out) == (0, True)
    assert "assistant watch" in none.err


def test_a_chat_model_may_write_it_and_is_checked(
    empty: CommandLine, tmp_path: Path, server: OpenAIServer
) -> None:
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    words = ("--since", "2025-03-04", "--as-of", "2025-03-20")
    quoted = briefed(empty, *words)
    (sentence,) = quoted.stories[0].statements[:1]
    server.always(Says(f"{sentence.text} [1-9] The captain was Ada Lovelace [1]."))
    env = served_by(server)
    written = empty("brief", *words, "--json", env=env).parsed(Briefing)
    assert written.engine.startswith("chat:")
    told = [one.text for one in (*written.stories[0].statements, *written.stories[0].fresh)]
    assert any("19" in one for one in told)
    assert not any("Lovelace" in one for one in told)
    assert "each sentence was checked" in empty("brief", *words, env=env).out
    server.always(Fails(401))
    assert empty("brief", *words, env=env | {"ASSISTANT_FALLBACK": "none"}).code == 4
    failed = empty("brief", *words, "--json", env=env | {"ASSISTANT_FALLBACK": "extractive"})
    assert failed.parsed(Briefing).stories == quoted.stories
    assert "The chat model failed" in " ".join(failed.parsed(Briefing).notes)


def test_a_story_that_was_known_tells_what_is_new(empty: CommandLine, tmp_path: Path) -> None:
    first = story(tmp_path, "one", dead=19)
    later = story(tmp_path, "two", dead=27, day=6, outlet="The Ledger", more=", toll rises")
    assert empty("add", first, later).code == 0
    (told,) = briefed(empty, "--since", "2025-03-06").stories
    assert (told.new, told.known, told.outlets) == (1, 1, ["The Ledger"])
    assert "27 people were killed" in told.fresh[0].text
    assert all("27 people were killed" not in one.text for one in told.statements)


@contextmanager
def keeping(run: CommandLine, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that writes briefings until it is stopped."""
    running = subprocess.Popen(
        [*COMMAND, "brief", "--since", "2025-01-01", "--every", "24h", "--out", str(folder)],
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
        time.sleep(0.05)
    raise AssertionError(f"there are not {count} files in {folder}")


def test_it_goes_on_until_it_is_stopped(empty: CommandLine, tmp_path: Path) -> None:
    assert empty("add", story(tmp_path, "one", dead=19)).code == 0
    folder = tmp_path / "briefings"
    folder.mkdir()
    with keeping(empty, folder) as stopped, keeping(empty, folder) as killed:
        written(folder, count=1)
        killed.kill()
        written(folder, count=1)
        stopped.send_signal(signal.SIGTERM)
        assert stopped.wait(60) == 0
        assert stopped.stderr is not None
        assert b"Briefing has ended" in stopped.stderr.read()
    for file in written(folder, count=1):
        page = file.read_text(encoding="utf-8")
        assert page.startswith("<!doctype html>")
        assert page.rstrip().endswith("</html>")
        assert "Ferry sinks off Skarn" in page


def test_files_written_at_once_are_all_kept_whole(tmp_path: Path) -> None:
    texts = [str(number) * 200_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        files = set(pool.map(lambda text: write_new(tmp_path, "a", "txt", text, "text"), texts))
    assert sorted(file.read_text() for file in files) == texts
    assert set(tmp_path.iterdir()) == files


def test_wrong_use_is_told(library: CommandLine, tmp_path: Path) -> None:
    for words in (
        ("--every", "24h"),
        ("--out", tmp_path),
        ("--every", "soon", "--out", tmp_path),
        ("--every", "24h", "--out", tmp_path / "none"),
        ("--every", "24h", "--out", tmp_path, "--format", "csv"),
        ("--every", "24h", "--out", tmp_path, "--output", tmp_path / "a.html"),
        ("--since", "soon"),
        ("--output", tmp_path / "a.csv"),
        ("--taken-in",),
    ):
        ran = library("brief", *words)
        assert ran.code == 2, (words, ran.err)
    assert list(tmp_path.iterdir()) == []
