"""Small articles and evidence for the tests of the chat engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.types import Article, Evidence, EvidenceSentence, Sentence

BRIDGE = (
    "The Tallow Bridge reopened on Monday after nine weeks of repairs.",
    "Traffic doubled within a week, the city said.",
    "Repairs cost 4.2 million crowns.",
    "Mayor Ida Renn called the work overdue.",
)


def article(
    sentences: Sequence[str], *, name: str = "bridge", title: str = "Bridge reopens"
) -> Article:
    """An article of exactly these sentences, one space apart."""
    text = " ".join(sentences)
    cuts: list[Sentence] = []
    start = 0
    for index, sentence in enumerate(sentences):
        cuts.append(Sentence(index, start, start + len(sentence)))
        start += len(sentence) + 1
    return Article(
        id=name,
        title=title,
        text=text,
        sentences=tuple(cuts),
        origin=f"{name}.txt",
        source="Harbour Ledger",
        published=date(2025, 3, 4),
    )


def evidence(*articles: Article) -> Evidence:
    """All their sentences, numbered from 1."""
    pairs = [(one, sentence) for one in articles for sentence in one.sentences]
    return Evidence(
        tuple(EvidenceSentence(number, *pair) for number, pair in enumerate(pairs, start=1))
    )


def long_article(count: int, *, name: str = "long", first: int = 1) -> Article:
    """An article of ``count`` sentences that all differ, from day ``first`` on."""
    return article(
        [
            f"On day {day} the Orrin council counted {day * 7} votes and {day * 3} letters "
            f"about the harbour wall in district {day % 11}."
            for day in range(first, first + count)
        ],
        name=name,
        title=f"Counting days at {name}",
    )
