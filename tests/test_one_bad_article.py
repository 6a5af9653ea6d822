"""One article that no rule was made for, or a row that is damaged: everything else goes on."""

from __future__ import annotations

import logging
import re
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from assistant import Assistant
from assistant.answering import made_questions, penalties
from assistant.articles import corrections, versions
from assistant.errors import LibraryError
from assistant.examining import UNEXAMINED
from assistant.language import name_words, numerals_words, words
from assistant.library.conversations import Conversations
from assistant.models.entailment import EntailmentModel
from assistant.reading import canonical
from assistant.rendering.html.answers import answer_html
from assistant.rendering.html.changes import changes_html
from assistant.rendering.html.library import Listed, list_html
from assistant.rendering.json import articles as forms
from assistant.rendering.json import dumps
from assistant.rendering.json.results import json_document
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.terminal import Page, render
from assistant.rendering.terminal.answers import answer_lines
from assistant.rendering.terminal.history import history_lines
from assistant.reports import AddedKind
from assistant.summarising import material
from assistant.types import Answer, CorrectionKind, ReasonCode, VerdictKind
from assistant.verifying.verdicts import verdict_on
from assistant.versions import History, Version
from tests.library.values import exchange
from tests.samples import assistant_over, copy
from tests.verifying.made import article, sources

ODD: Final = "Quibblethorpe"
"""A word of the article that cannot be examined, and of no other."""
QUESTION: Final = f"How many boats did {ODD} harbour close on Monday?"
LABELLED: Final = "Correction: " + "The toll was wrong. " * 9
STORY: Final = (
    f"{ODD} harbour closed 14 boats on Monday.\n\nThe harbour master said that nobody was hurt. "
    "It will open again in June, when the ice has gone.\n"
)
FALLEN: Final = "The tower of the castle, forty metres high, fell on Monday."


class Faulty:
    """A pattern that fails over any text in which ``ODD`` stands: a fault in a rule."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        held = getattr(self._pattern, name)
        if not callable(held):
            return held

        def tried(*given: Any, **named: Any) -> Any:
            if any(isinstance(one, str) and ODD in one for one in given):
                raise IndexError("tuple index out of range")
            return held(*given, **named)

        return tried


def break_rule(monkeypatch: pytest.MonkeyPatch, pattern: re.Pattern[str]) -> None:
    """Makes a rule faulty wherever it is used."""
    faulty = Faulty(pattern)
    for module in [one for name, one in sys.modules.items() if name.startswith("assistant.")]:
        for name, value in list(vars(module).items()):
            if value is pattern:
                monkeypatch.setattr(module, name, faulty)
    for name, wording in corrections.WORDING.items():
        if wording is pattern:
            monkeypatch.setitem(corrections.WORDING, name, faulty)


@pytest.fixture(scope="module")
def home(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, one that no rule may fail over, and one with the longest label."""
    folder = tmp_path_factory.mktemp("odd")
    home = copy(sample_library, folder / "home")
    (folder / "odd.txt").write_text(f"{ODD} closes its harbour\n\n{STORY}", "utf-8")
    (folder / "label.txt").write_text(f"Castle tower falls\n\n{FALLEN}\n\n{LABELLED}", "utf-8")
    with assistant_over(home) as assistant:
        told = assistant.article(assistant.articles()[0].id)
        (folder / "copy.txt").write_text(f"The same again\n\n{told.text}", "utf-8")
        report = assistant.add(folder / "odd.txt", folder / "label.txt", folder / "copy.txt")
        assert report.count(AddedKind.ADDED) == 3
        assert assistant.clusters()
    return home


@pytest.fixture
def assistant(home: Path) -> Iterator[Assistant]:
    penalties._kinds_known.clear()
    with assistant_over(home) as opened:
        yield opened


def odd_id(assistant: Assistant) -> str:
    return next(one.id for one in assistant.articles() if ODD in one.title)


MIDNIGHT: Final = datetime(2025, 3, 3, tzinfo=UTC)


def shown(answer: Answer) -> dict[str, str]:
    """An answer in every form that shows marks."""
    return {
        "terminal": render(answer_lines(answer), page=Page(terminal=False)),
        "markdown": text_of(answer, "markdown", Terms()),
        "html": str(answer_html(answer)),
        "json": dumps(json_document(answer)),
    }


