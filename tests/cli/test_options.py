from __future__ import annotations

from datetime import date

import pytest
import typer

from assistant.cli.options import AsOfOptions, LimitOptions, filters, result_form
from assistant.cli.session import Session, with_session
from assistant.errors import UsageError
from assistant.types import Filters


def test_filters_take_all_three() -> None:
    wanted = filters(["A", "B"], "2025-03", "2025")
    assert wanted.sources == ("A", "B")
    assert (wanted.since, wanted.until) == (date(2025, 3, 1), date(2025, 12, 31))
    assert not filters(None, None, None).active


def test_a_group_of_options_stands_for_all_of_them() -> None:
    given: list[Filters] = []

    def command(
        _session: Session, *, first: bool = False, limits: LimitOptions, day: AsOfOptions
    ) -> None:
        """Take a group and options of its own."""
        assert first
        given.append(limits.filters(day))

    app = typer.Typer()
    app.command()(with_session(command))
    run = typer.main.get_command(app)
    words = ["--first", "--outlet", "A", "--since", "2025-03", "--as-of", "2025-03-04"]
    run(args=words, standalone_mode=False)
    assert given == [Filters(("A",), date(2025, 3, 1), as_of=date(2025, 3, 4))]
    names = [one.name for one in run.params]
    expected = ["first", "outlet", "collection", "since", "until", "as_of", "taken_in"]
    assert names[: len(expected)] == expected


def test_dates_that_leave_no_day_are_refused() -> None:
    with pytest.raises(UsageError, match="No day"):
        filters(None, "2025-03-02", "2025-03-01")


def test_one_form_at_a_time() -> None:
    assert result_form(as_json=False, markdown=True) == "markdown"
    with pytest.raises(UsageError):
        result_form(as_json=True, markdown=True)
