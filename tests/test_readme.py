"""The README cannot rot: its commands and its Python are run, what they show is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.front import main
from tests.inside import run_inside

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def _commands(block: str) -> list[tuple[str, list[str]]]:
    """Commands with the lines that the README shows of their output."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            found[-1][1].append(line)
    return found


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path_factory.mktemp("home")),
        "ASSISTANT_HOME": str(tmp_path_factory.mktemp("library")),
    }


def _ran(command: str, *, environment: dict[str, str], cwd: Path) -> tuple[int, str]:
    """The exit code and what is written: the shell reads the words, this process runs them.

    What a command is fed is what the shell writes before the last bar.
    """

    def shell(script: str) -> bytes:
        return subprocess.run(
            ["bash", "-c", script], env=environment, cwd=cwd, stdout=subprocess.PIPE, check=True
        ).stdout

    feeding, _, command = command.rpartition(" | ")
    program, *words = shell(f"printf '%s\\0' {command}").decode().split("\0")[:-1]
    assert program == "assistant", command
    code, out, err = run_inside(
        lambda: main(words),
        environment=environment,
        typed=shell(feeding) if feeding else b"",
        cwd=cwd,
    )
    return code, (out + err).decode()


def test_the_commands_do_what_the_readme_says(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "assistant").symlink_to(ROOT / "assistant")
    blocks = _blocks("console")
    assert len(blocks) >= 4
    for block in blocks:
        for command, shown in _commands(block):
            code, output = _ran(command, environment=environment, cwd=tmp_path)
            assert code == 0, (command, output)
            for line in shown:
                assert any(line in real for real in output.splitlines()), (command, line, output)


def test_the_python_runs(environment: dict[str, str], tmp_path: Path) -> None:
    blocks = _blocks("python")
    assert blocks
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "164" in done.stdout


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^make (\w+)", "\n".join(_blocks("sh")), re.MULTILINE))
    assert targets >= {"run", "test"}
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_link_of_the_documents_leads_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for document in documents:
        for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if not link.startswith(("http://", "https://")):
                assert (document.parent / link).exists(), (document.name, link)
