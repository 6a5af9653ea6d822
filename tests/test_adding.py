"""Taking in many articles: streamed, told as it goes, resumed after an end."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.library.library import Library
from assistant.models.embedder import Embedder, Run, RunVectors
from assistant.reading import expand
from assistant.reports import AddedKind, AddReport, Progress
from assistant.services import adding
from assistant.services.adding import add_sources
from assistant.types import Filters
from tests.adding_killed import DONE, WINDOW
from tests.reading.packing import GUID, news_item, nitf, zipped

ARTICLES = 60
FILLING = "The harbour town of Ostvik will close its old ferry terminal, the port said. " * 4


class CountingEmbedder(Embedder):
    """The embedder, counting how many passages it embeds."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.embedded = 0
        self._counting = threading.Lock()

    def _embed_run(self, run: Run) -> RunVectors:
        with self._counting:
            self.embedded += 1
        return super()._embed_run(run)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "home", model=Embedder.name, dimension=Embedder.dimension)
    yield opened
    opened.close()


def lines(path: Path, *, count: int = ARTICLES) -> Path:
    """A file of JSON lines, longer than its format is told by; a passage each."""
    records = (
        {"id": n, "title": f"Story {n}", "text": f"Number {n}. {FILLING}", "more": "x" * 1500}
        for n in range(count)
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def added(
    path: Path, *, library: Library, told: list[Progress] | None = None
) -> tuple[AddReport, int]:
    """The report, and how many passages were embedded for it."""
    embedder = CountingEmbedder()
    report = add_sources(
        expand([path]),
        library=library,
        embedder=embedder,
        max_bytes=1_000_000,
        on_progress=(told if told is not None else []).append,
    )
    return report, embedder.embedded


@pytest.mark.parametrize("sign", ["KILL", "INT"])
def test_what_was_kept_before_the_end_is_not_done_again(
    tmp_path: Path, library: Library, sign: str
) -> None:
    file = lines(tmp_path / "a.jsonl")
    done = subprocess.run(
        [sys.executable, "-m", "tests.adding_killed", file, str(library.home), sign],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    kept = set(library.catalogue.articles.ids())
    assert DONE <= len(kept) < ARTICLES

    report, embedded = added(file, library=library)
    assert len(report.outcomes) == ARTICLES
    assert report.count(AddedKind.UNCHANGED) == len(kept)
    assert embedded == report.count(AddedKind.ADDED) == ARTICLES - len(kept)
    assert {o.article_id for o in report.outcomes if o.kind is AddedKind.UNCHANGED} == kept
    assert library.indexes.disagreements() == []
    assert added(file, library=library)[1] == 0


def test_how_many_there_will_be_is_estimated_while_a_file_is_read(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_WINDOW_CHARACTERS", WINDOW)
    told: list[Progress] = []
    folder = tmp_path / "news"
    folder.mkdir()
    lines(folder / "a.jsonl")
    (folder / "b.txt").write_text("Quay shuts\n\nIt was shut on Tuesday.")
    report, _ = added(folder, library=library, told=told)
    assert len(report.outcomes) == ARTICLES + 1
    assert (told[-1].done, told[-1].total, told[-1].estimated) == (
        ARTICLES + 1,
        ARTICLES + 1,
        False,
    )
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    guesses = [progress.total for progress in told if progress.estimated and progress.done > 20]
    assert guesses
    assert all(0.7 * ARTICLES < guess < 1.5 * ARTICLES for guess in guesses)


def test_outcomes_stand_in_the_order_of_what_was_read(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(
        zipped(
            {
                "1.txt": "One\n\nIt is.",
                "2.pdf": "no PDF",
                "3.json": '[{"title": "Three", "text": "It is."}, {"title": "No text"}]',
                "4.xml": news_item(status="stat:withheld"),
                "5.txt": "Five\n\nIt is.",
            }
        )
    )
    report, _ = added(file, library=library)
    path = str(file)
    assert [(o.name, o.kind.value, o.title) for o in report.outcomes] == [
        (f"{path}#1.txt", "added", "One"),
        (f"{path}#2.pdf", "failed", None),
        (f"{path}#3.json", "added", "Three"),
        (f"{path}#3.json, record 2", "failed", None),
        (f"{path}#4.xml", "noted", None),
        (f"{path}#5.txt", "added", "Five"),
    ]


def test_a_later_version_from_the_wire_takes_the_place_of_the_older_one(
    tmp_path: Path, library: Library
) -> None:
    for name, story in (
        ("1.xml", news_item(title="Port to close terminal")),
        ("2.xml", nitf(title="Key rate held", identifier="rate")),
        ("3.xml", news_item(title="Port closes terminal", version=2)),
    ):
        (tmp_path / name).write_text(story)
    first, _ = added(tmp_path / "1.xml", library=library)
    second, _ = added(tmp_path / "2.xml", library=library)
    third, _ = added(tmp_path / "3.xml", library=library)
    assert [r.outcomes[0].kind.value for r in (first, second, third)] == [
        *("added", "added", "replaced"),
    ]
    assert third.outcomes[0].replaces == first.outcomes[0].article_id
    origins = {
        article.origin
        for article in library.catalogue.articles.by_id(library.catalogue.articles.ids()).values()
    }
    assert origins == {f"wire:{GUID}", "wire:wire:rate"}


def test_versions_that_come_together_leave_the_last_one_alone(
    tmp_path: Path, library: Library
) -> None:
    (tmp_path / "a.zip").write_bytes(
        zipped({f"{n}.xml": news_item(title=f"Version {n}") for n in range(3)})
    )
    report, _ = added(tmp_path / "a.zip", library=library)
    assert [outcome.kind.value for outcome in report.outcomes] == ["added", "replaced", "replaced"]
    (kept,) = library.catalogue.articles.by_id(library.catalogue.articles.ids()).values()
    assert kept.title == "Version 2"
    assert library.indexes.disagreements() == []


def test_memory_holds_an_outcome_an_article_and_no_more(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_WINDOW_CHARACTERS", WINDOW)
    file = lines(tmp_path / "a.jsonl", count=30)
    added(file, library=library)
    most = {}
    for times in (3, 13):
        many = tmp_path / f"{times}.jsonl"
        many.write_text(file.read_text() * times)
        tracemalloc.start()
        report, _ = added(many, library=library)
        _, most[times] = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(report.outcomes) == 30 * times
    assert most[13] - most[3] < 30 * 10 * 1_000


LATEST = "Ferry sinks\n\nThe ferry sank on Monday. Nobody was hurt.\n"
LATER = "Mayor resigns\n\nThe mayor resigned on Tuesday over a letter.\n"


@pytest.mark.parametrize("window", [1, adding._WINDOW_CHARACTERS])
def test_an_article_whose_place_is_taken_stays_where_else_it_is(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    monkeypatch.setattr(adding, "_WINDOW_CHARACTERS", window)
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "latest.txt").write_text(LATEST)
    added(folder, library=library)
    (folder / "monday.txt").write_text(LATEST)
    (folder / "latest.txt").write_text(LATER)
    report, _ = added(folder, library=library)
    assert [(o.title, o.kind.value) for o in report.outcomes] == [
        ("Mayor resigns", "replaced"),
        # Within one window both places are known before either is given away.
        ("Ferry sinks", "added" if window == 1 else "unchanged"),
    ]
    listed = library.catalogue.listing.summaries(Filters())
    assert {(summary.title, Path(summary.origin).name) for summary in listed} == {
        ("Mayor resigns", "latest.txt"),
        ("Ferry sinks", "monday.txt"),
    }
    assert library.indexes.disagreements() == []
    report, embedded = added(folder, library=library)
    assert (report.count(AddedKind.UNCHANGED), embedded) == (2, 0)


def test_of_one_origin_the_last_stays_though_an_older_one_has_lost_its_other_place(
    tmp_path: Path, library: Library
) -> None:
    def told(*stories: tuple[str, str]) -> Path:
        members = {
            f"{n}.xml": news_item(guid=guid, title=title) for n, (guid, title) in enumerate(stories)
        }
        (tmp_path / "a.zip").write_bytes(zipped(members))
        return tmp_path / "a.zip"

    added(told(("x", "Ferry sinks")), library=library)
    added(
        told(("x", "Mayor resigns"), ("y", "Ferry sinks"), ("y", "Ferry raised")), library=library
    )
    found = {summary.title for summary in library.catalogue.listing.summaries(Filters())}
    assert found == {"Mayor resigns", "Ferry raised"}
    assert library.indexes.disagreements() == []
