"""Scores of summaries: facts, what must not be in, ROUGE, length."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from assistant.types import Summary
from eval.gold.loading import SummaryCase
from eval.questions import holds
from eval.scoring.answering import clean_score, supported_score
from eval.scoring.finding import Scored

if TYPE_CHECKING:
    from rouge_score.rouge_scorer import RougeScorer

ROUGE: Final = ("rouge1", "rouge2", "rougeLsum")
TOLERANCE: Final = 0.15


def summary_scores(case: SummaryCase, summary: Summary) -> Iterator[Scored]:
    """The scores of a summary."""
    wanted = case.wanted
    text = summary.text
    missing = [
        fact.fact for fact in wanted.facts if not any(holds(text, each) for each in fact.any)
    ]
    held = len(wanted.facts) - len(missing)
    told = f"{held} of {len(wanted.facts)}"
    yield (
        "facts",
        held / len(wanted.facts),
        f"{told}; missing: {'; '.join(missing)}" if missing else told,
    )
    if wanted.forbidden:
        yield clean_score(wanted.forbidden, text)
    if wanted.reference:
        lines = "\n".join(statement.text for statement in summary.statements)
        found = _scorer().score(wanted.reference.replace(". ", ".\n"), lines)
        for name in ROUGE:
            yield name, float(found[name].fmeasure), "against the reference"
    kept = abs(summary.words - wanted.words) <= TOLERANCE * wanted.words
    yield "length kept", float(kept), f"{summary.words} words for {wanted.words}"
    yield supported_score(summary.statements)


@cache
def _scorer() -> RougeScorer:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(ROUGE), use_stemmer=True)
