"""Pairs of texts that are copies of one story, and pairs that are not, made by rule."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from assistant.language.words import content_terms, count_words
from assistant.types import Document
from eval.copies import altering

BACKGROUND: Final = 0.25
"""Share of the shorter story's words that a later one repeats of it, at most."""

READ_AS_COPIES: Final = frozenset({"1506a15a5b58", "19f36e9444be", "7a9c850851ab"})
"""Pairs of real articles that were read and found to be one story, by their ``pair_key``."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and whether they are copies of one story; ``kind`` is the rule."""

    kind: str
    first: Document
    second: Document

    @property
    def copies(self) -> bool:
        """Whether they are copies."""
        return self.kind in COPIES


COPIES: Final = (
    "cut",
    "paragraphs moved",
    "another headline",
    "local inserts",
    "house style",
    "all at once",
    "two copies",
)
OTHERS: Final = (
    "the same event",
    "shared quotes",
    "shared notes",
    "shared background",
    "translated quotes",
    "a translation",
)


def as_wire(document: Document) -> Document:
    """The document, shortened to the length of a wire story: its first 150 to 600 words."""
    choice = random.Random(document.title)  # noqa: S311 - reproducible
    return replace(document, text=altering.beginning(document.text, words=choice.uniform(150, 600)))


def pair_key(first: Document, second: Document) -> str:
    """What a pair of articles is known by, whichever comes first."""
    names = "\n".join(sorted(each.url or each.title for each in (first, second)))
    return hashlib.sha256(names.encode()).hexdigest()[:12]


def make_pairs(documents: Sequence[Document], *, seed: int) -> Iterator[Pair]:
    """Pairs of each kind for each of ``documents``."""
    near = _nearest(documents)
    for place, document in enumerate(documents):
        choice = random.Random(f"{seed} {document.origin}")  # noqa: S311 - reproducible
        stranger = documents[(place + len(documents) // 2) % len(documents)]
        yield from _copies(document, stranger=stranger, choice=choice)
        if (other := near[place]) is not None:
            yield from _others(document, documents[other], choice=choice)
        yield Pair("a translation", document, _as(document, "t", altering.translated))


def _copies(document: Document, *, stranger: Document, choice: random.Random) -> Iterator[Pair]:
    cut = partial(altering.cut, choice=choice)
    moved = partial(altering.moved, choice=choice)
    inserts = partial(altering.with_inserts, other=stranger.text, choice=choice)
    kinds: Mapping[str, Sequence[Callable[[str], str]]] = {
        "cut": (cut,),
        "paragraphs moved": (moved,),
        "another headline": (altering.with_another_head,),
        "local inserts": (inserts,),
        "house style": (partial(altering.in_house_style, choice=choice),),
        "all at once": (cut, moved, inserts, altering.with_another_head),
    }
    made = {kind: _as(document, kind, *changes) for kind, changes in kinds.items()}
    for kind, copy in made.items():
        yield Pair(kind, document, copy)
    yield Pair("two copies", made["cut"], made["local inserts"])


def _others(document: Document, other: Document, *, choice: random.Random) -> Iterator[Pair]:
    quotes = altering.quotes(document.text, most=choice.choice((1, 2, 3)))
    words = BACKGROUND * min(count_words(document.text), count_words(other.text))
    notes = "\n\n".join(choice.sample(altering.NOTES, choice.choice((2, 3, 4))))
    put_in = partial(altering.put_in, choice=choice)

    def noted(text: str) -> str:
        return f"{text}\n\n{notes}"

    yield Pair("the same event", document, other)
    if quotes:
        quoting = _as(other, "quotes", partial(put_in, parts=quotes))
        yield Pair("shared quotes", document, quoting)
        foreign = [altering.translated(quote) for quote in quotes]
        quoting = _as(other, "foreign quotes", partial(put_in, parts=foreign))
        yield Pair("translated quotes", document, quoting)
    if told := altering.background(document.text, words=words):
        later = _as(other, "background", partial(put_in, parts=told))
        yield Pair("shared background", document, later)
    first, second = _as(document, "notes 1", noted), _as(other, "notes 2", noted)
    yield Pair("shared notes", first, second)


def _as(document: Document, name: str, *changes: Callable[[str], str]) -> Document:
    """The document with its text changed, from an origin and under a headline of its own."""
    text = document.text
    for change in changes:
        text = change(text)
    return replace(
        document,
        title=f"{name}: {document.title}",
        text=text,
        origin=f"{document.origin}#{name}",
        source=f"{document.source} ({name})",
    )


def _nearest(documents: Sequence[Document]) -> list[int | None]:
    """For each document the one that is most like it by its words, and no copy of it.

    By cosine of words weighted by inverse document frequency.
    """
    terms = [set(content_terms(document.text)) for document in documents]
    numbers: dict[str, int] = {}
    for own in terms:
        for term in sorted(own):
            numbers.setdefault(term, len(numbers))
    held = np.zeros((len(documents), len(numbers)), np.float32)
    for row, own in enumerate(terms):
        held[row, [numbers[term] for term in own]] = 1.0
    weighted = held * np.log(len(documents) / held.sum(axis=0))
    weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    alike = weighted @ weighted.T
    found: list[int | None] = []
    for row, document in enumerate(documents):
        alike[row, row] = -1.0
        order = np.argsort(-alike[row], kind="stable").tolist()
        fit = (n for n in order if pair_key(document, documents[n]) not in READ_AS_COPIES)
        best = next(fit, None)
        found.append(None if best == row else best)
    return found
