"""What a sentence states itself, and what it gives to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.language.attributions import Attribution, attributions_between
from assistant.language.quotations import find_quotations
from assistant.language.words import content_terms
from assistant.verifying.lexical import stem
from assistant.verifying.sources import SourceSentence

QUOTED_WORDS: Final = 4
"""Words in quotation marks from which they are somebody's and not a term or a title."""
_PLAIN_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Given:
    """What a sentence gives to somebody: its terms; no attribution where it is only quoted."""

    attribution: Attribution | None
    terms: frozenset[str]
    start: int


@dataclass(frozen=True, slots=True)
class Content:
    """A sentence, parted into what it gives to somebody and what it states itself."""

    given: tuple[Given, ...]
    plain: frozenset[str]


def content_of(source: SourceSentence) -> Content:
    """The content of a cited sentence."""
    sentence = source.article.sentences[source.index]
    return content_between(source.article.text, sentence.start, sentence.end)


@lru_cache(maxsize=4096)
def content_between(text: str, start: int, end: int) -> Content:
    """The content of ``text[start:end]``, a sentence; quotation marks as in all of ``text``."""
    given: list[Given] = []
    # What is left of the sentence when all that is given to somebody is blanked out.
    rest = list(text[start:end])
    for attribution in attributions_between(text, start, end):
        words = " ".join(text[e.start : e.end] for e in attribution.extents)
        if words:
            given.append(Given(attribution, _terms(words), attribution.extents[0].start))
        aside = (attribution.cue, *((attribution.speaker,) if attribution.speaker else ()))
        for span in (*attribution.extents, *aside):
            rest[span.start - start : span.end - start] = " " * (span.end - span.start)
    for quotation in find_quotations(text).between(start, end):
        first, last = max(quotation.start, start), min(quotation.end, end)
        words = text[first:last]
        if (
            words.count(" ") + 1 >= QUOTED_WORDS
            and "".join(rest[first - start : last - start]).strip()
        ):
            given.append(Given(None, _terms(words), first))
            rest[first - start : last - start] = " " * len(words)
    return Content(tuple(given), _terms("".join(rest)))


def _terms(text: str) -> frozenset[str]:
    # Without curly marks most sentences are ASCII, which is folded much faster.
    return frozenset(map(stem, content_terms(text.translate(_PLAIN_MARKS))))
