"""Wire copy: what may be used, what later versions are known by, datelines."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text
from assistant.reading.wire import refuse_embargoed, wire_origin, with_dateline
from tests.reading.packing import CEST, NOW, news_item, nitf, read_story


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("stat:canceled", "cancelled"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", "withheld"),
        ("killed", "killed"),
    ],
)
def test_what_its_provider_took_back_is_refused(tmp_path: Path, status: str, word: str) -> None:
    for text in (
        news_item(status=status),
        nitf(docdata_attributes=f'management-status="{status}"'),
    ):
        (error,) = read_story(text, folder=tmp_path).errors.values()
        assert error.message == f"a.xml was {word} by its provider"


def test_an_embargo_holds_until_it_is_over(tmp_path: Path) -> None:
    over = datetime(2025, 5, 14, 18, tzinfo=CEST)
    for text in (
        news_item(management="<embargoed>2025-05-14T18:00:00+02:00</embargoed>"),
        nitf(docdata='<date.release norm="20250514T180000+0200"/>'),
    ):
        before = read_story(text, folder=tmp_path, now=over - timedelta(seconds=1))
        assert before.documents == ()
        assert "is under embargo until 2025" in before.messages[0]
        assert len(read_story(text, folder=tmp_path, now=over).documents) == 1


@pytest.mark.parametrize("written", ["", "soon", "2025-99-99"])
def test_an_embargo_that_is_not_understood_holds(written: str) -> None:
    with pytest.raises(ReadingError, match="embargo"):
        refuse_embargoed("usable", [written], name="a", now=NOW)


def test_an_embargo_of_a_day_holds_while_it_is_that_day_anywhere() -> None:
    with pytest.raises(ReadingError):
        refuse_embargoed("", ["2025-05-13"], name="a", now=NOW - timedelta(seconds=1))
    refuse_embargoed("", ["2025-05-13"], name="a", now=NOW)


def test_a_status_of_embargo_without_a_moment_holds() -> None:
    with pytest.raises(ReadingError, match="until further notice"):
        refuse_embargoed("embargoed", [], name="a", now=NOW)
    refuse_embargoed("embargoed", ["2025-05-01T00:00:00Z"], name="a", now=NOW)


@pytest.mark.parametrize(
    ("identifier", "authority", "origin"),
    [
        ("urn:newsml:a:1", "", "wire:urn:newsml:a:1"),
        ("tag:a,2025:1", "The Wire", "wire:tag:a,2025:1"),
        ("123", "The  Wire", "wire:the wire:123"),
        ("123", "", None),
        ("", "The Wire", None),
        ("https://wire.example/1", "The Wire", None),
    ],
)
def test_what_later_versions_are_known_by(
    identifier: str, authority: str, origin: str | None
) -> None:
    assert wire_origin(identifier, authority=authority) == origin


@given(st.text(), st.text())
def test_a_dateline_never_loses_text(text: str, dateline: str) -> None:
    dated = with_dateline(text, dateline)
    assert dated == text or dated.endswith(canonical_text(text))
    assert with_dateline(text, "") == text


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("PARIS, March 3 — The city voted.", True),
        ("Paris (Wire) - The city voted.", True),
        ("PARIS--The city voted.", True),
        ("PARIS— The city voted.", True),
        ("Parisians voted on Sunday.", False),
        ("Paris-based firms voted on Sunday.", False),
        ("Paris’s mayor voted on Sunday.", False),
    ],
)
def test_a_longer_word_is_not_the_place(text: str, is_there: bool) -> None:
    dated = with_dateline(text, "PARIS, March 3")
    assert dated == (text if is_there else f"PARIS, March 3 — {text}")
