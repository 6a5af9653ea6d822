from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.passages import cut_passages, passage_header
from assistant.language.sentences import split_sentences
from assistant.types import Passage, Sentence


def made(*, count: int, gap: str = " ") -> tuple[str, tuple[Sentence, ...]]:
    """A text of ``count`` sentences "Aaaa." with ``gap`` between them."""
    text = gap.join(["Aaaa."] * count)
    step = 5 + len(gap)
    return text, tuple(Sentence(i, i * step, i * step + 5) for i in range(count))


def runs(passages: tuple[Passage, ...]) -> list[tuple[int, int]]:
    return [(passage.first, passage.last) for passage in passages]


@given(
    lengths=st.lists(st.integers(0, 120), max_size=60),
    budget=st.integers(1, 200),
    gap=st.sampled_from([" ", "\n", "\n\n", "\r\n \r\n"]),
)
def test_contract(lengths: list[int], budget: int, gap: str) -> None:
    text, sentences = made(count=len(lengths), gap=gap)
    passages = cut_passages(sentences, text=text, lengths=lengths, budget=budget)
    assert [passage.index for passage in passages] == list(range(len(passages)))
    covered = 0
    for passage in passages:
        assert passage.start == sentences[passage.first].start
        assert passage.end == sentences[passage.last].end
        assert passage.first == covered
        assert passage.last >= covered, "a passage without a sentence"
        within = sum(lengths[passage.first : passage.last + 1]) <= budget
        assert within or passage.first == passage.last
        covered = passage.last + 1
    assert covered == len(sentences)


@given(lengths=st.lists(st.integers(1, 50), max_size=40), budget=st.integers(50, 120))
def test_no_fewer_passages_would_do(lengths: list[int], budget: int) -> None:
    text, sentences = made(count=len(lengths))
    passages = cut_passages(sentences, text=text, lengths=lengths, budget=budget)
    greedy = filled = 0
    for length in lengths:
        if not greedy or filled + length > budget:
            greedy, filled = greedy + 1, 0
        filled += length
    assert len(passages) == greedy
    assert all(later.first == earlier.last + 1 for earlier, later in pairwise(passages))


def test_the_last_passage_is_not_tiny() -> None:
    text, sentences = made(count=21)
    passages = cut_passages(sentences, text=text, lengths=[10] * 21, budget=200)
    assert runs(passages) in ([(0, 9), (10, 20)], [(0, 10), (11, 20)])


def test_a_sentence_beyond_the_budget_stands_alone() -> None:
    text, sentences = made(count=3)
    passages = cut_passages(sentences, text=text, lengths=[5, 500, 5], budget=100)
    assert runs(passages) == [(0, 0), (1, 1), (2, 2)]


def test_paragraph_ends_are_preferred() -> None:
    text = "One a. Two b. Three c. Four d.\n\nFive e. Six f."
    sentences = split_sentences(text)
    passages = cut_passages(sentences, text=text, lengths=[10] * 6, budget=45)
    assert runs(passages) == [(0, 3), (4, 5)]


def test_a_heading_stays_with_what_follows() -> None:
    text = "One a. Two b. Three c.\n\nWhat happened next\n\nFour d. Five e."
    sentences = split_sentences(text)
    assert text[sentences[3].start : sentences[3].end] == "What happened next"
    passages = cut_passages(sentences, text=text, lengths=[10, 10, 10, 2, 10, 10], budget=35)
    assert runs(passages) == [(0, 2), (3, 5)]


def test_twenty_thousand_sentences() -> None:
    text, sentences = made(count=20_000)
    passages = cut_passages(sentences, text=text, lengths=[25] * 20_000, budget=200)
    assert len(passages) == 2500
    short = cut_passages(sentences, text=text, lengths=[0] * 20_000, budget=100)
    assert len(short) == 200


def test_no_sentences_no_passages() -> None:
    assert cut_passages((), text="", lengths=(), budget=10) == ()


@pytest.mark.parametrize(("lengths", "budget"), [([1], 10), ([1, 1], 0)])
def test_wrong_arguments(lengths: list[int], budget: int) -> None:
    text, sentences = made(count=2)
    with pytest.raises(ValueError, match=r"needed|positive"):
        cut_passages(sentences, text=text, lengths=lengths, budget=budget)


@pytest.mark.parametrize(
    ("title", "source", "published", "expected"),
    [
        (
            "Ferry\nhalted",
            "Meridian Wire",
            date(2025, 3, 3),
            "Ferry halted\nMeridian Wire, 3 March 2025\n",
        ),
        ("Ferry", None, datetime(2025, 3, 3, 9, tzinfo=UTC), "Ferry\n3 March 2025\n"),
        ("Ferry", "Meridian  Wire ", None, "Ferry\nMeridian Wire\n"),
        ("Ferry", None, None, "Ferry\n"),
        ("", None, None, ""),
    ],
)
def test_header(title: str, source: str | None, published: date | None, expected: str) -> None:
    assert passage_header(title, source=source, published=published) == expected
