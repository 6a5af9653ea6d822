"""Files of JSON and JSON lines: the records in them, and what is no record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError
from tests.reading.making import ARTICLE, JSON_PLACE, read_bytes, read_records

TEXT = "\n".join(ARTICLE)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text() | st.sampled_from(["text", "date", "url", "data"]), inner)
    ),
)


@pytest.mark.parametrize("wrap", ["articles", "data", "items", "results", None])
def test_lists_of_articles(wrap: str | None) -> None:
    records = [{"title": str(number), "text": f"Text {number}."} for number in range(3)]
    documents = read_records(
        json.dumps({wrap: records, "total": 3} if wrap else records), place=JSON_PLACE
    )
    assert [document.title for document in documents] == ["0", "1", "2"]


def test_records_are_told_apart_by_id_or_title() -> None:
    records = [
        {"id": 5, "title": "A", "text": TEXT},
        {"title": "B", "text": TEXT},
        {"title": "B", "text": "Other text."},
        {"text": "No title at all."},
        {"url": "https://x.example/", "text": TEXT},
        {"url": "https://x.example/", "text": TEXT},
    ]
    origins = [document.origin for document in read_records(json.dumps(records), place=JSON_PLACE)]
    assert origins == [
        *("/news/a.json#5", "/news/a.json#B", "/news/a.json#B (2)", "/news/a.json#No title at all"),
        *("https://x.example/", "https://x.example/"),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a"])
def test_lines(tmp_path: Path, name: str) -> None:
    data = b'{"title": "A", "text": "One\\u2028line."}\r\n\r\n{"title": "B", "text": "Two."}\n'
    documents = read_bytes(data, folder=tmp_path, name=name)
    assert [(document.title, document.text) for document in documents] == [
        ("A", "One\nline."),
        ("B", "Two."),
    ]


def test_a_single_value_in_a_file_of_lines(tmp_path: Path) -> None:
    data = json.dumps([{"text": "One."}, {"text": "Two."}], indent=2).encode()
    assert len(read_bytes(data, folder=tmp_path, name="a.jsonl")) == 2


def test_line_separators_inside_strings_end_no_line(tmp_path: Path) -> None:
    data = '{"text": "One\u2028line\x85more."}\n{"text": "Two."}'.encode()
    assert len(read_bytes(data, folder=tmp_path, name="a.jsonl")) == 2


@pytest.mark.parametrize(
    ("text", "lines", "message"),
    [
        ('{"text":\n "x",}', False, "a.json is not valid JSON at line 2, column "),
        ('{"text": "x"}\n\n{"text": }', True, "a.json is not valid JSON at line 3, column 10: "),
        ('{"text": "x"}\n{"text": ', False, "a.json is not valid JSON at line 2, column "),
        ("[" * 100_000, False, "nested too deeply"),
        ('{"text": "x"}\n' + '{"a":' * 100_000, True, "at line 2: nested too deeply"),
        ("1" * 5000, False, "a number has too many digits"),
        ("[]", False, "a.json holds no article"),
        ('{"articles": []}', False, "a.json holds no article"),
        ("null", False, "is no article"),
        ('"text"', False, "is no article"),
        ('[{"text": "x"}, 5]', False, "a.json, record 2, is no article"),
        ('[{"text": "x"}, {"title": "T"}]', False, "a.json, record 2, has no text"),
        ('{"text": "x"}\n{"text": ""}', True, "a.json, line 2, has no text"),
        ('{"text": 5, "body": ["a", 1], "content": NaN}', False, "has no text"),
        ('{"text": "' + "word " * 1_000_001 + '"}', False, "at most 5,000,000 are read"),
    ],
)
def test_what_is_wrong_is_told(text: str, lines: bool, message: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_records(text, place=JSON_PLACE, lines=lines)
    assert message in caught.value.message
    assert caught.value.hint
    assert len(str(caught.value)) < 500


def test_numbers_that_are_none_and_names_given_twice_do_no_harm() -> None:
    (document,) = read_records(
        '{"text": "a", "text": "b", "date": NaN, "x": Infinity}', place=JSON_PLACE
    )
    assert document.text == "b"
    assert document.published is None


@given(JSON_VALUES)
def test_any_json_gives_documents_or_an_error(value: object) -> None:
    try:
        documents = read_records(json.dumps(value), place=JSON_PLACE)
    except ReadingError as error:
        str(error).encode()
    else:
        for document in documents:
            repr(document).encode()
            assert document.text
            assert document.title
