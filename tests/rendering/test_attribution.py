"""Whose words a quotation is, and the short answer on a line of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.rendering.html.answers import answer_html
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.terminal import line
from assistant.rendering.terminal.answers import answer_lines
from assistant.rendering.wording import attribution, attributions
from assistant.types import QUOTED, Answer, Citation, ShortAnswer, Statement, Verdict, VerdictKind

_CITED = Citation("a1", "Ramp", "The Post", date(2031, 3, 12), None, 0, 0, 17, "It took nine days")
_QUOTED = Statement("It took nine days", (_CITED,), QUOTED, short_answer=ShortAnswer(8, 17))
_ANSWER = Answer("How long?", "How long?", (_QUOTED,), "extractive")


def test_a_quotation_is_somebodys() -> None:
    assert attribution(_QUOTED) == "According to The Post, 12 March 2031"
    undated = replace(_QUOTED, citations=(replace(_CITED, source=None, published=None),))
    assert attribution(undated) == "According to “Ramp”"
    written = replace(_QUOTED, verdict=Verdict(VerdictKind.SUPPORTED))
    assert attribution(written) == ""
    assert attributions([_QUOTED, _QUOTED, undated]) == (
        "According to The Post, 12 March 2031",
        "",
        "According to “Ramp”",
    )


def test_the_short_answer_has_a_line_of_its_own() -> None:
    assert text_of(_ANSWER, "markdown", Terms()).startswith(
        "**nine days**\n\nAccording to The Post"
    )
    assert line(("nine days", "bold")) in answer_lines(_ANSWER)
    html = answer_html(_ANSWER)
    assert '<p class="nd-short" dir="auto"><strong>nine days</strong></p>' in html
    assert "1 sentence: 1 supported" not in html
