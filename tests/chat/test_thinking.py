"""What a model says aloud, told from its thinking and its marks, however the text is cut."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.models.chat_reader import REPETITION, ReplyReader
from assistant.models.thinking import RETRACT, ThinkingFilter

SAID = "The ferry costs 9 crowns [5]. The town pays half [5]."
THOUGHT = "They ask for the price. It may be 12 crowns [2]. No."


def said(text: str, cuts: tuple[int, ...] = (), *, hold: bool = False) -> str:
    spoken = ThinkingFilter(hold=hold)
    edges = [0, *sorted(cuts), len(text)]
    pieces = [
        piece for start, end in itertools.pairwise(edges) for piece in spoken.feed(text[start:end])
    ]
    pieces += spoken.finish()
    while RETRACT in pieces:
        pieces = pieces[pieces.index(RETRACT) + 1 :]
    return "".join(pieces).strip()


REPLIES = [
    *(
        f"<{name}>{THOUGHT}</{name}>{SAID}"
        for name in ("think", "thinking", "thought", "reasoning", "reflection", "scratchpad")
    ),
    f"<think>\n{THOUGHT}\n</think>\n\n{SAID}",
    f'<think effort="high">{THOUGHT}</think>{SAID}',
    f"<THINK>{THOUGHT}</THINK>{SAID}",
    f"<|think|>{THOUGHT}<|/think|>{SAID}",
    f"<seed:think>{THOUGHT}</seed:think>{SAID}",
    f"[THINK]{THOUGHT}[/THINK]{SAID}",
    f"◁think▷{THOUGHT}◁/think▷{SAID}",
    f"<unused94>thought\n{THOUGHT}<unused95>{SAID}",
    f"<|begin_of_thought|>{THOUGHT}<|end_of_thought|><|begin_of_solution|>{SAID}<|end_of_solution|>",
    f"{THOUGHT}</think>{SAID}",
    f"Okay, the user wants the price. {THOUGHT}\n</think>\n\n{SAID}",
    f"{THOUGHT}</thinking><answer>{SAID}</answer> I am done.",
    f"<think>{THOUGHT}</think>{THOUGHT}</think>{SAID}",
    f"<think>{THOUGHT}</think><answer>{SAID}</answer>",
    f"<answer>{SAID}</answer>",
    f"<final_answer>{SAID}</final_answer>",
    f"<think>{THOUGHT}</think>{SAID}<think>{THOUGHT}</think>",
    f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>{SAID}",
    f"<|start|>assistant<|channel|>final<|message|>{SAID}<|return|>",
    f"<|channel|>commentary to=f.g<|message|>{{}}<|call|><|channel|>final<|message|>{SAID}",
    f"analysis{THOUGHT}assistantfinal{SAID}",
    f"{SAID}<|im_end|>",
    f"{SAID}<|im_end|>\n<|im_start|>user\nAnd the bus?<|im_end|>",
    f"{SAID}</s>",
    f"{SAID}<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnd the bus?",
    f"{SAID}<end_of_turn>\n<start_of_turn>user\nAnd the bus?",
    f"{SAID}<|endoftext|>Once upon a time.",
    f"{SAID}<｜end▁of▁sentence｜>",
    f"<|im_start|>assistant\n{SAID}<|im_end|>",
    f"<|start_header_id|>assistant<|end_header_id|>\n\n{SAID}",
    f"<s>{SAID}</s>",
    f"assistant\n\n{SAID}",
    f"Assistant: {SAID}",
    f"Thinking: {THOUGHT}\n\nAnswer: {SAID}",
    f"**Reasoning:** {THOUGHT}\n\n**Final answer:** {SAID}",
    f'{{"answer": "{SAID}"}}',
    f'```json\n{{"answer": "{SAID}", "sources": [5]}}\n```',
    f"<tool_call>{{}}</tool_call>{SAID}",
    SAID,
]


@pytest.mark.parametrize("text", REPLIES)
def test_only_what_is_said_aloud_is_given_out(text: str) -> None:
    assert said(text) == SAID
    assert said(text, tuple(range(len(text)))) == SAID
    assert said(text, hold=True) == SAID


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{THOUGHT}",
        f"<think>{THOUGHT}<|im_end|>",
        f"<|channel|>analysis<|message|>{THOUGHT}",
        f"analysis{THOUGHT}",
        '<tool_call>{"name": "find"}</tool_call>',
        "<think></think>",
        "",
    ],
)
def test_thinking_that_comes_to_no_end_says_nothing(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Prices fell < 3 % and rose > 2 %.",
        "The <b>ferry</b> is <late>.",
        "It rained [sic] and [THEN] it snowed.",
        "Okay, it rained.",
        "So it rained [3].",
        "{braces} are said, too",
        "We were told so [3].",
        "Thin ice closed the lake [3].",
        "The thinker of the year [3].",
        "a <",
        "[",
    ],
)
def test_words_that_only_look_like_marks_are_said(text: str) -> None:
    assert said(text) == text.strip()
    assert said(text, tuple(range(len(text)))) == text.strip()


PIECES = st.lists(
    st.sampled_from(
        (
            *(
                "<think>",
                "</think>",
                "<|im_end|>",
                "<|channel|>",
                "analysis",
                "final",
                "<|message|>",
            ),
            *("<answer>", "</answer>", "[THINK]", "[/THINK]", "Okay, ", "The ferry. ", "assistant"),
            *(
                "<",
                ">",
                "|",
                "\n",
                "{",
                '"answer"',
                "```",
                "<|im_start|>",
                "user",
                "◁think▷",
                "x [5]. ",
            ),
        )
    ),
    max_size=25,
).map("".join)


@given(PIECES, st.lists(st.integers(0, 400), max_size=40))
@example("<analysis[THINK]>", [])
@example("<a ◁think▷>", [])
@settings(max_examples=400)
def test_any_cutting_of_the_text_says_the_same(text: str, places: list[int]) -> None:
    cuts = tuple(place for place in places if place <= len(text))
    assert said(text) == said(text, cuts) == said(text, tuple(range(len(text))))


@pytest.mark.parametrize(
    "piece", ["<", "<think>", "</think>", "[", "Okay, ", "<|im_start|>", "{", "a"]
)
def test_reading_takes_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    said(text, tuple(range(0, len(text), 7)))
    assert time.process_time() - begun < 20


def read(*chunks: str) -> ReplyReader:
    reader = ReplyReader()
    for chunk in chunks:
        list(reader.read(chunk))
        if reader.finish_reason == REPETITION:
            break
    list(reader.rest())
    return reader


@pytest.mark.parametrize(
    "loop",
    [
        "The ferry costs 9 crowns [5]. ",
        "ferry ",
        "no ",
        ".",
        "A long first. A long second one! ",
        "\n",
    ],
)
def test_a_loop_is_noticed_soon(loop: str) -> None:
    chunks = list(loop * 3_000)
    reader = read(*chunks)
    assert reader.finish_reason == REPETITION
    assert len(reader.text) < 1_000


def test_a_loop_of_thinking_is_noticed_too() -> None:
    assert read("<think>", *("Wait, is it? Let me see. " * 900)).finish_reason == REPETITION


def test_one_sentence_said_twice_is_no_loop() -> None:
    text = f"{SAID} Nothing else is known of the old ferry. {SAID.partition('. ')[0]}."
    assert read(*text).finish_reason is None
