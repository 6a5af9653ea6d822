"""Somebody's draft, held sentence by sentence against articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from assistant.answering.evidence import build_evidence, whole_evidence
from assistant.answering.retrieval import Retrieval
from assistant.articles.corrections import corrections_of
from assistant.errors import UsageError
from assistant.language.drafts import DraftSentence, draft_sentences
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.reports import Progress
from assistant.stopping import check_stopped
from assistant.types import (
    Article,
    CheckedSentence,
    Citation,
    Evidence,
    Filters,
    OtherSentence,
    Reason,
    ReasonCode,
    Statement,
    Timing,
    Verdict,
    VerdictKind,
    Verification,
    cite,
    cited,
)
from assistant.verifying.others import other_sentences
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors, sentence_vectors
from assistant.verifying.verifier import Verifier

_PASSAGES: Final = 8
"""Passages of the library that a sentence of a draft is held against."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a sentence may rest on, and the vectors of it that are known."""

    evidence: Evidence
    vectors: SourceVectors


EvidenceFor = Callable[[DraftSentence], Found]
"""Gives what a sentence of a draft may rest on."""


def evidence_in(articles: Sequence[Article], *, vectors: SourceVectors) -> EvidenceFor:
    """Gives every sentence of ``articles``, whatever the sentence to be checked."""
    found = Found(whole_evidence(articles), vectors)
    return lambda _sentence: found


def evidence_in_library(
    library: Library, retrieval: Retrieval, *, embedder: Embedder, filters: Filters
) -> EvidenceFor:
    """Gives the passages of ``library`` that come nearest to a sentence, and to it in its context.

    "The company" is found by what was said before it.

    Raises:
        UsageError: there is no article within ``filters``.
    """
    if not library.catalogue.listing.count(filters):
        raise UsageError(
            "The library holds no article to check the draft against",
            hint="Add articles, or name files with --against",
        )

    def found(sentence: DraftSentence) -> Found:
        queries = [sentence.text]
        if sentence.before:
            queries.append(f"{sentence.before} {sentence.text}")
        found = [
            retrieval.search(query, k=_PASSAGES, filters=filters, read=False) for query in queries
        ]
        hits = {hit.key: hit for each in found for hit in each.hits}
        known = sentence_vectors(list(hits.values()), library=library)
        sentences = {
            (one.article.id, one.sentence.index): one
            for each in found
            for one in build_evidence(each.hits, clusters=each.clusters).sentences
        }
        return Found(Evidence(tuple(sentences.values())), SourceVectors(embedder, known=known))

    return found


class DraftCheck:
    """Checks the sentences of a draft, one at a time, without asking any chat model.

    Args:
        evidence_for: gives what one sentence may rest on.
        model: judges whether it does.
        notes: what is to be said of what the draft is held against.

    Attributes:
        articles: those that the sentences checked so far rest on, by id.
    """

    def __init__(
        self,
        evidence_for: EvidenceFor,
        *,
        model: EntailmentModel,
        notes: tuple[str, ...] = (),
    ) -> None:
        self._evidence_for = evidence_for
        self._model = model
        self.notes = notes
        self.articles: dict[str, Article] = {}

    def check(self, sentence: DraftSentence) -> Statement:
        """Returns a sentence with its verdict and the sentences that it was found to rest on.

        A question and a heading claim nothing: their verdict is ``unchecked``.
        """
        check_stopped()
        if sentence.idle:
            reason = Reason(ReasonCode.NO_CLAIM, sentence.idle, VerdictKind.UNCHECKED)
            return Statement(sentence.text, (), Verdict(VerdictKind.UNCHECKED, (reason,)))
        found, sources = self._found(sentence)
        verified = Verifier(found.vectors, model=self._model).found(sentence.text, sources)
        self.articles |= {source.article.id: source.article for source in verified.sources}
        citations = tuple(cite(source.article, source.index) for source in verified.sources)
        return Statement(sentence.text, citations, verified.verdict)

    def others(self, sentence: DraftSentence, statement: Statement) -> tuple[OtherSentence, ...]:
        """Returns what else bears a sentence, checked as ``statement``, out or contradicts it."""
        found, sources = self._found(sentence)
        cites = {_key(citation) for citation in statement.citations}
        return other_sentences(
            statement.text,
            [source for source in sources if (source.article.id, source.index) not in cites],
            vectors=found.vectors,
            model=self._model,
        )

    def _found(self, sentence: DraftSentence) -> tuple[Found, list[SourceSentence]]:
        found = self._evidence_for(sentence)
        return found, [
            SourceSentence(one.article, one.sentence.index) for one in found.evidence.sentences
        ]


def verify_draft(
    draft: str, check: DraftCheck, *, on_progress: Callable[[Progress], None]
) -> Verification:
    """Checks every sentence of ``draft``, finding the sentences that it rests on.

    Lines without a word are left out.

    Args:
        draft: the text; its citation marks are not read.
        check: checks a sentence.
        on_progress: told of every sentence.
    """
    started = perf_counter()
    sentences = draft_sentences(draft)
    checked: list[CheckedSentence] = []
    for one in sentences:
        check_stopped()
        on_progress(Progress(len(checked), len(sentences), one.text))
        checked.append(CheckedSentence(one.start, one.end, check.check(one)))
    on_progress(Progress(len(sentences), len(sentences), ""))
    statements = [sentence.statement for sentence in checked]
    taken = perf_counter() - started
    return Verification(
        draft=draft,
        sentences=tuple(checked),
        sources=cited(statements),
        timing=Timing({"verifying": taken}, taken),
        notes=check.notes,
        corrections=corrections_of(statements, check.articles.values()),
    )


def _key(citation: Citation) -> tuple[str, int]:
    return citation.article_id, citation.sentence_index
