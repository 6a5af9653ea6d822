"""When somebody was last at the stories, as their browser keeps it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.web.visits import entered, since_of

NOW = datetime(2031, 3, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_visit_ends_half_an_hour_after_it_was_last_gone_on_with() -> None:
    first = entered(None, user=None, now=NOW)
    assert first.since is None
    soon = entered(first.kept(), user=None, now=NOW + timedelta(minutes=29))
    assert soon.since is None
    second = entered(soon.kept(), user=None, now=NOW + DAY)
    assert second.since == NOW + timedelta(minutes=29)
    again = entered(second.kept(), user=None, now=NOW + DAY + timedelta(minutes=5))
    assert again.since == second.since
    assert since_of(again.kept(), user=None, now=again.at) == second.since


def test_a_visit_is_that_of_one_person() -> None:
    ann = entered(None, user="ann", now=NOW)
    assert "ann" not in str(ann.kept())
    assert entered(ann.kept(), user="ben", now=NOW + DAY).since is None
    assert entered(ann.kept(), user=None, now=NOW + DAY).since is None
    assert entered(ann.kept(), user="ann", now=NOW + DAY).since == NOW


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "",
        [],
        {"who": 1, "at": "x"},
        {"who": "", "at": "2031-03-09T00:00:00"},
        {"who": "", "at": "2031-03-11T00:00:00Z"},
        {"who": "", "since": "2031-03-09T00:00:00Z", "at": "2031-03-08T00:00:00Z"},
        {"who": "x" * 65, "at": "2031-03-09T00:00:00Z"},
    ],
    ids=repr,
)
def test_what_no_page_has_kept_is_no_visit(kept: object) -> None:
    assert entered(kept, user=None, now=NOW).since is None
