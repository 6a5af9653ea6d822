"""Measures adding a large file of JSON lines, in a process of its own each time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Final

from assistant.library.library import Library
from assistant.models.embedder import Embedder, Run, RunVectors
from assistant.reading import expand
from assistant.reports import AddedKind, Progress
from assistant.services.adding import add_sources
from assistant.settings import load_settings
from eval.bench_rows import Row
from eval.made_articles import write_made_articles

ARTICLES: Final = 10_000
_FEW: Final = 1_000


@dataclass(frozen=True, slots=True)
class Adding:
    """What adding a file took.

    ``seconds`` by the clock; ``cpu`` of the processor, all threads together, of which
    ``network`` went into the embedder's network; ``few_mb`` is the resident memory when a
    thousand articles were done, ``all_mb`` at the end; ``texts`` were embedded. ``thousands``
    are the seconds that each whole thousand took.
    """

    articles: int
    added: int
    seconds: float
    cpu: float
    network: float
    texts: int
    few_mb: float
    all_mb: float
    thousands: Sequence[float]


class TimedEmbedder(Embedder):
    """The embedder, counting what its network takes of the processor's time."""

    def __init__(self, *, threads: int) -> None:
        super().__init__(threads=threads)
        self._counting = threading.Lock()
        self.network = 0.0
        self.texts = 0

    def _embed_run(self, run: Run) -> RunVectors:
        started = thread_time()
        vectors = super()._embed_run(run)
        with self._counting:
            self.network += thread_time() - started
            self.texts += 1
        return vectors


def measured_adding(file: Path, home: Path) -> Adding:
    """Adds ``file`` to the library at ``home``, in this process."""
    embedder = TimedEmbedder(threads=load_settings().threads)
    library = Library(home, model=Embedder.name, dimension=Embedder.dimension)
    few: list[float] = []
    started, busy = perf_counter(), process_time()
    passed = [started]

    def watch(progress: Progress) -> None:
        if progress.done >= _FEW and not few:
            few.append(_resident_mb())
        if progress.done >= _FEW * len(passed):
            passed.append(perf_counter())

    report = add_sources(
        expand([file]), library=library, embedder=embedder, max_bytes=1_000_000, on_progress=watch
    )
    result = Adding(
        articles=len(report.outcomes),
        added=report.count(AddedKind.ADDED),
        seconds=perf_counter() - started,
        cpu=process_time() - busy,
        network=embedder.network,
        texts=embedder.texts,
        few_mb=few[0] if few else _resident_mb(),
        all_mb=_resident_mb(),
        thousands=[after - before for before, after in pairwise(passed)],
    )
    library.close()
    return result


def adding_rows(folder: Path, *, count: int = ARTICLES) -> Iterator[Row]:
    """The rate, the network's share, the memory, and doing the same again."""
    file, more = folder / "made.jsonl", folder / "more.jsonl"
    write_made_articles(file, count=count)
    write_made_articles(more, count=_FEW, start=count)
    home = folder / "made"
    first = _in_a_process(file, home)
    what = f"{first.added:,} made articles from JSON lines"
    yield Row(f"adding {what}", f"{first.added / first.seconds:.1f} articles/s", "")
    if first.thousands:
        rates = [_FEW / seconds for seconds in first.thousands]
        shown = f"{rates[0]:.1f}, {rates[-1]:.1f}; {min(rates):.1f} to {max(rates):.1f}"
        yield Row("the first thousand, the last; all of them", f"{shown} articles/s", "steady")
    share = 1 - first.network / first.cpu
    yield Row("of the processor's time, all but the network", f"{share:.1%}", "15 %")
    yield Row(
        f"memory after {min(_FEW, count):,} and after {count:,} of them",
        f"{first.few_mb:.0f} and {first.all_mb:.0f} MB",
        "",
    )
    again = _in_a_process(file, home)
    yield Row(
        f"the same again ({again.texts} texts embedded)",
        f"{again.articles / again.seconds:,.0f} articles/s",
        "0 texts",
    )
    grown = _in_a_process(more, home)
    yield Row(
        f"memory of another process that adds {grown.added:,} more to them",
        f"{grown.all_mb:.0f} MB",
        "",
    )


def _in_a_process(file: Path, home: Path) -> Adding:
    told = subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, "-m", "eval.bench_adding", str(file), str(home)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return Adding(**json.loads(told))


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(measured_adding(Path(sys.argv[1]), Path(sys.argv[2])))))
