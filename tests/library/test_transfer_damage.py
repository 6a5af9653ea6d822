"""A file that is damaged, cut or lies is refused, and nothing is touched."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DamagedFileError, UsageError
from assistant.library.library import Library
from tests.library.carried import ended, imported, line_of, relined


def test_a_damaged_or_cut_file_is_refused_with_nothing_done(
    whole: Path, other: Library, tmp_path: Path
) -> None:
    raw = whole.read_bytes()
    choice = random.Random(20261126)
    bad = tmp_path / "bad.gz"
    for _ in range(60):
        place = choice.randrange(10, len(raw))
        damaged = bytearray(raw)
        if choice.random() < 0.5:
            damaged[place] ^= 1 << choice.randrange(8)
        else:
            del damaged[place:]
        bad.write_bytes(bytes(damaged))
        with pytest.raises(DamagedFileError):
            imported(other, bad)
    for nothing in (b"", b"title,text\n", gzip.compress(b""), gzip.compress(b"{}\n")):
        bad.write_bytes(nothing)
        with pytest.raises(DamagedFileError):
            imported(other, bad)
    with pytest.raises(UsageError):
        imported(other, tmp_path / "nothing.gz")


def _lying(lines: list[bytes], change: Callable[[dict[str, Any]], None]) -> list[bytes]:
    """The file with its first article changed, and every checksum right again."""
    header, first, *rest = lines
    value = json.loads(first)["value"]
    change(value)
    return ended([header, line_of(value), *rest[:-1]])


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(text=value["text"] + "!"),
        lambda value: value.update(id="0" * 16),
        lambda value: value.update(sentences=[[0, 10**9]]),
        lambda value: value.update(sentences=[[5, 9], [2, 12]]),
        lambda value: value.update(published="yesterday"),
        lambda value: value.update(added="2025-03-01T10:00:00"),
        lambda value: value["passages"][0].update(vector="AAAA"),
        lambda value: value["passages"][0].update(sentence_vectors="äö"),
        lambda value: value["passages"][0].update(last=99),
        lambda value: value.update(more=1),
        lambda value: value.update(kind="version"),
    ],
)
def test_a_file_that_lies_with_right_checksums_is_refused(
    whole: Path, other: Library, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    path = tmp_path / "lie.gz"
    relined(whole, path, lambda lines: _lying(lines, change))
    with pytest.raises(DamagedFileError):
        imported(other, path)


_CHANGES: list[Callable[[list[bytes]], list[bytes]]] = [
    lambda lines: [*lines[:2], *lines[3:]],
    lambda lines: [*lines[:2], lines[1], *lines[2:]],
    lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    lambda lines: lines[:-1],
    lambda lines: [*lines, lines[1]],
    lambda lines: lines[1:],
    lambda lines: [lines[0].replace(b'"version":1', b'"version":2'), *lines[1:]],
]


@pytest.mark.parametrize("change", _CHANGES)
def test_lines_that_are_missing_doubled_or_swapped_are_seen(
    whole: Path, other: Library, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = tmp_path / "bad.gz"
    relined(whole, path, change)
    with pytest.raises(DamagedFileError):
        imported(other, path)
