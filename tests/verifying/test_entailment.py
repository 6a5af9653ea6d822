"""What the shipped model and its calibration make of plain claims, both ways."""

from __future__ import annotations

import pytest

from assistant.models.entailment import EntailmentModel
from assistant.types import ReasonCode, VerdictKind
from assistant.verifying.entailment import calibration, entailment_of
from assistant.verifying.verdicts import verdict_on
from tests.verifying.made import sources

MODEL = EntailmentModel(threads=1)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "A former aide to Mayor Reh was jailed for two years.",
            "A former aide to Mayor Reh was jailed.",
            "Mayor Reh was jailed for two years.",
        ),
        (
            "Some schools in the valley will close.",
            "Several schools in the valley will close.",
            "All schools in the valley will close.",
        ),
        (
            "Three people were released without charge.",
            "Three people were released.",
            "Three people were charged.",
        ),
        (
            "The company's profit fell sharply last year.",
            "The company's profit fell last year.",
            "The company's profit rose sharply last year.",
        ),
        (
            "The union was unimpressed by the offer.",
            "The offer did not impress the union.",
            "The union was shot.",
        ),
        (
            "The Rural League opposed the plan, which the Harbour party supported.",
            "The Harbour party supported the plan.",
            "The Rural League supported the plan.",
        ),
        (
            "The firm plans to close the mine.",
            "The firm intends to close the mine.",
            "The firm has closed the mine.",
        ),
        (
            "The minister denied taking bribes.",
            "The minister denied that he took bribes.",
            "The minister took bribes.",
        ),
    ],
)
def test_true_claims_are_likelier_than_false_ones(text: str, true: str, false: str) -> None:
    cited = sources(text)
    right, wrong = (entailment_of(claim, cited, model=MODEL) for claim in (true, false))
    assert right.probability > wrong.probability
    assert verdict_on(false, cited, model=MODEL).kind is not VerdictKind.SUPPORTED


def test_the_words_in_doubt_are_pointed_at() -> None:
    claim = "All schools in the valley will close."
    verdict = verdict_on(claim, sources("Some schools in the valley will close."), model=MODEL)
    (reason,) = verdict.reasons
    assert reason.code in {ReasonCode.MEANING_UNSUPPORTED, ReasonCode.MEANING_PARTLY}
    assert reason.start is None or "All" in claim[reason.start : reason.end]


def test_what_is_told_as_certain_is_partly_supported_by_what_may_be() -> None:
    verdict = verdict_on(
        "300 people will lose their jobs.", sources("300 people may lose their jobs."), model=MODEL
    )
    assert verdict.kind is VerdictKind.PARTLY
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.MEANING_PARTLY]


def test_a_language_that_is_not_read_is_unchecked_and_never_supported() -> None:
    cited = sources("Der Stadtrat stimmte mit 31 zu 17 Stimmen für die Bahn.")
    verdict = verdict_on("Der Stadtrat stimmte für die Bahn.", cited, model=MODEL)
    assert verdict.kind is VerdictKind.UNCHECKED
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.LANGUAGE]
    assert verdict.score is None
    false = verdict_on("Der Stadtrat stimmte mit 33 zu 17 Stimmen dafür.", cited, model=MODEL)
    assert false.kind is VerdictKind.UNSUPPORTED


def test_the_calibration_rises_with_the_logit() -> None:
    fitted = calibration()
    assert 0 < fitted.unsupported <= fitted.partly < 1
    low, high = (fitted.probability(logit=logit, doubt=0.0) for logit in (-3.0, 3.0))
    assert low < fitted.partly < high
