"""Pages and feeds at the command line."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.cli.running import CommandLine, Ran
from tests.fetching.made import item, page, rss
from tests.news_server import Gives, Hangs, NewsServer
from tests.rendering.made import HOSTILE

PRIVATE = {"ASSISTANT_ALLOW_PRIVATE_NETWORK": "true"}


@pytest.fixture
def news() -> Iterator[NewsServer]:
    """A site with a feed of one story."""
    with NewsServer() as server:
        server.pages["/robots.txt"] = Gives(b"")
        server.pages["/1"] = Gives(page(title="Ferry terminal closes").encode())
        server.pages["/feed"] = Gives(
            rss([item(1, link=server.at("/1"))], title=f"The Courier {HOSTILE}").encode(),
            content_type="application/rss+xml",
        )
        yield server


@pytest.fixture
def here(empty: CommandLine) -> Callable[..., Ran]:
    """Runs a command that may ask the loopback."""
    return partial(empty, env=PRIVATE)


def test_pages_are_added_from_private_addresses_only_where_that_is_asked_for(
    empty: CommandLine, news: NewsServer
) -> None:
    refused = empty("add", news.at("/1"))
    assert refused.code == 1
    assert "--allow-private-network" in refused.err
    assert news.requests == []
    added = empty("add", "--allow-private-network", news.at("/1"))
    assert added.code == 0
    assert "Ferry terminal closes" in added.out


def test_following_refreshing_and_listing(here: Callable[..., Ran], news: NewsServer) -> None:
    nothing = here("feeds")
    assert (nothing.code, nothing.out) == (0, "")
    assert "assistant follow" in nothing.err
    followed = here("follow", news.at("/feed"))
    assert followed.code == 0
    assert news.at("/feed") in followed.out
    refreshed = here("refresh")
    assert refreshed.code == 0
    assert "1 added" in refreshed.out
    news.pages["/feed"] = Gives(status=404)
    broken = here("refresh", "--json")
    assert broken.code == 1
    (feed,) = json.loads(broken.out)["feeds"]
    assert feed["url"] == news.at("/feed")
    assert "(404)" in feed["error"]
    assert (feed["added"], feed["outcomes"]) == (0, [])
    listed = here("feeds")
    assert re.fullmatch(r"[^\t\n]+\t[^\t\n]+\t[^\t\n]+\t[^\t\n]+\n", listed.out)
    assert "(404)" in listed.out
    (listed_feed,) = json.loads(here("feeds", "--json").out)["feeds"]
    assert listed_feed["title"].startswith("The Courier")
    assert here("unfollow", news.at("/feed")).code == 0
    assert here("unfollow", news.at("/feed")).code == 2


@pytest.mark.parametrize("span", ["0m", "30s", "15", "a while", "-5m", "", "m"])
def test_a_span_that_is_none(here: Callable[..., Ran], span: str) -> None:
    ran = here("refresh", "--every", span)
    assert ran.code == 2
    assert "15m" in ran.err


def test_nothing_to_refresh_is_a_wrong_use(here: Callable[..., Ran]) -> None:
    assert here("refresh").code == 2
    assert here("refresh", "--every", "15m").code == 2


def daemon(run: CommandLine, *, every: str, least: int = 60) -> subprocess.Popen[str]:
    """``assistant refresh --every``, which here may go on after ``least`` seconds."""
    program = (
        "import sys; from assistant.cli import again, front; "
        f"again._LEAST_SECONDS = {least}; sys.exit(front.main(['refresh', '--every', '{every}']))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run.environment(PRIVATE),
        text=True,
    )


def ended(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Asks the daemon to end, which it does in good order; what it wrote on standard error."""
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "has ended" in err
    assert "Traceback" not in err + out
    return err


def test_refreshing_goes_on_whatever_breaks_until_it_is_asked_to_end(
    empty: CommandLine, here: Callable[..., Ran], news: NewsServer
) -> None:
    assert here("follow", news.at("/feed")).code == 0
    news.pages["/2"] = Gives(page(title="Ferry terminal sold").encode())
    first = news.pages["/feed"]
    both = rss([item(1, link=news.at("/1")), item(2, link=news.at("/2"))])
    second = Gives(both.encode(), content_type="application/rss+xml")
    assert isinstance(first, Gives)
    news.pages["/feed"] = [first, Gives(status=404), second]
    with daemon(empty, every="1s", least=1) as process:
        assert process.stdout is not None
        taken = 0
        while taken < 2:
            line = process.stdout.readline()
            assert line, "it ended by itself"
            taken += "1 added" in line
        err = ended(process, signal.SIGTERM)
    assert "(404)" in err
    assert len(json.loads(here("list", "--json").out)["articles"]) == 2


def test_it_ends_while_a_server_keeps_it_waiting(
    empty: CommandLine, here: Callable[..., Ran], news: NewsServer
) -> None:
    assert here("follow", news.at("/feed")).code == 0
    news.pages["/1"] = Hangs()
    with daemon(empty, every="1h") as process:
        _wait_for(news, "/1")
        ended(process, signal.SIGINT)


def _wait_for(news: NewsServer, path: str) -> None:
    end = time.monotonic() + 60
    while path not in news.paths:
        assert time.monotonic() < end
        news.asked.wait(0.05)
        news.asked.clear()


def test_pausing_resuming_and_lists_of_feeds(
    here: Callable[..., Ran], news: NewsServer, tmp_path: Path
) -> None:
    assert here("follow").code == 2
    assert here("follow", news.at("/feed")).code == 0
    assert here("pause", news.at("/feed")).code == 0
    assert "paused; not refreshed yet" in here("feeds").out
    assert here("refresh").code == 2
    (feed,) = json.loads(here("feeds", "--json").out)["feeds"]
    assert (feed["failures"], feed["paused"] is None) == (0, False)
    written = here("feeds", "--opml")
    assert written.out.startswith("<?xml")
    # Into the same library, then into one that knows none of them; one of the list is no feed.
    path = tmp_path / "feeds.opml"
    more = '<outline text="x" xmlUrl="ftp://a.example/"/></body>'
    path.write_text(written.out.replace("</body>", more), encoding="utf-8")
    again = here("follow", "--opml", path)
    assert (again.code, again.out) == (1, "")
    assert "only http and https are fetched" in again.err
    assert "1 feed of the list followed already" in again.err
    assert here("unfollow", news.at("/feed")).code == 0
    anew = here("follow", "--opml", path)
    assert (anew.code, news.at("/feed") in anew.out) == (1, True)
    assert here("resume", news.at("/feed")).code == 0
    assert "1 added" in here("refresh").out
    assert here("follow", "--opml", tmp_path / "none.opml").code == 2
    assert here("resume", "https://elsewhere.example/feed").code == 2