def table(assistant: Assistant) -> str:
    page = assistant.browse_collapsed(limit=100)
    marks = assistant.corrections(
        one.id for story in page.clusters for one in (story.head, *story.copies)
    )
    listed = Listed("", offset=0, limit=100)
    return str(list_html(page, listed, corrections=marks))


def assert_goes_on(assistant: Assistant) -> None:
    """Asking, searching, listing, suggesting and summarising, of this article and the others."""
    odd = next(one.id for one in assistant.articles() if ODD in one.title)
    assert "14 boats" in assistant.ask(QUESTION).text
    assert "163" in assistant.ask("What was Calloway's lead after the machine recount?").text
    assert odd in {hit.article.id for hit in assistant.search(f"{ODD} harbour")}
    assert odd in table(assistant)
    assert assistant.suggestions()
    assert assistant.summarise(*(one.id for one in assistant.articles()), words=60).text


def test_a_label_before_more_wrong_sentences_than_a_note_has(assistant: Assistant) -> None:
    assert "forty metres" in assistant.ask("How high was the castle tower that fell?").text
    assert_goes_on(assistant)
    key = next(one.id for one in assistant.articles() if "Castle" in one.title)
    assert [note.kind for note in assistant.corrections([key])[key]] == [CorrectionKind.CORRECTION]


@pytest.mark.parametrize("sentences", range(20))
def test_a_note_is_bounded_however_many_sentences_speak_of_what_was_wrong(sentences: int) -> None:
    for after in ("", " It went on.", "\n\nIt went on."):
        made = article("Correction: " + "The toll was wrong. " * sentences + after)
        for note in corrections.correction_notes(made):
            assert note.first is None or note.last is None or note.last - note.first < 8


def test_an_article_whose_notes_cannot_be_examined_bears_a_mark(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_rule(monkeypatch, corrections.WORDING["title"])
    key = odd_id(assistant)
    with caplog.at_level(logging.ERROR):
        answer = assistant.ask(QUESTION)
    assert "14 boats" in answer.text
    assert [(note.article_id, note.kind) for note in answer.corrections] == [
        (key, CorrectionKind.NOT_EXAMINED)
    ]
    for form, text in shown(answer).items():
        assert UNEXAMINED in text, form
    assert any(key in record.getMessage() and record.exc_info for record in caplog.records)
    marked = [row for row in table(assistant).split("<tr") if UNEXAMINED in row]
    assert len(marked) == 1
    assert ODD in marked[0]
    assert_goes_on(assistant)


RULES: Final = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (made_questions, corrections, material)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
} | {f"corrections.{name}": value for name, value in corrections.WORDING.items()}


def test_with_every_rule_faulty_the_other_articles_go_on(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rule in RULES.values():
        break_rule(monkeypatch, rule)
    assert_goes_on(assistant)
    odd = next(one.id for one in assistant.articles() if ODD in one.title)
    alone = assistant.summarise(odd, words=60)
    assert any(f"{UNEXAMINED}, and nothing is told of it" in note for note in alone.notes)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_no_rule_over_one_article_fails_its_caller(
    monkeypatch: pytest.MonkeyPatch, rule: re.Pattern[str]
) -> None:
    odd = article(STORY, title=f"{ODD} closes its harbour")
    break_rule(monkeypatch, rule)
    assert all(note.article_id == odd.id for note in corrections.correction_notes(odd))
    assert {one.article.id for one in material.collect_material([odd])} <= {odd.id}


def test_versions_that_cannot_be_compared_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    old = article(f"{ODD} closed 14 boats.")
    new = article(f"{ODD} closed 15 boats.")
    break_rule(monkeypatch, versions._WORD)
    told = versions.difference(old, new)
    assert [(one.name, one.new) for one in told.about] == [("comparison", UNEXAMINED)]
    both = (Version(old, MIDNIGHT, MIDNIGHT, new.id), Version(new, MIDNIGHT))
    history = History(both, (told,))
    for shown_as in (
        dumps(forms.History.of(history).document()),
        render(history_lines(history, marks=False), page=Page(terminal=False)),
        str(changes_html("Changes", told)),
    ):
        assert UNEXAMINED in shown_as


def test_a_statement_whose_check_fails_counts_as_unsupported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cited, model = sources(STORY), EntailmentModel(threads=1)
    said = f"{ODD} harbour shut fourteen boats."
    held = verdict_on(said, cited, model=model)
    for module in (numerals_words, words, name_words):
        for rule in [one for one in vars(module).values() if isinstance(one, re.Pattern)]:
            break_rule(monkeypatch, rule)
    failed = verdict_on(said.replace("shut", "closed"), cited, model=model)
    assert held.reasons != failed.reasons
    assert failed.kind is VerdictKind.UNSUPPORTED
    assert [reason.code for reason in failed.reasons] == [ReasonCode.NOT_EXAMINED]


def test_a_file_whose_reading_fails_is_told_and_the_others_are_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "b.txt").write_text(FALLEN, "utf-8")
    for rule in [one for one in vars(canonical).values() if isinstance(one, re.Pattern)]:
        break_rule(monkeypatch, rule)
    with assistant_over(tmp_path / "home") as assistant:
        report = assistant.add(tmp_path / "a.txt", tmp_path / "b.txt")
        assert [one.title for one in assistant.articles()] == [FALLEN.rstrip(".")]
    assert report.count(AddedKind.FAILED) == 1
    (failed,) = (one for one in report.outcomes if one.error)
    assert failed.error is not None
    assert UNEXAMINED in failed.error
    assert "a.txt" in caplog.text


