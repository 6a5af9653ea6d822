from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.language.boundaries import SHORT_FORMS
from assistant.language.sentences import LONGEST_SENTENCE, split_sentences
from assistant.types import Sentence
from tests.language.foreign_cases import FOREIGN_CASES
from tests.language.newswire_cases import CASES, MARK
from tests.language.ugly import pieces, spaced_pieces, ugly_text

LANGUAGES = ("en", "de", "zh", "ar", "xx", "", "EN-gb", "pt_BR", "klingon", "e", "12", "日本")


def texts_of(text: str, *, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, language=language)]


def assert_contract(text: str, sentences: Sequence[Sentence]) -> None:
    assert [s.index for s in sentences] == list(range(len(sentences)))
    position = 0
    for sentence in sentences:
        assert sentence.start >= position
        assert not text[position : sentence.start].strip(), "characters outside every sentence"
        words = text[sentence.start : sentence.end]
        assert words
        assert words == words.strip()
        assert len(words) <= LONGEST_SENTENCE
        position = sentence.end
    assert not text[position:].strip(), "characters after the last sentence"


@pytest.mark.parametrize(("label", "marked"), CASES, ids=[label for label, _ in CASES])
def test_hard_newswire(label: str, marked: str) -> None:
    text = marked.replace(MARK, "")
    assert texts_of(text) == [part.strip() for part in marked.split(MARK)], label


@pytest.mark.parametrize(("label", "marked"), CASES, ids=[label for label, _ in CASES])
def test_hard_newswire_with_windows_line_ends(label: str, marked: str) -> None:
    marked = marked.replace("\r\n", "\n").replace("\n", "\r\n")
    text = marked.replace(MARK, "")
    assert texts_of(text) == [part.strip() for part in marked.split(MARK)], label


@given(ugly_text, st.sampled_from(LANGUAGES))
@example("a" * 1300 + "\u0301\u0301.", "en")
@example(("e" + "\u0301" * 700) * 4, "en")
@example("(" * 5000, "en")
@example('"A. ' * 2000, "en")
@example("\n\r\n\u2028", "zh")
def test_every_character_lies_in_exactly_one_sentence(text: str, language: str) -> None:
    assert_contract(text, split_sentences(text, language=language))


@settings(max_examples=25)
@given(st.lists(st.one_of(pieces, spaced_pieces), min_size=20, max_size=60).map("\n".join))
def test_the_contract_holds_for_long_texts(text: str) -> None:
    assert_contract(text, split_sentences(text))


@given(ugly_text)
def test_outer_white_space_changes_nothing(text: str) -> None:
    stripped = text.strip()
    shift = 2 + len(text) - len(text.lstrip())
    moved = [(s.start - shift, s.end - shift) for s in split_sentences(f"\n\n{text}\r\n ")]
    assert moved == [(s.start, s.end) for s in split_sentences(stripped)]


def test_nothing_gives_nothing() -> None:
    assert split_sentences("") == ()
    assert split_sentences(" \r\n\t\u2028\u3000") == ()


def test_surrogates_are_kept_in_place() -> None:
    text = "Broken \ud83d here. Next one."
    assert texts_of(text) == ["Broken \ud83d here.", "Next one."]


def test_offsets_count_characters_not_bytes() -> None:
    text = "👩‍👩‍👧 naïve café 𝔽𝕖. Second 😀 one.\r\nThird."
    assert texts_of(text) == ["👩‍👩‍👧 naïve café 𝔽𝕖.", "Second 😀 one.", "Third."]


PARAGRAPH = (
    "The harbour authority said on Tuesday that the ferry between Port Halven and Corrin would "
    "not run before Friday, after inspectors found cracks in the hull of the ship. Northwind, "
    "which runs the line, apologised to passengers. It had told the Vermora Transport Board of "
    "the cracks in May, but the board says that no letter ever reached its office in Port Halven. "
    "“We looked everywhere,” said Ada Merrin, who leads it. Nobody was hurt."
)


@pytest.mark.parametrize("width", range(58, 101))
def test_hard_wrapping_changes_no_sentence(width: int) -> None:
    expected = texts_of(PARAGRAPH)
    assert len(expected) == 5
    wrapped = textwrap.fill(PARAGRAPH, width, break_on_hyphens=False)
    assert [" ".join(words.split()) for words in texts_of(wrapped)] == expected


