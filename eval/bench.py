"""Measures the speed: ``make bench``, or ``python -m eval.bench --data FOLDER``.

Prints a Markdown table. Adding is measured beside the usual quick start in turns, so
that both meet the same machine; commands are whole processes, from their start to their
end. Without the news-quiz articles, the samples are measured on, told so in the table.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from assistant import Assistant
from assistant.library.library import Library
from assistant.library.preparation import prepare
from assistant.library.schema import PreparedArticle
from assistant.models.embedder import Embedder
from assistant.models.reader import reader_of
from assistant.services.intake import SAMPLES
from assistant.settings import Settings, load_settings
from assistant.types import Article
from eval.bench_adding import ARTICLES, adding_rows
from eval.bench_rows import Row
from eval.bench_web import web_rows
from eval.questions import quiz_articles, quiz_questions, sample_articles, sample_questions
from eval.retrieval import exact_recall

ROUNDS: Final = 3
ADDED: Final = 60
STARTS: Final = 7
PASSAGES: Final = 100_000


def adding(articles: Sequence[Article], folder: Path, *, threads: int) -> Iterator[Row]:
    """Articles a second, ours and two quick starts in turns on the same articles."""
    from eval.quick_start import Fp32MiniLM, add_quickly, write_fp32

    model = folder / "fp32.onnx"
    write_fp32(model)
    ways: dict[str, Callable[[Sequence[Article], Path], object]] = {
        "this program": lambda part, home: _add(part, home, threads=threads),
        "the quick start": lambda part, home: add_quickly(
            part, home, embedder=Fp32MiniLM(model, threads=threads)
        ),
        "the quick start, padded to 256 like Chroma's default": lambda part, home: add_quickly(
            part, home, embedder=Fp32MiniLM(model, threads=threads, padded=True)
        ),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS):
        part = articles[turn::ROUNDS][:ADDED]
        for place, (name, way) in enumerate(ways.items()):
            started = perf_counter()
            way(part, folder / f"added-{turn}-{place}")
            rates[name].append(len(part) / (perf_counter() - started))
    ours, *others = rates
    for name, rate in rates.items():
        yield Row(f"adding, {name}", f"{statistics.median(rate):.2f} articles/s", "")
    for name in others:
        ratios = [mine / other for mine, other in zip(rates[ours], rates[name], strict=True)]
        spread = f"{min(ratios):.1f} to {max(ratios):.1f}"
        yield Row(f"ratio to {name}", f"{statistics.median(ratios):.1f} ({spread})", "3, better 5")


def _add(articles: Sequence[Article], home: Path, *, threads: int) -> None:
    embedder = Embedder(threads=threads)
    library = _library(home)
    prepared = list(prepare(articles, embedder=embedder))
    with library.writing("measuring"):
        library.upsert(prepared)
    library.close()


def asking(home: Path, questions: Sequence[str], *, what: str, aim: str) -> Iterator[Row]:
    """Milliseconds a question, library open and warm, with the reader and without it."""
    reader_of.cache_clear()  # it remembers what it has read for others
    plain = _offline(home).model_copy(update={"rerank": False})
    with Assistant(settings=_offline(home)) as reading, Assistant(settings=plain) as without:
        first: list[float] = []
        times: dict[str, list[float]] = {"": [], " without the reader": []}
        for turn, question in enumerate([questions[0], *questions]):
            for assistant, taken in zip((reading, without), times.values(), strict=True):
                started = perf_counter()
                parts = assistant.stream(question)
                next(parts)
                if assistant is reading and turn:
                    first.append(1000 * (perf_counter() - started))
                for _ in parts:
                    pass
                if turn:
                    taken.append(1000 * (perf_counter() - started))
    for name, taken in times.items():
        yield Row(what + name, _milliseconds(taken), aim)
    yield Row(f"{what}, its first sentence", _milliseconds(first), "150 ms")


def _milliseconds(times: Sequence[float]) -> str:
    p95 = float(np.percentile(times, 95))
    return f"{statistics.median(times):.0f} ms median, {p95:.0f} ms p95"


def starting(home: Path) -> Iterator[Row]:
    """Seconds of whole commands, a process each."""
    report = SAMPLES / "12-rate-rise.md"
    feature = SAMPLES / "19-feature-what-the-dam-said.md"
    commands = {
        "assistant --help": (["--help"], "0.3 s"),
        "assistant summarise, a report of 350 words": (["summarise", str(report)], "1.0 s"),
        "assistant summarise, a feature of 3,500 words": (["summarise", str(feature)], "1.0 s"),
        "assistant ask (28 articles)": (["ask", "How many died on the ferry?"], "2.0 s"),
    }
    environment = {**os.environ, "ASSISTANT_HOME": str(home), "ASSISTANT_ENGINE": "extractive"}
    for name, (arguments, aim) in commands.items():
        times = []
        for _ in range(STARTS + 1):
            started = perf_counter()
            subprocess.run(  # noqa: S603 - this program itself
                [sys.executable, "-m", "assistant", *arguments],
                env=environment,
                check=True,
                capture_output=True,
            )
            times.append(perf_counter() - started)
        median = statistics.median(times[1:])
        yield Row(name, f"{median:.2f} s ({min(times[1:]):.2f} to {max(times[1:]):.2f})", aim)


def resting(home: Path, question: str) -> Row:
    """Resident memory of a process that has opened the library and answered a question."""
    program = (
        "import sys\n"
        "from assistant import Assistant\n"
        "assistant = Assistant(home=sys.argv[1])\n"
        "assistant.ask(sys.argv[2])\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmRSS')))\n"
    )
    environment = {**os.environ, "ASSISTANT_ENGINE": "extractive"}
    told = subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, "-c", program, str(home), question],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return Row(
        f"memory at rest, {PASSAGES:,} passages", f"{int(told.split()[1]) / 1024:.0f} MB", "400 MB"
    )


def resampled(prepared: Sequence[PreparedArticle], *, passages: int) -> Iterator[PreparedArticle]:
    """Articles of the given ones' passages, each vector moved a little, until there are enough."""
    rng = np.random.default_rng(1)
    made = 0
    turn = 0
    while made < passages:
        for item in prepared:
            turn += 1
            article = replace(item.article, id=f"{turn:016x}", origin=f"made-{turn}")
            moved = item.vectors + rng.normal(scale=0.02, size=item.vectors.shape)
            moved /= np.linalg.norm(moved, axis=1, keepdims=True)
            yield replace(item, article=article, vectors=moved.astype(np.float32))
            made += len(item.passages)
            if made >= passages:
                return


