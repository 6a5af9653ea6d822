"""The metrics: what each is called, which stage it is about, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """A stage of the program, in the order in which one can spoil what follows."""

    RUN = "run"
    RETRIEVAL = "retrieval"
    ABSTENTION = "abstention"
    ANSWER = "answer"
    CITATIONS = "citations"
    SUMMARY = "summary"
    STORIES = "stories"
    TIMELINES = "timelines"
    QUOTES = "quotes"
    FIGURES = "figures"
    CHANGES = "changes"
    JUDGE = "judge"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric.

    ``yes_no`` scores are 0 or 1 only; ``higher`` says that more is better. ``unit`` is empty
    for shares from 0 to 1.
    """

    name: str
    stage: Stage
    what: str
    yes_no: bool = False
    higher: bool = True
    unit: str = ""


METRICS: Final[dict[str, Metric]] = {
    metric.name: metric
    for metric in (
        Metric("completed", Stage.RUN, "the program gave a result, no error", yes_no=True),
        Metric("recall@5", Stage.RETRIEVAL, "gold sentences within the first 5 passages"),
        Metric("recall@10", Stage.RETRIEVAL, "gold sentences within the first 10 passages"),
        Metric("ndcg@10", Stage.RETRIEVAL, "nDCG of the first 10 passages, gain 1 a new gold one"),
        Metric("mrr", Stage.RETRIEVAL, "1 / rank of the first passage with a gold sentence"),
        Metric("decided", Stage.ABSTENTION, "answered what can be, declined the rest", yes_no=True),
        Metric("contains", Stage.ANSWER, "an accepted answer stands in the answer", yes_no=True),
        Metric(
            "exact",
            Stage.ANSWER,
            "the words pointed out (or else the answer) are accepted ones",
            yes_no=True,
        ),
        Metric("f1", Stage.ANSWER, "words it shares with the nearest accepted answer, F1"),
        Metric("clean", Stage.ANSWER, "nothing forbidden stands in it", yes_no=True),
        Metric("cited precision", Stage.CITATIONS, "cited sentences that are gold"),
        Metric("cited recall", Stage.CITATIONS, "gold sentences that are cited"),
        Metric("supported", Stage.CITATIONS, "statements that the check finds supported"),
        Metric("facts", Stage.SUMMARY, "facts that have to be in the summary and are"),
        Metric("rouge1", Stage.SUMMARY, "ROUGE-1 F1 against the reference"),
        Metric("rouge2", Stage.SUMMARY, "ROUGE-2 F1 against the reference"),
        Metric("rougeLsum", Stage.SUMMARY, "ROUGE-Lsum F1 against the reference"),
        Metric("length kept", Stage.SUMMARY, "within 15 % of the words asked for", yes_no=True),
        Metric(
            "story precision", Stage.STORIES, "B-cubed: of an article's story what belongs to it"
        ),
        Metric(
            "story recall", Stage.STORIES, "B-cubed: of what belongs to it what is in its story"
        ),
        Metric("days found", Stage.TIMELINES, "gold days of which an entry says what happened"),
        Metric("days right", Stage.TIMELINES, "entries whose day is in the gold"),
        Metric("words found", Stage.QUOTES, "gold words that are given to somebody"),
        Metric(
            "speaker right", Stage.QUOTES, "of those, given to whoever said them, under one name"
        ),
        Metric("denials found", Stage.QUOTES, "denials that are told to be against what was said"),
        Metric("values found", Stage.FIGURES, "gold figures that are told with all their outlets"),
        Metric("values right", Stage.FIGURES, "figures told that are in the gold"),
        Metric("standing right", Stage.FIGURES, "found figures of which it is told how they stand"),
        Metric("changes found", Stage.CHANGES, "gold changes that are told"),
        Metric("changes right", Stage.CHANGES, "changes told that are in the gold"),
        Metric("judged", Stage.JUDGE, "a model's judgement of the answer"),
        Metric("seconds", Stage.COST, "wall clock", higher=False, unit="s"),
        Metric(
            "tokens", Stage.COST, "read and written by the chat model", higher=False, unit="tokens"
        ),
        Metric("cost", Stage.COST, "of the chat model", higher=False, unit="US$"),
    )
}
"""By name, in the order of a report."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score of one case, one time, with its reason. ``value`` None means: not scored."""

    case: str
    repeat: int
    metric: str
    value: float | None
    reason: str = ""
