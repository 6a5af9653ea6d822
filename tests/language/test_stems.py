from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.stems import VerbForm, stem, verb_form


@pytest.mark.parametrize(
    "family",
    [
        "close closes closed closing",
        "approve approves approved approving",
        "plan plans planned planning",
        "plane planes",
        "hope hopes hoped hoping",
        "hop hopped hopping",
        "control controls controlled controlling",
        "cancel cancelled canceled cancelling",
        "visit visited visiting",
        "charge charges charged charging",
        "deny denies denied denying",
        "die dies died dying",
        "sue sues sued suing",
        "pass passes passed passing",
        "focus focused",
        "veto vetoes vetoed",
        "admit admits admitted admitting",
        "fall falls fell fallen falling",
        "rise rises rose risen rising",
        "mislead misled misleading",
        "win wins won winning",
        "find finds found finding",
        "go goes went gone going",
        "cut cuts cutting",
        "agree agrees agreed agreeing",
        "company companies",
        "child children",
        "man men",
    ],
)
def test_the_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("plan", "plane"),
        ("hop", "hope"),
        ("rise", "raise"),
        ("fall", "fell-walker"),
        ("bus", "bush"),
        ("news", "new"),
        ("king", "kin"),
        ("thing", "th"),
        ("bed", "b"),
    ],
)
def test_different_words_keep_different_stems(word: str, other: str) -> None:
    assert stem(word) != stem(other)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("close", VerbForm.BASE),
        ("closes", VerbForm.THIRD),
        ("closed", VerbForm.PAST),
        ("closing", VerbForm.GERUND),
        ("fell", VerbForm.PAST),
        ("goes", VerbForm.THIRD),
        ("does", VerbForm.THIRD),
        ("cut", VerbForm.ANY),
        ("beat", VerbForm.ANY),
        ("feed", VerbForm.BASE),
        ("bring", VerbForm.BASE),
        ("need", VerbForm.BASE),
        ("pass", VerbForm.BASE),
        ("red", VerbForm.BASE),
    ],
)
def test_verb_form(word: str, form: VerbForm) -> None:
    assert verb_form(word) is form


@given(st.text(max_size=60))
def test_any_text_has_a_stem_and_a_form(text: str) -> None:
    assert len(stem(text)) <= len(text) + 1
    assert verb_form(text) in VerbForm
    assert stem(text) == stem(text)
