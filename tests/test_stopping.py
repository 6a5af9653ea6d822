from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import StoppedError
from assistant.reports import CheckState, Progress
from assistant.settings import Settings, load_settings
from assistant.stopping import Stop, check_stopped, stopping
from assistant.types import Statement
from tests.openai_server import OpenAIServer, Says

LONG = "The number of people rescued stood at 164 [1]. " * 400


def _settings(home: Path, model: OpenAIServer | None = None, **more: object) -> Settings:
    if model is None:
        return load_settings(home=home, engine="extractive", **more)
    return load_settings(
        home=home,
        chat_model="openai:gpt-test",
        OPENAI_API_KEY="sk-test",
        OPENAI_BASE_URL=model.base_url,
        **more,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stopping")
    with Assistant(settings=_settings(folder)) as assistant:
        assistant.add_samples()
    return folder


def _in_a_thread(stop: Stop, work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Work in another thread; what it gave, or the error that ended it, comes into the list."""
    ended: list[object] = []

    def run() -> None:
        try:
            with stopping(stop):
                ended.append(work())
        except StoppedError as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, ended


def test_a_wish_is_made_once_and_looked_at_in_its_own_thread_alone() -> None:
    calls: list[str] = []
    stop = Stop(on_stop=lambda: calls.append("stopped"))
    check_stopped()
    with stopping(stop):
        check_stopped()
        stop.stop()
        stop.stop()
        assert calls == ["stopped"]
        with pytest.raises(StoppedError):
            check_stopped()
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(check_stopped).result()
    check_stopped()


def test_an_answer_ends_in_the_middle_and_the_model_is_left(home: Path) -> None:
    with OpenAIServer() as model:
        model.script(Says(LONG, piece=20, pause=0.02))
        stop, first = Stop(), threading.Event()
        # A stop is no failure of the model: the fallback must not answer in its place.
        settings = _settings(home, model, fallback="extractive")

        def ask() -> list[Statement]:
            statements = []
            with Assistant(settings=settings) as assistant:
                for part in assistant.stream("How many people were rescued?"):
                    first.set()
                    if isinstance(part, Statement):
                        statements.append(part)
            return statements

        thread, ended = _in_a_thread(stop, ask)
        assert first.wait(30)
        stop.stop()
        thread.join(30)
        assert isinstance(ended[0], StoppedError)
        assert model.gone.wait(20), "the connection to the model is still open"


def test_a_summary_ends_and_the_model_is_left(home: Path) -> None:
    with OpenAIServer() as model:
        asked = threading.Event()

        def said(_request: object) -> str:
            asked.set()
            return LONG

        model.script(Says(said, piece=20, pause=0.02))
        stop = Stop()

        def summarise() -> object:
            with Assistant(settings=_settings(home, model)) as assistant:
                return assistant.summarise(assistant.articles()[0].id)

        thread, ended = _in_a_thread(stop, summarise)
        assert asked.wait(30)
        stop.stop()
        thread.join(30)
        assert isinstance(ended[0], StoppedError)
        assert model.gone.wait(20), "the connection to the model is still open"


def test_nothing_is_asked_of_a_model_after_the_wish(home: Path) -> None:
    with OpenAIServer() as model, Assistant(settings=_settings(home, model)) as assistant:
        stop = Stop()
        stop.stop()
        with stopping(stop), pytest.raises(StoppedError):
            assistant.ask("How many people were rescued from the Saint Orla?")
        assert model.chats == []


def test_adding_ends_and_what_was_kept_is_whole(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"title": f"Report {n}", "text": f"Line {n} carried {n} people. " * 100})
            + "\n"
            for n in range(600)
        ),
        encoding="utf-8",
    )
    stop = Stop()

    def progress(told: Progress) -> None:
        if told.done:
            stop.stop()

    with Assistant(settings=_settings(tmp_path / "home")) as assistant:
        with stopping(stop), pytest.raises(StoppedError):
            assistant.add(lines, on_progress=progress)
        kept = len(assistant.articles())
        assert 0 < kept < 600
        assert all(check.state is not CheckState.FAILED for check in assistant.doctor())
        # Going on where it was left does nothing twice.
        report = assistant.add(lines)
        assert [outcome.kind.value for outcome in report.outcomes].count("unchanged") == kept
