"""Gathers what a report says from a run, its scores and a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assistant.types import Statement
from eval.comparing.comparison import DROP, LEVEL, CaseChange, Comparison, values_by_case
from eval.comparing.gate import Verdict
from eval.comparing.statistics import mean_interval
from eval.gold.finding import TellingCase
from eval.gold.loading import AskCase, Case, GoldSet, SummaryCase
from eval.questions import holds
from eval.reporting.report import (
    MAIN,
    CaseReport,
    Change,
    CitedSentence,
    Decisions,
    GoldLine,
    Line,
    MetricRow,
    Report,
    ScoreLine,
    Share,
    Wanted,
)
from eval.runs.folder import Run
from eval.runs.outcomes import Outcome
from eval.scoring.finding import holds_sentence
from eval.scoring.metrics import METRICS, Score
from eval.scoring.telling import told_statements


def make_report(
    run: Run,
    scores: Sequence[Score],
    gold: GoldSet,
    *,
    old: Run | None = None,
    old_scores: Sequence[Score] = (),
    comparison: Comparison | None = None,
    gate: Verdict | None = None,
    judges: Sequence[str] = (),
    seed: int = 0,
) -> Report:
    """Gathers what a report says of a run, and of what is different from an older one."""
    values = values_by_case(scores)
    old_values = values_by_case(old_scores)
    changes = {c.case: c for c in (*comparison.worse, *comparison.better)} if comparison else {}
    first = {each.case: each for each in reversed(run.outcomes)}
    first_old = {each.case: each for each in reversed(old.outcomes)} if old else {}
    maker = _CaseMaker(gold, scores, old_values, changes, compared=comparison is not None)
    cases = [
        maker.made(case, first[case.id], first_old.get(case.id))
        for case in gold.cases
        if case.id in first
    ]
    order = {"worse": 0, "better": 1, "same": 2, "new": 3}
    cases.sort(key=lambda each: (order[each.change], -_lost(changes.get(each.id))))
    return Report(
        new=run.manifest,
        old=old.manifest if old else None,
        rows=tuple(_rows(values, scores, gold, comparison, gate, seed=seed)),
        tags=tuple(_tags(cases, old_values)),
        decisions=_decisions(cases, values),
        cases=tuple(cases),
        gate=gate,
        differences=run.manifest.differences(old.manifest) if old else {},
        judges=tuple(judges),
        drop=comparison.drop if comparison else DROP,
    )


def _lost(change: CaseChange | None) -> float:
    return change.loss if change else 0.0


def _rows(
    values: Mapping[str, Mapping[str, float]],
    scores: Sequence[Score],
    gold: GoldSet,
    comparison: Comparison | None,
    gate: Verdict | None,
    *,
    seed: int,
) -> Iterator[MetricRow]:
    clusters = {case.id: case.cluster for case in gold.cases}
    changes = {change.metric.name: change for change in comparison.metrics} if comparison else {}
    fallen = {change.metric.name for change in gate.fallen} if gate else set()
    for name, metric in METRICS.items():
        unscored = sum(score.metric == name and score.value is None for score in scores)
        if name not in values:
            continue
        by_case = values[name]
        low, high = mean_interval(
            [*by_case.values()], [clusters[case] for case in by_case], level=LEVEL, seed=seed
        )
        yield MetricRow(
            metric=metric,
            mean=float(np.mean([*by_case.values()])),
            low=low,
            high=high,
            cases=len(by_case),
            unscored=unscored,
            change=changes.get(name),
            allowed=gate.allowed.get(name) if gate else None,
            fell=name in fallen,
        )


def _tags(
    cases: Sequence[CaseReport], old_values: Mapping[str, Mapping[str, float]]
) -> Iterator[Share]:
    groups: dict[str, list[CaseReport]] = defaultdict(list)
    for case in cases:
        for tag in case.tags:
            groups[tag].append(case)
    for tag, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        scored = [case for case in group if case.main is not None]
        if not scored:
            continue
        old = [
            old_values[MAIN[case.wanted]][case.id]
            for case in scored
            if case.id in old_values.get(MAIN[case.wanted], {})
        ]
        yield Share(
            tag,
            float(np.mean([case.main for case in scored])),
            len(scored),
            float(np.mean(old)) if old else None,
        )


def _decisions(cases: Sequence[CaseReport], values: Mapping[str, Mapping[str, float]]) -> Decisions:
    questions = [case for case in cases if case.wanted in {"answer", "decline"} and not case.error]
    contains = values.get("contains", {})

    def count(wanted: str, *, declined: bool, right: bool | None = None) -> int:
        return sum(
            case.wanted == wanted
            and bool(case.declined) is declined
            and (right is None or (contains.get(case.id, 0.0) >= 0.5) is right)  # noqa: PLR2004 - most repeats
            for case in questions
        )

    return Decisions(
        answered_right=count("answer", declined=False, right=True),
        answered_wrong=count("answer", declined=False, right=False),
        declined_right=count("decline", declined=True),
        declined_wrong=count("answer", declined=True),
        answered_unanswerable=count("decline", declined=False),
    )


class _CaseMaker:
    """Makes the reports of cases."""

    def __init__(
        self,
        gold: GoldSet,
        scores: Sequence[Score],
        old_values: Mapping[str, Mapping[str, float]],
        changes: Mapping[str, CaseChange],
        *,
        compared: bool,
    ) -> None:
        self._articles = {article.id: article for article in gold.articles.values()}
        self._names = {article.id: name for name, article in reversed([*gold.articles.items()])}
        self._scores: dict[str, list[Score]] = defaultdict(list)
        for score in scores:
            self._scores[score.case].append(score)
        self._values = values_by_case(scores)
        self._old = old_values
        self._changes = changes
        self._compared = compared

    def made(self, case: Case, outcome: Outcome, old: Outcome | None) -> CaseReport:
        """The report of one case."""
        change = self._changes.get(case.id)
        result = outcome.answer or outcome.summary
        statements = result.statements if result else ()
        if outcome.told is not None:
            statements = told_statements(outcome.told)
        wanted = _wanted(case)
        abstention = outcome.answer.abstention if outcome.answer else None
        return CaseReport(
            id=case.id,
            wanted=wanted,
            question=self._question(case),
            after=case.asked.after if isinstance(case, AskCase) else (),
            tags=case.tags,
            accepted=case.asked.answers if isinstance(case, AskCase) else (),
            gold=tuple(self._gold(case, outcome)),
            lines=tuple(self._line(each, case) for each in statements),
            declined=f"{abstention.kind.value}: {abstention.message}" if abstention else "",
            error=outcome.error or "",
            notes=result.notes if result else (),
            removed=tuple(each.text for each in (result.removed if result else ())),
            old_text=_told(old) if old else None,
            scores=tuple(self._score_lines(case.id)),
            change=self._direction(change),
            stage=change.stage.value if change else "",
            main=self._values.get(MAIN[wanted], {}).get(case.id),
            seconds=outcome.seconds,
        )

    def _direction(self, change: CaseChange | None) -> Change:
        if not self._compared:
            return "new"
        if change is None:
            return "same"
        return "worse" if change.loss > 0 else "better"

    @staticmethod
    def _question(case: Case) -> str:
        if isinstance(case, AskCase):
            return case.asked.question
        if isinstance(case, TellingCase):
            return f"{case.wanted.kind}: {case.wanted.topic or ', '.join(case.wanted.named)}"
        wanted = case.wanted
        return f"{', '.join(wanted.files)} in {wanted.words} words ({wanted.style})"

    def _gold(self, case: Case, outcome: Outcome) -> Iterator[GoldLine]:
        if isinstance(case, TellingCase):
            return
        if isinstance(case, SummaryCase):
            text = outcome.summary.text if outcome.summary else ""
            for fact in case.wanted.facts:
                used = any(holds(text, each) for each in fact.any)
                yield GoldLine("fact", f"{fact.fact}: {' / '.join(fact.any)}", None, used)
            return
        cited = {
            (citation.article_id, citation.sentence_index)
            for statement in (outcome.answer.statements if outcome.answer else ())
            for citation in statement.citations
        }
        for group in case.groups:
            for article, index in sorted(group):
                key = (article, index)
                found = any(holds_sentence(passage, key) for passage in outcome.found)
                yield GoldLine(
                    f"{self._names[article]} §{index + 1}",
                    self._articles[article].sentence_text(index),
                    found,
                    key in cited,
                )

    def _line(self, statement: Statement, case: Case) -> Line:
        gold = frozenset().union(*case.groups) if isinstance(case, AskCase) else frozenset()
        answerable = isinstance(case, AskCase) and case.asked.answerable
        return Line(
            text=statement.text,
            verdict=statement.verdict.kind.value,
            reasons=tuple(reason.text for reason in statement.verdict.reasons),
            cited=tuple(
                CitedSentence(
                    title=citation.title,
                    index=citation.sentence_index + 1,
                    quote=citation.quote,
                    gold=(citation.article_id, citation.sentence_index) in gold
                    if answerable
                    else None,
                )
                for citation in statement.citations
            ),
        )

    def _score_lines(self, case: str) -> Iterator[ScoreLine]:
        by_metric: dict[str, list[Score]] = defaultdict(list)
        for score in self._scores[case]:
            by_metric[score.metric].append(score)
        for name, group in by_metric.items():
            yield ScoreLine(
                metric=name,
                stage=METRICS[name].stage.value,
                value=self._values.get(name, {}).get(case),
                reason=group[0].reason,
                old=self._old.get(name, {}).get(case),
            )


def _told(outcome: Outcome) -> str:
    """What a person was told."""
    if outcome.error:
        return f"Error: {outcome.error}"
    if outcome.answer and outcome.answer.abstention:
        return outcome.answer.abstention.message
    if outcome.told is not None:
        return " ".join(one.text for one in told_statements(outcome.told))
    result = outcome.answer or outcome.summary
    return result.text if result else ""


def _wanted(case: Case) -> Wanted:
    """What is wanted of a case."""
    if isinstance(case, TellingCase):
        return case.wanted.kind
    if isinstance(case, SummaryCase):
        return "summary"
    return "answer" if case.asked.answerable else "decline"
