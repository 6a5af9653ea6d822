"""The pairs that copies are measured by, and the commands that measure."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from assistant.articles.copies import stories_among
from assistant.language.words import count_words
from assistant.types import Document
from eval.copies import altering
from eval.copies.pairs import COPIES, OTHERS, make_pairs
from eval.copies.scale import measure
from eval.copies.telling import tell
from eval.questions import sample_articles

SAMPLES = [
    Document(article.title, article.text, f"{article.origin}#{number}", source=article.source)
    for number, article in enumerate(sample_articles())
    # The fifth, a report of its own, holds a part of the third.
    if number in {0, 1, 2, 3, 5, 6, 7}
]


def test_pairs_of_every_kind_are_made_and_told(tmp_path: Path) -> None:
    pairs = list(make_pairs(SAMPLES, seed=1))
    assert {pair.kind for pair in pairs} == {*COPIES, *OTHERS}
    assert pairs == list(make_pairs(SAMPLES, seed=1))
    told = tell(pairs, SAMPLES, folder=tmp_path)
    assert told.pairs.total() == len(pairs)
    assert told.recall() > 0.9
    # The third and the fourth sample are copies, and nothing knows that of them here.
    assert {frozenset(one.title for one in pair) for pair in told.mixed.values()} == {
        frozenset({SAMPLES[2].title, SAMPLES[3].title})
    }


def test_a_cut_is_the_beginning_and_a_third_at_least() -> None:
    text = SAMPLES[0].text
    for seed in range(20):
        cut = altering.cut(text, choice=random.Random(seed))
        assert text.startswith(cut.partition("\n\n")[0])
        assert count_words(text) / 3 <= count_words(cut) <= count_words(text)


def test_a_translation_keeps_names_and_figures_alone() -> None:
    translated = altering.translated("Cmdr. Leila Strand said 19 people were dead.")
    assert translated.startswith("Cmdr. Leila Strand ")
    assert " 19 " in translated
    assert not {"said", "people", "dead"} & {*translated.split()}
    assert stories_among([SAMPLES[0].text, altering.translated(SAMPLES[0].text)]) == (0, 1)


def test_a_made_library_is_measured(tmp_path: Path) -> None:
    found = measure(SAMPLES, articles=120, folder=tmp_path, seed=1)
    assert found.costs[-1].articles == 120
    assert found.bytes_an_article > 0
    assert found.copied > 0


def test_the_command_prints_its_tables() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "eval.copies"], capture_output=True, text=True, check=True
    )
    assert "| as shipped |" in ran.stdout
    assert "| all at once |" in ran.stdout
    assert "Precision " in ran.stdout
