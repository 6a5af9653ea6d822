"""Every command, on the sample articles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant import __version__
from assistant.rendering.json import answers, articles, tasks
from tests.cli.running import CommandLine

STORY = "The bridge at Orm was closed on Monday. Two lorries had collided on it.\n"
QUESTION = "How long will the repairs of the ferry to Skarn take?"


def skarn_id(library: CommandLine) -> str:
    listed = library("list", "--json", "--outlet", "The Harbour Post").parsed(articles.Listing)
    (article,) = listed.articles
    return article.document_id


def test_adding_twice_changes_nothing_and_a_change_replaces(
    empty: CommandLine, tmp_path: Path
) -> None:
    story = tmp_path / "orm.txt"
    story.write_text(STORY, encoding="utf-8")
    first = empty("add", story, "--json").parsed(tasks.Added)
    assert (first.added, first.outcomes[0].sentences) == (1, 2)

    again = empty("add", story)
    assert (again.code, again.out.splitlines()[-1]) == (0, "0 added, 1 unchanged")

    story.write_text(STORY.replace("Monday", "Tuesday"), encoding="utf-8")
    changed = empty("--json", "add", story).parsed(tasks.Added)
    assert changed.replaced == 1
    assert changed.outcomes[0].replaces == first.outcomes[0].document_id

    new = changed.outcomes[0].document_id
    assert new is not None
    removed = empty("remove", new[:10], "--json").parsed(articles.Removal)
    assert [article.document_id for article in removed.removed] == [new]
    assert empty("list", "--json").parsed(articles.Listing).articles == []


def test_the_stories_that_several_articles_carry_are_listed(library: CommandLine) -> None:
    (cluster,) = library("list", "--clusters", "--json").parsed(articles.Clusters).clusters
    assert cluster.head.source == "Meridian Wire"
    assert [copy.source for copy in cluster.copies] == ["The Corvenne Ledger"]
    rows = [row.split("\t") for row in library("list", "--clusters").out.splitlines()]
    assert [(row[0] == row[1], row[3]) for row in rows] == [
        (True, "Meridian Wire"),
        (False, "The Corvenne Ledger"),
    ]
    none = library("list", "--clusters", "--outlet", "Northline Radio")
    assert (none.code, none.out) == (0, "")
    assert "No story" in none.err


def test_a_bad_file_fails_and_the_others_go_on(empty: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    added = empty("add", tmp_path / "good.txt", tmp_path / "empty.txt")
    assert added.code == 1
    assert "1 added, 1 failed" in added.out
    assert "empty.txt" in added.err


def test_standard_input_is_added_and_summarised(empty: CommandLine) -> None:
    added = empty.process("add", "-", "--json", typed=STORY).parsed(tasks.Added)
    assert added.added == 1
    summary = empty("summarise", "-", "--words", "20", "--json", typed=STORY).parsed(
        answers.Summary
    )
    assert summary.statements
    assert all(statement.citations for statement in summary.statements)


def test_list_is_made_for_cut_and_grep(library: CommandLine) -> None:
    listed = library("list")
    rows = [row.split("\t") for row in listed.out.splitlines()]
    assert len(rows) > 20
    assert {len(row) for row in rows} == {5}
    assert all(re.fullmatch(r"[0-9a-f]{10}", row[0]) for row in rows)


def test_list_is_limited_by_outlet_and_dates(library: CommandLine) -> None:
    assert len(library("list", "--since", "2031", "--until", "2031-03").out.splitlines()) == 1
    none = library("list", "--until", "1999")
    assert (none.code, none.out) == (0, "")
    assert "No article" in none.err


def test_show_opens_the_sentence_that_a_citation_names(library: CommandLine) -> None:
    article_id = skarn_id(library)
    shown = library("show", article_id[:10], "--json").parsed(articles.ShownArticle)
    for sentence in shown.sentences:
        assert shown.text[sentence.start_char_index : sentence.end_char_index] == sentence.text
    near = library("show", article_id, "--sentence", "2")
    assert re.search(r"^▶ 2  Repairs will take nine days", near.out, re.MULTILINE)
    outside = library("show", article_id, "--sentence", "99")
    assert outside.code == 2
    assert "no sentence 99" in outside.err


def test_search_gives_passages_with_scores(library: CommandLine) -> None:
    found = library("search", "ferry", "ramp", "storm", "-k", "3", "--json").parsed(articles.Search)
    assert found.query == "ferry ramp storm"
    assert 1 <= len(found.hits) <= 3
    assert found.hits[0].source == "The Harbour Post"
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_ask_answers_with_exact_citations(library: CommandLine) -> None:
    answer = library("ask", QUESTION, "--json").parsed(answers.Answer)
    assert answer.abstained is False
    assert "nine days" in answer.text
    assert answer.engine == "extractive"
    cited = answer.statements[0].citations[0]
    article = library("show", cited.document_id, "--json").parsed(articles.ShownArticle)
    assert article.text[cited.start_char_index : cited.end_char_index] == cited.cited_text
    assert article.sentences[cited.sentence_index].text == cited.cited_text


def test_ask_in_words_and_in_markdown(library: CommandLine) -> None:
    words = library("ask", *QUESTION.split())
    assert words.code == 0
    assert words.err == ""
    answered, _, rest = words.out.partition("Quoted from the articles")
    assert re.search(r"nine days.* \[1 §2\]$", answered, re.MULTILINE)
    assert "Sources" in rest
    assert re.search(r"^ +The Harbour Post · 4 March 2031$", words.out, re.MULTILINE)
    markdown = library("ask", QUESTION, "--markdown")
    assert "[^1]: The Harbour Post, 4 March 2031" in markdown.out


def test_an_abstention_is_no_failure(library: CommandLine) -> None:
    asked = library("ask", "Who won the chess championship?", "--json")
    assert asked.code == 0
    answer = asked.parsed(answers.Answer)
    assert answer.abstained is True
    assert answer.statements == []
    assert answer.abstention is not None
    assert answer.abstention.message


def test_an_empty_library_says_so(empty: CommandLine) -> None:
    answer = empty("ask", "Who?", "--json").parsed(answers.Answer)
    assert answer.abstention is not None
    assert answer.abstention.kind == "empty_library"


@pytest.mark.parametrize("command", ["summarise", "summarize"])
def test_summarise_takes_ids(library: CommandLine, command: str) -> None:
    summary = library(
        command, skarn_id(library)[:10], "--words", "30", "--style", "bullets", "--json"
    ).parsed(answers.Summary)
    assert summary.style == "bullets"
    assert {source.source for source in summary.sources} == {"The Harbour Post"}


def test_chat_takes_lines_from_a_pipe(library: CommandLine) -> None:
    typed = (
        f"{QUESTION}\n\n/outlet Nobody\n/outlet\n/sources\n/nonsense\n/new\n/quit\nnever asked\n"
    )
    chatted = library.process("chat", typed=typed)
    assert chatted.code == 2  # of the line that no command is
    assert "nine days" in chatted.out
    assert "§2 Repairs will take nine days" in chatted.out
    assert "outlet Nobody" in chatted.err
    assert "There is no /nonsense here" in chatted.err
    assert "> " not in chatted.out + chatted.err
    assert "never asked" not in chatted.out


def test_chat_gives_a_line_of_json_for_each_question(library: CommandLine) -> None:
    chatted = library("chat", "--json", typed=f"{QUESTION}\nAnd who asked for a helicopter?\n")
    assert chatted.code == 0
    given = [answers.Answer.model_validate_json(line) for line in chatted.out.splitlines()]
    assert given[0].question == QUESTION
    assert len(given) == 2


def test_reindex_and_doctor(empty: CommandLine) -> None:
    assert empty("add", "-", typed=STORY).code == 0
    indexed = empty("reindex", "--json").parsed(tasks.Reindexed)
    assert (indexed.articles, indexed.embedded) == (1, False)
    examined = empty("doctor", "--json")
    checks = examined.parsed(tasks.Checks)
    assert examined.code == (0 if checks.ok else 1)
    assert checks.ok, checks


def test_version_and_help(empty: CommandLine) -> None:
    assert empty("version", "--json").parsed(tasks.Version).version == __version__
    assert empty("--version").out.startswith(f"assistant {__version__} ")
    bare = empty.process()
    assert bare.code == 0
    for command in ("add", "ask", "chat", "summarise", "doctor"):
        assert re.search(rf"^  {command} ", bare.out, re.MULTILINE)
    assert "summarize" not in bare.out


def test_options_stand_before_or_after_the_command(empty: CommandLine, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (tmp_path / "orm.txt").write_text(STORY, encoding="utf-8")
    assert empty("--home", other, "add", "orm.txt", cwd=tmp_path).code == 0
    for words in (("--json", "--home", other, "list"), ("list", "--home", other, "--json")):
        assert len(empty(*words).parsed(articles.Listing).articles) == 1
    assert json.loads(empty("list", "--json").out) == {"articles": []}


def test_help_needs_nothing_heavy(empty: CommandLine) -> None:
    shown = empty.process("--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = {line.rpartition("|")[2].strip() for line in shown.err.splitlines()}
    heavy = {"rich", "pydantic", "numpy", "sqlalchemy", "chromadb", "langchain_core", "openai"}
    assert not imported & heavy
    assert "typer" in imported
