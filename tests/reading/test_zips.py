"""Zip folders, and what makes them dangerous."""

from __future__ import annotations

import io
import json
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading import Source, Upload, expand, read, read_each, streams
from assistant.types import Document
from tests.reading.making import ARTICLE, MEGABYTE, attempt, pdf, read_stdin, web_page
from tests.reading.packing import (
    encrypted_zip,
    lying_zip,
    mail,
    news_item,
    nitf,
    outcomes,
    warc_gz,
    warc_record,
    word,
    word_paragraph,
    zipped,
)

TEXT = "Bridge opens\n\nIt opened on Monday.\n"
EVERYTHING: dict[str, bytes | str] = {
    "a.txt": TEXT,
    "b.md": "---\ntitle: Markdown\n---\nIt *opened*.",
    "c.html": web_page(title="Page"),
    "d.pdf": pdf([ARTICLE], properties={"Title": "A PDF"}),
    "e.json": '[{"title": "One", "text": "It is."}, {"title": "Two", "text": "It was."}]',
    "sub/f.jsonl": '{"title": "Line", "text": "It is."}\n',
    "sub/g.xml": nitf(),
    "sub/h.newsml": news_item(title="News item"),
    "i.eml": mail(plain="It opened.", subject="Mail"),
    "j.docx": word("".join(map(word_paragraph, ("Word", "It opened there.")))),
    "k.warc": warc_record(web_page(title="Saved").encode()),
    "l.warc.gz": warc_gz(warc_record(web_page(title="Saved too").encode())),
    "m.zip": zipped({"n.txt": "Nested\n\nIt opened within.\n"}),
}
TITLES = [
    *("Bridge opens", "Markdown", "Page", "A PDF", "One", "Two", "Line"),
    *("Ostvik closes its ferry terminal", "News item", "Mail", "Word", "Saved", "Saved too"),
    "Nested",
]


def test_all_that_can_be_read_is_read_within_a_zip_folder(tmp_path: Path) -> None:
    found = outcomes(zipped(EVERYTHING), folder=tmp_path, name="a.zip")
    assert found.errors == {}
    assert found.titles == TITLES
    path = str(tmp_path / "a.zip")
    origins = [document.origin for document in found.documents]
    assert origins[:4] == [f"{path}#{name}" for name in ("a.txt", "b.md", "c.html", "d.pdf")]
    assert origins[4:7] == [f"{path}#e.json#One", f"{path}#e.json#Two", f"{path}#sub/f.jsonl#Line"]
    assert origins[-1] == f"{path}#m.zip#n.txt"
    assert [reading.share for reading in found.readings] == sorted(
        reading.share for reading in found.readings
    )
    assert found.readings[-1].share == 1


@pytest.mark.parametrize("name", ["a.zip", "a", "a.txt", "a.ZIP"])
def test_it_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    assert outcomes(zipped({"a.txt": TEXT}), folder=tmp_path, name=name).titles == ["Bridge opens"]


def test_it_comes_by_standard_input_and_as_an_upload(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT, "b.zip": zipped({"c.txt": "Quay shuts\n\nIt was shut."})})
    documents = read_stdin(data)
    assert [document.title for document in documents] == ["Bridge opens", "Quay shuts"]
    assert all(document.origin.startswith("stdin:") for document in documents)
    (tmp_path / "sent").write_bytes(data)
    (source,) = expand([Upload(tmp_path / "sent", "news.zip")])
    sent = read(source, max_bytes=MEGABYTE)
    assert [document.title for document in sent] == ["Bridge opens", "Quay shuts"]
    assert all(document.origin.startswith("upload:") for document in sent)


def test_what_is_not_for_reading_is_passed_over(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "a.txt": TEXT,
        "picture.png": b"\x89PNG",
        ".hidden.txt": TEXT,
        "__MACOSX/a.txt": "x",
        ".git/b.txt": TEXT,
        "c.tar.gz": b"x",
    }
    found = outcomes(zipped(members), folder=tmp_path, name="a.zip")
    assert (found.titles, found.errors) == (["Bridge opens"], {})


