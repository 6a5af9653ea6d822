"""News items and messages of NewsML-G2."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

import pytest

from tests.reading.making import ARTICLE
from tests.reading.packing import CEST, GUID, message, news_item, nitf, read_story


def test_a_news_item(tmp_path: Path) -> None:
    (document,) = read_story(news_item(), folder=tmp_path).documents
    assert document.title == "Ostvik closes its ferry terminal"
    assert document.text == "OSTVIK, May 14 (Wire) — " + "\n\n".join(ARTICLE)
    assert document.source == "The Wire"
    assert document.authors == ("Ann Lee",)
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.updated == datetime(2025, 5, 14, 12, 30, tzinfo=CEST)
    assert document.origin == f"wire:{GUID}"


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/nitf+xml">{nitf(prolog="")}</inlineXML>',
        f'<inlineData contenttype="text/plain">{chr(10).join(ARTICLE)}</inlineData>',
        f"<inlineData>{escape('<p>' + '</p><p>'.join(ARTICLE) + '</p>')}</inlineData>",
        f'<remoteContent href="http://127.0.0.1:1/a.jpg"/><inlineData>{ARTICLE[0]}</inlineData>',
    ],
)
def test_the_kinds_of_content(tmp_path: Path, content: str) -> None:
    (document,) = read_story(news_item(content=content), folder=tmp_path).documents
    assert document.text.startswith("OSTVIK, May 14 (Wire) — " + ARTICLE[0])
    assert "Follow" not in document.text


def test_each_item_of_a_message_has_its_own_outcome(tmp_path: Path) -> None:
    picture = '<remoteContent href="http://127.0.0.1:1/a.jpg"/>'
    found = read_story(
        message(
            news_item(guid=f"{GUID}:1", title="One"),
            news_item(guid=f"{GUID}:2", status="stat:canceled"),
            news_item(guid=f"{GUID}:3", content=picture, item_class="ninat:picture"),
            news_item(guid=f"{GUID}:4", title="Four"),
        ),
        folder=tmp_path,
    )
    assert found.titles == ["One", "Four"]
    assert [document.origin for document in found.documents] == [
        f"wire:{GUID}:1",
        f"wire:{GUID}:4",
    ]
    assert found.messages == [
        "a.xml, item 2, was cancelled by its provider",
        "a.xml, item 3, has no text within it: it is of the class picture",
    ]


def test_items_without_an_id_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    titles = ("One", "Two", "One")
    items = [
        news_item(guid="", title=title, paragraphs=[f"This is story {number} of today."])
        for number, title in enumerate(titles)
    ]
    found = read_story(message(*items), folder=tmp_path)
    path = str(tmp_path / "a.xml")
    assert [document.origin for document in found.documents] == [
        f"{path}#One",
        f"{path}#Two",
        f"{path}#One (2)",
    ]
    (alone,) = read_story(message(items[0]), folder=tmp_path).documents
    assert alone.origin == path
