"""Archives that are damaged anywhere, and bytes that only begin like a format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from tests.reading.everything import EVERYTHING
from tests.reading.making import attempt
from tests.reading.packing import outcomes, zipped


@settings(max_examples=200)
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


@settings(max_examples=400)
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
