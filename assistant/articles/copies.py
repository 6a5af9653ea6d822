"""Finds near-duplicates: whether two texts are one story, as outlets copy it.

A wire story is cut, its paragraphs are moved, a local one is put in, the headline is another.
What stays are runs of words. A text is therefore the set of its five-word runs, and two texts
are copies when enough of the *shorter* one's runs stand in the other: a cut has them all.
Common to all text (Jaccard) would miss it. Enough of the longer one's have to be shared, too:
a note that a long report holds by the way is no copy of it.

Which texts are worth comparing is told by a signature, a MinHash (Broder, 1997) of few slots:
two texts have each slot alike with the probability of their Jaccard likeness.
How the limits were chosen: docs/measurements/copies.md.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import eq
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.types import Article

Runs: TypeAlias = NDArray[np.uint64]
"""Hashes of the distinct five-word runs of a text, rising."""

SIGNATURE_SIZE: Final = 64
"""Numbers of a signature."""

BUCKETS: Final = 16
"""How many of them, the first, are LSH buckets: all of them would cost four times that."""

RULE: Final = "1"
"""Raised with every change to the signatures or to what counts as a copy."""

_RUN: Final = 5
_SEED: Final = 20251126

CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Ranges of the characters that are words by themselves."""
_WORD: Final = re.compile(rf"[{CJK}]|[^\W{CJK}]++")
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_ONE: Final = np.uint64(1)


@dataclass(frozen=True, slots=True)
class CopySettings:
    """What counts as a copy; the defaults are the measured ones.

    Texts of fewer than ``fewest`` distinct runs are compared with nothing: what they share
    is a notice as often as a story. ``shorter`` and ``longer`` are the least shares of the
    shorter and of the longer text's runs that both have. Texts are compared when they share an
    LSH bucket and at least ``slots`` numbers of their signatures, and no fewer than
    copies of their lengths have alike but for ``luck`` standard deviations.
    """

    fewest: int = 64
    shorter: float = 0.5
    longer: float = 0.25
    slots: int = 6
    luck: float = 2.5


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to find its copies by.

    ``signature`` are ``SIGNATURE_SIZE`` numbers below 2**32, none where the text is too short
    to be compared; ``runs`` is how many distinct five-word runs it has.
    """

    signature: tuple[int, ...]
    runs: int

    @property
    def keys(self) -> tuple[int, ...]:
        """The LSH buckets of the text: the first numbers of its signature, each with its place."""
        indexed = enumerate(self.signature[:BUCKETS])
        return tuple(value * BUCKETS + place for place, value in indexed)


def runs_of(text: str) -> Runs:
    """The five-word runs of ``text``; none where it has fewer words.

    Case, punctuation, and how letters are composed do not count; each Chinese or Japanese
    character is a word. The hashes are the same in every process and on every machine.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < _RUN:
        return np.zeros(0, np.uint64)
    encoded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    hashes = np.fromiter(map(zlib.crc32, encoded), np.uint64, len(words))
    runs = np.zeros(len(words) - _RUN + 1, np.uint64)
    for place in range(_RUN):
        runs = runs * _FACTOR + hashes[place : place + len(runs)] + _ONE
    runs.sort()
    return runs[np.concatenate(([True], runs[1:] != runs[:-1]))]


def sketch_of(runs: Runs, *, settings: CopySettings = CopySettings()) -> Sketch:
    """The signature of a text's runs; empty where there are too few to compare it."""
    # Imported when the first article is kept: nobody who asks needs it.
    from rensa import RMinHash

    if len(runs) < settings.fewest:
        return Sketch((), len(runs))
    rows = RMinHash.digest_matrix_from_flat_token_hashes(
        runs, [0, len(runs)], SIGNATURE_SIZE, _SEED
    )
    return Sketch(tuple(rows.to_rows()[0]), len(runs))


def may_be_copies(mine: Sketch, other: Sketch, *, settings: CopySettings = CopySettings()) -> bool:
    """Whether two texts, by their signatures and lengths, are worth comparing."""
    shorter, longer = sorted((mine.runs, other.runs))
    least = max(settings.shorter * shorter, settings.longer * longer)
    if shorter < max(settings.fewest, least):
        return False
    same = tuple(map(eq, mine.signature, other.signature))
    likeness = least / (shorter + longer - least)
    spread = math.sqrt(SIGNATURE_SIZE * likeness * (1 - likeness))
    needed = max(settings.slots, SIGNATURE_SIZE * likeness - settings.luck * spread)
    return any(same[:BUCKETS]) and sum(same) >= needed


def are_copies(mine: Runs, other: Runs, *, settings: CopySettings = CopySettings()) -> bool:
    """Whether two texts, by all their runs, are copies of one story."""
    shorter, longer = sorted((mine, other), key=len)
    least = max(settings.shorter * len(shorter), settings.longer * len(longer))
    if len(shorter) < max(settings.fewest, least):
        return False
    places = np.minimum(np.searchsorted(longer, shorter), len(longer) - 1)
    shared = int(np.count_nonzero(longer[places] == shorter))
    return shared >= least


def share_a_story(one: Article, other: Article) -> bool:
    """Whether two articles are copies of one story."""
    return are_copies(runs_of(one.text), runs_of(other.text))


def stories_among(texts: Sequence[str]) -> tuple[int, ...]:
    """Clusters of duplicates: for each text the place of the first one in its cluster."""
    runs = [runs_of(text) for text in texts]
    sketches = [sketch_of(own) for own in runs]
    story = list(range(len(texts)))
    by_key: dict[int, list[int]] = {}
    for place, sketch in enumerate(sketches):
        for other in sorted({near for key in sketch.keys for near in by_key.get(key, ())}):
            if (
                story[other] != story[place]
                and may_be_copies(sketches[other], sketch)
                and are_copies(runs[other], runs[place])
            ):
                first, then = sorted((story[other], story[place]))
                story = [first if one == then else one for one in story]
        for key in sketch.keys:
            by_key.setdefault(key, []).append(place)
    return tuple(story)


def newness(article: Article) -> datetime:
    """When an article was published, comparable with any other; the earliest where unknown."""
    return _instant(article.published or date.min, time())


def precedence(
    published: date | None, *, characters: int, article_id: str
) -> tuple[datetime, int, str]:
    """Orders the copies of a story; the first is its head.

    The earliest published comes first. An article of which only the day is known counts as
    published when that day (UTC) ends, and one without a date comes last: neither is known
    to be earlier than another. Of those published at one moment the fullest comes first.
    """
    return _instant(published or date.max, time.max), -characters, article_id


def _instant(published: date, of_day: time) -> datetime:
    """When that was, at the time ``of_day`` where only the day is known."""
    if isinstance(published, datetime):
        # Near the ends of the calendar an instant cannot be put into another time zone.
        return published if published.tzinfo else published.replace(tzinfo=UTC)
    return datetime.combine(published, of_day, tzinfo=UTC)
