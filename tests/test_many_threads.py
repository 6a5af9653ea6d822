"""One Assistant, used by many threads for everything at once, beside another process."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.caching import Once
from assistant.errors import ArticleNotFoundError
from assistant.library.lock import SharedLock
from assistant.models.embedder import Embedder
from assistant.reports import AddedKind
from assistant.services.intake import SAMPLES
from assistant.settings import load_settings
from assistant.types import Answer, Citation, Statement
from tests.openai_behaviours import Waits
from tests.openai_server import OpenAIServer

RESCUED = "How many people were rescued from the Saint Orla?"
QUESTIONS = (
    RESCUED,
    "Who is blamed for the sinking?",
    "What happened to the Karrow spillway?",
    "Who won the chess championship?",
)
STANDING = 6
"""Articles that are there all the time; the others come and go."""
THREADS = 24
ADDED = 6
SOON = 60.0

_SPAWN = multiprocessing.get_context("spawn")


def _assistant(home: Path, **settings: object) -> Assistant:
    chosen = load_settings(home=home, **{"engine": "extractive", **settings})
    return Assistant(settings=chosen, today=lambda: date(2025, 12, 1))


def _samples(first: int, last: int) -> list[Path]:
    return sorted(SAMPLES.glob("*.md"))[first:last]


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Assistant]:
    """An assistant over a few sample articles, the one of the question among them."""
    with _assistant(tmp_path / "library") as assistant:
        assert assistant.add(*_samples(0, STANDING)).count(AddedKind.ADDED) == STANDING
        yield assistant


@pytest.fixture
def stories(tmp_path: Path) -> list[Path]:
    """Files of articles about nothing that the questions ask for."""
    made = []
    for number in range(ADDED):
        path = tmp_path / f"story-{number}.txt"
        path.write_text(
            f"Bakers of Lume count {number} ovens\n\nThe bakers counted {number} ovens. "
            f"Oven {number} was the oldest. Nobody had counted oven {number} before.\n"
        )
        made.append(path)
    return made


def _together(*works: Callable[[], object]) -> None:
    """Runs every work in a thread of its own, all begun at once; raises what any raised."""
    begin = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        begin.wait(SOON)
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result(SOON)


def _check(assistant: Assistant, citations: Sequence[Citation], *, standing: set[str]) -> None:
    """Every citation is exact; an article that comes and goes may have gone since."""
    for citation in citations:
        try:
            article = assistant.article(citation.article_id)
        except ArticleNotFoundError:
            assert citation.article_id not in standing
            continue
        assert article.text[citation.start : citation.end] == citation.quote
        assert article.sentence_text(citation.sentence_index) == citation.quote


def _cited(statements: Sequence[Statement]) -> list[Citation]:
    return [citation for statement in statements for citation in statement.citations]


def _add_elsewhere(home: Path, files: Sequence[Path], told: Connection) -> None:
    """Adds files one by one in a process of its own, beginning when it is told to."""
    with _assistant(home) as assistant:
        assistant.ask(RESCUED)
        told.send("ready")
        told.recv()
        for file in files:
            assert assistant.add(file).count(AddedKind.ADDED) == 1
        told.send("done")


class _Reader:
    """What the threads do that change nothing, each time seeing that it is right."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._standing = {article.id for article in assistant.articles()}
        self.works = (
            self._ask, self._stream, self._search, self._browse, self._summarise, self._verify
        )  # fmt: skip

    def _check(self, statements: Sequence[Statement]) -> None:
        _check(self._assistant, _cited(statements), standing=self._standing)

    def _ask(self) -> None:
        for question in QUESTIONS:
            answer = self._assistant.ask(question)
            self._check(answer.statements)
            assert question != RESCUED or "164" in answer.text

    def _stream(self) -> None:
        *statements, answer = self._assistant.stream(RESCUED)
        assert isinstance(answer, Answer)
        assert tuple(statements) == answer.statements
        self._check(answer.statements)

    def _search(self) -> None:
        for query in QUESTIONS:
            for hit in self._assistant.search(query, k=5):
                assert hit.text == hit.article.text[hit.passage.start : hit.passage.end]

    def _browse(self) -> None:
        assert {article.id for article in self._assistant.articles()} >= self._standing
        for article_id in self._standing:
            assert self._assistant.article(article_id).id == article_id

    def _summarise(self) -> None:
        self._check(self._assistant.summarise(min(self._standing), words=40).statements)

    def _verify(self) -> None:
        found = self._assistant.verify("A total of 164 people were rescued.")
        self._check([sentence.statement for sentence in found.sentences])