def test_a_short_paragraph_is_unwrapped_like_the_rest_of_its_text() -> None:
    long = textwrap.fill(PARAGRAPH, 72)
    short = (
        "The ferry had been built in the yards of Corrin and the inspectors of\nVermora knew it."
    )
    assert texts_of(f"{long}\n\n{short}")[-1] == short


def test_a_run_without_punctuation_is_cut_at_spaces() -> None:
    text = "wording " * 2000
    for language in ("en", "zh"):
        parts = texts_of(text, language=language)
        assert len(parts) == 14
        assert all(set(part.split()) == {"wording"} for part in parts)


def test_a_long_sentence_is_cut_at_semicolons_before_commas() -> None:
    clause = "the ferry, which is old, stopped at noon"
    parts = texts_of("; ".join([clause] * 50) + ".")
    assert len(parts) > 1
    assert all(part.startswith("the ferry, which") for part in parts)
    assert all(part.endswith(";") for part in parts[:-1])


def test_a_cut_keeps_marks_with_their_letter() -> None:
    text = "x" * (LONGEST_SENTENCE - 1) + "e\u0301" + "y" * 100
    assert texts_of(text)[1].startswith("e\u0301")


def test_a_long_quotation_is_cut_into_its_sentences() -> None:
    quotation = "“" + " ".join(f"We lost boat number {n} in the storm." for n in range(20)) + "”"
    assert len(texts_of(quotation)) == 20


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "他来了。她走了！是吗？", ["他来了。", "她走了！", "是吗？"]),
        ("ja", "雨が降った。船は止まった。", ["雨が降った。", "船は止まった。"]),
        ("hi", "वह आया। वह गया।", ["वह आया।", "वह गया।"]),
        ("ar", "هل جاء؟ نعم.", ["هل جاء؟", "نعم."]),
        ("de", "Das Schiff hielt z. B. in Halven. Es war alt.", None),
        ("fr", "Le navire est vieux. Il a coulé.", ["Le navire est vieux.", "Il a coulé."]),
        ("xx", "Mr. Voss left. He wept.", ["Mr. Voss left.", "He wept."]),
        ("??", "Mr. Voss left. He wept.", ["Mr. Voss left.", "He wept."]),
        ("EN-us", "“Safe?” Voss asked. “No.”", ["“Safe?” Voss asked.", "“No.”"]),
    ],
)
def test_other_languages(language: str, text: str, expected: list[str] | None) -> None:
    parts = texts_of(text, language=language)
    if expected is None:
        assert parts[-1] == "Es war alt."
    else:
        assert parts == expected


HOSTILE = {
    "letters": "a",
    "words": "a ",
    "line breaks": "\n",
    "blank lines": "a\n\n",
    "short lines": "a\n",
    "full stops": ".",
    "spaced full stops": ". ",
    "initials": "A. ",
    "titles": "Mr. ",
    "brackets": "(",
    "opened brackets": "(A. ",
    "quotation marks": '"',
    "opened quotations": "“Aa. ",
    "closed quotations": ".” A ",
    "footnotes": "a.[1]",
    "Chinese": "中。",
    "markers": "- ",
    "marker lines": "1.\n",
    "accents": "\u0301",
    "commas": ",",
    "spaces": " ",
}


@pytest.mark.parametrize("language", ["en", "de", "zh"])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_linear_time(unit: str, language: str) -> None:
    # With anything quadratic in it this would take minutes.
    text = "A" + (unit * 100_000)[:100_000] + "z"
    assert_contract(text, split_sentences(text, language=language))


@pytest.mark.parametrize(("language", "marked"), FOREIGN_CASES)
def test_each_language_is_cut_by_its_own_rules(language: str, marked: str) -> None:
    text = marked.replace(MARK, "")
    assert texts_of(text, language=language) == [part.strip() for part in marked.split(MARK)]


def test_short_forms_are_written_as_they_are_compared() -> None:
    for forms in SHORT_FORMS.values():
        for word in forms.never | forms.numbered | forms.either | forms.determiners:
            assert word == word.lower()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("AI-assisted summary The ferry sank.", ["AI-assisted summary", "The ferry sank."]),
        ("Key takeaways: The ferry sank.", ["Key takeaways:", "The ferry sank."]),
        ("Key points from it were read.", ["Key points from it were read."]),
        ("An AI-assisted summary The Ledger had.", ["An AI-assisted summary The Ledger had."]),
    ],
)
def test_a_label_over_a_text_is_no_part_of_its_first_sentence(
    text: str, sentences: list[str]
) -> None:
    assert [text[one.start : one.end] for one in split_sentences(text)] == sentences
