"""The extractive engine: it quotes the sentences that answer, and writes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answering.sentences import RankedSentence
from assistant.language.words import near_identical, shingles
from assistant.types import QUOTED, Article, ShortAnswer, Statement, cite

NAME: Final = "extractive"

_LEANING: Final = re.compile(
    r"[\"“‘']?(?:(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b"
    r"|The (?:former|latter|incident|facility|group|company|move|decision|man|woman)\b)"
)
"""How a sentence begins that leans on the one before it."""

_WORD: Final = re.compile(r"[$£€¥]?[^\W_]+(?:[.,:/’'&-][^\W_]+)*%?")
"""A word or a figure with its sign: "well-known", "6.75%", "$1,200"."""

_MOST_BEFORE: Final = 2
"""Sentences before an answering one that are shown so that it can be understood."""


@dataclass(frozen=True, slots=True)
class ExtractiveSettings:
    """What is quoted of the ranked sentences; the defaults are the measured ones.

    After the best sentence, further ones are shown down to ``keep`` of its score, ``most``
    in all (docs/measurements/answers.md). Of those that were read, only such as answer with
    at least ``chance`` of the best one's probability are. A short answer is marked where the
    reader prefers it to none by ``margin`` logits and it is at most ``share`` of its
    sentence. Whether anything is shown is not decided here, but by the gate
    (``answerability``).
    """

    keep: float = 0.85
    most: int = 3
    chance: float = 0.35
    margin: float = -3.0
    share: float = 0.6


def quote(
    ranked: Sequence[RankedSentence], *, settings: ExtractiveSettings = ExtractiveSettings()
) -> tuple[Statement, ...]:
    """The few best sentences, as statements that cite themselves; none where none is ranked."""
    chosen: list[RankedSentence] = []
    grams: list[frozenset[int]] = []
    for sentence in ranked:
        if len(chosen) == settings.most or not _comes_near(sentence, ranked[0], settings):
            break
        own = shingles(sentence.article.sentence_text(sentence.index), n=3)
        if not any(near_identical(own, other, threshold=0.6) for other in grams):
            chosen.append(sentence)
            grams.append(own)
    answers = {(one.article.id, one.index): one for one in chosen}
    statements: list[Statement] = []
    shown: set[tuple[str, int]] = set()
    for sentence in chosen:
        for index in _with_support(sentence.article, sentence.index):
            key = (sentence.article.id, index)
            if key not in shown:
                shown.add(key)
                statements.append(_statement(sentence, index, answers.get(key), settings))
    return tuple(statements)


def _comes_near(
    sentence: RankedSentence, best: RankedSentence, settings: ExtractiveSettings
) -> bool:
    """Whether a sentence is worth showing beside the best one."""
    if sentence.score < settings.keep * best.score:
        return False
    if best.reading is None:
        return True
    return (
        sentence.reading is not None
        and sentence.reading.chance >= settings.chance * best.reading.chance
    )


def _with_support(article: Article, index: int) -> tuple[int, ...]:
    """The sentence, after those before it that say of whom or what it speaks."""
    first = index
    while (
        first > 0 and index - first < _MOST_BEFORE and _LEANING.match(article.sentence_text(first))
    ):
        first -= 1
    return tuple(range(first, index + 1))


def _statement(
    sentence: RankedSentence,
    index: int,
    answering: RankedSentence | None,
    settings: ExtractiveSettings,
) -> Statement:
    citation = cite(
        sentence.article, index, also_in=sentence.also_in, also_outlets=sentence.also_outlets
    )
    return Statement(
        text=citation.quote,
        citations=(citation,),
        verdict=QUOTED,
        short_answer=_short_answer(answering, settings) if answering else None,
    )


def _short_answer(sentence: RankedSentence, settings: ExtractiveSettings) -> ShortAnswer | None:
    """The words of a sentence that answer, where the reader is sure enough of them."""
    reading = sentence.reading
    text = sentence.article.sentence_text(sentence.index)
    if reading is None or reading.margin < settings.margin:
        return None
    short = _whole_words(text, reading.start, reading.end)
    return short if 0 < short.end - short.start <= settings.share * len(text) else None


def _whole_words(text: str, start: int, end: int) -> ShortAnswer:
    """The range, widened so that no word or figure ("6.75", "$3m") is cut, marks trimmed."""
    spans = [
        match.span()
        for match in _WORD.finditer(text)
        if match.start() < end and match.end() > start
    ]
    return ShortAnswer(spans[0][0], spans[-1][1]) if spans else ShortAnswer(start, start)
