"""What is only supposed where it is asked what is so."""

from __future__ import annotations

import pytest

from assistant.answering.supposed import supposed


@pytest.mark.parametrize(
    ("question", "text", "words", "share"),
    [
        ("Who won the cup?", "If Brandt can win, she will be the fourth.", "Brandt", 1),
        ("Who won the cup?", "Brandt won it, and Roos will leave the sport.", "Brandt", 0),
        ("Who won the cup?", "“The cup will stay here,” said Brandt, who won it.", "Brandt", 0),
        ("How many goals has she?", "They wait for her to score if she has 894.", "894", 1),
        ("When does it open?", "It is set to open on 4 May.", "4 May", 0),
        ("When did it open?", "It was set to open on 4 May.", "4 May", 0.5),
        ("Who would win?", "Brandt would win, they say.", "Brandt", 0),
        ("What did Brandt say?", "She would come, she said.", "come", 0),
    ],
)  # fmt: skip
def test_a_clause_that_supposes(question: str, text: str, words: str, share: float) -> None:
    start = text.index(words)
    assert supposed(question, text, start, start + len(words)) == share
