from __future__ import annotations

import time

import pytest
from hypothesis import given

from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.quotations import quotation_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

TEXT = (
    "Harbour Minister Tova Lind closed the port on Monday. "
    "“We were far too slow, and the port will stay closed until the spring,” she said. "
    "“Nobody should have to wait for a ferry in the dark.” "
    "Pell Aker, the head of the dockers, called the order “a very bad joke on working people.” "
    "He said the union would meet on Friday and vote on a strike. "
    "The film “The Long Grey Tide” was shown in the hall."
)


def reasons(statement: str, *indices: int) -> tuple[Reason, ...]:
    return quotation_reasons(statement, sources(TEXT, *indices))


@pytest.mark.parametrize(
    "statement",
    [
        "“We were far too slow, and the port will stay closed until the spring,” she said.",
        '"We were far too slow, and the port will stay closed until the spring", Lind said.',
        "Tova Lind said: “We were far too slow.”",
        "Lind said they were “far too slow”.",
        "“We were far too slow … until the spring,” the minister said.",
        "“We were far too slow... the port will stay closed,” Lind said.",
        "“[They] were far too slow, and the port will stay closed,” said Lind.",
        "Lind said “the port [would] stay closed until the spring”.",
        "“[w]e were far too slow, and the port will stay close[d],” Lind said.",
        "Lind said the port “will stay closed until the spring. Nobody should have to wait.”",
        "Aker called it “a very bad joke on working people”.",
        "Aker said the union would “meet on Friday”.",
        "The film “The Long Grey Tide” was shown.",
        "“A VERY BAD JOKE on working people,” Aker called it.",
        "“a very bad joke on working-people,” Aker said.",
        "No quotation at all.",
    ],
)
def test_true_quotations_pass(statement: str) -> None:
    assert reasons(statement) == ()


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "“The port will stay open until the spring,” Lind said.",
            "the quotation differs from the source: “open” where the source has “closed”",
        ),
        (
            "“We were slow, and the port will stay closed until the spring,” Lind said.",
            "the quotation leaves out words of the source: “far too”",
        ),
        (
            "“We were far too slow, and the old port will stay closed,” Lind said.",
            "the quotation has words that the source has not: “old”",
        ),
        (
            "“Cheese is on sale at nine,” Lind said.",
            "the quotation “Cheese is on sale at nine,” is not in the cited sentences",
        ),
        ("Lind spoke of a “shambles”.", "the quotation “shambles” is not in the cited sentences"),
    ],
)
def test_altered_quotations_are_found(statement: str, text: str) -> None:
    (reason,) = reasons(statement)
    assert reason.code is ReasonCode.QUOTATION_ALTERED
    assert reason.kind is VerdictKind.UNSUPPORTED
    assert reason.text == text
    assert reason.start is not None
    assert reason.end is not None
    assert statement[reason.start] == "“"
    assert statement[reason.end - 1] == "”"


def test_the_last_and_the_first_word_are_compared_too() -> None:
    last = reasons("“We were far too late,” Lind said.")
    assert last[0].text.endswith("“late” where the source has “slow”")
    first = reasons("“You were far too slow,” Lind said.")
    assert first[0].text.endswith("“You” where the source has “We”")


def test_an_ellipsis_keeps_the_order() -> None:
    assert reasons("“until the spring … we were far too slow,” Lind said.")


def test_words_are_not_joined_over_sentences_left_out() -> None:
    statement = "Lind said the port “will stay closed until the spring. He said the union”."
    assert reasons(statement, 1, 4)[0].code is ReasonCode.QUOTATION_ALTERED


def test_an_interrupted_quotation_may_be_joined() -> None:
    made = sources("“We will open,” Lind said, “in the first week of May.”")
    assert quotation_reasons("“We will open in the first week of May,” Lind said.", made) == ()


def test_marks_round_a_paraphrase_are_found() -> None:
    (reason,) = reasons("Aker said “the union would meet on Friday and vote on a strike”.")
    assert reason.code is ReasonCode.QUOTATION_ALTERED
    assert reason.kind is VerdictKind.PARTLY
    assert reason.text.startswith("puts quotation marks round words that the source does not quote")


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "“We were far too slow,” said Pell Aker.",
            "gives the quotation to Pell Aker; the source gives it to Tova Lind",
        ),
        (
            "Lind called the order “a very bad joke on working people”.",
            "gives the quotation to Lind; the source gives it to Pell Aker",
        ),
        (
            "“A very bad joke on working people,” the minister said.",
            "gives the quotation to Tova Lind; the source gives it to Pell Aker",
        ),
    ],
)
def test_another_speaker_is_found(statement: str, text: str) -> None:
    (reason,) = reasons(statement)
    assert reason.code is ReasonCode.QUOTATION_SPEAKER
    assert reason.kind is VerdictKind.UNSUPPORTED
    assert reason.text == text


def test_a_wrong_name_for_a_pronoun_is_found() -> None:
    text = "Greta Holm, now 49, took off her hat. Per Aker watched. “It was a long day,” she said."
    (reason,) = quotation_reasons("“It was a long day,” Ann Roe said.", sources(text, 2))
    assert reason.text == "gives the quotation to Ann Roe; the source gives it to Greta Holm"
    assert quotation_reasons("“It was a long day,” Greta Holm said.", sources(text, 2)) == ()


def test_a_speaker_whom_the_source_leaves_open_is_not_disputed() -> None:
    made = sources("“We were far too slow,” an official said.")
    assert quotation_reasons("“We were far too slow,” said Lind.", made) == ()


def test_who_reports_a_quotation_may_be_named_for_it() -> None:
    made = sources("Lind said the order was “a very bad joke,” The Harbour Post reports.")
    assert quotation_reasons("“A very bad joke,” Lind said.", made) == ()


@pytest.mark.parametrize(
    "statement", ["“We were far too slow, Lind said.", "We were slow,” he said."]
)
def test_a_missing_mark_is_told(statement: str) -> None:
    codes = {reason.code: reason.kind for reason in reasons(statement)}
    assert codes[ReasonCode.QUOTATION_UNBALANCED] is VerdictKind.SUPPORTED


def test_a_whole_cited_sentence_is_right_as_it_stands() -> None:
    made = sources("“We were far too slow, Lind said.")
    assert quotation_reasons("“We were far too slow, Lind said.", made) == ()


def test_nothing_is_said_without_sources() -> None:
    assert quotation_reasons("“We were far too slow,” Lind said.", ()) == ()


def test_other_scripts_are_compared() -> None:
    made = sources("قال الوزير: “لن نغلق الميناء قبل الربيع أبدا”.")
    assert quotation_reasons("“لن نغلق الميناء قبل الربيع أبدا”", made) == ()
    assert quotation_reasons("“لن نفتح الميناء قبل الربيع أبدا”", made)


@given(ugly_text, ugly_text)
def test_anything_can_be_compared(statement: str, text: str) -> None:
    made = sources(f"{text} “We were slow,” Lind said.")
    for reason in quotation_reasons(f"{statement} \ud800", made):
        assert reason.text
        assert not reason.text.endswith(".")


@pytest.mark.parametrize("unit", ["“a b c d” ", "“[a] b … ", '"', "“We were far slow” "])
def test_a_very_long_statement_is_read_in_time(unit: str) -> None:
    statement = unit * (20_000 // len(unit))
    started = time.perf_counter()
    quotation_reasons(statement, sources(TEXT))
    assert time.perf_counter() - started < 5
