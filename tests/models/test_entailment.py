"""The shipped entailment model, for real."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant.errors import ConfigurationError
from assistant.models.entailment import Claim, EntailmentModel, Judgement
from assistant.models.pairs import CLAIM_TOKENS, EVIDENCE_TOKENS
from tests.language.ugly import ugly_text

HEADING = "Ferry capsizes off Skerrin\n3 March 2025\n"
TEXTS = (
    "The ferry left the harbour of Skerrin on Monday morning.",
    "Nineteen people died, the coastguard said.",
    "The ministry blamed the operator for the accident.",
    "The central bank raised its key rate to 6.75 percent.",
)
CLAIMS = tuple(
    Claim(text, TEXTS[place], HEADING)
    for place, texts in enumerate(
        (
            ("On Monday morning the ferry left Skerrin.", "The ferry left the harbour on Sunday."),
            ("According to the coastguard, 19 people died.", "Nobody died, the coastguard said."),
            ("The operator was blamed by the ministry.", "The operator blamed the ministry."),
            ("The key rate was raised to 6.75 percent.", "The bank cut its key rate to 2 percent."),
        )
    )
    for text in texts
)


@pytest.fixture(scope="module")
def model() -> EntailmentModel:
    return EntailmentModel(threads=2)


def test_a_contradiction_scores_below_what_stands_there(model: EntailmentModel) -> None:
    for text in TEXTS:
        same, not_so = model.judge(
            [Claim(text, text), Claim(f"It is not true that {text[:1].lower()}{text[1:]}", text)]
        )
        assert same.logit > not_so.logit, text
    sure, wrong, unsaid = model.judge(
        [
            Claim("Nineteen people died.", TEXTS[1]),
            Claim("Nobody died.", TEXTS[1]),
            Claim("Nineteen people died.", TEXTS[3]),
        ]
    )
    assert sure.logit > wrong.logit
    assert sure.logit > unsaid.logit


def test_a_claim_is_judged_alike_whatever_it_is_judged_with() -> None:
    together = EntailmentModel(threads=2).judge([*CLAIMS, *reversed(CLAIMS)])
    assert together[: len(CLAIMS)] == together[: len(CLAIMS) - 1 : -1]
    alone = EntailmentModel(threads=1)
    assert [alone.judge([claim])[0] for claim in CLAIMS] == together[: len(CLAIMS)]
    assert len({one.logit for one in together}) == len(CLAIMS)
    assert alone.judge([]) == []


def test_what_was_judged_is_remembered() -> None:
    model = EntailmentModel(threads=1)
    (first,) = model.judge(CLAIMS[:1])
    (again,) = model.judge(CLAIMS[:1])
    assert again is first
    # The heading and the evidence are part of what is remembered.
    bare, other = model.judge(
        [Claim(CLAIMS[0].text, CLAIMS[0].evidence), Claim(CLAIMS[0].text, TEXTS[3], HEADING)]
    )
    assert first.logit not in (bare.logit, other.logit)


def test_several_threads_may_ask_at_once() -> None:
    expected = EntailmentModel(threads=1).judge(CLAIMS)
    fresh = EntailmentModel(threads=2)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: fresh.judge(CLAIMS), range(8)))
    assert all(one == expected for one in found)


def _orderly(judgement: Judgement, text: str) -> None:
    """Each doubt is a range of the claim that is not empty, behind the one before."""
    for doubt in judgement.doubts:
        assert 0 <= doubt.start < doubt.end <= len(text)
    for one, other in pairwise(judgement.doubts):
        assert one.end <= other.start


_SHARED = EntailmentModel(threads=1)


@settings(max_examples=40)
@given(ugly_text, ugly_text, ugly_text)
def test_whatever_is_judged_the_doubts_lie_in_it_in_order(
    text: str, evidence: str, heading: str
) -> None:
    (found,) = _SHARED.judge([Claim(text, evidence, heading)])
    assert math.isfinite(found.logit)
    _orderly(found, text)


def test_the_doubts_are_the_claims_words(model: EntailmentModel) -> None:
    text = "Prime Minister Okafor's ferries cost £4.5m, she said."
    (found,) = model.judge([Claim(text, TEXTS[0])])
    words = [text[doubt.start : doubt.end] for doubt in found.doubts]
    assert "".join(words) == text.replace(" ", "")
    assert {"Okafor", "ferries", "Minister"} <= set(words)


def test_what_is_longer_than_it_reads_is_cut(model: EntailmentModel) -> None:
    long = "storm " * 5 * CLAIM_TOKENS
    far = f"{'storm ' * 2 * EVIDENCE_TOKENS}{TEXTS[1]}"
    whole, longer, near = model.judge(
        [
            Claim(long, far, far),
            Claim(f"{long} and more", far, far),
            Claim(long, f"{far} More.", far),
        ]
    )
    assert whole == longer == near
    _orderly(whole, long)
    assert len(whole.doubts) == CLAIM_TOKENS


def test_without_evidence_a_claim_is_judged_all_the_same(model: EntailmentModel) -> None:
    bare, shown = model.judge([Claim(TEXTS[1], ""), Claim(TEXTS[1], TEXTS[1])])
    assert bare.logit < shown.logit
    _orderly(bare, TEXTS[1])
    (nothing,) = model.judge([Claim("", "")])
    assert nothing.doubts == ()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"model\.onnx") as raised:
        EntailmentModel(weights=tmp_path).judge(CLAIMS[:1])
    assert raised.value.hint == "Install the package again"
    assert EntailmentModel.damaged_files(tmp_path) == ["model.onnx", "calibration.json"]
