"""How well the program does with a real chat model: ``python -m eval local-model``.

Asks the gold set, or a file of an editor's questions, of the program with a model that
llama.cpp serves from a GGUF file, or that is served at an address, and beside it of the
program quoting and of the usual quick start with the same model. Prints a table in Markdown;
each outcome is a line of ``--out``, and what is there already is not asked again.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.services.intake import SAMPLES
from assistant.settings import Settings, load_settings
from assistant.types import Article
from eval.local_model.cases import Case, Shown, Verdict, desk_cases, gold_cases, judged, shows_gold
from eval.local_model.outcomes import Asked, add, beside, known, table
from eval.local_model.serving import llama_server
from eval.local_model.ways import QUICK_START, Reply, Way, program, quick_start
from eval.runs.recording import Recordings

QUOTING: Final = "quoting"
PROGRAM: Final = "the program"
UNCHECKED: Final = "the program, unchecked"
WAYS: Final = (QUOTING, PROGRAM, UNCHECKED, QUICK_START)
_FOLDER: Final = Path(".bench/local-model")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, of which library, by which model, and where what comes of it is put."""

    settings: Settings
    cases: tuple[Case, ...]
    articles: Path | None
    record: Path
    replay: bool
    folder: Path
    out: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    given = _parser().parse_args(arguments)
    try:
        with _served(given) as settings:
            plan = _plan(given, settings)
            outcomes = _asked(plan, given.way or list(WAYS), name=given.name)
    except AssistantError as error:
        print(f"{error}" + (f"\n{error.hint}" if error.hint else ""), file=sys.stderr)
        return 2
    for line in table(outcomes):
        print(line)
    ways = list(dict.fromkeys(one.way for one in outcomes))
    print()
    for other in ways[:-1] if len(ways) > 1 else ():
        print(f"- {beside(outcomes, ways[-1], other)}")
    return 0


def _asked(plan: Plan, ways: Sequence[str], *, name: str) -> list[Asked]:
    """All outcomes in the file, after what it lacks has been asked."""
    for way in ways:
        labelled = f"{way}{f', {name}' if name and way != QUOTING else ''}"
        done = {one.case for one in known(plan.out) if one.way == labelled}
        todo = [case for case in plan.cases if case.id not in done]
        if not todo:
            continue
        recordings = _recordings(plan, way)
        with _way(plan, way, recordings) as answer:
            for case in todo:
                with recordings.during(case.id, 0) if recordings else _nothing():
                    outcome = _outcome(labelled, case, answer, timed=not _replays(plan, way))
                add(plan.out, outcome)
                print(f"{labelled}: {case.id} {outcome.verdict}", file=sys.stderr, flush=True)
    return known(plan.out)


def _outcome(way: str, case: Case, answer: Way, *, timed: bool) -> Asked:
    try:
        reply = answer(case)
    except UsageError:
        raise
    except AssistantError as error:
        reply = Reply(Shown((), declined=f"failed: {error.message}"), 0, 0, 0.0, 0.0, 0, 0)
    shown = reply.shown
    failed = (shown.declined or "").startswith("failed: ")
    return Asked(
        way=way,
        case=case.id,
        kind=case.kind,
        verdict=Verdict.WRONG if failed else judged(case, shown),
        gold=shows_gold(case, shown),
        tokens=reply.tokens,
        calls=reply.calls,
        first=reply.first if timed else None,
        whole=reply.whole if timed else None,
        written=reply.written,
        failed=reply.failed,
        quoted=reply.quoted,
        text=shown.declined or " ".join(shown.sentences),
        notes=shown.notes,
    )


def _replays(plan: Plan, way: str) -> bool:
    """Whether the model's replies are those of another run: unchecked text is the same text."""
    return plan.replay or way == UNCHECKED


def _recordings(plan: Plan, way: str) -> Recordings | None:
    return None if way == QUOTING else Recordings(plan.record, replay=_replays(plan, way))


