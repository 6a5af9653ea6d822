from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.errors import ArticleNotFoundError, UsageError
from assistant.stories import dating
from assistant.stories.timeline import make_timeline
from assistant.telling import Dating, Precision, Timeline
from assistant.types import Article, Filters, day_of
from tests.fuzzing.values import articles as any_articles
from tests.fuzzing.values import days as any_days
from tests.fuzzing.values import texts
from tests.reading.packing import news_item, zipped
from tests.samples import assert_cited, assistant_over, fill
from tests.summarising.articles_to_try import article

DAY = date(2025, 3, 12)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant_over(fill(tmp_path_factory.mktemp("timelines"))) as assistant:
        yield assistant


def days(timeline: Timeline) -> list[date]:
    return [entry.first for entry in timeline.entries]


def told(timeline: Timeline, day: date) -> str:
    return " ".join(s.text for e in timeline.entries if e.first == day for s in e.statements)


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        (
            "ferry",
            {
                date(2025, 3, 2): "rolled over",
                date(2025, 3, 4): "rose to 19",
                date(2025, 3, 6): "blamed the operator",
                date(2025, 3, 8): "Four more bodies",
                date(2025, 3, 11): "risen to 27",
            },
        ),
        (
            "Karrow dam",
            {
                date(2025, 5, 12): "ordered to leave",
                date(2025, 5, 14): "let go",
                date(2025, 5, 15): "drove back into the evacuated town",
            },
        ),
        (
            "Castrel takeover",
            {
                date(2025, 4, 22): "first made its approach",
                date(2025, 4, 25): "rejected a takeover bid",
                date(2025, 5, 20): "raised its hostile offer",
            },
        ),
        (
            "Marrin recount",
            {
                date(2025, 11, 5): "412 votes",
                date(2025, 11, 12): "from 412 to 163",
                date(2025, 11, 17): "301 absentee ballots",
                date(2025, 11, 21): "declared the winner",
            },
        ),
    ],
)
def test_the_samples_stories_are_told_by_the_days_they_happened(
    desk: Assistant, topic: str, expected: dict[date, str]
) -> None:
    timeline = desk.timeline(topic)
    assert timeline.topic == topic
    assert set(days(timeline)) >= expected.keys()
    for day, words in expected.items():
        assert words in told(timeline, day)
    assert_cited(desk, timeline.statements)


def test_what_was_only_planned_is_not_told(desk: Assistant) -> None:
    text = " ".join(one.text for one in desk.timeline("Marrin recount").statements)
    assert "will hear the case on December 3" not in text
    assert "starts on Friday" not in text


def test_limits_and_order(desk: Assistant) -> None:
    whole = desk.timeline("ferry", entries=20)
    first, last = date(2025, 3, 3), date(2025, 3, 8)
    within = desk.timeline("ferry", entries=20, first=first, last=last, newest_first=True)
    assert days(whole) == sorted(days(whole))
    assert days(within) == sorted(days(within), reverse=True)
    assert all(first <= entry.first and entry.last <= last for entry in within.entries)
    assert len(desk.timeline("ferry", entries=2).entries) == len(("one", "two"))


def test_articles_that_are_named_are_told_alone(desk: Assistant) -> None:
    chosen = [one.id for one in desk.articles() if "Castrel" in one.title]
    timeline = desk.timeline(articles=chosen)
    assert timeline.read == len(chosen)
    assert {one.article_id for one in timeline.sources} <= set(chosen)
    assert desk.timeline(filters=Filters(since=date(2026, 1, 1))).entries == ()


def test_what_cannot_be_asked_for(desk: Assistant) -> None:
    with pytest.raises(UsageError, match="at least one entry"):
        desk.timeline("ferry", entries=0)
    with pytest.raises(UsageError, match="No day"):
        desk.timeline("ferry", first=DAY, last=DAY - timedelta(days=1))
    with pytest.raises(ArticleNotFoundError):
        desk.timeline(articles=["0123456789abcdef"])


def test_no_articles_give_no_entries(tmp_path: Path) -> None:
    assert make_timeline([]) == Timeline("", (), 0)
    with assistant_over(tmp_path) as empty:
        assert empty.timeline("ferry").entries == ()


BROKE = "The Ostvik dam broke on Tuesday, flooding forty houses below it."
ALONE = "The mayor thanked the neighbours who had brought blankets and soup."


def test_an_event_that_several_articles_tell_is_one_entry_that_cites_them_all() -> None:
    told_by = [
        article(f"{BROKE}\n\n{extra}", title="Ostvik dam", source=outlet, published=day)
        for outlet, day, extra in (
            ("Courier", DAY, "Nobody was hurt."),
            ("Herald", DAY, "Two bridges were closed to traffic."),
            ("Post", DAY + timedelta(days=1), "Schools stayed shut."),
        )
    ]
    timeline = make_timeline(told_by, topic="Ostvik dam")
    entry = next(one for one in timeline.entries if one.first == date(2025, 3, 11))
    (statement,) = (one for one in entry.statements if one.text == BROKE)
    assert [one.source for one in statement.citations] == ["Courier", "Herald", "Post"]
    assert sum(one.text == BROKE for one in timeline.statements) == 1


