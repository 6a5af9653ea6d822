from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.citations import DraftStatement, StatementAssembler, resolve
from assistant.types import QUOTED, VerdictKind
from tests.chat.articles import BRIDGE, article, evidence

KNOWN = range(1, 10)
PIECES = st.lists(
    st.one_of(
        st.sampled_from(["The gas was cut.", "Oil fell", "Mr. Smith said", "No. 5", "3.5 million"]),
        st.sampled_from(["“Fine,” she said.", "e.g. ", "U.S. ", "Ünïcode 🗞", "。", "…", "?", "! "]),
        st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", ". ", "."]),
        st.sampled_from(["[3]", "[3, 5]", "[3-5]", " [4] ", "[12]", "[^2]", "【6】", "([7])"]),
        st.sampled_from(["[[8]]", "[sic]", "[the minister]", "[", "]", "(", ")", "[1", "2]"]),
        st.sampled_from(["- ", "* ", "1. ", "## ", "> ", "**", "__", "*", "_", "`"]),
    ),
    max_size=30,
).map("".join)


def assemble(
    text: str, cuts: tuple[int, ...] = ()
) -> tuple[list[DraftStatement], StatementAssembler]:
    assembler = StatementAssembler(known=KNOWN)
    edges = [0, *sorted(cuts), len(text)]
    given_out = [
        draft
        for start, end in itertools.pairwise(edges)
        for draft in assembler.feed(text[start:end])
    ]
    return given_out + assembler.finish(), assembler


