from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models import tokens
from assistant.models.tokens import count_tokens

# Counts with every connection refused, and prints what came of it.
OFFLINE = """
import socket, sys
def refuse(*_): raise SystemExit("a connection was opened")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from assistant.errors import AssistantError
from assistant.models.tokens import count_tokens
assert "tiktoken" not in sys.modules, "loaded before it is needed"
try:
    print(count_tokens("Every sentence cites its source."))
except AssistantError as error:
    print(error)
"""


def run_offline(**environment: str) -> str:
    inherited = {k: v for k, v in os.environ.items() if k != "TIKTOKEN_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE],
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_counts_as_the_vocabulary_does() -> None:
    assert count_tokens("") == 0
    assert count_tokens("hello world") == 2
    assert count_tokens("Every sentence cites its source.") == 6


def test_special_tokens_are_ordinary_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_is_counted_and_longer_text_has_no_fewer_bytes_per_token(text: str) -> None:
    tokens = count_tokens(text)
    assert 0 <= tokens <= len(text.encode("utf-8", "surrogatepass"))
    assert (tokens == 0) == (text == "")


def test_needs_no_network() -> None:
    assert run_offline() == "6"


def test_a_folder_without_the_vocabulary_is_an_error_and_no_download(tmp_path: Path) -> None:
    assert "Unset TIKTOKEN_CACHE_DIR" in run_offline(TIKTOKEN_CACHE_DIR=str(tmp_path))


def test_a_damaged_vocabulary_is_an_error_and_stays_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "fb374d419588a4632f3f557e76b4b70aebbca790"
    file.write_bytes(b"cut off")
    assert "missing or damaged" in run_offline(TIKTOKEN_CACHE_DIR=str(tmp_path))
    assert file.read_bytes() == b"cut off"


def test_a_folder_of_the_users_own_is_used(tmp_path: Path) -> None:
    shipped = tokens._SHIPPED / tokens._FILE
    (tmp_path / tokens._FILE).write_bytes(shipped.read_bytes())
    assert run_offline(TIKTOKEN_CACHE_DIR=str(tmp_path)) == "6"


@pytest.mark.parametrize("text", ["a" * 200_000, "word " * 40_000, "\U0001f5de" * 20_000])
def test_long_text_is_no_trouble(text: str) -> None:
    assert count_tokens(text) > 1_000
