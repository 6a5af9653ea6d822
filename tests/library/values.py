"""Hypothesis strategies for everything that an answer can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from hypothesis import strategies as st

from assistant.conversations import Exchange
from assistant.types import (
    Abstention,
    AbstentionKind,
    Answer,
    Citation,
    Filters,
    Headline,
    Reason,
    ReasonCode,
    Statement,
    Timing,
    Usage,
    Verdict,
    VerdictKind,
)

# Lone surrogates too: a file name or a damaged page may have brought them in.
_texts: Final = st.text(max_size=60)
_optional: Final = st.none() | _texts
_zones: Final = st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=9))])
_moments: Final = st.datetimes(timezones=_zones)
_midnights: Final = st.dates().map(lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC))
_published: Final = st.none() | st.dates() | _moments | _midnights
_numbers: Final = st.integers(0, 10**9)
_scores: Final = st.none() | st.floats(0, 1)
_kinds: Final = st.sampled_from(VerdictKind)

_citations: Final = st.builds(
    Citation,
    article_id=_texts,
    title=_texts,
    source=_optional,
    published=_published,
    url=_optional,
    sentence_index=_numbers,
    start=_numbers,
    end=_numbers,
    quote=_texts,
    also_in=st.lists(_texts, max_size=2).map(tuple),
)
_reasons: Final = st.builds(
    Reason,
    code=st.sampled_from(ReasonCode),
    text=_texts,
    kind=_kinds,
    start=st.none() | _numbers,
    end=st.none() | _numbers,
)
_statements: Final = st.builds(
    Statement,
    text=_texts,
    citations=st.lists(_citations, max_size=3).map(tuple),
    verdict=st.builds(
        Verdict, kind=_kinds, reasons=st.lists(_reasons, max_size=2).map(tuple), score=_scores
    ),
    lead=st.sampled_from(["", " ", "\n", "\n\n"]),
)
_headlines: Final = st.builds(
    Headline, article_id=_texts, title=_texts, source=_optional, published=_published
)
answers: Final = st.builds(
    Answer,
    question=_texts,
    asked=_texts,
    statements=st.lists(_statements, max_size=3).map(tuple),
    engine=_texts,
    abstention=st.none()
    | st.builds(
        Abstention,
        kind=st.sampled_from(AbstentionKind),
        message=_texts,
        nearest=st.lists(_headlines, max_size=2).map(tuple),
    ),
    sources=st.lists(_headlines, max_size=2).map(tuple),
    usage=st.builds(
        Usage,
        input_tokens=_numbers,
        output_tokens=_numbers,
        calls=_numbers,
        cost=st.none() | st.floats(0, 100),
        dropped_citations=_numbers,
    ),
    timing=st.builds(
        Timing, stages=st.dictionaries(_texts, st.floats(0, 60), max_size=3), total=st.floats(0, 60)
    ),
    notes=st.lists(_texts, max_size=2).map(tuple),
    removed=st.lists(_statements, max_size=1).map(tuple),
)
exchanges: Final = st.builds(
    Exchange,
    question=_texts,
    filters=st.builds(
        Filters,
        sources=st.lists(_texts, max_size=2).map(tuple),
        since=st.none() | st.dates(),
        until=st.none() | st.dates(),
    ),
    answer=answers,
    asked=_moments,
)


def exchange(question: str, *, minute: int = 0) -> Exchange:
    """An exchange with an answer of no statements."""
    answer = Answer(question, question, (), "extractive", notes=("a note",))
    asked = datetime(2025, 3, 4, 12, minute, tzinfo=UTC)
    return Exchange(question, Filters(since=date(2025, 3, 1)), answer, asked)


def answered(question: str, *sentences: str) -> Exchange:
    """An exchange with an answer of these sentences, which cite nothing."""
    one = exchange(question)
    verdict = Verdict(VerdictKind.UNCHECKED)
    statements = tuple(Statement(text, (), verdict) for text in sentences)
    return replace(one, answer=replace(one.answer, statements=statements))