def read(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(draft.text, draft.numbers) for draft in assemble(text)[0]]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("The gas was cut [3].", [("The gas was cut.", (3,))]),
        ("The gas was cut.[3]", [("The gas was cut.", (3,))]),
        ("The gas was cut [3]. [4] Oil fell.", [("The gas was cut.", (3, 4)), ("Oil fell.", ())]),
        ("The gas was cut. [3].", [("The gas was cut.", (3,))]),
        ("The gas was cut [3] .", [("The gas was cut.", (3,))]),
        ("The gas [1] was cut [3], he said.", [("The gas was cut, he said.", (1, 3))]),
        ("The gas was cut ([3]).", [("The gas was cut.", (3,))]),
        ("“Cut it,” he said.[3] Oil fell.", [("“Cut it,” he said.", (3,)), ("Oil fell.", ())]),
        ("The gas was cut.\n[3]\nOil fell.", [("The gas was cut.", (3,)), ("Oil fell.", ())]),
        ("[3] The gas was cut.", [("The gas was cut.", (3,))]),
        ("One.\n[3] Two fell.", [("One.", ()), ("Two fell.", (3,))]),
        ("He [sic] said [the minister] left [3].", [("He [sic] said [the minister] left.", (3,))]),
        ("The gas was cut [3][3, 3].", [("The gas was cut.", (3,))]),
        ("**The gas** was *cut* [3].", [("The gas was cut.", (3,))]),
        ("## Gas\n> It was cut [3].", [("Gas", ()), ("It was cut.", (3,))]),
        ("- Gas fell [1].\n- Oil rose. [2]", [("Gas fell.", (1,)), ("Oil rose.", (2,))]),
        ("1. Gas fell [1].\n2) Oil rose.", [("Gas fell.", (1,)), ("Oil rose.", ())]),
        ("The gas was cut [3", [("The gas was cut", ())]),
        ("Mr. Smith paid $3.5 million [3].", [("Mr. Smith paid $3.5 million.", (3,))]),
        ("NO_ANSWER", [("NO_ANSWER", ())]),
        ("2 * 3 * 4 is 24 [1].", [("2 * 3 * 4 is 24.", (1,))]),
        ("---\n***\n", []),
        ("[3]", []),
        ("", []),
    ],
)
def test_reads(text: str, statements: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read(text) == statements


def test_breaks_are_kept_as_leads() -> None:
    text = "One fell. Two rose.\nThree stood.\n\n\n- Four ran.\r\n- Five hid."
    assert [draft.lead for draft in assemble(text)[0]] == ["", " ", "\n", "\n\n", "\n"]


def test_numbers_that_do_not_exist_are_dropped_and_counted() -> None:
    drafts, assembler = assemble("Gas fell [3, 44]. Oil rose [55]. It rained [8-11].")
    assert [draft.numbers for draft in drafts] == [(3,), (), (8, 9)]
    assert assembler.dropped == 4


def test_a_sentence_comes_as_soon_as_the_next_word_has_been_read() -> None:
    assembler = StatementAssembler(known=KNOWN)
    assert assembler.feed("Gas fell.") == []
    assert assembler.feed(" [1") == []
    assert assembler.feed("][2] ") == []
    assert assembler.feed("Oil") == []
    assert assembler.feed(" rose") == [DraftStatement("Gas fell.", (1, 2), "")]
    assert assembler.finish() == [DraftStatement("Oil rose", (), " ")]


def test_a_line_comes_as_soon_as_the_next_has_begun() -> None:
    assembler = StatementAssembler(known=KNOWN)
    assert assembler.feed("- Gas fell [1].\n") == []
    assert assembler.feed("- O ") == [DraftStatement("Gas fell.", (1,), "")]


def test_a_stray_sign_parts_a_sentence_from_later_marks() -> None:
    text = "The gas was cut.\n! \n[3]"
    whole, _ = assemble(text)
    letters, _ = assemble(text, tuple(range(len(text))))
    assert whole == letters == [DraftStatement("The gas was cut.", (), "")]


@given(PIECES, st.data())
@settings(max_examples=400)
def test_any_cutting_of_the_text_gives_the_same(text: str, data: st.DataObject) -> None:
    cuts = tuple(data.draw(st.lists(st.integers(0, len(text)), max_size=len(text))))
    whole, one = assemble(text)
    cut, other = assemble(text, cuts)
    letters, third = assemble(text, tuple(range(len(text))))
    assert whole == cut == letters
    assert one.dropped == other.dropped == third.dropped


@given(PIECES)
def test_no_mark_is_left_and_no_word_is_lost(text: str) -> None:
    drafts, _ = assemble(text)
    together = "".join(draft.text for draft in drafts)
    for mark in ("[3]", "[3, 5]", "[3-5]", "[12]", "[^2]", "【6】"):
        assert mark not in together
    for word in ("gas", "Oil", "Smith", "million", "minister", "Ünïcode"):
        assert together.count(word) == text.count(word)
    assert all(draft.text == " ".join(draft.text.split()) != "" for draft in drafts)
    assert all(draft.lead == "" for draft in drafts[:1])
    assert all(draft.lead in {" ", "\n", "\n\n"} for draft in drafts[1:])


@pytest.mark.parametrize(
    "piece",
    [
        "The gas was cut on day 5 [3]. ",
        "Mr. ",
        "word ",
        "[1, 2] ",
        "[1,",
        "x",
        "[",
        "* ",
        "     ",
        ". ",
        "[3]. ",
        "\n",
    ],
)
def test_long_text_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    # Counted in operations, not in seconds: the regular expressions' and splitter's input.
    assembler = StatementAssembler(known=KNOWN)
    seen = 0
    original = assembler._sentences

    def counting(text: str) -> object:
        nonlocal seen
        seen += len(text)
        return original(text)

    assembler._sentences = counting  # type: ignore[method-assign,assignment]
    text = piece * (100_000 // len(piece))
    for start in range(0, len(text), 40):
        assembler.feed(text[start : start + 40])
    assembler.finish()
    assert seen <= 16 * len(text)


SENTENCES = evidence(article(BRIDGE)).by_number()


def test_a_quoted_sentence_is_supported() -> None:
    statement = resolve(DraftStatement(BRIDGE[1], (1, 2), ""), SENTENCES)
    assert statement.verdict == QUOTED
    assert [citation.quote for citation in statement.citations] == [BRIDGE[0], BRIDGE[1]]


def test_a_sentence_quoted_from_elsewhere_than_it_cites_is_unchecked() -> None:
    statement = resolve(DraftStatement(BRIDGE[1], (3,), ""), SENTENCES)
    assert statement.verdict.kind is VerdictKind.UNCHECKED
    assert statement.verdict.reasons == ()


def test_a_statement_that_cites_nothing_is_unchecked() -> None:
    statement = resolve(DraftStatement(BRIDGE[1], (), ""), SENTENCES)
    assert statement.verdict.kind is VerdictKind.UNCHECKED
    assert statement.citations == ()
