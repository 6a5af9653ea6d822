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
        return access.user_of(session=session, authorisation=None, place="")

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
        return access.user_of(session=None, authorisation=authorisation, place="")

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
    access = Access({"ann": "secret", "bo": "other"}, now=clock)
    waits = []
    for _ in range(20):
        assert not access.check("ann", "guess", place="10.0.0.1")
        waits.append(access.wait("ann", place="10.0.0.1"))
        clock.seconds += waits[-1]
    assert waits[:6] == [0, 0, 0, 1, 2, 4]
    assert waits[-1] == 300, "it grows no further"
    assert not access.check("ann", "guess", place="10.0.0.1")
    assert not access.check("ann", "secret", place="10.0.0.1"), "the right one has to wait, too"
    assert access.check("ann", "secret", place="10.0.0.2")
    assert access.check("bo", "other", place="10.0.0.1")
    clock.seconds += 301
    assert access.check("ann", "secret", place="10.0.0.1")
    assert access.wait("ann", place="10.0.0.1") == 0


def test_what_has_to_wait_is_not_judged_and_counts_no_further() -> None:
    clock = Clock()
    access = Access({"ann": "secret"}, now=clock)
    for _ in range(1_000):
        access.check("ann", "guess", place="10.0.0.1")
    assert access.wait("ann", place="10.0.0.1") == 1


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from("xyz"), st.integers(0, 3))))
def test_whether_there_is_a_user_makes_no_difference_to_a_wrong_password(
    tries: list[tuple[str, str, int]],
) -> None:
    clock = Clock()
    one = Access({"ann": "secret"}, now=clock)
    other = Access({name: "secret" for name, _, _ in tries} or {"bo": "x"}, now=clock)
    for name, place, seconds in tries:
        assert one.check(name, "wrong", place=place) is other.check(name, "wrong", place=place)
        assert one.wait(name, place=place) == other.wait(name, place=place)
        clock.seconds += seconds


def test_trying_many_names_is_guessing_too() -> None:
    access = Access({"ann": "secret"}, now=Clock())
    for number in range(100):
        access.check(f"name {number}", "guess", place="10.0.0.1")
    assert access.wait("yet another", place="10.0.0.1") > 0
    assert access.wait("ann", place="10.0.0.1") > 0
    assert access.check("ann", "secret", place="10.0.0.2")


def test_a_browser_that_is_known_waits_for_no_neighbour() -> None:
    access = Access({"ann": "secret", "bo": "other"}, now=Clock())
    known = access.familiar("ann")
    for _ in range(50):
        access.check("ann", "guess", place=access.place("ann", address="10.0.0.1", familiar=None))
    hers = access.place("ann", address="10.0.0.1", familiar=known)
    assert access.check("ann", "secret", place=hers)
    for forged in (access.familiar("bo"), known[:-1], "", ".", "ü.ü", "browser x"):
        assert access.place("ann", address="10.0.0.1", familiar=forged) == "10.0.0.1"
    for _ in range(50):
        access.check("ann", "guess", place=hers)
    assert not access.check("ann", "secret", place=hers), "it is a place like any other"


def test_memory_of_failures_is_bounded_and_they_are_forgotten_in_a_day() -> None:
    clock = Clock()
    access = Access({"ann": "secret"}, now=clock)
    for _ in range(9):
        access.check("ann", "guess", place="10.0.0.1")
        clock.seconds += access.wait("ann", place="10.0.0.1")
    for number in range(10_000):
        access.check("ann", "guess", place=f"place {number}")
    assert len(access._failures) < 5_000
    clock.seconds += 25 * 3_600
    access.check("ann", "guess", place="place 9999")
    assert access.wait("ann", place="place 9999") == 0


def test_a_user_has_so_many_sessions_and_ends_nobody_elses() -> None:
    access = Access({"ann": "secret", "bo": "other"})
    bos = access.begin("bo")
    tokens = [access.begin("ann") for _ in range(150)]

    def user(session: str) -> str | None:
        return access.user_of(session=session, authorisation=None, place="")

    assert user(bos) == "bo"
    assert user(tokens[0]) is None
    assert user(tokens[-1]) == "ann"


@given(st.binary(max_size=300))
def test_any_form_is_read(body: bytes) -> None:
    name, password = form_of(body)
    assert isinstance(name, str)
    assert isinstance(password, str)


def test_the_form_of_the_page() -> None:
    assert form_of(b"username=ann&password=a%26b+c") == ("ann", "a&b c")
