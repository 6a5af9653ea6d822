from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.figures import figure_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

FERRY = "The ferry carried 14 passengers and 3 crew when it sank on Sunday."


def reasons(statement: str, source: str, **article: date | str | None) -> tuple[Reason, ...]:
    return figure_reasons(statement, sources(source, **article))  # type: ignore[arg-type]


def only(statement: str, source: str) -> Reason:
    (reason,) = reasons(statement, source)
    return reason


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It had fourteen passengers.", FERRY),
        ("It sank on 2 March 2025.", FERRY),
        ("It sank in March.", FERRY),
        ("It sank in 2025.", FERRY),
        ("One in five voted.", "Turnout was 20 percent."),
        ("Turnout was 20%.", "One in five people voted."),
        ("Half of voters stayed away.", "In all 50% of voters stayed away."),
        ("A third of voters came.", "In all 33.3% of voters came."),
        ("It cost £1.2bn.", "It cost 1,200 million pounds."),
        ("It cost $40.", "It cost 40 US dollars."),
        ("It cost 1.2 thousand.", "It cost 1,200."),
        ("It took 14 days.", "It took two weeks to do."),
        ("It is 1.5 km long.", "It is a 1,500-metre road."),
        ("Smith is 34.", "Smith, 34, lives there."),
        ("The 34-year-old left.", "Smith, aged 34, left."),
        ("More than 40 died.", "Police said 43 people died."),
        ("Nearly 20% voted.", "Turnout was 19.4 percent."),
        ("About 1,200 came.", "There were 1,234 visitors."),
        ("About 40 came.", "There were 40 visitors."),
        ("At least 10 died.", "Between 10 and 12 people died."),
        ("Over 100 died.", "More than 100 people died."),
        ("Hundreds came.", "There were 340 visitors."),
        ("They lost 1-3.", "The visitors won 3-1."),
        ("It opened three years ago.", "It opened in 2022."),
        ("It opened in 2022.", "It opened three years ago."),
        ("It began at 18:30.", "It began at 6:30 p.m. that day."),
        ("The rate rose by 0.25 percentage points.", "Rates rose by 25 basis points."),
        ("It took 18 months.", "It took a year and a half."),
        ("Rates rose 0.3 points.", "Rates rose by 0.3 percentage points."),
        ("It starts on 10 March.", "It will start on Monday."),
        ("It will start on 5 March.", "It starts on Wednesday."),
        ("The Senate passed it 52-48.", "The Senate voted 52 to 48."),
        ("No one of the passengers was hurt.", "The passengers were unhurt."),
        ("Two men, Voss and Abara, were held.", "Police held Voss and Abara."),
        ("It happened for a second time.", "It happened again."),
        ("It is to begin on March 7, it said.", "The line is to begin crossings on Friday."),
        ("The line said it began on March 7.", "The line starts again on Friday."),
        ("The ballot on March 7 was called.", "He called Friday's ballot."),
        ("It sank on Sunday afternoon.", "It sank on the afternoon of March 2."),
        ("It sank on the afternoon of March 2.", "It sank on Sunday afternoon."),
        ("It sank on Sunday evening.", "It sank at 9:38 p.m. on Sunday."),
        ("It sank on Sunday night.", "It sank late on Sunday."),
        ("It sank early on Sunday.", "It sank at dawn on Sunday."),
        ("It sank in the morning.", "It sank shortly before noon."),
        ("Prices rose threefold.", "Prices tripled in a year."),
        ("Prices doubled.", "Prices rose from 20 crowns to 40 crowns."),
        ("Prices were cut by half.", "The shop halved its prices."),
        ("Sales of 1,900 tickets fell.", "They sold 1900 tickets."),
        ("The 2024 protests spread.", "The protests of 2024 spread."),
    ],
)
def test_true_restatements_have_no_reasons(statement: str, source: str) -> None:
    assert reasons(statement, source) == ()


