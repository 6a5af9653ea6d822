from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.polarity_words import words_of
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity import MOST_REASONS, polarity_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

DROPPED = ReasonCode.NEGATION_DROPPED
ADDED = ReasonCode.NEGATION_ADDED
SURER = ReasonCode.MODALITY_DROPPED
LESS_SURE = ReasonCode.MODALITY_ADDED


def reasons(statement: str, text: str) -> tuple[Reason, ...]:
    return polarity_reasons(statement, sources(text))


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "The council approved the harbour plan.",
            "The council did not approve the harbour plan.",
            "drops “not” before “approve”",
        ),
        (
            "The council approved the harbour plan on Monday.",
            "The council, which met on Monday, didn’t approve the harbour plan.",
            "drops “didn’t” before “approve”",
        ),
        (
            "The harbour plan was approved by the council.",
            "The council refused to approve the harbour plan.",
            "drops “refused to” before “approve”",
        ),
        (
            "The minister took bribes from the builder.",
            "The minister denied taking bribes from the builder.",
            "drops “denied” before “taking”",
        ),
        (
            "Odenwick misled investors about its losses.",
            "Odenwick denied that it had misled investors about its losses.",
            "drops “denied that” before “misled”",
        ),
        (
            "Captain Hale works for the ferry company.",
            "Captain Hale no longer works for the ferry company.",
            "drops “no longer” before “works”",
        ),
        (
            "Children were hurt in the Karrow crash.",
            "No children were hurt in the Karrow crash.",
            "drops “No” before “children”",
        ),
        (
            "There was evidence of fraud in the Marrin vote.",
            "There was no evidence of fraud in the Marrin vote.",
            "drops “no” before “evidence”",
        ),
        (
            "The jury found Vey guilty of fraud.",
            "The jury found Vey not guilty of fraud.",
            "drops “not” before “guilty”",
        ),
        (
            "Divers found wreckage and the driver was harmed in the crash.",
            "Divers found wreckage and the driver was unharmed in the crash.",
            "says “harmed” where the source says “unharmed”",
        ),
        (
            "The board signed the deal with the consent of the union.",
            "The board signed the deal without the consent of the union.",
            "drops “without” before “consent”",
        ),
        ("Hale resigned.", "Hale did not resign.", "drops “not” before “resign”"),
        (
            "The bank will close the branch in Skerrin.",
            "The bank is unlikely to close the branch in Skerrin.",
            "drops “unlikely to” before “close”",
        ),
    ],
)
def test_a_negation_dropped(statement: str, text: str, message: str) -> None:
    found = [reason for reason in reasons(statement, text) if reason.code is DROPPED]
    assert [reason.text for reason in found] == [message]
    assert found[0].kind is VerdictKind.UNSUPPORTED


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "The council did not approve the harbour plan.",
            "The council approved the harbour plan.",
            "says “not approve”, the source says “approved”",
        ),
        (
            "The harbour plan was never approved by the council.",
            "The council approved the harbour plan.",
            "says “never approved”, the source says “approved”",
        ),
        (
            "The driver was unharmed in the Karrow crash.",
            "The driver was harmed in the Karrow crash.",
            "says “unharmed”, the source says “harmed”",
        ),
        (
            "Shares in Odenwick rose 3 percent on Tuesday.",
            "Shares in Odenwick fell 3 percent on Tuesday.",
            "says “rose” where the source says “fell”",
        ),
        (
            "The council rejected the plan for the harbour.",
            "The council approved the plan for the harbour.",
            "says “rejected” where the source says “approved”",
        ),
        (
            "The owner signed the deal before the vote on Friday.",
            "The owner signed the deal after the vote on Friday.",
            "says “before” where the source says “after”",
        ),
        (
            "More ferries than last year sailed to Skerrin in June.",
            "Fewer ferries than last year sailed to Skerrin in June.",
            "says “More” where the source says “Fewer”",
        ),
    ],
)
def test_a_negation_added_and_a_word_turned_round(statement: str, text: str, message: str) -> None:
    (reason,) = reasons(statement, text)
    assert (reason.code, reason.kind) == (ADDED, VerdictKind.UNSUPPORTED)
    assert reason.text == message


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "The bridge closed on Monday.",
            "The bridge may close on Monday.",
            "says “closed” as fact, the source says “may close”",
        ),
        (
            "The bridge will close on Monday.",
            "The bridge could close on Monday.",
            "says “will close”, the source says “could close”",
        ),
        (
            "The bridge will close on Monday.",
            "The bridge is expected to close on Monday.",
            "says “will close”, the source says “expected to close”",
        ),
        (
            "The bridge was closed on Monday.",
            "The bridge will be closed on Monday.",
            "says “closed” as fact, the source says “will be closed”",
        ),
        (
            "The bank has cut 500 jobs in Karrow.",
            "The bank plans to cut 500 jobs in Karrow.",
            "says “cut” as fact, the source says “plans to cut”",
        ),
        (
            "Food prices rise in March.",
            "Food prices may rise in March.",
            "says “rise” as fact, the source says “may rise”",
        ),
        (
            "The Karrow dam is dangerous, engineers said.",
            "The Karrow dam may be dangerous, engineers said.",
            "says “dangerous” as fact, the source says “may be dangerous”",
        ),
        (
            "Police held the thief near the station.",
            "Police held the alleged thief near the station.",
            "says “thief” as fact, the source says “alleged thief”",
        ),
        (
            "Marrin stole two cars from the market.",
            "Marrin is accused of stealing two cars from the market.",
            "says “stole” as fact, the source says “accused of stealing”",
        ),
        (
            "Captain Hale resigned on Friday.",
            "Captain Hale reportedly resigned on Friday.",
            "says “resigned” as fact, the source says “reportedly resigned”",
        ),
    ],
)
def test_certainty_that_the_source_does_not_have(statement: str, text: str, message: str) -> None:
    (reason,) = reasons(statement, text)
    assert (reason.code, reason.kind) == (SURER, VerdictKind.PARTLY)
    assert reason.text == message


