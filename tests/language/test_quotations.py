from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.quotations import find_quotations
from tests.language.ugly import ugly_text


def quoted(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_quotations(text).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We failed," said Lind.', ["We failed,"]),
        ("“We failed,” said Lind. “It is late.”", ["We failed,", "It is late."]),
        ("‘We won’t go,’ said Lind.", ["We won’t go,"]),
        ("'We won't go,' said Lind.", ["We won't go,"]),
        ("«Non», dit-elle.", ["Non"]),
        ("„Ja“, sagte sie.", ["Ja"]),
        ("»Ja«, sagte sie.", ["Ja"]),
        ("「はい」と言った。", ["はい"]),
        ("``We failed,'' said Lind.", ["We failed,"]),
        ('“Mixed marks," he said.', ["Mixed marks,"]),
        ("The “green” plan", ["green"]),
        ('("Yes")—"no"', ["Yes", "no"]),
        ("“Are you sure?” she asked.", ["Are you sure?"]),
    ],
)
def test_marks_of_every_kind_are_found(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert find_quotations(text).balanced


@pytest.mark.parametrize(
    "text",
    [
        "The workers' pay and the dogs’ dinner.",
        "Lind's plan isn't the '90s, or the ’80s, rock ‘n’ roll, tell 'em.",
        "A 6'2\" man with a 5’10” boy.",
        'A 15" pipe, two of them.',
        "No marks at all.",
        "",
        '""',
    ],
)
def test_apostrophes_elisions_and_inches_are_no_marks(text: str) -> None:
    assert quoted(text) == []
    assert find_quotations(text).balanced


def test_a_possessive_inside_single_marks_does_not_close_them() -> None:
    assert quoted("‘The workers’ pay is low,’ he said.") == ["The workers’ pay is low,"]


def test_nested_quotations_have_their_depth() -> None:
    found = find_quotations("“He said ‘no’ to me,” she said.")
    assert [span.depth for span in found.spans] == [0, 1]
    assert [span.depth for span in found.outer] == [0]


def test_same_marks_may_be_nested() -> None:
    assert quoted("“He said “no” to me,” she said.") == ["He said “no” to me,", "no"]


def test_a_quotation_that_runs_on_over_paragraphs_is_balanced() -> None:
    text = "“One thing.\n\n“Another thing,” he said.\n\nThe end."
    found = find_quotations(text)
    assert found.balanced
    assert [(text[s.start : s.end], s.goes_on) for s in found.spans] == [
        ("One thing.", True),
        ("Another thing,", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“We failed, said Lind.",
        "We failed,” said Lind.",
        '"We failed, said Lind.',
        "‘We failed, said Lind.",
        "“We failed.\n\nThe next paragraph opens nothing.",
    ],
)
def test_a_missing_mark_is_unbalanced(text: str) -> None:
    found = find_quotations(text)
    assert not found.balanced
    assert not found.spans[0].whole


def test_an_unclosed_quotation_ends_where_the_next_begins() -> None:
    text = "“Unclosed, he said. “Second one,” she said."
    assert quoted(text) == ["Unclosed, he said.", "Second one,"]


def test_the_quotation_around_a_place_is_found() -> None:
    text = "“We failed,” said Lind. “It is late.”"
    found = find_quotations(text)
    inside = found.at(text.index("late"))
    assert inside is not None
    assert text[inside.start : inside.end] == "It is late."
    assert found.at(text.index("Lind")) is None
    assert [q.start for q in found.between(0, 5)] == [1]


@given(ugly_text)
def test_spans_lie_in_the_text_and_outer_ones_do_not_overlap(text: str) -> None:
    found = find_quotations(text)
    for span in found.spans:
        assert 0 <= span.outer_start <= span.start < span.end <= span.outer_end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
    places = [place for span in found.outer for place in (span.outer_start, span.outer_end)]
    assert places == sorted(places)


@given(st.text(st.sampled_from("\"'“”‘’«»„「」`a s\n\ud800"), max_size=120))
def test_marks_in_any_order_are_read(text: str) -> None:
    found = find_quotations(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    outer = found.outer
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(outer))


@pytest.mark.parametrize("unit", ['"', "“", "”", "'a ", "s' ", "‘a", "“a” ", '"a\n\n', "“‘"])
def test_time_is_linear_on_rubbish(unit: str) -> None:
    started = time.perf_counter()
    find_quotations(unit * (20_000 // len(unit)))
    assert time.perf_counter() - started < 5
