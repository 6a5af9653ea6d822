"""Measures which articles are put into one story: ``python -m eval.stories --data FOLDER``.

Prints the tables of docs/measurements/stories.md: B-cubed precision, recall and F1 (Bagga and
Baldwin, 1998) of the articles of even and of odd stories, all articles in one stream in the
order of their days. With ``--many N`` it times keeping made articles instead.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import sqlalchemy as sa

from assistant.articles.stories import rarity, terms_of, weights_of
from assistant.language.articles import make_article
from assistant.library import grouping
from assistant.library.catalogue import Catalogue
from assistant.library.schema import PreparedArticle, article_row
from assistant.library.schema import articles as table
from assistant.types import Article, Document, Filters

SETS: Final = ("basil", "allsides-2021", "ecbplus")
FLOOR: Final = {"basil": 0.937, "allsides-2021": 0.805, "ecbplus": 0.868}
"""F1 of tf-idf whose threshold was tuned on the same articles, a set each (its README)."""
_ADDED: Final = datetime(2025, 1, 1, tzinfo=UTC)
_WINDOW: Final = 100
_MEASURED: Final = 10
"""Windows whose mean is told."""
_FLOORS: Final = (0.1, 0.15, 0.2, 0.25, 0.3)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and the story that people say it belongs to."""

    article: Article
    story: str


@dataclass(frozen=True, slots=True)
class BCubed:
    """Means over articles, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def labelled(data: Path, name: str) -> list[Labelled]:
    """The articles of a set in the order of their days, else of the file."""
    found = []
    for number, line in enumerate((data / "stories" / f"{name}.jsonl").open(encoding="utf-8")):
        row = json.loads(line)
        day = date.fromisoformat(row["date"][:10]) if row.get("date") else None
        article = make_article(
            Document(
                title=row.get("title") or row["text"].partition("\n")[0],
                text=row["text"],
                origin=f"{name}/{number}",
                source=row.get("outlet"),
                published=day,
            )
        )
        found.append(Labelled(article, row["event"]))
    return sorted(found, key=lambda one: one.article.published or date.min)


def b_cubed(
    gold: Mapping[str, Hashable], told: Mapping[str, Hashable], *, of: Sequence[str]
) -> BCubed:
    """How well ``told`` clusters are the ``gold`` ones, over the articles ``of``."""
    right, made = defaultdict(set), defaultdict(set)
    for key, story in gold.items():
        right[story].add(key)
        made[told[key]].add(key)
    shared = {key: len(right[gold[key]] & made[told[key]]) for key in of}
    return BCubed(
        precision=float(np.mean([shared[key] / len(made[told[key]]) for key in of])),
        recall=float(np.mean([shared[key] / len(right[gold[key]]) for key in of])),
    )


def by_library(articles: Sequence[Article]) -> dict[str, str]:
    """The story of each article by its id, as a library tells them."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.in_file(Path(folder) / "catalogue.sqlite")
        catalogue.create({"format": "1"})
        for article in articles:
            catalogue.upsert([_prepared(article)], added=_ADDED)
        stories = catalogue.stories.page(Filters(), limit=len(articles))
        catalogue.close()
    return {one.id: story.id for story in stories for one in story.articles}


def by_floor(articles: Sequence[Article], *, least: float) -> dict[str, int]:
    """The simplest way: tf-idf, the story with the highest mean cosine from ``least`` on."""
    terms = [terms_of(one) for one in articles]
    counts: dict[int, int] = defaultdict(int)
    for own in terms:
        for term in own:
            counts[term] += 1
    rarities = {term: rarity(count, articles=len(articles)) for term, count in counts.items()}
    vectors = [weights_of(own, rarities) for own in terms]
    stories: list[list[int]] = []
    told = {}
    for place, vector in enumerate(vectors):
        means = [float(np.mean([_cosine(vector, vectors[o]) for o in story])) for story in stories]
        best = max(range(len(means)), key=means.__getitem__, default=None)
        if best is None or means[best] < least:
            best = len(stories)
            stories.append([])
        stories[best].append(place)
        told[articles[place].id] = best
    return told


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


def _prepared(article: Article) -> PreparedArticle:
    return PreparedArticle(article, (), np.zeros((0, 8), np.float32), ())


def tables(data: Path) -> Iterator[str]:
    """The table of all sets."""
    yield "| set | told by | half | precision | recall | B-cubed F1 |"
    yield "|---|---|---|---|---|---|"
    for name in SETS:
        rows = labelled(data, name)
        articles = [one.article for one in rows]
        gold = {one.article.id: one.story for one in rows}
        number = {story: place for place, story in enumerate(dict.fromkeys(gold.values()))}
        ways: dict[str, Mapping[str, Hashable]] = {"the library": by_library(articles)}
        ways["each article alone"] = {key: key for key in gold}
        ways |= {f"tf-idf, {least}": by_floor(articles, least=least) for least in _FLOORS}
        for way, told in ways.items():
            for half, label in enumerate(("choose", "report")):
                own = [key for key, story in gold.items() if number[story] % 2 == half]
                found = b_cubed(gold, told, of=own)
                yield (
                    f"| {name} | {way} | {label} | {found.precision:.3f} | {found.recall:.3f} "
                    f"| {found.f1:.3f} |"
                )


def made(number: int, *, seed: int = 1) -> Iterator[Article]:
    """Made articles of stories of about five, words drawn as in a language (Zipf)."""
    rng = random.Random(seed)  # noqa: S311 - made articles
    words = [f"word{place}" for place in range(20_000)]
    weights = [1 / (place + 5) for place in range(len(words))]
    for place in range(number):
        story = random.Random(place // 5)  # noqa: S311 - made articles
        own = story.choices(words[200:], k=12)
        text = " ".join([*own, *rng.choices(words, weights=weights, k=150)])
        day = date(2020, 1, 1) + timedelta(days=place * 1500 // max(number, 1))
        yield make_article(
            Document(title=" ".join(own[:6]), text=text, origin=f"made/{place}", published=day)
        )


def timing(number: int) -> Iterator[str]:
    """Milliseconds an article in grouping alone, over the last 1,000, and the memory so far."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.in_file(Path(folder) / "catalogue.sqlite")
        catalogue.create({"format": "1"})
        yield "| articles there | milliseconds an article in grouping | fastest 100 | memory, MB |"
        yield "|---|---|---|---|"
        articles, done, spent = made(number), 0, deque[float](maxlen=_MEASURED)
        while window := list(islice(articles, _WINDOW)):
            spent.append(_grouping(catalogue, window))
            done += len(window)
            if done in {10**power for power in range(3, 7)} or done >= number:
                mean = sum(spent) / len(spent)
                most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                yield f"| {done:,} | {mean:.2f} | {min(spent):.2f} | {most:.0f} |"
        catalogue.close()


def _grouping(catalogue: Catalogue, window: Sequence[Article]) -> float:
    """Keeps articles in one transaction; the processor milliseconds of grouping for each.

    Their rows are put in alone, since looking for copies would take most of the time.
    """
    rows = [article_row(_prepared(article), added=_ADDED) for article in window]
    with catalogue.database.transaction() as connection:
        connection.execute(sa.insert(table), rows)
        began = time.process_time()
        for article in window:
            grouping.take_in(connection, article)
        spent = time.process_time() - began
    return 1000 * spent / len(window)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the data sets")
    parser.add_argument("--many", type=int, help="time so many made articles instead")
    given = parser.parse_args()
    for line in timing(given.many) if given.many else tables(given.data):
        print(line, flush=True)


if __name__ == "__main__":
    main()
