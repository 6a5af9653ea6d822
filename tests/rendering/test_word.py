"""Results as Word documents, read back by the program's own reader and as XML."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from assistant.conversations import Conversation, Exchange
from assistant.reading import Source, read_each
from assistant.rendering.renderers import Result, Terms, renderer
from assistant.rendering.safety import one_line
from assistant.rendering.word import Footnote, Paragraph, Run, packed
from assistant.types import Answer, Document, Filters
from tests.cli.test_formats import NOON
from tests.library.values import answers
from tests.rendering.made import ABSTAINED, CHECKED, QUOTED, SUMMARY, WRITTEN
from tests.rendering.test_safety import steers, ugly_text
from tests.rendering.told import FIGURES, NOTHING, QUOTES, TIMELINE, TOLD, UGLY, hostile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
C = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CONVERSATION = Conversation("c", "Ferries", NOON, NOON, (Exchange("Q", Filters(), QUOTED, NOON),))


def word_of(result: Result) -> bytes:
    rendered = renderer("docx")(result, Terms())
    assert isinstance(rendered, bytes)
    return rendered


def trees(data: bytes) -> dict[str, etree._Element]:
    """Every member, each well-formed XML."""
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def read_back(data: bytes, folder: Path) -> Document:
    file = folder / "result.docx"
    file.write_bytes(data)
    (reading,) = read_each(Source("result.docx", file), max_bytes=10**7)
    assert isinstance(reading.outcome, Document)
    return reading.outcome


def words_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def valid(data: bytes) -> None:
    """What Word asks of a package: parts that are declared, marks that lead somewhere, once."""
    parts = trees(data)
    declared = {one.get("PartName") for one in parts["[Content_Types].xml"].iter(f"{C}Override")}
    assert declared == {f"/{name}" for name in parts if not name.startswith(("[", "_"))} - {
        f"/{name}" for name in parts if name.endswith(".rels")
    }
    for name, tree in parts.items():
        if name.endswith(".rels"):
            folder = name.partition("_rels/")[0]
            inside = [one for one in tree.iter(f"{P}Relationship") if not one.get("TargetMode")]
            assert all(f"{folder}{one.get('Target')}" in parts for one in inside)
    document, notes = parts["word/document.xml"], parts["word/footnotes.xml"]
    styles = {one.get(f"{W}styleId") for one in parts["word/styles.xml"].iter(f"{W}style")}
    for tree in (document, notes):
        used = [one for kind in ("pStyle", "rStyle", "tblStyle") for one in tree.iter(f"{W}{kind}")]
        assert {one.get(f"{W}val") for one in used} <= styles
    marks = [one.get(f"{W}id") for one in document.iter(f"{W}footnoteReference")]
    held = [one.get(f"{W}id") for one in notes if not one.get(f"{W}type")]
    assert marks == held == [str(number) for number in range(1, len(held) + 1)]
    links = [one.get(f"{R}id") for one in notes.iter(f"{W}hyperlink")]
    assert links == [one.get("Id") for one in parts["word/_rels/footnotes.xml.rels"]]
    for row in document.iter(f"{W}tr"):
        assert all(cell.find(f"{W}p") is not None for cell in row.iter(f"{W}tc"))


RESULTS: tuple[Result, ...] = (
    *(QUOTED, WRITTEN, ABSTAINED, SUMMARY, CHECKED, CONVERSATION),
    *TOLD,
)


@pytest.mark.parametrize("result", RESULTS, ids=lambda one: type(one).__name__)
def test_every_result_is_a_valid_document_and_reads_back(result: Result, tmp_path: Path) -> None:
    data = word_of(result)
    valid(data)
    assert data == word_of(result), "the same result is the same file"
    document = read_back(data, tmp_path)
    assert document.title
    assert document.text


def test_a_timeline_reads_back_with_its_days_and_footnotes(tmp_path: Path) -> None:
    data = word_of(TIMELINE)
    document = read_back(data, tmp_path)
    assert document.title == "Timeline: the ferry"
    assert document.text == (
        "Quoted word for word; 3 articles read.\n\n"
        "• week of 3 March 2031: The bridge was closed for the first week of March.\n\n"
        "• 4 March 2031: The ferry sank off Skarn on Tuesday."
        " Nineteen people died, the coastguard said.\n\n"
        "• 8 March 2031*: The toll stands at 27.\n\n"
        "* day of publication: the sentence itself names no day\n\n"
        "Note: One article could not be examined"
    )
    notes = trees(data)["word/footnotes.xml"]
    told = [words_of(one) for one in notes][2:]
    assert len(told) == 5
    assert told[1] == (
        " Vessmark Wire, 4 March 2031, “Ferry sinks off Skarn”, sentence 1: "
        "“The ferry sank off Skarn on Tuesday.” https://wire.example/ferry"
    )


def test_statements_and_figures_read_back(tmp_path: Path) -> None:
    said = read_back(word_of(QUOTES), tmp_path)
    assert "“The ferry will sail again in May,” Mayor Maria Lund told the council." in said.text
    assert "Differs from what was said on 4 March 2031" in said.text
    bold = [
        words_of(run)
        for run in trees(word_of(QUOTES))["word/document.xml"].iter(f"{W}r")
        if run.find(f"{W}rPr/{W}b") is not None
    ]
    assert bold == ["“The ferry will sail again in May,”"], "own words alone are in bold"
    reported = read_back(word_of(FIGURES), tmp_path)
    assert "6 March 2031 at least 21 The Ledger earlier" in reported.text
    nothing = read_back(word_of(NOTHING[0]), tmp_path)
    assert nothing.text.startswith("No sentence that says when")


def test_a_sentence_cited_again_names_its_first_footnote() -> None:
    twice = Answer("Q", "Q", QUOTED.statements * 2, "extractive")
    told = [words_of(one) for one in trees(word_of(twice))["word/footnotes.xml"]][2:]
    assert told[2:] == [" As note 1.", " As note 2."]


@given(st.one_of(st.sampled_from(UGLY), ugly_text, st.text(st.characters(), max_size=30)))
def test_hostile_words_are_text_and_nothing_else(words: str) -> None:
    for result in hostile(words):
        data = word_of(result)
        valid(data)
        document = trees(data)["word/document.xml"]
        shown = "".join(words_of(document).split())
        assert re.sub("[\ufffe\uffff]|\\s", "", one_line(words)) in shown
        assert not any(steers(character) for character in words_of(document))


@given(answers)
def test_any_answer_is_a_valid_document(answer: Answer) -> None:
    valid(word_of(answer))


def test_only_addresses_that_word_takes_are_links() -> None:
    addresses = {
        "https://news.example/a?b=1&c=%20d#e": True,
        "http://news.example:8080": True,
        "javascript:alert(1)": False,
        "https://news.example/a b": False,
        "https://news.example/%zz": False,
        "https://news.example/#a#b": False,
        "https://[::1/": False,
        "https://news.example/" + "a" * 5000: False,
    }
    notes = [Footnote("Here:", address) for address in addresses]
    data = packed("T", [Paragraph((Run("x", notes=tuple(range(1, 9))),))], notes)
    valid(data)
    targets = [one.get("Target") for one in trees(data)["word/_rels/footnotes.xml.rels"]]
    assert targets == [address for address, is_link in addresses.items() if is_link]
    told = [words_of(one) for one in trees(data)["word/footnotes.xml"]][2:]
    assert told == [f" Here: {address}" for address in addresses]


def test_what_is_written_from_the_right_is_set_so() -> None:
    hebrew = "\u05d4\u05de\u05e2\u05d1\u05d5\u05e8\u05ea"
    data = packed("T", [Paragraph((Run(hebrew),)), Paragraph((Run("ferry"),))], ())
    right, left = trees(data)["word/document.xml"].iter(f"{W}p")
    assert right.find(f"{W}pPr/{W}bidi") is not None
    assert right.find(f"{W}r/{W}rPr/{W}rtl") is not None
    assert left.find(f"{W}pPr/{W}bidi") is None
