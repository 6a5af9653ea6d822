"""Statements that leave out the condition under which their source says something."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.types import ReasonCode, VerdictKind
from assistant.verifying.conditions import condition_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources


@pytest.mark.parametrize(
    ("text", "statement", "condition"),
    [
        (
            "A candidate may ask for a hand recount if the margin is under 500 votes.",
            "A candidate may ask for a hand recount.",
            "if the margin is under 500 votes",
        ),
        (
            "Two members would vote against the duty on diesel unless trawlers were exempted.",
            "Two members would vote against the duty on diesel.",
            "unless trawlers were exempted",
        ),
        (
            "If the crews agree, the ferry company will sail on Sunday.",
            "The ferry company will sail on Sunday.",
            "if the crews agree",
        ),
    ],
)
def test_a_condition_that_is_left_out_is_told(text: str, statement: str, condition: str) -> None:
    (reason,) = condition_reasons(statement, sources(text))
    assert reason.code is ReasonCode.CONDITION_DROPPED
    assert reason.kind is VerdictKind.PARTLY
    assert reason.text.lower() == f"leaves out the condition “{condition}”"
    assert condition_reasons(text, sources(text)) == ()


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        # A condition in other words, or another part of it.
        (
            "A candidate may ask for a hand recount if the margin is under 500 votes.",
            "With a margin under 500 votes a candidate may ask for a hand recount.",
        ),
        # An "if" that asks.
        (
            "The paper asked the ferry company chief if he would resign.",
            "The paper asked the ferry company chief.",
        ),
        # Something else of the sentence.
        (
            "The storm damaged forty houses, and the school stays shut if the roof is unsafe.",
            "The storm damaged forty houses.",
        ),
    ],
)
def test_nothing_is_told_of_what_is_not_left_out(text: str, statement: str) -> None:
    assert condition_reasons(statement, sources(text)) == ()


@given(ugly_text, ugly_text)
def test_any_text_can_be_checked(statement: str, text: str) -> None:
    made = sources(f"It closes if it rains. {text}")
    assert len(condition_reasons(statement, made)) <= 1
