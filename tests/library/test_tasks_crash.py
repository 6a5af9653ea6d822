"""Exports, imports, backups and prunings are killed; nothing is lost, nothing is half there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.library import integrity
from assistant.library.library import Library
from assistant.library.portable import read_portable
from assistant.reports import CheckState
from assistant.services import maintenance
from assistant.types import Filters
from tests.library.crashing_tasks import BEFORE, embed, run_task
from tests.library.killing import Killer, killing
from tests.library.made import article, library, prepared
from tests.tiers import tiered

ARTICLES = 12


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """The process that forks the children that are killed."""
    with killing("tests.library.crashing_tasks") as process:
        yield process


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library whose articles have older versions; to be copied."""
    home = tmp_path_factory.mktemp("filled") / "home"
    opened = library(home)
    for version in (1, 2):
        made = [
            article(number, version=version, published=date(2025, 3, number + 1), sentences=6)
            for number in range(ARTICLES)
        ]
        with opened.writing("testing"):
            opened.upsert([prepared(one) for one in made])
    opened.close()
    return home


@pytest.fixture(scope="module")
def exported(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it in one file."""
    path = tmp_path_factory.mktemp("exported") / "all.gz"
    opened = library(filled)
    run_task("export", opened, path)
    opened.close()
    return path


def _assert_sound(opened: Library) -> None:
    opened.indexes.sync()
    assert opened.catalogue.index_notes.unindexed() == []
    for finding in (
        integrity.check_database(opened),
        integrity.check_articles(opened),
        integrity.check_versions(opened),
        integrity.check_indexes(opened),
    ):
        assert finding.problems == ()
    ids = opened.catalogue.articles.ids()
    for key in ids:
        history = opened.catalogue.versions.history(key)
        assert history is not None
        assert len(history.versions) == 2, "an article without its older version"


def _entries(opened: Library) -> list[object]:
    with opened.catalogue.entries(vectors=True) as entries:
        return list(entries)


@pytest.mark.parametrize("step", [1, 30, 75, 76])
def test_a_killed_export_leaves_no_file_or_all_of_it(
    killer: Killer, filled: Path, exported: Path, tmp_path: Path, step: int
) -> None:
    path = tmp_path / "all.gz"
    assert killer.killed("export", filled, path, step) == -9, "the step was never reached"
    if path.exists():
        assert list(read_portable(path)) == list(read_portable(exported))
    path.unlink(missing_ok=True)
    opened = library(filled)
    run_task("export", opened, path)
    opened.close()
    assert list(read_portable(path)) == list(read_portable(exported))


@pytest.mark.parametrize("step", [2, 4, 7, 10, 27])
def test_a_killed_import_goes_on_where_it_was(
    killer: Killer, exported: Path, filled: Path, tmp_path: Path, step: int
) -> None:
    home = tmp_path / "home"
    assert killer.killed("import", home, exported, step) == -9, "the step was never reached"
    opened = library(home)
    _assert_sound(opened)
    assert opened.catalogue.listing.count(Filters()) < ARTICLES or step > 20
    run_task("import", opened, exported)
    _assert_sound(opened)
    original = library(filled)
    assert _entries(opened) == _entries(original)
    original.close()
    opened.close()


@pytest.mark.parametrize("step", [2, 4, 7, 12])
def test_a_killed_pruning_has_removed_whole_articles(
    killer: Killer, filled: Path, tmp_path: Path, step: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled, home)
    assert killer.killed("prune", home, home, step) == -9, "the step was never reached"
    opened = library(home)
    _assert_sound(opened)
    days = [one.published for one in opened.catalogue.listing.summaries(Filters())]
    assert sum(day is not None and day >= BEFORE for day in days) == 4
    run_task("prune", opened, home)
    _assert_sound(opened)
    assert opened.catalogue.listing.count(Filters()) == 4
    opened.close()


@pytest.mark.parametrize("step", [1, 2, 4])
def test_a_killed_backup_leaves_no_folder_or_a_whole_library(
    killer: Killer, filled: Path, tmp_path: Path, step: int
) -> None:
    folder = tmp_path / "copy"
    assert killer.killed("backup", filled, folder, step) == -9, "the step was never reached"
    if not folder.exists():
        opened = library(filled)
        run_task("backup", opened, folder)
        opened.close()
    copy = library(folder)
    _assert_sound(copy)
    assert copy.catalogue.listing.count(Filters()) == ARTICLES
    copy.close()


_PUT = 8
"""The step at which what was embedded is in use."""
_EMBED_STEPS = tiered(range(1, 21), always={1, 4, 7, *range(_PUT, 21, 2)})
"""In every run once after each thing that is done; right before it by make slow."""


def _hits(home: Path) -> object:
    """What a reader finds, who does not wait for anybody."""
    with Assistant(home=home) as assistant:
        return [
            (found.metadata["article_id"], found.page_content)
            for question in ("Who was rescued?", "fact 3002", "story 5")
            for found in assistant.as_retriever(k=3).invoke(question)
        ]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """A library of the shipped model, and what is found in it."""
    home = tmp_path_factory.mktemp("embedded") / "home"
    folder = tmp_path_factory.mktemp("texts")
    for number in range(6):
        (folder / f"{number}.txt").write_text(article(number).text)
    with Assistant(home=home) as assistant:
        assistant.add(folder)
    return home, _hits(home)


@pytest.mark.parametrize("step", _EMBED_STEPS)
def test_others_read_on_while_and_after_all_is_embedded_anew(
    killer: Killer,
    embedded: tuple[Path, object],
    tmp_path: Path,
    step: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home, hits = tmp_path / "home", embedded[1]
    shutil.copytree(embedded[0], home)
    reader = Assistant(home=home)
    before = reader.articles()
    assert killer.killed("embed", home, home, step) == -9, "the step was never reached"
    assert _hits(home) == hits
    # Open all the while, this one finds the same, too.
    assert reader.articles() == before
    assert reader.as_retriever(k=3).invoke("fact 3002")[0].page_content
    monkeypatch.setattr(maintenance, "_EMBEDDED", 1)
    # What had been embedded is not embedded again.
    assert embed(home).count("embedding") == (6 - 2 * min(step // 2, 3) if step < _PUT else 6)
    assert _hits(home) == hits
    assert reader.as_retriever(k=3).invoke("fact 3002")[0].page_content
    assert [one for one in reader.doctor(deep=True) if one.state is CheckState.FAILED] == []
    reader.close()
    assert len(list((home / "indexes").iterdir())) == 1


def test_backups_and_exports_are_whole_while_another_process_writes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    library(home).close()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.library.crashing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin
        assert writer.stdout
        writer.stdin.write(f"{home}\t0\tstep:after-mark:99\n")
        writer.stdin.close()
        opened = library(home)
        taken = 0
        while writer.poll() is None or not taken:
            run_task("backup", opened, tmp_path / f"copy-{taken}")
            run_task("export", opened, tmp_path / f"all-{taken}.gz")
            taken += 1
        opened.close()
        assert writer.stdout.read().split() == ["0"]
    for number in range(taken):
        list(read_portable(tmp_path / f"all-{number}.gz"))
    for number in {0, taken // 2, taken - 1}:
        copy = library(tmp_path / f"copy-{number}")
        copy.indexes.sync()
        assert integrity.check_articles(copy).problems == ()
        assert integrity.check_versions(copy).problems == ()
        assert copy.indexes.disagreements() == []
        copy.close()
