"""What is said when there is no answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.abstention import (
    _REPLIES,
    empty_library,
    nearest_in_time,
    no_question,
    not_in_evidence,
    not_in_library,
    not_mentioned,
    other_language,
    outside_limits,
    unsupported,
)
from assistant.answering.requests import Request, RequestKind
from assistant.language.articles import make_article
from assistant.types import (
    AbstentionKind,
    ArticleSummary,
    Document,
    Filters,
    Headline,
    Hit,
    Passage,
)

_DAYS = (date(2025, 1, 1), date(2025, 12, 31))


def _hit(title: str, text: str = "Ines Okafor, the mayor, closed the harbour.") -> Hit:
    article = make_article(Document(title=title, text=text, origin=f"/{title}"))
    return Hit(article, Passage(0, 0, 0, 0, len(text)), 1.0)


def _summary(name: str, published: date | None) -> ArticleSummary:
    added = datetime(2026, 1, 1, tzinfo=UTC)
    return ArticleSummary(name, name, "The Ledger", None, (), published, added, name, 1, 1)


def test_each_kind_says_something_for_a_person() -> None:
    said = [
        empty_library(),
        outside_limits(Filters(since=date(2031, 1, 1)), days=_DAYS, outlets=[]),
        not_in_library(),
        not_in_evidence("Who?", [_hit("Harbour")]),
        unsupported([_hit("Harbour")]),
        other_language("German", [_hit("Harbour")]),
        no_question(Request(RequestKind.HELP), writes=False),
    ]
    assert [abstention.kind for abstention in said] == list(AbstentionKind)
    assert all(len(abstention.message) > 20 for abstention in said)


def test_the_nearest_headlines_come_once_and_three_at_most() -> None:
    hits = [_hit(title) for title in "AABCD"]
    for abstention in (unsupported(hits), not_in_evidence("Who?", hits), not_in_library(hits)):
        assert [near.title for near in abstention.nearest] == ["A", "B", "C"]


@pytest.mark.parametrize("kind", _REPLIES)
def test_what_asks_for_nothing_gets_a_word(kind: RequestKind) -> None:
    assert len(no_question(Request(kind), writes=False).message) > 20


def test_who_is_not_mentioned_is_named() -> None:
    asked = "What did Tova Lindqvist tell Ines Okafor?"
    told = not_in_evidence(asked, [_hit("Harbour")]).message
    assert told.endswith("The articles found do not mention Tova Lindqvist.")
    assert "mention" not in not_in_evidence("What did Ines Okafor do?", [_hit("Harbour")]).message


def test_with_no_article_at_all_nobody_is_missed() -> None:
    assert not_in_evidence("What did Tova Lindqvist say?", []).message.endswith("an answer.")
    assert not_mentioned("What did Tova Lindqvist say?", []) is None


def test_several_who_are_not_mentioned_are_joined() -> None:
    asked = "Did Tova Lindqvist or Bram Kestrin leave Velmar?"
    told = not_in_evidence(asked, [_hit("Harbour")]).message
    assert "do not mention Tova Lindqvist, Bram Kestrin or Velmar." in told


def test_days_without_articles_name_the_nearest() -> None:
    filters = Filters(since=date(2025, 3, 5), until=date(2025, 3, 6))
    near = (
        Headline("a", "A", None, date(2025, 3, 4)),
        Headline("b", "B", None, datetime(2025, 3, 9, 8, tzinfo=UTC)),
        Headline("c", "C", None, date(2025, 3, 4)),
    )
    said = outside_limits(filters, days=_DAYS, outlets=[], near=near)
    assert said.kind is AbstentionKind.OUTSIDE_DATES
    assert "from 5 to 6 March 2025" in said.message
    assert "1 January 2025 to 31 December 2025" in said.message
    assert said.message.endswith("The nearest are from 4 March 2025 and 9 March 2025.")
    assert said.nearest == near


def test_without_dates_nothing_is_near_in_time() -> None:
    said = outside_limits(Filters(since=date(2025, 3, 5)), days=None, outlets=[])
    assert "None of the library's articles has a known date." in said.message
    assert "nearest" not in said.message
    said = outside_limits(Filters(sources=("X",)), days=_DAYS, outlets=["The Ledger"])
    assert "The Ledger" in said.message


def test_the_nearest_in_time_are_sought_on_both_sides() -> None:
    articles = [
        _summary("undated", None),
        _summary("year before", date(2024, 3, 1)),
        _summary("two before", date(2025, 3, 3)),
        _summary("two after", datetime(2025, 3, 8, 10, tzinfo=UTC)),
        _summary("three after", date(2025, 3, 9)),
    ]
    filters = Filters(since=date(2025, 3, 5), until=date(2025, 3, 6))
    near = nearest_in_time(articles, filters=filters)
    assert [headline.title for headline in near] == ["two before", "two after", "three after"]
    assert nearest_in_time(articles, filters=Filters(sources=("X",))) == ()


@given(
    st.lists(st.none() | st.dates(), max_size=12),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
def test_no_article_left_out_is_nearer(
    days: list[date | None], since: date | None, until: date | None
) -> None:
    filters = Filters(since=since, until=until)
    near = nearest_in_time([_summary(str(n), day) for n, day in enumerate(days)], filters=filters)
    assert len(near) <= 3
    if since and not until and near:
        last = max(day for day in days if day)
        assert near[0].published == last or last >= since


@pytest.mark.parametrize("question", ["", "\ud800", "Ünal Çelik? " * 2_000])
def test_any_question_can_be_declined(question: str) -> None:
    assert not_in_evidence(question, [_hit("Harbour")]).message
    assert not_in_evidence(question, []).nearest == ()
