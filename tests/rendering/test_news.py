"""What is new in a library, in every format that it has."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.errors import UsageError
from assistant.news import ChangesSince
from assistant.rendering.json.news import Briefing, Changes
from assistant.rendering.news import changes_heading, changes_tally
from assistant.rendering.renderers import Terms, renderer, text_of
from assistant.rendering.safety import one_line
from tests.rendering.news import BRIEFING, CAME, CHANGES, hostile_briefing, hostile_changes
from tests.rendering.test_html import Reader
from tests.rendering.test_safety import steers, ugly_text
from tests.rendering.told import LEDGER, RADIO, UGLY


def test_changes_on_a_pipe() -> None:
    shown = text_of(CHANGES, "text", Terms())
    assert shown.startswith(
        "What changed since 8 March 2031, 09:05 UTC about “the ferry”\n"
        "2 new articles in 1 story, 1 new version, 1 figure that moved, 1 correction, "
        "1 article withdrawn, 2 cited sentences gone.\n"
        "\n"
        "the ferry  2 new beside 1 · Skarn Radio, The Ledger\n"
        "  27 dead — Skarn Radio, 8 March 2031\n"
        "    The toll stands at 27. [3333333333 §1]\n"
        "  Toll rises — The Ledger, 6 March 2031 [2222222222]\n"
        "\n"
        "New version  Toll rises — The Ledger, 6 March 2031\n"
        "  headline: the ferry → the ferry\n"
        "  - The ferry sank off Skarn on Tuesday. [1111111111 §1]\n"
        "  + At least 21 people died when the ferry sank. [2222222222 §1]\n"
    )
    assert "\nCited sentences that are gone\n" in shown
    assert "\n    changed to: “the ferry”\n" in shown


def test_nothing_is_told_in_words() -> None:
    nothing = ChangesSince("", datetime(2031, 3, 8, tzinfo=UTC), None)
    assert not nothing.anything
    for name in ("text", "markdown"):
        shown = text_of(nothing, name, Terms())
        assert "What changed since 8 March 2031\n" in shown
        assert "Nothing changed." in shown
    assert changes_tally(nothing) == "Nothing changed"


def test_the_last_day_is_told() -> None:
    assert changes_heading(replace(CHANGES, topic="", until=CAME.date())).endswith(
        ", as of 8 March 2031"
    )


def test_the_document_has_the_promised_form() -> None:
    document = Changes.model_validate_json(text_of(CHANGES, "json", Terms()))
    (story,) = document.stories
    assert [one.article.document_id for one in story.arrived] == [RADIO.id, LEDGER.id]
    assert (story.known, story.outlets) == (1, ["Skarn Radio", "The Ledger"])
    assert document.revised[0].sentences[1].before is None
    assert [one.since.state for one in document.gone] == ["changed", "killed"]
    assert (document.moved[0].before.value, document.moved[0].after.value) == (19, 27)
    assert [one.document_id for one in document.sources] == [
        one.article_id for one in CHANGES.sources
    ]


def test_every_sentence_has_a_footnote() -> None:
    shown = text_of(CHANGES, "markdown", Terms())
    for statement in CHANGES.statements:
        assert statement.text in shown
    assert shown.count("\n[^") == len({one.citations[0].article_id for one in CHANGES.statements})


@pytest.mark.parametrize("name", ["html", "csv"])
def test_what_has_no_form_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="A list of changes cannot be given"):
        renderer(name)(CHANGES, Terms())


@given(st.one_of(st.sampled_from(UGLY), ugly_text))
def test_hostile_words_steer_nothing(words: str) -> None:
    reader = MarkdownIt("commonmark").enable(["strikethrough", "table"])
    for told in (hostile_changes(words), hostile_briefing(words)):
        for name in ("text", "markdown", "json"):
            shown = text_of(told, name, Terms())
            assert not any(steers(character) for character in shown), name
            shown.encode("utf-8")
        _is_plain(reader, text_of(told, "markdown", Terms()))


def _is_plain(reader: MarkdownIt, shown: str) -> None:
    """That Markdown has our blocks, and links of footnotes alone."""
    tokens = reader.parse(shown.replace("[^", "[\\^"))
    assert {token.tag for token in tokens} <= {"h1", "h2", "p", "ul", "li", ""}
    inner = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inner} <= {
        *("text", "text_special", "strong_open", "strong_close", "em_open", "em_close"),
        *("hardbreak", "softbreak", "link_open", "link_close"),
    }


# -- briefings -----------------------------------------------------------------------------


def test_a_briefing_on_a_pipe() -> None:
    shown = text_of(BRIEFING, "text", Terms())
    assert shown.startswith(
        "Briefing, 8 March 2031, 09:05 UTC\n"
        "2 stories from 3 new articles since 8 March 2031; 1 further story is left out.\n"
        "\n"
        "the ferry\n"
        "followed: the ferry · 2 new articles beside 3 known · 2 outlets: the ferry, the ferry\n"
        "The ferry sank off Skarn on Tuesday. [1 §1]"
        " At least 21 people died when the ferry sank. [2 §1]\n"
        "New: The toll stands at 27. [3 §1]\n"
        "\n"
        "the ferry\n"
        "pinned · 1 new article · 1 outlet: the ferry\n"
    )
    document = Briefing.model_validate_json(text_of(BRIEFING, "json", Terms()))
    assert [len(one.statements) for one in document.stories] == [2, 1]
    assert (document.further, document.articles_read, len(document.sources)) == (1, 3, 3)


def test_an_empty_briefing_says_so() -> None:
    empty = replace(BRIEFING, stories=(), further=0)
    for name in ("text", "markdown", "html"):
        assert "No new article since 8 March 2031" in text_of(empty, name, Terms())


PAGE = {
    *("html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "ol", "li"),
    *("span", "strong", "a", "br", "style"),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "dir",
        "id",
        "href",
        "rel",
        "style",
        "class",
    ),
}


class Mail(Reader):
    """A page, with the elements that are never closed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "meta":
            self.handle_endtag(tag)


@given(st.one_of(st.sampled_from(UGLY), ugly_text))
def test_a_page_can_be_mailed(words: str) -> None:
    """Nothing is asked of anybody, and whatever articles say is text."""
    shown = text_of(hostile_briefing(words), "html", Terms())
    assert not any(steers(character) for character in shown)
    page = Mail(shown)
    assert set(page.tags) <= PAGE
    assert page.tags.count("style") == 1
    for name, value in page.attributes:
        assert name in ATTRIBUTES
        if name == "href":
            assert str(value).startswith(("#s", "https://x.example/"))
        if name == "style":
            assert "url(" not in str(value)
    assert re.sub(r"\s+", "", one_line(words)) in re.sub(r"\s+", "", page.text)


def test_marks_lead_to_sources() -> None:
    shown = text_of(BRIEFING, "html", Terms())
    assert set(re.findall(r'href="#([^"]+)"', shown)) == set(re.findall(r'id="(s\d+)"', shown))
    assert shown.startswith("<!doctype html>")