def _way(plan: Plan, way: str, recordings: Recordings | None) -> AbstractContextManager[Way]:
    settings = plan.settings
    with Assistant(settings=settings.model_copy(update={"engine": "extractive"})) as assistant:
        if plan.articles is not None:
            assistant.add(plan.articles)
        last = (assistant.days() or (date.today(),) * 2)[1]  # noqa: DTZ011 - the desk's own day
    if way == QUOTING:
        return program(settings.model_copy(update={"engine": "extractive"}), None, last=last)
    assert recordings is not None
    if way == UNCHECKED:
        flagged = {"unsupported": "flag", "fallback": "none"}
        return program(settings.model_copy(update=flagged), recordings, last=last)
    if way == PROGRAM:
        return program(settings, recordings, last=last)
    folder = plan.folder / f"quick-start-{Path(str(settings.home)).name}"
    return quick_start(settings, recordings, folder=folder, articles=partial(_articles, settings))


def _articles(settings: Settings) -> list[Article]:
    with Assistant(settings=settings.model_copy(update={"engine": "extractive"})) as assistant:
        return [assistant.article(one.id) for one in assistant.articles()]


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _served(given: argparse.Namespace) -> Iterator[Settings]:
    """The settings, with the server that is named or started."""
    fixed = {
        "home": given.home or _FOLDER / "samples",
        "engine": "chat",
        "temperature": 0.0,
        "model_size": given.model_size,
        "evidence_tokens": given.evidence_tokens,
        "unsupported": given.unsupported,
        "context_tokens": given.context,
        "timeout": 600.0,
    }
    with ExitStack() as stack:
        address, model = given.at, given.model
        if given.gguf is not None:
            model = f"openai:{given.gguf.stem}"
            _FOLDER.mkdir(parents=True, exist_ok=True)
            address = stack.enter_context(
                llama_server(
                    given.gguf,
                    python=given.python,
                    context=given.context,
                    threads=given.threads,
                    log=_FOLDER / "server.log",
                )
            )
        yield load_settings(**fixed, openai_base_url=address, chat_model=model)


def _plan(given: argparse.Namespace, settings: Settings) -> Plan:
    cases = desk_cases(given.desk) if given.desk else gold_cases()
    place, step = given.part
    cases = cases[place::step]
    return Plan(
        settings=settings,
        cases=cases,
        articles=None if given.home else SAMPLES,
        record=given.replay or given.record or given.out.with_suffix(".replies.jsonl"),
        replay=given.replay is not None,
        folder=_FOLDER,
        out=given.out,
    )


def _part(text: str) -> tuple[int, int]:
    """``PLACE/STEP``, of which the place is the smaller."""
    place, _, step = text.partition("/")
    if not (place.isdecimal() and step.isdecimal() and int(place) < int(step)):
        raise argparse.ArgumentTypeError(f"{text!r} is no part such as 0/2")
    return int(place), int(step)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval local-model", description=__doc__)
    server = parser.add_mutually_exclusive_group()
    server.add_argument("--gguf", type=Path, help="a model's file, served by llama.cpp")
    server.add_argument("--at", help="address of a server, with /v1 (default: the settings')")
    parser.add_argument("--model", help="provider:model at that address")
    parser.add_argument(
        "--python", default=sys.executable, help="interpreter that has llama-cpp-python[server]"
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="the server's")
    parser.add_argument("--context", type=int, default=8_192, help="tokens of an exchange")
    parser.add_argument("--desk", type=Path, help="JSON lines of questions (default: the gold set)")
    parser.add_argument(
        "--home", type=Path, help="library they are asked of (default: the samples)"
    )
    parser.add_argument(
        "--part",
        type=_part,
        default=(0, 1),
        metavar="PLACE/STEP",
        help="some questions alone: 0/2 those in even places, to choose by, 1/2 the others",
    )
    parser.add_argument("--way", choices=WAYS, action="append", help="may be given again")
    parser.add_argument("--name", default="", help="added to the ways' names in the table")
    parser.add_argument("--model-size", choices=("auto", "small", "large"))
    parser.add_argument("--evidence-tokens", type=int)
    parser.add_argument("--unsupported", choices=("flag", "drop", "revise"))
    parser.add_argument("--out", type=Path, default=_FOLDER / "outcomes.jsonl")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--record", type=Path, help="file to record the model's replies in")
    kept.add_argument("--replay", type=Path, help="file to answer from, with no model at all")
    return parser


if __name__ == "__main__":
    sys.exit(main())
