"""Corrections: what an article says was wrong, in it or in an earlier version.

A correction is reported with every summary, and a sentence that still has the figure it
takes back is not quoted, whichever article that sentence stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.articles.corrections import correction_notes
from assistant.articles.versions import lines_of
from assistant.language.words import content_terms
from assistant.types import Article, CorrectionKind

SAME_SUBJECT: Final = 4
"""Terms, figures not counted, that a sentence shares with a correction of what it says."""

_CORRECTING: Final = frozenset(
    {CorrectionKind.RETRACTION, CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION}
)
_SPELLED: Final = {"per": "percent", "cent": "percent"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What is taken back: ``figures`` that were wrong, and the terms of what they are about."""

    figures: frozenset[str]
    subject: frozenset[str]

    def takes_back(self, terms: Sequence[str]) -> bool:
        """Whether a sentence of these content terms has a figure that was wrong."""
        own = _normal(terms)
        return bool(own & self.figures) and len(own & self.subject) >= SAME_SUBJECT


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article that carries a correction: its sentences, and which are the correction."""

    article: Article
    lines: Sequence[str]
    correcting: Sequence[int]


def find_corrected(articles: Sequence[Article]) -> tuple[Corrected, ...]:
    """Those of ``articles`` that carry a correction."""
    return tuple(
        Corrected(article, lines_of(article), correcting)
        for article in articles
        if (correcting := correcting_sentences(article))
    )


def correcting_sentences(article: Article) -> tuple[int, ...]:
    """The sentences of ``article`` that say it, or an earlier version, was wrong."""
    return tuple(
        index
        for note in correction_notes(article)
        if note.kind in _CORRECTING and note.first is not None and note.last is not None
        for index in range(note.first, note.last + 1)
    )


def correction_in(corrected: Corrected) -> Correction:
    """What the correction in an article takes back.

    The wrong figures are those that only the correction still has: the rest of the article
    has been set right.
    """
    lines, correcting = corrected.lines, set(corrected.correcting)
    said = _normal(content_terms(" ".join(lines[i] for i in sorted(correcting))))
    body = " ".join(line for i, line in enumerate(lines) if i not in correcting)
    figures = frozenset(term for term in said if term[0].isdigit())
    return Correction(figures=figures - _normal(content_terms(body)), subject=said - figures)


def _normal(terms: Sequence[str]) -> frozenset[str]:
    return frozenset(_SPELLED.get(term, term) for term in terms)
