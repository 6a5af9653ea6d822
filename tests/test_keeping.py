"""The Assistant's library: adding, removing, reindexing, the doctor."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import ArticleNotFoundError, LibraryFormatError
from assistant.library.library import Library
from assistant.reports import AddedKind, Progress
from assistant.services.intake import SAMPLES
from tests.library.made import record
from tests.samples import assistant_over


def test_adding_a_folder_again_takes_only_what_is_new_or_changed(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("01-ferry-capsizes.md", "12-rate-rise.md"):
        shutil.copy(SAMPLES / name, folder)
    with assistant_over(tmp_path / "home") as assistant:
        assert assistant.add(folder).count(AddedKind.ADDED) == 2
        assert assistant.add(folder).count(AddedKind.UNCHANGED) == 2
        changed = folder / "12-rate-rise.md"
        changed.write_text(changed.read_text() + "\nThe bank meets again in June.\n")
        (folder / "new.txt").write_text("A harbour pilot has retired.\nHe was sixty.\n")
        (folder / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
        report = assistant.add(folder)
        kinds = {Path(outcome.name).name: outcome.kind for outcome in report.outcomes}
        assert kinds == {
            "01-ferry-capsizes.md": AddedKind.UNCHANGED,
            "12-rate-rise.md": AddedKind.REPLACED,
            "new.txt": AddedKind.ADDED,
            "bad.pdf": AddedKind.FAILED,
        }
        (failed,) = (o for o in report.outcomes if o.kind is AddedKind.FAILED)
        assert failed.error
        assert failed.hint
        assert len(assistant.articles()) == 3
        assert "June" in assistant.ask("When does the bank meet again?").text


def test_the_same_article_twice_in_one_run_is_added_once(tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    shutil.copy(SAMPLES / "12-rate-rise.md", copy)
    with assistant_over(tmp_path / "home") as assistant:
        report = assistant.add(SAMPLES / "12-rate-rise.md", copy)
        assert report.count(AddedKind.ADDED) == 1
        assert report.count(AddedKind.UNCHANGED) == 1


def test_progress_ends_where_it_should(tmp_path: Path) -> None:
    told: list[Progress] = []
    with assistant_over(tmp_path) as assistant:
        assistant.add(*sorted(SAMPLES.glob("1[0-3]-*.md")), on_progress=told.append)
    assert told[-1].done == told[-1].total == 4
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)


def test_removing_is_all_or_nothing(tmp_path: Path) -> None:
    with assistant_over(tmp_path) as assistant:
        assistant.add(*sorted(SAMPLES.glob("1[0-3]-*.md")))
        keys = [article.id for article in assistant.articles()]
        with pytest.raises(ArticleNotFoundError):
            assistant.remove(keys[0], "ffffffffffff")
        assert len(assistant.articles()) == 4
        removed = assistant.remove(keys[0][:10], keys[1])
        assert {article.id for article in removed} == set(keys[:2])
        assert {article.id for article in assistant.articles()} == set(keys[2:])


def test_a_library_of_another_model_is_made_anew_by_reindexing(tmp_path: Path) -> None:
    with assistant_over(tmp_path) as assistant:
        assistant.add(SAMPLES / "12-rate-rise.md", SAMPLES / "01-ferry-capsizes.md")
    stranger = Library(tmp_path, model="another", dimension=384, checked=False)
    record(stranger, "model", "another")
    stranger.close()
    with assistant_over(tmp_path) as assistant:
        with pytest.raises(LibraryFormatError) as refused:
            assistant.ask("Anything?")
        assert "assistant reindex" in str(refused.value)
        told: list[Progress] = []
        assert assistant.reindex(on_progress=told.append) == 2
        assert "embedding" in {progress.current for progress in told}
        assert "6.75" in assistant.ask("How high is the key rate now?").text


def test_doctor_finds_everything_in_order(samples: Assistant) -> None:
    checks = {check.name: check for check in samples.doctor()}
    assert [name for name, check in checks.items() if check.state == "failed"] == []
    assert "28 articles" in checks["library"].detail