def test_other_figures_are_not_cited_as_the_same() -> None:
    other = BROKE.replace("forty", "ninety")
    both = [
        article(text, title="Ostvik dam", source=outlet, published=DAY)
        for outlet, text in (("Courier", BROKE), ("Herald", other))
    ]
    for statement in make_timeline(both).statements:
        assert {one.quote for one in statement.citations} == {statement.text}


def test_the_same_words_on_other_days_are_other_events() -> None:
    weekly = [
        article(f"{BROKE}\n\n{ALONE}", source="Courier", published=DAY + timedelta(days=7 * n))
        for n in range(3)
    ]
    timeline = make_timeline(weekly)
    for entry in timeline.entries:
        for statement in entry.statements:
            assert len(statement.citations) == 1


def test_a_sentence_without_a_time_counts_for_the_day_of_publication() -> None:
    report = article(
        "A fire destroyed the covered market of Ostvik.\n\nThe stalls had stood since 1920.",
        title="Ostvik market burns",
        published=DAY,
    )
    (entry,) = make_timeline([report], topic="Ostvik market").entries
    assert (entry.first, entry.dating, entry.precision) == (DAY, Dating.PUBLISHED, Precision.DAY)
    assert entry.statements[0].text == "A fire destroyed the covered market of Ostvik."


def test_a_plan_is_told_where_nothing_else_is() -> None:
    plan = article("The council of Ostvik will vote on the bridge on Friday.", published=None)
    assert make_timeline([plan]).entries == ()
    dated = article("The council of Ostvik will vote on the bridge on Friday.", published=DAY)
    timeline = make_timeline([dated])
    assert [entry.first for entry in timeline.entries] == [date(2025, 3, 14)]


asked = st.fixed_dictionaries(
    {
        "topic": st.just("") | texts,
        "entries": st.integers(1, 12),
        "first": st.none() | any_days,
        "last": st.none() | any_days,
        "newest_first": st.booleans(),
        "fill": st.booleans(),
    }
)


@given(st.lists(any_articles, max_size=5), asked)
def test_whatever_the_articles_say(some: list[Article], asked: dict[str, Any]) -> None:
    known = {one.id: one for one in some}
    first, last, newest_first = asked["first"], asked["last"], asked["newest_first"]
    timeline = make_timeline(tuple(known.values()), **asked)
    assert timeline.read == len(known)
    assert len(timeline.entries) <= asked["entries"]
    order = [(entry.first, entry.last) for entry in timeline.entries]
    assert order == sorted(order, reverse=newest_first)
    assert len(set(order)) == len(order) or any(
        entry.precision is not Precision.DAY for entry in timeline.entries
    )
    for entry in timeline.entries:
        assert entry.first <= entry.last
        assert first is None or day_of(first) <= entry.first
        assert last is None or entry.last <= day_of(last)
        assert 1 <= len(entry.statements) <= 3
    places = []
    for statement in timeline.statements:
        assert statement.text == statement.citations[0].quote
        for citation in statement.citations:
            held = known[citation.article_id]
            assert held.text[citation.start : citation.end] == citation.quote
        places.append((statement.citations[0].article_id, statement.citations[0].sentence_index))
    assert len(set(places)) == len(places)


class Faulty:
    """A pattern that fails over any text in which "Skerrin" stands: a fault in a rule."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def search(self, text: str) -> re.Match[str] | None:
        assert "Skerrin" not in text
        return self._pattern.search(text)


def test_a_fault_in_one_article_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dating, "_PAST", Faulty(dating._PAST))
    fine = article(f"{BROKE}\n\n{ALONE}", published=DAY)
    bad = article("The harbour of Skerrin froze on Tuesday for a week.", published=DAY)
    timeline = make_timeline([bad, fine])
    assert {one.article_id for one in timeline.sources} == {fine.id}


def test_what_its_provider_withdrew_is_left_out(tmp_path: Path) -> None:
    paragraphs = ["The ferry Saint Orla sank off Skarn on Tuesday with ninety people aboard."]
    with assistant_over(tmp_path / "home") as desk:
        for number, text in enumerate(
            (
                news_item(version=1, title="Saint Orla sinks", paragraphs=paragraphs),
                news_item(version=2, status="stat:canceled", content=""),
            )
        ):
            path = tmp_path / f"{number}.zip"
            path.write_bytes(zipped({"1.xml": text}))
            before = desk.timeline("Saint Orla") if number else None
            desk.add(path)
        assert before is not None
        assert paragraphs[0] in before.statements[0].text
        assert desk.timeline("Saint Orla").entries == ()
        assert desk.timeline().entries == ()
