"""What is not told as news: withdrawn and retracted articles, and their copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.summarising.leaving_out import without_unsound, without_withdrawn
from assistant.summarising.pipeline import summarise
from assistant.types import Article, CorrectionKind, Notice, Summary
from tests.summarising.articles_to_try import article

CLAIM = "The harbour master took money from the builders, a ledger shows."
MORE = " ".join(f"Page {n} of the ledger names a payment of {n + 3}00 crowns." for n in range(9))
RETRACTED = article(
    f"This article has been retracted because its source could not be confirmed.\n\n{CLAIM} {MORE}",
    title="Harbour master took money",
    source="The Ledger",
    published=date(2031, 3, 3),
)
COPY = article(f"{CLAIM} {MORE}", title="Harbour master", source="The County Post")
SOUND = article(
    "The port will close its old terminal in May, the council said on Monday. "
    "A new stop opens beside the railway station in June. It will cost two million crowns.",
    title="Port closes terminal",
    source="The Courier",
)
NOTICE = Notice(
    origin="wire:urn:a",
    item="urn:a, version 2",
    status="cancelled",
    words="KILL: false",
    came=datetime(2031, 3, 5, 8, 30, tzinfo=UTC),
)


def summary_of(*articles: Article, withdrawn: dict[str, Notice] | None = None) -> Summary:
    return summarise(
        articles,
        words=25,
        style="paragraph",
        embedder=Embedder(threads=1),
        chat=None,
        settings=Settings(engine="extractive"),
        read_seconds=0.0,
        withdrawn=withdrawn or {},
    )


def test_a_retracted_article_and_its_copies_are_left_out_beside_others() -> None:
    summary = summary_of(RETRACTED, COPY, SOUND)
    assert [source.title for source in summary.sources] == ["Port closes terminal"]
    assert summary.notes[0] == (
        "“Harbour master took money” (The Ledger), 3 March 2031 was left out: retracted: “This "
        "article has been retracted because its source could not be confirmed.”"
    )
    assert summary.notes[1].startswith("“Harbour master” (The County Post) was left out: it is a")


def test_a_retracted_article_that_is_asked_for_alone_is_told_as_such() -> None:
    summary = summary_of(RETRACTED)
    assert summary.statements
    assert "does not stand, and is summarised because you named it" in summary.notes[0]
    assert CorrectionKind.RETRACTION in {note.kind for note in summary.corrections}


def test_a_withdrawn_article_is_never_summarised() -> None:
    summary = summary_of(COPY, SOUND, withdrawn={COPY.id: NOTICE})
    assert [source.title for source in summary.sources] == ["Port closes terminal"]
    assert summary.notes[0] == (
        "“Harbour master” (The County Post) was left out, because its provider withdrew it: "
        "cancelled by urn:a, version 2, on 5 March 2031, 08:30 UTC: “KILL: false”"
    )
    with pytest.raises(UsageError, match="was withdrawn by its provider") as refused:
        summary_of(COPY, withdrawn={COPY.id: NOTICE})
    assert refused.value.hint is not None
    assert COPY.id in refused.value.hint


def test_a_copy_that_its_dates_say_is_newer_stands() -> None:
    newer = replace(COPY, published=date(2031, 3, 9))
    assert without_unsound([RETRACTED, newer], withdrawn={}).articles == (newer,)
    assert without_unsound([RETRACTED, COPY], withdrawn={}).articles == (RETRACTED, COPY)


ARTICLES = (RETRACTED, COPY, SOUND)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=3, unique_by=lambda one: one.id),
    st.sets(st.sampled_from([one.id for one in ARTICLES])),
)
def test_every_article_is_told_or_named_and_no_withdrawn_one_is_told(
    articles: list[Article], ids: set[str]
) -> None:
    withdrawn = dict.fromkeys(ids, NOTICE)
    for left in (without_withdrawn, without_unsound):
        if all(one.id in ids for one in articles):
            with pytest.raises(UsageError):
                left(articles, withdrawn=withdrawn)
            continue
        told = left(articles, withdrawn=withdrawn)
        assert told.articles
        for one in articles:
            named = any(note.startswith(f"“{one.title}”") for note in told.notes)
            assert one in told.articles or named
            assert not (one.id in ids and one in told.articles)
