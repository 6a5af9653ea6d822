"""The extractive engine: it quotes the sentences that answer, and writes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from assistant.answering.abstention import not_in_evidence, not_in_library
from assistant.answering.answer_signs import Analyse
from assistant.answering.answerability import answerability, declined, holds_kind
from assistant.answering.choosing import asks_for_list, chosen, items_in, sides_of
from assistant.answering.named import not_there
from assistant.answering.question_kinds import QuestionKind, defined_in, question_kind
from assistant.answering.retrieval import Retrieved
from assistant.answering.sentences import RankedSentence
from assistant.answering.short_answers import short_answer
from assistant.answering.showable import list_after
from assistant.answering.states import newest_first
from assistant.language.dates import dates_in
from assistant.language.names import NameKind, find_names
from assistant.types import (
    QUOTED,
    Abstention,
    AbstentionKind,
    Article,
    Statement,
    cite,
    day_of,
)

NAME: Final = "extractive"

_LEANING: Final = re.compile(
    r"[\"“‘']?(?:(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b"
    r"|The (?:former|latter|incident|facility|group|company|move|decision|man|woman)\b)"
)
"""How a sentence begins that leans on the one before it."""

_SPEAKER: Final = re.compile(
    r"[,.!?][\"”’]? (?:he|she|they) (?:\w+ly )?(?:said|says|added|told|wrote|warned|posted)\b"
    r"|[,.!?][\"”’] (?:said|says|added|wrote) (?:he|she|they)\b"
)
"""Who spoke, where only a pronoun says so."""
_BACK: Final = 3
_DID: Final = re.compile(r"\s*what (?:did|do|does|came|has|have|had)\b", re.IGNORECASE)
_FOUND: Final = 0.8
"""Relevance from which on the words typed are found, where they are no question."""


@dataclass(frozen=True, slots=True)
class ExtractiveSettings:
    """What is quoted of the ranked sentences; the defaults are the measured ones.

    After the best sentence, further ones are shown down to ``keep`` of its score, ``most``
    in all (docs/measurements/answers.md). Of those that were read, only such as answer with
    at least ``chance`` of the best one's probability are. A list has ``items`` at most. A
    short answer is marked where the reader prefers it to none by ``margin`` logits, it is of the
    kind asked for and at most ``share`` of its sentence. Whether anything is shown is not
    decided here, but by the gate (``answerability``).
    """

    keep: float = 0.8
    most: int = 3
    chance: float = 0.3
    items: int = 12
    margin: float = -3.0
    share: float = 0.6


def answer(
    question: str,
    asked: str,
    ranked: Sequence[RankedSentence],
    retrieved: Retrieved,
    *,
    analyse: Analyse,
    unknown: Sequence[str] = (),
    settings: ExtractiveSettings = ExtractiveSettings(),
) -> tuple[Statement, ...] | Abstention:
    """Returns the statements that answer, or why nothing is quoted.

    Args:
        question: as it was asked.
        asked: the same standing alone, its typing errors put right.
        ranked: the sentences of what was found, best first.
        retrieved: what was found.
        analyse: gives the stemmed words of a text.
        unknown: words of the question that no article has.
        settings: how many sentences are shown.
    """
    found = answerability(retrieved.question, ranked, retrieved.hits, analyse=analyse)
    kind = declined(found)
    keywords = question_kind(asked) is QuestionKind.OTHER and found.relevance >= _FOUND
    if kind is AbstentionKind.NOT_IN_EVIDENCE and keywords:
        kind = None  # the reader knows only questions
    missing = not_there(question, ranked[0].article) if ranked else ()
    fits = holds_kind(question, ranked) or _takes_any_words(asked)
    if kind is None and ranked and not missing and fits and not _too_early(asked, ranked):
        return quote(ranked, question=asked, settings=settings)
    if kind is AbstentionKind.NOT_IN_LIBRARY:
        return not_in_library(retrieved.hits, unknown=unknown)
    return not_in_evidence(asked, retrieved.hits, named=missing)


def _too_early(question: str, ranked: Sequence[RankedSentence], *, most: int = 3) -> bool:
    """Whether the best sentences are all from before the times asked about, and name none."""
    begins = [date(one.year, one.month or 1, 1) for one in dates_in(question) if one.year]
    return bool(begins) and all(
        one.signs.dated <= 0
        and one.article.published is not None
        and day_of(one.article.published) < min(begins)
        for one in ranked[:most]
    )


def _takes_any_words(question: str) -> bool:
    """Whether other words answer than the reader points at: of two sides, to define, or of whom.

    "Who is blamed" is answered by "the operator", too, which is no name.
    """
    return (
        question_kind(question) is QuestionKind.WHO
        or defined_in(question) is not None
        or _DID.match(question) is not None
        or bool(sides_of(question))
    )


def quote(
    ranked: Sequence[RankedSentence],
    *,
    question: str = "",
    settings: ExtractiveSettings = ExtractiveSettings(),
) -> tuple[Statement, ...]:
    """The few best sentences, as statements that cite themselves; none where none is ranked.

    The one that answers comes first, after it what it leans on, then at most two more.

    Args:
        ranked: sentences, best first.
        question: what is asked; what is asked for in it decides about order and number.
        settings: how many are shown.
    """
    ordered = _lists_first(question, newest_first(question, ranked), settings)
    near = [one for one in ordered if _comes_near(one, ranked[0], settings)]
    if ordered and ordered[0] not in near:
        near.insert(0, ordered[0])
    statements: list[Statement] = []
    shown: set[tuple[str, int]] = set()
    for one in chosen(question, ordered, most=settings.most, near=near):
        for place, index in enumerate(_with_support(one.article, one.index, settings)):
            key = (one.article.id, index)
            room = len(statements) < settings.most or place == 0 or index > one.index
            if key not in shown and room:
                shown.add(key)
                statements.append(_statement(one, index, question=question, settings=settings))
        if list_after(one.article, one.index, most=1):
            break  # a list is whole in itself
    return tuple(statements)


def _lists_first(
    question: str, ranked: Sequence[RankedSentence], settings: ExtractiveSettings
) -> Sequence[RankedSentence]:
    """``ranked``, what lists most before the others where a list is asked for."""
    if not asks_for_list(question) or not ranked:
        return ranked
    near = [one for one in ranked if _comes_near(one, ranked[0], settings)]

    def listed(one: RankedSentence) -> int:
        items = list_after(one.article, one.index, most=settings.items)
        return len(items) or items_in(one.article.sentence_text(one.index))

    first = sorted(near, key=listed, reverse=True)
    return [*first, *(one for one in ranked if one not in near)]


def _comes_near(
    sentence: RankedSentence, best: RankedSentence, settings: ExtractiveSettings
) -> bool:
    """Whether a sentence is worth showing beside the best one."""
    if sentence.score < settings.keep * best.score:
        return False
    one, other = sentence.signs, best.signs
    if one.turned > other.turned or (other.fits == 1.0 and one.fits == 0.0):
        return False
    if best.reading is None:
        return True
    return (
        sentence.reading is not None
        and sentence.reading.probability >= settings.chance * best.reading.probability
    )


def _with_support(article: Article, index: int, settings: ExtractiveSettings) -> Iterator[int]:
    """The sentence, the items of the list that it leads to, and the one that it leans on."""
    yield index
    yield from list_after(article, index, most=settings.items)
    text = article.sentence_text(index)
    if index > 0 and _LEANING.match(text):
        yield index - 1
    elif _SPEAKER.search(text):
        # Who "she said" is stands in the nearest sentence before it that names somebody.
        named = (
            place
            for place in range(index - 1, max(-1, index - 1 - _BACK), -1)
            if any(one.kind is NameKind.NAME for one in find_names(article.sentence_text(place)))
        )
        yield from islice(named, 1)


def _statement(
    ranked: RankedSentence, index: int, *, question: str, settings: ExtractiveSettings
) -> Statement:
    citation = cite(ranked.article, index, also_in=ranked.also_in, also_outlets=ranked.also_outlets)
    return Statement(
        text=citation.quote,
        citations=(citation,),
        verdict=QUOTED,
        short_answer=(
            short_answer(question, ranked, margin=settings.margin, share=settings.share)
            if index == ranked.index
            else None
        ),
    )
