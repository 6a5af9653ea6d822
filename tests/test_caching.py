"""What is remembered stays within its size, whatever is remembered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.caching import Recent
from assistant.models import entailment, reader
from assistant.models.entailment import Claim, EntailmentModel
from assistant.models.reader import Reader, Sentence

_STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 20), st.integers(0, 3_000)), max_size=80)


@given(_STEPS, st.integers(0, 9_000))
def test_the_last_used_are_held_within_the_size(
    steps: list[tuple[bool, int, int]], most: int
) -> None:
    recent, used = Recent[int, int](most_bytes=most), list[int]()
    for putting, key, size in steps:
        if putting:
            recent.put(key, size, size=size)
        held = recent.get(key)
        if putting and size + 300 <= most:
            assert held == size
        if held is not None:
            used = [one for one in used if one != key] + [key]
        assert recent.size <= most
        assert (recent.size == 0) == (len(recent) == 0)
    there = [key for key in used if recent.get(key) is not None]
    assert there == used[len(used) - len(there) :]
    assert len(recent) == len(there)


def test_models_remember_within_bytes_however_long_the_texts() -> None:
    texts = [f"{number} people were rescued. {'x' * 50_000}" for number in range(120)]
    read = Reader(threads=1)
    read.read("How many were rescued?", [Sentence(text, "") for text in texts])
    judged = EntailmentModel(threads=1)
    for start in range(0, len(texts), 10):
        part = texts[start : start + 10]
        judged.judge([Claim("People were rescued.", text * 4) for text in part])
    for model, most in ((read, reader._REMEMBERED), (judged, entailment._REMEMBERED)):
        assert 0 < model._remembered.size <= most
        assert len(model._remembered) < len(texts)
