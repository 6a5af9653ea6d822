from __future__ import annotations

import time

import pytest
from hypothesis import given

from assistant.types import ReasonCode, VerdictKind
from assistant.verifying.attribution import attribution_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources


def texts(statement: str, text: str, *indices: int) -> list[str]:
    return [reason.text for reason in attribution_reasons(statement, sources(text, *indices))]


@pytest.mark.parametrize(
    ("statement", "text", "reason"),
    [
        (
            "The driver fled the scene.",
            "Police said the driver fled the scene.",
            "drops that police said it",
        ),
        (
            "The driver fled the scene.",
            "The driver fled the scene, Tova Lind, the mayor, said on Monday.",
            "drops that Tova Lind said it",
        ),
        (
            "Water in the lower town is unsafe to drink.",
            "Water in the lower town is unsafe to drink, according to the Health Ministry.",
            "drops that this is according to the Health Ministry",
        ),
        (
            "Two men stole a van from the yard.",
            "Two men allegedly stole a van from the yard.",
            "drops “allegedly”",
        ),
        (
            "Aker took 3,000 crowns from the strike fund.",
            "Aker claimed that Lind took 3,000 crowns from the strike fund.",
            "drops that Aker claimed it",
        ),
        (
            "Lind stole 3,000 crowns from the fund.",
            "Lind is accused of stealing 3,000 crowns from the fund.",
            "drops “is accused of”",
        ),
        (
            "Most ferries were unsafe last winter.",
            "A report found most ferries were unsafe last winter.",
            "drops that a report found it",
        ),
        (
            "Nobody checked the doors that night.",
            "“Nobody checked the doors that night,” Lind said.",
            "drops that Lind said it",
        ),
        (
            "The port closed on Monday, and a second ship hit the same rock in May.",
            "The port closed on Monday. A second ship hit the same rock in May, dockers said.",
            "drops that dockers said it",
        ),
    ],
)
def test_a_dropped_attribution_is_found(statement: str, text: str, reason: str) -> None:
    (found,) = attribution_reasons(statement, sources(text))
    assert found.code is ReasonCode.ATTRIBUTION_DROPPED
    assert found.text == reason
    # What is only claimed is no fact; who said what is told beside a statement that stands.
    contested = any(word in reason for word in ("allegedly", "claimed", "accused"))
    assert found.kind is (VerdictKind.PARTLY if contested else VerdictKind.SUPPORTED)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The driver fled, police said.", "Police said the driver fled the scene."),
        ("According to police, the driver fled.", "Police said the driver fled the scene."),
        ("The driver reportedly fled the scene.", "Police said the driver fled the scene."),
        ("The driver is alleged to have fled.", "Police said the driver fled the scene."),
        ("Officials said the driver fled the scene.", "Police said the driver fled the scene."),
        ("The ministry’s claim that water is safe drew doubt.", "The ministry said water is safe."),
        ("Tova Lind said the port is closed.", "The port is closed, said Lind, the mayor."),
        ("The driver fled.", "The driver fled. The driver fled the scene, police said."),
        ("The bank will raise its rates in May.", "The bank announced it will raise rates in May."),
        ("The union plans to strike on Friday.", "The union said it plans to strike on Friday."),
        ("Odenwick’s profit rose 4 percent.", "Odenwick said its profit rose 4 percent."),
        ("The bank pledged to open in May.", "The bank pledged to open in May, as before."),
        ("The port closed on Monday.", "The port closed on Monday."),
        ("The port closed on Monday.", "The port closed on Monday, but Lind said it would open."),
        ("Lind: “Nobody checked the doors.”", "“Nobody checked the doors,” said Lind."),
    ],
)
def test_what_keeps_or_needs_no_attribution(statement: str, text: str) -> None:
    assert texts(statement, text) == []


def test_a_claim_given_to_another_speaker_is_found() -> None:
    (found,) = attribution_reasons(
        "Tova Lind said the lower doors were left open that night.",
        sources("The lower doors were left open that night, Pell Aker said."),
    )
    assert found.code is ReasonCode.ATTRIBUTION_CHANGED
    assert found.kind is VerdictKind.UNSUPPORTED
    assert found.text == "gives to Tova Lind what the source gives to Pell Aker"


