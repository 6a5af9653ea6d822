from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.services.intake import SAMPLES
from assistant.types import Article
from eval.minimal_pairs import Half, Kind, MinimalPair, load_pairs
from eval.minimal_pairs.cast import load_cast
from eval.minimal_pairs.drafts import Sample, read_samples
from eval.minimal_pairs.making import make_pairs
from eval.minimal_pairs.numerals import in_words, of_words
from eval.minimal_pairs.pairs import PAIRS, as_lines

FEWEST_OF_A_KIND = 40


@cache
def samples() -> tuple[Sample, ...]:
    return read_samples(load_cast())


@cache
def articles() -> dict[str, Article]:
    return {sample.name: sample.article for sample in samples()}


def cited(pair: MinimalPair) -> tuple[str, ...]:
    article = articles()[pair.article]
    return tuple(article.sentence_text(index) for index in pair.sentences)


def test_the_committed_file_is_what_the_maker_makes() -> None:
    assert as_lines(make_pairs()) == PAIRS.read_text(encoding="utf-8")


def test_there_are_enough_of_every_kind() -> None:
    counts = Counter(pair.kind for pair in load_pairs())
    assert len(load_pairs()) >= 600
    assert {kind: count for kind, count in counts.items() if count < FEWEST_OF_A_KIND} == {}
    assert set(counts) == set(Kind)


def test_at_least_half_of_each_kind_has_a_rewritten_twin() -> None:
    for kind in Kind:
        of_kind = [pair for pair in load_pairs() if pair.kind is kind]
        assert sum(not pair.verbatim for pair in of_kind) >= len(of_kind) / 2
        assert sum(pair.verbatim for pair in of_kind) >= len(of_kind) / 4


def test_ids_are_unique_and_tell_the_kind() -> None:
    ids = [pair.id for pair in load_pairs()]
    assert len(ids) == len(set(ids))
    assert all(pair.id.startswith(f"{pair.kind}-") for pair in load_pairs())


def test_no_statement_is_altered_twice_in_the_same_way() -> None:
    altered = [(pair.kind, pair.altered) for pair in load_pairs()]
    assert len(altered) == len(set(altered))


def test_the_halves_share_no_article_and_are_about_as_large() -> None:
    halves: dict[Half, set[str]] = defaultdict(set)
    for pair in load_pairs():
        halves[pair.half].add(pair.article)
    assert halves[Half.CHOOSE].isdisjoint(halves[Half.REPORT])
    for kind in Kind:
        counts = Counter(pair.half for pair in load_pairs() if pair.kind is kind)
        assert min(counts.values()) >= 0.4 * max(counts.values())


def test_the_halves_share_no_sentence() -> None:
    of_half = {
        half: {text for pair in load_pairs() if pair.half is half for text in cited(pair)}
        for half in Half
    }
    assert of_half[Half.CHOOSE].isdisjoint(of_half[Half.REPORT])


def test_nearly_every_article_is_drawn_on_and_none_too_much() -> None:
    counts = Counter(pair.article for pair in load_pairs())
    names = {path.name for path in SAMPLES.glob("*.md")}
    # The fourth is, but for a word here and there, the third.
    assert names - set(counts) == {"04-ferry-toll-ledger.md"}
    assert max(counts.values()) <= 0.1 * len(load_pairs())


def test_the_cited_sentences_exist() -> None:
    for pair in load_pairs():
        assert pair.sentences
        assert pair.sentences == tuple(sorted(set(pair.sentences)))
        assert pair.sentences[0] >= 0
        assert pair.sentences[-1] < len(articles()[pair.article].sentences)


def test_the_altered_statement_is_another_one() -> None:
    for pair in load_pairs():
        assert pair.twin != pair.altered
        assert pair.was != pair.became
        assert pair.became in pair.altered
        assert pair.altered not in cited(pair)


def test_every_statement_is_written_as_a_sentence() -> None:
    for text in (text for pair in load_pairs() for text in (pair.twin, pair.altered)):
        assert text == text.strip()
        assert not text[0].islower()
        assert text.endswith((".", "”", '"'))
        assert "  " not in text
        assert ".." not in text
        assert text.count("“") == text.count("”")


def test_a_verbatim_twin_is_the_sentence_that_it_cites() -> None:
    for pair in load_pairs():
        assert not pair.verbatim or cited(pair) == (pair.twin,)


def test_a_rewritten_twin_is_no_sentence_of_the_article() -> None:
    for pair in load_pairs():
        assert pair.verbatim or pair.twin not in cited(pair)


def test_one_thing_alone_is_changed() -> None:
    for pair in load_pairs():
        if pair.kind is not Kind.ATTRIBUTION:
            assert pair.was in pair.twin
            places = range(len(pair.twin))
            changed = {
                pair.twin[:place] + pair.became + pair.twin[place + len(pair.was) :]
                for place in places
                if pair.twin.startswith(pair.was, place)
            }
            assert pair.altered in changed


def test_a_new_name_is_in_no_cited_sentence() -> None:
    for pair in load_pairs():
        if pair.kind in (Kind.NAME, Kind.SPEAKER):
            assert pair.became not in " ".join(cited(pair))


def test_a_dropped_attribution_leaves_nothing_new() -> None:
    for pair in load_pairs():
        if pair.kind is Kind.ATTRIBUTION:
            assert len(pair.altered) < len(pair.twin)
            assert set(pair.altered.casefold().split()) <= {
                *pair.twin.casefold().split(),
                *(f"{word.rstrip(',')}." for word in pair.twin.casefold().split()),
                *(word.rstrip(",") for word in pair.twin.casefold().split()),
            }


def test_near_copies_of_a_sentence_are_used_in_one_article_alone() -> None:
    texts = {(pair.article, text) for pair in load_pairs() for text in cited(pair)}
    words = [(name, frozenset(text.split())) for name, text in texts if len(text.split()) > 6]
    for (name, one), (other_name, other) in combinations(words, 2):
        assert name == other_name or len(one & other) < 0.8 * len(one | other)


@given(number=st.integers(min_value=0, max_value=999))
def test_numbers_in_words_are_read_back(number: int) -> None:
    assert of_words(in_words(number)) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Three hundred and eighty-eight", 388),
        ("seventeen thousand four hundred", 17_400),
        ("two three", None),
        ("forty", 40),
    ],
)
def test_number_words(words: str, number: int | None) -> None:
    assert of_words(words) == number


@pytest.mark.parametrize("number", [-1, 1000])
def test_longer_numbers_are_not_written_out(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        in_words(number)


def test_a_weekday_is_the_last_one_unless_the_cast_says_otherwise() -> None:
    (ferry,) = (one for one in samples() if one.number == 3)
    assert ferry.day(0, "Tuesday") == date(2025, 3, 4)
    assert ferry.day(5, "Monday") == date(2025, 3, 3)
    assert ferry.day(17, "Wednesday") == date(2025, 3, 5)
