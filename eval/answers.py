"""Chooses how sentences are ranked, without and with the reader, and how many are shown.

``python -m eval.answers --data FOLDER`` prints the tables of docs/measurements/answers.md.
Half of the questions (even places) choose, the other half report.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from assistant.answering.extractive import ExtractiveSettings, quote
from assistant.answering.ranking import (
    RankedSentence,
    RankingSettings,
    SentenceRanking,
    Weights,
    read_sentences,
    to_read,
)
from assistant.answering.retrieval import (
    Retrieval,
    RetrievalSettings,
    Retrieved,
    as_cited,
    reordered,
)
from assistant.library.library import Library
from assistant.library.preparation import PASSAGE_TOKENS
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from assistant.types import Article, Statement
from eval.questions import (
    Asked,
    library_of,
    quiz_articles,
    quiz_questions,
    sample_articles,
    sample_questions,
)
from eval.scoring.answering import token_f1, words
from eval.unanswerable import xquad_untrained

GRID: Final[dict[str, tuple[float, ...]]] = {
    "meaning": (0.25, 0.5, 1.0, 2.0),
    "title": (0.15, 0.3, 0.5),
    "near": (0.1, 0.2, 0.3),
    "shape": (0.05, 0.1, 0.2, 0.3),
    "passage": (0.1, 0.2, 0.4, 0.6),
}
GAIN: Final = 0.01
"""Mean reciprocal rank that a further feature has to bring on the choosing half."""
WORDS_ALONE: Final = Weights(0, 1, 0, 0, 0, 0)
READER_ALONE: Final = Weights(0, 0, 0, 0, 0, 0, 1)
READ: Final = (1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0)
"""What the reader's feature may count beside the others."""
DEEP: Final = (8, 12, 16, 24, 40)
"""How many sentences may be read."""
WIDE: Final = (12, 24, 36, 50)
"""Of how many passages."""
PASSAGES_READ: Final = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""What the reader may count in the order of the passages."""
KEPT: Final = (0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
CHANCES: Final = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8)
MARGINS: Final = (-8.0, -6.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0)
"""By how much the reader may prefer a short answer to none, in logits."""
_FIRST: Final = 5
_USED: Final = RetrievalSettings()
_RANKED: Final = RankingSettings()


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the most passages that are ever looked at, and their sentences.

    ``ranked`` are in the order without a reader; the first of them have been read.
    """

    asked: Asked
    retrieved: Retrieved
    ranked: tuple[RankedSentence, ...]

    def within(self, wide: int) -> list[RankedSentence]:
        """The sentences of the first ``wide`` passages, in the order without a reader."""
        held = {
            (hit.article.id, index)
            for hit in self.retrieved.hits[:wide]
            for index in range(hit.passage.first, hit.passage.last + 1)
        }
        return [one for one in self.ranked if (one.article.id, one.index) in held]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to rank: by ``first`` alone, or the first ``read`` again by ``then``."""

    first: Weights = _RANKED.first
    then: Weights | None = None
    read: int = _RANKED.read
    wide: int = _USED.passages

    def ranked(self, case: Case) -> list[RankedSentence]:
        """The sentences of ``case``, best first."""
        order = sorted(case.within(self.wide), key=lambda one: -self._unread(one))
        return [*as_cited(self._again(order, case), case.retrieved)]

    def _again(self, order: Sequence[RankedSentence], case: Case) -> list[RankedSentence]:
        if self.then is None:
            return [replace(one, score=self._unread(one), reading=None) for one in order]
        then = self.then
        settings = replace(_RANKED, read=self.read)
        read, unread = to_read(case.retrieved.question, order, settings)
        first = [replace(one, score=then.score(one.features)) for one in read]
        rest = [replace(one, score=self._unread(one), reading=None) for one in unread]
        return sorted(first, key=lambda one: -one.score) + rest

    def _unread(self, one: RankedSentence) -> float:
        """The score by the features that are known before the reader has read."""
        return self.first.score(replace(one.features, read=0.0, fits=0.0))


WITHOUT: Final = Way()
WITH: Final = Way(then=_RANKED.then, wide=_USED.wide)


@dataclass(frozen=True, slots=True)
class Shown:
    """Shares of the questions whose answer stands in the first k sentences."""

    first: float
    three: float
    five: float
    mrr: float

    def row(self) -> str:
        """The cells of a table."""
        return " | ".join(f"{value:.3f}" for value in (self.first, self.three, self.five, self.mrr))


def cases(questions: Sequence[Asked], library: Library, *, embedder: Embedder) -> list[Case]:
    """Searches for every question and ranks what is found, the reader's feature included."""
    widest, deepest = max(WIDE), max(DEEP)
    retrieval = Retrieval(library, embedder=embedder)
    ranking = SentenceRanking(library)
    reader = Reader()
    found = []
    for asked in questions:
        retrieved = retrieval.search(asked.question, k=widest)
        order = ranking.rank(retrieved.question, retrieved.hits)
        # Whatever is read in any of the ways: the first of each number of passages.
        wanted = {
            (one.article.id, one.index)
            for wide in WIDE
            for one in Case(asked, retrieved, order).within(wide)[:deepest]
        }
        chosen = [one for one in order if (one.article.id, one.index) in wanted]
        read = {
            (one.article.id, one.index): one
            for one in read_sentences(
                retrieved.question,
                chosen,
                reader=reader,
                settings=RankingSettings(read=len(chosen)),
            )
        }
        ranked = [read.get((one.article.id, one.index), one) for one in order]
        found.append(Case(asked, retrieved, tuple(ranked)))
    return found


