"""Followed topics, and those who are told what is new on them: real commands and servers."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.errors import LibraryBusyError
from assistant.news import Briefing as News
from assistant.rendering.json.news import Briefing, Watched
from tests.cli.running import CommandLine
from tests.cli.test_brief import briefed
from tests.cli.test_news import story
from tests.samples import assistant_over

A_MINUTE = timedelta(minutes=1)
UGLY = """ $(touch owned); `touch owned` && touch owned | "x" 'y' """
WALL = f"""---
title: 'Harbour wall to be raised{UGLY.replace("'", "''")}'
source: The Post
date: 2025-03-04
---
The harbour wall of Skarn will be raised by two metres, the council said on Tuesday.
"""


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    """An article whose headline would do harm in a shell."""
    file = tmp_path / "wall.md"
    file.write_text(WALL, encoding="utf-8")
    return file


class Hook(BaseHTTPRequestHandler):
    """Takes what is posted, unless it is to answer with another status."""

    posted: list[Briefing]
    statuses: list[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append(Briefing.model_validate_json(body))
        self.send_response(self.statuses.pop() if self.statuses else 204)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[tuple[str, type[Hook]]]:
    """The address of a server on the loopback, and what it was sent."""

    class Own(Hook):
        posted: list[Briefing] = []  # noqa: RUF012 - one of this test
        statuses: list[int] = []  # noqa: RUF012 - likewise

    with ThreadingHTTPServer(("127.0.0.1", 0), Own) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook", Own
        server.shutdown()
        thread.join()


def test_a_followed_topic_comes_first_and_goes_along(
    empty: CommandLine, wall: Path, tmp_path: Path
) -> None:
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
    assert len(briefed(empty, "--watched").stories) == 1
    carried = tmp_path / "all.assistant"
    assert empty("export", carried).code == 0
    into = CommandLine(tmp_path / "into")
    assert into("import", carried).code == 0
    assert into("watch", "--json").parsed(Watched).watched == ["Wall harbour"]
    assert into("watch", "wall HARBOUR", "--remove").code == 0
    assert into("watch", "--json").parsed(Watched).watched == []
    assert into("watch", "wall harbour", "--remove").code == 2
    assert "No topic is followed" in into("watch").err


def test_what_is_no_topic_is_refused(empty: CommandLine) -> None:
    for words in (
        ("the",),
        ("--remove",),
        ("x" * 300,),
        ("…",),
        ("--every", "15m"),
        ("--run", "true", "a topic"),
        ("--run", "'"),
        ("--run", " "),
        ("--run", "true", "--post", "https://x.example"),
        ("--run", "true", "--every", "1s"),
    ):
        assert empty("watch", *words).code == 2, words
    assert empty("watch", "--post", "file:///etc/passwd").code == 1


def test_topics_followed_at_once_are_all_kept(empty: CommandLine) -> None:
    topics = [f"topic{number}" for number in range(8)]
    with assistant_over(empty.home) as one, assistant_over(empty.home) as other:
        with ThreadPoolExecutor(8) as pool:
            both = [one.watch, other.watch] * 4
            assert all(pool.map(lambda watch, topic: watch(topic), both, topics))
        assert sorted(one.watched()) == topics


def test_a_command_is_told_what_is_new_once(empty: CommandLine, wall: Path, tmp_path: Path) -> None:
    assert empty("add", wall, story(tmp_path, "one", dead=19)).code == 0
    told = tmp_path / "told.json"
    script = tmp_path / "a script.py"
    script.write_text(
        "import json, pathlib, sys\n"
        "told = {'given': json.load(sys.stdin), 'words': sys.argv[2:]}\n"
        "pathlib.Path(sys.argv[1]).write_text(json.dumps(told))\n"
        "sys.exit(3 if pathlib.Path(sys.argv[1] + '.fails').exists() else 0)\n",
        encoding="utf-8",
    )
    words = shlex.join([sys.executable, str(script), str(told), "$HOME", ";"])
    watch = ("watch", "--run", words)
    assert "No topic is followed" in empty(*watch).err
    assert empty("watch", "harbour wall").code == 0
    assert not told.exists()  # what came before a topic was followed is known
    assert empty("add", changed(wall, "three metres")).code == 0
    fails = Path(f"{told}.fails")
    fails.touch()
    assert "exit code 3" in empty(*watch, cwd=tmp_path).err
    fails.unlink()
    assert empty(*watch, "--json", cwd=tmp_path).parsed(Watched).told == 1
    given = json.loads(told.read_text(encoding="utf-8"))
    assert given["words"] == ["$HOME", ";"]
    (only,) = Briefing.model_validate(given["given"]).stories
    assert only.watched == "harbour wall"
    assert "three metres" in only.statements[0].text
    assert UGLY.strip() in only.title
    assert not (tmp_path / "owned").exists()
    assert empty("watch", "--run", "/nowhere/at/all").code == 2


def changed(file: Path, words: str) -> Path:
    """The file with a later version of its article."""
    text = file.read_text(encoding="utf-8").replace("two metres", words)
    file.write_text(text.replace("---\nThe", "updated: 2025-03-05\n---\nThe"), encoding="utf-8")
    return file


def test_one_process_tells_at_a_time_and_the_next_goes_on_from_there(
    empty: CommandLine, wall: Path
) -> None:
    assert empty("watch", "harbour wall").code == 0
    assert empty("add", wall).code == 0
    given: list[News] = []
    with assistant_over(empty.home) as one, assistant_over(empty.home, lock_timeout=0) as other:

        def give(told: News) -> None:
            given.append(told)
            with pytest.raises(LibraryBusyError, match="telling what is new"):
                other.tell_watched(given.append, to="the desk")

        first = one.tell_watched(give, to="the desk")
        assert given == [first]
        # What came in the last seconds may be told again; the day before is not.
        assert other.tell_watched(given.append, to="the desk").since > first.since
        assert other.tell_watched(given.append, to="others").since - first.since < A_MINUTE


def test_a_server_is_told_and_no_other(
    empty: CommandLine, wall: Path, hook: tuple[str, type[Hook]]
) -> None:
    address, own = hook
    assert empty("watch", "harbour wall").code == 0
    assert empty("add", wall).code == 0
    refused = empty("watch", "--post", address)
    assert (refused.code, own.posted) == (1, [])
    assert "--allow-private-network" in refused.err
    own.statuses[:] = [307, 503]
    post = ("watch", "--post", address, "--allow-private-network")
    assert [empty(*post).code for _ in range(2)] == [1, 1]
    assert empty(*post).code == 0
    assert [len(one.stories) for one in own.posted] == [1, 1, 1]
    assert "harbour wall" in own.posted[-1].stories[0].statements[0].text
