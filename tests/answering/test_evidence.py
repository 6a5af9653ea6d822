"""The evidence for small models: the best sentences with their neighbours, within a budget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.data_block import block, run_on
from assistant.answering.duplicates import FoundSentence
from assistant.answering.evidence import chosen_evidence, sentences_in_turn
from assistant.types import Article, Evidence, Hit, Passage
from tests.chat.articles import BRIDGE, article, long_article
from tests.language.test_marks import UGLY

LONG = long_article(12)
OTHER = article(BRIDGE, name="bridge")
AMPLE = 10_000


def sentences(*wanted: tuple[Article, int]) -> list[FoundSentence]:
    return [FoundSentence(one, index) for one, index in wanted]


def words(text: str) -> int:
    return len(text.split())


def indices(evidence: Evidence, one: Article) -> list[int]:
    return [s.sentence.index for s in evidence.sentences if s.article.id == one.id]


def test_the_best_come_with_their_neighbours_each_article_once_in_its_order() -> None:
    ranked = sentences((LONG, 7), (OTHER, 2), (LONG, 1))
    found = chosen_evidence(ranked, budget=AMPLE, count=words)
    assert indices(found, LONG) == [0, 1, 2, 6, 7, 8]
    assert indices(found, OTHER) == [1, 2, 3]
    assert [s.article.id for s in found.sentences] == ["long"] * 6 + ["bridge"] * 3
    assert [s.number for s in found.sentences] == list(range(1, 10))
    assert block(found.sentences).count("Article: ") == 2


def test_a_neighbour_keeps_the_outlets_that_are_known_of_it() -> None:
    ranked = [*sentences((OTHER, 1)), FoundSentence(OTHER, 2, ("copy",), ("Karrow Post",))]
    found = chosen_evidence(ranked, budget=AMPLE, count=words)
    assert [s.also_outlets for s in found.sentences] == [(), (), ("Karrow Post",), ()]


def test_the_best_alone_where_no_more_fits() -> None:
    line = f"Article: Bridge reopens | Harbour Ledger | 2025-03-04 [99] {BRIDGE[2]}"
    least = words(line)
    found = chosen_evidence(sentences((OTHER, 2), (LONG, 3)), budget=least, count=words)
    assert indices(found, OTHER) == [2]
    assert indices(found, LONG) == []
    assert not chosen_evidence(sentences((OTHER, 2)), budget=least - 1, count=words)


def test_what_is_too_large_is_passed_over() -> None:
    huge = article(["word " * 500 + "end.", "It rained."], name="huge")
    found = chosen_evidence(sentences((huge, 0), (OTHER, 0)), budget=60, count=words)
    assert indices(found, huge) == []
    assert 0 in indices(found, OTHER)


@given(
    st.lists(UGLY.map(str.strip).filter(bool), min_size=1, max_size=8),
    st.lists(st.integers(0, 7), max_size=8),
    st.integers(0, 120),
)
def test_no_evidence_passes_the_budget(texts: list[str], wanted: list[int], budget: int) -> None:
    ugly = article(texts, name=ascii(texts))
    ranked = sentences(*((ugly, index % len(texts)) for index in wanted), (OTHER, 0))
    found = chosen_evidence(ranked, budget=budget, count=words)
    assert words(block(found.sentences)) <= budget
    assert words(run_on(found.sentences)) <= budget
    keys = [(s.article.id, s.sentence.index) for s in found.sentences]
    assert len(keys) == len(set(keys))


def test_sentences_without_numbers_stand_in_paragraphs_with_their_gaps() -> None:
    found = chosen_evidence(sentences((LONG, 0), (LONG, 4)), budget=AMPLE, count=words)
    texts = [LONG.sentence_text(index) for index in (0, 1, 3, 4, 5)]
    assert run_on(found.sentences) == (
        f"Article: Counting days at long | Harbour Ledger | 2025-03-04\n"
        f"{texts[0]} {texts[1]} … {texts[2]} {texts[3]} {texts[4]}"
    )


@given(st.lists(UGLY.map(str.strip).filter(bool), min_size=1, max_size=6), UGLY)
def test_no_article_can_add_a_line_to_plain_text(texts: list[str], title: str) -> None:
    ugly = article(texts, name=ascii(texts), title=title)
    found = chosen_evidence(
        sentences(*((ugly, index) for index in range(len(texts)))), budget=AMPLE, count=words
    )
    written = run_on(found.sentences)
    assert len(written.splitlines()) == len(written.split("\n")) <= 2
    assert "</" not in written


def test_of_a_whole_topic_each_passage_gives_its_first_sentences_in_turn() -> None:
    hits = [Hit(one, Passage(0, 0, 2, 0, 10), 1.0) for one in (LONG, OTHER)]
    found = [(one.article.id, one.index) for one in sentences_in_turn(hits, clusters=None)]
    assert found == [
        ("long", 0),
        ("bridge", 0),
        ("long", 1),
        ("bridge", 1),
        ("long", 2),
        ("bridge", 2),
    ]
