"""E-books."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.types import Document
from tests.reading.making import ARTICLE
from tests.reading.packing import Outcomes, outcomes, zipped

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in ARTICLE)
OTHER = (
    "<p>The council will vote on the new stop in June, its members said on Tuesday, after a week "
    "of talks with the port and the railway.</p>"
)


def chapter(body: str, *, title: str = "Untitled", head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def book(
    chapters: dict[str, str], *, metadata: str = "", extra: dict[str, str] | None = None
) -> bytes:
    """An e-book of chapters by the names of their members."""
    items = "".join(
        f'<item id="c{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'nav.xhtml' else ''}/>"
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>The Ostvik Courier</dc:title><dc:creator>Ann Lee</dc:creator>"
        f"<dc:language>en-GB</dc:language>{metadata}</metadata>"
        f'<manifest><item id="img" href="cover.jpg" media-type="image/jpeg"/>{items}</manifest>'
        f'<spine><itemref idref="img"/><itemref idref="lost"/>{spine}</spine></package>'
    )
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    members |= {"OEBPS/content.opf": package, **(extra or {})}
    return zipped(members | {f"OEBPS/{name}": text for name, text in chapters.items()})


def read(data: bytes, *, folder: Path, name: str = "a.epub") -> Outcomes:
    return outcomes(data, folder=folder, name=name)


@pytest.mark.parametrize("name", ["a.epub", "a.zip", "a", "a.txt"])
def test_a_chapter_is_an_article(tmp_path: Path, name: str) -> None:
    data = book(
        {
            "cover.xhtml": chapter("<h1>The Ostvik Courier</h1>"),
            "nav.xhtml": chapter("<nav><ol><li>A story</li></ol></nav>" + BODY),
            "text/a 1.xhtml": chapter(
                '<div class="calibre_navbar">Next | Main menu</div>'
                f"<h1>Ferry terminal <i>closes</i></h1>{BODY}"
            ),
            "b.xhtml": chapter(OTHER, title="Council to vote"),
        },
        metadata="<dc:date>2025-05-14</dc:date>",
    )
    found = read(data, folder=tmp_path, name=name)
    assert not found.errors
    first, second = found.documents
    assert (first.title, second.title) == ("Ferry terminal closes", "Council to vote")
    assert first.text == "\n\n".join(ARTICLE)
    assert (first.source, first.authors) == ("The Ostvik Courier", ("Ann Lee",))
    assert (first.published, first.language) == (date(2025, 5, 14), "en")
    assert first.origin == f"{tmp_path / name}#OEBPS/text/a 1.xhtml"
    assert [one.share for one in found.readings] == [pytest.approx(2 / 3), 1.0]


def test_a_book_of_one_chapter_is_an_article_itself(tmp_path: Path) -> None:
    data = book({"a.xhtml": chapter(BODY)}, metadata="<dc:date>spring</dc:date>")
    (document,) = read(data, folder=tmp_path).documents
    assert isinstance(document, Document)
    assert document.origin == str(tmp_path / "a.epub")
    assert document.left_out == ("its date, which is not understood: spring",)


def test_a_damaged_chapter_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    data = book({"a.xhtml": "\x00\x01\x02\x03" * 100, "b.xhtml": chapter(BODY)})
    found = read(data, folder=tmp_path)
    assert len(found.documents) == 1
    assert list(found.errors) == ["a.epub#OEBPS/a.xhtml"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Plain text.", "a.epub is named as an e-book but is none"),
        (zipped({"mimetype": "", "META-INF/container.xml": ""}), "a.epub"),
        (zipped({"mimetype": "", "META-INF/container.xml": "<a/>"}), "where its chapters are"),
        (zipped({"mimetype": "", "META-INF/container.xml": CONTAINER}), "lacks its part OEBPS"),
        (book({}), "an e-book without text"),
        (book({"a.xhtml": chapter("<img src='a.png'/>")}), "an e-book without text"),
        (
            book(
                {"a.xhtml": chapter(BODY)},
                extra={
                    "META-INF/encryption.xml": "<encryption><EncryptedData><EncryptionMethod "
                    'Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData>'
                    "</encryption>"
                },
            ),
            "protected against copying",
        ),
    ],
)
def test_what_is_no_book_of_text_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    found = read(data, folder=tmp_path)
    assert not found.documents
    assert message in found.messages[0]
