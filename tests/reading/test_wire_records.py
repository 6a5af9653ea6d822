"""JSON records of the wire."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.reading.making import ARTICLE
from tests.reading.packing import CEST, GUID, nitf, read_json


def record(**values: object) -> dict[str, object]:
    return {"headline": "Ostvik closes its ferry terminal", **values}


def test_records_whose_body_is_a_whole_story(tmp_path: Path) -> None:
    given_ = {"body_nitf": nitf(), "headline": "The record's own headline"}
    (document,) = read_json(given_, folder=tmp_path).documents
    assert document.title == "The record's own headline"
    assert document.text == "OSTVIK, Norway — " + "\n\n".join(ARTICLE)
    assert document.authors == ("Ann Lee", "Bo Ray")
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.origin == "wire:wire:ostvik-ferry-1"


@pytest.mark.parametrize("key", ["body_nitf", "body", "body_xhtml", "content"])
def test_records_whose_body_is_marked_up(tmp_path: Path, key: str) -> None:
    markup = (
        f"<block><p>{ARTICLE[0]}</p><hl2>Cross-head</hl2><p>{ARTICLE[1]}</p>"
        "<media><media-caption>A caption.</media-caption></media></block>"
    )
    given_ = record(
        **{key: markup},
        uri=GUID,
        versioncreated="2025-05-14T12:30:00+02:00",
        firstcreated="2025-05-14T10:15:00+02:00",
        bylines=[{"by": "By Ann Lee"}],
        dateline="OSTVIK, Norway (Wire)",
        provider="The Wire",
    )
    (document,) = read_json(given_, folder=tmp_path).documents
    assert document.text == (f"OSTVIK, Norway (Wire) — {ARTICLE[0]}\n\nCross-head\n\n{ARTICLE[1]}")
    assert document.origin == f"wire:{GUID}"
    assert (document.source, document.authors) == ("The Wire", ("Ann Lee",))
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.updated == datetime(2025, 5, 14, 12, 30, tzinfo=CEST)


def test_records_that_may_not_be_used(tmp_path: Path) -> None:
    given_ = [
        record(text="One.", pubstatus="usable"),
        record(text="Two.", pubstatus="canceled"),
        record(text="Three.", embargoed="2025-05-14T12:00:01Z"),
        record(text="Four.", embargoed="2025-05-14T12:00:00Z"),
        record(text="Five.", embargoed="", embargo=True),
        record(text="Six.", embargo=False),
        record(text="Seven.", embargoed={"until": "2025-05-14T11:00:00Z"}),
        record(text="Eight.", embargo=" No "),
        record(body_nitf=nitf(docdata='<date.release norm="20300101T000000Z"/>')),
    ]
    found = read_json(given_, folder=tmp_path)
    assert [document.text for document in found.documents] == [
        *("One.", "Four.", "Six.", "Eight."),
    ]
    assert [error.partition(", ")[2] for error in found.messages] == [
        "record 2, was cancelled by its provider",
        "record 3, is under embargo until 2025-05-14T12:00:01Z",
        "record 5, is under embargo until further notice",
        "record 7, is under embargo until further notice",
        "record 9, is under embargo until 20300101T000000Z",
    ]


def test_an_id_of_one_provider_is_known_with_its_name(tmp_path: Path) -> None:
    given_ = record(text="One.", altids={"itemid": "7f3a"}, source="The Wire")
    (document,) = read_json(given_, folder=tmp_path).documents
    assert document.origin == "wire:the wire:7f3a"
