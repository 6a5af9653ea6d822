from __future__ import annotations

from datetime import date

import pytest

from assistant.cli.options import filters, result_form
from assistant.errors import UsageError


def test_filters_take_all_three() -> None:
    wanted = filters(["A", "B"], "2025-03", "2025")
    assert wanted.sources == ("A", "B")
    assert (wanted.since, wanted.until) == (date(2025, 3, 1), date(2025, 12, 31))
    assert not filters(None, None, None).active


def test_dates_that_leave_no_day_are_refused() -> None:
    with pytest.raises(UsageError, match="No day"):
        filters(None, "2025-03-02", "2025-03-01")


def test_one_form_at_a_time() -> None:
    assert result_form(as_json=False, markdown=True) == "markdown"
    with pytest.raises(UsageError):
        result_form(as_json=True, markdown=True)
