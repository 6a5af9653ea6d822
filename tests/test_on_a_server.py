"""The whole program over a library on a PostgreSQL server, beside one in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.homes import DatabaseHome
from assistant.types import Filters
from tests.cli.running import CommandLine
from tests.postgres import Server
from tests.samples import assistant_over

QUESTIONS = (
    "How many people were rescued from the Saint Orla?",
    "Who won the governor's race in Marrin?",
    "What did the minister say about the operator?",
    "Who won the chess championship?",
    "timeline of the ferry sinking",
)


@pytest.fixture(scope="module")
def place(
    postgres: Server, samples: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DatabaseHome]:
    """The samples in a database, carried there with their vectors."""
    folder = tmp_path_factory.mktemp("carried")
    samples.export(folder / "samples.gz", vectors=True)
    home = postgres.home(postgres.make())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        with Assistant(home=home) as assistant:
            report = assistant.import_(folder / "samples.gz")
            assert (report.added, report.vectors) == (28, True)
        yield home
    postgres.drop(home.database)


@pytest.fixture(scope="module")
def served(place: DatabaseHome) -> Iterator[Assistant]:
    with assistant_over(place) as assistant:
        yield assistant


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_same_wherever_the_library_stands(
    samples: Assistant, served: Assistant, question: str
) -> None:
    here, there = samples.ask(question), served.ask(question)
    assert there.text == here.text
    assert [one.citations for one in there.statements] == [one.citations for one in here.statements]
    assert (there.abstention is None) == (here.abstention is None)


@pytest.mark.parametrize("filters", [Filters(), Filters(sources=("meridian wire",))])
def test_a_search_finds_the_same(samples: Assistant, served: Assistant, filters: Filters) -> None:
    for question in QUESTIONS:
        here, there = (one.search(question, k=10, filters=filters) for one in (samples, served))
        assert [hit.key for hit in there] == [hit.key for hit in here]
        assert [hit.score for hit in there] == pytest.approx([hit.score for hit in here], abs=1e-4)


def test_commands_take_an_address_and_show_it_without_its_password(
    place: DatabaseHome, tmp_path: Path
) -> None:
    run = CommandLine(tmp_path / "home")
    secret = str(place).replace("postgres@", "postgres:hunter2@")
    checked = run("doctor", "--deep", "--home", secret)
    assert checked.code == 0, checked.out
    assert f"28 articles, 105 passages in {place}" in checked.out
    listed = run("list", env={"ASSISTANT_HOME": secret})
    assert (listed.code, len(listed.out.splitlines())) == (0, 28)
    refused = run("config", "set", "home", secret)
    assert refused.code == 2
    assert "pgpass" in refused.err
    missing = run("list", "--home", secret.replace(place.database, "nowhere"))
    assert missing.code == 1
    assert "createdb nowhere" in missing.err
    shown = run("config", "list", env={"ASSISTANT_HOME": secret})
    assert str(place) in shown.out
    for one in (checked, listed, refused, missing, shown):
        assert "hunter2" not in one.out + one.err


def test_what_is_shared_is_seen_by_others_at_once(place: DatabaseHome, tmp_path: Path) -> None:
    with Assistant(home=place) as one, Assistant(home=place) as other:
        key = one.articles()[0].id
        one.make_collection("Port strike", [key])
        assert [each.name for each in other.collections()] == ["Port strike"]
        other.delete_collection("Port strike")
        assert one.collections() == ()
        report = one.backup(tmp_path / "copy")
    with Assistant(home=report.path) as copied:
        assert len(copied.articles()) == 28