def _filled(home: Path, articles: Iterator[PreparedArticle]) -> None:
    library = _library(home)
    with library.writing("measuring"):
        window: list[PreparedArticle] = []
        for item in articles:
            window.append(item)
            if len(window) == 200:  # noqa: PLR2004 - a window of any size
                library.upsert(window)
                window = []
        library.upsert(window)
    library.close()


def _library(home: Path) -> Library:
    return Library(home, model=Embedder.name, dimension=Embedder.dimension)


def _offline(home: Path) -> Settings:
    return load_settings(home=home, engine="extractive")


def measured(
    data: Path | None,
    folder: Path,
    *,
    passages: int,
    articles: int = ARTICLES,
    app_alone: bool = False,
    adding_alone: bool = False,
) -> Iterator[Row]:
    """All the rows, or those of the browser app or of a large file alone."""
    if adding_alone:
        yield from adding_rows(folder, count=articles)
        return
    threads = load_settings().threads
    real = data is not None and (data / "news-quiz-2025").is_dir()
    found = [*quiz_articles(data)] if data and real else [*sample_articles()]
    questions = (
        [asked.question for asked in quiz_questions(data)]
        if data and real
        else [asked.question for asked in sample_questions()]
    )
    if not app_alone:
        yield from adding(found, folder, threads=threads)
    samples = folder / "samples"
    with Assistant(settings=_offline(samples)) as assistant:
        assistant.add_samples()
    yield from web_rows(samples, [asked.question for asked in sample_questions()][:20])
    if app_alone:
        return
    yield from starting(samples)
    prepared = list(prepare(found, embedder=Embedder(threads=threads)))
    thousand = folder / "thousand"
    _filled(thousand, iter(prepared))
    yield from asking(
        thousand, questions, what=f"a question over {len(prepared):,} articles", aim="120 ms"
    )
    large = folder / "large"
    _filled(large, resampled(prepared, passages=passages))
    yield from asking(large, questions, what=f"a question over {passages:,} passages", aim="120 ms")
    library = _library(large)
    library.indexes.sync()
    recall = exact_recall(library, Embedder().embed(questions))
    library.close()
    yield Row("of the exact top 50, Chroma finds, the same", f"{recall:.4f}", "0.99")
    yield resting(large, questions[0])
    yield from adding_rows(folder, count=articles)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds news-quiz-2025")
    parser.add_argument("--passages", type=int, default=PASSAGES, help="of the large library")
    parser.add_argument("--articles", type=int, default=ARTICLES, help="of the large file")
    parser.add_argument("--adding", action="store_true", help="adding a large file alone")
    parser.add_argument("--app", action="store_true", help="the browser app alone")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="assistant-bench-"))
    try:
        print(
            f"Machine: {platform.machine()}, {len(os.sched_getaffinity(0))} cores, "
            f"Python {platform.python_version()}\n"
        )
        print("| what | measured | aim |\n|---|---|---|")
        rows = measured(
            given.data,
            folder,
            passages=given.passages,
            articles=given.articles,
            app_alone=given.app,
            adding_alone=given.adding,
        )
        for row in rows:
            print(row, flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
