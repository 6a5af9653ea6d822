"""Somebody's draft, held sentence by sentence against articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from assistant.answering.evidence import build_evidence, whole_evidence
from assistant.answering.retrieval import Retrieval
from assistant.articles.corrections import corrections_of
from assistant.errors import UsageError
from assistant.language.marks import RUN_IN_TEXT
from assistant.language.punctuation import CLOSING
from assistant.language.sentences import split_sentences
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.reports import Progress
from assistant.stopping import check_stopped
from assistant.types import (
    Article,
    CheckedSentence,
    Evidence,
    Filters,
    Reason,
    ReasonCode,
    Sentence,
    Statement,
    Timing,
    Verdict,
    VerdictKind,
    Verification,
    cite,
    cited,
)
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors, sentence_vectors
from assistant.verifying.verifier import Verifier

_PASSAGES: Final = 8
"""Passages of the library that a sentence of a draft is held against."""

_MARKS: Final = re.compile(rf"\s?(?:{RUN_IN_TEXT}|\[[0-9]{{1,3}} §[0-9§,– ]{{1,40}}\])")
"""Citation marks, the program's own ``[1 §4–6]`` among them, which claim nothing."""
_LINE_START: Final = re.compile(r"(?:>[ \t]?)*(?:#{1,6}[ \t]+|[-*•][ \t]+|[0-9]{1,2}[.)][ \t]+)?")
_ASKS: Final = re.compile(rf"[?？؟][{CLOSING})\]]{{0,3}}$")


@dataclass(frozen=True, slots=True)
class Found:
    """What a sentence may rest on, and the vectors of it that are known."""

    evidence: Evidence
    vectors: SourceVectors


def evidence_in(articles: Sequence[Article], *, embedder: Embedder) -> Callable[[str], Found]:
    """Gives every sentence of ``articles``, whatever the sentence to be checked."""
    found = Found(whole_evidence(articles), SourceVectors(embedder))
    return lambda _sentence: found


def evidence_in_library(
    library: Library, retrieval: Retrieval, *, embedder: Embedder, filters: Filters
) -> Callable[[str], Found]:
    """Gives the passages of ``library`` that come nearest to a sentence.

    Raises:
        UsageError: there is no article within ``filters``.
    """
    if not library.catalogue.listing.count(filters):
        raise UsageError(
            "The library holds no article to check the draft against",
            hint="Add articles, or name files with --against",
        )

    def found(sentence: str) -> Found:
        found = retrieval.search(sentence, k=_PASSAGES, filters=filters, read=False)
        known = sentence_vectors(found.hits, library=library)
        evidence = build_evidence(found.hits, stories=found.stories)
        return Found(evidence, SourceVectors(embedder, known=known))

    return found


def verify_draft(
    draft: str,
    *,
    evidence_for: Callable[[str], Found],
    model: EntailmentModel,
    on_progress: Callable[[Progress], None],
) -> Verification:
    """Checks every sentence of ``draft``, finding the sentences that it rests on.

    A question claims nothing: its verdict is ``unchecked``. Lines without a word are left out.

    Args:
        draft: the text; its citation marks are not read.
        evidence_for: gives what one sentence may rest on.
        model: judges whether it does.
        on_progress: told of every sentence.
    """
    started = perf_counter()
    pieces = tuple(_claims(draft))
    checked: list[CheckedSentence] = []
    articles: list[Article] = []
    for sentence, text in pieces:
        check_stopped()
        on_progress(Progress(len(checked), len(pieces), text))
        statement = _checked(text, evidence_for, articles, model)
        checked.append(CheckedSentence(sentence.start, sentence.end, statement))
    on_progress(Progress(len(pieces), len(pieces), ""))
    statements = [sentence.statement for sentence in checked]
    corrections = corrections_of(statements, articles)
    taken = perf_counter() - started
    return Verification(
        draft=draft,
        sentences=tuple(checked),
        sources=cited(statements),
        timing=Timing({"verifying": taken}, taken),
        corrections=corrections,
    )


def _claims(draft: str) -> Iterator[tuple[Sentence, str]]:
    """The draft's sentences that have a word, each with its text without marks."""
    for sentence in split_sentences(draft):
        written = " ".join(draft[sentence.start : sentence.end].split())
        text = _MARKS.sub("", _LINE_START.sub("", written, count=1)).strip()
        if any(character.isalnum() for character in text):
            yield sentence, text


def _checked(
    text: str,
    evidence_for: Callable[[str], Found],
    articles: list[Article],
    model: EntailmentModel,
) -> Statement:
    """A sentence of the draft, checked; the articles that it rests on join ``articles``."""
    if _ASKS.search(text):
        reason = Reason(ReasonCode.NO_CLAIM, "asks, and claims nothing", VerdictKind.UNCHECKED)
        return Statement(text, (), Verdict(VerdictKind.UNCHECKED, (reason,)))
    found = evidence_for(text)
    sources = [SourceSentence(s.article, s.sentence.index) for s in found.evidence.sentences]
    verified = Verifier(found.vectors, model=model).found(text, sources)
    articles += [source.article for source in verified.sources]
    citations = tuple(cite(source.article, source.index) for source in verified.sources)
    return Statement(text, citations, verified.verdict)
