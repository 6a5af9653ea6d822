"""Articles for the tests of the library: real text, vectors made from it without a network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.language.passages import cut_passages
from assistant.library.facts import put_fact
from assistant.library.indexes import FolderIndexes
from assistant.library.library import Library
from assistant.library.schema import PreparedArticle
from assistant.services.resources import Resources
from assistant.types import Article, Document

MODEL = "made-for-tests"
DIMENSION = 8


def over(opened: Library) -> Resources:
    """What services share, over a library of made vectors."""
    resources = Resources(home=opened.home)
    resources._library = opened
    return resources


def vector_of(text: str) -> NDArray[np.float32]:
    """A unit vector that depends on the text alone."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def article(
    number: int,
    *,
    version: int = 1,
    source: str = "Meridian Wire",
    published: date | None = date(2025, 3, 1),
    sentences: int = 9,
) -> Article:
    """An article of several passages; the version changes its text, not its origin."""
    text = "\n".join(
        f"Sentence {place} of story {number} tells fact {number * 1000 + place}"
        f" in version {version}."
        for place in range(sentences)
    )
    return make_article(
        Document(
            title=f"Story {number}",
            text=text,
            origin=f"/press/story-{number}.txt",
            source=source,
            published=published,
        )
    )


def prepared(made: Article) -> PreparedArticle:
    """The article with passages of three sentences and vectors of its text."""
    passages = cut_passages(
        made.sentences, text=made.text, lengths=[10] * len(made.sentences), budget=30
    )
    return PreparedArticle(
        article=made,
        passages=passages,
        vectors=np.stack([vector_of(made.text[p.start : p.end]) for p in passages]),
        sentence_vectors=tuple(
            np.stack([vector_of(made.sentence_text(i)) for i in range(p.first, p.last + 1)])
            for p in passages
        ),
    )


def library(
    home: Home, *, on_notice: Callable[[str], None] = lambda _message: None, timeout: float = 30.0
) -> Library:
    """A library for the made vectors."""
    return Library(
        home, model=MODEL, dimension=DIMENSION, on_notice=on_notice, lock_timeout=timeout
    )


def folder_indexes(opened: Library) -> FolderIndexes:
    """The indexes of an embedded library."""
    assert isinstance(opened.indexes, FolderIndexes)
    return opened.indexes


def record(opened: Library, name: str, value: str) -> None:
    """Records a fact of a library."""
    with opened.catalogue.database.transaction() as connection:
        put_fact(connection, name, value)


def keep(opened: Library, *numbers: int, version: int = 1) -> None:
    """Keeps the articles of these numbers."""
    with opened.writing("testing"):
        opened.upsert([prepared(article(number, version=version)) for number in numbers])
