from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.drafts import draft_ranges, draft_sentences
from tests.language.ugly import ugly_text


def test_a_sentence_is_checked_without_its_marks() -> None:
    draft = "## Bridge\n\n- Repairs cost  4.2 million crowns [1 §2–3] [^4].\n- Who paid [3]?\n"
    found = draft_sentences(draft)
    assert [one.text for one in found] == [
        "Bridge",
        "Repairs cost 4.2 million crowns.",
        "Who paid?",
    ]
    assert draft[found[1].start : found[1].end].startswith("- Repairs cost  4.2")


@pytest.mark.parametrize(
    ("line", "idle"),
    [
        ("Background", "is a heading, and claims nothing"),
        ("What we know so far about it:", "is a heading, and claims nothing"),
        ("By Ida Renn", "is a byline, and claims nothing"),
        ("## The long way back to the valley in 2025", "is a heading, and claims nothing"),
        ("## The mayor resigned on Monday.", ""),
        ("How the ferry Saint Orla came to sail", "is a heading, and claims nothing"),
        ("What to know about the 12 houses", "is a heading, and claims nothing"),
        ("When the dam cracked, 3,000 people left the valley.", ""),
        ("Who paid for the repairs?", "asks, and claims nothing"),
        ("من دفع؟", "asks, and claims nothing"),
        ("12 dead in fire", ""),
        ("Tallow Bridge reopens after nine weeks", ""),
        ("The mayor resigned.", ""),
        ("- Three people died", ""),
        ("渡轮沉没。", ""),
    ],
)
def test_what_claims_nothing_is_told_by_its_form(line: str, idle: str) -> None:
    (found,) = draft_sentences(f"\n{line}\n")
    assert found.idle == idle


def test_a_heading_is_a_line_of_its_own() -> None:
    assert [one.idle for one in draft_sentences("He resigned. Enough said")] == ["", ""]


def test_what_was_said_before_tells_what_a_sentence_is_about() -> None:
    found = draft_sentences("The Tallow Bridge reopened. It cost 4 million. The mayor was there.")
    assert [one.before for one in found] == [
        "",
        "The Tallow Bridge reopened.",
        "The Tallow Bridge reopened. It cost 4 million.",
    ]


def test_characters_of_what_is_checked_are_found_in_the_draft() -> None:
    written = "- Repairs  cost 4.2 million [3] crowns"
    text = draft_sentences(written)[0].text
    start = text.index("4.2")
    ranges = draft_ranges(written, [(start, start + 3), (0, 7), (2, 9), (400, 500), (5, 5)])
    assert [written[a:b] for a, b in ranges] == ["Repairs  c", "4.2"]


@given(ugly_text, st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=4))
def test_no_character_is_lost_or_marked_twice(draft: str, ranges: list[tuple[int, int]]) -> None:
    end = 0
    for one in draft_sentences(draft):
        assert end <= one.start < one.end <= len(draft)
        assert one.text == one.text.strip()
        end = one.end
        written, last = draft[one.start : one.end], 0
        for a, b in draft_ranges(written, ranges):
            assert last <= a < b <= len(written)
            last = b
        ((a, b),) = draft_ranges(written, [(0, len(one.text))])
        assert written[a] == one.text[0]
        assert written[b - 1] == one.text[-1]
