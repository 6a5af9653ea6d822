"""The arguments of the regression commands (``eval.regression``)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from assistant.services.intake import SAMPLES
from eval.comparing.comparison import DROP
from eval.comparing.gate import ALLOWED
from eval.reporting.forms import FORMS
from eval.runs.running import LIBRARIES

RUN: Final = Path(".bench/eval/run")
"""Where a run is put, and looked for, unless another folder is named."""

HELP: Final = {
    "run": "ask the gold questions",
    "score": "score a run, old ones too; nothing is asked again",
    "compare": "hold a run against the accepted one: exit code 10 where it is worse",
    "accept": "make a run the accepted one",
    "report": "write a report of a run: HTML, Markdown, JUnit XML, JSON",
    "judge": "have a chat model grade a run's answers",
    "calibrate": "see how far a judge agrees with people",
    "new": "begin a gold set of your own from articles",
}


def parser() -> argparse.ArgumentParser:
    """The commands with their arguments; ``command`` is the name of the one that is given."""
    whole = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command")
    gold, against, model = _gold(), _against(), _model()
    parents = {
        "run": [gold],
        "score": [gold],
        "compare": [gold, against],
        "accept": [gold, against],
        "report": [gold, against],
        "judge": [gold, model],
        "calibrate": [model],
    }
    made = {
        name: commands.add_parser(name, parents=parents.get(name, []), help=told, description=told)
        for name, told in HELP.items()
    }
    for name in ("score", "compare", "accept", "report", "judge"):
        made[name].add_argument(
            "run", type=Path, nargs="?", default=RUN, help=f"folder of the run ({RUN})"
        )
    _running(made["run"])
    for name in ("score", "compare"):
        made[name].add_argument("--tag", help="only cases with this tag")
    _judging(made["judge"], made["calibrate"])
    made["compare"].add_argument("--cases", type=int, default=10, help="worse cases to show")
    made["accept"].add_argument("--because", required=True, help="why, for those who come after")
    made["accept"].add_argument("--by", help="who (default: git's user, or the one logged in)")
    made["report"].add_argument(
        "--form", choices=tuple(FORMS), action="append", help="may be given again (default: all)"
    )
    made["report"].add_argument("--to", type=Path, help="folder (default: the run's)")
    made["report"].add_argument("--alone", action="store_true", help="compare with nothing")
    made["new"].add_argument("file", type=Path, help="the YAML file to write")
    made["new"].add_argument(
        "--articles", type=Path, required=True, help="folder, file or library of articles"
    )
    made["new"].add_argument("--most", type=_count, default=30, help="questions")
    return whole


def _gold() -> argparse.ArgumentParser:
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
    return gold


def _against() -> argparse.ArgumentParser:
    against = argparse.ArgumentParser(add_help=False)
    against.add_argument("--baseline", type=Path, help="the accepted run (default: the set's own)")
    against.add_argument("--losses", type=Path, default=ALLOWED, help="file of guarded metrics")
    against.add_argument(
        "--drop",
        type=_drop,
        default=DROP,
        help=f"the drop for which the cases that would show it are told ({DROP})",
    )
    against.add_argument("--seed", type=int, default=0, help="of the resampling")
    return against


def _model() -> argparse.ArgumentParser:
    model = argparse.ArgumentParser(add_help=False)
    model.add_argument("--model", help="provider:model (default: ASSISTANT_CHAT_MODEL)")
    _recorded(model)
    return model


def _recorded(command: argparse.ArgumentParser) -> None:
    kept = command.add_mutually_exclusive_group()
    kept.add_argument("--record", type=Path, help="file to record the chat model's replies in")
    kept.add_argument("--replay", type=Path, help="file to answer from, with no model at all")


def _count(text: str) -> int:
    """A number from 1 on."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return number


def _share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return number


def _drop(text: str) -> float:
    """A share above nought."""
    if not _share(text):
        raise argparse.ArgumentTypeError("a drop is more than nothing")
    return _share(text)


def _folder(text: str) -> Path:
    """A folder that is there."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def _running(running: argparse.ArgumentParser) -> None:
    running.add_argument("--out", type=Path, default=RUN, help=f"folder of the run ({RUN})")
    running.add_argument("--fresh", action="store_true", help="begin anew, whatever is there")
    running.add_argument("--engine", choices=("auto", "extractive", "chat"), help="what answers")
    running.add_argument("--model", help="provider:model, for the chat engine")
    running.add_argument("--passages", type=_count, help="passages that an answer may cite")
    running.add_argument("--no-rerank", action="store_true", help="go without the reader")
    running.add_argument("--dense", type=_share, help="weight of meaning against words, 0 to 1")
    running.add_argument("--prompts", type=_folder, help="folder of prompts to try")
    running.add_argument(
        "--simplest", action="store_true", help="tell stories in the simplest way, to compare with"
    )
    running.add_argument("--repeat", type=_count, default=1, help="times, for models that vary")
    running.add_argument("--jobs", type=_count, default=1, help="cases at once")
    _recorded(running)
    running.add_argument(
        "--libraries", type=Path, default=LIBRARIES, help=f"folder for libraries ({LIBRARIES})"
    )


def _judging(judging: argparse.ArgumentParser, calibrating: argparse.ArgumentParser) -> None:
    judging.add_argument("--calibration", type=Path, help="what calibrate wrote for this model")
    labels = calibrating.add_mutually_exclusive_group(required=True)
    labels.add_argument("--labels", type=Path, help="texts that people graded, JSON lines")
    labels.add_argument("--data", type=Path, help="folder of SummEval's summaries and grades")
    calibrating.add_argument("--to", type=Path, help="file to write the calibration to")
