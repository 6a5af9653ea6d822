"""What telling copies costs in a library of many articles, made for it."""

from __future__ import annotations

import hashlib
import resource
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.library.catalogue import Catalogue
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Document, Filters
from eval.copies.altering import NOTES

COPIED: Final = 0.1
"""Share of the articles that are a copy of one of the last ``_RECENT``."""

NOTED: Final = 0.3
"""Share of the articles that bear one of the ``NOTES``."""

_RECENT: Final = 1000
_BATCH: Final = 50
_WORDS: Final = (150, 450, 2000)
"""Fewest, median and most words of an article."""
_SPREAD: Final = 0.5
_SENTENCES_A_PARAGRAPH: Final = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What telling the copies of one part of the articles took.

    ``milliseconds`` are a mean an article, their transactions of 50 included; ``working`` are
    those that the processor worked for it. ``megabytes`` is the most memory that the process
    has had so far.
    """

    articles: int
    milliseconds: float
    working: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Scale:
    """What a whole run found.

    ``keeping`` are milliseconds an article for all that is kept of it but passages and
    vectors; ``bytes_an_article`` are those of the signatures and clusters on disk, beside
    ``text_bytes`` of text; ``found`` of ``copied`` copies came to their story, ``wrong`` ones
    to another.
    """

    costs: tuple[Cost, ...]
    keeping: float
    words: float
    bytes_an_article: float
    text_bytes: float
    copied: int
    found: int
    wrong: int


def measure(documents: Sequence[Document], *, articles: int, folder: Path, seed: int) -> Scale:
    """Makes ``articles`` articles of the words of ``documents`` and keeps them in ``folder``.

    They are first kept as always, with their copies told one by one; then all that was told
    is forgotten and told again, by itself, in the order of the ids.
    """
    path = folder / "catalogue.sqlite"
    catalogue = Catalogue.in_file(path)
    catalogue.create({})
    copied_from: dict[str, str] = {}
    waiting: list[Article] = []
    keeping = 0.0
    words = characters = 0
    for made in _made(documents, articles=articles, seed=seed):
        waiting.append(made.article)
        words += made.article.text.count(" ") + 1
        characters += len(made.article.text.encode())
        if made.original:
            copied_from[made.article.id] = made.original
        if len(waiting) == _BATCH:
            keeping += _keep(catalogue, waiting)
            waiting = []
    keeping += _keep(catalogue, waiting)
    catalogue.clusters.clear()
    costs = tuple(_told_again(catalogue, articles=articles))
    head = {
        each.id: cluster.head.id
        for cluster in catalogue.clusters.within(Filters())
        for each in (cluster.head, *cluster.copies)
    }
    catalogue.close()
    right = {key: head.get(key) for key in copied_from.values()}
    found = sum(
        head.get(key) is not None and head[key] == right[original]
        for key, original in copied_from.items()
    )
    clustered = set(copied_from) | set(copied_from.values())
    return Scale(
        costs=costs,
        keeping=keeping / articles * 1e3,
        words=words / articles,
        bytes_an_article=_bytes_of(path) / articles,
        text_bytes=characters / articles,
        copied=len(copied_from),
        found=found,
        wrong=sum(key not in clustered for key in head),
    )


def _keep(catalogue: Catalogue, articles: Sequence[Article]) -> float:
    none = np.zeros((0, 1), np.float32)
    prepared = [PreparedArticle(article, (), none, ()) for article in articles]
    since = perf_counter()
    catalogue.upsert(prepared, added=datetime.now(UTC))
    return perf_counter() - since


def _told_again(catalogue: Catalogue, *, articles: int) -> Iterator[Cost]:
    part = max(1, articles // _BATCH // 10) * _BATCH
    after: str | None = ""
    for done in range(0, articles, part):
        since, worked = perf_counter(), process_time()
        for _ in range(part // _BATCH):
            if after is not None:
                after = catalogue.clusters.add_missing(after=after, most=_BATCH)
        told = min(part, articles - done)
        yield Cost(
            articles=done + told,
            milliseconds=(perf_counter() - since) / told * 1e3,
            working=(process_time() - worked) / told * 1e3,
            megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )


def _bytes_of(path: Path) -> int:
    """Bytes of the pages that hold signatures and clusters."""
    with sqlite3.connect(path) as connection:
        query = (
            "SELECT sum(pgsize) FROM dbstat WHERE name IN"
            " (SELECT name FROM sqlite_schema WHERE tbl_name IN ('stories', 'slots'))"
        )
        (size,) = connection.execute(query).fetchone()
    connection.close()
    return int(size)


@dataclass(frozen=True, slots=True)
class _Made:
    article: Article
    original: str | None = None


def _made(documents: Sequence[Document], *, articles: int, seed: int) -> Iterator[_Made]:
    """Articles of made text, some of them copies, some with notes that many bear."""
    random = np.random.default_rng(seed)
    recent: list[_Made] = []
    for number, text in enumerate(_texts(documents, articles=articles, random=random)):
        original = None
        shown = text
        if recent and random.random() < COPIED:
            first = recent[int(random.integers(len(recent)))]
            original = first.original or first.article.id
            shown = _copy(first.article.text, foreign=text, random=random)
        if random.random() < NOTED:
            shown = f"{shown}\n\n{NOTES[int(random.integers(len(NOTES)))]}"
        made = _Made(_article(number, shown), original)
        recent = [*recent[-_RECENT:], made]
        yield made


def _copy(text: str, *, foreign: str, random: np.random.Generator) -> str:
    """The first half of a text or more, with a paragraph of another."""
    parts = text.split("\n\n")
    kept = parts[: int(len(parts) * random.uniform(0.5, 1.0)) + 1]
    kept.insert(int(random.integers(1, len(kept) + 1)), foreign.split("\n\n", maxsplit=1)[0])
    return "\n\n".join(kept)


def _article(number: int, text: str) -> Article:
    return Article(
        id=hashlib.sha256(f"{number} {text}".encode()).hexdigest()[:16],
        title=text[:60],
        text=text,
        sentences=(),
        origin=f"made-{number}",
        source=f"Outlet {number % 97}",
        published=date(2025, 1, 1) + timedelta(days=number % 365),
    )


def _texts(
    documents: Sequence[Document], *, articles: int, random: np.random.Generator
) -> Iterator[str]:
    """Texts in which each word follows the one before it as it does somewhere in ``documents``.

    So they have the vocabulary and the usual phrases of news, and are no copies of each other.
    """
    words = [word for document in documents for word in document.text.split()]
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(word, len(numbers)) for word in words])
    places = np.argsort(ids, kind="stable")
    starts = np.searchsorted(ids[places], np.arange(len(numbers) + 1))
    fewest, median, most = _WORDS
    for first in range(0, articles, _RECENT):
        count = min(_RECENT, articles - first)
        lengths = np.clip(random.lognormal(np.log(median), _SPREAD, count), fewest, most)
        chosen = _walks(ids, places, starts, lengths=lengths.astype(int), random=random)
        for walk, length in zip(chosen, lengths.astype(int), strict=True):
            yield _paragraphs([words[place] for place in walk[:length].tolist()])


def _walks(
    ids: NDArray[np.int_],
    places: NDArray[np.int_],
    starts: NDArray[np.int_],
    *,
    lengths: NDArray[np.int_],
    random: np.random.Generator,
) -> NDArray[np.int_]:
    """Places of words, [texts, the longest's words]: each a successor of the one before it."""
    last = len(ids) - 1
    at = random.integers(last, size=len(lengths))
    walked = np.empty((int(lengths.max()), len(lengths)), ids.dtype)
    for step in range(len(walked)):
        following = ids[np.minimum(at + 1, last)]
        span = starts[following + 1] - starts[following]
        at = places[starts[following] + (random.random(len(at)) * span).astype(int)]
        walked[step] = at
    return walked.T


def _paragraphs(words: Sequence[str]) -> str:
    parts: list[list[str]] = [[]]
    ended = 0
    for word in words:
        parts[-1].append(word)
        ended += word.endswith((".", ".”", "?", "!"))
        if ended == _SENTENCES_A_PARAGRAPH:
            parts.append([])
            ended = 0
    return "\n\n".join(" ".join(part) for part in parts if part)
