"""Measures the extractive summariser against human summaries (SummEval's CNN/DM articles).

    python -m eval.summaries --data ../shared/data

prints the table of docs/measurements/summaries.md. With ``--tune`` it first looks for better
weights on the articles with even numbers, which takes some minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assistant.language.words import count_words
from assistant.models.embedder import Embedder
from assistant.summarising.extractive import summarise_extractively
from assistant.summarising.salience import Weights
from assistant.types import Article, Sentence

MEASURES: Final = ("rouge1", "rouge2", "rougeLsum")
LENGTHS: Final = (60, 75, 100)
TRIED: Final[Mapping[str, Sequence[float]]] = {
    "half_way": (1.0, 2.0, 3.0, 4.0, 6.0, 8.0),
    "centrality": (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8),
    "novelty": (0.0, 0.3, 0.6, 1.0, 1.5),
    "familiar": (0.3, 0.4, 0.5, 0.6),
    "anaphora": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3),
    "brevity": (0.0, 0.1, 0.2, 0.3, 0.5),
    "entry": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3),
    "length": (0.0, 0.03, 0.1, 0.2, 0.3, 0.5),
}
"""Values of the weights that ``--tune`` tries, one weight after another."""

_SENTENCE_END: Final = re.compile(r"(?<= [.!?]) ")
_SPACED: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"`` ?| ?''"), '"'),
    (re.compile(r" ([.,;:?!%)\]])"), r"\1"),
    (re.compile(r"([(\[$£#]) "), r"\1"),
    (re.compile(r" ('s|'re|'ve|'ll|'d|'m|n't)\b"), r"\1"),
)
"""The data's text is spaced for a tokeniser: "team 's" and "Sunday ." are set right."""


@dataclass(frozen=True, slots=True)
class Case:
    """An article with its reference summaries, each as a list of sentences."""

    article: Article
    references: tuple[tuple[str, ...], ...]


Chooser = Callable[[Article], Sequence[str]]


class Remembered:
    """An embedder that embeds each sentence once, however many weights are tried."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, [len(texts), dimension]."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._embedder.dimension), np.float32)


class Rouge:
    """ROUGE with stemming, as the ``rouge-score`` package computes it; F1 in per cent."""

    def __init__(self) -> None:
        from rouge_score.rouge_scorer import RougeScorer

        scorer = RougeScorer(list(MEASURES), use_stemmer=True)

        @cache
        def score(reference: str, summary: str) -> tuple[float, ...]:
            found = scorer.score(reference, summary)
            return tuple(100.0 * found[name].fmeasure for name in MEASURES)

        self._score = score

    def __call__(self, reference: Sequence[str], summary: Sequence[str]) -> NDArray[np.float64]:
        """The scores, one for each of ``MEASURES``."""
        return np.array(self._score("\n".join(reference), "\n".join(summary)))


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of choosing comes to: words in the mean, and ROUGE against references."""

    name: str
    words: float
    reported: NDArray[np.float64]
    everything: NDArray[np.float64]
    eleven: NDArray[np.float64]

    def __str__(self) -> str:
        scores = (
            " / ".join(f"{value:.1f}" for value in part)
            for part in (self.reported, self.everything, self.eleven)
        )
        return f"| {self.name} | {self.words:.0f} | {' | '.join(scores)} |"


def load_cases(path: Path) -> list[Case]:
    """The articles and references of ``summeval.json``, in the order of the file.

    The articles keep the data's own sentences: what is measured is the choice alone.
    """
    records: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return [
        Case(
            article=_article(name, _sentences(record["src"])),
            references=tuple(
                tuple(_sentences(text)) for text in (record["ref_summ"], *record["ref_summs"])
            ),
        )
        for name, record in records.items()
    ]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        for pattern, replacement in _SPACED:
            sentence = pattern.sub(replacement, sentence)  # noqa: PLW2901 - the patterns build up
        if sentence.strip():
            found.append(sentence.strip())
    return found


def _article(name: str, sentences: Sequence[str]) -> Article:
    starts = itertools.accumulate((len(text) + 1 for text in sentences), initial=0)
    return Article(
        id=name,
        title="",
        text="\n".join(sentences),
        sentences=tuple(
            Sentence(index, start, start + len(text))
            for index, (start, text) in enumerate(zip(starts, sentences, strict=False))
        ),
        origin=name,
    )


def texts_of(article: Article) -> list[str]:
    """The sentences of ``article``."""
    return [article.sentence_text(index) for index in range(len(article.sentences))]


