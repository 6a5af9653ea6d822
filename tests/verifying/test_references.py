"""Sources with their pronouns and short names as a statement names them."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.verifying.references import as_named
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

TEXT = (
    "Tova Lind, 49, runs the port. She said that the crane was old. Lind wants a new one. "
    "Per Aker, the mayor, said no. “It was a long day,” he said. “We were slow.” "
    "The harbour guard left."
)


@pytest.mark.parametrize(
    ("index", "statement", "shown"),
    [
        (1, "Tova Lind said that the crane was old.", "Tova Lind said that the crane was old."),
        (1, "Per Aker said that the crane was old.", "She said that the crane was old."),
        (1, "She said that the crane was old.", "She said that the crane was old."),
        (2, "Tova Lind wants a new crane.", "Tova Lind wants a new one."),
        (2, "Lind wants a new crane.", "Lind wants a new one."),
        (2, "Ann Lind wants a new crane.", "Lind wants a new one."),
        (4, "Per Aker said it was a long day.", "“It was a long day,” Per Aker said."),
        (5, "“We were slow,” said Per Aker.", "“We were slow.” Per Aker said."),
        (5, "“We were slow,” said Tova Lind.", "“We were slow.”"),
        (6, "Per Aker left.", "The harbour guard left."),
    ],
)
def test_whom_a_source_refers_to_is_named_where_the_article_says_so(
    index: int, statement: str, shown: str
) -> None:
    (source,) = sources(TEXT, index)
    assert as_named(source, statement) == shown


def test_a_short_name_that_two_may_have_is_left_as_it_is() -> None:
    text = "Tova Lind runs the port. Her sister, Ann Lind, left. Lind wants a new crane."
    (source,) = sources(text, 2)
    for said in ("Tova Lind wants a new crane.", "Ann Lind wants a new crane."):
        assert as_named(source, said) == "Lind wants a new crane."


@given(ugly_text, ugly_text)
def test_any_text_can_be_read(statement: str, text: str) -> None:
    for source in sources(f"Tova Lind left. She said no. {text}"):
        assert isinstance(as_named(source, f"Tova Lind {statement}"), str)
