"""Asks every case of the program that people use."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from assistant import Assistant
from assistant.answering.retrieval import RetrievalSettings
from assistant.errors import AssistantError, ConfigurationError, UsageError
from assistant.language.dates import limits_in_question
from assistant.models.chat import ChatModel
from assistant.models.embedder import Embedder
from assistant.models.prompts import load_prompt, prompts_folder, prompts_from
from assistant.models.reader import Reader
from assistant.reports import AddedKind
from assistant.services.intake import SAMPLES
from assistant.settings import Settings
from assistant.types import Answer, Filters, Turn
from eval.gold.finding import TellingCase
from eval.gold.loading import AskCase, Case, GoldSet, SummaryCase, is_library
from eval.runs.folder import Manifest, RunFolder
from eval.runs.outcomes import Found, Outcome
from eval.runs.recording import Recordings
from eval.runs.simplest import simplest
from eval.runs.telling import grown, told

PACKAGES: Final = ("chromadb", "langchain", "langchain-openai", "onnxruntime", "openai", "tantivy")
LIBRARIES: Final = Path(".bench/eval/libraries")
_PACKAGE: Final = Path(__file__).parents[2] / "assistant"

_day: ContextVar[date] = ContextVar("day")


@dataclass(frozen=True, slots=True)
class Setup:
    """How a run is made.

    ``settings`` are the program's, their ``home`` apart; ``prompts`` a folder of prompts instead
    of the program's own; ``recordings`` record or replay a chat model; ``libraries`` is where
    the libraries of articles are kept for the next run; ``simplest`` has stories told in the
    simplest way instead of by the program.
    """

    settings: Settings
    articles: Path = SAMPLES
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    prompts: Path | None = None
    recordings: Recordings | None = None
    repeats: int = 1
    jobs: int = 1
    libraries: Path = LIBRARIES
    simplest: bool = False


def manifest_of(gold: GoldSet, setup: Setup) -> Manifest:
    """What a run of ``gold`` by ``setup`` is."""
    settings = setup.settings
    chat = settings.engine != "extractive" and settings.chat_model is not None
    with ExitStack() as stack:
        if setup.prompts:
            stack.enter_context(prompts_from(setup.prompts))
        prompts = {
            f"prompt {path.stem}": load_prompt(path.stem).prompt_hash
            for path in sorted(prompts_folder().glob("*.yaml"))
        }
    identity = {
        "cases": gold.digest,
        "articles": gold.library,
        "engine": f"chat:{settings.chat_model}" if chat else "extractive",
        "passages": str(setup.retrieval.passages),
        "dense": str(setup.retrieval.dense),
        "repeats": str(setup.repeats),
        "program": program_digest(),
        "embedder": Embedder.name,
        "reader": Reader.name if settings.rerank else "none",
        **({"stories": "told in the simplest way"} if setup.simplest else {}),
        **(
            {
                **prompts,
                "unsupported": settings.unsupported,
                "judge": str(settings.judge),
                "temperature": str(settings.temperature),
                "answer tokens": str(settings.answer_tokens),
                "context tokens": str(settings.context_tokens),
            }
            if chat
            else {}
        ),
    }
    facts = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }
    return Manifest(gold.name, identity, facts)


def run(
    gold: GoldSet,
    setup: Setup,
    folder: Path,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Runs what ``folder`` does not have yet.

    Returns:
        The number of cases, repeats counted, that ended with an error in this call.

    Raises:
        UsageError: another run is in the folder, or a recording is missing.
        ConfigurationError: the chat model is not set up.
    """
    manifest = manifest_of(gold, setup)
    with RunFolder.writing(folder, manifest) as begun, ExitStack() as stack:
        if setup.prompts:
            stack.enter_context(prompts_from(setup.prompts))
        assistant = stack.enter_context(_assistant(gold, setup, manifest))
        todo = [
            (case, repeat)
            for repeat in range(setup.repeats)
            for case in gold.cases
            if (case.id, repeat) not in begun.done
        ]
        total = len(gold.cases) * setup.repeats
        done = total - len(todo)
        on_progress(done, total)
        failed = 0
        for outcome in _outcomes(assistant, todo, setup):
            begun.add(outcome)
            done += 1
            failed += outcome.error is not None
            on_progress(done, total)
    return failed


def _outcomes(
    assistant: Assistant, todo: Sequence[tuple[Case, int]], setup: Setup
) -> Iterator[Outcome]:
    """What comes of the cases, as they end; at an error that ends the run, no more are begun."""
    waiting = iter(todo)
    going: set[Future[Outcome]] = set()
    with ThreadPoolExecutor(setup.jobs) as pool:
        try:
            while True:
                while len(going) < setup.jobs and (item := next(waiting, None)) is not None:
                    work = partial(_outcome, assistant, *item, setup)
                    going.add(pool.submit(copy_context().run, work))
                if not going:
                    return
                ended, going = wait(going, return_when=FIRST_COMPLETED)
                for future in ended:
                    yield future.result()
        finally:
            for future in going:
                future.cancel()


