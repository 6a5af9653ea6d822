"""What servers send, packed, in whatever chunks it comes."""

from __future__ import annotations

import gzip
import zlib
from itertools import pairwise

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import FetchError
from assistant.reading.codings import unpacked

STORY = b"The old ferry terminal of Ostvik closes in May. " * 5
PACKED = [
    ("", STORY),
    ("gzip", gzip.compress(STORY)),
    ("gzip", gzip.compress(STORY[:20]) + gzip.compress(b"") + gzip.compress(STORY[20:])),
    ("gzip", gzip.compress(STORY) + b"\0\0\0\0"),
    ("gzip", gzip.compress(STORY) + b"\x1f"),
    ("deflate", zlib.compress(STORY)),
    ("deflate", zlib.compress(STORY)[2:-4]),
    ("br", brotli.compress(STORY)),
]


@pytest.mark.parametrize(("encoding", "packed"), PACKED)
def test_any_two_chunks_are_the_whole(encoding: str, packed: bytes) -> None:
    for cut in range(len(packed) + 1):
        chunks = [packed[:cut], packed[cut:]]
        assert unpacked(chunks, encoding=encoding, most=10_000, name="a") == STORY


@given(st.sampled_from(PACKED), st.lists(st.integers(0, 300), max_size=12))
def test_any_chunks_are_the_whole(packed: tuple[str, bytes], cuts: list[int]) -> None:
    encoding, data = packed
    places = [0, *sorted(cuts), len(data)]
    chunks = [data[begin:end] for begin, end in pairwise(places)]
    assert unpacked(chunks, encoding=encoding, most=10_000, name="a") == STORY


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_first_byte_alone_is_incomplete(encoding: str) -> None:
    with pytest.raises(FetchError, match="incomplete"):
        unpacked([b"\x1f"], encoding=encoding, most=10_000, name="a")
