"""How far a judge agrees with people, and what its grades are worth in theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from scipy.optimize import isotonic_regression

from assistant.errors import UsageError
from eval.agreement import spearman
from eval.judging.grading import HIGHEST, Grade, Task

RESAMPLES: Final = 2_000
LEAST: Final = 20
"""Fewest labels that say anything."""


class Label(BaseModel):
    """A text that people have graded, from 0 to 4, halves too.

    ``about`` groups what belongs together, such as the summaries of one article.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    wanted: str
    text: str
    grade: Annotated[float, Field(ge=0, le=HIGHEST)]
    about: str = ""

    @property
    def task(self) -> Task:
        """What the judge is given."""
        return Task(self.question, self.wanted, self.text)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A judge against people.

    ``correlation`` is Spearman's, with its 95 % interval; ``kappa`` Cohen's with quadratic
    weights; ``worth`` the mean of people's grades where the judge gave 0, 1, 2, 3, 4, made to
    rise (isotonic), as shares of the highest grade.
    """

    model: str
    prompt: str
    labels: int
    unscored: int
    correlation: float
    low: float
    high: float
    kappa: float
    worth: tuple[float, ...]

    @property
    def told(self) -> str:
        """The agreement in words."""
        return (
            f"rank correlation with people {self.correlation:.3f} ({self.low:.3f} to "
            f"{self.high:.3f}), weighted kappa {self.kappa:.3f}, over {self.labels} graded "
            f"texts ({self.unscored} unscored)"
        )

    def value(self, grade: int) -> float:
        """What a grade is worth, from 0 to 1."""
        return self.worth[grade]


def calibrate(
    labels: Sequence[Label], grades: Sequence[Grade], *, model: str, prompt: str, seed: int = 0
) -> Calibration:
    """Compares a judge's grades with people's.

    Raises:
        UsageError: fewer than ``LEAST`` texts have both.
    """
    both = [
        (label, grade.grade)
        for label, grade in zip(labels, grades, strict=True)
        if grade.grade is not None
    ]
    if len(both) < LEAST:
        raise UsageError(f"{len(both)} graded texts say nothing of a judge: {LEAST} are needed")
    people = np.array([label.grade for label, _ in both])
    judge = np.array([float(grade) for _, grade in both])
    groups: dict[str, list[int]] = {}
    for place, (label, _) in enumerate(both):
        groups.setdefault(label.about or str(place), []).append(place)
    low, high = _interval(people, judge, [*groups.values()], seed=seed)
    return Calibration(
        model=model,
        prompt=prompt,
        labels=len(both),
        unscored=len(labels) - len(both),
        correlation=spearman(people, judge),
        low=low,
        high=high,
        kappa=weighted_kappa(np.rint(people).astype(int), judge.astype(int)),
        worth=_worth(people, judge),
    )


def weighted_kappa(one: NDArray[np.int_], other: NDArray[np.int_]) -> float:
    """Cohen's kappa with quadratic weights (Cohen, 1968) of grades from 0 to 4."""
    size = HIGHEST + 1
    seen = np.zeros((size, size))
    np.add.at(seen, (one, other), 1)
    seen /= seen.sum()
    chance = np.outer(seen.sum(axis=1), seen.sum(axis=0))
    weights = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    expected = float((weights * chance).sum())
    return 1.0 - float((weights * seen).sum()) / expected if expected else 0.0


def _interval(
    people: NDArray[np.float64],
    judge: NDArray[np.float64],
    groups: Sequence[Sequence[int]],
    *,
    seed: int,
) -> tuple[float, float]:
    """The percentile bootstrap over groups."""
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(RESAMPLES):
        drawn = generator.integers(0, len(groups), size=len(groups))
        places = np.concatenate([groups[group] for group in drawn])
        found.append(spearman(people[places], judge[places]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def _worth(people: NDArray[np.float64], judge: NDArray[np.float64]) -> tuple[float, ...]:
    """Isotonic regression of people's grades on the judge's, a value for each grade."""
    present = sorted(set(judge.tolist()))
    means = [float(people[judge == grade].mean()) for grade in present]
    counts = [int((judge == grade).sum()) for grade in present]
    fitted = isotonic_regression(means, weights=counts).x
    return tuple(float(np.interp(grade, present, fitted)) / HIGHEST for grade in range(HIGHEST + 1))


def read_labels(path: Path) -> list[Label]:
    """The labels of a file, a line of JSON each.

    Raises:
        UsageError: it cannot be read, or a line does not fit.
    """
    labels: list[Label] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            labels.append(Label.model_validate_json(line))
        except ValidationError as error:
            told = error.errors()[0]["msg"]
            raise UsageError(f"{path.name}, line {number} is no label: {told}") from error
    return labels


def summeval_labels(data: Path, *, systems: int = 4) -> Iterator[Label]:
    """Summaries of SummEval with the relevance that people gave them, 1 to 5 there.

    Of each article ``systems`` summaries, other systems' each time.
    """
    path = data / "summaries" / "summeval.json"
    if not path.is_file():
        raise UsageError(f"{path} is not there", hint="Name the folder of the data with --data")
    records = json.loads(path.read_text(encoding="utf-8"))
    for number, (name, record) in enumerate(sorted(records.items())):
        summaries = sorted(record["sys_summs"].items())
        for step in range(systems):
            _, made = summaries[(number + step * len(summaries) // systems) % len(summaries)]
            yield Label(
                question="A summary of the article in a few sentences",
                wanted=" ".join(record["ref_summs"][:3]),
                text=made["sys_summ"],
                grade=made["scores"]["relevance"] - 1,
                about=name,
            )
