"""Histories, and what became of what was cited, as they are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from assistant.articles.versions import difference
from assistant.conversations import Conversation, Exchange
from assistant.rendering.html.answers import turn_html
from assistant.rendering.html.versions import Opened, opened_html
from assistant.rendering.json import answers, articles, dumps
from assistant.rendering.json.results import json_document
from assistant.rendering.later import older_in_words
from assistant.rendering.references import answer_references
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.terminal import Page, render
from assistant.rendering.terminal.answers import source_lines
from assistant.rendering.terminal.history import history_lines
from assistant.types import Answer, Filters, Statement, cite
from assistant.versions import CitedSentence, History, Later, Since, Version
from tests.rendering.made import HOSTILE, SUPPORTED, article
from tests.rendering.test_safety import steers

OLD = article("It sank.", f"Nine died. {HOSTILE}", "He wept.", number=1, title=HOSTILE)
NEW = article("It sank.", f"Ten died. {HOSTILE}", "She left.", number=2)
THEN = datetime(2031, 3, 5, 8, 30, tzinfo=UTC)
HISTORY = History((Version(OLD, THEN, THEN, NEW.id), Version(NEW, THEN)), (difference(OLD, NEW),))
SINCE: dict[CitedSentence, Since] = {
    (OLD.id, 0): Since(Later.STANDS, newest=NEW.id),
    (OLD.id, 1): Since(Later.CHANGED, f"Ten died. {HOSTILE}", NEW.id),
    (OLD.id, 2): Since(Later.WITHDRAWN, newest=NEW.id),
}
ANSWER = Answer(
    question="Who died?",
    asked="Who died?",
    statements=(Statement("It sank.", tuple(cite(OLD, i) for i in range(3)), SUPPORTED),),
    engine="extractive",
)
SAID = (
    "changed since, now 2222222222: sentence 1 still there word for word; "
    "sentence 2 changed to: “Ten died."
)


def _safe(text: str) -> str:
    assert not any(steers(character) for character in text)
    return text


def test_a_history_is_plain_in_a_pipe_and_coloured_on_a_terminal() -> None:
    plain = _safe(render(history_lines(HISTORY, marks=True), page=Page(terminal=False)))
    assert "2 versions of" in plain
    assert "- §2 [-Nine-] died." in plain
    assert "+ §2 {+Ten+} died." in plain
    assert "1 changed, 1 added, 1 removed, 1 as before" in plain
    coloured = render(history_lines(HISTORY, marks=False), page=Page(terminal=True, width=200))
    assert "[-" not in coloured
    assert "Nine" in coloured


def test_versions_as_json_have_the_promised_form() -> None:
    articles.History.model_validate_json(dumps(articles.History.of(HISTORY).document()))
    shown = articles.ShownArticle.model_validate_json(
        dumps(articles.ShownArticle.of(HISTORY.versions[0]).document())
    )
    assert shown.replaced_by == NEW.id


def test_what_became_of_a_citation_is_told_everywhere() -> None:
    lines = render(
        source_lines(ANSWER.statements, quotes=False, ids=True, changes=SINCE),
        page=Page(terminal=False),
    )
    copied = answer_references(ANSWER, changes=SINCE)
    page = str(turn_html("Who?", ANSWER, number=1, copied="", latest=True, changes=SINCE))
    for text in (lines, copied, page):
        assert SAID in _safe(text)
        assert "sentence 3 withdrawn" in text
    marked = _safe(text_of(ANSWER, "markdown", Terms(changes=SINCE)))
    assert "*(since: still there word for word)*" in marked
    assert "*(since: withdrawn)*" in marked

    conversation = Conversation(
        "c", "Deaths", THEN, THEN, (Exchange("Who died?", Filters(), ANSWER, THEN),)
    )
    assert "*(since: withdrawn)*" in text_of(conversation, "markdown", Terms(changes=SINCE))
    document = json_document(conversation, changes=SINCE)
    exchanges = document["exchanges"]
    assert isinstance(exchanges, list)
    kept = answers.Answer.model_validate_json(dumps(exchanges[0]["answer"]))
    states = [one.since.state for one in kept.statements[0].citations if one.since]
    assert states == ["still_there", "changed", "withdrawn"]


def test_nothing_is_told_where_nothing_has_changed() -> None:
    assert "since" not in text_of(ANSWER, "markdown", Terms())
    assert "since" not in answer_references(ANSWER)
    assert "nd-later" not in str(turn_html("Who?", ANSWER, number=1, copied="", latest=True))


def test_an_article_that_is_gone_is_told() -> None:
    gone = dict.fromkeys(SINCE, Since(Later.REMOVED))
    assert "removed from the library since" in answer_references(ANSWER, changes=gone)


def test_an_older_version_says_so_in_the_app() -> None:
    old, new = HISTORY.versions
    assert "replaced on 5 March 2031, 08:30 UTC" in str(opened_html(Opened(HISTORY.versions, 0)))
    assert older_in_words(new) == ""
    assert "was older than the newest" in older_in_words(replace(old, late=True))
