"""What is only supposed where it is asked what is so."""

from __future__ import annotations

import pytest

from assistant.answering.supposed import is_supposed


@pytest.mark.parametrize(
    ("question", "text", "words", "supposed"),
    [
        ("Who won the cup?", "If Brandt can win, she will be the fourth.", "Brandt", True),
        ("Who won the cup?", "Brandt won it, and Roos will leave the sport.", "Brandt", False),
        ("Who won the cup?", "“The cup will stay here,” said Brandt, who won it.", "Brandt", False),
        ("How many goals has she?", "They wait for her to score if she has 894.", "894", True),
        ("When does it open?", "It is set to open on 4 May.", "4 May", False),
        ("When did it open?", "It was set to open on 4 May.", "4 May", True),
        ("Who would win?", "Brandt would win, they say.", "Brandt", False),
        ("What did Brandt say?", "She would come, she said.", "come", False),
    ],
)  # fmt: skip
def test_a_clause_that_supposes(question: str, text: str, words: str, supposed: bool) -> None:
    start = text.index(words)
    assert is_supposed(question, text, start, start + len(words)) is supposed
