"""Measures how articles are grouped into stories: ``python -m eval.stories --data FOLDER``.

Prints the tables of docs/measurements/stories.md. FOLDER holds files of articles with their
gold story, as JSON lines (``event``, ``title``, ``text``, ``outlet``, ``date``, and ``topic``
where several stories are alike on purpose). Half of the stories of each (or of the topics)
choose, the other half report; all articles are grouped together either way. ``--many N``
measures what keeping an article costs among N made ones.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import resource
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import thread_time
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.articles.grouping import (
    GroupingSettings,
    counted_terms,
    weighed,
)
from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.library import copies, grouping, schema
from assistant.library.catalogue import Catalogue
from assistant.library.database import in_parts
from assistant.library.schema import PreparedArticle
from assistant.library.story_tables import ALL, members, postings, spread
from assistant.types import Article, Document

Labels = Sequence[Hashable]
"""The story of each article."""

_HALVES: Final = ("choose", "report")
_BATCH: Final = 50
_WHEN: Final = datetime(2025, 1, 1, tzinfo=UTC)
_SETTINGS: Final = GroupingSettings()
_NONE: Final = np.zeros((0, 8), np.float32)
_LIMITS: Final = tuple(round(0.10 + 0.02 * step, 3) for step in range(7))
_FLOOR_LIMITS: Final = tuple(round(0.04 + 0.02 * step, 3) for step in range(20))
_ORDERS: Final = 3
_FILLED: Final = 5_000
_TIMED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Gold:
    """A file of articles with the story of each, and whether it is of the choosing half."""

    name: str
    articles: tuple[Article, ...]
    stories: tuple[str, ...]
    chooses: NDArray[np.bool_]

    def half(self, name: str) -> NDArray[np.bool_]:
        """Which articles are of a half [articles]."""
        return self.chooses if name == _HALVES[0] else ~self.chooses


@dataclass(frozen=True, slots=True)
class Score:
    """B-cubed precision, recall and F1 (Bagga and Baldwin, 1998), from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def cells(self) -> str:
        """The cells of a table."""
        return f"{self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f}"


