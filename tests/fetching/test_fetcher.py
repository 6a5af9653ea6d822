"""Fetching, from a real server that misbehaves as strangers' servers do."""

from __future__ import annotations

import gzip
import threading
import time
import tracemalloc
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import brotli
import httpcore
import pytest

from assistant import __version__
from assistant.errors import FetchError, StoppedError
from assistant.fetching import Fetcher, FetchLimits, Validators
from assistant.fetching.pages import page_text
from assistant.fetching.robots import MOST_BYTES
from assistant.stopping import Stop, stopping
from tests.fetching.waiting import Waits, local
from tests.news_server import Asked, Drips, Floods, Gives, Hangs, NewsServer

STORY = b"<html><body>The ferry is suspended.</body></html>"
MEGABYTE = 1_000_000


def real(**limits: float) -> Fetcher:
    """A fetcher that may reach this machine, by the real clock."""
    chosen = FetchLimits(allow_private_network=True, **limits)  # type: ignore[arg-type] # whole ones are given for whole ones
    return Fetcher(limits=chosen)


def refusal(fetcher: Fetcher, address: str) -> FetchError:
    """What is said of an address that is not fetched."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)
    assert caught.value.hint
    assert type(caught.value) is FetchError
    return caught.value


def test_a_page_and_what_is_known_of_it(server: NewsServer) -> None:
    server.pages["/a"] = Gives(STORY, headers={"etag": '"1"', "last-modified": "yesterday"})
    fetched = local().fetch(server.at("/a#part"))
    assert fetched.data == STORY
    assert (fetched.media_type, fetched.charset) == ("text/html", "utf-8")
    assert fetched.location.address == server.at("/a")
    assert fetched.validators == Validators(server.at("/a"), '"1"', "yesterday")


def test_the_program_says_who_it_is_and_no_more(server: NewsServer) -> None:
    server.pages["/a"] = Gives(STORY, headers={"set-cookie": "id=7; Path=/"})
    server.pages["/b"] = Gives(STORY)
    fetcher = local()
    fetcher.fetch(server.at("/a"))
    fetcher.fetch(server.at("/b"))
    for asked in server.requests:
        assert asked.headers["user-agent"] == f"news-desk-assistant/{__version__}"
        assert {"cookie", "referer", "authorization", "from"}.isdisjoint(asked.headers)


# -- what may be reached -----------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_reached_by_any_of_its_names(server: NewsServer, host: str) -> None:
    server.pages["/a"] = Gives(STORY)
    error = refusal(Fetcher(), server.at("/a", host=host))
    assert not error.passing
    assert server.requests == []


PUBLIC = "93.184.216.34"


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Has connections to one public address go to this machine; the addresses connected to.

    That is below all that is tested: which address a connection is made to has been decided.
    """
    addresses: list[str] = []

    class Recorded(httpcore.SyncBackend):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Any = None,
        ) -> httpcore.NetworkStream:
            addresses.append(host)
            here = "127.0.0.1" if host == PUBLIC else host
            return super().connect_tcp(here, port, timeout, local_address, socket_options)

    monkeypatch.setattr(httpcore, "SyncBackend", Recorded)
    return addresses


