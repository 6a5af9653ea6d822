from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.verifying.lexical import stem, words_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import WEIGHTS, Candidates, Ranked, choose_support
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

DIMENSION = 8
TEXT = (
    "The ferry Maren left Skerrin at dawn with 212 people on board. "
    "The weather was calm. "
    "It capsized two miles off the harbour wall. "
    "Nineteen people died, the coastguard said. "
    "A bakery on Mill Lane won a prize for its rye bread. "
    "The operator, Norland Lines, was fined 40,000 crowns in 2019."
)


def unit(*values: float) -> NDArray[np.float32]:
    vector = np.zeros(DIMENSION, np.float32)
    vector[: len(values)] = values
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def ranked(statement: str, candidates: tuple[SourceSentence, ...]) -> tuple[Ranked, ...]:
    return best_first(statement, candidates, np.stack([unit(1.0, 1.0)] * len(candidates)))


def best_first(
    statement: str, candidates: tuple[SourceSentence, ...], vectors: NDArray[np.float32]
) -> tuple[Ranked, ...]:
    found = Candidates(statement, candidates, statement_vector=unit(1.0), candidate_vectors=vectors)
    return found.ranked(WEIGHTS, depth=5)


def chosen(statement: str, candidates: tuple[SourceSentence, ...]) -> tuple[int, ...]:
    return choose_support(
        statement,
        candidates,
        statement_vector=unit(1.0),
        candidate_vectors=np.stack([unit(1.0, 1.0)] * len(candidates)),
    )


def test_the_sentence_that_says_it_comes_first() -> None:
    assert chosen("Norland Lines was fined 40,000 crowns", sources(TEXT))[0] == 5
    assert chosen("A bakery won a prize for rye bread", sources(TEXT))[0] == 4


def test_a_second_sentence_is_worth_what_it_adds() -> None:
    found = chosen("The ferry Maren left Skerrin at dawn and nineteen people died", sources(TEXT))
    assert set(found) == {0, 3}


def test_a_repetition_adds_nothing() -> None:
    text = "Norland Lines was fined. The sea was calm. Norland Lines was fined."
    found = chosen("Norland Lines was fined", sources(text))
    assert len(found) == 1


def test_meaning_decides_where_words_do_not() -> None:
    candidates = sources("The vessel went under. The baker rested.")
    vectors = np.stack([unit(1.0), unit(0.0, 1.0)])
    for order in (candidates, candidates[::-1]):
        of_order = vectors if order is candidates else vectors[::-1]
        found = best_first("A ship sank", order, of_order)
        assert order[found[0].index].index == 0


def test_every_candidate_is_ranked_once() -> None:
    found = ranked("Nineteen people died in 2019", sources(TEXT))
    assert sorted(place.index for place in found) == list(range(6))
    assert all(0.0 <= place.added <= 1.0 + 1e-9 for place in found)


def test_sentences_of_several_articles_are_told_apart() -> None:
    candidates = (*sources(TEXT), *sources("Norland Lines denied it.", title="Denied"))
    assert chosen("Norland Lines denied it", candidates)[0] == 6


def test_no_candidates() -> None:
    nothing = np.zeros((0, DIMENSION), np.float32)
    assert best_first("A", (), nothing) == ()
    assert choose_support("A b", (), statement_vector=unit(1.0), candidate_vectors=nothing) == ()


@pytest.mark.parametrize("statement", ["", " ", "…", "“”", "it is the", "?!"])
def test_a_statement_without_words_has_no_support(statement: str) -> None:
    assert chosen(statement, sources(TEXT)) == ()


@pytest.mark.parametrize("statement", ["東京で地震があった", "غرقت العبّارة قبالة الساحل"])
def test_other_scripts_are_compared_too(statement: str) -> None:
    candidates = (*sources(TEXT), *sources(f"{statement}.", title="Other"))
    assert chosen(statement, candidates)[0] == 6


@given(ugly_text, st.lists(ugly_text, min_size=1, max_size=4))
def test_no_text_breaks_it(statement: str, texts: list[str]) -> None:
    candidates = sources("\n\n".join(texts))
    if not candidates:
        return
    places = ranked(statement, candidates)
    assert sorted(place.index for place in places) == list(range(len(candidates)))
    assert np.isfinite([place.score for place in places]).all()
    assert set(chosen(statement, candidates)) <= set(range(len(candidates)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("appointed", "appointment"),
        ("companies", "company"),
        ("merged", "merging"),
        ("stopped", "stopping"),
        ("elected", "election"),
        ("houses", "house"),
        ("dies", "died"),
    ],
)
def test_stems_join_the_forms_of_a_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("news", "new"), ("bus", "but"), ("1900", "190")])
def test_stems_keep_other_words_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words_tell_figures_names_and_datelines() -> None:
    words = words_of("Norland paid 1,200 crowns")
    assert words.figures == {"1200"}
    assert words.names == {stem("norland")}
    assert not words.dated
    assert words_of("Posted 9:36 PM, Nov 14, 2018").dated
