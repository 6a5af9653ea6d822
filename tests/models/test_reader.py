"""The shipped reader, for real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant.errors import ConfigurationError
from assistant.models.pairs import SENTENCE_TOKENS, as_asked, best_span, pair_of
from assistant.models.reader import WEIGHTS, Reader, Reading, Sentence
from tests.language.ugly import ugly_text

HEADING = "Ferry capsizes off Skerrin\nThe Ledger, 3 March 2025\n"
TEXTS = (
    "The ferry left the harbour of Skerrin on Monday morning.",
    "Nineteen people died, the coastguard said.",
    "The ministry blamed the operator for the accident.",
    "The central bank raised its key rate to 6.75 percent.",
)
SENTENCES = tuple(Sentence(text, HEADING) for text in TEXTS)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=2)


@pytest.mark.parametrize(
    ("question", "answering", "short"),
    [
        ("How many people died?", 1, "Nineteen"),
        ("Who blamed the operator?", 2, "ministry"),
        ("What is the key rate of the central bank?", 3, "6.75"),
    ],
)
def test_the_answering_sentence_stands_out_and_so_do_its_words(
    reader: Reader, question: str, answering: int, short: str
) -> None:
    readings = reader.read(question, SENTENCES)
    best = max(range(len(TEXTS)), key=lambda place: readings[place].log_odds)
    assert best == answering
    reading = readings[best]
    assert short in TEXTS[best][reading.start : reading.end]
    others = [one.probability for place, one in enumerate(readings) if place != best]
    assert reading.probability > 2 * max(others)


@pytest.mark.parametrize("typed", ["Who blamed the operator", " Who blamed the operator? "])
def test_a_question_is_read_alike_with_its_mark_and_without(reader: Reader, typed: str) -> None:
    assert reader.read(typed, SENTENCES) == reader.read("Who blamed the operator?", SENTENCES)


@given(ugly_text)
def test_a_question_gets_at_most_a_mark(text: str) -> None:
    asked = as_asked(text)
    assert asked.removesuffix("?").strip() == text.strip().removesuffix("?").strip()
    assert as_asked(asked) == asked
    assert asked == "" or asked[-1] in "?!.…"


def test_a_changed_detail_is_less_likely_answered(reader: Reader) -> None:
    (asked,) = reader.read("Who blamed the operator?", [SENTENCES[2]])
    (changed,) = reader.read("Who blamed the pilot?", [SENTENCES[2]])
    assert changed.probability < asked.probability / 2


def test_a_sentence_is_read_alike_whatever_it_is_read_with(reader: Reader) -> None:
    together = reader.read("How many people died?", [*SENTENCES, *reversed(SENTENCES)] * 5)
    for place, sentence in enumerate(SENTENCES):
        assert reader.read("How many people died?", [sentence]) == [together[place]]
    alone = Reader(threads=1).read("How many people died?", SENTENCES)
    assert alone == together[: len(SENTENCES)]
    assert reader.read("How many people died?", []) == []


@settings(max_examples=40)
@given(ugly_text, ugly_text, ugly_text)
def test_whatever_is_read_the_short_answer_lies_in_it(
    question: str, text: str, heading: str
) -> None:
    (reading,) = _SHARED.read(question, [Sentence(text, heading)])
    assert 0 <= reading.start <= reading.end <= len(text)
    assert 0.0 <= reading.share <= 1.0
    assert 0.0 < reading.probability < 1.0


_SHARED = Reader(threads=1)


def test_what_is_longer_than_it_reads_is_cut(reader: Reader) -> None:
    long = "storm " * 5 * SENTENCE_TOKENS
    (reading,) = reader.read(long, [Sentence(long + "It cost 40 crowns.", long)])
    assert reading.end < len(long)


def test_the_parts_of_a_pair_stand_where_they_are_said_to() -> None:
    pair = pair_of([7, 8], [9], [10, 11])
    assert pair.ids == (101, 7, 8, 102, 9, 102, 10, 11, 102)
    assert pair.types == (0, 0, 0, 0, 1, 1, 1, 1, 1)
    assert pair.ids[pair.start : pair.stop] == (10, 11)
    assert pair_of([7], [], [10]).ids == (101, 7, 102, 10, 102)


def test_a_short_answer_never_ends_before_it_begins() -> None:
    import numpy as np

    pair = pair_of([7], [], [10, 11, 12])
    logits = np.zeros((len(pair.ids), 2), np.float32)
    logits[pair.start + 2, 0] = 5.0  # the likeliest start is the last token
    logits[pair.start, 1] = 4.0  # the likeliest end the first
    found = best_span(logits, pair)
    assert (found.first, found.last, found.margin) == (2, 2, 5.0)
    assert best_span(logits, pair_of([7], [], [])).margin == 0.0


def test_a_chance_is_that_of_its_log_odds() -> None:
    assert Reading(0.0, 0.0, 0.0, 0, 0).probability == 0.5
    assert Reading(0.0, 0.0, 0.0, 0, 0).share == 0.5
    assert Reading(-10.0, 0.0, 0.0, 0, 0).share == 0.0


def test_the_files_are_as_shipped(tmp_path: Path) -> None:
    assert Reader.damaged_files() == []
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    (tmp_path / "weights" / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "weights" / "calibration.json").unlink()
    assert Reader.damaged_files(tmp_path / "weights") == ["model.onnx", "calibration.json"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"calibration\.json|model\.onnx") as raised:
        Reader(weights=tmp_path).read("Who?", SENTENCES)
    assert raised.value.hint == "Install the package again"
