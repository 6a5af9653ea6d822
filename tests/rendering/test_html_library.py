"""The list of a library in the browser: stories with their copies, and marks of corrections."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.rendering.html.library import Listed, list_html
from assistant.reports import CollapsedPage, Snippet
from assistant.types import ArticleSummary, Cluster, CorrectionKind, CorrectionNote
from tests.language.ugly import ugly_text
from tests.rendering.made import HOSTILE
from tests.rendering.test_html import MARKUP, Reader, is_ours
from tests.rendering.test_safety import steers

LISTED = Listed("", offset=0, limit=50)


def _summary(
    number: int, title: str = "Ferry", source: str | None = "Wire", older: int = 0
) -> ArticleSummary:
    return ArticleSummary(
        id=f"{number:016x}",
        title=title,
        source=source,
        url=None,
        authors=(),
        published=date(2031, 3, 4),
        added=datetime(2031, 3, 5, tzinfo=UTC),
        origin="x",
        sentences=3,
        characters=90,
        older=older,
    )


def _note(number: int, kind: CorrectionKind, text: str = "It says so.") -> CorrectionNote:
    return CorrectionNote(f"{number:016x}", kind, text)


def _words(shown: str) -> str:
    return " ".join(Reader(shown).text.split())


def test_copies_stand_below_their_head_and_can_be_opened_and_chosen() -> None:
    story = Cluster(_summary(1), (_summary(2, "Toll", "Ledger"), _summary(3, "Sinks", None)))
    shown = list_html(
        CollapsedPage((story, Cluster(_summary(4), ())), 2, 4), LISTED, corrections={}
    )
    assert shown.count('<li class="nd-row">') == 4, "two stories and two copies"
    assert shown.count("<details") == 1
    assert "also in Ledger" in shown
    assert "1–2 of 2 stories, 4 articles" in shown
    for number in range(1, 5):
        assert f'data-do="open" data-article="{number:016x}"' in shown
        assert f'value="{number:016x}"' in shown
    assert 'aria-label="Choose: Toll, Ledger"' in shown


def test_copies_in_the_same_outlet_are_counted() -> None:
    story = Cluster(_summary(1), (_summary(2), _summary(3)))
    shown = list_html(CollapsedPage((story,), 1, 3), LISTED, corrections={})
    assert "also in 2 other articles" in shown


def test_a_list_without_copies_counts_articles() -> None:
    shown = list_html(
        CollapsedPage((Cluster(_summary(1), ()),), 61, 61),
        Listed("", offset=60, limit=50),
        corrections={},
    )
    assert "61–61 of 61 articles" in shown
    assert 'data-offset="10"' in shown


def test_corrections_are_marked_by_words_and_seen_through_a_folded_copy() -> None:
    story = Cluster(_summary(1, older=2), (_summary(2, "Toll", "Ledger"),))
    corrections = {
        f"{1:016x}": (
            _note(1, CorrectionKind.UPDATE),
            _note(1, CorrectionKind.CORRECTION, "Nine."),
            _note(1, CorrectionKind.CORRECTION, "Ten."),
        ),
        f"{2:016x}": (_note(2, CorrectionKind.RETRACTION),),
    }
    shown = list_html(CollapsedPage((story,), 1, 2), LISTED, corrections=corrections)
    assert 'title="Nine. Ten.">corrected</span>' in shown
    read = _words(shown)
    assert "Ferry corrected updated 2 earlier versions" in read
    assert "also in Ledger a copy: retracted" in read
    assert "Toll retracted" in read


@settings(deadline=None)  # of a machine that is busy with other tests
@given(st.one_of(ugly_text, MARKUP), st.one_of(ugly_text, MARKUP))
def test_any_headline_and_outlet_are_only_text(title: str, source: str) -> None:
    story = Cluster(_summary(1, title, source), (_summary(2, source, title or None),))
    notes = {f"{n:016x}": (_note(n, CorrectionKind.CORRECTION, title),) for n in (1, 2)}
    shown = list_html(CollapsedPage((story,), 1, 2), Listed(title, 0, 50), corrections=notes)
    is_ours(Reader(shown), also=TABLE)
    assert not any(map(steers, shown))


def test_a_hostile_note_steers_nothing() -> None:
    notes = {f"{1:016x}": (_note(1, CorrectionKind.CORRECTION, HOSTILE),)}
    shown = list_html(
        CollapsedPage((Cluster(_summary(1, HOSTILE), ()),), 1, 1), LISTED, corrections=notes
    )
    assert not re.search("[\x00-\x08\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_the_sentence_where_the_words_stand_opens_its_source() -> None:
    snippet = Snippet(7, 20, 39, "The ferry came late", ((24, 29), (35, 39)))
    page = CollapsedPage((Cluster(_summary(1), ()),), 1, 1, {f"{1:016x}": snippet})
    shown = list_html(page, LISTED, corrections={})
    assert "The <mark>ferry</mark> came <mark>late</mark></button>" in shown
    assert f'data-do="cite" data-article="{1:016x}" data-focus="7"' in shown


@settings(deadline=None)
@given(ugly_text, st.integers(0, 9), st.integers(0, 9))
def test_any_sentence_is_only_text(text: str, start: int, length: int) -> None:
    begin = min(start, len(text))
    word = (begin + 3, min(begin + length, len(text)) + 3)
    snippet = Snippet(0, 3, 3 + len(text), text, (word,))
    page = CollapsedPage((Cluster(_summary(1), ()),), 1, 1, {f"{1:016x}": snippet})
    shown = list_html(page, LISTED, corrections={})
    is_ours(Reader(shown), also=TABLE)
    assert not any(map(steers, shown))


def test_nothing_found_is_told_with_what_was_looked_for() -> None:
    shown = list_html(
        CollapsedPage((), 0, 0), Listed("of Wire has all of “x”", 0, 50), corrections={}
    )
    assert _words(shown) == "No article of Wire has all of “x”."
    assert "samples" in list_html(CollapsedPage((), 0, 0), LISTED, corrections={})


TABLE = {"input", "mark"}
