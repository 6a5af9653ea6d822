"""Whether articles carry a fact, beside plain baselines, by pairs that were read by hand.

``python -m eval.coverage --data FOLDER`` reads ``stories/basil.jsonl`` of the folder (its README
says what it is): for sentences of an article, whether the other two articles on the event have
the whole of it (2), a part of it (1) or nothing like it (0). The labels are in
``eval/datasets/coverage.jsonl``: events, outlets and sentence numbers, no texts. Every threshold is
chosen on one half of the events, by F1, and reported on the other.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.models.embedder import embedder_of
from assistant.models.entailment import entailment_of
from assistant.stories.likeness import NOTHING, Likeness, carried
from assistant.telling import Carried
from assistant.types import Article, Document
from assistant.verifying.entailment import entailment_of as judged
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors

_LABELS: Final = Path(__file__).parent / "datasets" / "coverage.jsonl"
_THREADS: Final = 2
_WHOLE: Final = 2
_ENOUGH: Final = {1: {Carried.WHOLE, Carried.PARTLY}, _WHOLE: {Carried.WHOLE}}
_NAMES: Final = {
    "words": "share of the fact's content words, the best sentence",
    "cosine": "cosine of sentence vectors, each within its article",
    "alone": "cosine, the fact embedded alone",
    "judge": "entailment model, the nearest sentence",
    "score": "the score: cosine and words",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A fact and an article: its label, what each method says, and the program's answer."""

    half: str
    label: int
    scores: Mapping[str, float]
    kind: Carried


def articles_of(data: Path) -> dict[str, dict[str, Article]]:
    """The articles by event and outlet."""
    found: dict[str, dict[str, Article]] = defaultdict(dict)
    for line in (data / "stories" / "basil.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["event"][:8]][row["outlet"]] = make_article(
            Document(
                *(row["title"], row["text"], row["url"], row["outlet"]),
                published=date.fromisoformat(row["date"][:10]),
            )
        )
    return found


def cells(data: Path) -> list[Cell]:
    """All labelled pairs with the scores of each method."""
    embedder, model = embedder_of(_THREADS), entailment_of(_THREADS)
    events, found = articles_of(data), []
    likenesses: dict[str, Likeness] = {}
    for line in _LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        outlets = events[row["event"]]
        order = list(outlets)
        if row["event"] not in likenesses:
            vectors = SourceVectors(embedder)
            likenesses[row["event"]] = Likeness(list(outlets.values()), vectors=vectors)
        likeness = likenesses[row["event"]]
        one = SourceSentence(outlets[row["outlet"]], row["sentence"])
        text = " ".join(one.text.split())
        vector = embedder.embed([text])
        scores = likeness.of_texts([text], vector)
        best, at = likeness.best(scores)
        alone, _ = likeness.best(likeness.by_meaning(vector))
        within, _ = likeness.best(
            likeness.by_meaning(likeness.vectors[[likeness.sentences.index(one)]])
        )
        words = frozenset(content_terms(text))
        for outlet, label in row["carried"].items():
            number = order.index(outlet)
            other = likeness.sentences[int(at[0, number])]
            theirs = (one for one in likeness.sentences if one.article is outlets[outlet])
            shared = max(len(words & frozenset(content_terms(each.text))) for each in theirs)
            found.append(
                Cell(
                    row["half"],
                    label,
                    {
                        "words": shared / max(1, len(words)),
                        "cosine": float(within[0, number]),
                        "alone": float(alone[0, number]),
                        "judge": judged(text, [other], model=model).logit,
                        "score": float(best[0, number]),
                    },
                    carried(float(best[0, number]), one, other),
                )
            )
    return found


def measures(said: Sequence[bool], true: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = sum(a and b for a, b in zip(said, true, strict=True))
    precision, recall = right / max(1, sum(said)), right / max(1, sum(true))
    return precision, recall, 2 * right / max(1, sum(said) + sum(true))


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.coverage", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of articles")
    found = cells(parser.parse_args(arguments).data)
    halves = [[one for one in found if one.half == half] for half in ("choose", "report")]
    for least, what in ((1, "at least a part of it"), (_WHOLE, "the whole of it")):
        counts = [f"{sum(one.label >= least for one in half)} of {len(half)}" for half in halves]
        print(f"\n{what}: {', '.join(counts)}")
        for name, words in _NAMES.items():
            _row(words, halves, least, _tuned(name, halves[0], least))
        _row("the program", halves, least, partial(_says, enough=_ENOUGH[least]))
    for half in halves:
        none = [one.label for one in half if one.scores["score"] < NOTHING]
        print(f"nothing like it: {len(none)}, of which a part {none.count(1)}, all {none.count(2)}")


def _says(one: Cell, enough: Set[Carried]) -> bool:
    return one.kind in enough


def _tuned(name: str, half: Sequence[Cell], least: int) -> Callable[[Cell], bool]:
    true = [one.label >= least for one in half]
    limits = sorted({one.scores[name] for one in half})
    limit = max(limits, key=lambda x: measures([c.scores[name] >= x for c in half], true)[2])
    return lambda one: one.scores[name] >= limit


def _row(
    words: str, halves: Sequence[Sequence[Cell]], least: int, says: Callable[[Cell], bool]
) -> None:
    told = [measures([says(c) for c in half], [c.label >= least for c in half]) for half in halves]
    print(f"{words:56}" + "   ".join(" ".join(f"{one:.2f}" for one in each) for each in told))


if __name__ == "__main__":
    main()
