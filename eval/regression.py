"""Regression evaluation: ``python -m eval run|score|compare|accept|report|new``.

Did a change of a prompt, a model or a setting make answers worse? ``run`` asks the gold
questions, ``compare`` holds the run against the accepted one and fails (exit code 10) where a
guarded metric fell, ``accept`` makes a run the accepted one. docs/evaluation.md tells more.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.answering.retrieval import RetrievalSettings
from assistant.assistant import SAMPLES
from assistant.errors import AssistantError, UsageError
from assistant.library.stored import to_text
from assistant.settings import load_settings
from eval.comparing.comparison import compare
from eval.comparing.gate import ALLOWED, FAILED, allowed_losses, judge
from eval.gold.loading import SAMPLE_SETS, GoldSet, articles_of, load
from eval.gold.making import begun
from eval.reporting.html import html
from eval.reporting.junit import junit
from eval.reporting.markdown import markdown
from eval.reporting.report import Report, make_report
from eval.runs.baseline import accept, baseline_of
from eval.runs.folder import MANIFEST, OUTCOMES, Run
from eval.runs.recording import Recordings
from eval.runs.running import LIBRARIES, Setup, manifest_of, run
from eval.scoring.scorer import score

RUN: Final = Path(".bench/eval/run")
SCORES: Final = "scores.jsonl"
FORMS: Final[dict[str, tuple[str, Callable[[Report], str]]]] = {
    "markdown": ("report.md", markdown),
    "html": ("report.html", html),
    "junit": ("junit.xml", junit),
    "json": ("report.json", lambda report: json.dumps(json.loads(to_text(report)), indent=1)),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The commands; the exit code."""
    given = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        return command(given)
    except AssistantError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # whoever read has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where it was.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    gold = argparse.ArgumentParser(add_help=False)
    gold.add_argument(
        "--dataset",
        type=Path,
        action="append",
        help="file of cases, YAML or JSON lines; may be given again (default: the samples')",
    )
    gold.add_argument(
        "--articles", type=Path, default=SAMPLES, help="folder, file or library that is asked"
    )
    against = argparse.ArgumentParser(add_help=False)
    against.add_argument("--baseline", type=Path, help="the accepted run (default: the set's own)")
    against.add_argument("--losses", type=Path, default=ALLOWED, help="file of the guarded metrics")
    against.add_argument("--seed", type=int, default=0, help="of the resampling")

    running = commands.add_parser("run", parents=[gold], help="ask the gold questions")
    running.set_defaults(command=_run)
    running.add_argument("--out", type=Path, default=RUN, help=f"folder of the run ({RUN})")
    running.add_argument("--fresh", action="store_true", help="begin anew, whatever is there")
    running.add_argument("--engine", choices=("auto", "extractive", "chat"), help="what answers")
    running.add_argument("--model", help="provider:model, for the chat engine")
    running.add_argument("--passages", type=int, help="passages that an answer may cite")
    running.add_argument("--dense", type=float, help="weight of meaning against words, 0 to 1")
    running.add_argument("--prompts", type=Path, help="folder of prompts to try")
    running.add_argument("--repeat", type=int, default=1, help="times, for models that vary")
    running.add_argument("--jobs", type=int, default=1, help="cases at once")
    recordings = running.add_mutually_exclusive_group()
    recordings.add_argument(
        "--record", type=Path, help="file to record the chat model's replies in"
    )
    recordings.add_argument("--replay", type=Path, help="file to answer from, with no model at all")
    running.add_argument("--libraries", type=Path, default=LIBRARIES, help=argparse.SUPPRESS)

    scoring = commands.add_parser(
        "score", parents=[gold], help="score a run, old ones too; nothing is asked again"
    )
    scoring.set_defaults(command=_score)
    scoring.add_argument("run", type=Path, nargs="?", default=RUN)

    comparing = commands.add_parser(
        "compare", parents=[gold, against], help="hold a run against the accepted one; the gate"
    )
    comparing.set_defaults(command=_compare)
    comparing.add_argument("run", type=Path, nargs="?", default=RUN)
    comparing.add_argument("--cases", type=int, default=10, help="worse cases to show")

    accepting = commands.add_parser(
        "accept", parents=[gold, against], help="make a run the accepted one"
    )
    accepting.set_defaults(command=_accept)
    accepting.add_argument("run", type=Path, nargs="?", default=RUN)
    accepting.add_argument("--because", required=True, help="why, for those who come after")
    accepting.add_argument("--by", help="who (default: git's user, or the one logged in)")

    reporting = commands.add_parser(
        "report", parents=[gold, against], help="write a report of a run"
    )
    reporting.set_defaults(command=_report)
    reporting.add_argument("run", type=Path, nargs="?", default=RUN)
    reporting.add_argument("--form", choices=tuple(FORMS), action="append", help="default: all")
    reporting.add_argument("--to", type=Path, help="folder (default: the run's)")
    reporting.add_argument("--alone", action="store_true", help="compare with nothing")

    beginning = commands.add_parser("new", help="begin a gold set of your own from articles")
    beginning.set_defaults(command=_new)
    beginning.add_argument("file", type=Path, help="the YAML file to write")
    beginning.add_argument("--articles", type=Path, required=True, help="folder, file or library")
    beginning.add_argument("--most", type=int, default=30, help="questions")
    return parser


def _gold(given: argparse.Namespace) -> GoldSet:
    return load(tuple(given.dataset or SAMPLE_SETS), articles=given.articles)


def _run(given: argparse.Namespace) -> int:
    gold = _gold(given)
    replaying = given.replay is not None
    settings = load_settings(
        engine=given.engine,
        chat_model=given.model,
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
        libraries=given.libraries,
    )
    if given.fresh:
        for name in (MANIFEST, OUTCOMES, SCORES):
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


def _scored(ran: Run, gold: GoldSet, folder: Path) -> int:
    scores = score(ran, gold)
    lines = "".join(to_text(each) + "\n" for each in scores)
    (folder / SCORES).write_text(lines, encoding="utf-8")
    print(markdown(make_report(ran, scores, gold)))
    return 0


def _score(given: argparse.Namespace) -> int:
    return _scored(Run.read(given.run), _gold(given), given.run)


def _compared(given: argparse.Namespace) -> Report:
    gold = _gold(given)
    ran = Run.read(given.run)
    folder = given.baseline or baseline_of(ran)
    accepted = Run.read(folder)
    _whole(ran, accepted, gold)
    losses = allowed_losses(given.losses)
    old, new = score(accepted, gold), score(ran, gold)
    comparison = compare(old, new, gold, guarded=tuple(losses), seed=given.seed)
    return make_report(
        ran,
        new,
        gold,
        old=accepted,
        old_scores=old,
        comparison=comparison,
        gate=judge(comparison, losses),
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
    folder = given.baseline or baseline_of(ran)
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
        report = make_report(ran, score(ran, gold), gold, seed=given.seed)
    else:
        report = _compared(given)
    folder: Path = given.to or given.run
    folder.mkdir(parents=True, exist_ok=True)
    for form in given.form or FORMS:
        name, write = FORMS[form]
        (folder / name).write_text(write(report), encoding="utf-8")
        print(folder / name)
    return 0


def _new(given: argparse.Namespace) -> int:
    if given.file.exists():
        raise UsageError(f"{given.file} is there already", hint="Name another file")
    given.file.write_text(begun(articles_of(given.articles), most=given.most), encoding="utf-8")
    load((given.file,), articles=given.articles)
    print(f"{given.file} is begun: go over each case in it.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
