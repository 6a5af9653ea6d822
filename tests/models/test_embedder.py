"""The shipped embedder, for real."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ConfigurationError
from assistant.models.embedder import (
    MOST_CHARACTERS,
    MOST_TOKENS,
    WEIGHTS,
    Embedder,
    Run,
)

TEXTS = (
    "The central bank raised its key rate to 6.75 percent.",
    "Interest rates went up by half a point.",
    "The ferry capsized in a storm off the island.",
    "",
    "漢字 🦜 \u202eRTL",
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(threads=2)


def test_vectors_are_unit_and_near_in_meaning(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), Embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 2 * cosines[0, 2]


def test_a_text_has_one_vector_whatever_it_is_embedded_with(embedder: Embedder) -> None:
    together = embedder.embed([*TEXTS, *reversed(TEXTS)] * 20)
    for place, text in enumerate(TEXTS):
        assert np.array_equal(together[place], embedder.embed([text])[0])
    assert np.array_equal(Embedder(threads=1).embed(TEXTS), embedder.embed(TEXTS))


def test_a_run_gives_a_vector_for_each_sentence_in_its_context(embedder: Embedder) -> None:
    heading, *sentences = embedder.tokenise(
        ["Castrel takeover", "Odenwick raised its bid.", "It is final, the company said."]
    )
    (found,) = embedder.embed_runs([Run(heading, sentences)])
    assert found.passage.shape == (Embedder.dimension,)
    assert found.sentences.shape == (2, Embedder.dimension)
    question = embedder.embed(["Which company raised its bid?"])[0]
    assert found.sentences[0] @ question > found.sentences[1] @ question
    alone = embedder.embed(["It is final, the company said."])[0]
    assert found.sentences[1] @ question > alone @ question


def test_what_is_longer_than_the_network_is_cut(embedder: Embedder) -> None:
    long = embedder.tokenise(["storm " * 2 * MOST_TOKENS])[0]
    tail = embedder.tokenise(["A sentence that no longer fits."])[0]
    (found,) = embedder.embed_runs([Run([], [long, tail])])
    assert np.allclose(found.sentences[1], found.passage)


def test_of_a_text_without_end_the_beginning_is_looked_at(embedder: Embedder) -> None:
    endless = "storm " * MOST_CHARACTERS
    ids, short = embedder.tokenise([endless, "storm"])
    fit = MOST_CHARACTERS // len("storm ")
    assert ids[:fit] == short * fit
    assert len(ids) < fit + 6


def test_many_texts_have_the_tokens_that_each_has_alone(embedder: Embedder) -> None:
    many = [f"Storm {number}" for number in range(600)]
    assert embedder.tokenise(many) == [embedder.tokenise([one])[0] for one in many]


def test_nothing_gives_nothing(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, Embedder.dimension)


def test_damaged_or_missing_files_are_named(tmp_path: Path) -> None:
    assert Embedder.damaged_files() == []
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    with (tmp_path / "weights" / "tokenizer.json").open("a") as file:
        file.write(" ")
    (tmp_path / "weights" / "model.onnx").unlink()
    assert Embedder.damaged_files(tmp_path / "weights") == ["model.onnx", "tokenizer.json"]
    with pytest.raises(ConfigurationError) as told:
        Embedder(weights=tmp_path / "weights").embed(["x"])
    assert "model.onnx" in str(told.value)
