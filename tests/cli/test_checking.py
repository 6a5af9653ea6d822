from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli.asking import NOT_SUPPORTED
from assistant.rendering.json import answers, tasks
from assistant.services.intake import SAMPLES
from assistant.types import LeftOut
from tests.cli.running import CommandLine

ARTICLE = """Bridge reopens

The Tallow Bridge reopened on Monday after nine weeks of repairs, the city said.

Repairs cost 4.2 million crowns. “It was long overdue,” said Mayor Ida Renn.
"""
TRUE = "The repairs cost 4.2 million crowns."
FALSE = "The repairs cost 7.9 million crowns."


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "bridge.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def drafted(tmp_path: Path, text: str) -> str:
    path = tmp_path / "draft.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_true_draft_passes(library: CommandLine, tmp_path: Path, story: str) -> None:
    ran = library("verify", drafted(tmp_path, TRUE), "--against", story)
    assert ran.code == 0
    assert "1 sentence: 1 supported" in ran.out
    assert f"✓ {TRUE} [1 §2]" in ran.out
    assert "§2 Repairs cost 4.2 million crowns." in ran.out


def test_a_false_one_fails_with_the_reason(
    library: CommandLine, tmp_path: Path, story: str
) -> None:
    ran = library("verify", drafted(tmp_path, f"{TRUE} {FALSE}"), "--against", story)
    assert ran.code == NOT_SUPPORTED
    assert f"✗ {FALSE}" in ran.out
    assert "7.9" in ran.out.partition("not supported: ")[2]


def test_the_json_has_the_promised_form(library: CommandLine, tmp_path: Path, story: str) -> None:
    draft = f"{TRUE} [2] Who paid? {FALSE}"
    ran = library("verify", drafted(tmp_path, draft), "--against", story, "--json")
    found = answers.Verification.model_validate_json(ran.out)
    assert ran.code == NOT_SUPPORTED
    assert found.draft == draft
    assert [sentence.verdict for sentence in found.sentences] == [
        "supported",
        "unchecked",
        "unsupported",
    ]
    assert [sentence.text for sentence in found.sentences] == [TRUE, "Who paid?", FALSE]
    first = found.sentences[0]
    assert draft[first.start_char_index : first.end_char_index] == TRUE
    codes = [finding.code for finding in found.sentences[2].verdict_findings]
    assert "figure_contradicted" in codes
    cited = first.citations[0]
    assert cited.cited_text == "Repairs cost 4.2 million crowns."


def test_several_sources_and_the_library(
    library: CommandLine, empty: CommandLine, tmp_path: Path, story: str
) -> None:
    other = str(SAMPLES / "12-rate-rise.md")
    draft = drafted(tmp_path, TRUE)
    assert library("verify", draft, "--against", other, story).code == 0
    assert library("verify", draft, "--against", other, "--against", story).code == 0
    assert library("verify", draft, "--against", other).code == NOT_SUPPORTED
    nothing = empty("verify", draft)
    assert nothing.code == 2
    assert "holds no article" in nothing.err
    assert empty("add", story).code == 0
    assert empty("verify", draft).code == 0


def test_what_is_left_out_of_a_true_sentence_is_told(
    library: CommandLine, tmp_path: Path, story: str
) -> None:
    draft = drafted(tmp_path, "The Tallow Bridge reopened on Monday after nine weeks of repairs.")
    ran = library("verify", draft, "--against", story, "--strict")
    assert ran.code == 0
    assert "supported, but drops that the city said it" in ran.out


def test_strict_counts_what_is_partly_supported(library: CommandLine, tmp_path: Path) -> None:
    story = tmp_path / "traffic.txt"
    story.write_text("Bridge reopens\n\nTraffic may double within a year, engineers said.\n")
    draft = drafted(tmp_path, "Traffic will double within a year, engineers said.")
    ran = library("verify", draft, "--against", story)
    assert ran.code == 0
    assert "partly supported: says “will” of what" in ran.out
    assert library("verify", draft, "--against", story, "--strict").code == NOT_SUPPORTED


def test_wrong_use_is_told(library: CommandLine, tmp_path: Path, story: str) -> None:
    draft = drafted(tmp_path, TRUE)
    for arguments, said in (
        (("verify", draft, story), "--against"),
        (("verify", str(tmp_path / "none.txt"), "--against", story), "none.txt"),
        (("verify", draft, "--against", story, "--since", "2025"), "--since"),
        (("verify", "-", "--against", "-"), "once"),
    ):
        ran = library(*arguments)
        assert ran.code == 2, arguments
        assert said in ran.err


@pytest.fixture
def record(tmp_path: Path) -> str:
    """A record whose date nobody can read."""
    path = tmp_path / "bridge.json"
    told = {"title": "Bridge reopens", "text": ARTICLE, "published": "the day before the fair"}
    path.write_text(json.dumps(told), encoding="utf-8")
    return str(path)


def test_what_could_not_be_read_is_told_as_when_it_is_added(
    empty: CommandLine, tmp_path: Path, record: str
) -> None:
    added = empty("add", record, "--json").parsed(tasks.Added)
    (outcome,) = added.outcomes
    assert outcome.left_out
    told = [LeftOut(outcome.name, tuple(outcome.left_out))]
    draft = drafted(tmp_path, TRUE)
    checked = empty("verify", draft, "--against", record, "--json")
    assert answers.Verification.model_validate_json(checked.out).left_out == told
    summary = empty("summarise", record, "--json")
    assert answers.Summary.model_validate_json(summary.out).left_out == told
    for command in (["verify", draft, "--against", record], ["summarise", record]):
        for form in ([], ["--markdown"]):
            said = "".join(empty(*command, *form).out.replace("\\", "").split())
            assert "".join(f"Note: {outcome.name}: left out: {outcome.left_out[0]}".split()) in said