def test_a_member_that_cannot_be_read_is_told_of_and_the_others_go_on(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "1.txt": TEXT,
        "2.pdf": b"%PDF-1.7 broken",
        "3.txt": b"",
        "4.json": '[{"title": "One", "text": "It is."}, {"title": "Two"}, {"text": "Three."}]',
        "5.zip": b"PK\x03\x04 broken",
        "6.txt": "Quay shuts\n\nIt was shut on Tuesday.",
    }
    path = tmp_path / "a.zip"
    found = outcomes(zipped(members), folder=tmp_path, name="a.zip")
    assert found.titles == ["Bridge opens", "One", "Three", "Quay shuts"]
    assert list(found.errors) == [
        "a.zip#2.pdf",
        "a.zip#3.txt",
        "a.zip#4.json, record 2",
        "a.zip#5.zip",
    ]
    assert all(error.hint for error in found.errors.values())
    with pytest.raises(ReadingError, match=r"a\.zip#2\.pdf is a PDF that is cut off"):
        read(Source("a.zip", path), max_bytes=MEGABYTE)


def test_a_damaged_member_is_told_of_and_the_others_go_on(tmp_path: Path) -> None:
    long = " ".join(str(number) for number in range(10_000))
    data = bytearray(zipped({"1.txt": TEXT, "2.txt": long, "3.txt": TEXT}))
    at = data.index(b"2.txt") + 600
    data[at : at + 20] = bytes(20)
    found = outcomes(bytes(data), folder=tmp_path, name="a.zip")
    assert found.titles == ["Bridge opens", "Bridge opens"]
    assert found.messages == ["a.zip#2.txt is damaged or cut off"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped({}), "nothing to read in the zip folder a.zip"),
        (zipped({"a.png": b"x"}), "nothing to read in the zip folder a.zip"),
        (zipped({"a.txt": TEXT})[:-10], "a.zip is a zip folder that is damaged or cut off"),
        (b"PK\x03\x04", "damaged or cut off"),
        (b"PK\x05\x06", "damaged or cut off"),
        (b"Not packed at all.", "a.zip is named as a zip folder but is none"),
        (encrypted_zip({"a.txt": TEXT, "b.txt": TEXT}), "a.zip is protected by a password"),
        (zipped({"a.txt": TEXT}, method=zipfile.ZIP_BZIP2), "packed in a way that is not read"),
        (zipped({"a.txt": TEXT}, method=zipfile.ZIP_LZMA), "packed in a way that is not read"),
        (b"", "a.zip is empty"),
    ],
)
def test_what_is_no_folder_of_news(tmp_path: Path, data: bytes, message: str) -> None:
    found = outcomes(data, folder=tmp_path, name="a.zip")
    assert found.documents == ()
    (error,) = found.errors.values()
    assert message in error.message
    assert error.hint


def test_one_member_that_is_encrypted_does_not_stop_the_others(tmp_path: Path) -> None:
    data = encrypted_zip({"a.txt": TEXT, "b.txt": TEXT}, which=["a.txt"])
    found = outcomes(data, folder=tmp_path, name="a.zip")
    assert found.messages == ["a.zip#a.txt is protected by a password"]
    assert found.titles == ["Bridge opens"]


# -- names -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "..\\out.txt", "C:\\out.txt"]
)
def test_a_name_that_leads_out_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    before = sorted(tmp_path.rglob("*"))
    found = outcomes(zipped({name: TEXT, "b.txt": TEXT}), folder=folder, name="a.zip")
    assert "leads out of the zip folder" in found.messages[0]
    assert found.titles == ["Bridge opens"]
    assert sorted(tmp_path.rglob("*")) == [*before, folder / "a.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in outcomes(out.getvalue(), folder=tmp_path, name="a.zip").messages[0]


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        nameless = zipfile.ZipInfo("x")
        nameless.filename = ""
        archive.writestr(nameless, TEXT)
        archive.writestr("b.txt", TEXT)
    assert outcomes(out.getvalue(), folder=tmp_path, name="a.zip").titles == ["Bridge opens"]


def test_two_members_of_one_name_and_names_of_strange_characters(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "One\n\nIt is.")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "Two\n\nIt is.")
        archive.writestr("\x1b[31m\n" + "x" * 500 + ".txt", "Three\n\nIt is.")
    found = outcomes(out.getvalue(), folder=tmp_path, name="a.zip")
    origins = [document.origin.partition("#")[2] for document in found.documents]
    assert origins[:2] == ["a.txt", "a.txt (2)"]
    assert origins[2].isprintable()
    assert len(origins[2]) <= 200


