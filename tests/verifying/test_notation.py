from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from assistant.verifying.notation import as_cited
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

TEXT = (
    "The carrier lost 1,200 tonnes of ore. The 18-kilometre line leads to Lower Weir. "
    "The firm wants £3m. Two in five pupils missed school. The council voted on Monday night. "
    "At least 12 people died. It was 30C. A fortnight later it rained."
)
SOURCES = sources(TEXT, published=date(2031, 5, 20))


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("It lost 1.2 million kilograms of ore.", "It lost 1,200 tonnes of ore."),
        ("The 11-mile line is old.", "The 18-kilometre line is old."),
        ("The firm wants 3 million pounds.", "The firm wants £3m."),
        ("40 per cent of pupils missed school.", "Two in five pupils missed school."),
        ("The council voted on 19 May.", "The council voted on Monday night."),
        ("The council voted on Monday.", "The council voted on Monday night."),
        ("The council voted on Monday evening.", "The council voted on Monday evening."),
        ("12 people died.", "At least 12 people died."),
        ("It was 86 degrees Fahrenheit.", "It was 30C."),
        ("It was 87 degrees Fahrenheit.", "It was 87 degrees Fahrenheit."),
        ("Two weeks later it rained.", "A fortnight later it rained."),
        ("The firm wants 4 million pounds.", "The firm wants 4 million pounds."),
        ("The council voted on 18 May.", "The council voted on 18 May."),
        ("No figure at all.", "No figure at all."),
    ],
)
def test_what_the_sources_hold_is_written_as_they_write_it(statement: str, shown: str) -> None:
    assert as_cited(statement, SOURCES) == shown


@given(ugly_text, ugly_text)
def test_any_text_can_be_written_anew(statement: str, text: str) -> None:
    made = sources(f"{text} It cost £3m on Monday.")
    assert as_cited("It did not.", made) == "It did not."
    assert isinstance(as_cited(statement, made), str)
