"""Measures when the program declines: ``python -m eval.abstention --data FOLDER``.

Prints the tables of docs/measurements/abstention.md. Half of the questions of each kind
(even places) choose, the other half report; all is measured without the reader and with it.
``--fit`` fits the gate's models and thresholds anew on the choosing halves and measures those.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

import numpy as np

from assistant.answering.gate import GateModel, GateSettings
from assistant.answering.gate_features import AnswerFeatures, RelevanceFeatures
from assistant.models.reader import Reader
from eval.gate_cases import MULTIHOP, REMOVED, SQUAD, STRANGER, Case, every_case
from eval.gate_fitting import fit_positive

OFF_TOPIC: Final = frozenset({STRANGER, "absent-topic"})
"""Kinds of question about which the library holds nothing."""

FOUND_KEPT: Final = 0.98
"""Share of the questions whose answer is among the passages found that pass as relevant."""

PLACED: Final = 0.9
"""Share of all answerable questions of every data set that have to pass as relevant."""

RIGHT_KEPT: Final = 0.9
"""Share of the answers that would be right that have to be given."""

GRID: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_HALVES: Final = ("choose", "report")

Gate = Callable[[Case], bool]
"""Whether a case is answered."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a gate does with questions; shares from 0 to 1, NaN where there are none.

    ``answered`` is the share of all, ``right`` the share of the answered whose quoted
    sentences hold the answer, ``kept`` the share of the answers that would be right that
    are given, ``declined`` that of the unanswerable questions that are declined, and
    ``refused`` that of the answerable ones.
    """

    answered: float
    right: float
    kept: float
    declined: float
    refused: float

    def row(self) -> str:
        """The cells of a table."""
        shares = (self.answered, self.right, self.kept, self.declined, self.refused)
        return " | ".join("–" if np.isnan(share) else f"{share:.3f}" for share in shares)


def gate(settings: GateSettings) -> Gate:
    """Answers as ``settings`` say."""

    def answers(case: Case) -> bool:
        return about(case, settings) and chance(case, settings) >= settings.least(case.answer)

    return answers


def about(case: Case, settings: GateSettings) -> bool:
    """Whether the library is taken to have anything about the question."""
    return relevance(case, settings) >= settings.relevance


def relevance(case: Case, settings: GateSettings) -> float:
    """The gate's relevance; 0 where nothing was found."""
    return settings.relevant.probability(case.about) if case.about else 0.0


def chance(case: Case, settings: GateSettings) -> float:
    """The gate's probability of an answer; 0 where nothing was found."""
    return settings.probability(case.answer) if case.answer else 0.0


def point(cases: Sequence[Case], answers: Gate) -> Point:
    """What the gate ``answers`` does with ``cases``."""
    given = [(case, answers(case)) for case in cases]

    def share(chosen: Sequence[bool]) -> float:
        return float(np.mean(chosen)) if chosen else float("nan")

    return Point(
        answered=share([yes for _, yes in given]),
        right=share([case.right for case, yes in given if yes]),
        kept=share([yes for case, yes in given if case.right]),
        declined=share([not yes for case, yes in given if not case.answerable]),
        refused=share([not yes for case, yes in given if case.answerable]),
    )


def risk_area(cases: Sequence[Case], score: Callable[[Case], float]) -> float:
    """The area under the risk-coverage curve: 0 is perfect.

    Cases are answered in falling order of ``score``; the risk at each coverage is the share
    of the answered that are not right, and the area their mean (Geifman and El-Yaniv, 2017).
    """
    ordered = sorted(cases, key=score, reverse=True)
    wrong = np.cumsum([not case.right for case in ordered])
    return float(np.mean(wrong / np.arange(1, len(ordered) + 1))) if ordered else float("nan")


def fitted(without: Sequence[Case], reading: Sequence[Case]) -> GateSettings:
    """The models and thresholds that the choosing halves give, without and with the reader.

    What the library is about is asked of the cases without it.
    """
    plain, read = _fitted(without), _fitted(reading)
    return replace(plain, read_answers=read.answers, read_answer=read.answer)


def _fitted(cases: Sequence[Case]) -> GateSettings:
    """The models and thresholds that one set of cases gives, as if nothing had been read.

    Where something was, SQuAD 2.0 has no say: the reader was trained on its choosing half.
    Data sets count alike in the models and in the thresholds. MultiHop-RAG, whose
    questions are unlike what people ask, has a say in the answers' threshold alone, so
    that it is none that long questions never pass.
    """
    reads = any(case.answer and case.answer.read is not None for case in cases)
    choosing = [
        case
        for case in cases
        if case.half == 0 and case.data != MULTIHOP and not (reads and case.data == SQUAD)
    ]
    own = [case for case in choosing if case.kind != STRANGER and case.answer]
    placed = [case for case in choosing if case.kind != REMOVED and case.about]
    settings = GateSettings(
        answers=_model(
            own,
            features=[case.answer for case in own if case.answer],
            labels=[case.right for case in own],
            group=lambda case: case.data,
            of=AnswerFeatures,
        ),
        relevant=_model(
            placed,
            features=[case.about for case in placed if case.about],
            labels=[case.kind not in OFF_TOPIC for case in placed],
            group=lambda case: f"{case.data} {case.kind in OFF_TOPIC}",
            of=RelevanceFeatures,
        ),
    )
    found = [case for case in placed if case.found]
    right = [
        case
        for case in cases
        if case.half == 0 and case.right and not (reads and case.data == SQUAD)
    ]
    answerable = [case for case in placed if case.answerable]

    def related(case: Case) -> float:
        return relevance(case, settings)

    return replace(
        settings,
        relevance=min(
            _highest(found, related, keeping=FOUND_KEPT),
            *(
                _highest(
                    [case for case in answerable if case.data == data], related, keeping=PLACED
                )
                for data in {case.data for case in answerable}
            ),
        ),
        answer=_highest(
            right,
            lambda case: settings.answers.probability(case.answer) if case.answer else 0.0,
            keeping=RIGHT_KEPT,
        ),
    )