def test_doubt_that_the_source_does_not_have() -> None:
    statement = "The bridge in Karrow may have closed on Monday."
    (reason,) = reasons(statement, "The bridge in Karrow closed on Monday.")
    assert (reason.code, reason.kind) == (LESS_SURE, VerdictKind.PARTLY)
    assert statement[reason.start : reason.end] == "may have closed"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        # The same in other words.
        ("The council did not approve the plan.", "The council refused to approve the plan."),
        ("The council did not approve the plan.", "The council failed to approve the plan."),
        ("The council did not approve the plan.", "The council rejected the plan."),
        ("The council rejected the plan.", "The council did not approve the plan."),
        ("The plan was not approved by the council.", "The council did not approve the plan."),
        ("Nobody was injured in the crash.", "No one was hurt in the crash."),
        ("Children were not hurt in the crash.", "No children were hurt in the crash."),
        ("No children were hurt in the crash.", "Children were not hurt in the crash."),
        ("Jurors acquitted Vey of fraud.", "The jury found Vey not guilty of fraud."),
        ("Hale stopped working for the ferries.", "Hale no longer works for the ferries."),
        ("The bridge might close on Monday.", "The bridge may close on Monday."),
        ("The bridge will possibly close on Monday.", "The bridge may close on Monday."),
        ("The bridge is likely to close on Monday.", "The bridge is expected to close on Monday."),
        ("The closing of the bridge is a risk.", "The bridge may close on Monday."),
        ("The deal was signed before the vote.", "The vote came after the deal was signed."),
        (
            "The storm knocked out power to thousands of homes.",
            "Thousands of homes were left without power by the storm.",
        ),
        ("The ferry arrived on Friday.", "The ferry did not arrive until Friday."),
        # Moved in time, or shortened.
        ("Hale said the bridge would close on Monday.", "The bridge will close on Monday."),
        ("The bank said it planned to cut jobs.", "The bank says it plans to cut jobs."),
        ("The bridge will not be rebuilt.", "The bridge will not be rebuilt, the mayor said."),
        ("The bridge would not be rebuilt.", "The bridge will not be rebuilt, the mayor said."),
        ("The ferry sank off Skerrin.", "The ferry sank off Skerrin, but the crew did not drown."),
        # What is no assertion.
        ("The plan to close the bridge was criticised.", "The council plans to close the bridge."),
        (
            "Hale was accused of taking bribes from a builder.",
            "Hale denied taking bribes from a builder.",
        ),
        ("The vote on the plan is on Monday.", "The council will vote on the plan on Monday."),
        # About something else.
        ("The council approved the budget.", "The club did not approve of the new stadium roof."),
        ("Shares rose sharply in June.", "Rainfall fell over the northern valleys."),
    ],
)
def test_what_is_no_reason(statement: str, text: str) -> None:
    assert reasons(statement, text) == ()


def test_any_source_that_says_so_is_enough() -> None:
    text = (
        "The council did not approve the harbour plan in May. "
        "The council approved the harbour plan in June."
    )
    statement = "The council approved the harbour plan."
    assert polarity_reasons(statement, sources(text)) == ()
    assert polarity_reasons(statement, sources(text)[:1]) != ()


def test_the_span_is_the_word_of_the_statement() -> None:
    statement = "On Monday the council approved the harbour plan."
    (reason,) = reasons(statement, "The council did not approve the harbour plan on Monday.")
    assert statement[reason.start : reason.end] == "approved"


def test_no_source_is_no_reason() -> None:
    assert polarity_reasons("The council did not approve the plan.", ()) == ()


def test_reasons_are_few_however_much_is_wrong() -> None:
    denied = " ".join(f"Crew {number} did not board ship {number}." for number in range(40, 90))
    statement = denied.replace("did not board", "boarded")
    assert 0 < len(polarity_reasons(statement, sources(denied))) <= MOST_REASONS


_WORDS = sorted(
    words_of(
        "the council Hale did not never no may will plans to is expected denied that refused "
        "approve approved close closed plan bridge before after rose fell Monday if , and but "
        "until without unharmed legal illegal n't cannot unless as long provided offered intends "
        "agreed paid proved each family tax is cut on even asked must rather than ."
    )
)
_PARTS = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)


@given(st.one_of(_PARTS, ugly_text))
def test_a_text_against_itself_has_no_reasons(text: str) -> None:
    made = sources(f"{text}\n\nThe end.")
    for source in made:
        assert polarity_reasons(source.text, made) == ()


@given(st.one_of(_PARTS, ugly_text), st.one_of(_PARTS, ugly_text))
def test_spans_lie_in_the_statement(statement: str, text: str) -> None:
    for reason in polarity_reasons(statement, sources(f"{text}\n\nThe end.")):
        assert reason.start is not None
        assert reason.end is not None
        assert 0 <= reason.start < reason.end <= len(statement)
        assert reason.text
        assert not reason.text.endswith(".")
