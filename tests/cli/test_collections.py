"""``collections`` and ``collection``: made, shown, changed and taken elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.rendering.json.answers import Answer
from assistant.rendering.json.articles import Collection, Collections, CollectionShown, Search
from tests.cli.running import CommandLine
from tests.rendering.made import HOSTILE
from tests.samples import copy


@pytest.fixture
def mine(sample_library: Path, tmp_path: Path) -> CommandLine:
    """A library of the sample articles, to be changed."""
    return CommandLine(copy(sample_library, tmp_path / "home"))


def test_a_collection_is_made_shown_changed_and_deleted(mine: CommandLine) -> None:
    assert "no collection" in mine("collections").err
    first, second = (row.split("\t")[0] for row in mine("list").out.splitlines()[:2])
    assert (
        mine("collection", "add", "Port strike", first).out == "1 added: Port strike, 1 article\n"
    )
    assert mine("collection", "add", "PORT strike", first, second).out.startswith("1 added: Port")
    shown = [row.split("\t")[0] for row in mine("collection", "port strike").out.splitlines()]
    assert sorted(shown) == sorted((first, second))
    assert mine("collection", "show", "port strike").out == mine("collection", "port strike").out
    listed = mine("--json", "collections").parsed(Collections).collections
    assert [(one.name, one.articles) for one in listed] == [("Port strike", 2)]
    row = mine("collections").out.split("\t")
    assert (row[:2], row[3].strip()) == (["Port strike", "2"], listed[0].collection_id)
    whole = mine("--json", "collection", listed[0].collection_id).parsed(CollectionShown)
    assert whole.collection == listed[0]
    assert {one.document_id[:10] for one in whole.articles} == {first, second}
    less = mine("--json", "collection", "remove", "port strike", first).parsed(Collection)
    assert less.articles == 1
    assert mine("collection", "rename", "port strike", "add").out.startswith("Renamed: add")
    assert mine("collection", "show", "add").out.startswith(second), "whatever it is called"
    assert mine("collection", "delete", "add").out.startswith("Deleted")
    assert mine("--json", "collections").parsed(Collections).collections == []


def test_what_is_searched_and_stories_are_put_in_whole(mine: CommandLine) -> None:
    found = mine("--json", "collection", "add", "Ferry", "--search", "ferry").parsed(Collection)
    assert found.articles > 5
    less = mine(
        "--json", "collection", "add", "Radio", "--search", "ferry", "--outlet", "Northline Radio"
    ).parsed(Collection)
    assert 0 < less.articles < found.articles
    (first, *_) = mine("stories").out.splitlines()
    story = first.split("\t")
    told = mine("--json", "collection", "add", "Story", "--story", story[0]).parsed(Collection)
    assert told.articles == int(story[3])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("collection", "None"), "There is no collection 'None'"),
        (("collection", "remove", "None", "f" * 16), "There is no collection 'None'"),
        (("collection", "add", " "), "The name is blank"),
        (("collection", "add", "x" * 101), "at most 100 characters"),
        (("collection", "add", "A", "ffff"), "No article has the id"),
        (("collection", "add", "A", "--search", "zzzz"), "No article has all of these words"),
        (("collection", "add", "A", "--since", "2025"), "limit --search"),
        (("collection", "remove", "A"), "No article is named"),
        (("ask", "Who?", "--collection", "None"), "There is no collection 'None'"),
        (("list", "--collection", " "), "--collection needs a name"),
        (("timeline", "--article", "ffff", "--collection", "A"), "not what --article names"),
        (("summarise", "no file", "--collection", "None"), "There is no collection 'None'"),
    ],
)
def test_what_is_wrong_is_told(library: CommandLine, words: tuple[str, ...], said: str) -> None:
    ran = library(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_commands_keep_to_a_collection(mine: CommandLine) -> None:
    mine("collection", "add", "Radio", "--search", "ferry", "--outlet", "Northline Radio")
    within = ("--collection", "radio")
    outlets = {row.split("\t")[2] for row in mine("list", *within).out.splitlines()}
    assert outlets == {"Northline Radio"}
    hits = mine("--json", "search", "ferry", *within).parsed(Search).hits
    assert {one.source for one in hits} == {"Northline Radio"}
    answer = mine("--json", "ask", "How many people died?", *within).parsed(Answer)
    assert {one.source for one in answer.sources} <= {"Northline Radio"}
    for command in (
        ("summarise", "--words", "30"),
        ("timeline",),
        ("quotes",),
        ("figures",),
        ("coverage",),
        ("brief", "--since", "2025-01-01"),
        ("changes", "--since", "2025-01-01"),
    ):
        ran = mine("--json", *command, *within)
        assert ran.code == 0, ran.err
        sources = json.loads(ran.out)["sources"]
        assert {one["source"] for one in sources} <= {"Northline Radio"}
    assert mine("stories", *within).out.count("\n") < mine("stories").out.count("\n")
    said = mine("chat", typed="/collection radio\n/collection\n/collection none\n")
    assert "Searching: collection Radio" in said.err
    assert "every article" in said.err
    assert "no collection 'none'" in said.err


def test_its_articles_are_taken_elsewhere(mine: CommandLine, tmp_path: Path) -> None:
    mine("collection", "add", HOSTILE, "--search", "trucks ferry")
    name = mine("--json", "collections").parsed(Collections).collections[0].collection_id
    told = mine("collection", "export", name).out
    assert "# Minister says unsecured trucks sank ferry" in told
    file = tmp_path / "carried.jsonl"
    assert mine("collection", "export", name, "--output", file).out == ""
    assert file.read_text(encoding="utf-8") == mine("--json", "collection", "export", name).out
    other = CommandLine(tmp_path / "other")
    assert other("add", file).code == 0
    texts = [
        {
            json.loads(run("--json", "show", row.split("\t")[0]).out)["text"]
            for row in run(*words).out.splitlines()
        }
        for run, words in ((mine, ("collection", name)), (other, ("list",)))
    ]
    assert texts[0] == texts[1]


def test_a_name_harms_nobody(mine: CommandLine) -> None:
    added = mine("collection", "add", "=cmd|' /C calc'!A0\n\x1b[31m\u202e<script>[bold]")
    assert added.code == 0
    key = mine("--json", "collections").parsed(Collections).collections[0].collection_id
    for words in (("collections",), ("--json", "collections"), ("collection", "export", key)):
        ran = mine(*words)
        assert ran.code == 0
        assert "\x1b" not in ran.out