def _outcome(assistant: Assistant, case: Case, repeat: int, setup: Setup) -> Outcome:
    with ExitStack() as stack:
        if setup.recordings:
            stack.enter_context(setup.recordings.during(case.id, repeat))
        started = perf_counter()
        try:
            if isinstance(case, AskCase):
                made = _asked(assistant, case, passages=setup.retrieval.passages)
            elif isinstance(case, TellingCase):
                made = _told(assistant, case, setup)
            else:
                made = _summed(assistant, case)
        except ConfigurationError:
            raise
        except AssistantError as error:
            made = Outcome(case.id, 0, perf_counter() - started, error=str(error))
        if setup.recordings:
            setup.recordings.check()
        return replace(made, repeat=repeat)


def _asked(assistant: Assistant, case: AskCase, *, passages: int) -> Outcome:
    token = _day.set(case.today)
    try:
        history: list[Turn] = []
        for question in case.asked.after:
            earlier = assistant.ask(question, filters=case.filters, history=tuple(history))
            history.append(Turn(question, earlier.text))
        started = perf_counter()
        answer = assistant.ask(case.asked.question, filters=case.filters, history=tuple(history))
        seconds = perf_counter() - started
        found = _found(assistant, case, answer, passages=passages)
        return Outcome(case.id, 0, seconds, answer=answer, found=found)
    finally:
        _day.reset(token)


def _found(
    assistant: Assistant, case: AskCase, answer: Answer, *, passages: int
) -> tuple[Found, ...]:
    """What the engine was given: the search for what was asked, limited as it was."""
    filters = case.filters
    if not (filters.since or filters.until):
        limits = limits_in_question(case.asked.question, today=case.today)
        filters = Filters(filters.sources, limits.since, limits.until)
    hits = assistant.search(answer.asked, k=passages, filters=filters)
    return tuple(
        Found(hit.article.id, hit.passage.first, hit.passage.last, hit.also_in) for hit in hits
    )


def _summed(assistant: Assistant, case: SummaryCase) -> Outcome:
    wanted = case.wanted
    started = perf_counter()
    summary = assistant.summarise(*case.articles, words=wanted.words, style=wanted.style)
    return Outcome(case.id, 0, perf_counter() - started, summary=summary)


def _told(assistant: Assistant, case: TellingCase, setup: Setup) -> Outcome:
    token = _day.set(case.today)
    try:
        started = perf_counter()
        made = simplest(assistant, case) if setup.simplest else told(assistant, case)
        return Outcome(case.id, 0, perf_counter() - started, told=made)
    finally:
        _day.reset(token)


def _assistant(gold: GoldSet, setup: Setup, manifest: Manifest) -> Assistant:
    """The program over a library of the articles, which is kept for the next run.

    A library that another state of the program has made is made anew: it may cut or embed
    otherwise.
    """
    own = is_library(setup.articles)
    home = setup.libraries / f"{gold.library}-{manifest.identity['program']}"
    for other in setup.libraries.glob(f"{gold.library}-*"):
        if other != home:
            shutil.rmtree(other)
    # A model that fails is an error here: quotations in its place would be measured as its own.
    settings = setup.settings.model_copy(
        update={"home": (setup.articles if own else home).absolute(), "fallback": "none"}
    )
    chat = None
    if setup.recordings is not None:
        if settings.chat_model is None:
            raise UsageError(
                "Recordings are of a chat model", hint="Set ASSISTANT_CHAT_MODEL=provider:model"
            )
        chat = ChatModel(settings, build=setup.recordings.build)
    assistant = Assistant(
        settings=settings, chat_model=chat, retrieval=setup.retrieval, today=_day.get
    )
    if own:
        return assistant
    report = assistant.add(setup.articles)
    for failure in (each for each in report.outcomes if each.kind is AddedKind.FAILED):
        raise UsageError(f"An article cannot be read: {failure.name}: {failure.error}")
    grown(home)
    return assistant


def program_digest() -> str:
    """Twelve digits that change with any module of the program."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def commit() -> str:
    """The commit of the checkout, with a ``+`` where something is changed; "" without git."""
    if shutil.which("git") is None:
        return ""
    here = Path(__file__).parent
    commands = (
        ["git", "rev-parse", "--short=12", "HEAD"],
        ["git", "status", "--porcelain", "-uno"],
    )
    told = [
        subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)  # noqa: S603 - git alone
        for command in commands
    ]
    if any(each.returncode for each in told):
        return ""
    return told[0].stdout.strip() + ("+" if told[1].stdout.strip() else "")
