"""Exporting, importing, backing up and pruning on the command line."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.rendering.json import articles, tasks
from tests.cli.running import COMMAND, CommandLine, Ran

STORY = (
    "---\ntitle: Orm {n}\npublished: 2021-03-0{n}\n---\nThe bridge at Orm was closed for {n} days."
)


class Exported(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    path: str
    articles: int
    versions: int
    rows: int
    model: str | None
    bytes: int


class Imported(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    path: str
    added: int
    replaced: int
    older: int
    unchanged: int
    versions: int
    rows: int
    vectors_taken: bool


class BackedUp(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    path: str
    files: list[str]
    bytes: int


class Pruned(articles.Removal):
    before: str
    dry_run: bool


def test_a_library_is_carried_elsewhere_and_back(tmp_path: Path) -> None:
    def run(*words: str | Path, home: str = "home") -> Ran:
        return CommandLine(tmp_path / home)(*words)

    story = tmp_path / "orm.md"
    for number in (2, 3):
        story.write_text(STORY.format(n=number), encoding="utf-8")
        assert run("add", story).code == 0
    path = tmp_path / "all.gz"
    exported = run("export", path, "--vectors", "--json").parsed(Exported)
    assert (exported.articles, exported.versions, exported.bytes) == (1, 1, path.stat().st_size)
    assert exported.model is not None
    assert run("export", path).code == 2

    taken = run("import", path, "--json", home="other").parsed(Imported)
    assert (taken.added, taken.versions, taken.vectors_taken) == (1, 1, True)
    assert "0 added, 1 unchanged" in run("import", path, home="other").out
    path.write_bytes(path.read_bytes()[:-20])
    refused = run("import", path, home="other")
    assert refused.code == 1
    assert "Nothing was imported" in refused.err

    saved = run("backup", tmp_path / "copy", "--json", home="other").parsed(BackedUp)
    assert saved.files == ["catalogue.sqlite"]
    assert run("doctor", "--deep", home="copy").code == 0
    answer = run("ask", "How long was the bridge at Orm closed?", home="copy")
    assert "3 days" in answer.out
    deep = run("doctor", "--deep", "--json", home="copy").parsed(tasks.Checks)
    assert deep.ok
    assert "older versions" in {check.name for check in deep.checks}


def _answered(home: Path, answer: str, *words: str) -> int:
    """Runs a command with a person at the keyboard, who types ``answer``."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [*COMMAND, *words],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=CommandLine(home).environment(),
        ) as process:
            os.write(ours, f"{answer}\n".encode())
            _, said = process.communicate(timeout=120)
    finally:
        os.close(ours)
        os.close(theirs)
    assert b"Remove them? [y/N]" in said
    return process.returncode


def test_pruning_asks_first(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run = CommandLine(home)
    for number in range(1, 6):
        (tmp_path / f"{number}.md").write_text(STORY.format(n=number), encoding="utf-8")
    assert run("add", tmp_path).code == 0
    age = ("prune", "--older-than", "2021-03-04")
    shown = run(*age, "--dry-run", "--json").parsed(Pruned)
    assert len(shown.removed) == 3
    assert (shown.before, shown.dry_run) == ("2021-03-04", True)
    assert run("prune", "--older-than", "soon").code == 2
    nobody = run(*age)
    assert nobody.code == 2
    assert "--yes" in nobody.err
    assert run(*age, "--json").code == 2
    assert _answered(home, "n", *age) == 2
    assert len(run("list", "--json").parsed(articles.Listing).articles) == 5
    assert _answered(home, "y", *age) == 0
    assert len(run("list", "--json").parsed(articles.Listing).articles) == 2
    last = run("prune", "--older-than", "2021-03-05", "--yes", "--json").parsed(Pruned)
    assert [one.document_title for one in last.removed] == ["Orm 4"]
    assert "0 articles from before" in run(*age).out