@pytest.mark.parametrize(
    ("statement", "source", "text"),
    [
        ("It had 12 passengers.", FERRY, "says 12 passengers, the source says 14"),
        ("It sank on Saturday.", FERRY, "says Saturday, the source says Sunday"),
        ("It sank on 3 March 2025.", FERRY, "says 3 March 2025, the source says Sunday"),
        (
            "Prices rose by 5 percentage points.",
            "Prices rose by 5 percent.",
            "says 5 percentage points, the source says 5 percent",
        ),
        (
            "The deal is worth $6.38 million.",
            "The deal was worth $6.38 billion.",
            "says $6.38 million, the source says $6.38 billion",
        ),
        ("It cost £40.", "It cost $40 then.", "says £40, the source says $40"),
        ("They won 3-2.", "They won 3-1 at home.", "says 3-2, the source says 3-1"),
        ("In 2025 sales fell.", "In 2024 sales fell.", "says 2025, the source says 2024"),
        (
            "It began at 6:30 p.m.",
            "It began at 6:30 a.m.",
            "says 6:30 p.m., the source says 6:30 a.m.",
        ),
        (
            "The Boeing 747 fell.",
            "The Boeing 737 fell.",
            "says Boeing 747, the source says Boeing 737",
        ),
        (
            "The second goal was scored late.",
            "The third goal was scored late by Voss.",
            "says second goal, the source says third",
        ),
        (
            "They searched on Monday afternoon.",
            "They searched on Monday morning, after the call at 2 p.m. that day.",
            "says afternoon, the source says morning",
        ),
        (
            "They must go by breakfast.",
            "They must go by noon.",
            "says breakfast, the source says noon",
        ),
        (
            "It rose during the afternoon.",
            "It rose overnight.",
            "says afternoon, the source says overnight",
        ),
        ("It fell last week.", "It fell this week.", "says last week, the source says this week"),
        ("Prices tripled.", "Prices doubled.", "says tripled, the source says doubled"),
        (
            "She won three times.",
            "She won twice as expected.",
            "says three times, the source says twice",
        ),
        ("About 42 came.", "About 41 came, they said.", "says about 42, the source says about 41"),
    ],
)
def test_contradictions(statement: str, source: str, text: str) -> None:
    found = reasons(statement, source)
    assert found
    assert found[0].kind is VerdictKind.UNSUPPORTED
    assert found[0].text == text
    assert found[0].code in {ReasonCode.FIGURE_CONTRADICTED, ReasonCode.DATE_CONTRADICTED}


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It shut late on Sunday.", "It shut late Sunday afternoon, they said."),
        ("It shut on Sunday afternoon.", "It shut late Sunday afternoon, they said."),
        ("It shut this week on Sunday.", "It shut this week, on Sunday."),
        ("It shut last week.", "This week it opened; it had shut last week."),
        ("It had shut last week.", "It shut last week and opened this week."),
    ],
)
def test_times_that_are_said_less_exactly_are_held(statement: str, source: str) -> None:
    assert reasons(statement, source) == ()


@pytest.mark.parametrize(
    ("statement", "source", "text"),
    [
        (
            "It shut late on Sunday night.",
            "It shut late Sunday afternoon, they said.",
            "says night, the source says afternoon",
        ),
        (
            "It shut this week after the flood in late February.",
            "It shut last week after the flood in late February.",
            "says this week, the source says last week",
        ),
        (
            "It was shut twice last year, once in May.",
            "It was shut twice this year, once in May.",
            "says last year, the source says this year",
        ),
    ],
)
def test_a_day_beside_it_does_not_hold_a_changed_time(
    statement: str, source: str, text: str
) -> None:
    assert only(statement, source).text == text


def test_values_given_to_each_other_are_found() -> None:
    found = reasons(
        "The blast killed 14 people and injured 12.", "Police said 12 were killed and 14 injured."
    )
    assert [reason.code for reason in found] == [ReasonCode.FIGURE_CONTRADICTED] * 2


def test_counts_of_two_things_given_to_each_other_are_found() -> None:
    source = "The fleet has 12 ferries and 30 tugs."
    assert reasons("The fleet has 30 ferries.", source)
    assert not reasons("The fleet has 30 tugs.", source)


@pytest.mark.parametrize(
    ("statement", "source", "text"),
    [
        ("100 died.", "More than 100 people died.", "drops “more than” before 100"),
        ("More than 40 died.", "Police said 40 people died.", "adds “more than” before 40"),
        (
            "More than 100 died.",
            "Nearly 100 people died.",
            "turns “nearly” into “more than” before 100",
        ),
        (
            "The crash killed 12.",
            "The crash killed 10 to 12 people.",
            "gives 12 where the source gives 10 to 12 people",
        ),
    ],
)
def test_hedges_changed_make_it_partly(statement: str, source: str, text: str) -> None:
    reason = only(statement, source)
    assert (reason.kind, reason.text) == (VerdictKind.PARTLY, text)


def test_a_part_of_the_day_that_is_added_makes_it_partly() -> None:
    reason = only("It sank on Sunday morning.", FERRY)
    assert (reason.code, reason.kind) == (ReasonCode.DATE_MISSING, VerdictKind.PARTLY)
    assert reason.text == "gives morning, which the cited sentences do not"


def test_parts_of_two_days_given_to_each_other_are_found() -> None:
    source = "It left on Monday morning and came back on Tuesday afternoon."
    assert reasons("It left on Monday afternoon.", source)
    assert reasons("It left on Monday morning.", source) == ()


def test_what_no_source_gives_is_missing() -> None:
    reason = only("He sold 7 apples.", FERRY)
    assert reason.code is ReasonCode.FIGURE_MISSING
    assert reason.text == "gives 7 apples, which the cited sentences do not"
    assert (reason.start, reason.end) == (8, 9)


