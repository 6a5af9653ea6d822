"""Stories in NITF."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.reading.making import ARTICLE
from tests.reading.packing import CEST, nitf, outcomes, read_story


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.txt", "a"])
def test_a_story_of_the_wire(tmp_path: Path, name: str) -> None:
    (document,) = read_story(nitf(), folder=tmp_path, name=name).documents
    assert document.title == "Ostvik closes its ferry terminal"
    assert document.text == "OSTVIK, Norway — " + "\n\n".join(ARTICLE)
    assert document.authors == ("Ann Lee", "Bo Ray")
    assert document.source == "The Wire"
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.updated is None
    assert document.language == "en"
    assert document.origin == "wire:wire:ostvik-ferry-1"


def test_a_later_version_has_the_same_origin(tmp_path: Path) -> None:
    first = read_story(nitf(), folder=tmp_path, name="1.xml").documents[0]
    revised = nitf(
        title="Ostvik closes both terminals",
        head="".join(
            f'<revision-history norm="20250514T{hour}0000Z"/>' for hour in ("11", "12", "09")
        ),
    )
    later = read_story(revised, folder=tmp_path, name="2.xml").documents[0]
    assert first.origin == later.origin
    assert later.updated == datetime(2025, 5, 14, 12, tzinfo=UTC)


def test_a_dateline_that_the_text_begins_with_is_not_said_twice(tmp_path: Path) -> None:
    story = nitf(paragraphs=["OSTVIK, Norway (Wire) — The port is to close.", *ARTICLE])
    (document,) = read_story(story, folder=tmp_path).documents
    assert document.text.startswith("OSTVIK, Norway (Wire) — The port is to close.\n\nThe harbour")


def test_the_body_of_a_story_in_all_its_parts(tmp_path: Path) -> None:
    content = (
        "<block><p>One <em>bold</em>\n word.</p><hl2>A cross-head</hl2>"
        "<media media-type='image'><media-caption>A caption.</media-caption></media>"
        "<bq><block><p>A quote.</p></block></bq><ul><li>First</li><li>Second</li></ul>"
        "<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table></block>"
        "<block><p>The end.</p></block>"
    )
    (document,) = read_story(nitf(content=content, body_head=""), folder=tmp_path).documents
    assert document.text == (
        "One bold word.\n\nA cross-head\n\nA quote.\n\n- First\n- Second\n\nA 1\nB 2\n\nThe end."
    )


def test_entities_of_html_are_understood_and_unknown_ones_are_text(tmp_path: Path) -> None:
    story = nitf(content="<p>Caf&eacute;&nbsp;one &mdash; &lt;b&gt; &amp; &bogus; &LT; 2.</p>")
    (document,) = read_story(story, folder=tmp_path).documents
    assert document.text.endswith("Café one — <b> & &bogus; < 2.")


def test_a_namespace_and_a_document_type_do_no_harm(tmp_path: Path) -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf-3-4.dtd">'
    spaced = nitf(prolog=doctype).replace(
        "<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
    )
    assert read_story(spaced, folder=tmp_path).documents[0].authors == ("Ann Lee", "Bo Ray")


def test_other_encodings(tmp_path: Path) -> None:
    prolog = '<?xml version="1.0" encoding="{}"?>'
    for encoding in ("iso-8859-1", "utf-16", "iso-8859-2"):
        story = nitf(paragraphs=["Ärger in Köln."] * 3, prolog=prolog.format(encoding), title="Ö")
        found = outcomes(story.encode(encoding), folder=tmp_path, name="a.xml")
        assert found.documents[0].text.endswith("Ärger in Köln.")
