"""Checks and commands of other packages, as docs/extending.md tells to write them."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.extensions import loaded
from assistant.verifying.checks import Check
from tests.cli.running import CommandLine
from tests.packages import installed

DOCS = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.+?)```", DOCS, re.DOTALL)
POINTS = re.findall(r'entry-points\."(.+?)"\]\n(.+?)```', DOCS, re.DOTALL)
DRAFT = "A ferry sank in the storm near Skarn, the suspect, a sailor, said."


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the documented check and command are installed."""
    modules = dict(zip(("desk_suspects", "desk_outlets"), CODE, strict=True))
    points = {group: lines.replace('"', "") for group, lines in POINTS}
    points["assistant.commands"] += "ask = desk_outlets:outlets\nbroken = no_such:command\n"
    folder = tmp_path_factory.mktemp("documented")
    return {"PYTHONPATH": str(installed(folder, modules=modules, points=points))}


def test_a_check_of_another_package_judges_drafts(
    library: CommandLine, documented: dict[str, str]
) -> None:
    with_it = library.process("verify", "-", "--json", typed=DRAFT, env=documented)
    assert "leave unnamed" in with_it.out
    assert '"other"' in with_it.out
    assert '"other"' not in library("verify", "-", "--json", typed=DRAFT).out


def test_a_check_that_cannot_be_used_is_an_error(tmp_path: Path, library: CommandLine) -> None:
    points = {"assistant.checks": "faulty = desk_faulty:check\n"}
    site = installed(tmp_path, modules={"desk_faulty": "check = 1 / 0"}, points=points)
    ran = library.process("verify", "-", typed=DRAFT, env={"PYTHONPATH": str(site)})
    assert ran.code == 2
    assert "'faulty' (desk_faulty:check" in ran.err
    with pytest.raises(UsageError, match="is no check"):
        loaded(EntryPoint("pi", "math:pi", "assistant.checks"), Check)


def test_a_command_of_another_package(library: CommandLine, documented: dict[str, str]) -> None:
    ran = library.process("outlets", "--since", "2025", env=documented)
    assert ran.code == 0, ran.err
    assert re.search(r"^ +\d+ \w", ran.out)
    told = library.process("--help", env=documented).out
    assert re.search("outlets +Count the articles of each outlet", told)
    assert re.search(r"broken +\(Cannot be loaded\)", told)
    assert library.process("broken", env=documented).code == 2
    own = library.process("ask", "--home", "nowhere", "--help", env=documented).out
    assert "Answer a question" in own
