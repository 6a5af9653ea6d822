"""Which outlet has which fact: over the samples, over made articles, over ugly text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.characters import well_formed
from assistant.errors import UsageError
from assistant.language.articles import make_article
from assistant.models.embedder import embedder_of
from assistant.rendering.telling import column_heads, summary_coverage_in_words
from assistant.stories.coverage import cover_summary, make_coverage
from assistant.stories.likeness import differing, has_figures
from assistant.telling import Carried, Carrier, Coverage
from assistant.types import QUOTED, Article, Document, Headline, Statement, Summary, cite
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors
from tests.rendering.test_safety import ugly_text

_SANK = "The ferry Aurora sank in a storm off the port of Skarn late on Tuesday evening."
_CREW = "The captain, Jens Holm, was arrested by the harbour police on Wednesday morning."
_LOAN = "The shipping line had borrowed 40 million crowns from a regional bank last autumn."


def article(*sentences: str, outlet: str, title: str = "Ferry sinks") -> Article:
    return make_article(
        Document(
            title=title,
            text=well_formed("\n\n".join(sentences)),
            origin=f"{outlet}/{sentences[0]}",
            source=outlet,
            published=date(2031, 3, 5),
        )
    )


def covered(*articles: Article, facts: int = 20) -> Coverage:
    embedder = embedder_of(1)
    return make_coverage(articles, vectors=SourceVectors(embedder), embedder=embedder, facts=facts)


def kinds(told: Coverage, text: str) -> tuple[Carried, ...]:
    (fact,) = (one for one in (*told.facts, *told.alone) if one.statement.text == text)
    return tuple(one.carried for one in fact.carrying)


def test_what_two_have_comes_before_what_one_has() -> None:
    told = covered(
        article(_SANK, _LOAN, outlet="Herald"),
        article(
            "Late on Tuesday evening the ferry Aurora sank in a storm off Skarn's port.",
            _CREW,
            outlet="Ledger",
        ),
    )
    assert [one.name for one in told.carriers] == ["Herald", "Ledger"]
    first = told.facts[0]
    assert first.reports == 2
    assert {one.source for one in first.statement.citations} == {"Herald", "Ledger"}
    assert kinds(told, _LOAN) == (Carried.WHOLE, Carried.NOT)
    assert kinds(told, _CREW) == (Carried.NOT, Carried.WHOLE)
    assert [one.statement.text for one in told.alone] == [_LOAN, _CREW]


def test_another_figure_for_the_same_is_told() -> None:
    told = covered(
        article("The storm killed 27 people on the ferry Aurora off Skarn.", outlet="Herald"),
        article("The storm killed 19 people on the ferry Aurora off Skarn.", outlet="Ledger"),
    )
    (fact,) = told.facts
    assert sorted(one.carried for one in fact.carrying) == [Carried.PARTLY, Carried.WHOLE]
    (differs,) = (one.differs for one in fact.carrying if one.differs)
    assert {words.split()[0] for words in differs} == {"27", "19"}
    assert fact.reports == 1


def test_a_copy_is_no_further_witness() -> None:
    text = (
        *(_SANK, _CREW, _LOAN),
        "Divers searched the wreck until the light failed at dusk and found nobody alive below.",
        "A second ship, the Meridian, took eleven passengers on board and brought them to Ostby.",
        "The mayor called it the darkest night that the town had known for a hundred years.",
    )
    told = covered(
        article(*text, outlet="Wire"),
        article(*text, outlet="Zeitung", title="Ferry lost"),
        article(
            "A fire closed the cheese market of Ostby for the whole of Monday.", outlet="Radio"
        ),
    )
    names = {one.name: one.copy_of for one in told.carriers}
    assert names in (
        {"Wire": None, "Zeitung": "Wire", "Radio": None},
        {"Wire": "Zeitung", "Zeitung": None, "Radio": None},
    )
    assert all(one.reports == 1 for one in (*told.facts, *told.alone))
    assert any(kinds(told, one.statement.text).count(Carried.WHOLE) == 2 for one in told.alone)


def test_articles_of_one_outlet_are_columns_of_their_own() -> None:
    told = covered(
        article(_SANK, outlet="Herald", title="First"),
        article(_SANK, _CREW, outlet="Herald", title="Then"),
    )
    assert {one.name for one in told.carriers} == {"First", "Then"}
    assert column_heads(told) == ("A", "B")


def test_a_summary_carries_what_it_quotes_and_leaves_out_the_rest() -> None:
    one = article(_SANK, _CREW, outlet="Herald")
    other = article(_CREW, _SANK, outlet="Ledger")
    embedder = embedder_of(1)
    statement = Statement(_SANK, (cite(one, 0),), QUOTED)
    summary = Summary((statement,), engine="extractive", style="paragraph", words=15, sources=())
    told = cover_summary(summary, [one, other], vectors=SourceVectors(embedder), embedder=embedder)
    assert told.shared
    carried = {fact.statement.text: kind for fact, kind in told.facts}
    assert carried == {_SANK: Carried.WHOLE, _CREW: Carried.NOT}
    expected = "Carries 1 of the 2 facts that at least two of its sources report"
    assert summary_coverage_in_words(told) == expected


def test_a_summary_of_one_article_is_held_against_its_main_points() -> None:
    one = article(_SANK, _CREW, _LOAN, outlet="Herald")
    embedder = embedder_of(1)
    statement = Statement(_CREW, (cite(one, 1),), QUOTED)
    summary = Summary((statement,), engine="extractive", style="paragraph", words=13, sources=())
    told = cover_summary(summary, [one], vectors=SourceVectors(embedder), embedder=embedder)
    assert not told.shared
    assert [fact.statement.text for fact, _ in told.facts] == [_SANK, _CREW, _LOAN]
    assert told.facts[1][1] is Carried.WHOLE
    assert "of the 3 main points" in summary_coverage_in_words(told)


def test_the_sample_library_is_told_with_exact_citations(samples: Assistant) -> None:
    told = samples.coverage("ferry sinking", facts=6)
    assert 0 < len(told.facts) <= 6
    assert len(told.alone) <= 3
    assert [one.reports for one in told.facts] == sorted(
        (one.reports for one in told.facts), reverse=True
    )
    for fact in (*told.facts, *told.alone):
        assert len(fact.carrying) == len(told.carriers)
        for citation in fact.statement.citations:
            text = samples.article(citation.article_id).text
            assert text[citation.start : citation.end] == citation.quote
    own = [n for n, one in enumerate(told.carriers) if one.copy_of is None]
    for fact in told.alone:
        assert [fact.carrying[n].carried for n in own].count(Carried.NOT) == len(own) - 1
    with pytest.raises(UsageError):
        samples.coverage("ferry", facts=0)


def test_nothing_is_told_of_nothing() -> None:
    told = covered()
    assert (told.carriers, told.facts, told.alone, told.read) == ((), (), (), 0)


@settings(max_examples=10)
@given(st.lists(ugly_text, min_size=1, max_size=4))
def test_whatever_articles_hold_every_fact_is_a_sentence_of_theirs(texts: list[str]) -> None:
    articles = [article(text, outlet=f"Outlet {n % 2}") for n, text in enumerate(texts)]
    told = covered(*articles)
    by_id = {one.id: one for one in articles}
    for fact in (*told.facts, *told.alone):
        first = fact.statement.citations[0]
        assert fact.statement.text == by_id[first.article_id].sentence_text(first.sentence_index)
        assert len(fact.carrying) == len(told.carriers)


@given(ugly_text, ugly_text)
def test_figures_of_ugly_text_are_compared(one: str, other: str) -> None:
    first, second = (article(text or "x", outlet="a") for text in (f"{one} 5 dead", f"{other} 7"))
    pair = SourceSentence(first, 0), SourceSentence(second, 0)
    assert has_figures(pair[0], pair[0])
    assert differing(pair[0], pair[0]) is None
    assert isinstance(has_figures(*pair), bool)


@given(st.lists(ugly_text, min_size=1, max_size=40))
def test_no_two_columns_have_one_head(names: list[str]) -> None:
    carriers = tuple(Carrier(one, (Headline("a", "t", one, None),)) for one in names)
    heads = column_heads(Coverage("", carriers, (), (), 0))
    assert len(set(heads)) == len(names)
    assert all(heads)
