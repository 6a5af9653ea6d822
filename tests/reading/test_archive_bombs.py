"""What an archive may cost: bytes, members and memory."""

from __future__ import annotations

import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from assistant.reading import Source, read_each, streams
from assistant.types import Document
from tests.reading.everything import TEXT
from tests.reading.making import ARTICLE, MEGABYTE
from tests.reading.packing import lying_zip, outcomes, read_zip, zipped


def test_a_member_that_grows_too_much_is_refused_by_what_comes_out_of_it(tmp_path: Path) -> None:
    bomb = b" " * 20_000_000
    for data in (
        zipped({"a.txt": bomb, "b.txt": TEXT}),
        zipped({"c.zip": zipped({"a.txt": bomb}), "b.txt": TEXT}),
    ):
        tracemalloc.start()
        found = outcomes(data, folder=tmp_path, name="a.zip", max_bytes=10**9)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert "grows more than 200 times" in found.messages[0]
        assert found.titles == ["Bridge opens"]
        assert most < 12_000_000, "the bomb was unpacked"


def test_all_that_is_unpacked_counts_whatever_the_headers_say(tmp_path: Path) -> None:
    noise = os.urandom(300_000).hex().encode()
    members: dict[str, bytes | str] = {f"{n}.txt": noise for n in range(5)}
    found = read_zip(members, folder=tmp_path, max_bytes=2 * MEGABYTE)
    assert len(found.documents) == 3
    (error,) = found.errors.values()
    assert error.message == "a.zip holds more than 2 MB when it is unpacked"
    assert "ASSISTANT_MAX_FILE_MB" in str(error.hint)
    lying = outcomes(lying_zip("a.txt", noise, says=10), folder=tmp_path, name="a.zip")
    assert lying.documents == ()
    assert len(lying.errors) == 1


def test_nested_folders_count_too_and_end_at_one(tmp_path: Path) -> None:
    nested = zipped({"b.zip": zipped({"a.txt": TEXT})})
    found = read_zip({"c.zip": nested, "d.txt": TEXT}, folder=tmp_path)
    assert found.messages == ["a.zip#c.zip#b.zip is an archive in an archive in an archive"]
    assert found.titles == ["Bridge opens"]


def test_a_folder_of_too_many_members_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", *([0] * 16))
    directory = entry * 400_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 4, 0)
    found = outcomes(
        b"PK\x03\x04" + directory + end, folder=tmp_path, name="a.zip", max_bytes=10**8
    )
    assert found.messages == ["a.zip has more than 20,000 members"]
    members: dict[str, bytes | str] = {f"{n}.x": b"" for n in range(20_001)}
    many = outcomes(zipped(members, method=zipfile.ZIP_STORED), folder=tmp_path, name="a.zip")
    assert many.messages == ["a.zip has more than 20,000 members"]


def test_members_of_nested_folders_count_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_MEMBERS", 200)
    inner = zipped({f"{n}.txt": TEXT for n in range(150)})
    found = read_zip({"a.zip": inner, "b.zip": inner, "c.txt": TEXT}, folder=tmp_path)
    assert len(found.documents) == 200 - 2, "each of the two nested ones counts as well"
    assert found.messages == ["a.zip has more than 200 members"]


def test_members_are_held_in_memory_one_at_a_time(tmp_path: Path) -> None:
    text = "\n\n".join(ARTICLE * 200)
    members: dict[str, bytes | str] = {f"{n}.txt": f"{n}\n\n{text}" for n in range(300)}
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(members))
    tracemalloc.start()
    read_ = 0
    for reading in read_each(Source("a.zip", path), max_bytes=100 * MEGABYTE):
        assert isinstance(reading.outcome, Document)
        read_ += len(reading.outcome.text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read_ > 15 * MEGABYTE
    assert most < 6 * MEGABYTE
