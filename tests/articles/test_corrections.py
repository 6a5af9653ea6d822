"""Notes of articles about themselves: seen whole, and nothing else taken for one."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles import corrections
from assistant.articles.corrections import correction_notes, corrections_of
from assistant.language.articles import make_article
from assistant.types import (
    QUOTED,
    Article,
    CorrectionKind,
    CorrectionNote,
    Document,
    Statement,
    cite,
)
from eval.corrections import Case, read_cases

CASES = read_cases()


def _article(text: str, *, title: str = "Ferry") -> Article:
    return make_article(Document(title=title, text=text, origin="x"))


@pytest.mark.parametrize("case", CASES, ids=[f"{one.at}-{one.text[:40]}" for one in CASES])
def test_every_case_of_the_evaluation_is_right(case: Case) -> None:
    assert case.right, correction_notes(case.article)


def test_a_note_names_its_sentences() -> None:
    text = (
        "The ferry sank on Tuesday. Nine died.\n\nDivers found the ramp.\n\n"
        "Correction: March 20, 2025\n"
        "An earlier version of this article said eleven had died. It was nine. We regret the error."
    )
    one = _article(text)
    (note,) = correction_notes(one)
    assert note.first is not None
    assert note.last is not None
    start, end = one.sentences[note.first].start, one.sentences[note.last].end
    assert one.text[start:end].split() == note.text.split()
    assert note.text.startswith("Correction: March 20, 2025 An earlier version")
    assert note.text.endswith("We regret the error.")


def test_two_notes_are_two() -> None:
    body = "The ferry sank on Tuesday.\n\n" * 12
    notes = correction_notes(
        _article(
            "(Corrects day in paragraph 1)\n\n"
            + body
            + "This story has been updated with new information.\n\n"
            + "Clarification: This article has been amended to make clear who was on board."
        )
    )
    assert [note.kind for note in notes] == [
        CorrectionKind.CORRECTION,
        CorrectionKind.UPDATE,
        CorrectionKind.CLARIFICATION,
    ]


def test_an_entry_of_a_live_blog_may_be_corrected_a_column_of_corrections_is_not() -> None:
    entries = [f"Entry {number}: the water rose again, and people fled." for number in range(60)]
    entries[30] = "CORRECTION: An earlier version of this entry misstated the number of homes."
    (note,) = correction_notes(_article("\n".join(entries)))
    assert note.first == 30
    for number in range(20, 40):
        entries[number] = f"An earlier version of this story misspelled the name of no. {number}."
    assert correction_notes(_article("\n".join(entries))) == ()


def test_a_story_in_one_line_is_not_swallowed() -> None:
    said = "An earlier version of this article misstated the toll. "
    notes = correction_notes(_article(said + "The ferry sank again on that day. " * 20))
    assert [note.text for note in notes] == [said.strip()]


def test_notes_of_cited_articles_are_given_in_the_order_of_citation() -> None:
    one = _article("It sank.\n\nCorrection: An earlier version of this story said it floated.")
    two = _article("It rose.\n\nThis story has been withdrawn.")
    three = _article("It stayed.\n\nThis story has been withdrawn for good.")
    statements = [
        Statement("x", (cite(two, 0), cite(one, 0)), QUOTED),
        Statement("y", (cite(two, 0),), QUOTED),
    ]
    assert [note.article_id for note in corrections_of(statements, (one, two, three))] == [
        two.id,
        one.id,
    ]


_PARTS = st.lists(
    st.sampled_from(
        [
            "Correction:",
            "CORRECTION",
            "Editor's note",
            "An earlier version of this article",
            "(Corrects",
            "misstated",
            "This story has been",
            "updated",
            "retracted",
            "March 7, 2025",
            "1..1..1,,1(2)/3:4 a.m. et",
            "KILL",
            "\n",
            "\n\n",
            ". ",
            "“",
            " ",
            "—",
            "The ferry sank",
        ]
    )
    | st.text(max_size=8),
    max_size=40,
).map("".join)


@given(_PARTS, _PARTS)
def test_whatever_the_text_notes_are_its_own_sentences(text: str, title: str) -> None:
    one = _article(text, title=title)
    notes = correction_notes(one)
    after = -1
    for note in notes:
        assert isinstance(note, CorrectionNote)
        if note.first is None or note.last is None:
            assert note.text == " ".join(title.split())
            continue
        assert after < note.first <= note.last < len(one.sentences)
        after = note.last
        start, end = one.sentences[note.first].start, one.sentences[note.last].end
        assert "".join(note.text.split()) == "".join(one.text[start:end].split())


_REPEATED = [
    "1..",
    "a ",
    "(",
    ", ",
    "March 7 ",
    "corrected ",
    "Eds: ",
    "-",
    "A. ",
    "this story ",
    "in a story ",
]


@pytest.mark.parametrize("repeated", _REPEATED)
def test_no_wording_takes_long_over_any_text(repeated: str) -> None:
    patterns = corrections.WORDING.values()
    assert patterns
    for begin in ("", "Correction ", "In a story ", "Due to ", "KILL ", "This story ", "UPDATE 1"):
        text = begin + repeated * 400 + "x"
        since = perf_counter()
        for pattern in patterns:
            pattern.match(text)
        # A pattern that tries everything twice would not end at all.
        assert perf_counter() - since < 5
