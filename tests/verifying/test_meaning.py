from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.embedder import Embedder
from assistant.verifying.alignment import Alignment, align, tokens
from assistant.verifying.meaning import Meaning, meaning_of, nearness_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import Thresholds
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

VECTORS = SourceVectors(Embedder(threads=1))
LONG = (
    "The ferry operator, which had been warned twice by inspectors, agreed on Friday to pay "
    "40,000 crowns to the families of those who died off Skerrin."
)


def meaning(statement: str, cited: tuple[SourceSentence, ...]) -> Meaning:
    return meaning_of(
        statement,
        cited,
        nearness=lambda: nearness_of(VECTORS.of_statement(statement), VECTORS.of_sources(cited)),
    )


def score(statement: str, text: str) -> float:
    return meaning(statement, sources(text)).score


def same(statement: str, cited: tuple[SourceSentence, ...]) -> Meaning:
    """With vectors that say nothing."""
    vector = np.zeros(4, np.float32)
    vector[0] = 1.0
    return meaning_of(
        statement,
        cited,
        nearness=lambda: nearness_of(vector, np.stack([vector] * len(cited))),
    )


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "Nineteen people died.",
        "“We were warned,” said the harbour master, Ilse Brandt.",
        "The school, closed since May, will open again on 3 September.",
    ],
)
def test_a_sentence_carries_itself(text: str) -> None:
    assert score(text, text) > 0.95


def test_nearly_the_same_words_score_nearly_as_high() -> None:
    assert score(LONG.replace("agreed", "has agreed").replace("to pay", "that it pay"), LONG) > 0.9


def test_a_paraphrase_is_above_and_a_stranger_below_the_threshold() -> None:
    thresholds = Thresholds()
    source = "The ferry Maren capsized off Skerrin on Monday, and 19 people drowned."
    assert score("Nineteen people drowned when the ferry capsized off Skerrin.", source) > (
        thresholds.partly
    )
    for stranger in (
        "The bakery on Mill Lane won a prize for its rye bread.",
        "The central bank raised interest rates by a quarter of a point.",
        "A union called a strike of teachers for next week.",
    ):
        assert score(stranger, source) < thresholds.unsupported


def test_two_sentences_carry_more_than_one() -> None:
    both = sources("The ferry Maren sank off Skerrin. Its captain, Ole Dahl, was charged.")
    statement = "Ole Dahl, captain of the ferry Maren that sank off Skerrin, was charged."
    assert meaning(statement, both).score > meaning(statement, both[:1]).score
    assert meaning(statement, both).score > meaning(statement, both[1:]).score


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The ferry operator agreed to pay 40,000 crowns.",
            "Inspectors agreed to pay the families.",
        ),
        (
            "The operator agreed on Friday to pay 40,000 crowns.",
            "The ferry operator had been warned twice by the families of those who died.",
        ),
    ],
)
def test_a_fair_cut_scores_above_a_false_joint(right: str, wrong: str) -> None:
    assert score(right, LONG) > score(wrong, LONG)


@pytest.mark.parametrize("statement", ["", "…", "“ ”", "it was", "!?"])
def test_what_says_nothing_scores_nothing(statement: str) -> None:
    assert same(statement, sources(LONG)).score == 0.0


def test_without_sources_nothing_is_carried() -> None:
    empty = np.zeros((0, 4), np.float32)
    vector = np.full(4, 0.5, np.float32)
    found = meaning_of("Nineteen died", (), nearness=lambda: nearness_of(vector, empty))
    assert found.score == 0.0


@pytest.mark.parametrize(
    "statement", ["東京で地震があった", "غرقت العبّارة", "Паром затонул", "Xyz"]
)
def test_words_that_no_source_has_are_not_supported(statement: str) -> None:
    assert score(statement, LONG) < Thresholds().partly


@given(ugly_text, st.lists(ugly_text, min_size=1, max_size=3))
def test_no_text_breaks_it(statement: str, texts: list[str]) -> None:
    cited = sources("\n\n".join(texts))
    if cited:
        assert 0.0 <= same(statement, cited).score <= 1.0


class TestAlignment:
    def test_a_run_of_the_source_is_free(self) -> None:
        found = align("nineteen people died", ["On Monday, nineteen people died off Skerrin."])
        assert found.cost < 0.2
        assert found.cuts == found.new == found.backward == 0

    def test_a_dropped_not_is_seen(self) -> None:
        found = align("They have committed a crime", ["They have not committed a crime."])
        assert found.negations == 1

    def test_a_contraction_holds_a_not(self) -> None:
        assert [token.text for token in tokens("didn’t")] == ["did", "not"]
        assert [token.text for token in tokens("can't")] == ["can", "not"]

    def test_a_lost_noun_is_seen(self) -> None:
        source = ["Moores, a county championship winner, finds himself under pressure."]
        assert align("Moores, a county championship, finds himself under pressure", source).beheaded
        assert not align("Moores finds himself under pressure", source).beheaded

    def test_a_small_word_that_governs_something_else_is_seen(self) -> None:
        source = ["The home built for the former minister was opened for inspection on Monday."]
        assert align("The home was built for inspection", source).reattached
        assert not align("The home built for the minister was opened", source).reattached

    def test_a_dropped_article_is_no_cut(self) -> None:
        assert align("ferry left harbour", ["The ferry left the harbour."]).cuts == 0

    def test_changed_order_is_seen(self) -> None:
        assert align("the union sued the ministry", ["The ministry sued the union."]).backward

    def test_no_words(self) -> None:
        assert align("…", ["The ferry left."]) == Alignment(words=0)
        assert align("The ferry", []).new == 1

    def test_rubbish_takes_no_time(self) -> None:
        start = time.perf_counter()
        align("the of " * 50_000, ["of the " * 50_000] * 2)
        assert time.perf_counter() - start < 5.0
