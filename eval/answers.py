"""Chooses the weights and the threshold of the extractive engine.

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

from assistant.answering.extractive import ExtractiveSettings, RankedSentence, quote
from assistant.answering.pipeline import asked_of, ranked_sentences
from assistant.answering.retrieval import Retrieval, RetrievalSettings
from assistant.library.library import Library
from assistant.library.preparation import PASSAGE_TOKENS
from assistant.models.embedder import Embedder
from eval.questions import (
    Asked,
    library_of,
    quiz_articles,
    quiz_questions,
    sample_articles,
    sample_questions,
)

GRID: Final[dict[str, tuple[float, ...]]] = {
    "meaning": (0.25, 0.5, 1.0, 2.0),
    "title": (0.15, 0.3, 0.5),
    "near": (0.1, 0.2, 0.3),
    "shape": (0.05, 0.1, 0.2, 0.3),
    "passage": (0.1, 0.2, 0.4, 0.6),
}
GAIN: Final = 0.01
"""Mean reciprocal rank that a further sign has to bring on the choosing half."""
WORDS_ALONE: Final = ExtractiveSettings(0, 1, 0, 0, 0, 0)
KEPT: Final = (0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
_FIRST: Final = 3
_PASSAGES: Final = RetrievalSettings().passages


@dataclass(frozen=True, slots=True)
class Case:
    """A question with every sentence that could be shown for it."""

    asked: Asked
    ranked: tuple[RankedSentence, ...]

    def reranked(self, settings: ExtractiveSettings) -> list[RankedSentence]:
        """The sentences in the order that ``settings`` give them."""
        return sorted(self.ranked, key=lambda sentence: -settings.score(sentence.signs))


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
    """Searches for every question and ranks what is found."""
    retrieval = Retrieval(library, embedder=embedder)
    found = []
    for asked in questions:
        retrieved = retrieval.search(asked.question, k=_PASSAGES)
        question = asked_of(asked.question, retrieved, library=library)
        ranked = ranked_sentences(
            question, retrieved, library=library, settings=ExtractiveSettings()
        )
        found.append(Case(asked, tuple(ranked)))
    return found


def shown(group: Sequence[Case], settings: ExtractiveSettings) -> Shown:
    """How well the order of the sentences is under ``settings``."""
    ranks = [_rank(case, settings) for case in group]

    def share(k: int) -> float:
        return float(np.mean([rank is not None and rank <= k for rank in ranks]))

    return Shown(
        share(1), share(3), share(5), float(np.mean([1 / rank if rank else 0.0 for rank in ranks]))
    )


def _rank(case: Case, settings: ExtractiveSettings) -> int | None:
    for place, sentence in enumerate(case.reranked(settings)[:10], start=1):
        text = sentence.article.sentence_text(sentence.index)
        gold = case.asked.gold
        if text in gold if gold else case.asked.answered_by(text):
            return place
    return None


def choose(groups: Sequence[Sequence[Case]]) -> ExtractiveSettings:
    """Weights by forward selection, beginning with the question's words alone.

    Each step adds the sign and weight that lift the mean reciprocal rank most, the mean
    over ``groups``, until none lifts it by ``GAIN``: few parameters, since cases are few.
    """

    def worth(settings: ExtractiveSettings) -> float:
        return float(np.mean([shown(group, settings).mrr for group in groups]))

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


def weighted(
    weights: Mapping[str, float], settings: ExtractiveSettings = ExtractiveSettings()
) -> ExtractiveSettings:
    """``settings`` with other weights."""
    changed: dict[str, Any] = dict(weights)
    return replace(settings, **changed)


def kept_table(answerable: Sequence[Case], settings: ExtractiveSettings) -> Iterator[str]:
    """For each ``keep``: how many sentences are shown, and how many of them are right."""
    yield "| keep | half | sentences an answer | of these right | answers with a right one |"
    yield "|---|---|---|---|---|"
    for keep in KEPT:
        varied = replace(settings, keep=keep)
        for half, offset in (("choose", 0), ("report", 1)):
            right = [
                [statement.text in case.asked.gold for statement in statements]
                for case in answerable[offset::2]
                if (statements := quote(case.reranked(varied), settings=varied))
            ]
            shown_each = float(np.mean([len(marks) for marks in right]))
            precision = float(np.mean([mark for marks in right for mark in marks]))
            having = float(np.mean([any(marks) for marks in right]))
            yield f"| {keep:.2f} | {half} | {shown_each:.2f} | {precision:.3f} | {having:.3f} |"


def _tables(data: Path, keep: Path) -> Iterator[str]:
    embedder = Embedder()
    samples = library_of(
        [*sample_articles()], embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep
    )
    own = cases(sample_questions(), samples, embedder=embedder)
    groups = {"samples": [case for case in own if case.asked.answerable]}
    if (data / "news-quiz-2025").is_dir():
        questions = quiz_questions(data)
        quiz = library_of(
            [*quiz_articles(data)], embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep
        )
        groups["news quiz"] = cases(questions, quiz, embedder=embedder)
    chosen = choose([group[::2] for group in groups.values()])
    yield f"\nChosen on the even halves: `{chosen}`\n"
    variants = {
        "chosen": chosen,
        "as shipped": ExtractiveSettings(),
        "meaning alone": ExtractiveSettings(1, 0, 0, 0, 0, 0),
        "words alone": WORDS_ALONE,
        **{f"chosen, without {name}": weighted({name: 0.0}, chosen) for name in GRID},
    }
    yield "| set | weights | half | 1st | first 3 | first 5 | MRR |"
    yield "|---|---|---|---|---|---|---|"
    for name, group in groups.items():
        for variant, settings in variants.items():
            for half, part in (("choose", group[::2]), ("report", group[1::2])):
                yield f"| {name} | {variant} | {half} | {shown(part, settings).row()} |"
    yield "\nHow many sentences are shown (samples, weights as shipped)\n"
    yield from kept_table(groups["samples"], ExtractiveSettings())


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
