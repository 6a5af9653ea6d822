from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from assistant.language.figures import Figure, FigureKind, Hedge, find_figures
from tests.language.ugly import ugly_text


def only(text: str) -> Figure:
    (figure,) = find_figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("14 passengers", FigureKind.COUNT, 14, None),
        ("up 20%", FigureKind.PERCENT, 20, "percent"),
        ("up 20 per cent", FigureKind.PERCENT, 20, "percent"),
        ("5.2 percentage points", FigureKind.PERCENT, Fraction(26, 5), "percentage point"),
        ("25 basis points", FigureKind.PERCENT, 25, "basis point"),
        ("$6.38 billion", FigureKind.MONEY, 6_380_000_000, "dollar"),
        ("US$40", FigureKind.MONEY, 40, "USD"),
        ("40 dollars", FigureKind.MONEY, 40, "dollar"),
        ("40 Canadian dollars", FigureKind.MONEY, 40, "CAD"),
        ("£40m", FigureKind.MONEY, 40_000_000, "pound"),
        ("EUR500", FigureKind.MONEY, 500, "euro"),
        ("Rs 500 crore", FigureKind.MONEY, 5_000_000_000, "rupee"),
        ("12 km", FigureKind.MEASURE, 12, "kilometre"),
        ("a 12-kilometre road", FigureKind.MEASURE, 12, "kilometre"),
        ("3 square miles", FigureKind.MEASURE, 3, "square mile"),
        ("50 miles per hour", FigureKind.MEASURE, 50, "mile an hour"),
        ("minus 5 degrees Celsius", FigureKind.MEASURE, -5, "celsius"),
        ("it was -5°C", FigureKind.MEASURE, -5, "celsius"),
        ("a 40m wall", FigureKind.MEASURE, 40, "metre"),
        ("40m people", FigureKind.COUNT, 40_000_000, None),
        ("the 34-year-old", FigureKind.AGE, 34, "year"),
        ("aged 34", FigureKind.AGE, 34, "year"),
        ("Ada Smith, 34, of Skerrin", FigureKind.AGE, 34, "year"),
        ("in 1776", FigureKind.YEAR, 1776, None),
        ("the 1990s", FigureKind.YEAR, 1990, "decade"),
        ("the third goal", FigureKind.ORDINAL, 3, None),
        ("one in five", FigureKind.FRACTION, Fraction(1, 5), None),
        ("dozens of boats", FigureKind.VAGUE, 12, None),
        ("a Boeing 737", FigureKind.CODE, 737, None),
    ],
)
def test_kinds(text: str, kind: FigureKind, value: Fraction | int, unit: str | None) -> None:
    figure = only(text)
    assert (figure.kind, figure.values, figure.unit) == (kind, (value,), unit)


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("10 to 12 people", FigureKind.COUNT, (10, 12)),
        ("10-12 people", FigureKind.COUNT, (10, 12)),
        ("between 10 and 12 people", FigureKind.COUNT, (10, 12)),
        ("$5-6 million", FigureKind.MONEY, (5_000_000, 6_000_000)),
        ("$10 to $12 million", FigureKind.MONEY, (10_000_000, 12_000_000)),
        ("10 to 12 percent", FigureKind.PERCENT, (10, 12)),
        ("won 3-1", FigureKind.SCORE, (3, 1)),
        ("a 52–48 vote", FigureKind.SCORE, (52, 48)),
        ("the 2019-20 season", FigureKind.YEAR, (2019, 2020)),
    ],
)
def test_pairs(text: str, kind: FigureKind, values: tuple[int, int]) -> None:
    figure = only(text)
    assert figure.kind is kind
    assert figure.values == tuple(map(Fraction, values))


def test_a_change_is_two_figures() -> None:
    low, high = find_figures("rose from 5 to 6 percent")
    assert (low.values, low.unit) == ((Fraction(5),), "percent")
    assert (high.values, high.unit) == ((Fraction(6),), "percent")


def test_two_currencies_are_no_range() -> None:
    assert [figure.unit for figure in find_figures("between £200 and $600")] == ["pound", "dollar"]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about 40 boats", Hedge.ABOUT),
        ("some 40 boats", Hedge.ABOUT),
        ("nearly 40 boats", Hedge.NEARLY),
        ("just under $40", Hedge.NEARLY),
        ("more than 40 boats", Hedge.MORE),
        ("over 40 boats", Hedge.MORE),
        ("at least 40 boats", Hedge.AT_LEAST),
        ("40 or more boats", Hedge.AT_LEAST),
        ("40+ boats", Hedge.AT_LEAST),
        ("40-odd boats", Hedge.ABOUT),
        ("fewer than 40 boats", Hedge.LESS),
        ("as many as 40 boats", Hedge.AT_MOST),
        ("only 40 boats", Hedge.EXACT),
        ("over 40 years", Hedge.EITHER),
        ("nearly a third of boats", Hedge.NEARLY),
    ],
)
def test_hedges(text: str, hedge: Hedge) -> None:
    assert only(text).hedge is hedge


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("14 passengers", "passenger"),
        ("14 injured passengers", "passenger"),
        ("14 of the passengers", "passenger"),
        ("14 injured.", "injured"),
        ("14 people", "person"),
        ("40 percent of voters", "voter"),
        ("14 were hurt", None),
        ("a 14-seat bus", "seat"),
    ],
)
def test_nouns(text: str, noun: str | None) -> None:
    assert only(text).noun == noun


def test_times_and_days_are_no_figures() -> None:
    text = "On Tuesday, 4 March 2025 at 6:30 a.m. and in 2019"
    assert find_figures(text) == ()


def test_spans_hold_sign_and_unit() -> None:
    text = "It cost more than $6.38 billion."
    figure = only(text)
    assert text[figure.start : figure.end] == "$6.38 billion"
    assert text[figure.lead : figure.start] == "more than "


def test_soft_figures() -> None:
    assert [figure.soft for figure in find_figures("one man, two men, 2 men, two percent")] == [
        True,
        True,
        False,
        False,
    ]


@given(ugly_text)
def test_figures_lie_in_order_inside_any_text(text: str) -> None:
    at = 0
    for figure in find_figures(text):
        assert at <= figure.start < figure.end <= len(text)
        assert figure.lead <= figure.start
        assert figure.reach >= figure.end or figure.kind is FigureKind.CODE
        at = figure.end
