from __future__ import annotations

import pytest
from hypothesis import given

from assistant.types import ReasonCode, VerdictKind
from assistant.verifying.notation import as_cited
from assistant.verifying.sides import side_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

TEXT = (
    "Orla Penn sued Skerrin Ferries in May. Acme, the older firm, was bought by Odenwick Bank. "
    "The convoy left Karrow for Dunmere at noon. Tova Lind met Pell Aker."
)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("Skerrin Ferries sued Orla Penn.", "swaps Skerrin Ferries and Orla Penn"),
        ("Orla Penn was sued by Skerrin Ferries.", "swaps Skerrin Ferries and Orla Penn"),
        ("Penn was later sued by Skerrin Ferries.", None),
        ("Acme bought Odenwick Bank.", "swaps Acme and Odenwick Bank"),
        ("It went from Dunmere to Karrow.", "swaps Dunmere and Karrow"),
        ("Skerrin Ferries was sued by Orla Penn.", None),
        ("Odenwick Bank bought Acme.", None),
        ("It went from Karrow to Dunmere.", None),
        ("Orla Penn praised Skerrin Ferries.", None),
        ("Skerrin Ferries did not sue Orla Penn.", None),
        ("Tova Lind met Pell Aker.", None),
    ],
)
def test_what_was_done_to_whom_is_not_turned_round(statement: str, told: str | None) -> None:
    found = side_reasons(statement, sources(TEXT))
    assert [reason.text for reason in found] == ([told] if told else [])
    for reason in found:
        assert reason.code is ReasonCode.SIDES_SWAPPED
        assert reason.kind is VerdictKind.UNSUPPORTED


def test_a_source_that_has_it_so_too_is_enough() -> None:
    both = sources("Tova Lind beat Pell Aker. Pell Aker beat Tova Lind.")
    assert side_reasons("Pell Aker beat Tova Lind.", both) == ()


def test_the_model_reads_the_voice_of_the_source() -> None:
    said = "Skerrin Ferries was sued by Orla Penn in May."
    assert as_cited(said, sources(TEXT)) == "Orla Penn sued Skerrin Ferries in May."
    false = "Orla Penn was sued by Skerrin Ferries in May."
    assert as_cited(false, sources(TEXT)) == false


@given(ugly_text, ugly_text)
def test_any_text_has_sides_or_none(statement: str, text: str) -> None:
    for reason in side_reasons(f"{statement} Tova Lind met Pell Aker", sources(f"{text} A.")):
        assert reason.start is not None


@pytest.mark.parametrize(
    ("text", "statement", "turned"),
    [
        ("Profit fell because power prices rose.", "Power prices rose because profit fell.", True),
        (
            "Profit fell because power prices rose.",
            "Because power prices rose, profit fell.",
            False,
        ),
        ("Because power prices rose, profit fell.", "Power prices rose because profit fell.", True),
        ("Profit fell because power prices rose.", "Wages fell because profit fell.", False),
    ],
)
def test_a_cause_that_was_the_effect_is_told(text: str, statement: str, turned: bool) -> None:
    found = side_reasons(statement, sources(text))
    assert [reason.text for reason in found] == ["turns cause and effect round"] * turned
