"""Articles and a small embedder for the tests of the summariser; everything is invented."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.types import Article, Document


class WordVectors:
    """An embedder without a model: each content term has its own pseudo-random vector."""

    dimension = 64

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, [len(texts), dimension]."""
        rows = np.zeros((len(texts), self.dimension))
        for number, text in enumerate(texts):
            for term in content_terms(text) or (text,):
                seed = zlib.crc32(term.encode("utf-8", "surrogatepass"))
                rows[number] += np.random.default_rng(seed).standard_normal(self.dimension)
        unit: NDArray[np.float32] = (
            rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        ).astype(np.float32)
        return unit


def article(
    text: str,
    *,
    title: str = "",
    source: str | None = None,
    published: date | None = None,
    language: str = "en",
) -> Article:
    """An article of ``text``, cut into sentences as the program does."""
    return make_article(
        Document(
            title=title,
            text=text,
            origin=f"{source}/{title}",
            source=source,
            published=published,
            language=language,
        )
    )


FERRY = """\
PORT HALVEN, March 3 (Meridian Wire) — A ferry with 199 people aboard capsized in a gale off \
Port Halven late on Sunday, killing at least four, the coast guard said.

The Saint Orla left Port Halven at 8:15 p.m. for the island of Skerrin. It sent a single \
distress call at 9:38 p.m. and disappeared from radar nine minutes later.

Rescuers pulled 143 people from the water and from life rafts by dawn, the coast guard said. \
“We are still finding people alive,” Commander Leila Strand told reporters on the quay. The \
water in the sound was 6.5 degrees Celsius.

Read more: How the Skerrin route became the busiest in the country.

Could the disaster have been prevented?

The national weather office had issued a gale warning three hours before the ferry sailed. \
Two fishing cooperatives kept their boats in harbour. Tarrin Lines, the operator, said it was \
devastated and had no indication yet of the cause.
"""


def ferry() -> Article:
    """A short wire report."""
    return article(
        FERRY,
        title="Ferry capsizes off Port Halven",
        source="Meridian Wire",
        published=date(2025, 3, 3),
    )