def read_gold(path: Path) -> Gold:
    """The articles of a file, oldest first, those without a date in the order of the file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    rows.sort(key=lambda row: row["date"] or "")
    alike = (
        len({row.get("topic") for row in rows}) < len({row["event"] for row in rows})
        and not (rows[0]["date"])
    )
    keys = [str(row["topic"] if alike else row["event"]) for row in rows]
    place = {key: number for number, key in enumerate(sorted(set(keys)))}
    return Gold(
        path.stem,
        tuple(_article(row, number) for number, row in enumerate(rows)),
        tuple(str(row["event"]) for row in rows),
        np.array([place[key] % 2 == 0 for key in keys]),
    )


def _article(row: dict[str, Any], number: int) -> Article:
    text = str(row["text"])
    return make_article(
        Document(
            title=row["title"] or text.split("\n", 1)[0][:200],
            text=text,
            origin=f"/{number}",
            source=row["outlet"],
            published=date.fromisoformat(row["date"]) if row["date"] else None,
        )
    )


def b_cubed(told: Labels, gold: Labels, counted: NDArray[np.bool_]) -> Score:
    """How well articles are grouped, over those that are ``counted`` [articles].

    All articles of a told group count against it, also those that are not counted.
    """
    sizes, right, whole = Counter(told), Counter(zip(told, gold, strict=True)), Counter(gold)
    chosen = [place for place in range(len(gold)) if counted[place]]
    both = [right[told[place], gold[place]] for place in chosen]
    precision = [one / sizes[told[place]] for one, place in zip(both, chosen, strict=True)]
    recall = [one / whole[gold[place]] for one, place in zip(both, chosen, strict=True)]
    return Score(float(np.mean(precision)), float(np.mean(recall)))


def by_library(
    articles: Sequence[Article],
    *,
    seed: int | None = None,
    settings: GroupingSettings = _SETTINGS,
) -> list[str]:
    """The story of each article as a library keeps it; with a ``seed`` they come shuffled."""
    order = list(articles)
    if seed is not None:
        random.Random(seed).shuffle(order)  # noqa: S311 - nothing is secret here
    with _catalogue() as opened:
        for start in range(0, len(order), _BATCH):
            with opened.database.transaction() as connection:
                for one in order[start : start + _BATCH]:
                    row = schema.article_row(PreparedArticle(one, (), _NONE, ()), added=_WHEN)
                    connection.execute(sa.insert(schema.articles), row)
                    copies.take_in(connection, article_id=one.id, text=one.text)
                    grouping.take_in(
                        connection,
                        article_id=one.id,
                        title=one.title,
                        text=one.text,
                        published=one.published,
                        settings=settings,
                    )
        with opened.database.reading() as connection:
            rows = connection.execute(sa.select(members.c.article_id, members.c.story))
            stories = {row.article_id: row.story for row in rows}
    return [stories[one.id] for one in articles]


def floor(articles: Sequence[Article], limits: Sequence[float]) -> dict[float, list[int]]:
    """The usual floor for several limits: tf-idf of the texts, each joins the nearest story.

    Articles come in order; the nearest story is that of the highest mean cosine.
    """
    counts = [Counter(content_terms(f"{one.title}\n{one.text}")) for one in articles]
    spread = Counter(term for own in counts for term in own)
    column = {term: number for number, term in enumerate(spread)}
    table = np.zeros((len(counts), len(column)), np.float32)
    for row, own in enumerate(counts):
        for term, number in own.items():
            rarity = math.log(len(counts) / spread[term])
            table[row, column[term]] = (1 + math.log(number)) * rarity
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    alike = table @ table.T
    return {limit: _joined_in_order(alike, limit) for limit in limits}


def _joined_in_order(alike: NDArray[np.float32], limit: float) -> list[int]:
    groups: list[list[int]] = []
    found: list[int] = []
    for place in range(len(alike)):
        means = [float(alike[place, group].mean()) for group in groups]
        best = int(np.argmax(means)) if means else -1
        if best < 0 or means[best] < limit:
            best = len(groups)
            groups.append([])
        groups[best].append(place)
        found.append(best)
    return found


def choosing_rows(sets: Sequence[Gold]) -> Iterator[str]:
    """F1 of the choosing halves for each limit of likeness, as a library keeps the articles."""
    yield f"| alike | {' | '.join(one.name for one in sets)} | mean |"
    yield "|---" * (len(sets) + 2) + "|"
    for limit in _LIMITS:
        settings = replace(GroupingSettings(), alike=limit)
        scores = [
            b_cubed(by_library(one.articles, settings=settings), one.stories, one.chooses).f1
            for one in sets
        ]
        cells = " | ".join(f"{score:.3f}" for score in (*scores, float(np.mean(scores))))
        yield f"| {limit} | {cells} |"


def rows(sets: Sequence[Gold]) -> Iterator[str]:
    """What each way of grouping makes of the reporting halves, and of the choosing ones."""
    floors = {one.name: floor(one.articles, _FLOOR_LIMITS) for one in sets}
    common = max(
        _FLOOR_LIMITS,
        key=lambda limit: sum(
            b_cubed(floors[one.name][limit], one.stories, one.chooses).f1 for one in sets
        ),
    )
    yield "| set | half | way | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|"
    for one in sets:
        own = max(
            _FLOOR_LIMITS,
            key=lambda limit: b_cubed(floors[one.name][limit], one.stories, one.chooses).f1,
        )
        ways: dict[str, Labels] = {
            "every article alone": range(len(one.articles)),
            f"tf-idf in order, one limit for all ({common})": floors[one.name][common],
            f"tf-idf in order, a limit of its own ({own})": floors[one.name][own],
            "as kept": by_library(one.articles),
            **{
                f"as kept, shuffled ({seed})": by_library(one.articles, seed=seed)
                for seed in range(1, _ORDERS)
            },
        }
        for half, (way, told) in itertools.product(_HALVES, ways.items()):
            score = b_cubed(told, one.stories, one.half(half))
            yield f"| {one.name} | {half} | {way} | {score.cells()} |"


# -- how long it takes ---------------------------------------------------------------


def made_article(number: int) -> tuple[str, str, date]:
    """Title, text and day of a made article, the same for the same number.

    Five articles in a row mostly tell one story: a third of their words are its own few dozen,
    the others as frequent as words of English are (Zipf).
    """
    choice = random.Random(number)  # noqa: S311 - nothing is secret here
    # Now and then an article comes late or stands by itself.
    story = number // 5 if choice.random() < 0.8 else number + 10_000_000  # noqa: PLR2004
    of_story = random.Random(-1 - story)  # noqa: S311 - as above
    own = [_word(of_story.randrange(2_000, 60_000)) for _ in range(30)]
    words = [
        choice.choice(own) if choice.random() < 0.3 else _word(int(60_000 ** choice.random()))  # noqa: PLR2004
        for _ in range(170)
    ]
    day = date(2024, 1, 1) + timedelta(days=number // 250 + choice.randrange(3))
    return " ".join(words[:9]), " ".join(words), day


def _word(number: int) -> str:
    syllables = []
    while number:
        number, rest = divmod(number, 60)
        syllables.append("bdfgklmnprst"[rest // 5] + "aeiou"[rest % 5])
    return "x" + "".join(syllables)


def many_rows(count: int) -> Iterator[str]:
    """What putting an article into its story costs when so many are there.

    All but the last thousand are put there at once, in the stories that they were made for.
    """
    yield "| articles there | ms of the processor an article, mean of 1,000 more | memory |"
    yield "|---|---|---|"
    with _catalogue() as opened:
        for start in range(0, count, _FILLED):
            with opened.database.transaction() as connection:
                _fill(connection, range(start, min(start + _FILLED, count)))
        spent = 0.0
        for start in range(count, count + _TIMED, _BATCH):
            made = {_made_id(one): made_article(one) for one in range(start, start + _BATCH)}
            with opened.database.transaction() as connection:
                for key, (title, text, day) in made.items():
                    _put(connection, key, title=title, text=text, day=day)
                began = thread_time()
                for key, (title, text, day) in made.items():
                    grouping.take_in(
                        connection, article_id=key, title=title, text=text, published=day
                    )
                spent += thread_time() - began
        yield f"| {count:,} | {1000 * spent / _TIMED:.2f} | {_memory():,.0f} MB |"


def _fill(connection: sa.Connection, numbers: range) -> None:
    """Puts made articles into the tables of stories, weighed by what was there before."""
    counts = {number: counted_terms(*made_article(number)[:2]) for number in numbers}
    known = {
        row.term: row.articles
        for part in in_parts({one for own in counts.values() for one in own.ids})
        for row in connection.execute(sa.select(spread).where(spread.c.term.in_(part)))
    }
    total = numbers.start
    held, found = [], []
    for number, own in counts.items():
        title, text, day = made_article(number)
        key = _made_id(number)
        _put(connection, key, title=title, text=text, day=day)
        terms = weighed(own, known, articles=total)
        story = f"s{number // 5:012x}"
        held.append(
            {
                "number": number + 1,
                "article_id": key,
                "story": story,
                "day": day.toordinal(),
                "ids": terms.ids.tobytes(),
                "weights": terms.weights.tobytes(),
            }
        )
        looked_up = terms.ids[: GroupingSettings().looked_up].tolist()
        found += [
            {"term": term, "day": day.toordinal(), "number": number + 1} for term in looked_up
        ]
    connection.execute(sa.insert(members), held)
    connection.execute(sa.insert(postings), found)
    for term, articles in Counter(one for own in counts.values() for one in own.ids).items():
        known[term] = known.get(term, 0) + articles
    known[ALL] = numbers.stop
    rows = [{"term": term, "articles": articles} for term, articles in known.items()]
    connection.execute(sa.insert(spread).prefix_with("OR REPLACE"), rows)


def _made_id(number: int) -> str:
    return f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"


def _put(connection: sa.Connection, key: str, *, title: str, text: str, day: date) -> None:
    article = Article(key, title, text, (), f"/{key}", published=day)
    row = schema.article_row(PreparedArticle(article, (), _NONE, ()), added=_WHEN)
    connection.execute(sa.insert(schema.articles), row)


def _memory() -> float:
    """The most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _catalogue:  # noqa: N801 - used as a function
    """A catalogue in a folder of its own that goes afterwards."""

    def __enter__(self) -> Catalogue:
        self._folder = tempfile.TemporaryDirectory()
        self._opened = Catalogue(Path(self._folder.name) / "catalogue.sqlite")
        self._opened.create({"format": "1"})
        return self._opened

    def __exit__(self, *_: object) -> None:
        self._opened.close()
        self._folder.cleanup()


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of articles with gold stories")
    parser.add_argument("--choose", action="store_true", help="also try limits of likeness")
    parser.add_argument("--many", type=int, default=0, help="made articles to be timed with")
    given = parser.parse_args()
    if given.data:
        sets = [read_gold(path) for path in sorted(given.data.glob("*.jsonl"))]
        told = choosing_rows(sets) if given.choose else iter(())
        for row in itertools.chain(told, [""], rows(sets)):
            print(row, flush=True)
    for row in many_rows(given.many) if given.many else ():
        print(row, flush=True)


if __name__ == "__main__":
    main()
