"""Stories that are changed in every way, and processes that are killed while they change them.

Started as ``python -m tests.library.changed_stories``, it imports everything once, then forks
a child for every line ``HOME CHANGE STEP`` that it reads: the child does one change and kills
itself with SIGKILL before the statement of that number. For ``HOME writers SECONDS`` it forks
two children that change the library in turns, kills both at that moment, and answers with
their exit statuses.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import sqlalchemy as sa

from assistant.articles.stories import terms_of
from assistant.errors import ArticleNotFoundError, UsageError
from assistant.language.articles import make_article
from assistant.library import grouping
from assistant.library.catalogue import Catalogue
from assistant.library.lock import WriteLock
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Document, Filters, Notice
from tests.library.kept_stories import catalogue

NOW: Final = datetime(2025, 4, 1, tzinfo=UTC)
EVENTS: Final = (
    "ferry harbour captain lifeboat passengers deck pier sank divers coast gale",
    "bid shares takeover board investors offer premium merger price stake profit",
    "dam valley spillway evacuation reservoir engineers flood crest sirens levee farms",
)
REPORTS: Final = 4


def report(event: int, number: int, *, version: int = 1, origin: str = "") -> Article:
    """What one outlet has of an event; versions from one place differ in words and days."""
    words = EVENTS[event].split()
    random.Random(100 * event + 10 * number + version).shuffle(words)
    return make_article(
        Document(
            title=f"{' '.join(words[:5]).capitalize()} {number}",
            text=f"The {' and the '.join(words)} were told of again. It is version {version}.",
            origin=origin or f"/{event}/{number}",
            source=f"Outlet {number}",
            published=date(2025, 3, 1) + timedelta(days=number),
            updated=date(2025, 3, 10) + timedelta(days=version),
        )
    )


def keep(opened: Catalogue, *articles: Article) -> None:
    """Keeps articles in one transaction, without passages."""
    none = np.zeros((0, 8), np.float32)
    opened.upsert([PreparedArticle(one, (), none, ()) for one in articles], added=NOW)


def kill(opened: Catalogue, origin: str) -> None:
    """Has the provider of what stands at a place withdraw it."""
    notice = Notice(origin=origin, item=f"kill {origin}", status="killed", words="KILL")
    opened.withdraw([notice], at=NOW)


def fill(home: Path) -> None:
    """A library with three stories: one merged of two, one pinned and named, one parted."""
    opened = catalogue(home)
    keep(opened, *(report(event, n) for event in range(3) for n in range(REPORTS)))
    ferry, bid, dam = (opened.stories.one(report(event, 0).id).id for event in range(3))
    opened.stories.mark(ferry, title="The ferry", pinned=True)
    opened.stories.merge([bid, dam])
    opened.stories.part(ferry, [report(0, 3).id])
    opened.close()


def _story(opened: Catalogue, event: int, number: int) -> str:
    return opened.stories.one(_standing(opened, f"/{event}/{number}")).id


def _standing(opened: Catalogue, origin: str) -> str:
    listed = opened.listing.summaries(Filters())
    return next(one.id for one in listed if one.origin == origin)


CHANGES: Final[Mapping[str, Callable[[Catalogue], object]]] = {
    "keep": lambda opened: keep(opened, report(0, 7), report(2, 7)),
    "version": lambda opened: keep(opened, report(0, 1, version=2), report(1, 1, version=2)),
    "remove": lambda opened: opened.delete([report(0, 0).id, report(1, 0).id]),
    "withdraw": lambda opened: kill(opened, "/0/1"),
    "merge": lambda opened: opened.stories.merge([_story(opened, 0, 0), _story(opened, 1, 0)]),
    "part": lambda opened: opened.stories.part(
        _story(opened, 1, 0), [report(2, n).id for n in range(REPORTS)]
    ),
    "name": lambda opened: opened.stories.mark(_story(opened, 1, 0), title="Both", pinned=True),
    "unpin": lambda opened: opened.stories.mark(_story(opened, 0, 0), title="", pinned=False),
    "anew": lambda opened: opened.stories.forget(),
}


def state(opened: Catalogue) -> dict[str, Any]:
    """All that is told and decided of stories, to be compared."""
    with opened.database.reading() as connection:

        def rows(table: sa.Table) -> list[list[Any]]:
            found = connection.execute(sa.select(table)).all()
            return sorted([[str(value) for value in row] for row in found])

        tables = {table.name: rows(table) for table in (grouping.choices, grouping.marks)}
    stories = {
        story.id: [story.title, story.pinned, story.named, sorted(a.id for a in story.articles)]
        for story in opened.stories.page(Filters(), limit=1000)
    }
    return {**tables, "stories": stories, "articles": sorted(opened.articles.ids())}


def faults(opened: Catalogue) -> list[str]:
    """What is not as it has to be, whatever was done."""
    found = []
    articles = opened.articles.by_id(opened.articles.ids())
    with opened.database.reading() as connection:
        placed = {row.article_id: row for row in connection.execute(sa.select(grouping.articles))}
        counts = {
            row.term: row.articles
            for row in connection.execute(sa.select(grouping.counts))
            if row.articles
        }
        terms = Counter(
            row.number for row in connection.execute(sa.select(grouping.terms.c.number))
        )
        chosen = {row.origin: row.story for row in connection.execute(sa.select(grouping.choices))}
    told = opened.stories.told()
    if told and placed.keys() != articles.keys():
        found.append("an article has no story, or a story no article")
    own = {key: terms_of(articles[key]) for key in placed if key in articles}
    if counts != Counter(term for each in own.values() for term in each):
        found.append("terms are counted wrong")
    if terms != Counter({placed[key].number: len(each) for key, each in own.items() if each}):
        found.append("terms are kept of what is not there")
    stories = {
        one.id: story
        for story in opened.stories.page(Filters(), limit=1000)
        for one in story.articles
    }
    shown = [one for one in opened.listing.summaries(Filters()) if not one.withdrawn]
    if {one.id for one in shown} != stories.keys():
        found.append("an article is in no story, or one that is withdrawn is")
    found += [
        f"{one.origin} is not where a person put it"
        for one in shown
        if one.id in stories and chosen.get(one.origin) not in {None, stories[one.id].id}
    ]
    return found


# -- the processes ---------------------------------------------------------------


def _one_change(home: Path, change: str, step: int) -> None:
    opened = catalogue(home)
    left = step

    def reached(*_arguments: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(opened.database.engine, "before_cursor_execute", reached)
    sa.event.listen(opened.database.engine, "commit", reached)
    CHANGES[change](opened)
    opened.close()


def _writer(home: Path, number: int) -> None:
    """Changes the library at random until it is killed; says what it does, and what came of it."""
    opened = catalogue(home)
    choice = random.Random(number)
    lock = WriteLock(home, timeout=60, on_notice=lambda _message: None)
    with (home / f"writer-{number}.jsonl").open("a", encoding="utf-8") as log:

        def say(what: str, value: object) -> None:
            log.write(json.dumps([time.monotonic_ns(), what, value]) + "\n")
            log.flush()

        while True:
            with lock.held("testing"):
                say("before", state(opened))
                _at_random(opened, choice)
                say("after", state(opened))
            time.sleep(0.03)  # so that the other one, which asks now and then, has its turn


def _at_random(opened: Catalogue, choice: random.Random) -> None:
    stories = opened.stories.page(Filters(), limit=100)
    event, number = choice.randrange(len(EVENTS)), choice.randrange(REPORTS + 3)
    kind = choice.random()
    try:
        if kind < 0.4 or len(stories) < 2:
            version = choice.randint(1, 4)
            other = choice.choice(["", f"/other/{choice.randrange(4)}"])
            keep(opened, report(event, number, version=version, origin=other))
        elif kind < 0.55:
            opened.delete(choice.sample(opened.articles.ids(), 1))
        elif kind < 0.65:
            kill(opened, f"/{event}/{number}")
        elif kind < 0.75:
            opened.stories.merge([one.id for one in choice.sample(stories, 2)])
        elif kind < 0.85:
            story = choice.choice(stories)
            opened.stories.part(story.id, [choice.choice(story.articles).id])
        else:
            title = f"Named {choice.randrange(1000)}"
            opened.stories.mark(choice.choice(stories).id, title=title, pinned=kind < 0.9)
    except (ArticleNotFoundError, UsageError):
        return  # one article cannot be parted from itself


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def _status(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _both_writers(home: Path, seconds: float) -> int:
    """Two writers that have both changed something are killed: the statuses, added up."""
    logs = [home / f"writer-{number}.jsonl" for number in (1, 2)]
    children = [_forked(lambda number=number: _writer(home, number)) for number in (1, 2)]  # type: ignore[misc]
    given_up = time.monotonic() + 60
    while not all(log.exists() and '"after"' in log.read_text("utf-8") for log in logs):
        if time.monotonic() > given_up:
            break
        time.sleep(0.01)
    time.sleep(seconds)
    for child in children:
        os.kill(child, signal.SIGKILL)
    return sum(map(_status, children))


if __name__ == "__main__":
    for line in sys.stdin:
        where, what, when = line.rstrip("\n").split("\t")
        if what == "writers":
            print(_both_writers(Path(where), float(when)), flush=True)
        else:
            child = _forked(lambda: _one_change(Path(where), what, int(when)))  # noqa: B023
            print(_status(child), flush=True)
