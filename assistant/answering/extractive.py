"""The extractive engine: it quotes the sentences that answer, and writes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from assistant.answering.answer_spans import short_answer
from assistant.answering.choosing import chosen
from assistant.answering.duplicates import figures_of
from assistant.answering.ranking import RankedSentence
from assistant.answering.several import LONGEST_LIST
from assistant.articles.showable import list_after
from assistant.language.dates import format_day
from assistant.language.names import NameKind, find_names
from assistant.types import QUOTED, Article, Statement, cite, day_of

NAME: Final = "extractive"

_LEANING: Final = re.compile(
    r"[\"“‘']?(?:(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b"
    r"|The (?:[a-z][\w-]{2,20} )?(?:former|latter|incident|facility|group|company|firm|agency"
    r"|airline|team|club|band|couple|pair|duo|move|decision|man|woman|actor|actress|singer|player"
    r"|senator|lawmaker|storm|fire|crash|attack|film|movie|show|album|book|spacecraft|lander)\b)"
)
"""How a sentence begins that leans on the one before it."""

_SPEAKER: Final = re.compile(
    r"[,.!?][\"”’]? (?:he|she|they) (?:\w+ly )?(?:said|says|added|told|wrote|warned|posted)\b"
    r"|[,.!?][\"”’] (?:said|says|added|wrote) (?:he|she|they)\b"
)
"""Who spoke, where only a pronoun says so."""
_BACK: Final = 3


@dataclass(frozen=True, slots=True)
class ExtractiveSettings:
    """What is quoted of the ranked sentences; the defaults are the measured ones.

    After the best sentence, further ones are shown down to ``keep`` of its score, ``most``
    in all (docs/measurements/answers.md). Of those that were read, only such as answer with
    at least ``chance`` of the best one's probability are. A short answer is marked where the
    reader prefers it to none by ``margin`` logits, it is of the type expected and at most
    ``share`` of its sentence. Whether anything is shown is not decided here, but by the gate.
    """

    keep: float = 0.8
    most: int = 3
    chance: float = 0.3
    margin: float = -3.0
    share: float = 0.6


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
    statements: list[Statement] = []
    shown: set[tuple[str, int]] = set()
    for one in chosen(
        question, ranked, most=settings.most, keep=settings.keep, chance=settings.chance
    ):
        for place, index in enumerate(_with_support(one.article, one.index)):
            key = (one.article.id, index)
            room = len(statements) < settings.most or place == 0 or index > one.index
            if key not in shown and room:
                shown.add(key)
                statements.append(_statement(one, index, question=question, settings=settings))
        if list_after(one.article, one.index, most=1):
            break  # a list is whole in itself
    return tuple(statements)


def _with_support(article: Article, index: int) -> Iterator[int]:
    """The sentence, the items of the list that it leads to, and the one that it leans on."""
    yield index
    yield from list_after(article, index, most=LONGEST_LIST)
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
    short = None
    if index == ranked.index and ranked.reading is not None:
        short = short_answer(
            question, ranked.text, ranked.reading, margin=settings.margin, share=settings.share
        )
    return Statement(citation.quote, (citation,), QUOTED, short_answer=short)


def differing_days(statements: Sequence[Statement]) -> tuple[str, ...]:
    """A note where what is quoted is of different days and gives other figures; else none."""
    told = [
        (one.citations[0].published, figures_of(one.text)) for one in statements if one.citations
    ]
    days = [day_of(published) for published, _ in told if published is not None]
    newest_leads = len(set(days)) > 1 and days[0] == max(days)
    if not newest_leads or len({figures for _, figures in told}) < len(told):
        return ()
    earlier = ", ".join(format_day(day) for day in sorted({*days} - {days[0]}, reverse=True))
    return (
        f"The newest comes first ({format_day(days[0])}); what follows was said before: {earlier}",
    )
