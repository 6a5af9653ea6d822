"""JSON and JSON lines."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading.documents import Place
from assistant.reading.json_files import read_records as record_readings
from assistant.types import Document
from tests.reading.making import ARTICLE, read_bytes

PLACE = Place(name="a.json", path=Path("/news/a.json"))
TEXT = "\n".join(ARTICLE)
NOW = datetime(2025, 5, 14, 12, tzinfo=UTC)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text() | st.sampled_from(["text", "date", "url", "data"]), inner)
    ),
)


def read_records(text: str, *, place: Place, lines: bool = False) -> tuple[Document, ...]:
    """The documents of all records, or the first error."""
    found = []
    for reading in record_readings(text, place=place, now=NOW, lines=lines):
        if isinstance(reading.outcome, ReadingError):
            raise reading.outcome
        found.append(reading.outcome)
    return tuple(found)


def one(record: object) -> Document:
    (document,) = read_records(json.dumps(record), place=PLACE)
    return document


@pytest.mark.parametrize(
    "key", ["text", "body", "content", "articleBody", "article", "full_text", "content_html"]
)
def test_names_for_the_text(key: str) -> None:
    assert one({"title": "T", key: TEXT}).text == TEXT


@pytest.mark.parametrize("key", ["title", "headline", "Title"])
def test_names_for_the_title(key: str) -> None:
    assert one({key: "A  title", "text": TEXT}).title == "A title"


@pytest.mark.parametrize("key", ["url", "link", "canonical_url", "webUrl"])
def test_names_for_the_address(key: str) -> None:
    document = one({key: "https://www.x.example/a", "text": TEXT})
    assert document.url == document.origin == "https://www.x.example/a"
    assert document.source == "x.example"


@pytest.mark.parametrize("key", ["source", "outlet", "publisher", "site", "site_name"])
@pytest.mark.parametrize("value", ["The Courier", {"id": 5, "name": "The Courier"}])
def test_names_for_the_outlet(key: str, value: object) -> None:
    assert one({key: value, "url": "https://x.example/a", "text": TEXT}).source == "The Courier"


@pytest.mark.parametrize(
    "key",
    [
        "published",
        "date",
        "published_at",
        "publishedAt",
        "datePublished",
        "pubDate",
        "created",
        "date_published",
    ],
)
def test_names_for_the_date(key: str) -> None:
    assert one({key: "2025/03/07", "text": TEXT}).published == date(2025, 3, 7)


@pytest.mark.parametrize(
    "key", ["updated", "modified", "dateModified", "updated_at", "date_modified"]
)
def test_names_for_the_last_change(key: str) -> None:
    document = one({key: 1741342500, "published": "2025-03-01", "text": TEXT})
    assert document.updated == datetime(2025, 3, 7, 10, 15, tzinfo=UTC)
    assert document.published == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("author", "Ann Lee", ("Ann Lee",)),
        ("authors", ["Ann Lee", "Bo Ray", "Ann Lee", ""], ("Ann Lee", "Bo Ray")),
        ("byline", "By Ann Lee and Bo Ray", ("Ann Lee", "Bo Ray")),
        ("author", "Ann Lee, Bo Ray & Cy Dee", ("Ann Lee", "Bo Ray", "Cy Dee")),
        ("author", "Ann Lee; Bo Ray", ("Ann Lee", "Bo Ray")),
        ("author", "Ann Lee, Reuters", ("Ann Lee, Reuters",)),
        ("author", {"@type": "Person", "name": "Ann Lee"}, ("Ann Lee",)),
        ("author", [{"name": "Ann Lee"}, {"name": "Bo Ray"}], ("Ann Lee", "Bo Ray")),
        ("author", None, ()),
        ("author", [], ()),
    ],
)
def test_authors(key: str, value: object, expected: tuple[str, ...]) -> None:
    assert one({key: value, "text": TEXT}).authors == expected


@pytest.mark.parametrize("absent", [None, "", "  "])
def test_what_is_null_or_blank_is_absent(absent: str | None) -> None:
    keys = ("title", "url", "published", "updated", "source", "author", "language")
    document = one({**dict.fromkeys(keys, absent), "body": absent, "text": TEXT})
    assert document.title == ARTICLE[0][:-1]
    assert document.url is document.source is None
    assert document.published is document.updated is None
    assert document.language is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://x.example",
        "x.example",
        "http://",
        "http://[",
        "https://a b",
        5,
    ],
)
def test_what_is_no_web_address_is_left_out(address: object) -> None:
    assert one({"url": address, "text": TEXT, "id": 7}).url is None


def test_markup_becomes_text() -> None:
    document = one(
        {
            "title": {"rendered": "Ann &amp; Bo&#8217;s <em>ferry</em>"},
            "content": {
                "rendered": "<p>One <b>bold</b>\nword &amp; more.</p>"
                "<ul><li>a<li>b</ul><script>x</script>Tail<br>end"
            },
        }
    )
    assert document.title == "Ann & Bo’s ferry"
    assert document.text == "One bold word & more.\n\n- a\n- b\n\nTail\nend"


def test_text_that_only_mentions_markup_is_kept() -> None:
    assert one({"text": "For 1 < 2 and 3 > 2 we use <angle brackets>."}).text.endswith(
        "<angle brackets>."
    )


def test_paragraphs_may_be_a_list() -> None:
    assert one({"text": ["One.", "Two."]}).text == "One.\n\nTwo."


@pytest.mark.parametrize("wrap", ["articles", "data", "items", "results", None])
def test_lists_of_articles(wrap: str | None) -> None:
    records = [{"title": str(number), "text": f"Text {number}."} for number in range(3)]
    documents = read_records(
        json.dumps({wrap: records, "total": 3} if wrap else records), place=PLACE
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
    origins = [document.origin for document in read_records(json.dumps(records), place=PLACE)]
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


def test_lone_surrogates_do_not_get_in() -> None:
    document = one(
        {
            "title": "\ud800 A",
            "text": "\udfff B",
            "source": "\ud800 C",
            "id": "\ud800",
            "author": "\ud800 D",
        }
    )
    assert document.title == "\ufffd A"
    assert document.text == "\ufffd B"
    repr(document).encode()


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
        read_records(text, place=PLACE, lines=lines)
    assert message in caught.value.message
    assert caught.value.hint
    assert len(str(caught.value)) < 500


def test_numbers_that_are_none_and_names_given_twice_do_no_harm() -> None:
    (document,) = read_records(
        '{"text": "a", "text": "b", "date": NaN, "x": Infinity}', place=PLACE
    )
    assert document.text == "b"
    assert document.published is None


@given(JSON_VALUES)
def test_any_json_gives_documents_or_an_error(value: object) -> None:
    try:
        documents = read_records(json.dumps(value), place=PLACE)
    except ReadingError as error:
        str(error).encode()
    else:
        for document in documents:
            repr(document).encode()
            assert document.text
            assert document.title


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('"soon"', "its date, which is not understood: soon"),
        ('{"a": 1}', "its date, which is not understood: {'a': 1}"),
    ],
)
def test_a_date_that_is_not_understood_costs_no_more_than_the_date(written: str, told: str) -> None:
    (document,) = read_records(f'[{{"text": "x", "date": {written}}}]', place=PLACE)
    assert (document.published, document.left_out) == (None, (told,))


def test_another_date_stands_in_for_one_that_is_not_understood() -> None:
    found = one({"date": "2 hours ago", "created": "2031-03-03", "text": TEXT})
    assert (found.published, found.left_out) == (date(2031, 3, 3), ())


PARAGRAPHS = ("Port Ansel closed its bridge on Monday.", "It opens again in six weeks.")
STORY = {
    "headline": "Bridge shut",
    "published": date(2031, 3, 3),
    "text": "\n\n".join(PARAGRAPHS),
    "source": "courier.example",
    "authors": ("Tilda Voss",),
    "language": "en",
}


@pytest.mark.parametrize(
    "record",
    [
        # news-please
        {
            "title": "Bridge shut",
            "maintext": STORY["text"],
            "date_publish": "2031-03-03 07:05:00",
            "date_download": "2031-04-01 00:00:00",
            "source_domain": "courier.example",
            "authors": ["Tilda Voss"],
            "language": "en",
        },
        # newspaper
        {
            "title": "Bridge shut",
            "text": STORY["text"],
            "publish_date": "2031-03-03",
            "meta_site_name": "courier.example",
            "authors": ["Tilda Voss"],
            "meta_lang": "en",
        },
        # trafilatura
        {
            "title": "Bridge shut",
            "raw_text": STORY["text"],
            "text": STORY["text"],
            "date": "2031-03-03",
            "hostname": "courier.example",
            "author": "Tilda Voss",
            "language": "en",
        },
        # Event Registry
        {
            "articles": {
                "results": [
                    {
                        "title": "Bridge shut",
                        "body": STORY["text"],
                        "date": "2031-03-03",
                        "source": {"uri": "courier.example", "title": "courier.example"},
                        "authors": [{"uri": "tilda", "name": "Tilda Voss", "type": "author"}],
                        "lang": "eng",
                    }
                ]
            }
        },
        # MediaCloud
        {
            "title": "Bridge shut",
            "story_text": STORY["text"],
            "publish_date": "2031-03-03",
            "media_name": "courier.example",
            "author": "Tilda Voss",
            "language": "en",
        },
        # GDELT, with a text beside
        {
            "title": "Bridge shut",
            "text": STORY["text"],
            "seendate": "20310303",
            "domain": "courier.example",
            "author": "By Tilda Voss",
            "language": "English",
        },
        # Guardian, NYT, search engines, blocks
        {
            "response": {
                "results": [
                    {
                        "webTitle": "Bridge shut",
                        "webPublicationDate": "2031-03-03",
                        "fields": {
                            "bodyText": STORY["text"],
                            "byline": "Tilda Voss",
                            "publication": "courier.example",
                            "lang": "en",
                        },
                    }
                ]
            }
        },
        {
            "headline": {"main": "Bridge shut", "print_headline": "Shut"},
            "body": STORY["text"],
            "pub_date": "2031-03-03",
            "byline": {"original": "By Tilda Voss", "person": []},
            "source": "courier.example",
            "language": "en",
        },
        {
            "_source": {
                "title": "Bridge shut",
                "content": [{"type": "paragraph", "text": one} for one in PARAGRAPHS],
                "date": "2031-03-03",
                "site": "courier.example",
                "author": {"name": "Tilda Voss"},
                "language": "en",
            }
        },
    ],
)
def test_records_as_other_programs_write_them(record: dict[str, object]) -> None:
    (document,) = read_records(json.dumps(record), place=PLACE)
    assert {
        "headline": document.title,
        "published": document.published,
        "text": document.text,
        "source": document.source,
        "authors": document.authors,
        "language": document.language,
    } == STORY
    assert document.left_out == ()


def test_an_agencys_item_with_its_headline_and_not_its_slug() -> None:
    item = {
        "title": "US--Sleep Machines",
        "headline": "Noise machines may keep babies awake",
        "headline_extended": "Noise machines may keep babies awake, a study of 14 of them finds",
        "bylines": [
            {"by": "By LAURA NELL", "title": "AP Medical Writer"},
            {"by": "AP Medical Writer"},
        ],
        "firstcreated": "2031-03-03T05:01:00Z",
        "versioncreated": "2031-03-03T19:20:00Z",
        "pubstatus": "usable",
        "body_nitf": "<block><p>Port Ansel closed its bridge.</p></block>",
    }
    (document,) = read_records(json.dumps({"data": {"items": [{"item": item}]}}), place=PLACE)
    assert document.title == "Noise machines may keep babies awake"
    assert document.authors == ("LAURA NELL",)
    assert document.published == datetime(2031, 3, 3, 5, 1, tzinfo=UTC)
    assert document.updated == datetime(2031, 3, 3, 19, 20, tzinfo=UTC)
    with pytest.raises(ReadingError, match="was cancelled by its provider"):
        read_records(json.dumps({"item": {"pubstatus": "canceled", "uri": "x"}}), place=PLACE)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By LAURA NELL, AP Medical Writer", ("LAURA NELL",)),
        ("Ann Lee and Bo Ray, Associated Press Writers", ("Ann Lee", "Bo Ray")),
        ("AP National Writer", ()),
        ("Ann Lee, Reuters", ("Ann Lee, Reuters",)),
        ("Ed Foreign", ("Ed Foreign",)),
    ],
)
def test_what_people_are_is_not_who_they_are(byline: str, names: tuple[str, ...]) -> None:
    assert one({"byline": byline, "text": TEXT}).authors == names


def test_a_text_that_its_record_cuts_off_is_told() -> None:
    found = one({"content": "The bridge is shut. It will… [+2432 chars]"})
    assert found.text == "The bridge is shut. It will"
    assert found.left_out == (
        "the rest of its text, 2,432 characters that the record does not hold",
    )
