"""Which sentences may become facts: those that most carriers seem to have, or none besides one.

They are shortlisted by the vectors that are there already, so that few have to be embedded alone
and held against all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

import numpy as np

from assistant.articles.showable import showable
from assistant.examining import examined
from assistant.language.quotations import find_quotations
from assistant.stories.carriers import Carriers
from assistant.stories.likeness import Likeness
from assistant.summarising.material import Material, collect_material

_MOST: Final = 400
"""Sentences that may become facts at most."""
_RANKS: Final = (6, 30)
"""Sentences of an article that may become facts: at least, where there are many, and at most."""
_WORDS: Final = (7, 60)
"""Words of a sentence that tells a fact."""
_SHORTLISTED: Final = 2
"""Sentences that are looked at for one fact that is told."""
_REPEATED: Final = 1.1
"""The score within articles from which on two sentences are shortlisted once."""
_FIRST: Final = 0.15
_HALF_WAY: Final = 3.0
_DEEPER: Final = 0.02
_NEAR: Final = 5
"""Sentences at the beginning of an article that matter though nobody else has them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may become a fact: its place among all sentences, and its carrier."""

    material: Material
    place: int
    carrier: int


def fact_candidates(carriers: Carriers, *, most: int) -> tuple[list[Candidate], list[Candidate]]:
    """The sentences that others seem to repeat, and those that nobody seems to have.

    Args:
        carriers: the articles and who carries them.
        most: the most facts that are told of.
    """
    candidates = _candidates(carriers)
    if not candidates:
        return [], []
    single = len(carriers.own) == 1
    scores = carriers.likeness.of_own([one.place for one in candidates])
    best, _ = carriers.best(scores)
    others = np.zeros((len(candidates), len(carriers.told)), bool)
    others[:, carriers.own] = True
    others[np.arange(len(candidates)), [one.carrier for one in candidates]] = False
    if single:
        worth = scores.mean(axis=1)
    else:
        worth = (best * others).sum(axis=1) / np.maximum(others.sum(axis=1), 1)
    ranks = np.array([one.material.rank for one in candidates])
    shared: list[int] = []
    for n in np.argsort(-(worth + _FIRST / (1 + ranks / _HALF_WAY)), kind="stable"):
        if len(shared) == _SHORTLISTED * most:
            break
        if all(scores[n, candidates[other].place] < _REPEATED for other in shared):
            shared.append(int(n))
    lonely: list[int] = []
    if not single:
        nearest = np.where(others, best, -1.0).max(axis=1)
        order = map(int, np.argsort(nearest + _DEEPER * ranks, kind="stable"))
        taken = set(shared)
        lonely = [n for n in order if n not in taken and matters(candidates[n].material)]
    return (
        [candidates[n] for n in shared],
        [candidates[n] for n in lonely[: _SHORTLISTED * most]],
    )


def _candidates(carriers: Carriers) -> tuple[Candidate, ...]:
    """The sentences near the beginnings of what is no copy first, up to a bound."""
    originals = [
        article
        for article, carrier in zip(carriers.articles, carriers.of_articles, strict=True)
        if carriers.told[carrier].copy_of is None
    ]
    fewest, most = _RANKS
    deepest = max(fewest, min(most, _MOST // max(1, len(originals))))
    found: list[Candidate] = []
    for _, own in groupby(collect_material(originals), key=lambda one: one.order):
        material = [one for one in own if one.rank < deepest]
        article = material[0].article
        places = partial(_of_article, carriers.likeness, material)
        found += (
            Candidate(one, place, carriers.of(article))
            for one, place in examined(article.id, "its facts", places, otherwise=())
        )
    found.sort(key=lambda one: (one.material.rank, one.material.order))
    return tuple(found[:_MOST])


def _of_article(likeness: Likeness, material: Sequence[Material]) -> list[tuple[Material, int]]:
    fit = [one for one in material if one.index in showable(one.article)]
    least, most = _WORDS
    plain = [one for one in fit if not one.anaphoric and least <= one.words <= most]
    return [
        (one, place)
        for one in plain or fit
        if (place := likeness.place(one.article, one.index)) is not None
    ]


def matters(one: Material) -> bool:
    """Whether a sentence that only one has is worth telling: a beginning, a figure, a quotation."""
    return (
        one.rank < _NEAR
        or any(mark.isdigit() for mark in one.text)
        or bool(find_quotations(one.text).outer)
    )
