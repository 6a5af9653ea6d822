"""Web pages."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.errors import ReadingError
from assistant.reading.documents import Place
from assistant.reading.fragments import fragment_text
from assistant.reading.html import read_html, statements_of
from assistant.reading.page_metadata import PageStatements
from tests.reading.making import ARTICLE, attempt, read_bytes, read_one, web_page

META = """
<link rel="canonical" href="https://www.courier.example/2025/ferry">
<meta property="og:site_name" content="The Ostvik Courier">
<meta name="author" content="Ann Lee and Bo Ray">
<meta property="article:published_time" content="2025-05-01T09:30:00Z">
<meta property="article:modified_time" content="2025-05-02">
"""
LINKED_DATA = """
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "WebSite", "datePublished": "1999-01-01"},
  {"@type": ["NewsArticle"], "headline": "Ferry terminal closes",
   "datePublished": "2025-05-03T06:00:00Z", "dateModified": "2025-05-04",
   "author": [{"@type": "Person", "name": "Cy Dee"}],
   "publisher": {"@type": "Organization", "name": "Ostvik Post"}}]}</script>
"""


def test_meta_elements_say_everything(tmp_path: Path) -> None:
    title = "Ostvik closes its ferry terminal | The Ostvik Courier"
    document = read_one(web_page(head=META, title=title), folder=tmp_path, name="a.html")
    assert document.title == "Ostvik closes its ferry terminal"
    assert document.source == "The Ostvik Courier"
    assert document.url == document.origin == "https://www.courier.example/2025/ferry"
    assert document.authors == ("Ann Lee", "Bo Ray")
    assert document.published == datetime(2025, 5, 1, 9, 30, tzinfo=UTC)
    assert document.updated == date(2025, 5, 2)
    assert document.language == "en"


def test_the_text_is_the_article_alone(tmp_path: Path) -> None:
    document = read_one(web_page(head=META), folder=tmp_path, name="a.html")
    assert document.text == "\n".join(ARTICLE)


def test_linked_data_of_the_article_and_no_other(tmp_path: Path) -> None:
    document = read_one(web_page(head=LINKED_DATA), folder=tmp_path, name="a.html")
    assert document.title == "Ferry terminal closes"
    assert document.source == "Ostvik Post"
    assert document.authors == ("Cy Dee",)
    assert document.published == datetime(2025, 5, 3, 6, tzinfo=UTC)
    assert document.updated == date(2025, 5, 4)
    assert document.text == "\n".join(ARTICLE)


def test_a_page_that_says_nothing_of_itself(tmp_path: Path) -> None:
    document = read_one(web_page(), folder=tmp_path, name="a.html")
    assert document.title == "Ostvik closes its ferry terminal"
    assert document.origin == str(tmp_path / "a.html")
    assert document.source is document.url is None
    assert document.published is document.updated is None
    assert document.authors == ()


def test_the_host_stands_in_for_the_name_of_the_site(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://www.courier.example/a">'
    assert read_one(web_page(head=head), folder=tmp_path, name="a.html").source == "courier.example"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/a"])
def test_only_web_addresses_are_kept(tmp_path: Path, address: str) -> None:
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    document = read_one(web_page(head=head), folder=tmp_path, name="a.html")
    assert document.url is None
    assert document.origin == str(tmp_path / "a.html")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="some day soon">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>',
        '<script type="application/ld+json">' + "[" * 5000 + "</script>",
        '<script type="application/ld+json">[1, null, {"@type": 5, "datePublished": {}}]</script>',
    ],
)
def test_metadata_that_cannot_be_understood_is_absent(tmp_path: Path, head: str) -> None:
    document = read_one(web_page(head=head), folder=tmp_path, name="a.html")
    assert document.published is None
    assert document.text == "\n".join(ARTICLE)


def test_the_encoding_that_a_page_names(tmp_path: Path) -> None:
    paragraphs = [
        f"Vláda schválila zákon o řekách číslo {number}, řekl mluvčí." for number in range(6)
    ]
    page = web_page(paragraphs=paragraphs).replace("utf-8", "iso-8859-2")
    (document,) = read_bytes(page.encode("iso-8859-2"), folder=tmp_path, name="a.html")
    assert document.text == "\n".join(paragraphs)


def test_an_xml_declaration_does_no_harm(tmp_path: Path) -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?>\n' + web_page()
    assert read_one(page, folder=tmp_path, name="a.xhtml").text == "\n".join(ARTICLE)


@pytest.mark.parametrize("name", ["page", "page.php", "page.txt"])
def test_a_page_is_known_by_its_look(tmp_path: Path, name: str) -> None:
    assert read_one("\n<!-- x -->" + web_page(), folder=tmp_path, name=name).text == "\n".join(
        ARTICLE
    )


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><p>Short.</p></body></html>",
        "<p>",
        "<html><head><title>Only a title</title></head></html>",
    ],
)
def test_a_page_without_an_article(tmp_path: Path, page: str) -> None:
    with pytest.raises(ReadingError, match=r"no article is found in the web page a\.html\. .*copy"):
        read_one(page, folder=tmp_path, name="a.html")


@pytest.mark.parametrize(
    "start", ["<div>" * 5000, "<b>" * 5000, "<p" * 5000, "<!--x-->" * 5000, "&" * 5000]
)
def test_hostile_markup_ends(tmp_path: Path, start: str) -> None:
    page = f"<html><body>{start}<p>{ARTICLE[0]}</p>"
    outcome = attempt(page.encode(), folder=tmp_path, name="a.html")
    assert outcome.hint if isinstance(outcome, ReadingError) else outcome


def test_a_text_that_begins_with_many_comments_is_told_at_once(tmp_path: Path) -> None:
    text = "<!-- -->" * 200 + "\n\n" + "\n\n".join(ARTICLE)
    assert read_one(text, folder=tmp_path, name="a.txt").text.endswith(ARTICLE[-1])


@pytest.mark.parametrize(
    "crowd",
    [
        "<a href='/x'>x</a>" * 400_000,
        "<b>" * 200_000,
        "<br>x" * 100_000,
        "<!-- -->" * 100_000,
    ],
    ids=lambda crowd: crowd[:5],
)
def test_a_page_of_nothing_but_elements_is_refused_before_a_tree_is_made(crowd: str) -> None:
    page = web_page(paragraphs=[*ARTICLE, crowd])
    tracemalloc.start()
    try:
        with pytest.raises(ReadingError, match="no article does"):
            read_html(page, place=Place(name="crowd.html"))
        assert statements_of(page) == PageStatements()
        with pytest.raises(ReadingError, match="no article does"):
            fragment_text(crowd)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 30_000_000


def test_long_values_of_attributes_are_no_attributes(tmp_path: Path) -> None:
    props = f'<div data-props=\'{{"text": "{"a word " * 20_000}"}}\'></div>'
    document = read_one(web_page(paragraphs=[*ARTICLE, props]), folder=tmp_path, name="a.html")
    assert ARTICLE[0] in document.text