@pytest.mark.parametrize(
    ("statement", "text", "index"),
    [
        (
            "Lind said the lower doors were left open.",
            "Mayor Tova Lind spoke. The lower doors were left open, she said.",
            1,
        ),
        (
            "Tova Lind said the lower doors were left open.",
            "Mayor Tova Lind spoke. The lower doors were left open, the mayor said.",
            1,
        ),
        (
            "Odenwick said the lower doors were left open.",
            "Ann Roe, the chief of Odenwick, spoke. The lower doors were left open, Roe said.",
            1,
        ),
        (
            "Lind said the lower doors were left open.",
            "The ferry left. The lower doors were left open, an official said.",
            1,
        ),
    ],
)
def test_a_speaker_found_by_the_article_is_the_same(statement: str, text: str, index: int) -> None:
    assert texts(statement, text, index) == []


def test_one_of_two_sources_may_give_it_to_the_speaker() -> None:
    text = "The doors were left open at night, Aker said. The doors were left open, Lind said."
    assert texts("Lind said the doors were left open at night.", text) == []


def test_a_bare_quotation_drops_its_speaker() -> None:
    (reason,) = texts("“Nobody checked the doors.”", "“Nobody checked the doors,” Lind said.")
    assert reason == "gives a quotation without saying whose words they are"


@pytest.mark.parametrize(
    "statement",
    [
        "The notice, which hung there for days, read in full: “Nobody is to cross the bridge.”",
        "“Nobody is to cross the bridge,” read one of the signs.",
        "A letter headed “Nobody is to cross the bridge” came.",
    ],
)
def test_what_stands_written_has_a_source(statement: str) -> None:
    assert texts(statement, "A sign said: “Nobody is to cross the bridge.”") == []


def test_an_apposed_name_speaks_and_not_the_possessor() -> None:
    text = "The lower doors were left open, Tova Lind’s lawyer, Marion Hale, said."
    statement = "Tova Lind’s lawyer, Marion Hale, said the lower doors were left open that night."
    assert texts(statement, text) == []
    assert texts("Per Aker’s CEO, Ann Roe, said the lower doors were left open.", text) == [
        "gives to Ann Roe what the source gives to Marion Hale"
    ]


def test_a_denied_own_affair_stays_a_claim() -> None:
    text = "The ministry said it had no part in the sale of the harbour."
    assert texts("The ministry had no part in the sale of the harbour.", text)


def test_a_whole_cited_sentence_is_right_as_it_stands() -> None:
    text = "“Nobody checked the doors that night.” Lind left."
    assert texts("“Nobody checked the doors that night.”", text) == []


def test_a_part_of_the_sentence_without_its_speaker_is_not() -> None:
    assert texts("The driver fled the scene", "The driver fled the scene, police said.")


@pytest.mark.parametrize("name", ["O'Lind", "O’Lind", "Roe-Lind", "Ødelind"])
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    written = name.replace("'", "’")
    text = f"Tova {written} runs the port. “It sank within the hour,” she said."
    assert texts(f"“It sank within the hour,” Tova {name} said.", text) == []
    assert texts(f"{name} said that it sank within the hour.", text) == []
    assert texts("“It sank within the hour,” Per Aker said.", text)


def test_nothing_is_said_without_sources() -> None:
    assert attribution_reasons("The driver fled.", ()) == ()


@given(ugly_text, ugly_text)
def test_anything_can_be_compared(statement: str, text: str) -> None:
    made = sources(f"{text} The driver fled the scene, police said.")
    for reason in attribution_reasons(f"{statement} \ud800 the driver fled the scene", made):
        assert reason.text
        assert not reason.text.endswith(".")


@pytest.mark.parametrize("unit", ["said ", "the driver fled, police said, ", "“a b c d e” "])
def test_a_very_long_statement_is_read_in_time(unit: str) -> None:
    started = time.perf_counter()
    statement = unit * (20_000 // len(unit))
    attribution_reasons(statement, sources("The driver fled the scene, police said."))
    assert time.perf_counter() - started < 5