def shown(group: Sequence[Case], way: Way) -> Shown:
    """How well the order of the sentences is, ranked this way."""
    ranks = [_rank(case, way) for case in group]

    def share(k: int) -> float:
        return float(np.mean([rank is not None and rank <= k for rank in ranks]))

    return Shown(
        share(1), share(3), share(5), float(np.mean([1 / rank if rank else 0.0 for rank in ranks]))
    )


def _rank(case: Case, way: Way) -> int | None:
    for place, sentence in enumerate(way.ranked(case)[:10], start=1):
        text = sentence.article.sentence_text(sentence.index)
        gold = case.asked.gold
        if text in gold if gold else case.asked.answered_by(text):
            return place
    return None


def passages_found(group: Sequence[Case], *, weight: float, way: Way) -> float:
    """Share of questions whose answer stands in the first five passages."""
    return float(np.mean([_in_passages(case, weight=weight, way=way) for case in group]))


def _in_passages(case: Case, *, weight: float, way: Way) -> bool:
    hits = case.retrieved.hits[: max(way.wide, _FIRST)]
    if weight:
        sentences = [
            replace(one, reading=None) if place >= way.read else one
            for place, one in enumerate(case.within(way.wide))
        ]
        lowered = case.retrieved.penalties
        hits = reordered(hits, sentences, weight=weight, lowered=lowered)
    gold = case.asked.gold
    return any(
        any(one in hit.text for one in gold) if gold else case.asked.answered_by(hit.text)
        for hit in hits[:_FIRST]
    )


def choose(groups: Sequence[Sequence[Case]]) -> Weights:
    """Weights by forward selection, beginning with the question's words alone.

    Each step adds the feature and weight that lift the mean reciprocal rank most, the mean
    over ``groups``, until none lifts it by ``GAIN``: few parameters, since cases are few.
    """

    def worth(weights: Weights) -> float:
        return float(np.mean([shown(group, Way(weights)).mrr for group in groups]))

    best, left = WORDS_ALONE, dict(GRID)
    while left:
        tried = [
            (worth(settings), name, settings)
            for name, options in left.items()
            for option in options
            for settings in [weighted({name: option}, best)]
        ]
        value, name, settings = max(tried, key=lambda item: item[0])
        if value < worth(best) + GAIN:
            break
        best = settings
        del left[name]
    return best


def weighted(weights: Mapping[str, float], settings: Weights = Weights()) -> Weights:
    """``settings`` with other weights."""
    changed: dict[str, Any] = dict(weights)
    return replace(settings, **changed)


def kept_table(answerable: Sequence[Case], way: Way) -> Iterator[str]:
    """For each limit: how many sentences are shown, and how many of them are right."""
    name = "keep" if way.then is None else "chance"
    yield f"| {name} | half | sentences an answer | of these right | answers with a right one |"
    yield "|---|---|---|---|---|"
    for limit in KEPT if way.then is None else CHANCES:
        settings = ExtractiveSettings()
        settings = (
            replace(settings, keep=limit) if way.then is None else replace(settings, chance=limit)
        )
        for half, offset in (("choose", 0), ("report", 1)):
            right = [
                [statement.text in case.asked.gold for statement in statements]
                for case in answerable[offset::2]
                if (statements := quote(way.ranked(case), settings=settings))
            ]
            shown_each = float(np.mean([len(marks) for marks in right]))
            precision = float(np.mean([mark for marks in right for mark in marks]))
            having = float(np.mean([any(marks) for marks in right]))
            yield f"| {limit:.2f} | {half} | {shown_each:.2f} | {precision:.3f} | {having:.3f} |"