class Names:
    """A resolver to whom every name has these addresses, one answer after the other."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)

    def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def outward(names: Names) -> Fetcher:
    """A fetcher as people have it, but for the names."""
    waits = Waits()
    limits = FetchLimits(tries=1)
    return Fetcher(limits=limits, resolver=names, clock=waits.clock, sleep=waits.sleep)


def test_a_name_that_leads_here_is_not_followed(server: NewsServer) -> None:
    names = Names(["127.0.0.1"])
    error = refusal(outward(names), server.at("/a", host="news.example"))
    assert "news.example is 127.0.0.1" in error.message
    assert "--allow-private-network" in str(error.hint)
    assert names.asked == ["news.example"]
    assert server.requests == []


def test_one_bad_address_among_good_ones_is_enough(
    server: NewsServer, connected: list[str]
) -> None:
    refusal(outward(Names([PUBLIC, "127.0.0.1"])), server.at("/a", host="news.example"))
    assert connected == []


def test_the_connection_goes_to_the_address_that_was_judged(
    server: NewsServer, connected: list[str]
) -> None:
    """DNS rebinding: the name is asked once for a connection, and not again to make it."""
    server.pages["/a"] = Gives(STORY)
    names = Names([PUBLIC])
    assert outward(names).fetch(server.at("/a", host="news.example")).data == STORY
    assert connected == [PUBLIC, PUBLIC]
    assert names.asked == ["news.example", "news.example"]
    assert server.requests[-1].headers["host"] == f"news.example:{server.port}"


def test_a_name_that_has_turned_is_caught(server: NewsServer, connected: list[str]) -> None:
    """DNS rebinding: between robots.txt and the page the name turns to this machine."""
    server.pages["/a"] = Gives(STORY)
    refusal(outward(Names([PUBLIC], ["127.0.0.1"])), server.at("/a", host="news.example"))
    assert connected == [PUBLIC]
    assert server.paths == []


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    "target",
    [
        *("http://127.0.0.1:1/x", "http://169.254.169.254/latest/meta-data", "http://[::1]/"),
        *("file:///etc/passwd", "javascript:alert(1)", "ftp://news.example/", "http://2130706433/"),
        *("http://u:p@news.example/", "//10.0.0.1/x", "http://[::ffff:10.0.0.1]/"),
    ],
)
def test_a_redirect_leads_nowhere_that_is_not_fetched(server: NewsServer, target: str) -> None:
    server.pages["/out"] = Gives(status=302, headers={"location": target})
    error = refusal(outward(Names([PUBLIC])), server.at("/out", host="news.example"))
    assert not error.passing
    assert server.paths == ["/out"]


@pytest.mark.usefixtures("connected")
def test_a_redirect_to_a_name_that_leads_here(server: NewsServer) -> None:
    server.pages["/out"] = Gives(
        status=302, headers={"location": server.at("/secret", host="inside.example")}
    )
    names = Names([PUBLIC], [PUBLIC], ["127.0.0.1"])
    refusal(outward(names), server.at("/out", host="news.example"))
    assert names.asked[-1] == "inside.example"
    assert server.paths == ["/out"]


def test_redirects_are_followed_and_counted(server: NewsServer) -> None:
    for number in range(12):
        server.pages[f"/{number}"] = Gives(status=307, headers={"location": f"{number + 1}"})
    server.pages["/5"] = Gives(STORY)
    assert local().fetch(server.at("/0")).location.address == server.at("/5")
    server.pages["/5"] = Gives(status=301, headers={"location": "/6"})
    assert "without end" in refusal(local(), server.at("/0")).message
    server.pages["/loop"] = Gives(status=302, headers={"location": "/loop"})
    assert "without end" in refusal(local(), server.at("/loop")).message
    server.pages["/nowhere"] = Gives(status=302)
    assert "does not say where" in refusal(local(), server.at("/nowhere")).message


def test_a_redirect_with_letters_that_no_address_has(server: NewsServer) -> None:
    server.pages["/old"] = Gives(status=301, headers={"location": "/f\u00e4hre 1"})
    server.pages["/f%C3%A4hre%201"] = Gives(STORY)
    assert local().fetch(server.at("/old")).data == STORY


# -- what it may cost --------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(STORY)),
        ("gzip", gzip.compress(STORY[:20]) + gzip.compress(STORY[20:])),
        ("gzip", gzip.compress(STORY) + b"\0\0\0\0"),
        ("x-gzip", gzip.compress(STORY)),
        ("deflate", zlib.compress(STORY)),
        ("deflate", zlib.compress(STORY)[2:-4]),
        ("br", brotli.compress(STORY)),
        ("identity", STORY),
    ],
)
def test_packed_pages_are_unpacked(server: NewsServer, encoding: str, packed: bytes) -> None:
    server.pages["/a"] = Gives(packed, headers={"content-encoding": encoding})
    assert local().fetch(server.at("/a")).data == STORY


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(STORY * 50)[:-20]),
        ("gzip", STORY),
        ("br", brotli.compress(STORY * 50)[:-3]),
        ("br", b"\xff" * 50),
        ("deflate", b"\xff" * 50),
        ("zstd", STORY),
        ("gzip, gzip", gzip.compress(gzip.compress(STORY))),
    ],
)
def test_what_is_packed_badly_is_told(server: NewsServer, encoding: str, packed: bytes) -> None:
    server.pages["/a"] = Gives(packed, headers={"content-encoding": encoding})
    refusal(local(tries=1), server.at("/a"))


def test_a_page_that_is_cut_short_is_told_and_tried_again(server: NewsServer) -> None:
    server.pages["/cut"] = [Gives(STORY, length=len(STORY) + 100), Gives(STORY)]
    assert local().fetch(server.at("/cut")).data == STORY
    server.pages["/cut"] = Gives(STORY, length=len(STORY) + 100)
    error = refusal(local(tries=2), server.at("/cut"))
    assert "incomplete" in error.message
    assert error.passing


def test_a_page_ends_where_its_length_says(server: NewsServer) -> None:
    server.pages["/long"] = Gives(STORY + b"smuggled", length=len(STORY))
    assert local().fetch(server.at("/long")).data == STORY


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=iso-8859-1", "naïve café".encode()),
        ("text/html; charset=utf-8", "naïve café".encode("cp1252")),
        ("text/html; charset=nonsense", "naïve café".encode("cp1252")),
        ("text/html", '<meta charset="windows-1252">naïve café'.encode("cp1252")),
        ("text/html; charset=windows-1250", "na\u00efve café".encode("cp1252")),
        ("text/html", b"\xef\xbb\xbf" + "naïve café".encode()),
        ("text/html; charset=utf-8", "naïve café".encode("utf-16")),
    ],
)
def test_the_letters_come_out_whatever_the_header_says(
    server: NewsServer, content_type: str, body: bytes
) -> None:
    server.pages["/a"] = Gives(body, content_type=content_type)
    text = page_text(local().fetch(server.at("/a")))
    wanted = "naďve café" if "1250" in content_type else "naïve café"
    assert wanted in text


# -- manners -----------------------------------------------------------------------


def test_robots_are_obeyed(server: NewsServer) -> None:
    server.pages["/robots.txt"] = Gives(
        b"User-agent: *\nDisallow: /all\n\nUser-agent: News-Desk-Assistant\nDisallow: /private\n"
        b"Allow: /private/open\nCrawl-delay: 7\n"
    )
    for path in ("/all", "/private/a", "/private/open"):
        server.pages[path] = Gives(STORY)
    waits = Waits()
    fetcher = local(waits)
    error = refusal(fetcher, server.at("/private/a"))
    assert "robots.txt" in error.message
    assert not error.passing
    fetcher.fetch(server.at("/all"))
    fetcher.fetch(server.at("/private/open"))
    assert server.paths == ["/all", "/private/open"]
    assert waits.slept == [7.0]
    assert [asked.path for asked in server.requests].count("/robots.txt") == 1


def test_robots_are_obeyed_where_a_redirect_leads(server: NewsServer) -> None:
    server.pages["/robots.txt"] = Gives(b"User-agent: *\nDisallow: /no\n")
    server.pages["/old"] = Gives(status=301, headers={"location": "/no"})
    assert "robots.txt" in refusal(local(), server.at("/old")).message
    assert server.paths == ["/old"]


@pytest.mark.parametrize("status", [404, 403, 401, 410])
def test_a_site_without_rules_has_none(server: NewsServer, status: int) -> None:
    server.pages["/robots.txt"] = Gives(status=status)
    server.pages["/a"] = Gives(STORY)
    assert local().fetch(server.at("/a")).data == STORY


def test_a_site_that_cannot_tell_its_rules_is_left_alone(server: NewsServer) -> None:
    server.pages["/robots.txt"] = Gives(status=503)
    server.pages["/a"] = Gives(STORY)
    waits = Waits()
    fetcher = local(waits, tries=2)
    for _ in range(3):
        error = refusal(fetcher, server.at("/a"))
        assert "robots.txt" in error.message
        assert error.passing
    assert server.paths == []
    assert len(server.requests) == 2
    waits.sleep(301)
    server.pages["/robots.txt"] = Gives(b"")
    assert fetcher.fetch(server.at("/a")).data == STORY


@pytest.mark.parametrize("endless", [True, False])
def test_a_robots_txt_beyond_measure_holds_by_its_beginning(
    server: NewsServer, endless: bool
) -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    # A page whose rule is cut through is not forbidden by what is left of it: "/".
    filling = b"#" * (MOST_BYTES - len(rules) - len(b"\nDisallow: /"))
    rules += filling + b"\nDisallow: /nothing\n" + b"Disallow: /late\n" * 50_000
    server.pages["/robots.txt"] = Floods(chunk=rules) if endless else Gives(rules)
    server.pages["/a"] = server.pages["/late"] = Gives(STORY)
    fetcher = local(tries=1)
    assert "robots.txt" in refusal(fetcher, server.at("/private/1")).message
    for path in ("/a", "/late"):
        assert fetcher.fetch(server.at(path)).data == STORY
    assert server.paths == ["/a", "/late"]


def test_a_robots_txt_that_is_a_bomb_holds_by_its_beginning(server: NewsServer) -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /private\n" + b"#\n" * 5 * MEGABYTE)
    server.pages["/robots.txt"] = Gives(packed, headers={"content-encoding": "gzip"})
    server.pages["/a"] = Gives(STORY)
    assert local().fetch(server.at("/a")).data == STORY
    assert "robots.txt" in refusal(local(), server.at("/private")).message


def test_what_has_not_changed_is_not_sent_again(server: NewsServer) -> None:
    def rule(asked: Asked) -> Gives:
        given = asked.headers
        if given.get("if-none-match") == '"1"' and given.get("if-modified-since") == "then":
            return Gives(status=304)
        return Gives(STORY, headers={"etag": '"1"', "last-modified": "then"})

    server.pages["/a"] = rule
    server.pages["/old"] = Gives(status=301, headers={"location": "/a"})
    fetcher = local()
    first = fetcher.fetch(server.at("/old"))
    assert not first.unchanged
    again = fetcher.fetch(server.at("/old"), known=first.validators)
    assert again.unchanged
    assert again.data == b""
    # What one page is known by is no other page's business.
    assert "if-none-match" not in server.requests[-2].headers
    assert server.requests[-2].path == "/old"


def test_304_without_having_been_asked_is_no_page(server: NewsServer) -> None:
    server.pages["/a"] = Gives(status=304)
    refusal(local(), server.at("/a"))


def test_a_site_is_left_alone_between_two_requests(server: NewsServer) -> None:
    server.pages["/a"] = server.pages["/b"] = Gives(STORY)
    waits = Waits()
    fetcher = local(waits, interval=2.0)
    for path in ("/a", "/b", "/a"):
        fetcher.fetch(server.at(path))
    assert waits.slept == [2.0, 2.0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_says_how_long(server: NewsServer, status: int) -> None:
    server.pages["/a"] = [Gives(status=status, headers={"retry-after": "9"}), Gives(STORY)]
    waits = Waits()
    assert local(waits).fetch(server.at("/a")).data == STORY
    assert waits.slept == [9.0]


def test_or_until_when(server: NewsServer) -> None:
    now = datetime(2025, 5, 7, 10, 0, tzinfo=UTC)
    until = format_datetime(now.replace(second=30), usegmt=True)
    server.pages["/a"] = [Gives(status=503, headers={"retry-after": until}), Gives(STORY)]
    waits = Waits()
    fetcher = Fetcher(
        limits=FetchLimits(allow_private_network=True),
        clock=waits.clock,
        sleep=waits.sleep,
        now=lambda: now,
    )
    fetcher.fetch(server.at("/a"))
    assert waits.slept == [30.0]


@pytest.mark.parametrize(
    "asked",
    ["Mon, 01 Jan 99999999999 00:00:00 +0000", "Mon, 99 Jan 2024 00:00:00 GMT", "soon", ","],
)
def test_a_wait_that_nobody_understands_is_none(server: NewsServer, asked: str) -> None:
    server.pages["/a"] = [Gives(status=503, headers={"retry-after": asked}), Gives(STORY)]
    waits = Waits()
    assert local(waits).fetch(server.at("/a")).data == STORY
    assert waits.slept == [1.0]


def test_a_wait_that_is_too_long_is_left_to_the_person(server: NewsServer) -> None:
    server.pages["/a"] = Gives(status=429, headers={"retry-after": "3600"})
    waits = Waits()
    error = refusal(local(waits), server.at("/a"))
    assert "3600 seconds" in str(error.hint)
    assert error.passing
    assert waits.slept == []
    assert server.paths == ["/a"]


def test_what_may_pass_is_tried_again_and_waits_longer_each_time(server: NewsServer) -> None:
    server.pages["/a"] = Gives(status=502)
    waits = Waits()
    assert refusal(local(waits, tries=4, interval=0.0), server.at("/a")).passing
    assert waits.slept == [1.0, 2.0, 4.0]
    assert len(server.paths) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 501, 204, 206])
def test_what_does_not_pass_is_asked_for_once(server: NewsServer, status: int) -> None:
    server.pages["/a"] = Gives(status=status)
    error = refusal(local(), server.at("/a"))
    assert str(status) in error.message
    assert not error.passing
    assert len(server.paths) == 1


def test_a_host_that_is_not_there() -> None:
    def nowhere(_host: str) -> Sequence[str]:
        raise OSError("no such host")

    fetcher = Fetcher(limits=FetchLimits(tries=1), resolver=nowhere)
    error = refusal(fetcher, "http://news.example/")
    assert "is not found" in error.message
    assert error.passing


def test_a_port_where_nobody_listens(server: NewsServer) -> None:
    address = server.at("/a")
    server._http.server_close()
    error = refusal(local(tries=1), address)
    assert "no connection" in error.message
    assert error.passing


@pytest.mark.parametrize("behaviour", [Hangs(), Drips(), Drips(head=True)])
def test_who_asked_can_stop_it(server: NewsServer, behaviour: Hangs | Drips) -> None:
    server.pages["/robots.txt"] = Gives(b"")
    server.pages["/slow"] = behaviour
    stop = Stop()

    def stop_soon() -> None:
        while server.paths != ["/slow"]:
            server.asked.wait(0.01)
        stop.stop()

    stopper = threading.Thread(target=stop_soon)
    stopper.start()
    begun = time.monotonic()
    with stopping(stop), pytest.raises(StoppedError):
        real(seconds=60).fetch(server.at("/slow"))
    stopper.join()
    assert time.monotonic() - begun < 10
