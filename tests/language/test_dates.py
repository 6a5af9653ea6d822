from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.dates import (
    NO_LIMITS,
    DateLimits,
    dates_in,
    format_day,
    format_range,
    limits_in_question,
    said_on,
)
from tests.language.ugly import ugly_text

TODAY = date(2025, 5, 7)  # a Wednesday


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


LIMITING: list[tuple[str, str | None, str | None, str]] = [
    # question, since, until, phrase
    ("What is this week's coverage of the strike?", "2025-05-01", "2025-05-07", "this week"),
    ("Any news from the past three days?", "2025-05-04", "2025-05-07", "from the past three days"),
    (
        "What do the stories published since 1 March 2025 say?",
        "2025-03-01",
        None,
        "stories published since 1 March 2025",
    ),
    ("Which reports from March mention Voss?", "2025-03-01", "2025-03-31", "reports from March"),
    # Words that name articles outright are exact.
    (
        "Summarise articles published in March 2025",
        "2025-03-01",
        "2025-03-31",
        "articles published in March 2025",
    ),
    (
        "According to articles from 3 March 2025, who won?",
        "2025-03-03",
        "2025-03-03",
        "articles from 3 March 2025",
    ),
    (
        "What was reported on 3 March 2025?",
        "2025-03-03",
        "2025-03-03",
        "was reported on 3 March 2025",
    ),
    (
        "Show stories from 1 to 5 March 2025",
        "2025-03-01",
        "2025-03-05",
        "stories from 1 to 5 March 2025",
    ),
    (
        "Do articles from April 2025 mention the 2019 attack?",
        "2025-04-01",
        "2025-04-30",
        "articles from April 2025",
    ),
    ("What do news reports since 3 May say?", "2025-05-03", None, "reports since 3 May"),
]

NOT_LIMITING = [
    # When something happened, not when it was written about.
    "What happened in March 2025?",
    "What happened in Vermora in March?",
    "In March 2025, what did Voss say?",
    "What did Voss say in June?",
    "Which laws were passed in 2024?",
    "Who resigned during April 2025?",
    "Who resigned in Sept. 2024?",
    "Who resigned on 3 May 2025?",
    "Who resigned on March 3?",
    "Who resigned on December 3rd, and why?",
    "Who spoke on the 3rd of May?",
    "Who spoke on Monday, 5 May 2025?",
    "Who spoke on May 5, 2025 in Halven?",
    "What happened on 2025-03-03?",
    "Who spoke between 1 and 5 March 2025?",
    "Who spoke between March 1 and 5?",
    "Who spoke from 3 March to 7 April 2025?",
    "Who spoke from March 3 through April 7?",
    "Who spoke between 30 December and 3 January?",
    "Who spoke between March and April 2025?",
    "What happened in early March?",
    "What happened in mid-March 2025?",
    "What happened in late February 2025?",
    "What has Voss said since 1 March?",
    "Since March 2025, what has Voss said?",
    "How many ships sank since 2024?",
    "What has Voss said from 1 March onwards?",
    "What has changed since Monday?",
    "What has changed since Wednesday?",
    "What has changed since yesterday?",
    "What has changed since last month?",
    "What did critics say after 5 April 2025?",
    "Who led the party before 5 May 2025?",
    "What was known until 5 April 2025?",
    "Who spoke after 1 March and before 5 April?",
    "What happened yesterday?",
    "Yesterday, who resigned?",
    "What did the mayor announce today?",
    "What happened this morning?",
    "Who resigned this week?",
    "What did the mayor say last week?",
    "Who resigned last month?",
    "Who resigned this month?",
    "How many ships sank this year?",
    "How many ships sank last year?",
    "Who resigned in the past three days?",
    "Who resigned over the last 2 weeks?",
    "Who resigned in the last 24 hours?",
    "Who resigned two days ago?",
    "What happened in the 2019 attack?",
    "What does the March 2025 report say?",
    "What did police say in the March 2025 report?",
    "Who won the 2022 World Cup?",
    "When was the 1998 treaty signed?",
    "How have prices risen since 1990?",
    "How did prices change between 2010 and 2020?",
    "Who was born in 1971?",
    "What happened on September 11, 2001?",
    "How many people died in 2003?",
    "Who led the country before 2020?",
    "What happened on Tuesday?",
    "Who spoke at Monday's meeting?",
    "Who spoke until Friday?",
    "What was last week's vote about?",
    "What happened in yesterday's match?",
    "Who is the mayor today?",
    "How much does a ticket cost today?",
    "What does USA Today say about it?",
    "Who sang “Yesterday”?",
    'Who wrote "The Fire in March 2025"?',
    "What will happen in July 2025?",
    "What happens on 3 July 2025?",
    "Who will speak on 5 May 2025?",
    "What is planned this week?",
    "What is due next month?",
    "Who died in the fire on 3 March 2025?",
    "Who won the election in March 2025?",
    "Who spoke at the summit in Halven in March 2025?",
    "Which company founded in 2024 bought the ship?",
    "What were profits in 2024 dollars?",
    "What happened in March 2025-26?",
    "What happened in the 2024–25 season?",
    "How many ships sank, 2024 of them or more?",
    "How did the toll compare in March 2025, compared with April?",
    "Did the report of 1 March 2025 and the later one agree?",
    "Did Meridian report on 1 March 2025 what Halden reported on 5 March 2025?",
    "Is the anniversary on 3 March?",
    "What happens every year in March?",
    "How much more than last year does it cost?",
    "Who resigned in the last ten years?",
    "What happened on 31 February 2025?",
    "What happened on 0 March 2025?",
    "What happened on 45 March?",
    "What happened in March 0000?",
    "What happened on 2025-13-41?",
    "What may march bring?",
    "What may happen?",
    "Did he march in may?",
    "What did Theresa May say?",
    "Where is the March on Halven?",
    "What did flight 2025 carry?",
    "Is $2024 enough?",
    "Who lives at 12 May Street?",
    "What happened between 5 and 1 March 2025?",
    "What happened between 5 May 2025 and 1 May 2025?",
    "What happened at 3:30 March?",
    "",
    "?",
]


