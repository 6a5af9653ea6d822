"""Several processes at one library: one writes at a time, readers see what is new."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import LibraryBusyError
from assistant.types import Filters, Sentence
from tests.library.made import MODEL, article, library, prepared, vector_of

_SPAWN = multiprocessing.get_context("spawn")


def _write(home: Path, first: int, last: int, told: Connection) -> None:
    """Adds articles a few at a time, waiting for a word before each step if asked to."""
    opened = library(home, timeout=60)
    for start in range(first, last, 5):
        with opened.writing("adding articles"):
            numbers = range(start, min(start + 5, last))
            opened.upsert([prepared(article(number)) for number in numbers])
    opened.close()
    told.send("done")


def _hold(home: Path, told: Connection) -> None:
    """Holds the writer's lock until told to let go."""
    opened = library(home)
    with opened.writing("adding articles"):
        told.send("held")
        told.recv()
    opened.close()
    told.send("free")


@contextmanager
def _process(target: Any, *args: object) -> Iterator[tuple[BaseProcess, Connection]]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=target, args=(*args, theirs))
    process.start()
    theirs.close()  # the child's alone: when it is dead, nobody waits for its word
    try:
        yield process, ours
        process.join(60)
        assert process.exitcode == 0
    finally:
        process.kill()
        process.join()
        ours.close()


def test_three_writers_take_turns(tmp_path: Path) -> None:
    library(tmp_path).close()
    with (
        _process(_write, tmp_path, 0, 40) as (_, first),
        _process(_write, tmp_path, 30, 70) as (_, second),
        _process(_write, tmp_path, 60, 100) as (_, third),
    ):
        assert [told.recv() for told in (first, second, third)] == ["done"] * 3
    opened = library(tmp_path)
    opened.indexes.sync()
    assert opened.catalogue.listing.count(Filters()) == 100
    assert opened.indexes.disagreements() == []
    for number in (3, 33, 66, 99):
        made = article(number)
        passage = prepared(made).passages[0]
        vector = vector_of(made.text[passage.start : passage.end])
        assert opened.vectors.search(vector, k=1, filters=Filters())[0].id == f"{made.id}:0"
    opened.close()


def test_a_running_reader_sees_what_another_process_added(tmp_path: Path) -> None:
    reader = library(tmp_path)
    with reader.writing("testing"):
        reader.upsert([prepared(article(0))])
    reader.indexes.sync()
    assert len(reader.vectors.search(vector_of("x"), k=100, filters=Filters())) == 3
    with _process(_write, tmp_path, 1, 6) as (_, told):
        assert told.recv() == "done"
    reader.indexes.sync()
    assert len(reader.vectors.search(vector_of("x"), k=100, filters=Filters())) == 18
    assert reader.words.search("fact 5001", k=1, filters=Filters())[0].id == f"{article(5).id}:0"
    reader.close()


def test_readers_go_on_while_another_process_writes(tmp_path: Path) -> None:
    reader = library(tmp_path)
    with reader.writing("testing"):
        reader.upsert([prepared(article(0))])
    with _process(_hold, tmp_path) as (_, told):
        assert told.recv() == "held"
        reader.indexes.sync()
        assert reader.vectors.search(vector_of("x"), k=1, filters=Filters())
        assert reader.words.search("fact 1", k=1, filters=Filters())
        told.send("go")
        assert told.recv() == "free"
    reader.close()


def test_a_second_writer_is_told_for_whom_it_waits_and_gives_up_in_time(tmp_path: Path) -> None:
    notices: list[str] = []
    with _process(_hold, tmp_path) as (process, told):
        assert told.recv() == "held"
        waiting = library(tmp_path, on_notice=notices.append, timeout=0.2)
        with pytest.raises(LibraryBusyError) as busy, waiting.writing("testing"):
            pytest.fail("two writers at once")
        waiting.close()
        told.send("go")
        assert told.recv() == "free"
    assert notices == [f"Waiting for process {process.pid}, which is adding articles …"]
    assert str(process.pid) in str(busy.value)
    assert busy.value.exit_code == 7


