"""Markdown with front matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading.documents import Place
from assistant.reading.markdown import read_markdown, split_front_matter
from tests.reading.making import ARTICLE, read_one

PLACE = Place(name="a.md")


def plain(markdown: str) -> str:
    return read_markdown(f"---\ntitle: T\n---\n{markdown}", place=PLACE).text


def test_front_matter_says_everything(tmp_path: Path) -> None:
    document = read_one(
        "---\n"
        "headline: 'Ferry: the end'\n"
        "author: [Ann Lee, Bo Ray]\n"
        "date: 2025-05-01\n"
        "last_modified: 2 May 2025\n"
        "publisher: {name: The Ostvik Courier}\n"
        "link: https://courier.example/ferry\n"
        "lang: en-GB\n"
        "tags: [a, b]\n"
        "---\n\n# A heading\n\n" + "\n".join(ARTICLE),
        folder=tmp_path,
        name="a.md",
    )
    assert document.title == "Ferry: the end"
    assert document.authors == ("Ann Lee", "Bo Ray")
    assert document.published == date(2025, 5, 1)
    assert document.updated == date(2025, 5, 2)
    assert document.source == "The Ostvik Courier"
    assert document.url == document.origin == "https://courier.example/ferry"
    assert document.language == "en"
    assert document.text == "A heading\n\n" + " ".join(ARTICLE)


@pytest.mark.parametrize("title", ["1984", "on", "12:30", "null and void", "2025-05-01", "1e3"])
def test_yaml_guesses_nothing_about_values(title: str) -> None:
    document = read_markdown(f"---\ntitle: {title}\ndate: ~\n---\nSome text.", place=PLACE)
    assert document.title == title
    assert document.published is None


def test_the_first_heading_is_the_title_and_no_part_of_the_text() -> None:
    document = read_markdown("Intro.\n\n# The *end*\n\nText.\n\n# Another\n\nMore.", place=PLACE)
    assert document.title == "The end"
    assert document.text == "Intro.\n\nText.\n\nAnother\n\nMore."


def test_without_any_title_the_first_sentence_serves() -> None:
    assert read_markdown("## Part\n\nRates *rose*.", place=PLACE).title == "Part"
    assert read_markdown("Rates *rose*.", place=PLACE).title == "Rates rose"


def test_a_heading_that_repeats_the_title_is_dropped() -> None:
    document = read_markdown("---\ntitle: The end\n---\n# The End\n\nText.", place=PLACE)
    assert document.text == "Text."


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A *b* **c** _d_ `e` ~~f~~ g", "A b c d e g"),
        (
            "See [the **report**](http://x.example 'T') or <http://y.example>.",
            "See the report or http://y.example.",
        ),
        ("One ![a picture](p.png) two", "One two"),
        ("One\nline after\nanother", "One line after another"),
        ("Hard  \nbreak<br>and another", "Hard\nbreak\nand another"),
        ("Part\n====\n\nText\n\n### Sub ###\n\nMore", "Part\n\nText\n\nSub\n\nMore"),
        ("* a\n* b\n\n1. c\n2. d\n   - e", "- a\n- b\n1. c\n2. d\n  - e"),
        ("- a\n\n- b", "- a\n\n- b"),
        ("1986. A great year", "1986. A great year"),
        ("> quoted\n> words", "quoted words"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("|a|b|\n|-|-|\n|1|2|", "a | b\n1 | 2"),
        ("```\nas = is\n```", "as = is"),
        ("<div><p>one</p><script>x()</script></div>\n\ntwo", "one\n\ntwo"),
        ("a <b>bold</b> <!-- hidden --> word", "a bold word"),
        ("[a]: http://x.example\n\nsee [a]", "see a"),
        (
            "5 * 3 * 2 = 30, snake_case_name, #1, [sic], 2 < 3 &amp; 4",
            "5 * 3 * 2 = 30, snake_case_name, #1, [sic], 2 < 3 & 4",
        ),
        (r"\*not emphasis\* at \$5", "*not emphasis* at $5"),
    ],
)
def test_markup_becomes_plain_text(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


@given(
    st.lists(
        st.sampled_from([*ARTICLE, "It fell 3% to $4.50 (from $5).", "“Why?” he asked."]),
        min_size=1,
    )
)
def test_ordinary_prose_is_not_mangled(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert plain(text) == text


@pytest.mark.parametrize(
    "text", ["---\nJust a rule above.\n---\nText", "---\nno end", "text\n---\na: b\n---"]
)
def test_rules_are_no_front_matter(text: str) -> None:
    assert split_front_matter(text, name="a.md") == ({}, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: a: b\n---\nText", "not valid YAML at line 2: mapping values are not allowed"),
        ("---\na: &x [1]\nb: *x\n---\nText", "not valid YAML at line 3: aliases are not read"),
        ("---\na: " + "[" * 5000 + "\n---\nText", "not valid YAML"),
        ("---\na: " + "x" * 70_000 + "\n---\nText", "longer than 64 KB"),
        ("---\ntitle: T\n---\n", "no text below it"),
        ("# Only a heading", "no text below it"),
        ("* * *", "holds no text"),
        ("word " * 250_000, "at most 1,000,000 are read"),
    ],
)
def test_what_is_wrong_is_told(text: str, message: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_markdown(text, place=PLACE)
    assert message in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("mark", ["[", "![", "*a ", "> - ", "`", "<a:", "[a](", "|"])
def test_hostile_markup_ends(mark: str) -> None:
    assert "end of it" in plain(f"{mark * 3000}\n\nend of it")


@pytest.mark.parametrize("written", ["next week", "2025-13-45"])
def test_a_date_that_is_not_understood_is_told(tmp_path: Path, written: str) -> None:
    document = read_one(f"---\ndate: {written}\n---\nText", folder=tmp_path, name="a.md")
    assert document.published is None
    assert document.left_out == (f"its date, which is not understood: {written}",)
