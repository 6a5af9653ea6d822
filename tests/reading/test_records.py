"""Records of JSON, by the names that they have for things."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.types import Document
from tests.reading.making import ARTICLE, JSON_PLACE, read_records

TEXT = "\n".join(ARTICLE)
OTHERS = [
    pytest.param(given["record"], id=given["program"])
    for line in Path(__file__).with_name("records_of_others.jsonl").read_text("utf-8").splitlines()
    for given in [json.loads(line)]
]
"""A story as other programs write it."""


def one(record: object) -> Document:
    (document,) = read_records(json.dumps(record), place=JSON_PLACE)
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
    ("written", "told"),
    [
        ('"soon"', "its date, which is not understood: soon"),
        ('{"a": 1}', "its date, which is not understood: {'a': 1}"),
    ],
)
def test_a_date_that_is_not_understood_costs_no_more_than_the_date(written: str, told: str) -> None:
    (document,) = read_records(f'[{{"text": "x", "date": {written}}}]', place=JSON_PLACE)
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


@pytest.mark.parametrize("record", OTHERS)
def test_records_as_other_programs_write_them(record: dict[str, object]) -> None:
    (document,) = read_records(json.dumps(record), place=JSON_PLACE)
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
    (document,) = read_records(json.dumps({"data": {"items": [{"item": item}]}}), place=JSON_PLACE)
    assert document.title == "Noise machines may keep babies awake"
    assert document.authors == ("LAURA NELL",)
    assert document.published == datetime(2031, 3, 3, 5, 1, tzinfo=UTC)
    assert document.updated == datetime(2031, 3, 3, 19, 20, tzinfo=UTC)
    with pytest.raises(ReadingError, match="was cancelled by its provider"):
        read_records(json.dumps({"item": {"pubstatus": "canceled", "uri": "x"}}), place=JSON_PLACE)


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
