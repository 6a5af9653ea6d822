"""Fetchers that may reach this machine, and what is said of an address that is not fetched."""

from __future__ import annotations

import pytest

from assistant.errors import FetchError
from assistant.fetching import Fetcher, FetchLimits

STORY = b"<html><body>The ferry is suspended.</body></html>"
MEGABYTE = 1_000_000


def real(**limits: float) -> Fetcher:
    """A fetcher that may reach this machine, by the real clock."""
    chosen = FetchLimits(allow_private_network=True, **limits)  # type: ignore[arg-type] # whole ones are given for whole ones
    return Fetcher(limits=chosen)


def refusal(fetcher: Fetcher, address: str) -> FetchError:
    """What is said of an address that is not fetched."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)
    assert caught.value.hint
    assert type(caught.value) is FetchError
    return caught.value
