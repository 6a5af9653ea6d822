from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.news_server import NewsServer


@pytest.fixture
def server() -> Iterator[NewsServer]:
    """A server of news on the loopback."""
    with NewsServer() as running:
        yield running
