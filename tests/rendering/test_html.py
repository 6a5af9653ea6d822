from __future__ import annotations

import html
import re
from collections.abc import Collection
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from assistant.rendering.html import render, web_link
from assistant.rendering.html.answers import answer_html, live_html, summary_html, turn_html
from assistant.rendering.html.articles import gone_html, source_html
from assistant.rendering.html.statements import shown_statements
from assistant.rendering.safety import printable
from assistant.rendering.sourcing import Part
from assistant.reports import Waiting
from assistant.types import AbstentionKind, Answer, Statement, Summary, VerdictKind, cite
from tests.language.ugly import ugly_text
from tests.library.values import answers
from tests.rendering.made import HOSTILE, article, doubtful

MARKUP = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</p>",
            "<b x='",
            '"',
            "'",
            ">",
            "&lt;",
            "&",
            "${x}",
            "{{x}}",
            "`",
            "<!--",
            " a ",
        ]
    ),
    max_size=12,
).map("".join)


class Reader(HTMLParser):
    """The elements and the text of a piece of HTML, every element closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(str(text))  # markup would escape what is added to it
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("input", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


OURS = {
    *("article", "div", "h2", "p", "span", "button", "details", "summary", "ul", "ol", "li", "q"),
    *("section", "header", "mark", "a", "strong", "h3", "ins", "del"),
}
QUIET = re.compile(
    r"class|dir|type|data-[a-z-]+|title|aria-[a-z]+|role|id|lang|tabindex|rel|target"
    r"|disabled|scope|value"
)


def is_ours(read: Reader, *, also: Collection[str] = ()) -> None:
    """Only our elements, and no attribute that could do anything."""
    assert set(read.tags) <= {*OURS, *also}
    for name, value in read.attributes:
        if name in ("href", "referrerpolicy"):
            assert name != "href" or str(value).startswith(("http://", "https://"))
        else:
            assert QUIET.fullmatch(name), name


@given(answers)
def test_any_answer_is_our_elements_and_its_own_text(answer: Answer) -> None:
    read = Reader(turn_html(answer.question, answer, number=1, copied="x", latest=True))
    is_ours(read)
    if answer.abstention is None:
        for statement in answer.statements:
            shown = re.sub(r"\s+", "", printable(statement.text))
            assert shown in re.sub(r"\s+", "", read.text)
    elif answer.abstention.kind is AbstentionKind.EMPTY_LIBRARY:
        assert "There are no articles to answer from." in read.text, "the page has no commands"
    else:
        assert re.sub(r"\s+", "", printable(answer.abstention.message)) in re.sub(
            r"\s+", "", read.text
        )


@given(st.one_of(ugly_text, MARKUP), st.one_of(ugly_text, MARKUP))
def test_any_article_is_shown_whole(title: str, text: str) -> None:
    from assistant.language.articles import make_article
    from assistant.types import Document

    made = make_article(Document(title=title, text=text, origin="x", url=text))
    read = Reader(source_html(made, focus=range(0, 9, 2), also=range(9)))
    is_ours(read)
    body = read.text[read.text.index(printable(title).strip()) if title.strip() else 0 :]
    assert re.sub(r"\s+", "", printable(text)) in re.sub(r"\s+", "", body)


def test_a_hostile_text_steers_nothing() -> None:
    made = article(HOSTILE, "Calm again.", title=HOSTILE, url="javascript:alert(1)")
    shown = source_html(made, focus=[0])
    assert "href" not in shown
    assert not re.search("[\x00-\x08\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    statement = Statement(HOSTILE, (cite(made, 0),), doubtful(VerdictKind.PARTLY, HOSTILE))
    assert not re.search("[\x00-\x08\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]", _answered(statement))


def test_the_sentences_that_are_cited_are_marked() -> None:
    made = article("One.", "Two.", "Three.", "Four.")
    shown = source_html(made, focus=[2], also=[0, 2, 99])
    assert re.findall(r'<mark class="nd-(\w+)" data-sentence="(\d)">(\w+\.)</mark>', shown) == [
        ("cited", "0", "One."),
        ("focus", "2", "Three."),
    ]
    assert "Cited: sentence 3" in shown
    assert shown.count("<p dir=") == 2, "the paragraphs of the article"
    assert "Cited" not in source_html(made)


def test_one_mark_for_each_cited_sentence_of_an_answer() -> None:
    ferry, bridge = article("One.", "Two."), article("Three.", number=2, title="Bridge")
    first = Statement("A.", (cite(ferry, 0), cite(bridge, 0), cite(ferry, 1)), _SUPPORTED, lead="")
    second = Statement("B.", (cite(ferry, 1), cite(ferry, 1)), _SUPPORTED)
    a, b = shown_statements([first, second], by_sentence=True)
    assert [(mark.number, mark.focus, mark.also) for mark in a.marks] == [
        (1, "0", "0,1"),
        (2, "0", "0"),
        (3, "1", "0,1"),
    ]
    assert [mark.number for mark in b.marks] == [3]
    assert a.marks[2].label == f"Source 3: {a.marks[2].where}, {ferry.title}"
    assert a.marks[2].where.endswith(", sentence 2")
    shown = answer_html(Answer("Q?", "Q?", (first, second), "extractive"))
    assert re.findall(r'nd-number" aria-hidden="true">([\d, ]+)<', shown) == ["1, 3", "2"]


def test_one_mark_for_each_source_of_a_statement() -> None:
    ferry, bridge = article("One.", "Two."), article("Three.", number=2, title="Bridge")
    first = Statement("A.", (cite(ferry, 0), cite(bridge, 0), cite(ferry, 1)), _SUPPORTED, lead="")
    second = Statement("B.", (cite(bridge, 0),), _SUPPORTED, lead="\n\n")
    a, b = shown_statements([first, second])
    assert [(mark.number, mark.focus, mark.also) for mark in a.marks] == [
        (1, "0,1", "0,1"),
        (2, "0", "0"),
    ]
    assert [mark.number for mark in b.marks] == [2]
    assert (a.opens, b.opens) == (False, True)
    assert "One. … Two." in a.marks[0].quote
    assert (a.opening, a.ending) == ((), (Part("A.", strong=False),))


def test_doubts_are_written_and_support_is_quiet() -> None:
    made = article("One.")
    doubted = Statement("A.", (cite(made, 0),), doubtful(VerdictKind.UNSUPPORTED, "no such name"))
    shown = _answered(doubted)
    assert shown.count("not supported: no such name") >= 1
    assert "✗" in shown
    assert "nd-doubt" not in _answered(Statement("A.", (cite(made, 0),), _SUPPORTED))


def test_only_the_last_turn_can_be_taken_back() -> None:
    answer = Answer("Q?", "Q?", (), "extractive")
    last = turn_html("Q?", answer, number=2, copied="", latest=True)
    earlier = turn_html("Q?", answer, number=1, copied="", latest=False)
    assert 'data-do="undo"' in last
    assert 'data-do="undo"' not in earlier
    assert 'data-do="copy"' not in earlier, "there is nothing to copy"


@pytest.mark.parametrize("style", ["paragraph", "bullets", "headline"])
def test_a_summary_in_its_form(style: str) -> None:
    made = article("One.", "Two.")
    statements = tuple(Statement(f"{n}.", (cite(made, n),), _SUPPORTED) for n in (0, 1))
    shown = summary_html(Summary(statements, "extractive", style, 2), copied="<copied>")
    is_ours(Reader(shown))
    assert html.escape("<copied>") in shown
    assert shown.count("nd-mark") == 2
    assert ("nd-bullets" in shown) is (style == "bullets")


def test_what_is_coming_is_said_to_be() -> None:
    shown = live_html("Q?", (), number=3, engine="chat:x")
    assert 'aria-busy="true"' in shown
    assert "Question 3" in shown


def test_what_a_model_is_reading_is_told_until_it_writes() -> None:
    waiting = Waiting("openai:<x>", 1_812)
    made = article("One.", "Two.")
    written = (Statement("One.", (cite(made, 0),), _SUPPORTED),)
    before = live_html("Q?", (), number=3, engine="chat:x", waiting=waiting)
    after = live_html("Q?", written, number=3, engine="chat:x", waiting=waiting)
    assert "The model is reading 1,812 tokens …" in before
    assert "is reading" not in after


def test_what_was_quoted_of_an_article_that_is_gone() -> None:
    made = article("One.", "Two.")
    shown = gone_html([cite(made, 1)])
    assert "no longer in the library" in shown
    assert "Two." in shown
    assert "no longer in the library" in gone_html(())


def test_a_template_that_lacks_a_value_fails_loudly() -> None:
    with pytest.raises(UndefinedError):
        render("notice")


def test_only_addresses_of_the_web_are_links() -> None:
    assert web_link("HTTPS://news.example/") == "HTTPS://news.example/"
    for other in (
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x",
        " http://x",
        "//x",
    ):
        assert web_link(other) is None


def _answered(statement: Statement) -> Markup:
    return answer_html(Answer("Q?", "Q?", (statement,), "chat:x"))


_SUPPORTED = doubtful(VerdictKind.SUPPORTED, "quoted word for word")
