"""A story that several outlets carry is told once, by its head where that has the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.duplicates import DuplicateClusters, collapse
from assistant.answering.evidence import build_evidence, whole_evidence
from assistant.answering.features import Features
from assistant.answering.ranking import RankedSentence
from assistant.language.articles import make_article
from assistant.library.library import Library
from assistant.types import Article, Document, Filters, Hit
from tests.language.stories import cut, story
from tests.library.made import library, prepared

_OWN = "Residents of Orm said on Friday that they had heard nothing of it until the evening."


def _article(name: str, text: str, *, day: int) -> Article:
    return make_article(
        Document(
            title=name, text=text, origin=f"/{name}", source=name, published=date(2025, 3, day)
        )
    )


HEAD = _article("Wire", story(1), day=1)
LOCAL = _article("Local", f"{_OWN}\n\n{story(1)}", day=2)
BRIEF = _article("Brief", cut(story(1)), day=3)
REPRINT = _article("Reprint", story(1), day=4)
OTHER = _article("Other", story(2), day=1)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = library(Path(tmp_path_factory.mktemp("stories")))
    with made.writing("testing"):
        made.upsert([prepared(article) for article in (LOCAL, OTHER, BRIEF, REPRINT, HEAD)])
    yield made
    made.close()


def _hits(*articles: Article, score: float = 1.0) -> list[Hit]:
    return [
        Hit(article, passage, score - passage.index / 100)
        for article in articles
        for passage in prepared(article).passages
    ]


def test_a_story_is_shown_once_with_the_outlets_that_carry_it(opened: Library) -> None:
    hits = _hits(LOCAL, BRIEF, HEAD, OTHER)
    clusters = DuplicateClusters(opened, hits, filters=Filters())
    shown = clusters.with_copies(collapse(hits, k=50, threshold=0.6, clusters=clusters))
    of_story = [hit for hit in shown if hit.article.id != OTHER.id]
    assert len(of_story) <= len(prepared(LOCAL).passages)
    assert {hit.article.source for hit in shown if hit.article.id == OTHER.id} == {"Other"}
    assert all(not hit.also_in for hit in shown if hit.article.id == OTHER.id)
    assert any({"Wire", "Brief", "Reprint"} == {*hit.also_outlets} for hit in of_story)
    assert all(hit.article.source not in hit.also_outlets for hit in of_story)


def test_the_head_is_shown_where_it_has_the_same_passage(opened: Library) -> None:
    hits = _hits(REPRINT, score=2.0) + _hits(HEAD)
    clusters = DuplicateClusters(opened, hits, filters=Filters())
    shown = clusters.with_copies(collapse(hits, k=50, threshold=0.6, clusters=clusters))
    assert {hit.article.source for hit in shown} == {"Wire"}
    assert [hit.score for hit in shown] == sorted((hit.score for hit in shown), reverse=True)
    assert shown[0].score == 2.0
    assert {"Brief", "Local", "Reprint"} == {*shown[0].also_outlets}


def test_evidence_is_the_heads_but_for_what_only_a_copy_says(opened: Library) -> None:
    hits = _hits(LOCAL)
    clusters = DuplicateClusters(opened, hits, filters=Filters())
    evidence = build_evidence(hits, clusters=clusters)
    assert len(evidence) == len(LOCAL.sentences)
    own, *others = evidence.sentences
    assert (own.text, own.article.source) == (_OWN, "Local")
    assert {one.article.source for one in others} == {"Wire"}
    assert all(one.text == HEAD.sentence_text(one.sentence.index) for one in others)
    assert all("Local" in one.also_outlets and HEAD.id not in one.also_in for one in others)


def test_what_several_copies_say_is_one_sentence_of_the_evidence(opened: Library) -> None:
    hits = _hits(BRIEF, LOCAL, HEAD)
    clusters = DuplicateClusters(opened, hits, filters=Filters())
    texts = [one.text for one in build_evidence(hits, clusters=clusters).sentences]
    assert len(texts) == len({*texts})
    assert len(build_evidence(hits)) > len(texts)


def test_ranked_sentences_come_from_the_head_each_once(opened: Library) -> None:
    features = Features(0, 0, 0, 0, 0, 0)
    ranked = [
        RankedSentence(LOCAL, 0, (), score=0.9, features=features),
        RankedSentence(LOCAL, 3, (BRIEF.id,), score=0.8, features=features),
        RankedSentence(HEAD, 2, (), score=0.7, features=features),
        RankedSentence(OTHER, 2, (), score=0.6, features=features),
    ]
    hits = [*_hits(LOCAL), *_hits(OTHER)]
    told = DuplicateClusters(opened, hits, filters=Filters()).all_cited(ranked)
    assert [(one.article.source, one.index, one.score) for one in told] == [
        ("Local", 0, 0.9),
        ("Wire", 2, 0.8),
        ("Other", 2, 0.6),
    ]
    assert told[1].also_in == (LOCAL.id, BRIEF.id)


def test_a_head_that_does_not_stand_is_not_cited_for_a_copy(opened: Library) -> None:
    hits = _hits(LOCAL)
    clusters = DuplicateClusters(opened, hits, filters=Filters())
    assert [head.id for head in clusters.canonical] == [HEAD.id]
    clusters.penalise([HEAD.id])
    evidence = build_evidence(hits, clusters=clusters)
    assert {one.article.source for one in evidence.sentences} == {"Local"}


def test_no_article_outside_the_limits_is_cited_or_named(opened: Library) -> None:
    hits = _hits(LOCAL)
    clusters = DuplicateClusters(opened, hits, filters=Filters(sources=("Local", "Brief")))
    assert {one.article.source for one in build_evidence(hits, clusters=clusters).sentences} == {
        "Local"
    }
    shown = clusters.with_copies(hits)
    assert {name for hit in shown for name in hit.also_outlets} == {"Brief"}


def test_articles_that_are_copies_are_told_once_to_who_writes() -> None:
    evidence = whole_evidence([LOCAL, OTHER, REPRINT, HEAD, LOCAL])
    texts = [one.text for one in evidence.sentences]
    assert len(texts) == len({*texts}) == 1 + len(OTHER.sentences) + len(HEAD.sentences)
    assert [one.number for one in evidence.sentences] == list(range(1, len(texts) + 1))
    by_source = {one.article.source: one for one in evidence.sentences}
    assert set(by_source) == {"Local", "Other", "Wire"}
    assert by_source["Local"].text == _OWN
    assert by_source["Wire"].also_outlets == ("Local", "Reprint")
    assert by_source["Wire"].also_in == (LOCAL.id, REPRINT.id)
    assert by_source["Other"].also_in == ()
