"""WARC files."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest

from assistant.errors import ReadingError
from assistant.reading import Source, read, read_each
from tests.reading.making import ARTICLE, MEGABYTE, web_page
from tests.reading.packing import outcomes, warc_gz, warc_record

PAGE = web_page(head='<link rel="canonical" href="https://elsewhere.example/x">').encode()
TITLE = "Ostvik closes its ferry terminal"


def _chunked(data: bytes, *, size: int = 100) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("name", "packed"),
    [("a.warc", False), ("a.warc.gz", True), ("a", False), ("a", True), ("a.txt", False)],
)
def test_pages_are_known_by_the_address_that_was_asked_for(
    tmp_path: Path, name: str, packed: bool
) -> None:
    records = [warc_record(PAGE, url=f"https://courier.example/{n}") for n in range(3)]
    data = warc_gz(*records) if packed else b"".join(records)
    found = outcomes(data, folder=tmp_path, name=name)
    assert found.errors == {}
    assert [document.url for document in found.documents] == [
        f"https://courier.example/{n}" for n in range(3)
    ]
    for document in found.documents:
        assert document.origin == document.url
        assert document.title == TITLE
        assert document.text == "\n".join(ARTICLE)
        assert document.published is None, "when it was fetched is no date of publication"


def test_all_but_pages_is_passed_over(tmp_path: Path) -> None:
    records = [
        warc_record(b"software: x\r\n", kind="warcinfo"),
        warc_record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        warc_record(PAGE, status="404 Not Found"),
        warc_record(b"", status="301 Moved", headers={"Location": "https://x.example/"}),
        warc_record(b"\x89PNG", headers={"Content-Type": "image/png"}),
        warc_record(PAGE, url="dns:courier.example"),
        warc_record(PAGE, kind="revisit"),
        warc_record(PAGE),
    ]
    found = outcomes(b"".join(records), folder=tmp_path, name="a.warc")
    assert (found.titles, found.errors) == ([TITLE], {})
    nothing = outcomes(b"".join(records[:-1]), folder=tmp_path, name="a.warc")
    assert nothing.messages == ["a.warc holds no web page"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (_raw_deflate(PAGE), {"Content-Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content-Encoding": "br"}),
        (brotli.compress(gzip.compress(PAGE)), {"Content-Encoding": "gzip, br"}),
        (_chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (
            _chunked(gzip.compress(PAGE)),
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
        ),
        (PAGE, {"Transfer-Encoding": "chunked", "Content-Encoding": "br"}),
        (PAGE, {"Content-Type": "application/xhtml+xml"}),
        (
            PAGE.decode().replace('<meta charset="utf-8">', "").encode("koi8-r", "ignore"),
            {"Content-Type": "text/html; charset=KOI8-R"},
        ),
    ],
)
def test_codings_are_taken_off(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    found = outcomes(warc_record(body, headers=headers), folder=tmp_path, name="a.warc")
    assert found.errors == {}
    assert found.titles == [TITLE]


def test_a_page_that_cannot_be_read_is_told_of_and_the_others_go_on(tmp_path: Path) -> None:
    site = "https://courier.example/"
    records = [
        warc_record(PAGE, url=f"{site}1"),
        warc_record(b"<html><body><nav>Home</nav></body></html>", url=f"{site}2"),
        warc_record(b"no coding", url=f"{site}3", headers={"Content-Encoding": "br"}),
        warc_record(b"no coding", url=f"{site}4", headers={"Content-Encoding": "zstd"}),
        warc_record(b"x", url=f"{site}5").replace(b"HTTP/1.1 200 OK", b"GOPHER/1.1 0 OK"),
        warc_record(PAGE, url=f"{site}6"),
    ]
    found = outcomes(b"".join(records), folder=tmp_path, name="a.warc")
    assert [document.url for document in found.documents] == [
        "https://courier.example/1",
        "https://courier.example/6",
    ]
    assert list(found.errors) == [f"a.warc, https://courier.example/{n}" for n in (2, 3, 4, 5)]
    assert all(error.hint for error in found.errors.values())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Not a crawl.", "a.warc.gz is named as a WARC file but is none"),
        (gzip.compress(b"Not a crawl.", mtime=0), "a.warc.gz is named as a WARC file but is none"),
        (b"WARC/1.1\r\n", "holds no web page"),
        (b"WARC/1.1\r\n\r\nnothing", ""),
    ],
)
def test_what_is_no_crawl(tmp_path: Path, data: bytes, message: str) -> None:
    found = outcomes(data, folder=tmp_path, name="a.warc.gz")
    assert found.documents == ()
    assert message in found.messages[0]


def test_other_compressed_files_are_still_named_as_what_they_are(tmp_path: Path) -> None:
    found = outcomes(gzip.compress(b"Some text."), folder=tmp_path, name="a.gz")
    assert found.messages == ["a.gz is an archive, not text"]


@pytest.mark.parametrize("packed", [True, False])
def test_what_comes_before_a_cut_is_kept(
    tmp_path: Path, packed: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    records = [warc_record(PAGE, url=f"https://courier.example/{n}") for n in range(3)]
    data = warc_gz(*records) if packed else b"".join(records)
    found = outcomes(data[:-300], folder=tmp_path, name="a.warc.gz")
    assert [document.url for document in found.documents] == [
        "https://courier.example/0",
        "https://courier.example/1",
    ]
    assert ("damaged or cut off" if packed else "2 is cut off") in found.messages[-1]
    wrong = outcomes(
        warc_record(PAGE, length=len(PAGE)) + records[1], folder=tmp_path, name="b.warc"
    )
    assert wrong.readings
    spaced = outcomes(
        warc_record(PAGE, url="https://x.example/a b"), folder=tmp_path, name="c.warc"
    )
    assert [document.url for document in spaced.documents] == ["https://x.example/a%20b"]
    assert capfd.readouterr().err == ""


# -- bombs -------------------------------------------------------------------------


def _most_memory(data: bytes, *, folder: Path, max_bytes: int) -> tuple[list[str], int]:
    path = folder / "bomb.warc.gz"
    path.write_bytes(data)
    tracemalloc.start()
    messages = [
        reading.outcome.message
        for reading in read_each(Source("bomb", path), max_bytes=max_bytes)
        if isinstance(reading.outcome, ReadingError)
    ]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return messages, most


def test_a_record_that_is_passed_over_is_counted_as_well(tmp_path: Path) -> None:
    bomb = warc_record(bytes(40_000_000), headers={"Content-Type": "image/png"})
    data = warc_gz(bomb, warc_record(PAGE))
    messages, most = _most_memory(data, folder=tmp_path, max_bytes=10**9)
    assert messages == ["bomb grows more than 200 times when it is unpacked, which no article does"]
    assert most < 6_000_000


def test_all_that_is_unpacked_counts(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 4000
    record = warc_record(noise, headers={"Content-Type": "image/png"})
    messages, _ = _most_memory(
        warc_gz(warc_record(PAGE), *[record] * 5), folder=tmp_path, max_bytes=3 * MEGABYTE
    )
    assert messages == ["bomb holds more than 3 MB when it is unpacked"]


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(bytes(60_000_000)), "gzip"),
        (zlib.compress(bytes(60_000_000)), "deflate"),
        (brotli.compress(bytes(60_000_000), quality=5), "br"),
    ],
)
def test_a_page_that_is_a_bomb(tmp_path: Path, body: bytes, coding: str) -> None:
    bomb = warc_record(body, headers={"Content-Encoding": coding})
    messages, most = _most_memory(bomb + warc_record(PAGE), folder=tmp_path, max_bytes=10**9)
    assert messages == ["bomb, https://courier.example/ostvik is larger than 20 MB"]
    assert most < 60_000_000


def test_a_page_larger_than_any_is_not_read(tmp_path: Path) -> None:
    large = warc_record(PAGE + b"<!--" + b"x" * 21_000_000 + b"-->")
    found = outcomes(large + warc_record(PAGE), folder=tmp_path, name="a.warc", max_bytes=10**9)
    assert "is larger than 20 MB" in found.messages[0]
    assert found.titles == [TITLE]


def test_headers_without_an_end_do_not_keep_us_busy(tmp_path: Path) -> None:
    data = b"WARC/1.1\r\nX: " + b"y" * 5_000_000
    assert outcomes(data, folder=tmp_path, name="a.warc", max_bytes=10**8).documents == ()


def test_records_are_held_in_memory_one_at_a_time(tmp_path: Path) -> None:
    other = warc_record(b"\x89" + bytes(200_000), headers={"Content-Type": "image/png"})
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join([warc_record(PAGE), *[other] * 100]))
    read(Source("a", path), max_bytes=30 * MEGABYTE)
    tracemalloc.start()
    assert len(read(Source("a", path), max_bytes=30 * MEGABYTE)) == 1
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * MEGABYTE
