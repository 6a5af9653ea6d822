from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from assistant.cli.front import main
from tests.cli.running import CommandLine, Ran, checked
from tests.openai_server import OpenAIServer
from tests.rendering.made import HOSTILE

FERRY_STORY = f"""---
title: Ferry to Skarn suspended [bold]again[/bold] \x1b[31m
source: The Harbour Post
date: 2031-03-04
---
The ferry to Skarn was suspended on Tuesday after a storm broke its ramp.

Repairs will take nine days, the operator said. {HOSTILE}

The mayor of Skarn asked for a helicopter.
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A library of the sample articles and of one that is up to no good; not to be changed."""
    folder = tmp_path_factory.mktemp("command-line")
    story = folder / "skarn.md"
    story.write_text(FERRY_STORY, encoding="utf-8", newline="\n")
    run = CommandLine(folder / "home")
    added = run("add", "--samples", story)
    assert added.code == 0, added.err
    return run


@pytest.fixture
def empty(tmp_path: Path) -> CommandLine:
    """A library with nothing in it."""
    return CommandLine(tmp_path / "home")


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """A chat model's server on the loopback."""
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def inside(
    library: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Runs a command in this process, which spares the start of another one."""

    def run(*words: str, env: Mapping[str, str] | None = None) -> Ran:
        for name in [*os.environ]:
            if name.startswith(("ASSISTANT_", "OPENAI_")):
                monkeypatch.delenv(name)
        for name, value in library.environment(env).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = main(words)
        written = capsys.readouterr()
        return checked(Ran(code, written.out, written.err))

    return run
