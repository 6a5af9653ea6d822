from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import load_settings
from tests.following.desk import Desk
from tests.news_server import NewsServer


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(settings=load_settings(home=tmp_path / "home", allow_private_network=True)) as made:
        yield made
