"""Notes: what the reader of a summary should know besides it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.words import count_words
from assistant.summarising.choosing import Allowance
from assistant.summarising.corrections import Corrected
from assistant.summarising.repetition import SentenceCluster
from assistant.types import Article


def length_notes(
    articles: Sequence[Article],
    clusters: Sequence[SentenceCluster],
    chosen: Sequence[SentenceCluster],
    *,
    allowance: Allowance,
) -> list[str]:
    """Why the summary has another length than asked for, if it has."""
    length = sum(one.material.words for one in chosen)
    if allowance.low <= length <= allowance.high:
        return []
    the = "The article has" if len(articles) == 1 else "The articles have"
    total = sum(count_words(article.text) for article in articles)
    if total < allowance.low:
        return [f"{the} only {total:,} words"]
    if length < allowance.low and len(chosen) == len(clusters):
        return [f"{the} only {length:,} words in sentences that can stand in a summary"]
    asked = f"No whole sentences add up to about {allowance.aim:,} words"
    return [f"{asked}; the nearest that do have {length:,}"]


def figure_notes(chosen: Sequence[SentenceCluster]) -> list[str]:
    """Sentences of other articles that give other figures than those quoted."""
    return [
        f"{named(other.article)} gives other figures: “{other.text}”"
        for one in chosen
        for other in one.disputed
    ]


def correction_note(one: Corrected) -> str:
    """The correction that an article carries, in full."""
    text = " ".join(one.lines[number] for number in one.correcting)
    return f"{named(one.article)} carries a correction: “{text}”"


def named(article: Article) -> str:
    """An article, as a note calls it."""
    title = f"“{article.title}”" if article.title else "An article"
    outlet = f" ({article.source})" if article.source else ""
    day = f", {article.published:%d %B %Y}".replace(", 0", ", ") if article.published else ""
    return f"{title}{outlet}{day}"
