"""Zip folders: what is read in them, and what is told of the rest."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.reading import Source, Upload, expand, read
from tests.reading.everything import EVERYTHING, TEXT, TITLES
from tests.reading.making import MEGABYTE, read_stdin
from tests.reading.packing import encrypted_zip, outcomes, read_zip, zipped


def test_all_that_can_be_read_is_read_within_a_zip_folder(tmp_path: Path) -> None:
    found = read_zip(EVERYTHING, folder=tmp_path)
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
    found = read_zip(members, folder=tmp_path)
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
    found = read_zip(members, folder=tmp_path)
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


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "..\\out.txt", "C:\\out.txt"]
)
def test_a_name_that_leads_out_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    before = sorted(tmp_path.rglob("*"))
    found = read_zip({name: TEXT, "b.txt": TEXT}, folder=folder)
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


def test_lines_within_a_folder_are_read_as_they_come(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": n, "text": f"{n} it is. " * 40}) for n in range(400))
    found = read_zip({"a.jsonl": lines}, folder=tmp_path)
    assert len(found.documents) == 400
    assert found.documents[7].origin == f"{tmp_path / 'a.zip'}#a.jsonl#7"