def short_table(answerable: Sequence[Case], way: Way) -> Iterator[str]:
    """For each margin: how often words are pointed out, and how well they fit."""
    yield "| margin | half | answers with words pointed out | of these exact | of these F1 |"
    yield "|---|---|---|---|---|"
    for margin in MARGINS:
        settings = ExtractiveSettings(margin=margin)
        for half, offset in (("choose", 0), ("report", 1)):
            part = answerable[offset::2]
            said = [
                (case.asked.answers, text)
                for case in part
                if (text := _pointed_out(quote(way.ranked(case), settings=settings)))
            ]
            exact = [any(words(text) == words(one) for one in known) for known, text in said]
            f1 = [max(token_f1(text, one) for one in known) for known, text in said]
            share = len(said) / len(part)
            yield (
                f"| {margin:g} | {half} | {share:.3f} | {float(np.mean(exact)):.3f} "
                f"| {float(np.mean(f1)):.3f} |"
            )


def _pointed_out(statements: Sequence[Statement]) -> str | None:
    """The first words that are pointed out as the answer."""
    each = ((one.text, one.short_answer) for one in statements)
    return next((text[short.start : short.end] for text, short in each if short), None)


def _groups(data: Path, keep: Path) -> dict[str, list[Case]]:
    embedder = Embedder()

    def asked_of(questions: Sequence[Asked], articles: Sequence[Article]) -> list[Case]:
        library = library_of(articles, embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep)
        return cases(questions, library, embedder=embedder)

    own = [asked for asked in sample_questions() if asked.answerable]
    groups = {"samples": asked_of(own, [*sample_articles()])}
    if (data / "news-quiz-2025").is_dir():
        groups["news quiz"] = asked_of(quiz_questions(data), [*quiz_articles(data)])
    if (data / "answer-sentences").is_dir():
        loaded = xquad_untrained(data)
        groups["XQuAD, held out"] = asked_of(loaded.questions, loaded.articles)
    return groups


def _ways_table(groups: Mapping[str, Sequence[Case]], ways: Mapping[str, Way]) -> Iterator[str]:
    yield "| set | ranked by | half | 1st | first 3 | first 5 | MRR |"
    yield "|---|---|---|---|---|---|---|"
    for name, group in groups.items():
        for label, way in ways.items():
            for half, part in (("choose", group[::2]), ("report", group[1::2])):
                yield f"| {name} | {label} | {half} | {shown(part, way).row()} |"


def _tables(data: Path, keep: Path) -> Iterator[str]:
    groups = _groups(data, keep)
    yield "\n### Without and with the reader\n"
    yield from _ways_table(
        groups,
        {
            "without the reader": WITHOUT,
            "with it, as shipped": WITH,
            "the reader alone": replace(WITH, then=READER_ALONE),
        },
    )
    yield "\n### What the reader counts\n"
    yield from _ways_table(
        groups, {f"read {w:g}": replace(WITH, then=Weights(read=w)) for w in READ}
    )
    yield "\n### How much is read\n"
    yield from _ways_table(
        groups,
        {
            f"{read} sentences of {wide} passages": replace(WITH, read=read, wide=wide)
            for read in DEEP
            for wide in WIDE
        },
    )
    yield "\n### The answer in the first five passages\n"
    weights = " | ".join(f"read {weight:.1f}" for weight in PASSAGES_READ)
    yield f"| set | sentences read | half | {weights} |"
    yield "|---" * (len(PASSAGES_READ) + 3) + "|"
    for name, group in groups.items():
        for read in DEEP:
            way = replace(WITH, read=read)
            for half, part in (("choose", group[::2]), ("report", group[1::2])):
                row = (passages_found(part, weight=weight, way=way) for weight in PASSAGES_READ)
                cells = " | ".join(f"{value:.3f}" for value in row)
                yield f"| {name} | {read} | {half} | {cells} |"
    chosen = choose([groups[name][::2] for name in groups if name in ("samples", "news quiz")])
    yield "\n### The signs without a reader\n"
    yield f"Chosen on the even halves: `{chosen}`\n"
    variants = {
        "chosen": chosen,
        "as shipped": _RANKED.first,
        "meaning alone": Weights(1, 0, 0, 0, 0, 0),
        "words alone": WORDS_ALONE,
        **{f"chosen, without {name}": weighted({name: 0.0}, chosen) for name in GRID},
    }
    yield from _ways_table(groups, {name: Way(weights) for name, weights in variants.items()})
    yield "\n### How many sentences are shown (samples)\n"
    yield "Without the reader:\n"
    yield from kept_table(groups["samples"], WITHOUT)
    yield "\nWith it:\n"
    yield from kept_table(groups["samples"], WITH)
    yield "\n### Which words are pointed out (samples)\n"
    yield from short_table(groups["samples"], WITH)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of news-quiz-2025")
    parser.add_argument("--keep", type=Path, default=Path(".bench/retrieval"), help="for libraries")
    given = parser.parse_args()
    for line in _tables(given.data, given.keep):
        print(line, flush=True)


if __name__ == "__main__":
    main()
