"""What a page may cost: time, bytes and memory; and that it can be stopped."""

from __future__ import annotations

import threading
import time
import tracemalloc
import zlib
from collections.abc import Sequence

import brotli
import pytest

from assistant.errors import StoppedError
from assistant.fetching import Fetcher, FetchLimits
from tests.fetching.fetchers import MEGABYTE, real, refusal
from tests.fetching.waiting import local
from tests.news_server import Drips, Floods, Gives, Hangs, NewsServer, stopped_once_asked


@pytest.mark.parametrize("behaviour", [Drips(), Drips(head=True), Hangs()])
def test_a_slow_server_has_so_much_time_and_no_more(
    server: NewsServer, behaviour: Drips | Hangs
) -> None:
    server.pages["/slow"] = behaviour
    begun = time.monotonic()
    error = refusal(real(seconds=0.3, tries=1), server.at("/slow"))
    assert "in time" in error.message
    assert error.passing
    assert time.monotonic() - begun < 5


def test_a_slow_look_up_has_no_more_time_either() -> None:
    gone = threading.Event()

    def resolver(_host: str) -> Sequence[str]:
        gone.wait(30)
        return ["93.184.216.34"]

    fetcher = Fetcher(limits=FetchLimits(seconds=0.2, tries=1), resolver=resolver)
    assert "looked up in time" in refusal(fetcher, "http://news.example/").message
    gone.set()


def test_a_page_without_end_is_left(server: NewsServer) -> None:
    server.pages["/flood"] = Floods()
    error = refusal(local(most_bytes=MEGABYTE), server.at("/flood"))
    assert "larger than 1 MB" in error.message
    assert not error.passing
    assert len(server.paths) == 1


def test_a_page_that_says_it_is_too_large_is_not_even_read(server: NewsServer) -> None:
    server.pages["/large"] = Gives(b"x", length=2 * MEGABYTE)
    assert "larger than" in refusal(local(most_bytes=MEGABYTE), server.at("/large")).message


def bomb(encoding: str) -> bytes:
    """A small body that unpacks to 64 MB."""
    zeros = bytes(MEGABYTE)
    if encoding == "br":
        compressor = brotli.Compressor(quality=3)
        return b"".join([*(compressor.process(zeros) for _ in range(64)), compressor.finish()])
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
    return b"".join([*(packer.compress(zeros) for _ in range(64)), packer.flush()])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_is_not_unpacked(server: NewsServer, encoding: str) -> None:
    server.pages["/bomb"] = Gives(bomb(encoding), headers={"content-encoding": encoding})
    fetcher = local(most_bytes=2 * MEGABYTE)
    tracemalloc.start()
    error = refusal(fetcher, server.at("/bomb"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "larger than 2 MB" in error.message
    assert peak < 16 * MEGABYTE


@pytest.mark.parametrize("behaviour", [Hangs(), Drips(), Drips(head=True)])
def test_who_asked_can_stop_it(server: NewsServer, behaviour: Hangs | Drips) -> None:
    server.pages["/robots.txt"] = Gives(b"")
    server.pages["/slow"] = behaviour
    begun = time.monotonic()
    with stopped_once_asked(server, "/slow"), pytest.raises(StoppedError):
        real(seconds=60).fetch(server.at("/slow"))
    assert time.monotonic() - begun < 10
