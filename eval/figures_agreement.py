"""How many of the figures that are shown as one quantity's are of one, by pairs read by hand.

``python -m eval.figures_agreement --data FOLDER`` reads articles of the folder (its README says
what they are), makes their quantities and looks up each pair of differing figures of a quantity
among those that were read (``eval/datasets/figures-agreement.jsonl``: hashes of articles,
sentence numbers and figures, no texts). ``--unread`` writes the pairs that were not read yet, with
their sentences, to be judged. The baseline joins what has one unit and one counted word.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from assistant.language.articles import make_article
from assistant.stories.figures import make_figures
from assistant.telling import Figures, Reported
from assistant.types import Article, Document

_LABELS: Final = Path(__file__).parent / "datasets" / "figures-agreement.jsonl"
_TOPICS: Final = ("t17-h1n1", "t17-libya", "t17-finan", "t17-mj")
_FORTNIGHT: Final = 14
_TIMELINE: Final = 3
"""Sentences of a published timeline from which on an article is one."""
_MIDDLE: Final = "2021-06-03"
"""The day at which the AllSides stream is parted."""

Key = tuple[str, ...]
"""A pair: of either figure the article's hash, the sentence's number and the words."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Articles that are read together; ``half`` is whether they were chosen on or reported."""

    name: str
    half: str
    articles: tuple[Article, ...]


def units(data: Path) -> Iterator[Unit]:
    """The articles of the folder: four topics by fortnights, AllSides by days, ECB+ by story."""
    found: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for topic in _TOPICS:
        for row in _rows(data / "timelines" / "topics" / topic / "articles.jsonl"):
            if row.get("contains_gold_timeline", 0) < _TIMELINE:
                odd = date.fromisoformat(row["published"][:10]).toordinal() // _FORTNIGHT % 2
                found[topic, "report" if odd else "choose"].append(_article(row, row["id"], None))
    for place, row in enumerate(_rows(data / "stories" / "allsides-2021.jsonl")):
        half = "choose" if row["date"] < _MIDDLE else "report"
        found["allsides", half].append(_article(row, f"allsides-{place}", row["outlet"]))
    for place, row in enumerate(_rows(data / "stories" / "ecbplus.jsonl")):
        name = f"ecb-{row['event']}"
        odd = hashlib.sha256(f"ecb/{str(row['event'])[:8]}".encode()).digest()[-1] % 2
        found[name, "report" if odd else "choose"].append(_article(row, f"ecb-{place}", None))
    for (name, half), articles in sorted(found.items()):
        yield Unit(name, half, tuple(articles))


def pairs_of(told: Figures, articles: Mapping[str, Article]) -> Iterator[tuple[Key, str]]:
    """The pairs of differing figures of each quantity, with what is to be read for them."""
    for quantity in told.quantities:
        for one, other in itertools.combinations(quantity.reported, 2):
            if one.value != other.value:
                key = (*_of(one, articles), *_of(other, articles))
                told_by = f"{one.text}: {one.statement.text} | {other.text}: {other.statement.text}"
                yield key, f"{quantity.label}: {told_by}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the share of right pairs, by half."""
    parser = argparse.ArgumentParser(prog="python -m eval.figures_agreement", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of articles")
    parser.add_argument("--unread", type=Path, help="where to write the pairs without a label")
    given = parser.parse_args(arguments)
    labels = {tuple(row["pair"]): bool(row["same"]) for row in _rows(_LABELS)}
    unread = []
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit in units(given.data):
        told = make_figures(unit.articles)
        counts[unit.half]["articles"] += len(unit.articles)
        counts[unit.half]["quantities"] += len(told.quantities)
        for key, text in pairs_of(told, {one.id: one for one in unit.articles}):
            same = labels.get(key)
            counts[unit.half]["unread" if same is None else "right" if same else "wrong"] += 1
            if same is None:
                unread.append({"half": unit.half, "unit": unit.name, "pair": key, "text": text})
    for half, found in sorted(counts.items()):
        read = found["right"] + found["wrong"]
        share = f"{found['right'] / read:.3f}" if read else "none read"
        print(half, dict(found), "right of those read:", share)
    if given.unread:
        given.unread.write_text("".join(json.dumps(row) + "\n" for row in unread), "utf-8")


def _of(reported: Reported, articles: Mapping[str, Article]) -> Key:
    first = reported.statement.citations[0]
    text = articles[first.article_id].text
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return (digest, str(first.sentence_index), reported.text.lower())


def _article(row: dict[str, str], origin: str, outlet: str | None) -> Article:
    day = (row.get("published") or row.get("date") or "")[:10]
    return make_article(
        Document(
            title=row.get("title") or "",
            text=row["text"],
            origin=origin,
            source=outlet,
            published=date.fromisoformat(day) if day else None,
        )
    )


def _rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


if __name__ == "__main__":
    main()