def test_a_lock_whose_holder_was_killed_is_free(tmp_path: Path) -> None:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_hold, args=(tmp_path, theirs))
    process.start()
    assert ours.recv() == "held"
    assert process.pid
    os.kill(process.pid, 9)
    process.join()
    opened = library(tmp_path, timeout=5)
    with opened.writing("testing"):
        opened.upsert([prepared(article(1))])
    assert opened.indexes.disagreements() == []
    opened.close()
    ours.close()
    theirs.close()


def _rebuild(home: Path, told: Connection) -> None:
    """Makes both indexes anew."""
    opened = library(home)
    with opened.rebuilding("testing"):
        opened.indexes.rebuild()
    opened.close()
    told.send("done")


def test_a_search_outlives_an_index_that_another_process_makes_anew(tmp_path: Path) -> None:
    reader = library(tmp_path)
    with reader.writing("testing"):
        reader.upsert([prepared(article(0))])

    def found() -> int:
        # As retrieval asks: the folder that was open is gone when the other is done.
        return reader.indexes.searched(
            lambda vectors, _: len(vectors.search(vector_of("x"), k=100, filters=Filters()))
        )

    assert found() == 3
    with _process(_rebuild, tmp_path) as (_, told):
        assert told.recv() == "done"
    assert found() == 3
    reader.close()


def _cut_anew(home: Path, told: Connection) -> None:
    """Puts other sentences in the place of an article's own."""
    opened = library(home)
    made = article(0)
    longer = Sentence(0, made.sentences[0].start, made.sentences[1].end)
    rest = [replace(one, index=place) for place, one in enumerate(made.sentences[2:], start=1)]
    with opened.rebuilding("testing"):
        opened.catalogue.staging.ids(by="testing")
        opened.catalogue.staging.add([prepared(replace(made, sentences=(longer, *rest)))])
        opened.catalogue.staging.apply({})
        opened.indexes.rebuild()
    opened.close()
    told.send("done")


def test_sentences_that_another_process_cut_anew_are_read_anew(tmp_path: Path) -> None:
    reader = library(tmp_path)
    with reader.writing("testing"):
        reader.upsert([prepared(article(0))])
    key = article(0).id
    before = reader.catalogue.articles.by_id([key])[key]
    assert before.sentences == article(0).sentences
    with _process(_cut_anew, tmp_path) as (_, told):
        assert told.recv() == "done"
    read = reader.catalogue.articles.by_id([key])[key]
    assert len(read.sentences) == len(article(0).sentences) - 1
    assert read.text == article(0).text
    reader.close()


def test_two_openings_of_one_library_in_a_process_see_what_another_adds(tmp_path: Path) -> None:
    first, second = library(tmp_path), library(tmp_path)
    with first.writing("testing"):
        first.upsert([prepared(article(0))])
    for opened in (first, second):
        opened.indexes.sync()
        assert len(opened.vectors.search(vector_of("x"), k=100, filters=Filters())) == 3
    with _process(_write, tmp_path, 1, 6) as (_, told):
        assert told.recv() == "done"
    for opened in (first, second):
        opened.indexes.sync()
        assert len(opened.vectors.search(vector_of("x"), k=100, filters=Filters())) == 18
    first.close()
    assert len(second.vectors.search(vector_of("x"), k=100, filters=Filters())) == 18
    second.close()


def test_a_new_library_waits_for_who_writes_into_its_file(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with closing(sqlite3.connect(path, check_same_thread=False, isolation_level=None)) as other:
        other.execute("CREATE TABLE another (one)")
        other.execute("BEGIN IMMEDIATE")
        released = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        released.start()
        opened = library(tmp_path)
        released.join()
        assert opened.catalogue.facts.every()["model"] == MODEL
        opened.close()


def test_many_make_a_new_library_at_once(tmp_path: Path) -> None:
    for attempt in range(10):
        home, begin = tmp_path / str(attempt), threading.Barrier(8)

        def make(home: Path = home, begin: threading.Barrier = begin) -> dict[str, str]:
            begin.wait(30)
            opened = library(home)
            try:
                return opened.catalogue.facts.every()
            finally:
                opened.close()

        with ThreadPoolExecutor(8) as pool:
            made = [pool.submit(make) for _ in range(8)]
            assert all(one.result(30)["model"] == MODEL for one in made)
