"""What may be reached: addresses, names that lead elsewhere, and redirects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpcore
import pytest

from assistant.fetching import Fetcher, FetchLimits
from tests.fetching.fetchers import STORY, refusal
from tests.fetching.waiting import Waits, local
from tests.news_server import Gives, NewsServer


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
