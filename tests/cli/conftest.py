from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import CommandLine
from tests.openai_server import OpenAIServer
from tests.rendering.made import HOSTILE
from tests.samples import copy

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
def library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A library of the sample articles and of one that is up to no good; not to be changed."""
    folder = tmp_path_factory.mktemp("command-line")
    story = folder / "skarn.md"
    story.write_text(FERRY_STORY, encoding="utf-8", newline="\n")
    run = CommandLine(copy(sample_library, folder / "home"))
    added = run("add", story)
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
