from __future__ import annotations

import pytest

from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity import polarity_reasons
from tests.verifying.made import sources


def reasons(statement: str, text: str) -> tuple[Reason, ...]:
    return polarity_reasons(statement, sources(text))


@pytest.mark.parametrize(
    ("statement", "text", "condition"),
    [
        (
            "The ferry company gets its licence back.",
            "The ferry company gets its licence back if the court agrees.",
            "if the court agrees",
        ),
        (
            "Sand and Marrin will vote against the harbour tax.",
            "Sand and Marrin will vote against the harbour tax unless boats are exempted.",
            "unless boats are exempted",
        ),
        (
            "The tax is cut for fishing boats.",
            "If the council agrees, the tax is cut for fishing boats.",
            "If the council agrees",
        ),
        (
            "Hale said that the tax is cut for fishing boats.",
            "Hale said that if the council agrees, the tax is cut for fishing boats.",
            "if the council agrees",
        ),
        (
            "Tenants may keep their flats at the old rent.",
            "Tenants may keep their flats at the old rent, as long as they pay on time.",
            "as long as they pay on time",
        ),
        (
            "The bank lends the town nine million crowns.",
            "The bank lends the town nine million crowns, provided that the province vouches.",
            "provided that the province vouches",
        ),
        (
            "The bridge will not reopen to trucks.",
            "The bridge will not reopen to trucks until the cracks are mended.",
            "until the cracks are mended",
        ),
    ],
)
def test_a_condition_left_out(statement: str, text: str, condition: str) -> None:
    found = [reason for reason in reasons(statement, text) if "condition" in reason.text]
    assert [reason.text for reason in found] == [f"drops the condition “{condition}”"]
    assert found[0].code is ReasonCode.MODALITY_DROPPED
    assert found[0].kind is VerdictKind.PARTLY


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        # The condition in other words.
        (
            "The tax is cut for fishing boats, depending on the council.",
            "If the council agrees, the tax is cut for fishing boats.",
        ),
        (
            "Should the council agree, the tax is cut for fishing boats.",
            "If the council agrees, the tax is cut for fishing boats.",
        ),
        (
            "With the consent of the council the tax is cut for fishing boats.",
            "If the council agrees, the tax is cut for fishing boats.",
        ),
        # No condition.
        (
            "The tax is cut for fishing boats.",
            "The tax is cut for fishing boats, even if the council objects.",
        ),
        ("Hale walked through the empty harbour.", "Hale walked the empty harbour as if asleep."),
        (
            "Reporters asked the mayor about the harbour.",
            "Reporters asked the mayor if the harbour would close.",
        ),
        ("The ferry reached Skerrin.", "The ferry did not reach Skerrin until Friday."),
        # The condition of something else.
        (
            "The council met on Monday in the town hall.",
            "The council met on Monday in the town hall, and if it agrees, taxes will be cut.",
        ),
    ],
)
def test_no_condition_left_out(statement: str, text: str) -> None:
    assert reasons(statement, text) == ()


def test_a_source_without_the_condition_is_enough() -> None:
    text = (
        "The tax is cut for fishing boats if the council agrees. "
        "The tax is cut for all fishing boats, the mayor said on Friday."
    )
    assert reasons("The tax is cut for fishing boats.", text) == ()


def test_the_span_is_the_main_clause() -> None:
    statement = "On Monday he said so, but the ferry company gets its licence back."
    (reason,) = reasons(statement, "The ferry company gets its licence back if the court agrees.")
    assert statement[reason.start : reason.end] == "ferry company gets its licence back"


def test_a_long_condition_is_quoted_in_part() -> None:
    condition = "if " + " ".join(f"word{number}" for number in range(25))
    (reason,) = reasons(
        "The company gets its licence back.", f"The company gets its licence back {condition}."
    )
    assert "“if word0 word1" in reason.text
    assert len(reason.text) < 100


@pytest.mark.parametrize(
    ("statement", "text", "message"),
    [
        (
            "The company has paid each family 60,000 crowns.",
            "The company has offered each family 60,000 crowns.",
            "says “paid” as fact, the source says “offered”",
        ),
        (
            "The firm has proved that the town knew of the cracks.",
            "The firm intends to argue that the town knew of the cracks.",
            "says “proved” as fact, the source says “intends to argue”",
        ),
        (
            "The ministry introduced a ban on night flights.",
            "The ministry proposed a ban on night flights.",
            "says “introduced” as fact, the source says “proposed”",
        ),
    ],
)
def test_what_was_offered_told_as_done(statement: str, text: str, message: str) -> None:
    (reason,) = reasons(statement, text)
    assert (reason.code, reason.kind) == (ReasonCode.MODALITY_DROPPED, VerdictKind.PARTLY)
    assert reason.text == message


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "The company made each family an offer of 60,000 crowns.",
            "The company has offered each family 60,000 crowns.",
        ),
        (
            "The firm plans to show that the town knew of the cracks.",
            "The firm intends to argue that the town knew of the cracks.",
        ),
        (
            "The ministry could introduce a ban on night flights.",
            "The ministry proposed a ban on night flights.",
        ),
        (
            "The company paid each family 60,000 crowns.",
            "The company offered each family 60,000 crowns, and paid it in May.",
        ),
    ],
)
def test_what_was_offered_told_as_offered(statement: str, text: str) -> None:
    assert reasons(statement, text) == ()
