"""JSON lines, read one at a time."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.reading import Source, read_each
from assistant.types import Document
from tests.reading.making import MEGABYTE
from tests.reading.packing import outcomes

FILLING = "The harbour town of Ostvik will close its old ferry terminal, the port said. " * 12


def lines(count: int, *, start: int = 0) -> str:
    return "".join(
        json.dumps({"id": n, "title": f"Story {n}", "text": f"{n} {FILLING}"}) + "\n"
        for n in range(start, start + count)
    )


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a"])
def test_a_file_may_be_larger_than_a_file_may_be(tmp_path: Path, name: str) -> None:
    data = lines(500).encode()
    assert len(data) > 400_000
    found = outcomes(data, folder=tmp_path, name=name, max_bytes=100_000)
    assert found.errors == {}
    assert found.titles == [f"Story {n}" for n in range(500)]
    assert found.documents[7].origin == f"{tmp_path / name}#7"
    shares = [reading.share for reading in found.readings]
    assert shares == sorted(shares)
    assert shares[250] < 0.8
    assert shares[-1] == 1


def test_lines_come_by_standard_input() -> None:
    source = Source("standard input", None)
    found = read_each(source, max_bytes=100_000, stdin=io.BytesIO(lines(500).encode()))
    assert sum(isinstance(reading.outcome, Document) for reading in found) == 500


@pytest.mark.parametrize("count", [3, 300])
def test_a_line_that_cannot_be_read_is_told_of_and_the_others_go_on(
    tmp_path: Path, count: int
) -> None:
    wrong = [
        '{"text": ',
        '{"title": "No text"}',
        "[1]",
        '{"text": "", "date": "soon"}',
        "\xff\xfe",
    ]
    data = lines(count).encode() + b"\n"
    data += b"".join(line.encode("latin-1") + b"\n" for line in wrong)
    data += lines(count, start=count).encode()
    found = outcomes(data, folder=tmp_path, name="a.jsonl")
    assert found.titles == [f"Story {n}" for n in range(2 * count)]
    at = count + 2
    assert list(found.errors) == [
        *(f"a.jsonl, line {at}", f"a.jsonl, line {at + 1}", f"a.jsonl, line {at + 2}, record 1"),
        *(f"a.jsonl, line {at + 3}", f"a.jsonl, line {at + 4}"),
    ]
    assert all(error.hint for error in found.errors.values())


def test_the_size_of_a_line_has_a_limit(tmp_path: Path) -> None:
    long = json.dumps({"title": "Long", "text": "word " * 40_000})
    data = (lines(100) + long + "\n" + lines(100, start=100) + long).encode()
    found = outcomes(data, folder=tmp_path, name="a.jsonl", max_bytes=150_000)
    assert len(found.documents) == 200
    assert found.messages == [
        "a.jsonl has a line 101 of more than 0.15 MB",
        "a.jsonl has a line 202 of more than 0.15 MB",
    ]
    assert outcomes(data, folder=tmp_path, name="a.jsonl", max_bytes=MEGABYTE).errors == {}


def test_a_first_line_that_is_long_is_a_line_all_the_same(tmp_path: Path) -> None:
    long = json.dumps({"title": "Long", "text": "word " * 20_000})
    found = outcomes((long + "\n" + lines(50)).encode(), folder=tmp_path, name="a.jsonl")
    assert len(found.documents) == 51


def test_a_file_that_is_none_of_lines_is_given_up(tmp_path: Path) -> None:
    data = lines(80) + "no JSON\n" * 100_000 + lines(80)
    found = outcomes(data.encode(), folder=tmp_path, name="a.jsonl")
    assert len(found.documents) == 80
    assert len(found.errors) == 101
    assert found.messages[-1] == "a.jsonl is given up at line 180: 100 in a row cannot be read"


@pytest.mark.parametrize("indent", [1, None])
def test_one_value_is_still_one_value(tmp_path: Path, indent: int | None) -> None:
    records = [json.loads(line) for line in lines(200).splitlines()]
    for value in (records, {"articles": records}):
        data = json.dumps(value, indent=indent).encode()
        for name in ("a.json", "a.jsonl"):
            found = outcomes(data, folder=tmp_path, name=name)
            assert (len(found.documents), found.errors) == (200, {})


def test_other_encodings(tmp_path: Path) -> None:
    data = "".join(
        json.dumps({"id": n, "text": f"Ärger in Köln {n}. {FILLING}"}, ensure_ascii=False) + "\n"
        for n in range(200)
    )
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        found = outcomes(data.encode(encoding), folder=tmp_path, name="a.jsonl")
        assert (len(found.documents), found.errors) == (200, {})
        assert found.documents[9].text.startswith("Ärger in Köln 9")


def test_copies_without_an_id_stay_apart(tmp_path: Path) -> None:
    same = json.dumps({"title": "Story", "text": FILLING}) + "\n"
    found = outcomes((same * 150).encode(), folder=tmp_path, name="a.jsonl")
    path = tmp_path / "a.jsonl"
    assert [document.origin for document in found.documents[:3]] == [
        *(f"{path}#Story", f"{path}#Story (2)", f"{path}#Story (3)"),
    ]
    assert len({document.origin for document in found.documents}) == 150


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    most = {}
    for count in (300, 3000):
        path = tmp_path / f"{count}.jsonl"
        path.write_text(lines(count))
        tracemalloc.start()
        for reading in read_each(Source("a", path), max_bytes=MEGABYTE):
            assert not isinstance(reading.outcome, ReadingError)
        _, most[count] = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    # A hundred bytes a record tell those without an address apart.
    assert most[3000] < most[300] + 500_000
