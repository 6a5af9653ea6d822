from __future__ import annotations

from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.types import OtherSentence, Stance
from assistant.verifying.others import other_sentences
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors
from tests.verifying.made import article

_VECTORS = SourceVectors(Embedder(threads=1))
_MODEL = EntailmentModel(threads=1)
BRIDGE = article(
    "The number of people rescued stood at 164. Repairs of the bridge cost 4.2 million crowns. "
    "The mayor resigned. On Tuesday the number of people rescued stood at 171.",
    title="Bridge",
)


def others(statement: str) -> tuple[OtherSentence, ...]:
    sources = [SourceSentence(BRIDGE, one.index) for one in BRIDGE.sentences]
    return other_sentences(statement, sources, vectors=_VECTORS, model=_MODEL)


def test_sentences_that_say_it_and_that_say_otherwise_are_told_apart() -> None:
    found = others("The number of people rescued stood at 164.")
    assert [(one.stance, one.citation.sentence_index) for one in found] == [
        (Stance.SUPPORTS, 0),
        (Stance.CONTRADICTS, 3),
    ]
    assert found[0].reason == ""
    assert "164" in found[1].reason
    assert "171" in found[1].reason


def test_what_is_about_something_else_contradicts_nothing() -> None:
    assert others("A comet was seen over Lake Velm by 17 people.") == ()


def test_a_statement_without_words_or_sentences_to_hold_it_against_has_none() -> None:
    assert others("—") == ()
    assert other_sentences("The mayor resigned.", [], vectors=_VECTORS, model=_MODEL) == ()
