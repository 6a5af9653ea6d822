"""PDF files."""

from __future__ import annotations

import zlib
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.types import Document
from tests.reading.making import ARTICLE, encrypted, pdf, read_bytes

PAGES = [ARTICLE[:2], ARTICLE[2:]]
OPEN_SESAME = "Ostvik"
TEXT = " ".join(ARTICLE)


def read_one_pdf(data: bytes, *, folder: Path, name: str = "a.pdf") -> Document:
    (document,) = read_bytes(data, folder=folder, name=name)
    return document


def test_text_and_properties(tmp_path: Path) -> None:
    properties = {
        "Title": "Ferry terminal closes",
        "Author": "Ann Lee; Bo Ray",
        "CreationDate": "D:20250501103000+02'00'",
    }
    document = read_one_pdf(pdf(PAGES, properties=properties), folder=tmp_path)
    assert document.title == "Ferry terminal closes"
    assert document.authors == ("Ann Lee", "Bo Ray")
    east = timezone(timedelta(hours=2))
    assert document.published == datetime(2025, 5, 1, 10, 30, tzinfo=east)
    assert document.text == TEXT
    assert document.origin == str(tmp_path / "a.pdf")


@pytest.mark.parametrize("title", ["Microsoft Word - final.docx", "untitled", "draft-3.indd", ""])
def test_titles_made_by_programs_are_none(tmp_path: Path, title: str) -> None:
    lines = ["Ferry terminal closes", "", *ARTICLE]
    document = read_one_pdf(pdf([lines], properties={"Title": title}), folder=tmp_path)
    assert document.title == "Ferry terminal closes"
    assert document.text == TEXT


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("D:20250501", date(2025, 5, 1)),
        ("20250501103000", date(2025, 5, 1)),
        ("D:20259901103000Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_properties(tmp_path: Path, written: str, expected: date | None) -> None:
    document = read_one_pdf(pdf(PAGES, properties={"CreationDate": written}), folder=tmp_path)
    assert document.published == expected


def test_a_pdf_is_known_whatever_its_name(tmp_path: Path) -> None:
    for name in ("a.txt", "a", "A.PDF"):
        assert read_one_pdf(pdf(PAGES), folder=tmp_path, name=name).text == TEXT


def test_rubbish_around_a_pdf_does_no_harm(tmp_path: Path) -> None:
    assert read_one_pdf(b"\r\n\r\n" + pdf(PAGES) + b"\0" * 500, folder=tmp_path).text == TEXT


def test_a_pdf_that_only_restricts_printing_is_read(tmp_path: Path) -> None:
    assert read_one_pdf(encrypted(pdf(PAGES), password=""), folder=tmp_path).text == TEXT


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (encrypted(pdf(PAGES), password=OPEN_SESAME), "is protected by a password"),
        (pdf(PAGES)[:-20], "is a PDF that is cut off before its end"),
        (pdf(PAGES)[:400], "is a PDF that is cut off before its end"),
        (pdf([[], []]), "is a PDF without text, probably scanned"),
        (pdf([]), "is a PDF without text, probably scanned"),
        (pdf([["Page 1"]]), "is a PDF without text, probably scanned"),
        (b"%PDF-1.7\n" + b"rubbish\n" * 50 + b"startxref\n0\n%%EOF", "is a broken PDF"),
        (b"<html>Sign in to read this</html>", "is named as a PDF but is none"),
        (pdf([["x"]] * 2001), "has 2,001 pages, and at most 2,000 are read"),
    ],
    # The bytes of an encrypted file are never the same: they cannot be part of the name.
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "file",
)
def test_what_is_wrong_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, folder=tmp_path, name="a.pdf", max_bytes=10**8)
    assert message in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_encryption_without_a_password_is_no_hindrance(tmp_path: Path, algorithm: str) -> None:
    data = encrypted(pdf(PAGES), password="", algorithm=algorithm)
    assert read_one_pdf(data, folder=tmp_path).text == TEXT


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * 30_000_000)
    plain = pdf([["x"]])
    start = plain.index(b"<< /Length", plain.index(b"6 0 obj"))
    end = plain.index(b"endstream", start)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\n" % (len(packed), packed)
    with pytest.raises(ReadingError, match=r"a\.pdf is a broken PDF \(LimitReachedError\)"):
        read_bytes(plain[:start] + stream + plain[end:], folder=tmp_path, name="a.pdf")
