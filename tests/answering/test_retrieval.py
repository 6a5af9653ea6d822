"""Fusion and collapsing, without an index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.duplicates import collapse
from assistant.answering.evidence import build_evidence
from assistant.answering.retrieval import fuse
from assistant.language.articles import make_article
from assistant.language.passages import cut_passages
from assistant.library.words import Found
from assistant.types import Article, Document, Hit
from eval.retrieval import reciprocal_ranks

_SCORED = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.floats(0, 30), max_size=12)


def _found(scores: dict[str, float]) -> list[Found]:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return [Found(key, score) for key, score in ranked]


@given(_SCORED, _SCORED, st.floats(0, 1))
def test_fused_scores_hold_everything_found_and_stay_in_bounds(
    nearest: dict[str, float], matching: dict[str, float], dense: float
) -> None:
    fused = fuse(_found(nearest), _found(matching), dense=dense)
    assert set(fused) == set(nearest) | set(matching)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.values())


def test_the_weight_decides_between_the_lists() -> None:
    nearest = [Found("meaning", 0.9), Found("both", 0.8), Found("last", 0.1)]
    matching = [Found("words", 12.0), Found("both", 9.0)]
    by_meaning = fuse(nearest, matching, dense=1.0)
    by_words = fuse(nearest, matching, dense=0.0)
    mixed = fuse(nearest, matching, dense=0.5)
    assert max(by_meaning, key=by_meaning.__getitem__) == "meaning"
    assert max(by_words, key=by_words.__getitem__) == "words"
    assert max(mixed, key=mixed.__getitem__) == "both"


def test_reciprocal_ranks_are_the_papers() -> None:
    fused = reciprocal_ranks([Found("a", 1), Found("b", 0.5)], [Found("b", 3)], constant=60)
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61})


def _article(name: str, *sentences: str) -> Article:
    return make_article(Document(title=name, text="\n".join(sentences), origin=f"/{name}"))


def _hits(article: Article, *, budget: int = 3) -> list[Hit]:
    passages = cut_passages(
        article.sentences, text=article.text, lengths=[1] * len(article.sentences), budget=budget
    )
    return [Hit(article, passage, 1.0 / (passage.index + 1)) for passage in passages]


_STORY = tuple(
    f"The {thing} of the harbour was closed on Monday after the storm broke its northern gate."
    for thing in (
        "first basin",
        "ferry quay",
        "customs shed",
        "old lighthouse",
        "coal pier",
        "lock",
    )
)


def test_a_copy_cut_at_other_places_is_collapsed() -> None:
    original = _article("original", *_STORY)
    copy = _article("copy", "A line of the outlet's own.", *_STORY)
    collapsed = collapse([*_hits(original), *_hits(copy, budget=4)], k=10, threshold=0.6)
    assert [hit.article.title for hit in collapsed[:2]] == ["original", "original"]
    assert {key for hit in collapsed for key in hit.also_in} == {copy.id}


def test_passages_of_one_article_are_never_collapsed_into_each_other() -> None:
    twice = _article("twice", *_STORY[:3], *_STORY[:3])
    assert len(collapse(_hits(twice), k=10, threshold=0.6)) == 2


@given(st.integers(1, 8))
def test_no_more_than_k_are_kept(k: int) -> None:
    articles = [_article(f"story {n}", f"Number {n} is told at some length.") for n in range(6)]
    hits = [hit for article in articles for hit in _hits(article)]
    kept = collapse(hits, k=k, threshold=0.6)
    assert [hit.article.id for hit in kept] == [hit.article.id for hit in hits[:k]]


def test_evidence_numbers_each_sentence_once_in_the_order_of_rank() -> None:
    article = _article("a", *_STORY)
    first, second = _hits(article)
    evidence = build_evidence([second, first, second])
    assert [sentence.number for sentence in evidence.sentences] == [1, 2, 3, 4, 5, 6]
    assert [sentence.sentence.index for sentence in evidence.sentences] == [3, 4, 5, 0, 1, 2]
