"""Work that is stopped from another thread: what it asked for is closed, what it kept is whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.runnables import RunnableGenerator

from assistant import Assistant
from assistant.errors import StoppedError
from assistant.library.lock import WriteLock
from assistant.models.chat import ChatModel
from assistant.models.embedder import Embedder, Run
from assistant.models.prompts import Message
from assistant.reports import AddedKind, Progress
from assistant.services.intake import SAMPLES
from assistant.settings import Settings, load_settings
from assistant.stopping import Stop, check_stopped, on_stop, stop_asked, stoppable, stopping
from assistant.types import Answer, Filters, Statement
from tests.openai_behaviours import Fails, Hangs, Says, Waits
from tests.openai_server import OpenAIServer

RESCUED = "How many people were rescued from the Saint Orla?"
ORLA = SAMPLES / "01-ferry-capsizes.md"
SOON = 20.0
"""Seconds that a thread may take to end; what it waits for would last longer, or for ever."""


class Worker:
    """Work in a thread of its own that a ``Stop`` can stop."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.stop = Stop()
        self.error: BaseException | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with stopping(self.stop):
                self._work()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def ended(self) -> BaseException | None:
        """What the work ended with, soon."""
        self._thread.join(SOON)
        assert not self._thread.is_alive(), "the work goes on"
        return self.error


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that nobody changes."""
    folder = tmp_path_factory.mktemp("library")
    with Assistant(settings=load_settings(home=folder, engine="extractive")) as assistant:
        assistant.add(*sorted(SAMPLES.glob("0[1-4]*.md")))
    return folder


@pytest.fixture
def asking(home: Path, server: OpenAIServer) -> Iterator[Assistant]:
    """An assistant with a chat model, which would quote if that failed."""
    settings = load_settings(
        home=home,
        engine="chat",
        chat_model="openai:gpt-test",
        fallback="extractive",
        unsupported="flag",
        retries=3,
        timeout=600,
    ).model_copy(update={"openai_base_url": server.base_url})
    with Assistant(settings=settings, today=lambda: date(2025, 12, 1)) as assistant:
        yield assistant


# -- a stop ------------------------------------------------------------------------


def test_work_without_a_stop_goes_on() -> None:
    check_stopped()
    assert not stop_asked()
    with on_stop(lambda: pytest.fail("nobody stops this")):
        check_stopped()


def test_a_stop_holds_for_its_block_alone() -> None:
    stop = Stop()
    with stopping(stop):
        check_stopped()
        stop.stop()
        assert stop.stopped
        assert stop_asked()
        with pytest.raises(StoppedError) as stopped:
            check_stopped()
        with stopping(Stop()):
            check_stopped()
        assert stop_asked()
    assert not stop_asked()
    assert stopped.value.exit_code == 130
    assert str(stopped.value) == "Stopped"


def test_what_is_registered_is_called_once_and_only_within_its_block() -> None:
    stop, calls = Stop(), list[str]()
    with stopping(stop):
        with on_stop(lambda: calls.append("left")):
            pass
        with on_stop(lambda: calls.append("within")):
            stop.stop()
            stop.stop()
        with pytest.raises(StoppedError), on_stop(lambda: calls.append("late")):
            pytest.fail("stopped work was begun")
    assert calls == ["within"]


def test_leaving_waits_for_a_call_under_way() -> None:
    called, left = threading.Event(), threading.Event()

    def close() -> None:
        called.set()
        assert not left.wait(0.2), "what is being closed may be somebody else's by now"

    def work() -> None:
        with on_stop(close):
            begun.set()
            assert called.wait(SOON)
        left.set()

    begun = threading.Event()
    worker = Worker(work)
    assert begun.wait(SOON)
    worker.stop.stop()
    assert worker.ended() is None
    assert left.is_set()


@given(st.lists(st.integers()), st.integers(min_value=0, max_value=20))
def test_a_generator_is_stopped_between_two_items(items: list[int], before: int) -> None:
    stop, closed, seen = Stop(), list[bool](), list[int]()

    def source() -> Generator[int, None, None]:
        try:
            for item in items:
                check_stopped()
                yield item
        finally:
            closed.append(True)

    def read() -> None:
        if before == 0:
            stop.stop()
        for item in stoppable(source(), by=stop):
            assert not stop_asked(), "the reader itself is not to be stopped"
            seen.append(item)
            if len(seen) == before:
                stop.stop()

    if before <= len(items):
        with pytest.raises(StoppedError):
            read()
    else:
        read()
    assert seen == items[:before]
    assert closed == [True] * bool(seen or before)


def test_a_generator_may_go_on_in_another_thread_and_be_closed() -> None:
    closed = threading.Event()

    def source() -> Generator[str, None, None]:
        try:
            yield threading.current_thread().name
            yield threading.current_thread().name
        finally:
            closed.set()

    items, names = stoppable(source(), by=Stop()), list[str]()
    for name in ("first", "second"):
        step = threading.Thread(target=lambda: names.append(next(items)), name=name)
        step.start()
        step.join()
    assert names == ["first", "second"]
    items.close()
    assert closed.is_set()


# -- a chat model ------------------------------------------------------------------


def _ask(assistant: Assistant) -> None:
    assistant.ask(RESCUED)


def _summarise(assistant: Assistant) -> None:
    assistant.summarise(ORLA, words=60)


@pytest.mark.parametrize("work", [_ask, _summarise])
@pytest.mark.parametrize("silent_from", ["the start", "the middle", "the second request"])
def test_a_server_that_sends_nothing_is_left_at_once(
    asking: Assistant,
    server: OpenAIServer,
    work: Callable[[Assistant], None],
    silent_from: str,
) -> None:
    never = threading.Event()
    if silent_from == "the second request":
        server.script(Says("", usage=False))  # after which it is asked once more
    server.script(
        Waits("It sank [1]. Then it rained ", "", never) if "middle" in silent_from else Hangs()
    )
    worker = Worker(lambda: work(asking))
    requests = 2 if silent_from == "the second request" else 1
    for _ in range(requests):
        assert server.asked.acquire(timeout=SOON)
    worker.stop.stop()
    assert isinstance(worker.ended(), StoppedError), "neither quoted instead nor failed"
    assert server.gone.wait(SOON), "the connection is closed"
    assert len(server.chats) == requests, "it is not tried again"


def test_an_answer_is_stopped_while_it_is_written(asking: Assistant, server: OpenAIServer) -> None:
    server.script(Waits("The ship sank [1]. Then it rained ", " more [1].", threading.Event()))
    shown, begun = list[Statement | Answer](), threading.Event()

    def read() -> None:
        for part in asking.stream(RESCUED):
            shown.append(part)
            begun.set()

    worker = Worker(read)
    assert begun.wait(SOON)
    worker.stop.stop()
    assert isinstance(worker.ended(), StoppedError)
    assert server.gone.wait(SOON)
    assert [part.text for part in shown] == ["The ship sank."]


def test_a_stream_that_is_closed_closes_the_connection(
    asking: Assistant, server: OpenAIServer
) -> None:
    server.script(Waits("The ship sank [1]. Then it rained ", " more [1].", threading.Event()))
    stream = asking.stream(RESCUED)
    assert isinstance(next(stream), Statement)
    stream.close()
    assert server.gone.wait(SOON)


def test_a_request_that_is_tried_again_is_stopped(asking: Assistant, server: OpenAIServer) -> None:
    stop = Stop()

    def limit(_request: object) -> str:
        stop.stop()
        return ""

    server.script(Fails(429, headers={"retry-after-ms": "10"}), Says(limit), "Too late [1].")
    with stopping(stop), pytest.raises(StoppedError):
        asking.ask(RESCUED)
    assert len(server.chats) == 2


def test_stopped_work_asks_nobody(asking: Assistant, server: OpenAIServer) -> None:
    stop = Stop()
    stop.stop()
    with stopping(stop):
        for work in (_ask, _summarise):
            with pytest.raises(StoppedError):
                work(asking)
    assert server.chats == []


def test_a_model_of_ones_own_is_stopped_between_two_pieces() -> None:
    closed, stop = threading.Event(), Stop()

    def pieces(_messages: object) -> Iterator[str]:
        try:
            yield "It rained. "
            yield "It rained again."
        finally:
            closed.set()

    model = ChatModel(Settings(), model=RunnableGenerator(pieces))
    stream = model.stream((Message("user", "Hello?"),))
    with stopping(stop):
        assert next(stream) == "It rained. "
        stop.stop()
        with pytest.raises(StoppedError):
            next(stream)
    assert closed.is_set()


# -- other long work -----------------------------------------------------------------


def test_adding_is_stopped_between_articles_and_leaves_a_whole_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.services.adding._WINDOW_CHARACTERS", 1)  # an article at a time
    files = sorted(SAMPLES.glob("*.md"))[:12]
    stop = Stop()

    def stop_at_two(progress: Progress) -> None:
        if progress.done == 2:
            stop.stop()

    with Assistant(settings=load_settings(home=tmp_path, engine="extractive")) as assistant:
        with stopping(stop), pytest.raises(StoppedError):
            assistant.add(*files, on_progress=stop_at_two)
        kept = len(assistant.articles())
        assert 2 <= kept <= 4, "at most the window at hand is still kept"
        assert assistant._resources.library.indexes.disagreements() == []
        assert assistant._resources.library.catalogue.index_notes.unindexed() == []
        again = assistant.add(*files)
        assert again.count(AddedKind.UNCHANGED) == kept
        assert again.count(AddedKind.ADDED) == 12 - kept


def test_a_writer_that_waits_for_another_is_stopped(tmp_path: Path) -> None:
    waits = threading.Event()
    settings = load_settings(home=tmp_path, engine="extractive", lock_timeout=600)
    with Assistant(settings=settings, on_wait=lambda _message: waits.set()) as assistant:
        assistant.add(ORLA)
        other = WriteLock(tmp_path, timeout=0, on_notice=lambda _message: None)
        for work in (
            lambda: assistant.remove(assistant.articles()[0].id),
            lambda: assistant.add(SAMPLES / "12-rate-rise.md"),
        ):
            waits.clear()
            with other.held("testing"):
                worker = Worker(work)
                assert waits.wait(SOON)
                worker.stop.stop()
                assert isinstance(worker.ended(), StoppedError)
        assert len(assistant.articles(filters=Filters())) == 1


@pytest.mark.parametrize("threads", [1, 2])
def test_embedding_is_stopped_between_two_texts(threads: int) -> None:
    embedder, stop = Embedder(threads=threads), Stop()
    taken = 0

    def runs() -> Iterator[Run]:
        nonlocal taken
        for ids in embedder.tokenise(["It rained all day."]) * 200:
            taken += 1
            yield Run(heading=ids, sentences=())

    vectors = embedder.embed_runs(runs())
    with stopping(stop):
        next(vectors)
        stop.stop()
        with pytest.raises(StoppedError):
            next(vectors)
    assert taken <= 64


def test_verifying_is_stopped_between_two_sentences(home: Path) -> None:
    stop, told = Stop(), list[Progress]()

    def stop_at_second(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 1:
            stop.stop()

    with (
        Assistant(settings=load_settings(home=home, engine="extractive")) as assistant,
        stopping(stop),
        pytest.raises(StoppedError),
    ):
        assistant.verify("It rained. The ship sank. It was late.", on_progress=stop_at_second)
    assert [progress.done for progress in told] == [0, 1]
