"""Word documents."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.types import Document
from tests.reading.making import ARTICLE
from tests.reading.packing import outcomes, word, word_paragraph, zipped

PROPERTIES = (
    "<dc:title>A title</dc:title><dc:creator>Ann Lee</dc:creator><dc:language>en-GB</dc:language>"
    "<dcterms:created>2025-05-14T08:15:00Z</dcterms:created>"
)
BODY = "".join(map(word_paragraph, ARTICLE))


def one(data: bytes, *, folder: Path, name: str = "a.docx") -> Document:
    (document,) = outcomes(data, folder=folder, name=name).documents
    return document


@pytest.mark.parametrize("name", ["a.docx", "a", "a.zip", "a.txt"])
def test_a_document(tmp_path: Path, name: str) -> None:
    document = one(word(BODY, properties=PROPERTIES), folder=tmp_path, name=name)
    assert document.text == "\n\n".join(ARTICLE)
    assert document.title == "A title"
    assert document.authors == ("Ann Lee",)
    assert document.published == datetime(2025, 5, 14, 8, 15, tzinfo=UTC)
    assert document.language == "en"
    assert document.origin == str(tmp_path / name)


@pytest.mark.parametrize("style", ["Title", "Heading1"])
def test_a_heading_in_the_style_of_a_title_is_the_title(tmp_path: Path, style: str) -> None:
    body = word_paragraph("Ferry closes", style=style) + BODY
    document = one(word(body, properties=PROPERTIES), folder=tmp_path)
    assert document.title == "Ferry closes"
    assert document.text == "\n\n".join(ARTICLE)


def test_a_headline_that_is_set_apart_is_the_title(tmp_path: Path) -> None:
    body = word_paragraph("Ferry terminal closes") + BODY
    assert one(word(body), folder=tmp_path).title == "Ferry terminal closes"


def test_it_reads_with_all_changes_accepted(tmp_path: Path) -> None:
    changes = (
        "<w:ins><w:r><w:t> and put in</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> and struck out</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t> at a link</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:br/><w:t>below.</w:t></w:r>"
    )
    body = word_paragraph("It stays", inside=changes)
    assert one(word(body), folder=tmp_path).text == "It stays and put in at a link\nbelow."


def test_tables_and_lists(tmp_path: Path) -> None:
    cell = "<w:tc>{}</w:tc>".format
    rows = "".join(
        f"<w:tr>{cell(word_paragraph(left))}{cell(word_paragraph(right))}</w:tr>"
        for left, right in (("Oslo", "1"), ("Bergen", "2"))
    )
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>".format
    body = word_paragraph("Before.") + f"<w:tbl>{rows}</w:tbl>" + item("One") + item("Two") + BODY
    document = one(word(body, properties=PROPERTIES), folder=tmp_path)
    assert document.text.startswith("Before.\nOslo 1\nBergen 2\n- One\n- Two\n\nThe harbour")


def test_settings_are_no_text(tmp_path: Path) -> None:
    stops = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>A</w:t></w:r></w:p>"
    )
    assert one(word(stops), folder=tmp_path).text == "A"
    tabbed = word_paragraph("A", inside="<w:r><w:tab/><w:t>B</w:t></w:r>")
    assert one(word(tabbed), folder=tmp_path).text == "A\tB"


def test_words_in_a_text_box_are_not_said_twice(tmp_path: Path) -> None:
    box = (
        "<w:r><mc:AlternateContent xmlns:mc='http://x.example/mc'><mc:Choice><w:drawing/></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert one(word(word_paragraph("It stays.", inside=box)), folder=tmp_path).text == "It stays."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Plain text that is named otherwise.", "a.docx is named as a Word document but is none"),
        (word(""), "a.docx holds no text"),
        (word("<w:p>"), "a.docx is not well-formed XML"),
        (word(BODY)[:-30], "damaged or cut off"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "of an office program"),
        (zipped({"mimetype": "", "content.xml": ""}), "of an office program"),
        (zipped({"mimetype": "", "META-INF/container.xml": ""}), "an e-book"),
        (
            word("<!DOCTYPE x [<!ENTITY a 'b'>]>" + BODY),
            "a.docx declares entities of its own",
        ),
    ],
)
def test_what_is_no_document(tmp_path: Path, data: bytes, message: str) -> None:
    found = outcomes(data, folder=tmp_path, name="a.docx")
    assert found.documents == ()
    assert message in found.messages[0]


def test_pictures_in_it_are_never_unpacked(tmp_path: Path) -> None:
    picture = {"word/media/image1.png": b"\0" * 30_000_000}
    assert one(word(BODY, more=picture), folder=tmp_path).text.startswith("The harbour")


def test_a_story_that_is_a_bomb(tmp_path: Path) -> None:
    found = outcomes(word(" " * 30_000_000), folder=tmp_path, name="a.docx", max_bytes=10**9)
    assert "grows more than 200 times" in found.messages[0]
