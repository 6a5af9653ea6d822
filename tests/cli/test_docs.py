"""docs/cli.md names every command, option, setting and exit code that there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant import errors
from assistant.cli import front
from assistant.configuring import table
from assistant.rendering.json import answers, tasks
from tests.cli.running import CommandLine

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^### `([a-z]+)", DOCS, re.MULTILINE)


def test_every_command_has_its_section(empty: CommandLine) -> None:
    listed = empty("--help").out.partition("Commands:\n")[2].partition("\n\n")[0]
    assert re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_there(empty: CommandLine, command: str) -> None:
    options = re.findall(r"(?<=[ /])--[a-z-]+", empty(command, "--help").out)
    assert options
    assert [option for option in options if option not in DOCS] == []


def test_the_table_of_settings_is_that_of_the_program() -> None:
    rows = []
    for one in table():
        choices = ", ".join(f"`{choice}`" for choice in one.choices)
        meaning = f"{one.meaning}: {choices}" if choices else one.meaning
        rows.append(f"| `{one.name}` | `{one.variable}` | {meaning} | {one.default} |")
    shown = DOCS.partition("## Settings")[2].splitlines()
    assert [line for line in shown if line.startswith("| `")] == rows


@pytest.mark.parametrize("command", ["set", "get", "list", "unset"])
def test_every_command_under_config_is_there(empty: CommandLine, command: str) -> None:
    assert f"| `config {command}" in DOCS
    options = re.findall(r"(?<=[ /])--[a-z-]+", empty("config", command, "--help").out)
    assert [option for option in options if option not in DOCS] == []


def test_every_exit_code_is_there() -> None:
    raised = {
        error.exit_code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.AssistantError)
    }
    for code in {0, *raised, front.INTERRUPTED, front.READER_GONE}:
        assert re.search(rf"^\| {code} \|", DOCS, re.MULTILINE)


def test_the_documents_shown_have_the_promised_form() -> None:
    answer, error = re.findall(r"```json\n(.+?)\n```", DOCS, re.DOTALL)
    answers.Answer.model_validate(json.loads(answer))
    tasks.Error.model_validate(json.loads(error))
