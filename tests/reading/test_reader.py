"""The way into the reading room: every kind of source, every kind of trouble."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading import Source, expand, read, read_text
from assistant.reading.canonical import canonical_text
from tests.reading.making import (
    ARTICLE,
    MEGABYTE,
    attempt,
    encrypted,
    pdf,
    read_bytes,
    read_one,
    read_stdin,
    web_page,
)

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".json", ".jsonl", ".xyz", "")
WHOLE = (
    "Headline\n\nSöme text. More “text”.".encode(),
    "Headline\n\nSöme text.".encode("utf-16"),
    b"---\ntitle: x\ndate: 2025-01-01\n---\n# T\n\n* a *b* [c](d) <p>x</p>\n",
    b'{"articles": [{"title": "x", "text": "<p>abc</p>", "date": 1700000000}]}',
    b'{"title": "x", "text": "abc"}\n{"text": "def"}',
    web_page().encode(),
    pdf([ARTICLE]),
    encrypted(pdf([ARTICLE]), password=""),
)


def test_one_sentence_a_line_is_ordinary_text(tmp_path: Path) -> None:
    document = read_one("\n".join(ARTICLE) + "\n\n\n", folder=tmp_path, name="a.txt")
    assert document.text == "\n".join(ARTICLE)
    assert (
        document.title
        == "The harbour town of Ostvik will close its old ferry terminal on 14 May, the port said"
    )
    assert document.origin == str(tmp_path / "a.txt")
    assert document.language is None


def test_a_headline_is_no_part_of_the_text(tmp_path: Path) -> None:
    document = read_one("Ferry terminal closes\r\n\r\n" + ARTICLE[0], folder=tmp_path, name="a.txt")
    assert document.title == "Ferry terminal closes"
    assert document.text == ARTICLE[0]


def test_origins_do_not_depend_on_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(ARTICLE[0])
    monkeypatch.chdir(tmp_path / "sub")
    (source,) = expand(["../sub/a.txt"])
    assert read(source, max_bytes=MEGABYTE)[0].origin == str(tmp_path / "sub" / "a.txt")


def test_standard_input_is_known_by_its_content() -> None:
    (first,) = read_stdin(ARTICLE[0].encode())
    (again,) = read_stdin(ARTICLE[0].encode("utf-16"))
    (other,) = read_stdin(ARTICLE[1].encode())
    assert first.origin.startswith("stdin:")
    assert len(first.origin) == len("stdin:") + 12
    assert first == again
    assert first.origin != other.origin


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"---\ntitle: Front matter\n---\nText.", "Front matter"),
        (b"# Heading\n\nText.", "Heading"),
        (b' [ {"title": "Record", "text": "Text."}]', "Record"),
        (b"[Reuters] Rates rose.\n", "[Reuters] Rates rose"),
        (b"{Note} Rates rose.\n", "{Note} Rates rose"),
        (pdf([ARTICLE], properties={"Title": "A PDF"}), "A PDF"),
        (web_page(title="A page").encode(), "A page"),
    ],
)
def test_the_format_of_standard_input_is_seen(data: bytes, title: str) -> None:
    (document,) = read_stdin(data)
    assert document.title == title


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt is empty"),
        (b" \r\n\t\xef\xbb\xbf", "a.txt holds only blank space"),
        (b"\xef\xbb\xbf", "a.txt holds only blank space"),
        ("\n \n".encode("utf-16"), "a.txt holds only blank space"),
        (b"* * *", "a.txt holds no text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt is an image, not text"),
        (b"x" * (MEGABYTE + 1), "a.txt is larger than 1 MB"),
    ],
)
def test_files_that_hold_nothing_to_read(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, folder=tmp_path, name="a.txt")
    assert caught.value.message == message
    assert caught.value.hint


def test_no_more_of_standard_input_is_taken_than_is_needed() -> None:
    stream = io.BytesIO(b"word " * 1000)
    with pytest.raises(ReadingError, match="standard input is larger than"):
        read(Source("standard input", None), max_bytes=100, stdin=stream)
    assert stream.tell() == 101


def test_a_file_of_exactly_the_size_is_read(tmp_path: Path) -> None:
    assert read_bytes(b"x" * 100, folder=tmp_path, name="a.txt", max_bytes=100)


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name, message in (
        ("", "is a folder"),
        ("gone.txt", "does not exist"),
        ("loop", "cannot be read: "),
        ("x" * 300, "cannot be read: "),
    ):
        with pytest.raises(ReadingError) as caught:
            read(Source("it", tmp_path / name), max_bytes=MEGABYTE)
        assert caught.value.message.startswith(f"it {message}")
        assert caught.value.hint


def test_files_and_folders_that_may_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE[0])
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "b.txt").write_text(ARTICLE[0])
    for path in (closed, tmp_path / "b.txt"):
        path.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user may open everything")
        sources = expand([tmp_path])
        assert [source.path and source.path.name for source in sources] == [
            "a.txt",
            "b.txt",
            "closed",
        ]
        assert read(sources[0], max_bytes=MEGABYTE)
        for source in sources[1:]:
            with pytest.raises(ReadingError, match=r"may not be opened\. Give yourself the right"):
                read(source, max_bytes=MEGABYTE)
    finally:
        closed.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[ARTICLE[0].encode()])
    writer.start()
    (document,) = read(Source("pipe", pipe), max_bytes=MEGABYTE)
    writer.join()
    assert document.text == ARTICLE[0]


def test_text_without_a_headline_keeps_its_first_line() -> None:
    document = read_text("Rates rose\nThe bank said so.")
    assert document.title == "Rates rose"
    assert document.text == "Rates rose\nThe bank said so."
    assert document.origin.startswith("text:")


@pytest.mark.parametrize("text", ["", " \n", "***"])
def test_text_that_is_none(text: str) -> None:
    with pytest.raises(ReadingError, match=r"the given text holds no text"):
        read_text(text)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Whole files with pieces cut out, put in or written over."""
    data = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = at + draw(st.integers(0, 40))
        data[at:end] = draw(st.binary(max_size=8))
    return bytes(data)


@settings(max_examples=300)
@given(st.binary() | damaged(), st.sampled_from(SUFFIXES))
@example(b'{"text": "\\ud800 abc"}', ".json")
@example(b"\xff\xfe\x00\xd8a\x00", ".txt")
def test_any_bytes_give_documents_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    documents = attempt(data, folder=folder, name=f"any{suffix}")
    if isinstance(documents, ReadingError):
        str(documents).encode()
        assert documents.hint
        return
    assert documents
    for document in documents:
        repr(document).encode()
        assert document.text == canonical_text(document.text) != ""
        assert document.title == " ".join(document.title.split()) != ""
        assert document.origin
        assert document.url is None or document.url.startswith(("http://", "https://"))


def test_heavy_packages_are_loaded_only_where_they_are_needed() -> None:
    code = (
        "import sys, assistant.reading as r; r.read_text('Some text.');"
        "print(sorted({'trafilatura', 'pypdf', 'yaml', 'markdown_it', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_remarks_of_the_readers_do_not_get_out(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([ARTICLE]).replace(b"0000000015", b"0000000099"))
    (tmp_path / "b.html").write_text("<p>")
    code = (
        "import sys; from assistant.reading import *; from assistant.errors import ReadingError\n"
        "for source in expand(sys.argv[1:]):\n"
        "    try: print(len(read(source, max_bytes=10**6)))\n"
        "    except ReadingError as error: print('error')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["1", "error"]