@contextmanager
def _another_process(home: Path, files: Sequence[Path]) -> Iterator[Connection]:
    """A process that waits to be told to add ``files``, and that has to end well."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_add_elsewhere, args=(home, files, theirs))
    process.start()
    try:
        assert ours.poll(SOON)
        assert ours.recv() == "ready"
        yield ours
        assert ours.poll(SOON)
        assert ours.recv() == "done"
        process.join(SOON)
        assert process.exitcode == 0
    finally:
        process.kill()
        process.join()
        ours.close()
        theirs.close()


def test_everything_at_once(standing: Assistant, stories: list[Path]) -> None:
    def add_and_remove() -> None:
        for story in stories:
            (outcome,) = standing.add(story).outcomes
            assert outcome.kind is AddedKind.ADDED
            assert outcome.article_id is not None
            (removed,) = standing.remove(outcome.article_id)
            assert removed.id == outcome.article_id

    works = _Reader(standing).works
    elsewhere = _samples(24, 28)
    home = standing.settings.home
    assert isinstance(home, Path)
    with _another_process(home, elsewhere) as told:
        told.send("go")
        _together(add_and_remove, *[works[n % len(works)] for n in range(THREADS - 1)])
    assert len(standing.articles()) == STANDING + len(elsewhere)
    assert standing._resources.library.catalogue.index_notes.unindexed() == []
    (hit,) = standing.search("the hand recount of the votes", k=1)
    assert "recount" in hit.article.title.lower()
    assert standing._resources.library.indexes.disagreements() == []


def test_a_new_assistant_is_asked_by_many_threads_first(standing: Assistant) -> None:
    home = standing.settings.home
    assert isinstance(home, Path)
    with _assistant(home) as assistant:
        opened: list[object] = []

        def ask() -> None:
            assert "164" in assistant.ask(RESCUED).text
            embedder = assistant._resources.embedder
            opened.append(
                (assistant._resources.library, embedder, embedder._session, embedder._tokenizer)
            )

        _together(*[ask] * THREADS)
        assert len(set(opened)) == 1


def test_closing_and_reindexing_while_others_ask(standing: Assistant) -> None:
    ids = {article.id for article in standing.articles()}
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            # While the indexes are made anew, what is not in them yet is not found.
            _check(standing, _cited(standing.ask(RESCUED).statements), standing=ids)
            assert {article.id for article in standing.articles()} == ids

    def disturb() -> None:
        try:
            for _ in range(5):
                standing.close()
            assert standing.reindex() == STANDING
            standing.close()
            # Whoever opens a library while all is embedded anew is refused until that is done.
            assert standing.count() == STANDING
            assert standing.reindex(embed=True) == STANDING
        finally:
            over.set()

    _together(disturb, *[ask] * 6)
    assert "164" in standing.ask(RESCUED).text
    assert standing._resources.library.indexes.disagreements() == []


def test_two_writers_in_one_process_take_turns(tmp_path: Path, stories: list[Path]) -> None:
    with ExitStack() as stack:
        one = stack.enter_context(_assistant(tmp_path / "library"))
        two = stack.enter_context(_assistant(tmp_path / "library"))
        works = [
            lambda file=file, adding=adding: adding.add(file)
            for file, adding in zip(stories, [one, one, two] * 2, strict=True)
        ]
        _together(*works)
        for assistant in (one, two):
            assert len(assistant.articles()) == ADDED
            assert "5" in assistant.ask("Which oven was the oldest, oven 5?").text
        assert one._resources.library.indexes.disagreements() == []


def test_nobody_waits_for_another_ones_chat_model(standing: Assistant, stories: list[Path]) -> None:
    written = threading.Event()
    with OpenAIServer() as server:
        server.script(Waits("The ship sank [1]. ", "It was late [2].", written))
        settings = standing.settings.model_copy(
            update={
                "engine": "chat",
                "chat_model": "openai:gpt-test",
                "openai_base_url": server.base_url,
                "unsupported": "flag",
            }
        )
        with Assistant(settings=settings) as writing, ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(writing.ask, RESCUED)
            assert server.asked.acquire(timeout=SOON)
            try:
                assert writing.add(stories[0]).count(AddedKind.ADDED) == 1
                assert writing.search("ovens of the bakers", k=1)
                assert len(writing.articles()) == STANDING + 1
                assert writing.ask("Who counted the ovens of the bakers of Lume?").statements
                writing.close()
                assert not waiting.done()
            finally:
                written.set()
            answer = waiting.result(SOON)
        assert "The ship sank. It was late." in answer.text


def test_searches_go_on_while_another_thread_embeds(
    standing: Assistant, stories: list[Path]
) -> None:
    embedding, go_on = threading.Event(), threading.Event()

    class Halting(Embedder):
        """The shipped embedder, which halts where articles are embedded."""

        def embed_runs(self, runs):  # type: ignore[no-untyped-def]
            found = super().embed_runs(runs)
            if threading.current_thread().name == "adder":
                embedding.set()
                assert go_on.wait(SOON)
            return found

    vars(standing._resources)["embedder"] = Halting(threads=2)
    adder = threading.Thread(target=standing.add, args=(stories[0],), name="adder")
    adder.start()
    try:
        assert embedding.wait(SOON)
        assert standing.search(RESCUED, k=1)
        (_removed,) = standing.remove(standing.articles()[-1].id)
    finally:
        go_on.set()
        adder.join(SOON)
    assert len(standing.articles()) == STANDING


# -- what it rests on ------------------------------------------------------------------


def test_a_part_is_opened_once_and_an_error_is_not_kept() -> None:
    arrived, calls = threading.Semaphore(0), list[int]()

    class Owner:
        @Once
        def part(self) -> object:
            """A part."""
            calls.append(1)
            if len(calls) == 1:
                raise ValueError("not yet")
            for _ in range(8):
                assert arrived.acquire(timeout=SOON)
            return object()

    owner, parts = Owner(), list[object]()
    with pytest.raises(ValueError, match="not yet"):
        _ = owner.part

    def take() -> None:
        arrived.release()
        parts.append(owner.part)

    _together(*[take] * 8)
    assert len(set(parts)) == 1
    assert len(parts) == 8
    assert len(calls) == 2
    assert Owner.part.__doc__ == "A part."
    arrived.release(8)
    assert Owner().part is not owner.part


def test_many_share_a_lock_and_one_has_it_alone() -> None:
    lock, inside = SharedLock(), threading.Barrier(3)
    let_go, late_inside = threading.Event(), threading.Event()
    order: list[str] = []

    def share() -> None:
        with lock.together():
            inside.wait(SOON)  # both are inside at once
            assert let_go.wait(SOON)
            order.append("shared")

    def alone() -> None:
        with lock.alone():
            order.append("alone")

    def late() -> None:
        with lock.together():
            late_inside.set()
            order.append("late")

    threads = [threading.Thread(target=work) for work in (share, share, alone, late)]
    for thread in threads[:2]:
        thread.start()
    inside.wait(SOON)
    threads[2].start()
    while not lock._waiting:
        time.sleep(0.001)
    threads[3].start()
    assert not late_inside.wait(0.1), "who comes late would keep it waiting for ever"
    assert order == []
    let_go.set()
    for thread in threads:
        thread.join(SOON)
    assert order == ["shared", "shared", "alone", "late"]
