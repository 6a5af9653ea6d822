"""Work that is asked for in the page ends when the person has enough, or goes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant import Assistant
from assistant.reports import CheckState
from assistant.settings import load_settings
from tests.openai_behaviours import Says
from tests.openai_server import OpenAIServer
from tests.samples import copy
from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served, chat_settings, served

RESCUED = "How many people were rescued from the Saint Orla?"
_WORDS = ("ferry", "harbour", "crew", "night", "storm", "rescue", "minister", "deck", "search")
LONG = "The number of people rescued stood at 164 [1]. " + " ".join(
    f"The {one} and the {other} were near the {third} [1]."
    for one, other, third in permutations(_WORDS, 3)
)
"""An answer that would take minutes to come in small pieces, and never repeats itself."""


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def app(
    server: OpenAIServer, sample_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The app over the sample articles with a chat model."""
    home = copy(sample_library, tmp_path_factory.mktemp("stopping") / "home")
    with served(home, env=chat_settings(server.base_url)) as running:
        yield running


@pytest.fixture
def model(server: OpenAIServer) -> OpenAIServer:
    """The chat model, which has been asked nothing yet and will take minutes to answer."""
    server.requests.clear()
    server.gone.clear()
    server.script(Says(LONG, piece=20, pause=0.05))
    return server


def test_stop_ends_the_answer_and_gives_the_question_back(
    app: Served, model: OpenAIServer, visitors: Visit
) -> None:
    desk = DeskPage(visitors(app.address)).ready()
    desk.question.fill(RESCUED)
    desk.question.press("Enter")
    expect(desk.page.locator("#nd-live .nd-mark").first).to_be_visible()
    desk.page.get_by_role("button", name="Stop").click()
    expect(desk.page.locator("#nd-live")).to_contain_text("Stopped")
    expect(desk.question).to_have_value(RESCUED)
    expect(desk.turns).to_have_count(0)
    assert model.gone.wait(20), "the model is still writing"
    # The page goes on as if nothing had been.
    answer = desk.ask(RESCUED)
    expect(answer.locator(".nd-mark").first).to_be_visible()


def test_a_closed_tab_stops_the_answer_that_it_asked_for(
    app: Served, model: OpenAIServer, visitors: Visit
) -> None:
    desk = DeskPage(visitors(app.address)).ready()
    desk.question.fill(RESCUED)
    desk.question.press("Enter")
    expect(desk.page.locator("#nd-live .nd-mark").first).to_be_visible()
    desk.page.close()
    assert model.gone.wait(20), "the model is still writing"


def test_a_closed_tab_stops_the_summary_that_it_asked_for(
    app: Served, model: OpenAIServer, visitors: Visit
) -> None:
    desk = DeskPage(visitors(app.address)).ready()
    desk.tab("Summarise")
    desk.page.locator('.nd-offers [data-kind="article"]').first.click()
    expect(desk.page.locator(".nd-matter li")).to_have_count(1)
    with desk.page.expect_event("requestfinished", lambda r: "queue/join" in r.url):
        desk.page.get_by_role("button", name="Summarise", exact=True).click()
    expect(desk.page.locator("#nd-summary-outcome .nd-working")).to_be_visible()
    _until_asked(model)
    desk.page.close()
    assert model.gone.wait(20), "the model is still writing"


def test_adding_can_be_stopped_and_leaves_a_whole_library(tmp_path: Path, visitors: Visit) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text(
        "".join(
            json.dumps(
                {"title": f"Tramway report {n}", "text": f"Line {n} carried {n} people. " * 60}
            )
            + "\n"
            for n in range(2_000)
        ),
        encoding="utf-8",
    )
    with served(tmp_path / "home") as app:
        desk = DeskPage(visitors(app.address)).ready()
        desk.tab("Library")
        desk.page.locator("#nd-files input[type=file]").set_input_files([lines])
        stop = desk.page.locator("#nd-outcome").get_by_role("button", name="Stop")
        stop.click()
        expect(desk.page.locator("#nd-outcome")).to_contain_text("Stopped")
        answer = desk.page.locator(".nd-library")
        expect(answer).to_be_visible()
    with Assistant(settings=load_settings(home=tmp_path / "home")) as assistant:
        assert 0 <= len(assistant.articles()) < 2_000
        checks = {check.name: check.state for check in assistant.doctor()}
        assert CheckState.FAILED not in checks.values()


def _until_asked(model: OpenAIServer) -> None:
    """Waits until the model has been asked something."""
    deadline = time.monotonic() + 20
    while not model.chats:
        assert time.monotonic() < deadline, "the model is not asked"
        time.sleep(0.01)
