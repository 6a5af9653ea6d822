"""The words that answer, set apart: in the terminal, in Markdown, in HTML, in JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.html import render
from assistant.rendering.html.statements import shown_statements
from assistant.rendering.json import dumps
from assistant.rendering.json.results import json_document
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.sourcing import Part, parts_between, parts_of
from assistant.rendering.terminal.answers import answer_lines
from assistant.types import QUOTED, Answer, ShortAnswer, Statement, cite
from tests.rendering.made import article

_FERRY = article("Nineteen people died on the *Ferry* <Anne>.")
_SAID = Statement(
    "Nineteen people died on the *Ferry* <Anne>.",
    (cite(_FERRY, 0),),
    QUOTED,
    lead="",
    short_answer=ShortAnswer(28, 43),
)
_ANSWER = Answer("On what did they die?", "On what did they die?", (_SAID,), "extractive")


@given(st.text(max_size=40), st.integers(-5, 50), st.integers(-5, 50), st.integers(0, 40))
def test_no_character_is_lost_wherever_the_answer_is_said_to_be(
    text: str, first: int, last: int, cut: int
) -> None:
    short = ShortAnswer(min(first, last), max(first, last))
    cut = min(cut, len(text))
    parts = (*parts_between(text, short, 0, cut), *parts_between(text, short, cut, len(text)))
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)
    strong = "".join(part.text for part in parts if part.strong)
    assert strong == text[max(short.start, 0) : max(short.end, 0)]


def test_without_a_short_answer_all_is_plain() -> None:
    plain = Statement("Nobody knows.", (), QUOTED)
    assert parts_of(plain) == (Part("Nobody knows.", strong=False),)


def test_the_terminal_shows_it_in_bold_and_says_the_whole_sentence() -> None:
    said = next(line.text for line in answer_lines(_ANSWER) if "Nineteen" in line.text.plain)
    assert [said.plain[span.start : span.end] for span in said.spans if span.style == "bold"] == [
        "*Ferry* <Anne>."
    ]
    assert said.plain.startswith(_SAID.text)


def test_markdown_marks_it_and_escapes_it() -> None:
    assert "died on the **\\*Ferry\\* \\<Anne\\>.**" in text_of(_ANSWER, "markdown", Terms())


def test_html_marks_it_across_the_last_word_and_escapes_it() -> None:
    (shown,) = shown_statements([_SAID])
    assert [part.text for part in shown.opening if part.strong] == ["*Ferry* "]
    assert [part.text for part in shown.ending if part.strong] == ["<Anne>."]
    html = render("stopped", question="?", number=1, statements=(shown,), short="")
    assert "<strong>*Ferry* </strong>" in html
    assert "<strong>&lt;Anne&gt;.</strong>" in html


def test_json_has_its_offsets_in_the_statement() -> None:
    (said,) = json.loads(dumps(json_document(_ANSWER)))["statements"]
    short = said["short_answer"]
    assert short["text"] == said["text"][short["start_char_index"] : short["end_char_index"]]
    assert short["text"] == "*Ferry* <Anne>."
