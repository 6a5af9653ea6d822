"""What withdraws an article, as it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from assistant.articles.versions import difference
from assistant.rendering.html import render as html
from assistant.rendering.html.answers import turn_html
from assistant.rendering.html.articles import source_html
from assistant.rendering.html.library import Listed, list_html
from assistant.rendering.json import answers, articles, dumps, tasks
from assistant.rendering.json.articles import Listing
from assistant.rendering.json.results import json_document
from assistant.rendering.later import notice_in_words, older_in_words
from assistant.rendering.references import answer_references
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.terminal import Page, render
from assistant.rendering.terminal.answers import source_lines
from assistant.rendering.terminal.history import history_lines
from assistant.rendering.terminal.library import article_rows
from assistant.rendering.terminal.tasks import added_lines
from assistant.rendering.wording import report_in_words
from assistant.reports import AddedKind, AddOutcome, AddReport, CollapsedPage
from assistant.types import Answer, ArticleSummary, Cluster, Notice, Statement, cite
from assistant.versions import History, Later, Since, Version
from tests.rendering.made import HOSTILE, SUPPORTED, article
from tests.rendering.test_safety import steers

THEN = datetime(2031, 3, 5, 8, 30, tzinfo=UTC)
OLD = article("It sank.", "Nine died.", number=1)
NEW = article("It sank.", "Ten died.", number=2)
NOTICE = Notice(
    origin="wire:urn:ferry",
    item="urn:ferry, version 2",
    status="cancelled",
    words=f"KILL: {HOSTILE}",
    number=2,
    stated=THEN,
    came=THEN,
)
SAID = "cancelled by urn:ferry, version 2, on 5 March 2031, 08:30 UTC: “KILL: "
KILLED = Version(OLD, THEN, withdrawn=NOTICE)
HISTORY = History(
    (Version(OLD, THEN, THEN, NEW.id, withdrawn=NOTICE), Version(NEW, THEN)),
    (difference(OLD, NEW),),
    (NOTICE,),
)
ANSWER = Answer(
    question="Who died?",
    asked="Who died?",
    statements=(Statement("Nine died.", (cite(OLD, 1),), SUPPORTED),),
    engine="extractive",
)
LISTED = ArticleSummary(
    id=OLD.id,
    title=OLD.title,
    source=OLD.source,
    url=None,
    authors=(),
    published=None,
    added=THEN,
    origin=OLD.origin,
    sentences=2,
    characters=19,
    withdrawn=True,
)


def _safe(text: str) -> str:
    assert not any(steers(character) for character in text)
    return text


def test_an_article_that_is_withdrawn_says_so_wherever_it_is_read() -> None:
    told = older_in_words(KILLED)
    assert told.startswith(f"This article was withdrawn by its provider ({SAID}")
    assert "must not be used, and is not searched" in told
    assert SAID in _safe(str(source_html(OLD, older=told)))
    older = older_in_words(HISTORY.versions[0])
    assert older.startswith("This is an older version, replaced on 5 March 2031")
    assert SAID in older
    assert older_in_words(replace(KILLED, withdrawn=None)) == ""


def test_a_history_tells_what_happened() -> None:
    plain = _safe(render(history_lines(HISTORY, marks=True), page=Page(terminal=False)))
    assert f"withdrawn  {SAID}" in plain
    assert " · withdrawn · replaced by 2222222222" in plain
    document = articles.History.model_validate_json(dumps(articles.History.of(HISTORY).document()))
    assert document.notices[0].words == NOTICE.words
    shown = articles.ShownArticle.model_validate_json(
        dumps(articles.ShownArticle.of(KILLED).document())
    )
    assert shown.withdrawn is not None
    assert shown.withdrawn.item == NOTICE.item


def test_a_citation_of_it_says_so_everywhere() -> None:
    for newest in (None, NEW.id):
        since = {(OLD.id, 1): Since(Later.KILLED, newest=newest, notice=NOTICE)}
        lines = render(
            source_lines(ANSWER.statements, quotes=False, ids=True, changes=since),
            page=Page(terminal=False),
        )
        copied = answer_references(ANSWER, changes=since)
        page = str(turn_html("Who?", ANSWER, number=1, copied="", latest=True, changes=since))
        for text in (lines, copied, page):
            assert f"withdrawn by its provider ({SAID}" in _safe(text)
            assert "since; it must not be used" in text
            assert ("a later version is 2222222222" in text) is (newest is not None)
        assert "withdrawn by its provider" in _safe(
            text_of(ANSWER, "markdown", Terms(changes=since))
        )
        document = dumps(json_document(ANSWER, changes=since))
        told = answers.Answer.model_validate_json(document).statements[0].citations[0].since
        assert told is not None
        assert (told.state, told.document_id) == ("killed", newest)
        assert told.notice is not None


def test_what_adding_a_notice_did() -> None:
    report = AddReport(
        (
            AddOutcome("a.xml", AddedKind.WITHDRAWN, OLD.id, "Ferry", 2, notice=NOTICE),
            AddOutcome("b.xml", AddedKind.NOTED, notice=NOTICE),
            AddOutcome("c.xml", AddedKind.OLDER, NEW.id, "Ferry", 2, newer=NEW.id, notice=NOTICE),
            AddOutcome("d.xml", AddedKind.RESTORED, NEW.id, "Ferry", 2),
        )
    )
    assert report_in_words(report) == "0 added, 1 restored, 1 withdrawn, 1 noted, 1 older"
    lines = _safe(render(added_lines(report, whole=True), page=Page(terminal=False))).split("\n")
    assert lines[0].startswith("withdrawn  1111111111  Ferry (2 sentences), cancelled by urn:ferry")
    assert "no article of this id is here" in lines[1]
    assert "the notice is in the history of 2222222222, which is newer" in lines[2]
    told = {"tally": "", "outcomes": report.outcomes, "left_out": 0}
    page = _safe(str(html("added", **told, notes=(), pages=(), passing=True)))
    assert page.count(SAID) == 3
    assert page.count("no article of this id is here") == 1
    document = tasks.Added.model_validate_json(dumps(tasks.Added.of(report).document()))
    assert (document.withdrawn, document.noted, document.restored) == (1, 1, 1)
    assert document.outcomes[0].notice is not None


def test_a_list_marks_it() -> None:
    assert article_rows([LISTED]).endswith("\t2\twithdrawn\n")
    assert article_rows([replace(LISTED, withdrawn=False)]).endswith("\t2\n")
    (listed,) = articles.Listing.model_validate_json(
        dumps(Listing.of(articles=[LISTED]).document())
    ).articles
    assert listed.withdrawn
    table = list_html(
        CollapsedPage((Cluster(LISTED, ()),), total=1, articles=1),
        Listed("", offset=0, limit=50),
        corrections={},
    )
    assert '<span class="nd-doubt">withdrawn</span>' in table


def test_a_notice_without_words_or_moment() -> None:
    assert notice_in_words(replace(NOTICE, words="", came=None)) == (
        "cancelled by urn:ferry, version 2"
    )