def first_three(article: Article) -> Sequence[str]:
    """The usual baseline: the first three sentences."""
    return texts_of(article)[:3]


def from_the_start(words: int) -> Chooser:
    """As many first sentences as come nearest to ``words`` words."""

    def chooser(article: Article) -> Sequence[str]:
        texts = texts_of(article)
        totals = list(itertools.accumulate(count_words(text) for text in texts))
        nearest = min(range(len(texts)), key=lambda n: abs(totals[n] - words))
        return texts[: nearest + 1]

    return chooser


def by_summariser(words: int, *, weights: Weights, embedder: Remembered) -> Chooser:
    """What the program quotes in ``words`` words with ``weights``."""

    def chooser(article: Article) -> Sequence[str]:
        draft = summarise_extractively(
            [article], words=words, style="paragraph", embedder=embedder, weights=weights
        )
        return [statement.text for statement in draft.statements]

    return chooser


def measure(name: str, chooser: Chooser, *, cases: Sequence[Case], rouge: Rouge) -> Row:
    """How the summaries of ``chooser`` compare with those that people wrote.

    Articles with odd numbers are those that no weight was chosen on.
    """
    summaries = [chooser(case.article) for case in cases]
    first = np.stack(
        [rouge(case.references[0], text) for case, text in zip(cases, summaries, strict=True)]
    )
    rest = [
        np.mean([rouge(reference, text) for reference in case.references[1:]], axis=0)
        for case, text in zip(cases, summaries, strict=True)
    ]
    return Row(
        name=name,
        words=float(np.mean([sum(count_words(text) for text in one) for one in summaries])),
        reported=first[1::2].mean(axis=0),
        everything=first.mean(axis=0),
        eleven=np.mean(rest, axis=0),
    )


def ways(embedder: Remembered) -> Iterator[tuple[str, Chooser]]:
    """Everything that the table compares, by name."""
    ours = Weights()
    only = replace(ours, position=0.0, novelty=0.0, anaphora=0.0, entry=0.0)
    variants = {
        "**ours**": ours,
        "ours without position": replace(ours, position=0.0, entry=0.0),
        "ours without centrality": replace(ours, centrality=0.0),
        "ours without novelty": replace(ours, novelty=0.0),
        "ours without anaphora and entry": replace(ours, anaphora=0.0, entry=0.0),
        "centrality alone": replace(only, centrality=1.0),
    }
    yield "first three sentences", first_three
    for words in LENGTHS:
        yield f"from the start, nearest to {words} words", from_the_start(words)
        for name, weights in variants.items():
            yield (
                f"{name}, {words} words",
                by_summariser(words, weights=weights, embedder=embedder),
            )


def tune(cases: Sequence[Case], *, embedder: Remembered, rouge: Rouge) -> Weights:
    """Weights that no change of a single one among ``TRIED`` betters, on the even cases.

    Each step is printed.
    """
    even = cases[::2]

    def merit(weights: Weights) -> float:
        scores: list[float] = []
        for words in LENGTHS:
            chooser = by_summariser(words, weights=weights, embedder=embedder)
            scores += (
                float(rouge(case.references[0], chooser(case.article)).mean()) for case in even
            )
        return float(np.mean(scores))

    best = Weights()
    reached = merit(best)
    print(f"{reached:.3f} {best}", flush=True)
    while True:
        before = reached
        for name, values in TRIED.items():
            for value in values:
                weights = replace(best, **{name: value})
                if weights != best and (found := merit(weights)) > reached:
                    best, reached = weights, found
                    print(f"{reached:.3f} {name} = {value}", flush=True)
        if reached == before:
            return best


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Measures the extractive summariser.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--tune", action="store_true", help="look for better weights first")
    given = parser.parse_args()
    cases = load_cases(given.data / "summaries" / "summeval.json")
    embedder, rouge = Remembered(Embedder()), Rouge()
    if given.tune:
        print(tune(cases, embedder=embedder, rouge=rouge))
    columns = (
        "way",
        "words",
        "ROUGE-1/2/Lsum, odd articles",
        "all articles",
        "all, mean of 11 references",
    )
    print(f"| {' | '.join(columns)} |")
    print(f"|{'---|' * len(columns)}")
    for name, chooser in ways(embedder):
        print(measure(name, chooser, cases=cases, rouge=rouge), flush=True)


if __name__ == "__main__":
    main()
