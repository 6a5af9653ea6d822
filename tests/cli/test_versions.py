"""Versions of an article on the command line."""

from __future__ import annotations

from pathlib import Path

from assistant.rendering.json import articles, tasks
from tests.cli.running import CommandLine

OLD = "The bridge at Orm was closed on Monday. Two lorries had collided on it. Nobody was hurt.\n"
NEW = "The bridge at Orm was closed on Monday. Three lorries had collided on it. It was icy.\n"


def _added(run: CommandLine, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    report = run("add", path, "--json").parsed(tasks.Added)
    key = report.outcomes[0].document_id
    assert key is not None
    return key


def test_the_history_of_an_article(empty: CommandLine, tmp_path: Path) -> None:
    story = tmp_path / "orm.txt"
    old = _added(empty, story, OLD)
    new = _added(empty, story, NEW)

    history = empty("history", old[:10], "--json").parsed(articles.History)
    assert history.document_id == new
    assert [version.document_id for version in history.versions] == [old, new]
    assert [version.newest for version in history.versions] == [False, True]
    assert history.versions[0].replaced_by == new
    (change,) = history.differences
    assert change.counts == {"kept": 1, "added": 1, "removed": 1, "changed": 1}

    told = empty("history", new).out
    assert "- §2 [-Two-] lorries had collided on it." in told
    assert "+ §2 {+Three+} lorries had collided on it." in told
    assert "- §3 Nobody was hurt." in told
    assert "+ §3 It was icy." in told
    assert "… 1 sentence as before" in told

    shown = empty("show", old[:10])
    assert "This is an older version, replaced on" in shown.out
    assert "Two lorries" in shown.out
    assert "older version" not in empty("show", new).out
    whole = empty("show", old, "--json").parsed(articles.ShownArticle)
    assert (whole.text, whole.newest, whole.replaced_by) == (OLD.strip(), False, new)

    (listed,) = empty("list", "--json").parsed(articles.Listing).articles
    assert (listed.document_id, listed.older_versions) == (new, 1)
    refused = empty("remove", old)
    assert refused.code == 2
    assert f"assistant remove {new}" in refused.err
    removed = empty("remove", new)
    assert removed.out.endswith("and 1 older version\n")
    assert empty("history", old).code == 2
    assert empty("show", old).code == 2


def test_a_dated_older_version_is_reported(empty: CommandLine, tmp_path: Path) -> None:
    page = "---\ntitle: Orm\nurl: https://orm.example/bridge\npublished: 2031-03-{day}\n---\n{text}"
    newer, older = tmp_path / "newer.md", tmp_path / "older.md"
    newer.write_text(page.format(day="05", text=NEW), encoding="utf-8")
    older.write_text(page.format(day="04", text=OLD), encoding="utf-8")
    first = empty("add", newer, "--json").parsed(tasks.Added)
    second = empty("add", older, "--json").parsed(tasks.Added)
    assert (second.older, second.outcomes[0].newer) == (1, first.outcomes[0].document_id)
    assert empty("add", older, newer, "--json").parsed(tasks.Added).unchanged == 2
    answer = empty("search", "how many lorries collided", "--json").parsed(articles.Search)
    assert {hit.document_id for hit in answer.hits} == {first.outcomes[0].document_id}
