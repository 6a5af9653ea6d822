from __future__ import annotations

import pytest

from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.types import QUOTED, ReasonCode, VerdictKind
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import LONGEST_STATEMENT
from assistant.verifying.verifier import Verified, Verifier
from tests.verifying.made import sources

TEXT = (
    "The ferry left Skerrin at 8:15 p.m. on Sunday with 199 people on board. "
    "Rescuers pulled 143 people from the water. "
    "The coast guard said the search would go on through the night. "
    "Rescuers had saved 143 people by dawn, the navy confirmed."
)
LEFT, PULLED, SEARCH, SAVED = sources(TEXT)


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(SourceVectors(Embedder(threads=1)), model=EntailmentModel(threads=1))


def codes(verified: Verified) -> set[ReasonCode]:
    return {reason.code for reason in verified.verdict.reasons}


def test_a_sentence_word_for_word_is_quoted(verifier: Verifier) -> None:
    found = verifier.verify("Rescuers pulled 143  people\nfrom the water.", [PULLED, SEARCH])
    assert found.verdict == QUOTED
    assert found.sources == (PULLED,)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("— … !", ReasonCode.NO_CLAIM),
        ("", ReasonCode.NO_CLAIM),
        ("Rescuers " + "pulled people out and " * 200, ReasonCode.TOO_LONG),
    ],
)
def test_what_cannot_be_checked_is_not_supported(
    verifier: Verifier, statement: str, code: ReasonCode
) -> None:
    found = verifier.verify(statement, [PULLED], evidence=[LEFT, PULLED])
    assert found.verdict.kind is VerdictKind.UNSUPPORTED
    assert codes(found) == {code}


def test_a_statement_without_citations_is_not_supported(verifier: Verifier) -> None:
    found = verifier.verify("Rescuers pulled 143 people from the sea.", [])
    assert found.verdict.kind is VerdictKind.UNSUPPORTED
    assert codes(found) == {ReasonCode.NO_CITATION}


def test_support_is_looked_for_where_the_citation_fails(verifier: Verifier) -> None:
    evidence = [LEFT, PULLED, SEARCH]
    for cited in ([SEARCH], []):
        said = "Rescuers pulled 143 people from the water."
        found = verifier.verify(said, cited, evidence=evidence)
        assert found.verdict.kind is VerdictKind.SUPPORTED
        assert found.sources == (PULLED,)
        assert ReasonCode.CITATION_CORRECTED in codes(found)


def test_what_nothing_supports_keeps_its_citation_and_reasons(verifier: Verifier) -> None:
    found = verifier.verify(
        "Rescuers pulled 152 people from the water.", [PULLED], evidence=[LEFT, PULLED, SEARCH]
    )
    assert found.verdict.kind is VerdictKind.UNSUPPORTED
    assert found.sources == (PULLED,)
    assert ReasonCode.FIGURE_CONTRADICTED in codes(found)


def test_an_idle_citation_is_dropped(verifier: Verifier) -> None:
    found = verifier.verify("The navy confirmed that 143 people were saved.", [SAVED, SEARCH])
    assert found.verdict.kind is VerdictKind.SUPPORTED
    assert found.sources == (SAVED,)
    both = verifier.verify("The ferry left with 199 people on board.", [LEFT, LEFT, SEARCH])
    assert both.sources == (LEFT,)


def test_two_outlets_that_say_the_same_are_two_sources(verifier: Verifier) -> None:
    (other,) = sources("Rescuers pulled 143 people out of the water.", title="Another report")
    found = verifier.verify("Rescuers pulled 143 people from the water!", [PULLED, other])
    assert set(found.sources) == {PULLED, other}


def test_long_statements_are_compared_up_to_their_limit(verifier: Verifier) -> None:
    statement = ("Rescuers pulled 143 people from the water " * 100)[: LONGEST_STATEMENT + 1]
    assert verifier.found(statement, [PULLED]).verdict.kind is VerdictKind.UNSUPPORTED


def test_a_sentence_is_understood_by_its_article() -> None:
    made = sources("Mayor Ida Renn spoke on Monday. She called the work overdue.")
    assert made[1] == SourceSentence(made[1].article, 1)
    assert made[1].before(4) == (made[0].text,)


def test_a_short_statement_is_not_made_of_words_of_several_sentences(verifier: Verifier) -> None:
    evidence = sources(
        "The prime minister cut short a visit to the north. The two firms make most of the laser "
        "levels sold in the country. The union was unimpressed."
    )
    for said in ("The prime minister was sold.", "The union was sold."):
        assert verifier.found(said, evidence).verdict.kind is not VerdictKind.SUPPORTED
    assert verifier.found("The union was unimpressed.", evidence).verdict.kind is (
        VerdictKind.SUPPORTED
    )
