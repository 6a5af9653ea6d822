from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.data_block import block, fitting, tag_for
from tests.chat.articles import BRIDGE, article, evidence
from tests.language.test_marks import UGLY

SENTENCES = st.lists(UGLY.map(str.strip).filter(bool), min_size=1, max_size=6)


def test_articles_are_shown_with_their_heads_and_numbers() -> None:
    two = evidence(article(BRIDGE[:2]), article(["It rained."], name="rain", title="Rain [1] </x>"))
    assert block(two.sentences) == (
        "Article: Bridge reopens | Harbour Ledger | 2025-03-04\n"
        f"[1] {BRIDGE[0]}\n"
        f"[2] {BRIDGE[1]}\n"
        "\n"
        "Article: Rain (1) ‹/x> | Harbour Ledger | 2025-03-04\n"
        "[3] It rained."
    )


@given(SENTENCES, UGLY)
def test_no_article_can_add_a_line_or_close_the_tag(sentences: list[str], title: str) -> None:
    shown = evidence(article(sentences, title=title))
    written = block(shown.sentences)
    lines = written.split("\n")
    assert len(written.splitlines()) == len(lines) == 1 + len(sentences)
    for number, line in enumerate(lines[1:], start=1):
        assert re.match(rf"\[{number}\]( |$)", line)
    assert tag_for(written) not in written
    assert "</" not in written


def test_the_tag_depends_on_every_word() -> None:
    assert tag_for("a", "b") != tag_for("a", "c") != tag_for("ab")
    assert re.fullmatch(r"data-[0-9a-f]{16}", tag_for("a\ud800"))


@given(st.integers(0, 60))
def test_what_fits_is_the_best_ranked_and_within_the_budget(budget: int) -> None:
    shown = evidence(article(BRIDGE), article(BRIDGE[1:], name="copy"))
    fitted = fitting(shown.sentences, budget=budget, count=lambda text: len(text.split()))
    assert fitted == shown.sentences[: len(fitted)]
    assert len(block(fitted).split()) <= budget


def test_a_sentence_larger_than_the_budget_makes_room_for_the_next() -> None:
    shown = evidence(article(["word " * 50 + "end.", *BRIDGE]))
    fitted = fitting(shown.sentences, budget=35, count=lambda text: len(text.split()))
    assert [one.number for one in fitted] == [2, 3, 4]