def test_a_date_that_no_source_gives_is_missing() -> None:
    reason = only("It happened in 1987.", "It happened at sea.")
    assert reason.code is ReasonCode.DATE_MISSING


def test_without_sources_everything_is_missing() -> None:
    codes = [reason.code for reason in figure_reasons("In 2019, 12 died.", ())]
    assert codes == [ReasonCode.DATE_MISSING, ReasonCode.FIGURE_MISSING]


def test_rounding_needs_a_hedge() -> None:
    assert only("Sales were $6.4 billion.", "Sales were $6.38 billion.").kind is (
        VerdictKind.UNSUPPORTED
    )


def test_sums_of_what_is_counted_by_kind_are_worked_out() -> None:
    assert not reasons("The ferry carried 17 people.", FERRY)
    assert reasons("The ferry carried 18 people.", FERRY)


def test_figures_of_several_sources_count_together() -> None:
    both = sources("Rain fell on 12 towns. Wind hit 30 farms.")
    assert figure_reasons("Rain hit 12 towns and wind 30 farms.", both) == ()


def test_the_sentence_before_gives_the_day_and_not_the_figure() -> None:
    text = "The ferry sank on Saturday with 14 aboard. All were saved by boats."
    (second,) = sources(text, 1)
    assert figure_reasons("All were saved on Saturday.", [second]) == ()
    assert figure_reasons("All 14 were saved.", [second])


def test_the_day_of_publication_does_not_outvote_the_source() -> None:
    day = date(2025, 3, 5)
    assert reasons("It shut in 2025.", "It shut in 2024 at last.", published=day)
    assert reasons("It shut in 2025.", "It shut at last.", published=day) == ()


def test_the_year_of_a_day_may_stand_in_another_cited_sentence() -> None:
    both = sources("In 1995 the band split. It met on 6 October.", published=None)
    assert figure_reasons("It met on 6 October 1995.", both) == ()
    assert figure_reasons("It met on 6 October 1996.", both)


def test_a_named_number_may_stand_anywhere_in_the_article() -> None:
    (second,) = sources("A Boeing 737 landed late. The jet was towed.", 1)
    assert figure_reasons("The Boeing 737 was towed.", [second]) == ()
    assert figure_reasons("The Boeing 747 was towed.", [second])


def test_a_thing_of_several_digits_is_compared_as_it_stands() -> None:
    assert reasons("Covid-20 spread.", "Covid-19 spread fast.")
    assert reasons("COVID 19 spread.", "Covid-19 spread fast.") == ()


@given(ugly_text, ugly_text)
def test_any_text_is_survived(statement: str, source: str) -> None:
    made = sources(source) if source.strip() else ()
    for reason in figure_reasons(statement, made):
        assert reason.start is not None
        assert reason.end is not None
        assert 0 <= reason.start < reason.end <= len(statement)
        assert reason.kind is not VerdictKind.SUPPORTED


@given(st.integers(min_value=3, max_value=10**9), st.integers(min_value=3, max_value=10**9))
def test_every_other_number_is_found(number: int, other: int) -> None:
    found = reasons(f"They sold {other:,} tickets.", f"They sold {number} tickets, she said.")
    assert bool(found) is (number != other)


def test_very_long_statements_are_not_silently_held() -> None:
    long = "He counted 7 boats and 9 cars. " * 400
    assert figure_reasons(long, sources("He counted 7 boats. " * 60))


def test_lone_surrogates_are_survived() -> None:
    assert figure_reasons("\ud800 12 boats \udfff", ())


@pytest.mark.parametrize(
    ("statement", "contradicted"),
    [
        ("Profit fell to 46.6 million crowns.", True),
        ("Profit fell from 41 to 46.6 million crowns.", True),
        ("Profit fell from 46.6 million crowns.", False),
        ("Profit fell to 41 million crowns.", False),
        ("Profit fell from 46.6 million crowns to 41 million crowns.", False),
        ("Profit was 46.6 million crowns.", False),
    ],
)
def test_from_is_not_to(statement: str, contradicted: bool) -> None:
    found = reasons(statement, "Profit fell to 41 million crowns from 46.6 million crowns.")
    assert (ReasonCode.FIGURE_CONTRADICTED in {reason.code for reason in found}) is contradicted


def test_one_kind_of_people_is_not_counted_for_another() -> None:
    cited = sources("Three people were arrested: two men, aged 19 and 23, and a woman of 31.")
    (reason,) = figure_reasons("Two women and a man were arrested.", cited)
    assert reason.code is ReasonCode.FIGURE_CONTRADICTED
    assert reason.text == "says Two women, the source says two men"
    assert figure_reasons("Two men and a woman were arrested.", cited) == ()
