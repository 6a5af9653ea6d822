from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import ReadingError
from assistant.reading import PastedText, Upload
from assistant.reports import AddedKind
from assistant.settings import load_settings


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return Assistant(settings=load_settings(home=tmp_path / "home", engine="extractive"))


def _sent(folder: Path, name: str, content: str, *, place: str) -> Upload:
    """A file as a browser sent it: under a name of the server's, in a folder of the moment."""
    path = folder / place
    path.write_text(content, encoding="utf-8")
    return Upload(path, name)


def test_an_upload_is_known_by_its_name_and_never_by_its_place(
    assistant: Assistant, tmp_path: Path
) -> None:
    report = assistant.add(
        _sent(tmp_path, "a/b\\story.txt", "Bridge opens\n\nIt opened on Monday.", place="x1"),
        _sent(tmp_path, "empty.txt", "", place="x2"),
        _sent(tmp_path, "", "Quay shuts\n\nIt was shut on Tuesday.", place="x3"),
    )
    assert [outcome.name for outcome in report.outcomes] == [
        "story.txt",
        "empty.txt",
        "a file without a name",
    ]
    assert report.outcomes[1].error == "empty.txt is empty"
    for summary in assistant.articles():
        article = assistant.article(summary.id)
        assert str(tmp_path) not in repr(article)
        assert article.origin.startswith("upload:")


def test_the_name_says_what_format_to_expect(assistant: Assistant, tmp_path: Path) -> None:
    page = "<html><head><title>Quay shuts</title></head><body><article><p>" + (
        "The quay was shut on Tuesday, the harbour master said. " * 5
    )
    markdown = "---\ntitle: Bridge opens\nsource: Wire\n---\nIt *opened* on Monday."
    records = "\n".join(json.dumps({"title": t, "text": f"{t} it is."}) for t in ("One", "Two"))
    assistant.add(
        _sent(tmp_path, "page.HTML", page, place="y1"),
        _sent(tmp_path, "story.md", markdown, place="y2"),
        _sent(tmp_path, "wire.jsonl", records, place="y3"),
    )
    titles = {article.title for article in assistant.articles()}
    assert titles == {"Quay shuts", "Bridge opens", "One", "Two"}


def test_two_peoples_files_of_one_name_do_not_replace_each_other(
    assistant: Assistant, tmp_path: Path
) -> None:
    first = _sent(tmp_path, "story.txt", "Bridge opens\n\nIt opened on Monday.", place="z1")
    second = _sent(tmp_path, "story.txt", "Quay shuts\n\nIt was shut on Tuesday.", place="z2")
    again = _sent(tmp_path, "story.txt", "Bridge opens\n\nIt opened on Monday.", place="z3")
    report = assistant.add(first, second, again)
    kinds = [outcome.kind for outcome in report.outcomes]
    assert kinds == [AddedKind.ADDED, AddedKind.ADDED, AddedKind.UNCHANGED]
    assert [outcome.title for outcome in report.outcomes][:2] == ["Bridge opens", "Quay shuts"]
    assert assistant.count() == 2


def test_pasted_text_and_articles_are_read(assistant: Assistant, tmp_path: Path) -> None:
    pasted = PastedText("Bridge opens\n\nIt opened on Monday. Nobody came.")
    sent = _sent(tmp_path, "quay.txt", "Quay shuts\n\nIt was shut on Tuesday.", place="w1")
    articles = assistant.read(pasted, sent)
    assert [article.title for article in articles] == ["Bridge opens", "Quay shuts"]
    assert assistant.read(*articles) == articles
    summary = assistant.summarise(*articles, words=10)
    assert {citation.article_id for s in summary.statements for citation in s.citations} <= {
        article.id for article in articles
    }
    assert assistant.count() == 0
    with pytest.raises(ReadingError):
        assistant.read(PastedText(" \n "))


def test_pasted_text_is_added_with_what_is_said_of_it(assistant: Assistant) -> None:
    text = "It opened on Monday. Nobody came."
    said = PastedText(text, title="Bridge opens", source="The Quay", published=date(2025, 3, 4))
    report = assistant.add(said, PastedText("Quay shuts\n\nIt was shut on Tuesday."), said)
    kinds = [outcome.kind for outcome in report.outcomes]
    assert kinds == [AddedKind.ADDED, AddedKind.ADDED]
    newest, other = assistant.articles()
    assert (newest.title, newest.source, newest.published) == (
        said.title,
        said.source,
        said.published,
    )
    assert (other.title, other.source) == ("Quay shuts", None)
    assert assistant.article(newest.id).text == text
    (failed,) = assistant.add(PastedText(" \n ")).outcomes
    assert failed.error == "the given text holds no text"