# -- bombs -------------------------------------------------------------------------


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
    found = outcomes(zipped(members), folder=tmp_path, name="a.zip", max_bytes=2 * MEGABYTE)
    assert len(found.documents) == 3
    (error,) = found.errors.values()
    assert error.message == "a.zip holds more than 2 MB when it is unpacked"
    assert "ASSISTANT_MAX_FILE_MB" in str(error.hint)
    lying = outcomes(lying_zip("a.txt", noise, says=10), folder=tmp_path, name="a.zip")
    assert lying.documents == ()
    assert len(lying.errors) == 1


def test_nested_folders_count_too_and_end_at_one(tmp_path: Path) -> None:
    deep = zipped({"c.zip": zipped({"b.zip": zipped({"a.txt": TEXT})}), "d.txt": TEXT})
    found = outcomes(deep, folder=tmp_path, name="a.zip")
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
    data = zipped({"a.zip": inner, "b.zip": inner, "c.txt": TEXT})
    found = outcomes(data, folder=tmp_path, name="a.zip")
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


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=8)), max_size=4),
    st.sampled_from([zipped(EVERYTHING), EVERYTHING["j.docx"], EVERYTHING["l.warc.gz"]]),
    st.sampled_from(["a.zip", "a.docx", "a.warc.gz", "a"]),
)
def test_damaged_archives_give_documents_or_errors(
    tmp_path_factory: pytest.TempPathFactory,
    cuts: list[tuple[float, int, bytes]],
    whole: bytes,
    name: str,
) -> None:
    data = whole
    for share, length, instead in cuts:
        at = int(share * len(data))
        data = data[:at] + instead + data[at + length :]
    found = outcomes(data, folder=tmp_path_factory.getbasetemp(), name=name)
    assert found.readings
    for error in found.errors.values():
        str(error).encode()
        assert error.hint


MAGIC = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b\x08\x00", b"WARC/1.1\r\n"),
    *(b"%PDF-1.7", b"<?xml version='1.0'?>", b"<nitf>", b"<newsItem>", b"From: a@b\nSubject: x\n"),
    *(b"MIME-Version: 1.0\nFrom: a@b\nDate: x\n\n", b'{"text": "a"}\n', b"\xff\xfe<\0?\0x\0m\0l\0"),
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(MAGIC),
    st.binary(max_size=300),
    st.sampled_from([".zip", ".docx", ".warc", ".warc.gz", ".eml", ".xml", ".nitf", ".jsonl", ""]),
)
def test_any_bytes_after_a_mark_give_documents_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, mark: bytes, rest: bytes, suffix: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    found = attempt(mark + rest, folder=folder, name=f"marked{suffix}")
    if isinstance(found, ReadingError):
        str(found).encode()
        assert found.hint
    else:
        assert all(document.text for document in found)


def test_a_folder_on_disk_gives_its_archives_too(tmp_path: Path) -> None:
    for name in ("a.zip", "b.warc.gz", "c.tar.gz", "d.gz", "e.eml", "f.docx", "g.xml"):
        (tmp_path / name).write_bytes(b"x")
    names = [Path(source.name).name for source in expand([tmp_path])]
    assert names == ["a.zip", "b.warc.gz", "e.eml", "f.docx", "g.xml"]


def test_lines_within_a_folder_are_read_as_they_come(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": n, "text": f"{n} it is. " * 40}) for n in range(400))
    found = outcomes(zipped({"a.jsonl": lines}), folder=tmp_path, name="a.zip")
    assert len(found.documents) == 400
    assert found.documents[7].origin == f"{tmp_path / 'a.zip'}#a.jsonl#7"
