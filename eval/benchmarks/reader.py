"""The reader on labelled candidate sentences: TREC QA and WikiQA, never trained on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from assistant.answering.answer_types import answer_type_score
from assistant.answering.features import Features
from assistant.answering.question_kinds import question_kind
from assistant.answering.ranking import RankingSettings
from assistant.language.words import content_terms
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader, Reading, Sentence
from eval.support_choice import bm25_scores
from tools.train_reader.judging import ranked
from tools.train_reader.questions import Labelled, labelled

SETS: Final = {"TREC QA, development": "trecqa", "WikiQA, development": "wikiqa"}

Score = Callable[[Labelled], Sequence[float]]


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    del keep  # no library is made
    embedder, reader = Embedder(), Reader()
    yield (
        "Questions that have both kinds of candidates; the reader was neither trained nor chosen "
        "on them. The program's signs are meaning, words and the kind of thing asked for, weighted "
        "as it orders sentences with (docs/measurements/answers.md). With titles: each sentence "
        "has its article's title before it, as it has in the program; TREC QA gives none.\n"
    )
    yield "| set | questions | candidates | way | MAP | MRR |"
    yield "|---|---|---|---|---|---|"
    for name, short in SETS.items():
        asked = labelled(data, short)
        count = sum(len(one.sentences) for one in asked)
        ways = _ways(asked, embedder=embedder, reader=reader)
        known = {"": [replace(one, title="") for one in asked]}
        if any(one.title for one in asked):
            known[", with titles"] = asked
        for what, given in known.items():
            start = f"| {name}{what} | {len(asked)} | {count}"
            for way, score in ways.items():
                found = ranked(given, score)
                yield f"{start} | {way} | {found.map:.3f} | {found.mrr:.3f} |"


def _ways(asked: Sequence[Labelled], *, embedder: Embedder, reader: Reader) -> dict[str, Score]:
    """What can rank the candidates of ``asked``, by name."""
    settings = RankingSettings()
    rarity = Rarity([sentence for one in asked for sentence in one.sentences])

    @cache
    def cosines(question: str, sentences: tuple[str, ...]) -> list[float]:
        found: list[float] = (embedder.embed(sentences) @ embedder.embed([question])[0]).tolist()
        return found

    def by_words(one: Labelled) -> list[float]:
        terms = [content_terms(sentence) for sentence in one.sentences]
        return [float(score) for score in bm25_scores(content_terms(one.text), terms)]

    def by_meaning(one: Labelled) -> list[float]:
        return cosines(one.text, tuple(one.heading + text for text in one.sentences))

    def features(one: Labelled) -> Iterator[Features]:
        return _features(one, cosines(one.text, one.sentences), rarity)

    def read(one: Labelled) -> list[Reading]:
        return reader.read(one.text, [Sentence(text, one.heading) for text in one.sentences])

    def by_features(one: Labelled) -> list[float]:
        return [settings.first.score(each) for each in features(one)]

    def by_both(one: Labelled) -> list[float]:
        return [
            settings.then.score(replace(each, read=reading.share))
            for each, reading in zip(features(one), read(one), strict=True)
        ]

    ways: dict[str, Score] = {
        "BM25": by_words,
        "embeddings": by_meaning,
        "the program's signs": by_features,
        "the reader": lambda one: [reading.log_odds for reading in read(one)],
        "the reader and the program's signs": by_both,
    }
    return ways


class Rarity:
    """The inverse document frequency (BM25's) of words, each candidate being a document."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._total = len(sentences)
        self._holding = Counter(term for one in sentences for term in set(content_terms(one)))

    def of(self, terms: Set[str]) -> float:
        """That of all ``terms`` together."""
        return sum(
            math.log(1 + (self._total - held + 0.5) / (held + 0.5))
            for held in (self._holding[term] for term in terms)
        )


def _features(one: Labelled, cosines: Sequence[float], rarity: Rarity) -> Iterator[Features]:
    """What speaks for each candidate besides the reader; they all are of one passage."""
    kind, wanted = question_kind(one.text), set(content_terms(one.text))
    weight = rarity.of(wanted) or 1.0
    title = wanted.intersection(content_terms(one.title))
    for sentence, cosine in zip(one.sentences, cosines, strict=True):
        held = wanted.intersection(content_terms(sentence))
        yield Features(
            meaning=cosine,
            words=rarity.of(held) / weight,
            title=rarity.of(title - held) / weight,
            near=0.0,
            shape=answer_type_score(sentence, kind),
            passage=1.0,
        )
