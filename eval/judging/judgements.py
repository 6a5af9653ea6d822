"""Grades of a run, kept beside it: asked once, scored as often as one likes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from assistant.library.stored import from_text, to_text
from assistant.models.chat import ChatModel
from eval.gold.loading import GoldSet
from eval.judging.calibration import Calibration
from eval.judging.grading import HIGHEST, grade_prompt, graded, task_of
from eval.runs.baseline import BESIDE
from eval.runs.folder import Run
from eval.runs.recording import Recordings
from eval.scoring.metrics import Score

JUDGEMENTS, CALIBRATION = BESIDE


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade of one case, one time; by whom, asked how."""

    case: str
    repeat: int
    grade: int | None
    reason: str
    model: str
    prompt: str


def judge(
    run: Run, gold: GoldSet, *, model: ChatModel, recordings: Recordings | None
) -> Iterator[Judgement]:
    """Has ``model`` grade every outcome of a run."""
    cases = gold.by_id()
    prompt = grade_prompt().prompt_hash
    for outcome in run.outcomes:
        task = task_of(cases[outcome.case], outcome)
        if task is None:
            continue
        during = recordings.during(outcome.case, outcome.repeat) if recordings else nullcontext()
        with during:
            found = graded(task, model=model)
        if recordings:
            recordings.check()
        yield Judgement(outcome.case, outcome.repeat, found.grade, found.reason, model.name, prompt)


def keep(
    judgements: Sequence[Judgement], folder: Path, *, calibration: Calibration | None = None
) -> None:
    """Writes the grades beside the run, and the calibration that they are to be read by."""
    lines = "".join(to_text(each) + "\n" for each in judgements)
    (folder / JUDGEMENTS).write_text(lines, encoding="utf-8")
    (folder / CALIBRATION).unlink(missing_ok=True)
    if calibration is not None:
        write_calibration(calibration, folder / CALIBRATION)


def judged_scores(folder: Path) -> Iterator[Score]:
    """The grades beside a run as scores from 0 to 1; nothing where nobody has judged it.

    With a calibration of the same model and prompt beside them, a grade counts as what people
    gave where the judge gave it.
    """
    path = folder / JUDGEMENTS
    if not path.exists():
        return
    calibrated = (folder / CALIBRATION).exists()
    calibration = read_calibration(folder / CALIBRATION) if calibrated else None
    for line in path.read_text(encoding="utf-8").splitlines():
        judgement = from_text(Judgement, line)
        if judgement.grade is None:
            yield Score(judgement.case, judgement.repeat, "judged", None, judgement.reason)
            continue
        fits = (
            calibration is not None
            and calibration.model == judgement.model
            and calibration.prompt == judgement.prompt
        )
        value = (
            calibration.value(judgement.grade)
            if calibration is not None and fits
            else judgement.grade / HIGHEST
        )
        told = "" if fits else ", not calibrated"
        reason = f"{judgement.grade} of {HIGHEST}{told}: {judgement.reason}"
        yield Score(judgement.case, judgement.repeat, "judged", value, reason)


def judges(*folders: Path) -> tuple[str, ...]:
    """Who graded the answers of these runs, and how far each agrees with people, each once."""
    found: dict[str, None] = {}
    for folder in folders:
        if not (folder / JUDGEMENTS).exists():
            continue
        lines = (folder / JUDGEMENTS).read_text(encoding="utf-8").splitlines()
        for model, prompt in dict.fromkeys(
            (judgement.model, judgement.prompt)
            for judgement in (from_text(Judgement, line) for line in lines)
        ):
            told = "not calibrated: nothing says how far it agrees with people"
            if (folder / CALIBRATION).exists():
                known = read_calibration(folder / CALIBRATION)
                if (known.model, known.prompt) == (model, prompt):
                    told = known.told
            found[f"Judged by {model} with the prompt {prompt}: {told}."] = None
    return tuple(found)


def read_calibration(path: Path) -> Calibration:
    """A calibration that ``python -m eval calibrate`` wrote.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return from_text(Calibration, path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no calibration: {error}") from error


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Writes a calibration."""
    path.write_text(json.dumps(json.loads(to_text(calibration)), indent=1) + "\n", encoding="utf-8")