@pytest.mark.parametrize(("question", "since", "until", "phrase"), LIMITING)
def test_dates_that_limit(question: str, since: str, until: str, phrase: str) -> None:
    limits = limits_in_question(question, today=TODAY)
    assert limits == DateLimits(since=day(since), until=day(until), phrase=phrase)


@pytest.mark.parametrize("question", NOT_LIMITING)
def test_dates_that_do_not(question: str) -> None:
    assert limits_in_question(question, today=TODAY) == NO_LIMITS


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What happened in March 2025?", "2025-03-01", "2025-03-31"),
        ("What happened this week?", "2025-05-01", "2025-05-07"),
        ("What happened on 29 February?", "2024-02-29", "2024-02-29"),
        ("What happened on 3 June?", "2024-06-03", "2024-06-03"),
        ("What happened on 29 March?", "2025-03-29", "2025-03-29"),
    ],
)
def test_a_question_for_everything_is_limited_by_any_day(
    question: str, since: str, until: str
) -> None:
    limits = limits_in_question(question, today=TODAY, everything=True)
    assert (limits.since, limits.until) == (day(since), day(until))


def test_white_space_does_not_matter() -> None:
    limits = limits_in_question("articles\n of\u00a03  March\t2025 ?", today=TODAY)
    assert limits.phrase == "articles of 3 March 2025"


@pytest.mark.parametrize(
    ("question", "sentence", "published", "held"),
    [
        ("What happened on March 15?", "The raid of March 15 killed 53.", "2025-03-25", True),
        ("What happened on March 15?", "The raid on Saturday killed 53.", "2025-03-16", True),
        ("What happened on March 15?", "The raid of March 16 killed 53.", "2025-03-25", False),
        ("Which ferry sank in March 2025?", "It sank in March 2025.", None, True),
        ("Which ferry sank in 2025?", "It sank in March 2025.", "2026-10-20", True),
        ("Which ferry sank in 2024?", "It sank in March 2025.", "2026-10-20", False),
        ("Why was it put off in February?", "In February Mr Lind was ill.", "2031-05-20", True),
        ("Why was it put off in February?", "In August Mr Lind was ill.", "2031-05-20", False),
    ],
)
def test_a_sentence_says_the_day_that_is_asked_for(
    question: str, sentence: str, published: str | None, *, held: bool
) -> None:
    (asked,) = dates_in(question)
    assert said_on(asked, sentence, published=day(published)) is held


FRAGMENTS = st.sampled_from(
    [
        *("in", "on", "since", "before", "after", "until", "from", "to", "between", "and", "the"),
        *("of", "last", "this", "past", "next", "3", "31", "29", "5th", "two", "2025", "2024"),
        *("1999", "0000", "March", "May", "Feb.", "february", "Monday", "today", "yesterday"),
        *("week", "month", "year", "days", "hours", "ago", "articles", "published", "news"),
        *(",", "?", "-", "–", "2025-02-30", "2025-03-03", "early", "mid", "late"),
    ]
)


@given(
    st.one_of(ugly_text, st.lists(FRAGMENTS, max_size=14).map(" ".join)),
    st.one_of(st.just(TODAY), st.dates()),
)
def test_any_string_gives_sane_limits(question: str, today: date) -> None:
    limits = limits_in_question(question, today=today)
    if limits == NO_LIMITS:
        return
    assert limits.phrase
    assert limits.since or limits.until
    if limits.since and limits.until:
        assert limits.since <= limits.until
    if limits.since:
        assert limits.since <= today + timedelta(days=1) or today == date.max


@pytest.mark.parametrize(
    "unit", ["in ", "3 March ", "since ", " ", "the last ", "2025", "“", "may "]
)
def test_hostile_questions_take_linear_time(unit: str) -> None:
    assert limits_in_question(unit * 200_000, today=TODAY).phrase is None


def test_format_day() -> None:
    assert format_day(date(2025, 3, 3)) == "3 March 2025"
    assert format_day(date(1, 1, 1)) == "1 January 1"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2025-03-03", "2025-03-05", "from 3 to 5 March 2025"),
        ("2025-03-03", "2025-04-05", "from 3 March to 5 April 2025"),
        ("2024-12-30", "2025-01-03", "from 30 December 2024 to 3 January 2025"),
        ("2025-03-03", "2025-03-03", "on 3 March 2025"),
        ("2025-03-03", None, "since 3 March 2025"),
        (None, "2025-03-03", "until 3 March 2025"),
        (None, None, "on any day"),
    ],
)
def test_format_range(since: str | None, until: str | None, words: str) -> None:
    assert format_range(day(since), day(until)) == words
