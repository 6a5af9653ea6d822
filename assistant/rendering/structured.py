"""Everything the program gives out, as JSON documents.

The documents are a promise to scripts: keys are added, never renamed. Offsets are
half-open character ranges into the article's text; sentence indices count from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date

from assistant.rendering.later import since_of
from assistant.rendering.sourcing import cited_sources
from assistant.reports import AddedKind, AddReport, Check, CheckState
from assistant.types import (
    Abstention,
    Answer,
    Article,
    ArticleSummary,
    Citation,
    Cluster,
    CorrectionNote,
    Headline,
    Hit,
    LeftOut,
    Notice,
    Reason,
    Statement,
    Summary,
    Timing,
    Usage,
    VerdictKind,
    Verification,
)
from assistant.versions import NO_CHANGES, Changes, Since

Document = dict[str, object]
"""A JSON object."""

# Legal in JSON, but not safe in a terminal or not possible in UTF-8: written as escapes.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


def dumps(document: Document, *, compact: bool = False) -> str:
    """``document`` as JSON text, readable (or, ``compact``, in one line), not ASCII only.

    What a terminal would obey is escaped, so that nothing is lost and nothing is obeyed.
    """
    text = json.dumps(
        document,
        ensure_ascii=False,
        allow_nan=False,
        indent=None if compact else 2,
        separators=(",", ":") if compact else None,
    )
    return _UNSAFE.sub(lambda match: json.dumps(match.group())[1:-1], text)


def answer_document(answer: Answer, *, changes: Changes = NO_CHANGES) -> Document:
    """An answer, or the abstention in its place.

    ``changes`` are what became of the cited sentences since.
    """
    return {
        "question": answer.question,
        "asked": answer.asked,
        "text": answer.text,
        "abstained": answer.abstained,
        "abstention": _abstention(answer.abstention),
        **_body(answer, changes),
    }


def summary_document(summary: Summary) -> Document:
    """A summary, in the form of an answer to no question."""
    return {
        "question": None,
        "style": summary.style,
        "words": summary.words,
        "text": summary.text,
        "abstained": False,
        "abstention": None,
        **_body(summary, NO_CHANGES),
        "left_out": _left_out(summary.left_out),
    }


def verification_document(verification: Verification) -> Document:
    """A checked draft; offsets of sentences are into ``draft``, of findings into ``text``."""
    statements = verification.statements
    return {
        "draft": verification.draft,
        "counts": {kind.value: verification.count(kind) for kind in VerdictKind},
        "sentences": [
            {
                "start_char_index": sentence.start,
                "end_char_index": sentence.end,
                **_statement(sentence.statement, NO_CHANGES),
            }
            for sentence in verification.sentences
        ],
        "sources": _sources(statements, verification.corrections),
        "notes": list(verification.notes),
        "left_out": _left_out(verification.left_out),
        "timing": _timing(verification.timing),
    }


def list_document(articles: Sequence[ArticleSummary]) -> Document:
    """The articles of a library, without their texts."""
    return {"articles": [_article_summary(article) for article in articles]}


def clusters_document(clusters: Sequence[Cluster]) -> Document:
    """The stories of a library that several articles carry."""
    return {
        "clusters": [
            {
                "head": _article_summary(cluster.head),
                "copies": [_article_summary(copy) for copy in cluster.copies],
            }
            for cluster in clusters
        ]
    }


def removal_document(removed: Sequence[ArticleSummary]) -> Document:
    """The articles that were taken out of a library."""
    return {"removed": [_article_summary(article) for article in removed]}


def article_document(article: Article) -> Document:
    """A whole article with its sentences."""
    return {
        "document_id": article.id,
        "document_title": article.title,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "published": _moment(article.published),
        "updated": _moment(article.updated),
        "added": _moment(article.added),
        "language": article.language,
        "declared_language": article.declared,
        "origin": article.origin,
        "text": article.text,
        "sentences": [
            {
                "sentence_index": sentence.index,
                "start_char_index": sentence.start,
                "end_char_index": sentence.end,
                "text": article.text[sentence.start : sentence.end],
            }
            for sentence in article.sentences
        ],
    }


def search_document(query: str, hits: Sequence[Hit]) -> Document:
    """The passages found for ``query``, best first."""
    return {"query": query, "hits": [_hit(hit, rank) for rank, hit in enumerate(hits, start=1)]}


def add_document(report: AddReport) -> Document:
    """What became of everything that was to be added."""
    counts: Document = {kind.value: report.count(kind) for kind in AddedKind}
    outcomes = [
        {
            "name": outcome.name,
            "outcome": outcome.kind.value,
            "document_id": outcome.article_id,
            "document_title": outcome.title,
            "sentences": outcome.sentences,
            "replaces": outcome.replaces,
            "newer": outcome.newer,
            "notice": notice_document(outcome.notice),
            "left_out": list(outcome.left_out),
            "error": outcome.error,
            "hint": outcome.hint,
        }
        for outcome in report.outcomes
    ]
    return counts | {"outcomes": outcomes}


def notice_document(notice: Notice | None) -> Document | None:
    """What withdraws an article; null where nothing does."""
    if notice is None:
        return None
    return {
        "item": notice.item,
        "status": notice.status,
        "words": notice.words,
        "number": notice.number,
        "stated": _moment(notice.stated),
        "came": _moment(notice.came),
        "origin": notice.origin,
    }


def checks_document(checks: Sequence[Check]) -> Document:
    """The findings of ``doctor``."""
    return {
        "ok": all(check.state is not CheckState.FAILED for check in checks),
        "checks": [
            {
                "name": check.name,
                "state": check.state.value,
                "detail": check.detail,
                "hint": check.hint,
            }
            for check in checks
        ],
    }


def _body(text: Answer | Summary, changes: Changes) -> Document:
    return {
        "engine": text.engine,
        "statements": [_statement(statement, changes) for statement in text.statements],
        "removed": [_statement(statement, changes) for statement in text.removed],
        "sources": _sources(text.statements, text.corrections),
        "notes": list(text.notes),
        "usage": _usage(text.usage),
        "timing": _timing(text.timing),
    }


def _left_out(left_out: Sequence[LeftOut]) -> list[Document]:
    return [{"name": source.name, "parts": list(source.parts)} for source in left_out]


def _statement(statement: Statement, changes: Changes) -> Document:
    return {
        "text": statement.text,
        "short_answer": _short_answer(statement),
        "verdict": statement.verdict.kind.value,
        "verdict_reasons": [reason.text for reason in statement.verdict.reasons],
        "verdict_findings": [_finding(reason) for reason in statement.verdict.reasons],
        "verdict_score": _rounded(statement.verdict.score),
        "citations": [_citation(citation, changes) for citation in statement.citations],
    }


def _short_answer(statement: Statement) -> Document | None:
    short = statement.short_answer
    if short is None:
        return None
    return {
        "text": statement.text[short.start : short.end],
        "start_char_index": short.start,
        "end_char_index": short.end,
    }


def _finding(reason: Reason) -> Document:
    return {
        "code": reason.code.value,
        "verdict": reason.kind.value,
        "text": reason.text,
        "start_char_index": reason.start,
        "end_char_index": reason.end,
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


def _citation(citation: Citation, changes: Changes) -> Document:
    return {
        "document_id": citation.article_id,
        "document_title": citation.title,
        "source": citation.source,
        "published": _moment(citation.published),
        "url": citation.url,
        "sentence_index": citation.sentence_index,
        "start_char_index": citation.start,
        "end_char_index": citation.end,
        "cited_text": citation.quote,
        "also_in": list(citation.also_in),
        "also_outlets": list(citation.also_outlets),
        "since": _since(since_of(citation, changes)),
    }


def _since(since: Since | None) -> Document | None:
    if since is None:
        return None
    return {
        "state": since.later.value,
        "text": since.text,
        "document_id": since.newest,
        "notice": notice_document(since.notice),
    }


def _sources(
    statements: Sequence[Statement], corrections: Sequence[CorrectionNote]
) -> list[Document]:
    return [
        {
            "number": source.number,
            "document_id": source.first.article_id,
            "document_title": source.first.title,
            "source": source.first.source,
            "published": _moment(source.first.published),
            "url": source.first.url,
            "corrections": [
                _correction(note)
                for note in corrections
                if note.article_id == source.first.article_id
            ],
        }
        for source in cited_sources(statements)
    ]


def _correction(note: CorrectionNote) -> Document:
    return {
        "kind": note.kind.value,
        "text": note.text,
        "first_sentence_index": note.first,
        "last_sentence_index": note.last,
    }


def _abstention(abstention: Abstention | None) -> Document | None:
    if abstention is None:
        return None
    return {
        "kind": abstention.kind.value,
        "message": abstention.message,
        "nearest": [_headline(nearest) for nearest in abstention.nearest],
    }


def _headline(headline: Headline) -> Document:
    return {
        "document_id": headline.article_id,
        "document_title": headline.title,
        "source": headline.source,
        "published": _moment(headline.published),
    }


def _article_summary(article: ArticleSummary) -> Document:
    return {
        "document_id": article.id,
        "document_title": article.title,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "published": _moment(article.published),
        "added": _moment(article.added),
        "origin": article.origin,
        "sentences": article.sentences,
        "characters": article.characters,
        "older_versions": article.older,
        "withdrawn": article.withdrawn,
    }


def _hit(hit: Hit, rank: int) -> Document:
    return {
        "rank": rank,
        "score": hit.score,
        "similarity": hit.similarity,
        "bm25": hit.bm25,
        "read": _rounded(hit.read),
        "document_id": hit.article.id,
        "document_title": hit.article.title,
        "source": hit.article.source,
        "published": _moment(hit.article.published),
        "url": hit.article.url,
        "passage_index": hit.passage.index,
        "first_sentence_index": hit.passage.first,
        "last_sentence_index": hit.passage.last,
        "start_char_index": hit.passage.start,
        "end_char_index": hit.passage.end,
        "text": hit.text,
        "also_in": list(hit.also_in),
        "also_outlets": list(hit.also_outlets),
    }


def _usage(usage: Usage) -> Document:
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "calls": usage.calls,
        "cost": usage.cost,
        "dropped_citations": usage.dropped_citations,
    }


def _timing(timing: Timing) -> Document:
    return {
        "stages": {stage: round(seconds, 6) for stage, seconds in timing.stages.items()},
        "total": round(timing.total, 6),
    }


def _moment(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()
