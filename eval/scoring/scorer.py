"""Scores a run: every case by every metric that applies to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.errors import UsageError
from assistant.types import Usage
from eval.gold.finding import TellingCase
from eval.gold.loading import AskCase, Case, GoldSet, SummaryCase
from eval.runs.folder import Run
from eval.runs.outcomes import Outcome
from eval.scoring.answering import answer_scores
from eval.scoring.finding import Scored, retrieval_scores
from eval.scoring.metrics import Score
from eval.scoring.summing import summary_scores
from eval.scoring.telling import telling_scores


def score(run: Run, gold: GoldSet) -> tuple[Score, ...]:
    """All scores of a run, in the order of its outcomes.

    Raises:
        UsageError: the run is of other cases or other articles.
    """
    for name, mine in (("cases", gold.digest), ("articles", gold.library)):
        if run.manifest.identity[name] != mine:
            raise UsageError(
                f"The run is of other {name} ({run.manifest.identity[name]}, here {mine})",
                hint="Name the set that was run with --dataset and --articles",
            )
    cases = gold.by_id()
    return tuple(_scores(run.outcomes, cases))


def _scores(outcomes: Sequence[Outcome], cases: dict[str, Case]) -> Iterator[Score]:
    for outcome in outcomes:
        if outcome.case not in cases:  # of a set that was narrowed to a tag
            continue
        for metric, value, reason in _scored(cases[outcome.case], outcome):
            yield Score(outcome.case, outcome.repeat, metric, value, reason)


def _scored(case: Case, outcome: Outcome) -> Iterator[Scored]:
    if outcome.error is not None:
        # What was not answered for an error is told once, and not as bad answers besides.
        yield "completed", 0.0, outcome.error
        return
    yield "completed", 1.0, ""
    if isinstance(case, AskCase) and outcome.answer is not None:
        if case.asked.answerable:
            yield from retrieval_scores(case, outcome.found)
        yield from answer_scores(case, outcome.answer)
        usage = outcome.answer.usage
    elif isinstance(case, SummaryCase) and outcome.summary is not None:
        yield from summary_scores(case, outcome.summary)
        usage = outcome.summary.usage
    elif isinstance(case, TellingCase) and outcome.told is not None:
        yield from telling_scores(case, outcome.told)
        usage = Usage()
    else:
        raise UsageError(f"The outcome of {case.id} is of another kind than the case")
    yield "seconds", outcome.seconds, ""
    if usage.calls:
        yield "tokens", float(usage.input_tokens + usage.output_tokens), f"{usage.calls} requests"
        yield "cost", usage.cost, "" if usage.cost is not None else "the price is not known"
