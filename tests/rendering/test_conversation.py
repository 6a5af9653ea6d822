from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversations import Conversation, Exchange, Marked
from assistant.rendering.json import dumps
from assistant.rendering.json.answers import Answer as AnswerForm
from assistant.rendering.json.results import json_document
from assistant.rendering.references import (
    answer_references,
    summary_references,
)
from assistant.rendering.renderers import Terms, text_of
from assistant.types import (
    Abstention,
    AbstentionKind,
    Answer,
    Filters,
    Headline,
    Statement,
    Summary,
    VerdictKind,
    cite,
)
from tests.library.values import exchanges
from tests.rendering.made import article, doubtful

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)
FERRY = article("The toll rose to 19.", "Divers went down.", title="Toll rises")
BRIDGE = article("The bridge is open.", title="Bridge *opens*", number=2, url=None, source=None)
SUPPORTED = doubtful(VerdictKind.SUPPORTED, "quoted word for word")


def _answer(*statements: Statement) -> Answer:
    return Answer("Q?", "Q?", statements, "extractive")


ANSWERED = _answer(
    Statement("The toll rose to 19.", (cite(FERRY, 0),), SUPPORTED, lead=""),
    Statement("Both are true.", (cite(BRIDGE, 0), cite(FERRY, 1)), SUPPORTED),
)
ABSTAINED = Answer(
    "Q?",
    "Q?",
    (),
    "extractive",
    abstention=Abstention(
        AbstentionKind.NOT_IN_EVIDENCE,
        "The articles do not say.",
        (Headline("f" * 16, "Toll rises", "Wire", date(2025, 3, 4)),),
    ),
)


def _conversation(*answers: Answer) -> Conversation:
    limited = Filters(sources=("Wire",), since=date(2025, 3, 1))
    made = tuple(Exchange(f"Question {n}?", limited, a, NOON) for n, a in enumerate(answers))
    return Conversation("id", "About *ferries*", NOON, NOON, made)


def test_a_conversation_as_one_document_with_a_footnote_for_each_sentence() -> None:
    text = text_of(_conversation(ANSWERED, ABSTAINED, ANSWERED), "markdown", Terms())
    assert text.startswith("# About \\*ferries\\*\n\n*4 March 2025*\n")
    assert text.count("\n## Question") == 3
    assert "*Limited to outlet Wire, since 2025-03-01.*" in text
    assert "The articles do not say." in text
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    used = re.findall(r"\[\^(\d+)\](?!:)", text)
    assert defined == ["1", "2", "3"]
    assert set(used) == set(defined)


def test_a_conversation_as_json_has_the_promised_answers() -> None:
    document = json.loads(dumps(json_document(_conversation(ANSWERED, ABSTAINED))))
    assert [each["filters"]["since"] for each in document["exchanges"]] == ["2025-03-01"] * 2
    for each in document["exchanges"]:
        AnswerForm.model_validate(each["answer"])
    assert document["exchanges"][0]["asked_at"] == "2025-03-04T12:00:00+00:00"


def test_marked_sentences_and_their_notes_go_along() -> None:
    marks = (Marked(0, 1, "Ring *them*"), Marked(2, 0))
    conversation = replace(_conversation(ANSWERED, ABSTAINED, ANSWERED), marks=marks)
    text = text_of(conversation, "markdown", Terms())
    assert "- **Marked:** Both are true.[^2][^3]\\\n  *Note: Ring \\*them\\**" in text
    assert text.count("**Marked:**") == 2
    document = json.loads(dumps(json_document(conversation)))
    assert document["marks"][0] == {
        "exchange_index": 0,
        "statement_index": 1,
        "note": "Ring *them*",
    }
    page = text_of(conversation, "html", Terms())
    assert page.count('class="kept"') == 2
    assert '<p class="note" dir="auto">Note: Ring *them*</p>' in page
    assert page.startswith("<!doctype html>")
    assert "Limited to outlet Wire, since 2025-03-01." in page
    assert "The articles do not say." in page
    defined = re.findall(r'id="(s\d+-\d+)"', page)
    assert set(re.findall(r'href="#([^"]+)"', page)) == set(defined)
    assert set(re.findall(r'https?://[^"<]+', page)) == {"https://wire.example/ferry"}


def test_a_page_of_a_conversation_is_only_text() -> None:
    attack = "<script>x</script>\u202e\" onload='x' ]](javascript:x) \x1b[2J"
    made = article(attack, title=attack, source=attack, url="javascript:x")
    answer = _answer(Statement(attack, (cite(made, 0),), SUPPORTED, heading=attack))
    asked = (Exchange(attack, Filters(sources=(attack,)), answer, NOON),)
    conversation = Conversation("id", attack, NOON, NOON, asked, (Marked(0, 0, attack),))
    page = text_of(conversation, "html", Terms())
    assert "<script" not in page
    assert not re.search("[\x00-\x08\x1b\u202a-\u202e]", page)
    attributes = re.findall(r'([\w-]+)="[^"]*"', page)
    assert "onload" not in attributes
    assert 'href="javascript' not in page
    assert "default-src 'none'" in page


def test_an_answer_with_its_references() -> None:
    assert answer_references(ANSWERED) == (
        "The toll rose to 19. [1] Both are true. [2] [3]\n\n"
        "Toll rises — Vessmark Wire, 4 March 2031 https://wire.example/ferry\n"
        "    [1] §1: “The toll rose to 19.”\n"
        "    [3] §2: “Divers went down.”\n"
        "Bridge *opens* — outlet unknown, 4 March 2031\n"
        "    [2] §1: “The bridge is open.”"
    )
    assert answer_references(ABSTAINED) == (
        "The articles do not say.\n- Toll rises — Wire, 4 March 2025"
    )


def test_doubts_are_copied_too_and_bullets_stay_bullets() -> None:
    doubted = Statement("A.", (cite(FERRY, 0),), doubtful(VerdictKind.PARTLY, "drops “may”"))
    assert "A. [1] (partly supported: drops “may”)" in answer_references(_answer(doubted))
    points = tuple(Statement(f"{n}.", (cite(FERRY, n),), SUPPORTED, lead="\n") for n in (0, 1))
    assert summary_references(Summary(points, "extractive", "bullets", 2)).startswith(
        "- 0. [1]\n- 1. [2]\n\n"
    )


@given(st.lists(exchanges, max_size=3))
def test_any_conversation_can_be_exported(made: list[Exchange]) -> None:
    conversation = Conversation("id", "Title", NOON, NOON, tuple(made))
    text = text_of(conversation, "markdown", Terms())
    assert text.count("\n## ") == len(made)
    text.encode("utf-8")
    page = text_of(conversation, "html", Terms())
    assert page.count("<h2 dir") == len(made)
    json.loads(dumps(json_document(conversation)))
    for each in made:
        answer_references(each.answer).encode("utf-8")
