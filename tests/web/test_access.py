from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.web.access import SESSION_SECONDS, Access, form_of, read_users


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_users_come_from_words_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text("# the desk\n\nida:p:ss wörd\nbo:x\n", encoding="utf-8")
    assert read_users(["ann:secret"], file) == {"ann": "secret", "ida": "p:ss wörd", "bo": "x"}
    assert read_users([], None) == {}


@pytest.mark.parametrize("entry", ["ann", "ann:", ":secret", ":"])
def test_an_entry_without_name_or_password_is_refused_and_not_shown(entry: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_users([entry], None)
    assert "secret" not in str(caught.value)


def test_a_file_that_names_nobody_or_is_not_there_opens_no_door(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("# nobody\n")
    for file in (empty, tmp_path / "missing"):
        with pytest.raises(UsageError):
            read_users([], file)


def test_a_session_ends_by_itself_and_by_logging_out() -> None:
    clock = Clock()
    access = Access({"ann": "secret"}, now=clock)
    token = access.begin("ann")

    def user(session: str | None) -> str | None:
        return access.user_of(session=session, authorisation=None, address="")

    assert user(token) == "ann"
    assert user(token + "x") is None
    assert user(None) is None
    clock.seconds += SESSION_SECONDS + 1
    assert user(token) is None
    another = access.begin("ann")
    access.end(another)
    assert user(another) is None


def test_basic_authorisation() -> None:
    access = Access({"ann": "s:ecret", "bö": "wörd"})

    def user(authorisation: str) -> str | None:
        return access.user_of(session=None, authorisation=authorisation, address="")

    assert user(_basic("ann", "s:ecret")) == "ann"
    assert user(_basic("bö", "wörd")) == "bö"
    for wrong in (
        _basic("ann", "secret"),
        _basic("bob", "s:ecret"),
        _basic("", ""),
        "Basic",
        "Basic !!!",
        "Bearer s:ecret",
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
    ):
        assert user(wrong) is None, wrong


def test_guessing_is_slowed_down_for_the_guesser_alone() -> None:
    clock = Clock()
    access = Access({"ann": "secret"}, now=clock)
    for _ in range(5):
        assert not access.check("ann", "guess", address="10.0.0.1")
    assert access.wait("ann", address="10.0.0.1") == 30
    assert not access.check("ann", "secret", address="10.0.0.1"), "the right one has to wait, too"
    assert access.check("ann", "secret", address="10.0.0.2")
    clock.seconds += 31
    assert access.check("ann", "secret", address="10.0.0.1")
    assert access.wait("ann", address="10.0.0.1") == 0


@given(st.binary(max_size=300))
def test_any_form_is_read(body: bytes) -> None:
    name, password = form_of(body)
    assert isinstance(name, str)
    assert isinstance(password, str)


def test_the_form_of_the_page() -> None:
    assert form_of(b"username=ann&password=a%26b+c") == ("ann", "a&b c")
    assert form_of(b"password=" + b"x" * 20_000) == ("", "")
