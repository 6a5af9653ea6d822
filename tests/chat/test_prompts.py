from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import PromptError
from assistant.models.prompts import Message, Prompt, load_prompt, prompts_folder

GOOD = """\
id: greet
version: 1
description: Says hello.
inputs: [name, place]
system: |
  You greet. JSON looks like {"a": 1} and { this }.
user: "Hello {name} from {place}"
"""


def write(folder: Path, content: str, name: str = "greet") -> Path:
    (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return folder


def test_every_prompt_of_the_program_loads() -> None:
    names = sorted(path.stem for path in prompts_folder().glob("*.yaml"))
    assert {"answer", "rewrite", "summarise", "summarise_map", "summarise_reduce"} <= set(names)
    assert [load_prompt(name).id for name in names] == names


def test_renders_to_messages(tmp_path: Path) -> None:
    prompt = load_prompt("greet", folder=write(tmp_path, GOOD))
    assert prompt.render({"name": "Ida", "place": "Orrin"}) == (
        Message("system", 'You greet. JSON looks like {"a": 1} and { this }.'),
        Message("user", "Hello Ida from Orrin"),
    )


@given(st.text(), st.text())
def test_values_are_put_in_literally_and_once(name: str, place: str) -> None:
    ugly = "{place}{0}{name.__class__}\\1" + name
    prompt = Prompt.model_validate(yaml.safe_load(GOOD))
    message = prompt.render({"name": ugly, "place": place})[1]
    assert message.content == f"Hello {ugly} from {place}".strip()


@pytest.mark.parametrize("values", [{}, {"name": "x"}, {"name": "x", "place": "y", "more": "z"}])
def test_the_inputs_must_be_the_declared_ones(tmp_path: Path, values: dict[str, str]) -> None:
    prompt = load_prompt("greet", folder=write(tmp_path, GOOD))
    with pytest.raises(PromptError, match=r"'greet' takes \{name\}, \{place\}"):
        prompt.render(values)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (GOOD.replace("{place}", "{palce}"), "{palce}"),
        (GOOD.replace("from {place}", ""), "does not use it"),
        (GOOD + "temperature: 2\n", "temperature"),
        (GOOD.replace("version: 1", "version: one"), "version"),
        (GOOD.replace("user:", "usre:"), "user"),
        (GOOD.replace("id: greet", "id: other"), "other"),
        ("a: [1, 2", "no valid YAML"),
        ("just text", "does not fit"),
        ("", "does not fit"),
    ],
)
def test_a_file_that_does_not_fit_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    with pytest.raises(PromptError) as caught:
        load_prompt("greet", folder=write(tmp_path, content))
    assert str(tmp_path / "greet.yaml") in caught.value.message
    assert complaint in caught.value.message
    assert caught.value.exit_code == 3


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"nothere\.yaml"):
        load_prompt("nothere", folder=tmp_path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "greet.yaml").write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(PromptError, match=r"greet\.yaml"):
        load_prompt("greet", folder=tmp_path)


def test_the_hash_changes_with_what_a_model_reads_alone(tmp_path: Path) -> None:
    one = load_prompt("greet", folder=write(tmp_path, GOOD))
    described = GOOD.replace("Says hello", "Greets")
    worded = GOOD.replace("Hello", "Good day,")
    folders = [tmp_path / "described", tmp_path / "worded"]
    for folder, content in zip(folders, (described, worded), strict=True):
        folder.mkdir()
        write(folder, content)
    assert load_prompt("greet", folder=folders[0]).prompt_hash == one.prompt_hash
    assert load_prompt("greet", folder=folders[1]).prompt_hash != one.prompt_hash
