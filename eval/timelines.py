"""Measures timelines against those that journalists wrote (T17 and Entities).

    python -m eval.timelines --data ../shared/data

prints the tables of docs/measurements/timelines.md. For each of the journalists' timelines the
program gets the articles between its first and its last day, the number of its days and the
mean number of sentences of a day, as usual since Martschat and Markert (2018). Articles that hold
a journalists' timeline are left out.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, Final, TypeAlias

from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.stories.timeline import make_timeline
from assistant.types import Article, Document, day_of
from eval.timeline_measures import Days, Measured, mean, measured

QUERIES: Final[Mapping[str, str]] = {
    "t17-finan": "financial crisis",
    "t17-h1n1": "H1N1 swine flu",
    "t17-libya": "Libya",
    "t17-mj": "Michael Jackson",
}
"""What the short names of topics stand for; the others are names of people."""
CHOSEN_ON: Final = frozenset({"t17-finan", "t17-h1n1"})
"""Topics of T17 that the numbers of the rules were chosen on, beside every second entity."""


@dataclass(frozen=True, slots=True)
class Case:
    """One timeline of a journalist, with the articles that it may be made from.

    ``chosen_on`` is whether the numbers of the rules were chosen on its topic.
    """

    topic: str
    query: str
    name: str
    articles: tuple[Article, ...]
    gold: Days
    chosen_on: bool

    @property
    def sentences(self) -> int:
        """The mean number of sentences of a day."""
        return max(1, round(sum(map(len, self.gold.values())) / len(self.gold)))


Way: TypeAlias = Callable[[Case], Days]


def load_cases(folder: Path) -> Iterator[Case]:
    """The timelines of the topics in ``folder`` that have articles, in the order of the names."""
    topics = sorted(one.parent for one in folder.glob("*/articles.jsonl"))
    entities = [one.name for one in topics if one.name.startswith("entities-")]
    chosen_on = CHOSEN_ON | set(entities[::2])
    for topic in topics:
        articles = _articles(topic / "articles.jsonl")
        query = QUERIES.get(topic.name) or topic.name.partition("-")[2].replace("_", " ")
        for record in _records(topic / "timelines.jsonl"):
            gold: dict[date, list[str]] = defaultdict(list)
            for entry in record["entries"]:
                gold[date.fromisoformat(entry["date"])] += entry["sentences"]
            within = tuple(
                one
                for one in articles
                if one.published is not None and min(gold) <= one.published <= max(gold)
            )
            name, known = record["timeline"], topic.name in chosen_on
            yield Case(topic.name, query, name, within, dict(gold), known)


def _records(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _articles(path: Path) -> list[Article]:
    return [
        make_article(
            Document(
                title=record["title"] or "",
                text=record["text"],
                origin=record["id"],
                published=date.fromisoformat(record["published"][:10]),
            )
        )
        for record in _records(path)
        if "contains_gold_timeline" not in record
    ]


def ours(case: Case) -> Days:
    """What the program tells, as many days and sentences as the journalist."""
    timeline = make_timeline(
        case.articles,
        topic=case.query,
        entries=len(case.gold),
        first=min(case.gold),
        last=max(case.gold),
        sentences=case.sentences,
        fill=True,
    )
    return {entry.first: [one.text for one in entry.statements] for entry in timeline.entries}


def as_shown(case: Case) -> Days:
    """What the program tells by itself: fewer days and sentences where little speaks for them."""
    timeline = make_timeline(
        case.articles,
        topic=case.query,
        entries=len(case.gold),
        first=min(case.gold),
        last=max(case.gold),
    )
    return {entry.first: [one.text for one in entry.statements] for entry in timeline.entries}


def most_published(case: Case) -> Days:
    """The days of publication with most articles, and the first sentences of their articles."""
    return _of_days(case, lambda articles: _leads(articles, case.sentences))


def by_centroid(case: Case) -> Days:
    """The same days, and the sentences of their articles most like all of that day's."""
    return _of_days(case, lambda articles: _central(articles, case.sentences))


def _of_days(case: Case, tell: Callable[[Sequence[Article]], list[str]]) -> Days:
    by_day: dict[date, list[Article]] = defaultdict(list)
    for one in case.articles:
        if one.published is not None and one.sentences:
            by_day[day_of(one.published)].append(one)
    chosen = sorted(by_day, key=lambda day: (-len(by_day[day]), day))[: len(case.gold)]
    return {day: tell(by_day[day]) for day in chosen}


def _leads(articles: Sequence[Article], count: int) -> list[str]:
    return [one.sentence_text(0) for one in articles][:count]


def _central(articles: Sequence[Article], count: int) -> list[str]:
    texts = [one.sentence_text(s.index) for one in articles for s in one.sentences]
    uses = Counter(term for text in texts for term in set(content_terms(text)))

    def likeness(text: str) -> float:
        terms = set(content_terms(text))
        return sum(uses[term] for term in terms) / math.sqrt(len(terms) + 1)

    return sorted(dict.fromkeys(texts), key=likeness, reverse=True)[:count]


WAYS: Final[Mapping[str, Way]] = {
    "days with most articles, their leads": most_published,
    "the same days, centroid": by_centroid,
    "**ours**": ours,
    "ours, as many entries as it finds worth it": as_shown,
}


def row(name: str, found: Sequence[Measured]) -> str:
    """A line of the table: date F1, AR-1 and AR-2, each from means of precision and recall."""
    measures = (
        mean([one.dates for one in found]).f1,
        mean([one.rouge1 for one in found]).f1,
        mean([one.rouge2 for one in found]).f1,
    )
    return f"| {name} | {len(found)} | {' | '.join(f'{value:.3f}' for value in measures)} |"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of public data")
    given = parser.parse_args()
    cases = list(load_cases(given.data / "timelines" / "topics"))
    print("| | timelines | Date-F1 | AR-1 | AR-2 |\n|---|---|---|---|---|")
    spent = 0.0
    for name, way in WAYS.items():
        started = process_time()
        found = [(case, measured(way(case), case.gold)) for case in cases]
        if way is ours:
            spent = process_time() - started
        for group in ("t17", "entities"):
            own = [(case, one) for case, one in found if case.topic.startswith(group)]
            parts = {
                "all": [one for _, one in own],
                "chosen on": [one for case, one in own if case.chosen_on],
                "held back": [one for case, one in own if not case.chosen_on],
            }
            for part, scores in parts.items():
                print(row(f"{name}: {group}, {part}", scores))
    count = sum(len(case.articles) for case in cases)
    print(f"{spent:.1f} s of CPU for {count:,} articles in {len(cases)} timelines")


if __name__ == "__main__":
    main()
