"""Scores of made-up outcomes, each checked by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from assistant.types import (
    Abstention,
    AbstentionKind,
    Answer,
    Statement,
    Summary,
    Verdict,
    VerdictKind,
    cite,
)
from eval.gold.loading import AskCase, SummaryCase, load
from eval.runs.outcomes import Found
from eval.scoring.answering import answer_scores, token_f1
from eval.scoring.finding import Scored, retrieval_scores
from eval.scoring.summing import summary_scores

GOLD = load()
CASES = GOLD.by_id()


def _case(name: str) -> AskCase:
    case = CASES[name]
    assert isinstance(case, AskCase)
    return case


def _values(scores: Sequence[Scored]) -> dict[str, float | None]:
    return {name: value for name, value, _reason in scores}


def _found(file: str, first: int, last: int, also: Sequence[str] = ()) -> Found:
    return Found(GOLD.articles[file].id, first, last, tuple(GOLD.articles[f].id for f in also))


def _statement(file: str, index: int, *, verdict: VerdictKind = VerdictKind.SUPPORTED) -> Statement:
    article = GOLD.articles[file]
    return Statement(article.sentence_text(index), (cite(article, index),), Verdict(verdict))


def _index(file: str, text: str) -> int:
    article = GOLD.articles[file]
    return next(s.index for s in article.sentences if text in article.sentence_text(s.index))


def test_retrieval_by_rank() -> None:
    case = _case("ferry-departure-time")
    place = _index("01-ferry-capsizes.md", "8:15 p.m. for the island")
    missed = [_found("12-rate-rise.md", n, n) for n in range(5)]
    right = _found("01-ferry-capsizes.md", place - 1, place + 1)
    values = _values([*retrieval_scores(case, [*missed, right])])
    assert values == {
        "recall@5": 0.0,
        "recall@10": 1.0,
        "mrr": pytest.approx(1 / 6),
        "ndcg@10": pytest.approx(1 / math.log2(7)),
    }
    assert _values([*retrieval_scores(case, [])])["mrr"] == 0.0
    assert _values([*retrieval_scores(case, [right])])["ndcg@10"] == 1.0


def test_copies_count_once_and_a_folded_copy_counts() -> None:
    case = _case("ferry-survivors")
    place = _index("03-ferry-toll-19.md", "stood at 164")
    folded = _found("01-ferry-capsizes.md", 0, 1, also=["04-ferry-toll-ledger.md"])
    assert _values([*retrieval_scores(case, [folded])])["recall@5"] == 1.0
    twice = [_found("03-ferry-toll-19.md", place, place)] * 2
    assert _values([*retrieval_scores(case, twice)])["ndcg@10"] == 1.0


def test_both_sides_of_a_comparison_are_wanted() -> None:
    case = _case("ferry-turnstile-missing-change")
    place = _index("08-inquiry-opens.md", "the figure would be 35")
    values = _values([*retrieval_scores(case, [_found("08-inquiry-opens.md", place, place)])])
    assert values["recall@10"] == 0.5
    answer = Answer("", "", (_statement("08-inquiry-opens.md", place),), "extractive")
    scores = _values([*answer_scores(case, answer)])
    assert (scores["contains"], scores["cited precision"], scores["cited recall"]) == (
        1.0,
        1.0,
        0.5,
    )


def test_an_answer_that_says_it_but_cites_beside_it() -> None:
    case = _case("ferry-survivors")
    place = _index("01-ferry-capsizes.md", "8:15 p.m. for the island")
    wrong = _statement("01-ferry-capsizes.md", place, verdict=VerdictKind.UNSUPPORTED)
    said = Statement("164 people were rescued.", wrong.citations, wrong.verdict)
    scores = _values([*answer_scores(case, Answer("", "", (said,), "chat:x"))])
    assert scores["contains"] == 1.0
    assert scores["cited precision"] == scores["cited recall"] == 0.0
    assert scores["supported"] == 0.0
    assert scores["decided"] == 1.0


def test_declining_is_right_or_wrong_and_what_was_not_said_is_not_scored() -> None:
    abstention = Abstention(AbstentionKind.NOT_IN_EVIDENCE, "The articles do not say.")
    declined = Answer("", "", (), "extractive", abstention=abstention)
    answerable = _values([*answer_scores(_case("ferry-survivors"), declined)])
    assert answerable["decided"] == 0.0
    assert answerable["contains"] == 0.0
    assert answerable["cited precision"] is None
    assert answerable["supported"] is None
    unanswerable = _values([*answer_scores(_case("none-chess"), declined)])
    assert unanswerable == {"decided": 1.0, "supported": None}


def test_forbidden_words_are_found() -> None:
    case = _case("hoax-who-found")
    said = Statement(
        "Noor Vandeleur found it; the Karrow Dam is safe.", (), Verdict(VerdictKind.UNCHECKED)
    )
    scores = [*answer_scores(case, Answer("", "", (said,), "chat:x"))]
    assert _values(scores)["clean"] == 0.0
    assert ("contains", 1.0) in [(name, value) for name, value, _ in scores]


@pytest.mark.parametrize(
    ("text", "accepted", "f1"),
    [
        ("The cat sat.", "cat", 2 / 3),
        ("cat", "the cat", 1.0),
        ("", "cat", 0.0),
        ("a dog", "cat", 0),
    ],
)
def test_token_f1(text: str, accepted: str, f1: float) -> None:
    assert token_f1(text, accepted) == pytest.approx(f1)


def test_a_summary_is_scored_by_facts_length_and_reference() -> None:
    case = CASES["sum-spillway-breaks"]
    assert isinstance(case, SummaryCase)
    reference = case.wanted.reference or ""
    said = Statement(reference, (), Verdict(VerdictKind.SUPPORTED))
    scores = _values([*summary_scores(case, Summary((said,), "chat:x", "paragraph", words=60))])
    assert scores["facts"] == 1.0
    assert scores["length kept"] == 1.0
    assert scores["rouge1"] == 1.0
    short = Statement("The spillway broke.", (), Verdict(VerdictKind.SUPPORTED))
    scores = _values([*summary_scores(case, Summary((short,), "chat:x", "paragraph", words=3))])
    assert scores["facts"] == 0.25
    assert scores["length kept"] == 0.0
