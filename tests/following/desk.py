"""A desk that may reach the test's own server, and what that server gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant import Assistant
from assistant.fetching import Fetcher
from assistant.reports import AddedKind, AddReport, FeedOutcome
from tests.fetching.made import item, page, rss
from tests.fetching.waiting import Waits, local
from tests.news_server import Asked, Behaviour, Gives, NewsServer, Rule


class Desk(Assistant):
    """An assistant that may reach this machine, and does not really wait between requests."""

    waits = Waits()

    def __init__(self, *, fetcher: Fetcher | None = None, **given: Any) -> None:
        super().__init__(**given)
        vars(self._resources)["fetcher"] = fetcher or local(self.waits)


def story(title: str, *, head: str = "", tag: str = '"1"') -> Behaviour:
    return Gives(page(title=title, head=head).encode(), headers={"etag": tag})


def holding(title: str, tag: str = '"1"') -> Rule:
    """A rule that gives a story once to who holds no tag of it."""

    def rule(asked: Asked) -> Behaviour:
        if asked.headers.get("if-none-match") == tag:
            return Gives(status=304)
        return story(title, tag=tag)

    return rule


def feed_of(*items: str, title: str = "The Ostvik Courier") -> Gives:
    return Gives(rss(items, title=title).encode(), content_type="application/rss+xml")


def linked(server: NewsServer, path: str, number: int, **more: str) -> str:
    return item(number, link=server.at(path), **more)


def kinds(report: AddReport | FeedOutcome) -> list[AddedKind]:
    return [outcome.kind for outcome in report.outcomes]


def change_catalogue(home: Path, *statements: str) -> None:
    """Runs SQL in the catalogue of the library in ``home``."""
    engine = sa.create_engine(f"sqlite:///{home}/catalogue.sqlite")
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
