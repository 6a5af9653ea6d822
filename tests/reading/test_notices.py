"""Notices of the wire that withdraw a story: read from what agencies send."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant.reading import WithdrawnError
from assistant.reading.wire import version_number
from assistant.types import Notice
from tests.reading.packing import GUID, message, news_item, nitf, outcomes

CEST = timezone(timedelta(hours=2))


def errors(text: str, *, folder: Path, name: str = "a.xml") -> list[WithdrawnError]:
    found = outcomes(text.encode(), folder=folder, name=name)
    assert found.documents == ()
    told = list(found.errors.values())
    assert all(isinstance(error, WithdrawnError) for error in told)
    return [error for error in told if isinstance(error, WithdrawnError)]


def notice(text: str, *, folder: Path, name: str = "a.xml") -> Notice:
    (error,) = errors(text, folder=folder, name=name)
    assert error.notice is not None
    return error.notice


@pytest.mark.parametrize("content", [None, "", "<inlineXML><nitf><head/></nitf></inlineXML>"])
def test_a_cancelled_item_says_what_it_withdraws_with_or_without_a_text(
    tmp_path: Path, content: str | None
) -> None:
    text = news_item(
        version=3,
        status="stat:canceled",
        management="<edNote>KILL: the picture is not of the ferry</edNote>",
        content=content,
    )
    assert notice(text, folder=tmp_path) == Notice(
        origin=f"wire:{GUID}",
        item=f"{GUID}, version 3",
        status="cancelled",
        words="KILL: the picture is not of the ferry",
        number=3,
        stated=datetime(2025, 5, 14, 12, 30, tzinfo=CEST),
    )


def test_a_cancelled_nitf_story_without_its_body(tmp_path: Path) -> None:
    text = nitf(
        docdata_attributes='management-status="canceled"',
        docdata='<du-key version="4"/><ed-msg info="MANDATORY KILL"/>',
    )
    start, end = text.index("<body.content>"), text.index("</body.content>")
    bare = text[:start] + text[end + len("</body.content>") :]
    found = notice(bare, folder=tmp_path)
    assert (found.origin, found.item) == ("wire:wire:ostvik-ferry-1", "ostvik-ferry-1, version 4")
    assert (found.number, found.words) == (4, "MANDATORY KILL")
    # The date of issue is that of the story: it says nothing of when it was killed.
    assert found.stated is None


@pytest.mark.parametrize(
    "given",
    [
        {"pubstatus": "canceled", "uri": GUID, "version": "2", "headline": "Ferry"},
        {"pubstatus": "withheld", "uri": GUID, "version": 2, "versioncreated": "no date at all"},
        {"pubstatus": "canceled", "uri": GUID, "version": 2, "body_nitf": "<nitf><body>"},
        {
            "uri": GUID,
            "version": 2,
            "body_nitf": nitf(docdata_attributes='management-status="killed"'),
        },
    ],
)
def test_cancelled_records(tmp_path: Path, given: dict[str, object]) -> None:
    found = notice(json.dumps(given), folder=tmp_path, name="a.json")
    assert (found.origin, found.number) == (f"wire:{GUID}", 2)


def test_a_record_is_known_as_its_document_was(tmp_path: Path) -> None:
    story = {"id": "ferry-1", "text": "The ferry sank.", "title": "Ferry"}
    (document,) = outcomes(json.dumps([story]).encode(), folder=tmp_path, name="a.json").documents
    killed = {"id": "ferry-1", "pubstatus": "canceled", "ednote": "KILL"}
    found = notice(json.dumps([killed]), folder=tmp_path, name="a.json")
    assert (found.origin, found.words) == (document.origin, "KILL")
    (error,) = errors(json.dumps([{"pubstatus": "canceled"}]), folder=tmp_path, name="a.json")
    assert error.notice is None


def test_a_usable_item_that_is_a_kill_in_words(tmp_path: Path) -> None:
    found = notice(
        news_item(version=2, title="MANDATORY KILL", paragraphs=["Kill the ferry story."]),
        folder=tmp_path,
    )
    assert (found.origin, found.status, found.number) == (f"wire:{GUID}", "killed", 2)
    assert found.words.startswith("MANDATORY KILL OSTVIK")
    for text in (
        nitf(title="BC-Ferry,KILL"),
        nitf(docdata='<ed-msg info="KILL: libellous"/>'),
    ):
        assert notice(text, folder=tmp_path).status == "killed"
    record = {"uri": GUID, "headline": "KILL: Ferry", "text": "Editors: kill the story."}
    assert notice(json.dumps(record), folder=tmp_path, name="a.json").status == "killed"
    # Without an id of the wire it is an article like any other.
    plain = {"title": "KILL: Ferry", "text": "A film."}
    assert outcomes(json.dumps(plain).encode(), folder=tmp_path, name="b.json").documents


def test_items_of_a_message_that_nobody_can_name_withdraw_nothing(tmp_path: Path) -> None:
    items = [news_item(guid="", status="stat:canceled", title=title) for title in ("One", "Two")]
    assert [error.notice for error in errors(message(*items), folder=tmp_path)] == [None, None]
    assert notice(message(items[0]), folder=tmp_path).origin == str(tmp_path / "a.xml")


def test_the_number_of_a_story_is_read(tmp_path: Path) -> None:
    for text, name in (
        (news_item(version=7), "a.xml"),
        (nitf(docdata='<du-key version="7"/>'), "b.xml"),
        (json.dumps({"uri": GUID, "version": "7", "text": "It sank."}), "c.json"),
    ):
        (document,) = outcomes(text.encode(), folder=tmp_path, name=name).documents
        assert document.number == 7
    for written in (True, None, "", "1.2", "-1", "٣", "9" * 10, 2.0):
        assert version_number(written) is None
