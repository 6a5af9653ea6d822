from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.answering.drafts import DraftCheck, Found, verify_draft
from assistant.answering.evidence import whole_evidence
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.reports import Progress
from assistant.types import Article, ReasonCode, VerdictKind, Verification
from assistant.verifying.vectors import SourceVectors
from tests.language.ugly import ugly_text
from tests.verifying.made import article

BRIDGE = article(
    "The Tallow Bridge reopened on Monday after nine weeks of repairs, the city said. "
    "Repairs cost 4.2 million crowns. “It was long overdue,” said Mayor Ida Renn. "
    "Traffic may double within a year, engineers said.",
    title="Bridge reopens",
)
_EMBEDDER = Embedder(threads=1)
_MODEL = EntailmentModel(threads=1)


def checked(draft: str, *articles: Article) -> Verification:
    return verify_draft(draft, check_of(*articles), on_progress=lambda _: None)


def check_of(*articles: Article) -> DraftCheck:
    found = Found(whole_evidence(articles or (BRIDGE,)), SourceVectors(_EMBEDDER))
    return DraftCheck(lambda _: found, model=_MODEL)


def kinds(verification: Verification) -> list[VerdictKind]:
    return [statement.verdict.kind for statement in verification.statements]


def codes(verification: Verification) -> list[list[ReasonCode]]:
    return [[r.code for r in s.verdict.reasons] for s in verification.statements]


def test_each_sentence_is_held_against_those_that_support_it() -> None:
    found = checked(
        "The repairs cost 4.2 million crowns. The city said the bridge reopened Monday."
    )
    assert kinds(found) == [VerdictKind.SUPPORTED] * 2
    cited = [[c.sentence_index for c in s.citations] for s in found.statements]
    assert cited == [[1], [0]]
    assert [source.title for source in found.sources] == ["Bridge reopens"]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The repairs cost 7.9 million crowns.", ReasonCode.FIGURE_CONTRADICTED),
        ("The Tallow Bridge reopened on Friday, the city said.", ReasonCode.DATE_CONTRADICTED),
        ("The Orrin Bridge reopened on Monday, the city said.", ReasonCode.NAME_MISSING),
        ("“It was never overdue,” said Mayor Ida Renn.", ReasonCode.QUOTATION_ALTERED),
        ("The Tallow Bridge has not reopened, the city said.", ReasonCode.MEANING_UNSUPPORTED),
        ("Traffic will double within a year, engineers said.", ReasonCode.MEANING_PARTLY),
    ],
)
def test_each_kind_of_fault_has_its_code(sentence: str, code: ReasonCode) -> None:
    found = checked(sentence)
    assert kinds(found) != [VerdictKind.SUPPORTED]
    assert code in codes(found)[0]


def test_whose_word_it_is_that_is_left_out_is_a_remark() -> None:
    found = checked("The Tallow Bridge reopened on Monday.")
    assert kinds(found) == [VerdictKind.SUPPORTED]
    assert codes(found) == [[ReasonCode.ATTRIBUTION_DROPPED]]


def test_citation_marks_and_list_marks_claim_nothing() -> None:
    found = checked(
        "# Bridge\n\n- Repairs cost 4.2 million crowns [1 §2–3] [^4]\n- [7] Who paid?\n"
    )
    assert [s.text for s in found.statements][1:] == [
        "Repairs cost 4.2 million crowns",
        "Who paid?",
    ]
    assert kinds(found)[1:] == [VerdictKind.SUPPORTED, VerdictKind.UNCHECKED]


def test_what_the_articles_know_nothing_of_is_not_supported() -> None:
    found = checked("A comet was seen over Lake Velm by thousands of people.")
    assert kinds(found) == [VerdictKind.UNSUPPORTED]


def test_progress_is_told() -> None:
    told: list[Progress] = []
    verify_draft("One. Two.", check_of(), on_progress=told.append)
    assert [(progress.done, progress.total) for progress in told] == [(0, 2), (1, 2), (2, 2)]


@given(ugly_text, st.booleans())
@settings(max_examples=60)
@example("“" * 50, False)
@example("١٢٬٣٤٥ جنيه و 1.234.567,89 €", False)
@example("\u202edetroppus si sihT", False)
@example("‘’‘’ “a “b” 12'345 1 234 1.2.3.4", True)
def test_no_rubbish_is_supported(draft: str, mixed: bool) -> None:
    text = f"{draft} The mayor flew to 17 moons. {draft}" if mixed else draft
    found = checked(text)
    for sentence in found.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        if sentence.statement.verdict.kind is VerdictKind.SUPPORTED:
            assert sentence.statement.citations


def test_a_very_long_draft_without_ends_is_not_supported() -> None:
    draft = "the bridge collapsed and " * 4_200
    found = checked(draft)
    assert sum(len(sentence.statement.text) for sentence in found.sentences) > 99_000
    assert VerdictKind.SUPPORTED not in kinds(found)
