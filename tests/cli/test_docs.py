"""docs/cli.md names every command, option, setting and exit code that there is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import errors
from assistant.cli import front
from assistant.settings import Settings
from tests.cli.running import Ran
from tests.rendering import json_forms as forms

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^### `([a-z]+)", DOCS, re.MULTILINE)


def test_every_command_has_its_section(inside: Callable[..., Ran]) -> None:
    listed = inside("--help").out.partition("Commands:\n")[2].partition("\n\n")[0]
    assert re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_there(inside: Callable[..., Ran], command: str) -> None:
    options = re.findall(r"(?<=[ /])--[a-z-]+", inside(command, "--help").out)
    assert options
    assert [option for option in options if option not in DOCS] == []


def test_every_setting_is_there() -> None:
    for name in Settings.model_fields:
        variable = name.upper() if name.startswith("openai") else f"ASSISTANT_{name.upper()}"
        assert f"`{variable}`" in DOCS


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
    forms.Answer.model_validate(json.loads(answer))
    forms.Error.model_validate(json.loads(error))
