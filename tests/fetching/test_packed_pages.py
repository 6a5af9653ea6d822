"""Pages that are sent packed."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from tests.fetching.fetchers import STORY, refusal
from tests.fetching.waiting import local
from tests.news_server import Gives, NewsServer


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