DAMAGES: Final = {
    "authors": "UPDATE articles SET authors = '{' WHERE id = :key",
    "day": "UPDATE articles SET published = '2025-13-45' WHERE id = :key",
    "moment": "UPDATE articles SET added = 'yesterday' WHERE id = :key",
    "sentences": "UPDATE articles SET sentences = x'00010203' WHERE id = :key",
    "fewer sentences": "UPDATE articles SET sentences = x'' WHERE id = :key",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_row_takes_down_nothing_else(home: Path, tmp_path: Path, damage: str) -> None:
    damaged = copy(home, tmp_path / "home")
    with assistant_over(damaged) as assistant:
        odd = next(one.id for one in assistant.articles() if ODD in one.title)
    with sqlite3.connect(damaged / "catalogue.sqlite") as connection:
        connection.execute(damage, {"key": odd})
    connection.close()
    with assistant_over(damaged) as assistant:
        assert dumps(forms.Listing.of(articles=assistant.articles()).document()).count(odd) == 1
        assert odd in table(assistant)
        assert assistant.ask(QUESTION).question == QUESTION
        assert "163" in assistant.ask("What was Calloway's lead after the machine recount?").text
        assert assistant.search(f"{ODD} harbour")
        assert assistant.suggestions()
        assert len(list(assistant.doctor(deep=True))) > 3
        if "x''" not in damage:
            assert UNEXAMINED in table(assistant)
            with pytest.raises(LibraryError, match=odd):
                assistant.article(odd)


def test_with_every_row_damaged_the_lists_go_on(home: Path, tmp_path: Path) -> None:
    damaged = copy(home, tmp_path / "home")
    with sqlite3.connect(damaged / "catalogue.sqlite") as connection:
        connection.execute("UPDATE articles SET published = 'soon', authors = '{'")
        (kept,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    connection.close()
    with assistant_over(damaged) as assistant:
        assert len(assistant.articles()) == kept
        assert len(assistant.clusters()) > 0
        assert table(assistant).count(UNEXAMINED) >= kept
        assert assistant.suggestions() == ()
        assert assistant.ask(QUESTION).abstained


def test_a_damaged_row_of_a_conversation_leaves_the_list_of_them(tmp_path: Path) -> None:
    kept = Conversations(tmp_path)
    whole, bad, undated = (kept.start("owner", at=MIDNIGHT) for _ in range(3))
    for one in (whole, bad, undated):
        kept.add("owner", one.id, exchange("Which?"))
    with sqlite3.connect(tmp_path / "conversations.sqlite") as connection:
        connection.execute("UPDATE exchanges SET content = '{' WHERE conversation = ?", (bad.id,))
        connection.execute("UPDATE conversations SET updated = '' WHERE id = ?", (undated.id,))
    connection.close()
    assert {one.id for one in kept.all("owner")} == {whole.id, bad.id, undated.id}
    assert kept.get("owner", whole.id).exchanges
    for one in (bad, undated):
        with pytest.raises(LibraryError, match="cannot be read"):
            kept.get("owner", one.id)
        kept.delete("owner", one.id)
    kept.close()
