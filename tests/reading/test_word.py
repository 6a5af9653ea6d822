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


def marked(text: str, *marks: str) -> str:
    return f"<w:r><w:rPr>{''.join(marks)}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("<w:strike/>", "It cost 7 crowns."),
        ("<w:dstrike w:val='true'/>", "It cost 7 crowns."),
        ("<w:vanish/>", "It cost 7 crowns."),
        ("<w:rStyle w:val='Gone'/>", "It cost 7 crowns."),
        ("<w:rStyle w:val='Gone'/><w:strike w:val='0'/>", "It cost 97 crowns."),
        ("<w:strike w:val='false'/>", "It cost 97 crowns."),
        ("<w:b/>", "It cost 97 crowns."),
    ],
)
def test_what_is_struck_through_or_hidden_is_left_out(tmp_path: Path, mark: str, text: str) -> None:
    styles = (
        "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        "<w:style w:styleId='Gone'><w:rPr><w:strike/></w:rPr></w:style>"
        "<w:style w:styleId='Here'><w:rPr><w:b/></w:rPr></w:style></w:styles>"
    )
    runs = (marked("9", mark), marked("7", "<w:rStyle w:val='Here'/>"), marked(" crowns."))
    body = word_paragraph("It cost ", inside="".join(runs))
    data = word(body, more={"word/styles.xml": styles.encode()})
    assert one(data, folder=tmp_path).text == text


def test_text_boxes_stand_after_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{word_paragraph('In the box.')}{word_paragraph('Too.')}</w:txbxContent>"
    either = (
        "<w:r><mc:AlternateContent xmlns:mc='http://x.example/mc'>"
        f"<mc:Choice><w:drawing><w:inline>{box}</w:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t> It goes on.</w:t></w:r>"
    )
    body = word_paragraph("It stays.", inside=either) + word_paragraph("Then.")
    text = "It stays. It goes on.\n\nIn the box.\n\nToo.\n\nThen."
    assert one(word(body), folder=tmp_path).text == text
    older = word_paragraph("It stays.", inside=f"<w:r><w:pict>{box}</w:pict></w:r>")
    assert one(word(older), folder=tmp_path).text == "It stays.\n\nIn the box.\n\nToo."


def test_paragraphs_rows_and_prompts_that_are_not_there(tmp_path: Path) -> None:
    joined = (
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>It was </w:t></w:r></w:p>"
        + word_paragraph("one sentence.")
    )
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>".format
    table = (
        f"<w:tbl>{row('<w:trPr><w:del/></w:trPr>', word_paragraph('Gone'))}"
        f"{row('', word_paragraph('Kept'))}</w:tbl>"
    )
    control = (
        "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    ).format
    controls = control("<w:showingPlcHdr/>", "Click here to enter text.") + control("", "Filled.")
    document = one(word(joined + table + controls), folder=tmp_path)
    assert document.text == "It was one sentence.\nKept\n\nFilled."


def test_notes_are_told(tmp_path: Path) -> None:
    noted = word_paragraph("It stays.", inside="<w:r><w:footnoteReference w:id='2'/></w:r>")
    assert one(word(noted), folder=tmp_path).left_out == ("a note",)
    assert one(word(noted + noted), folder=tmp_path).left_out == ("2 notes",)
    assert one(word(BODY), folder=tmp_path).left_out == ()
