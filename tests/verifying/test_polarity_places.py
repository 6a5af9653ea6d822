"""What is expected, may be, or is denied at the end of a clause, told as so."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity import MOST_REASONS, polarity_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

SURER = ReasonCode.MODALITY_DROPPED
DROPPED = ReasonCode.NEGATION_DROPPED


def reasons(statement: str, text: str) -> tuple[Reason, ...]:
    return polarity_reasons(statement, sources(text))


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "Minister Orla cut her visit short and was in Karrow by noon.",
            "Minister Orla cut her visit short and was expected in Karrow by noon.",
            "says “Karrow” as fact, the source says “was expected in Karrow”",
        ),
        (
            "Vey will leave after the merger, which is certain for October.",
            "Vey will leave after the merger, which is expected in October.",
            "says “October” as fact, the source says “is expected in October”",
        ),
        (
            "Engineers watched, and the highest water will come at dusk.",
            "Engineers watched, and they expect the highest water at dusk.",
            "says “water” as fact, the source says “expect the highest water”",
        ),
        (
            "The owner of the ferry was in court on Monday.",
            "The owner of the ferry was due in court on Monday.",
            "says “court” as fact, the source says “was due in court”",
        ),
    ],
)
def test_what_is_expected_somewhere_told_as_so(statement: str, text: str, message: str) -> None:
    found = [reason for reason in reasons(statement, text) if reason.code is SURER]
    assert [reason.text for reason in found] == [message]
    assert found[0].kind is VerdictKind.PARTLY


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "The dam would break at the bottom.",
            "The dam might break at the bottom.",
            "says “would break”, the source says “might break”",
        ),
        (
            "A candidate must ask for a recount.",
            "A candidate may ask for a recount.",
            "says “must ask”, the source says “may ask”",
        ),
        (
            "Shipping fees must also rise in Skerrin.",
            "Shipping fees may also rise in Skerrin.",
            "says “must also rise”, the source says “may also rise”",
        ),
        (
            "The fine is higher than the profit now that the firm pays in Karrow.",
            "The fine would be higher than the profit if the firm paid in Karrow.",
            "says “higher” as fact, the source says “would be higher”",
        ),
        (
            "Her fund has gained about 3 million crowns.",
            "Her fund stands to gain about 3 million crowns.",
            "says “gained” as fact, the source says “stands to gain”",
        ),
        (
            "Odenwick exceeded the offer of the bank.",
            "Odenwick was free to exceed the offer of the bank.",
            "says “exceeded” as fact, the source says “was free to exceed”",
        ),
        (
            "The council voted on the harbour plan.",
            "The council is to vote on the harbour plan.",
            "says “voted” as fact, the source says “is to vote”",
        ),
        (
            "Odenwick was bought on Monday by a Karrow bank.",
            "Odenwick agreed on Monday to be bought by a Karrow bank.",
            "says “bought” as fact, the source says “agreed on Monday to be bought”",
        ),
    ],
)
def test_surer_than_the_source(statement: str, text: str, message: str) -> None:
    found = [reason for reason in reasons(statement, text) if reason.code is SURER]
    assert message in [reason.text for reason in found]


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "Rejecting the offer was right and refusing to talk was, too, Vey said.",
            "Rejecting the offer was right and refusing to talk was not, Vey said.",
            "says “was” where the source says “was not”",
        ),
        (
            "Someone has been charged.",
            "No one has been charged.",
            "drops “No one” before “charged”",
        ),
        (
            "The notice was written for people.",
            "The notice was written for machines rather than for people.",
            "drops “rather than” before “people”",
        ),
    ],
)
def test_a_denial_left_out(statement: str, text: str, message: str) -> None:
    found = [reason for reason in reasons(statement, text) if reason.code is DROPPED]
    assert [reason.text for reason in found] == [message]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Orla is due in Karrow by noon.", "Orla is expected in Karrow by noon."),
        ("Orla may be in Karrow by noon.", "Orla is expected in Karrow by noon."),
        ("The vote is on Monday in Karrow.", "The vote is scheduled for Monday in Karrow."),
        ("The dam could break at the bottom.", "The dam might break at the bottom."),
        ("Vey said the dam might break.", "The dam may break."),
        ("When the firm pays, the fine is higher.", "If the firm pays, the fine is higher."),
        (
            "Vey said the fine was high in Karrow.",
            "Vey said the fine would be high in Karrow.",
        ),
        ("Refusing to talk was wrong, Vey said.", "Refusing to talk was not, Vey said."),
        (
            "The notice was written for machines.",
            "The notice was written for machines rather than for people.",
        ),
    ],
)
def test_what_is_no_reason(statement: str, text: str) -> None:
    assert reasons(statement, text) == ()


def test_another_source_that_says_so_is_enough() -> None:
    text = "Orla was expected in Karrow by noon. Orla was in Karrow by noon."
    statement = "Minister Orla was in Karrow by noon."
    assert polarity_reasons(statement, sources(text)) == ()
    assert polarity_reasons(statement, sources(text)[:1]) != ()


def test_more_mentions_of_a_word_than_are_kept_break_nothing() -> None:
    often = "the break of the dam and " * 12
    source = f"It was {often}the dam may break."
    statement = f"It was {often}the dam did break."
    assert len(polarity_reasons(statement, sources(source))) <= MOST_REASONS


@given(ugly_text, ugly_text)
def test_a_sentence_against_itself_has_no_reasons(before: str, after: str) -> None:
    text = f"{before} was expected in Karrow by noon, and talk was not, {after}"
    for source in (made := sources(f"{text}\n\nThe end.")):
        assert polarity_reasons(source.text, made) == ()
