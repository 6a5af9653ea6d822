"""Regression evaluation: ``python -m eval run|score|compare|accept|report|new|judge|calibrate``.

Did a change of a prompt, a model or a setting make answers worse? ``run`` asks the gold
questions, ``compare`` holds the run against the accepted one and fails (exit code 10) where a
guarded metric fell, ``accept`` makes a run the accepted one. docs/evaluation.md tells more.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    track,
)

from assistant.answering.retrieval import RetrievalSettings
from assistant.errors import AssistantError, UsageError
from assistant.library.stored import to_text
from assistant.models.chat import ChatModel
from assistant.settings import load_settings
from eval.arguments import parser
from eval.comparing.comparison import compare
from eval.comparing.gate import FAILED, allowed_losses, verdict
from eval.gold.loading import SAMPLE_SETS, GoldSet, articles_of, load
from eval.gold.making import begun
from eval.judging.calibration import calibrate, read_labels, summeval_labels
from eval.judging.grading import grade_prompt, graded
from eval.judging.judgements import judge as judge_run
from eval.judging.judgements import (
    judged_scores,
    judges,
    keep,
    read_calibration,
    write_calibration,
)
from eval.reporting.forms import FORMS
from eval.reporting.gathering import make_report
from eval.reporting.markdown import markdown
from eval.reporting.report import Report
from eval.runs.baseline import BESIDE, accept, baseline_of
from eval.runs.folder import MANIFEST, OUTCOMES, Run
from eval.runs.recording import Recordings
from eval.runs.running import Setup, manifest_of, run
from eval.scoring.metrics import Score
from eval.scoring.scorer import score

SCORES: Final = "scores.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """The commands; the exit code."""
    given = parser().parse_args(arguments)
    try:
        return _COMMANDS[given.command](given)
    except AssistantError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # whoever read has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where it was.", file=sys.stderr)
        return 130


def _gold(given: argparse.Namespace) -> GoldSet:
    gold = load(tuple(given.dataset or SAMPLE_SETS), articles=given.articles)
    return gold.tagged(given.tag) if getattr(given, "tag", None) else gold


def _run(given: argparse.Namespace) -> int:
    gold = _gold(given)
    replaying = given.replay is not None
    settings = load_settings(
        engine=given.engine,
        chat_model=given.model,
        rerank=not given.no_rerank,
        # A replay sends nothing: it needs no key, and must not be kept from running by one.
        openai_api_key="replayed" if replaying else None,
    )
    tuned = {"passages": given.passages, "dense": given.dense}
    path = given.record or given.replay
    setup = Setup(
        settings=settings,
        articles=given.articles,
        retrieval=RetrievalSettings(**{k: v for k, v in tuned.items() if v is not None}),
        prompts=given.prompts,
        recordings=Recordings(path, replay=replaying) if path else None,
        repeats=given.repeat,
        jobs=given.jobs,
        simplest=given.simplest,
        libraries=given.libraries,
    )
    if given.fresh:
        for name in (MANIFEST, OUTCOMES, SCORES, *BESIDE):
            (given.out / name).unlink(missing_ok=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(f"Asking {manifest_of(gold, setup).identity['engine']}", total=None)
        failed = run(
            gold,
            setup,
            given.out,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    print(f"The run is in {given.out}.", file=sys.stderr)
    if failed:
        print(f"{failed} cases ended with an error.", file=sys.stderr)
    return _scored(Run.read(given.out), gold, given.out)


def _scores(ran: Run, gold: GoldSet, folder: Path) -> tuple[Score, ...]:
    return (*score(ran, gold), *judged_scores(folder))


def _scored(ran: Run, gold: GoldSet, folder: Path) -> int:
    scores = _scores(ran, gold, folder)
    lines = "".join(to_text(each) + "\n" for each in scores)
    (folder / SCORES).write_text(lines, encoding="utf-8")
    print(markdown(make_report(ran, scores, gold, judges=judges(folder))))
    return 0


def _score(given: argparse.Namespace) -> int:
    return _scored(Run.read(given.run), _gold(given), given.run)


def _compared(given: argparse.Namespace) -> Report:
    gold = _gold(given)
    ran = Run.read(given.run)
    folder = given.baseline or baseline_of(ran, given.dataset[0] if given.dataset else None)
    accepted = Run.read(folder)
    _whole(ran, accepted, gold)
    losses = allowed_losses(given.losses)
    old, new = _scores(accepted, gold, folder), _scores(ran, gold, given.run)
    comparison = compare(old, new, gold, guarded=tuple(losses), drop=given.drop, seed=given.seed)
    return make_report(
        ran,
        new,
        gold,
        old=accepted,
        old_scores=old,
        comparison=comparison,
        gate=verdict(comparison, losses),
        judges=judges(given.run, folder),
        seed=given.seed,
    )


def _whole(ran: Run, accepted: Run, gold: GoldSet) -> None:
    """Refuses a run that was not finished: what is missing would not count against it.

    Raises:
        UsageError: a case of the set is missing in one of the runs.
    """
    for name, each in (("run", ran), ("accepted run", accepted)):
        missing = {case.id for case in gold.cases} - {outcome.case for outcome in each.outcomes}
        if missing:
            raise UsageError(
                f"The {name} lacks {len(missing)} cases, {min(missing)} for one",
                hint="Finish it with the same python -m eval run",
            )


def _compare(given: argparse.Namespace) -> int:
    report = _compared(given)
    print(markdown(report, cases=given.cases))
    assert report.gate is not None
    return 0 if report.gate.passed else FAILED


def _accept(given: argparse.Namespace) -> int:
    gold = _gold(given)
    ran = Run.read(given.run)
    folder = given.baseline or baseline_of(ran, given.dataset[0] if given.dataset else None)
    score(ran, gold)  # is it a run of these cases?
    _whole(ran, ran, gold)
    accept(given.run, folder, by=given.by or _user(), because=given.because)
    print(f"{folder} is the accepted run.", file=sys.stderr)
    return 0


def _user() -> str:
    if shutil.which("git"):
        told = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - whichever git people use
            capture_output=True,
            text=True,
            check=False,
        )
        if told.stdout.strip():
            return told.stdout.strip()
    return getpass.getuser()


def _report(given: argparse.Namespace) -> int:
    if given.alone:
        gold = _gold(given)
        ran = Run.read(given.run)
        scores = _scores(ran, gold, given.run)
        report = make_report(ran, scores, gold, judges=judges(given.run), seed=given.seed)
    else:
        report = _compared(given)
    folder: Path = given.to or given.run
    folder.mkdir(parents=True, exist_ok=True)
    for form in given.form or FORMS:
        name, write = FORMS[form]
        (folder / name).write_text(write(report), encoding="utf-8")
        print(folder / name)
    return 0


def _judging(given: argparse.Namespace) -> tuple[ChatModel, Recordings | None]:
    """The judge, recorded or replayed where that is asked for."""
    settings = load_settings(
        engine="chat", chat_model=given.model, openai_api_key="replayed" if given.replay else None
    )
    path = given.record or given.replay
    recordings = Recordings(path, replay=given.replay is not None) if path else None
    model = ChatModel(settings, build=recordings.build) if recordings else ChatModel(settings)
    return model, recordings


def _judge(given: argparse.Namespace) -> int:
    gold = _gold(given)
    ran = Run.read(given.run)
    score(ran, gold)  # is it a run of these cases?
    calibration = read_calibration(given.calibration) if given.calibration else None
    model, recordings = _judging(given)
    grades = track(
        judge_run(ran, gold, model=model, recordings=recordings),
        description=f"{model.name} is grading",
        total=len(ran.outcomes),
        console=Console(stderr=True),
        transient=True,
    )
    keep([*grades], given.run, calibration=calibration)
    return _scored(ran, gold, given.run)


def _calibrate(given: argparse.Namespace) -> int:
    labels = read_labels(given.labels) if given.labels else [*summeval_labels(given.data)]
    model, recordings = _judging(given)
    grades = []
    for number, label in enumerate(
        track(labels, "Grading", console=Console(stderr=True), transient=True)
    ):
        during = recordings.during(f"label {number}", 0) if recordings else nullcontext()
        with during:
            grades.append(graded(label.task, model=model))
        if recordings:
            recordings.check()
    found = calibrate(labels, grades, model=model.name, prompt=grade_prompt().prompt_hash)
    print(
        f"{found.model} with the prompt {found.prompt}: {found.told}.\n"
        f"Its grades 0 to 4 are worth {', '.join(f'{value:.2f}' for value in found.worth)}."
    )
    if given.to:
        write_calibration(found, given.to)
    return 0


def _new(given: argparse.Namespace) -> int:
    if given.file.exists():
        raise UsageError(f"{given.file} is there already", hint="Name another file")
    given.file.write_text(begun(articles_of(given.articles), most=given.most), encoding="utf-8")
    load((given.file,), articles=given.articles)
    print(f"{given.file} is begun: go over each case in it.", file=sys.stderr)
    return 0


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "run": _run,
    "score": _score,
    "compare": _compare,
    "accept": _accept,
    "report": _report,
    "judge": _judge,
    "calibrate": _calibrate,
    "new": _new,
}


if __name__ == "__main__":
    sys.exit(main())
