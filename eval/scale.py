"""Measures a backend at a size: ``python -m eval.scale --from LIBRARY --home HOME --passages N``.

The articles of a library, with their vectors, are kept again and again in a new one, each vector
moved a little and each article on a day of its own, until there are enough. Prints the rows of a
Markdown table. Nothing is embedded but the questions.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.homes import DatabaseHome, Home, home_of
from assistant.library.library import Library
from assistant.library.nearest import nearest
from assistant.library.schema import PreparedArticle
from assistant.models.embedder import Embedder
from assistant.settings import load_settings
from assistant.types import Filters
from eval.bench import resampled
from eval.bench_rows import Row

_WINDOW: Final = 50
_DEPTH: Final = 50
_FIRST: Final = date(2000, 1, 1).toordinal()
_SHARES: Final = (0.5, 0.01, 0.0001)
_TOGETHER: Final = 300
"""Articles that are kept by one process, and by three at once."""


def stored(home: Home) -> list[PreparedArticle]:
    """The articles of a library with what was embedded of them."""
    with closing(_library(home)) as library:
        catalogue = library.catalogue
        found = []
        for article in catalogue.articles.by_id(catalogue.articles.ids()).values():
            entries = catalogue.passages.of(article)
            if not entries:
                continue
            known = catalogue.passages.sentence_vectors(
                [one.id for one in entries], dimension=library.dimension
            )
            found.append(
                PreparedArticle(
                    article,
                    tuple(one.passage for one in entries),
                    np.stack([one.vector for one in entries]),
                    tuple(known[one.id] for one in entries),
                )
            )
    return found


def spread(articles: Iterable[PreparedArticle], *, first: int = 0) -> Iterator[PreparedArticle]:
    """The same, each of a day of its own and with an id of its own."""
    for number, item in enumerate(articles, start=first):
        article = replace(
            item.article,
            id=f"{number:016x}",
            origin=f"made-{number}",
            published=date.fromordinal(_FIRST + number),
            updated=None,
        )
        yield replace(item, article=article)


def keep(home: Home, articles: Iterable[PreparedArticle]) -> tuple[int, float]:
    """Keeps articles; returns how many and in how many seconds."""
    started, count = perf_counter(), 0
    with closing(_library(home)) as library:
        rest = iter(articles)
        while window := list(islice(rest, _WINDOW)):
            with library.writing("measuring"):
                library.upsert(window)
            count += len(window)
    return count, perf_counter() - started


def asking(library: Library, asked: NDArray[np.float32], words: Sequence[str]) -> Iterator[Row]:
    """Milliseconds of a search in both indexes, and of one by meaning within filters; recall."""
    passages = library.catalogue.passages
    days = library.catalogue.listing.days()
    if days is None:
        raise ValueError("there are no articles")
    started = perf_counter()
    library.indexes.sync()
    yield Row("making the indexes ready", f"{perf_counter() - started:.1f} s", "")
    yield Row(
        "a search by words",
        _median(lambda n: library.words.search(words[n], k=_DEPTH, filters=Filters()), len(words)),
        "",
    )
    articles = days[1].toordinal() - days[0].toordinal() + 1
    for share in (1.0, *_SHARES):
        within = max(1, round(articles * share))
        until = date.fromordinal(days[0].toordinal() + within - 1)
        filters = Filters(until=until) if share < 1 else Filters()
        ids, rows = passages.vectors(passages.numbers(filters))
        hits = wanted = 0
        times = []
        for vector in asked:
            began = perf_counter()
            found = nearest(library.vectors, passages, vector, k=_DEPTH, filters=filters)
            times.append(1000 * (perf_counter() - began))
            best = {ids[place] for place in np.argsort(-(rows @ vector))[:_DEPTH].tolist()}
            wanted += len(best)
            hits += len(best & {one.id for one in found})
        name = f"a search by meaning, within {share:.2%} ({len(ids):,} passages)"
        yield Row(name, f"{_shown(times)}, recall@{_DEPTH} {hits / wanted:.4f}", "0.99")


def answering(home: Home, questions: Sequence[str]) -> Row:
    """Milliseconds of a whole question, quoted."""
    with Assistant(settings=load_settings(home=home, engine="extractive")) as assistant:
        assistant.ask(questions[0])
        return Row(
            "a question, whole", _median(lambda n: assistant.ask(questions[n]), len(questions)), ""
        )


def together(home: Home, source: Home, *, first: int) -> Iterator[Row]:
    """Articles a second that one process keeps, and that three keep at once."""
    for count in (1, 3):
        begun = perf_counter()
        share = _TOGETHER // count
        nodes = [
            subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-m", "eval.scale", "--from", str(source), "--home", str(home),
                 "--keep", str(share), "--first", str(first + count * _TOGETHER + n * share)],
                stdout=subprocess.PIPE,
                text=True,
            )
            for n in range(count)
        ]  # fmt: skip
        times = [float(node.communicate()[0]) for node in nodes]
        rate = share * count / max(times)
        first += _TOGETHER
        whole = perf_counter() - begun
        yield Row(
            f"kept by {count} at once", f"{rate:.1f} articles/s", f"{whole:.0f} s with starts"
        )


def size(home: Home, library: Library) -> str:
    """What a library takes on disk."""
    if isinstance(home, DatabaseHome):
        with library.catalogue.database.reading() as connection:
            query = "SELECT pg_database_size(current_database())"
            taken = int(connection.exec_driver_sql(query).scalar_one())
        folder = library.words.folder
        words = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return f"{taken / 1e6:.0f} MB, and {words / 1e6:.0f} MB on each machine"
    taken = sum(file.stat().st_size for file in Path(home).rglob("*") if file.is_file())
    return f"{taken / 1e6:.0f} MB"


def _library(home: Home) -> Library:
    return Library(home, model=Embedder.name, dimension=Embedder.dimension)


def _median(run: object, count: int) -> str:
    times = []
    for number in range(count):
        began = perf_counter()
        run(number)  # type: ignore[operator]
        times.append(1000 * (perf_counter() - began))
    return _shown(times)


def _shown(times: Sequence[float]) -> str:
    p95 = float(np.percentile(times, 95))
    return f"{statistics.median(times):.1f} ms median, {p95:.1f} ms p95"


def _memory() -> str:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return f"{int(resident.split()[1]) / 1024:.0f} MB"


def measured(source: Home, home: Home, *, passages: int, questions: Sequence[str]) -> Iterator[Row]:
    """All the rows."""
    articles = stored(source)
    count, taken = keep(home, spread(resampled(articles, passages=passages)))
    each = f"{1000 * taken / count:.1f} ms an article ({count:,} articles)"
    yield Row("keeping, nothing embedded", each, "")
    asked = Embedder().embed(questions)
    with closing(_library(home)) as library:
        yield from asking(library, asked, questions)
        yield Row("on disk", size(home, library), "")
    yield answering(home, questions)
    yield Row("memory of the process that did all this", _memory(), "")
    yield from together(home, source, first=count)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", required=True, help="a library of real articles")
    parser.add_argument("--home", required=True, help="a new library: a folder or a database")
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--keep", type=int, help="only keep so many, and print the seconds")
    parser.add_argument("--first", type=int, default=0, help="the number of the first of them")
    given = parser.parse_args()
    source, home = home_of(given.source), home_of(given.home)
    if given.keep:
        some = islice(stored(source), given.keep)
        print(keep(home, spread(some, first=given.first))[1])
        return
    with closing(_library(source)) as library:
        questions = [one.title for one in library.catalogue.listing.summaries(Filters())][::20][:40]
    for row in measured(source, home, passages=given.passages, questions=questions):
        print(row, flush=True)


if __name__ == "__main__":
    main()
