"""Made stories, and what outlets make of them."""

from __future__ import annotations

import random

_THINGS = (
    *("harbour", "council", "ferry", "minister", "court", "river", "school", "union", "market"),
    *("hospital", "dam", "railway", "election", "budget", "strike", "bridge", "storm", "museum"),
    *("airport", "factory", "station", "parliament", "library", "stadium", "theatre", "forest"),
)
_DEEDS = (
    *("closed", "opened", "rejected", "approved", "delayed", "repaired", "sold", "inspected"),
    *("praised", "flooded", "painted", "cancelled", "extended", "reduced", "doubled", "moved"),
)


def story(number: int, *, sentences: int = 24) -> str:
    """A story of its own, in paragraphs of two sentences."""
    choice = random.Random(number)
    told = [
        f"The {choice.choice(_THINGS)} of {choice.choice(_THINGS)} {number} was"
        f" {choice.choice(_DEEDS)} after {choice.randint(2, 900)} people in the"
        f" {choice.choice(_THINGS)} had {choice.choice(_DEEDS)} the {choice.choice(_THINGS)}."
        for _ in range(sentences)
    ]
    return "\n\n".join(f"{one} {two}" for one, two in zip(told[::2], told[1::2], strict=True))


def cut(text: str, *, keep: float = 0.4) -> str:
    """The first paragraphs of a story."""
    parts = text.split("\n\n")
    return "\n\n".join(parts[: max(1, round(keep * len(parts)))])


def moved(text: str, *, seed: int = 1) -> str:
    """The paragraphs in another order."""
    parts = text.split("\n\n")
    random.Random(seed).shuffle(parts)
    return "\n\n".join(parts)


def with_insert(text: str, *, other: str) -> str:
    """A paragraph of another story put in after the first."""
    first, _, rest = text.partition("\n\n")
    return "\n\n".join(part for part in (first, other.split("\n\n")[3], rest) if part)