def _model(
    cases: Sequence[Case],
    *,
    features: Sequence[AnswerFeatures] | Sequence[RelevanceFeatures],
    labels: Sequence[bool],
    group: Callable[[Case], str],
    of: type[AnswerFeatures] | type[RelevanceFeatures],
) -> GateModel:
    """The model of ``labels``, every group of cases counting alike."""
    names = [
        field.name
        for field in fields(of)
        if all(getattr(s, field.name) is not None for s in features)
    ]
    sizes = Counter(group(case) for case in cases)
    solved = fit_positive(
        np.array([[float(getattr(one, name)) for name in names] for one in features]),
        np.array(labels, float),
        names=names,
        weights=np.array([_GROUP_WEIGHT / sizes[group(case)] for case in cases]),
    )
    weights = {name: round(weight, 2) for name, weight in solved.weights.items()}
    return GateModel(weights, round(solved.bias, 2))


_GROUP_WEIGHT: Final = 100.0


def _highest(
    cases: Sequence[Case], score: Callable[[Case], float], *, keeping: float, most: float = 1.0
) -> float:
    """The highest threshold, in hundredths, that keeps ``keeping`` on the mean of data sets."""
    groups = [
        [score(case) for case in cases if case.data == data]
        for data in dict.fromkeys(case.data for case in cases)
    ]
    for hundredths in range(round(100 * most), 0, -1):
        least = hundredths / 100
        if np.mean([np.mean(np.array(scores) >= least) for scores in groups]) >= keeping:
            return least
    return 0.0


def tables(
    without: Sequence[Case], reading: Sequence[Case], settings: GateSettings
) -> Iterator[str]:
    """The report."""
    yield f"\n`{settings}`"
    names = list(dict.fromkeys(case.data for case in without))
    ways = {"no": without, "yes": reading}
    yield "\n### The gate without and with the reader\n"
    yield from _points(ways, names, settings)
    yield "\n### Declined, by kind of question\n"
    yield from _kinds(without, reading, settings)
    for name in names:
        yield f"\n### The curve with the reader: {name}\n"
        yield from _curve([case for case in reading if _counts(case, name)], settings)


def _counts(case: Case, data: str) -> bool:
    """Whether a case belongs to the mix of questions that a data set is measured with."""
    return (
        case.data == data
        and case.kind != STRANGER
        and (case.kind != REMOVED or data not in _OWN_UNANSWERABLE)
    )


_OWN_UNANSWERABLE: Final = ("samples", SQUAD, MULTIHOP)


def _points(
    ways: Mapping[str, Sequence[Case]], names: Sequence[str], settings: GateSettings
) -> Iterator[str]:
    yield (
        "| questions | half | reader | answered | right of these | right ones kept "
        "| unanswerable declined | answerable declined | risk-coverage area |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for name in names:
        for half, half_name in enumerate(_HALVES):
            for label, cases in ways.items():
                part = [case for case in cases if case.half == half and _counts(case, name)]
                area = risk_area(part, lambda case: chance(case, settings))
                row = point(part, gate(settings)).row()
                yield f"| {name} ({len(part)}) | {half_name} | {label} | {row} | {area:.3f} |"


def _kinds(
    without: Sequence[Case], reading: Sequence[Case], settings: GateSettings
) -> Iterator[str]:
    yield (
        "| questions | kind | half | | declined | with the reader | as not in the library "
        "| names what is not mentioned |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    answers = gate(settings)
    for data, kind in dict.fromkeys((case.data, case.kind) for case in without):
        for half, half_name in enumerate(_HALVES):
            plain, read = (
                [c for c in cases if (c.data, c.kind, c.half) == (data, kind, half)]
                for cases in (without, reading)
            )
            if not plain or not read:
                continue
            shares = (
                np.mean([not answers(case) for case in plain]),
                np.mean([not answers(case) for case in read]),
                np.mean([not case.outside and not about(case, settings) for case in read]),
                np.mean([case.missing for case in read]),
            )
            row = " | ".join(f"{share:.3f}" for share in shares)
            yield f"| {data} | {kind} | {half_name} | {len(plain)} | {row} |"


def _curve(cases: Sequence[Case], settings: GateSettings) -> Iterator[str]:
    yield (
        "| threshold | half | answered | right of these | right ones kept "
        "| unanswerable declined | answerable declined |"
    )
    yield "|---|---|---|---|---|---|---|"
    for least in sorted({*GRID, settings.read_answer}):
        for half, half_name in enumerate(_HALVES):
            part = [case for case in cases if case.half == half]
            row = point(part, gate(replace(settings, read_answer=least))).row()
            mark = "**" if least == settings.read_answer else ""
            yield f"| {mark}{least:.2f}{mark} | {half_name} | {row} |"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the data sets")
    parser.add_argument("--keep", type=Path, default=Path(".bench/retrieval"), help="for libraries")
    parser.add_argument("--fit", action="store_true", help="fit models and thresholds anew")
    given = parser.parse_args()
    without = list(every_case(given.data, keep=given.keep, reader=None))
    reading = list(every_case(given.data, keep=given.keep, reader=Reader()))
    settings = fitted(without, reading) if given.fit else GateSettings()
    for line in tables(without, reading, settings):
        print(line, flush=True)


if __name__ == "__main__":
    main()
