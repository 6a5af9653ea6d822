"""Corrections are found whole, and what they take back is recognised."""

from __future__ import annotations

import pytest

from assistant.language.words import content_terms
from assistant.summarising.corrections import correction_in, find_corrected
from tests.summarising.articles_to_try import article

BUDGET = """\
The deficit comes to 4.8 per cent of gross domestic product next year.

Value-added tax rises to 20 per cent on July 1.

Correction: March 20, 2025. An earlier version of this article said that the deficit would be \
5.8 per cent of gross domestic product. The correct figure is 4.8 per cent.

The minister said that she slept well.
"""


def correction_of(text: str) -> str:
    return " ".join(
        one.lines[number] for one in find_corrected([article(text)]) for number in one.correcting
    )


def test_a_correction_goes_on_to_the_end_of_its_line() -> None:
    found = correction_of(BUDGET)
    assert found.startswith("Correction: March 20, 2025.")
    assert found.endswith("The correct figure is 4.8 per cent.")


def test_a_bare_heading_takes_in_the_next_line() -> None:
    found = correction_of(
        "The mayor resigned.\n\nCorrection:\n\nShe is 61, not 71.\n\nThe end came."
    )
    assert found == "Correction: She is 61, not 71."


@pytest.mark.parametrize(
    "line",
    [
        "CORRECTION: The mayor is 61.",
        "Correction (March 4): The mayor is 61.",
        "Clarification: The mayor was not present.",
        "This article has been corrected to say that the mayor is 61.",
        "An earlier version of this story misstated the age of the mayor.",
        "(Corrects age of the mayor in paragraph 3)",
    ],
)
def test_corrections_are_recognised(line: str) -> None:
    assert correction_of(f"The mayor of Corvenne resigned on Monday.\n\n{line}") == line


@pytest.mark.parametrize(
    "line",
    [
        "Corrections officers went on strike on Monday.",
        "The correction of the course cost 40 minutes.",
        "An earlier version of the bill was rejected.",
    ],
)
def test_other_news_is_no_correction(line: str) -> None:
    assert correction_of(line) == ""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Thorrenia will run a deficit of 5.8 percent of gross domestic product.", True),
        ("The deficit would be 5.8 per cent of gross domestic product, she said.", True),
        ("The deficit comes to 4.8 per cent of gross domestic product.", False),
        ("Tolland put total spending at 5.8 billion crowns.", False),
        ("The deficit of gross domestic product is too high, she said.", False),
    ],
)
def test_what_a_correction_takes_back(text: str, wrong: bool) -> None:
    (corrected,) = find_corrected([article(BUDGET)])
    assert correction_in(corrected).takes_back(content_terms(text)) is wrong
