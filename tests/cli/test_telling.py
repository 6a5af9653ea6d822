"""What is told of stories at the command line, and results that are written to files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from assistant.rendering.json import articles
from assistant.rendering.json.telling import Coverage, CoveredSummary, Figures, Quotes, Timeline
from tests.cli.running import CommandLine

TOPIC = ("Saint", "Orla")


def test_a_timeline_cites_sentences_that_are_there(library: CommandLine) -> None:
    told = library("timeline", *TOPIC, "--json").parsed(Timeline)
    assert told.topic == "Saint Orla"
    assert 1 < len(told.entries) <= 10
    days = [entry.first for entry in told.entries]
    assert days == sorted(days)
    cited = [one for entry in told.entries for said in entry.statements for one in said.citations]
    shown = {
        one.document_id: library("show", one.document_id, "--json").parsed(articles.ShownArticle)
        for one in cited
    }
    for one in cited:
        text = shown[one.document_id].text
        assert text[one.start_char_index : one.end_char_index] == one.cited_text
    assert [source.document_id for source in told.sources] == list(shown)


def test_a_timeline_is_limited_by_when_it_happened(library: CommandLine) -> None:
    limits = ("--from", "2025-03-03", "--to", "2025-03-06", "--entries", "3", "--newest-first")
    told = library("timeline", *TOPIC, *limits, "--json").parsed(Timeline)
    days = [entry.first for entry in told.entries]
    assert days == sorted(days, reverse=True)
    assert 1 <= len(days) <= 3
    assert all(entry.last >= "2025-03-03" and entry.first <= "2025-03-06" for entry in told.entries)
    plain = library("timeline", *TOPIC, *limits)
    assert plain.code == 0
    assert plain.out.startswith("Timeline: Saint Orla\nQuoted word for word; ")
    assert "\nSources\n" in plain.out


def test_who_said_what_by_a_speaker_and_about_something(library: CommandLine) -> None:
    everybody = library("quotes", *TOPIC, "--json").parsed(Quotes)
    assert len(everybody.speakers) > 1
    one = library("quotes", *TOPIC, "--by", "Strand", "--json").parsed(Quotes)
    assert ["Strand" in speaker.name for speaker in one.speakers] == [True]
    about = library("quotes", *TOPIC, "--by", "Strand", "--about", "divers", "--json").parsed(
        Quotes
    )
    assert 0 < len(about.speakers[0].said) < len(one.speakers[0].said)
    plain = library("quotes", *TOPIC, "--by", "Strand")
    assert plain.out.startswith("Who said what: Saint Orla\n")
    assert "statements\n" in plain.out


def test_figures_of_a_topic_and_of_articles(library: CommandLine) -> None:
    told = library("figures", "ferry", "toll", "--json").parsed(Figures)
    assert told.articles_read > 1
    listed = library("list", "--json").parsed(articles.Listing).articles
    chosen = [option for one in listed[:2] for option in ("--article", one.document_id[:10])]
    assert library("figures", *chosen, "--json").parsed(Figures).articles_read == 2


def test_coverage_of_a_topic_of_a_story_and_of_a_summary(library: CommandLine) -> None:
    told = library("coverage", "ferry", "toll", "--facts", "4", "--json").parsed(Coverage)
    assert 0 < len(told.facts) <= 4
    assert all(len(one.carrying) == len(told.carriers) for one in told.facts)
    article = told.carriers[0].articles[0].document_id
    story = library("story", article, "--json").parsed(articles.Story)
    of_story = library("coverage", "--story", story.story_id, "--json").parsed(Coverage)
    assert of_story.articles_read == len(story.articles)
    plain = library("coverage", "ferry", "toll", "--facts", "4")
    assert "● says much the same" in plain.out
    summary = library("summarise", "ferry toll", "--coverage", "--json").parsed(CoveredSummary)
    assert summary.facts
    assert "Carries " in library("summarise", "ferry toll", "--coverage").out


@pytest.mark.parametrize("command", ["timeline", "quotes", "figures", "coverage"])
def test_nothing_is_no_failure_and_says_what_to_try(
    library: CommandLine, empty: CommandLine, command: str
) -> None:
    none = library(command, "ferry", "--until", "1999")
    assert (none.code, "No article about “ferry” was found." in none.out) == (0, True)
    assert "iden --outlet, --since, --until and --as-of" in none.err
    assert "assistant search" in none.err
    nobody = empty(command)
    assert (nobody.code, "No article was found." in nobody.out) == (0, True)
    assert "assistant add" in nobody.err


def test_wrong_use_is_told_before_anything_is_read(library: CommandLine, tmp_path: Path) -> None:
    for words, told in (
        (("timeline", "ferry", "--article", "abc"), "Give one or the other"),
        (("quotes", "--article", "abc", "--since", "2025"), "limit the library"),
        (("timeline", "--from", "2025-03", "--to", "2025-01"), "--from"),
        (("timeline", "--from", "soon"), "--from"),
        (("figures", "--article", "ffffffffff"), "ffffffffff"),
        (("coverage", "ferry", "--story", "abc"), "Leave out one or the other"),
        (("ask", "Who?", "--format", "docx"), "--output FILE"),
        (("ask", "Who?", "--output", tmp_path / "no" / "such.md"), "cannot be written"),
        (("ask", "Who?", "--output", tmp_path), "cannot be written"),
    ):
        ran = library(*words)
        assert (ran.code, told in ran.err) == (2, True), ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("timeline",), ("quotes",), ("ask",)])
def test_the_ending_of_a_file_tells_the_format(
    library: CommandLine, tmp_path: Path, command: tuple[str, ...]
) -> None:
    begins = {
        "a.md": (b"# ", b"According", b"**"),
        "a.json": (b"{",),
        "a.HTML": (b"<!doctype html>", b"<p"),
        "a.csv": (b"\xef\xbb\xbf",),
        "a.docx": (b"PK",),
        "a.txt": (b"Timeline: ", b"Who said what: ", b"According"),
    }
    for name, starts in begins.items():
        file = tmp_path / name
        file.write_bytes(b"what stood here before")
        ran = library(*command, "Saint", "Orla", "ferry", "--output", file)
        assert (ran.code, ran.out, f"Written to {file}" in ran.err) == (0, "", True)
        assert file.read_bytes().lstrip().startswith(starts)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(begins)
    with ZipFile(tmp_path / "a.docx") as archive:
        assert b"Orla" in archive.read("word/document.xml")
    rows = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig")))
    assert all(row["article_id"] and row["cited_text"] for row in rows)


def test_what_is_asked_for_counts_more_than_the_ending(
    library: CommandLine, tmp_path: Path
) -> None:
    for words, start in ((("--json",), "{"), (("--format", "markdown"), "# "), ((), "Timeline")):
        file = tmp_path / "told.unknown"
        assert library("timeline", *TOPIC, *words, "-o", file).code == 0
        assert file.read_text(encoding="utf-8").startswith(start)
    asked = tmp_path / "told.csv"
    assert library("timeline", *TOPIC, "--markdown", "-o", asked).code == 0
    assert asked.read_text(encoding="utf-8").startswith("# ")
