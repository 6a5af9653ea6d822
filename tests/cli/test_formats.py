"""Results in the format that is asked for, those of other packages among them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversations import Conversation, Exchange
from assistant.errors import UsageError
from assistant.rendering.renderers import FILES, Terms, formats, renderer, text_of
from assistant.types import Filters, Statement
from tests.cli.running import CommandLine
from tests.packages import installed as installed_package
from tests.rendering.made import ABSTAINED, CHECKED, HOSTILE, QUOTED, SUMMARY, WRITTEN
from tests.rendering.test_safety import steers
from tests.rendering.told import TOLD

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
DOCS = (Path(__file__).parents[2] / "docs" / "renderings.md").read_text(encoding="utf-8")
QUESTION = "How long will the repairs to the Skarn ferry's ramp take?"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The package that is documented, as an installer puts it, and one that is broken."""
    (module,) = re.findall(r"```python\n(.+?)```", DOCS, re.DOTALL)
    (point,) = re.findall(r'^tsv = "(.+)"$', DOCS, re.MULTILINE)
    listed = f"tsv = {point}\nbroken = no_such_module:rendered\njson = desk_tsv:rendered\n"
    site = installed_package(
        tmp_path_factory.mktemp("renderers"),
        modules={"desk_tsv": module},
        points={"assistant.renderers": listed},
    )
    return {"PYTHONPATH": str(site)}


def test_the_documented_package_adds_a_format(
    library: CommandLine, installed: dict[str, str]
) -> None:
    ran = library.process("ask", QUESTION, "--format", "tsv", env=installed)
    assert ran.code == 0, ran.err
    first = next(csv.reader(io.StringIO(ran.out), "excel-tab"))
    assert "nine days" in first[0]
    assert first[1] == "supported"
    assert first[2].startswith("Ferry to Skarn suspended")


def test_what_a_package_refuses_or_breaks_is_told(
    installed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(installed["PYTHONPATH"])
    assert formats() == ("text", "markdown", "json", "html", "csv", "docx", "broken", "tsv")
    with pytest.raises(UsageError, match="Only answers and summaries"):
        renderer("tsv")(CHECKED, Terms())
    with pytest.raises(UsageError, match="no_such_module"):
        renderer("broken")
    json.loads(text_of(QUOTED, "json", Terms()))
    hostile = renderer("tsv")(replace(SUMMARY, statements=(_hostile(),)), Terms())
    assert isinstance(hostile, str)
    assert not any(steers(character) for character in hostile)


def test_every_result_in_every_format_of_the_program() -> None:
    conversation = Conversation(
        "c", "Ferries", NOON, NOON, (Exchange("Q", Filters(), QUOTED, NOON),)
    )
    none = [(name, conversation) for name in ("text", "csv")]
    for name in formats():
        for result in (QUOTED, WRITTEN, ABSTAINED, SUMMARY, CHECKED, conversation, *TOLD):
            if (name, result) in none:
                with pytest.raises(UsageError, match="cannot be given as"):
                    renderer(name)(result, Terms())
                continue
            rendered = renderer(name)(result, Terms())
            assert isinstance(rendered, bytes) == (name in FILES)
            if isinstance(rendered, str):
                assert rendered.endswith("\n")
            else:
                with pytest.raises(UsageError, match="no text"):
                    text_of(result, name, Terms())


def test_formats_that_are_not_there_or_two_at_once(library: CommandLine) -> None:
    unknown = library("ask", "Who?", "--format", "tsv")
    assert (unknown.code, "text, markdown, json, html, csv, docx" in unknown.err) == (2, True)
    assert library("ask", "Who?", "--format", "html", "--json").code == 2


def _hostile() -> Statement:
    (statement, *_) = SUMMARY.statements
    return replace(statement, text=HOSTILE)
