from __future__ import annotations

import pytest

from assistant.language.punctuation import FINISHED, PAIRED
from assistant.language.quotations import find_quotations
from assistant.language.sentences import split_sentences

_PAIRS = [*PAIRED.items(), ("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("«", "»"), ("»", "«")]


@pytest.mark.parametrize(("opening", "closing"), _PAIRS)
def test_marks_of_any_language_hold_a_quotation(opening: str, closing: str) -> None:
    text = f"The mayor said {opening}it sank. Nobody was hurt.{closing} Divers found it on Monday."
    (quotation,) = find_quotations(text).spans
    assert text[quotation.start : quotation.end] == "it sank. Nobody was hurt."
    first, second = (text[one.start : one.end] for one in split_sentences(text))
    assert first.endswith(f"hurt.{closing}")
    assert second == "Divers found it on Monday."
    assert FINISHED.search(first)
