"""Taking in what the page is given: one thing after the other, and what became of each."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final, Never, TypeAlias

import gradio as gr
from markupsafe import Markup

from assistant.errors import StoppedError, UsageError
from assistant.fetching.locations import locate
from assistant.reading import PastedText, Upload
from assistant.rendering.failures import failure_of
from assistant.rendering.html import render, web_link
from assistant.rendering.wording import count, kinds_in_words
from assistant.reports import (
    AddedKind,
    AddOutcome,
    AddReport,
    FeedOutcome,
    ListedFeeds,
    Progress,
)
from assistant.web.acts import Given
from assistant.web.changing import Refusal
from assistant.web.desk import Desk, Updates, page_of
from assistant.web.limits import Allowance, Limits, uploads
from assistant.web.schedule import Schedule
from assistant.web.uploads import forget

_LOG: Final = logging.getLogger(__name__)
_KIND: Final = "adding"
OPML: Final = ".opml"
"""The ending of a list of feeds."""
_TOLD: Final = 300
"""Most outcomes that are listed; failures come first."""
_BETWEEN: Final = 0.15
"""Seconds between two signs of progress."""

OnProgress: TypeAlias = Callable[[Progress], None]
Taken: TypeAlias = AddReport | FeedOutcome | ListedFeeds


@dataclass(frozen=True, slots=True)
class Batch:
    """What is taken in at a time: what it is called, what does it, and uploads to delete then."""

    name: str
    take: Callable[[OnProgress], Taken]
    files: tuple[Path, ...] = ()

    def forget(self) -> None:
        """Deletes its uploads."""
        forget(self.files)


@dataclass(slots=True)
class _Line:
    """What a page gave and waits, and what is at hand, by its name or as far as it has come."""

    waiting: deque[Batch]
    at: Progress | str = ""

    def html(self) -> Markup:
        """What is shown while it is worked on."""
        at = self.at
        return render(
            "adding",
            done=None if isinstance(at, str) else at.done,
            total=1 if isinstance(at, str) else at.total,
            estimated=not isinstance(at, str) and at.estimated,
            current=at if isinstance(at, str) else at.current,
            waiting=len(self.waiting),
        )

    def forget(self) -> None:
        """Gives up what waits."""
        while self.waiting:
            self.waiting.popleft().forget()


@dataclass(slots=True)
class _Outcomes:
    """What became of what a page gave, for as long as it is shown there."""

    counts: Counter[AddedKind] = field(default_factory=Counter)
    failed: list[AddOutcome] = field(default_factory=list)
    others: list[AddOutcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, taken: Taken, *, scheduled: bool) -> None:
        """Takes what became of a batch in, the newest first.

        ``scheduled`` says that feeds are refreshed by themselves.
        """
        if isinstance(taken, ListedFeeds):
            self.notes = [*_listed_in_words(taken, scheduled=scheduled), *self.notes]
            for one in taken.failed:
                self.fail(one.name, one.error or "", one.hint)
            return
        if isinstance(taken, FeedOutcome):
            feed = taken.feed
            self.notes = [f"The feed “{feed.title}” is followed", *taken.left_out, *self.notes]
            if feed.error:
                self.fail(feed.url, feed.error, feed.hint)
        self.counts.update(outcome.kind for outcome in taken.outcomes)
        for outcome in reversed(taken.outcomes):
            place = self.failed if outcome.kind is AddedKind.FAILED else self.others
            place.insert(0, outcome)
        del self.failed[_TOLD:], self.others[_TOLD:]

    def fail(self, name: str, message: str, hint: str | None) -> None:
        """Takes in that all of a batch failed."""
        self.counts[AddedKind.FAILED] += 1
        self.failed.insert(0, AddOutcome(name, AddedKind.FAILED, error=message, hint=hint))
        del self.failed[_TOLD:]

    def html(self) -> Markup:
        """All of it; what went well is passing, and goes when something else is done."""
        listed = [*self.failed, *self.others][:_TOLD]
        return render(
            "added",
            tally=kinds_in_words(self.counts),
            outcomes=listed,
            notes=self.notes,
            left_out=self.counts.total() - len(listed),
            pages={one.name for one in listed if web_link(one.name)},
            passing=not self.failed and not self.notes,
        )


class Adding:
    """Takes in what pages are given. What a page gives while it is busy waits its turn.

    Args:
        desk: the desk.
        limits: what may be given at a time.
        outcome: where it is told.
        refusal: why nothing is fetched for whoever asks; None where it is.
        schedule: refreshes the feeds by itself.
    """

    def __init__(
        self,
        desk: Desk,
        limits: Limits,
        outcome: gr.HTML,
        refusal: Refusal,
        schedule: Schedule,
    ) -> None:
        self._schedule = schedule
        self._desk = desk
        self._limits = limits
        self._outcome = outcome
        self._refusal = refusal
        self._allowance = Allowance()
        # Both by page, and touched by the server's own thread alone.
        self._lines: dict[str, _Line] = {}
        self._told: dict[str, _Outcomes] = {}

    # -- what can be given ---------------------------------------------------------

    def files(self, paths: Sequence[str] | None, request: gr.Request) -> list[Batch]:
        """Files that a browser sent; the feeds of lists among them (OPML) are followed."""
        name = count(len(paths or ()), "file")
        try:
            given = uploads(paths, limits=self._limits)
        except UsageError as error:
            return [_refused(name, error)]
        lists = [one for one in given if one.name.lower().endswith(OPML)]
        sources = [one for one in given if one not in lists]
        files = tuple(one.path for one in sources)

        def take(on_progress: OnProgress) -> Taken:
            return self._desk.assistant.add(*sources, on_progress=on_progress)

        articles = [Batch(count(len(sources), "file"), take, files)] if sources else []
        return [*articles, *(self._list(one, request) for one in lists)]

    def _list(self, given: Upload, request: gr.Request) -> Batch:
        def take(_: OnProgress) -> Taken:
            self.refuse(request)
            listed = self._desk.assistant.follow_listed(given.path.read_bytes(), name=given.name)
            self._schedule.wake()
            return listed

        return Batch(given.name, take, (given.path,))

    def given(self, given: Given, request: gr.Request) -> list[Batch]:
        """What was typed or pasted: a text, addresses, or both."""
        batches = []
        if given.text.strip():
            batches.append(self._pasted(given))
        addresses = list(dict.fromkeys(given.address.split()))
        if len(addresses) > self._limits.addresses:
            most = self._limits.addresses
            said = f"{len(addresses)} addresses are more than the {most} that are taken at a time"
            error = UsageError(said, hint="Add them in several goes, or with assistant add")
            return [
                *batches,
                _refused(count(len(addresses), "address", several="addresses"), error),
            ]
        return [*batches, *(self.address(one, request) for one in addresses)]

    def _pasted(self, given: Given) -> Batch:
        text = PastedText(
            given.text, given.title.strip() or None, given.outlet.strip() or None, given.day
        )
        if len(text.text) > self._limits.characters:
            most = f"{self._limits.characters:,} characters"
            error = UsageError(f"The text has more than {most}", hint="Add it as a file")
            return _refused(text.name, error)
        return Batch(
            text.name,
            lambda on_progress: self._desk.assistant.add(text, on_progress=on_progress),
        )

    def address(self, address: str, request: gr.Request) -> Batch:
        """A page, or a feed, whichever stands at an address."""

        def take(at: str, on_progress: OnProgress) -> Taken:
            return self._desk.assistant.add_or_follow(at, on_progress=on_progress)

        return self._fetched(address, take, request)

    def followed(self, address: str, request: gr.Request) -> Batch:
        """The feed at an address, or the one that the page there names."""

        def take(at: str, on_progress: OnProgress) -> Taken:
            feed = self._desk.assistant.follow(at)
            (outcome,) = self._desk.assistant.refresh(feed.url, on_progress=on_progress)
            return outcome

        return self._fetched(address, take, request)

    def refreshed(self, request: gr.Request) -> list[Batch]:
        """What is new in all feeds that are followed and not paused."""

        def take(at: str, on_progress: OnProgress) -> Taken:
            (outcome,) = self._desk.assistant.refresh(at, on_progress=on_progress)
            return outcome

        feeds = self._desk.assistant.feeds()
        return [self._fetched(one.url, take, request) for one in feeds if one.paused is None]

    def _fetched(
        self, address: str, take: Callable[[str, OnProgress], Taken], request: gr.Request
    ) -> Batch:
        """What is fetched for whoever may have the server ask, as often as it may be asked."""
        try:
            self.refuse(request)
            at = locate(address if "://" in address else f"https://{address}").address
            self._allowance.take()
        except Exception as error:  # noqa: BLE001 - told beside the others
            return _refused(address[:200], error)
        return Batch(at, partial(take, at))

    def refuse(self, request: gr.Request) -> None:
        """Raises where nothing is fetched for whoever asks.

        Raises:
            UsageError: they may not have the server ask another.
        """
        if self._refusal(request) is not None:
            raise UsageError(
                "Addresses are fetched only for who may change the settings here",
                hint="Save the page and add the file, or paste its text",
            )

    def samples(self) -> list[Batch]:
        """The sample articles."""
        add = self._desk.assistant.add_samples
        return [Batch("the sample articles", lambda on_progress: add(on_progress=on_progress))]

    # -- what becomes of it --------------------------------------------------------

    async def run(self, batches: Sequence[Batch], request: gr.Request) -> AsyncIterator[Updates]:
        """Takes batches in, after those that the page gave before."""
        page = page_of(request)
        if (line := self._lines.get(page)) is not None:
            line.waiting.extend(batches)
            yield {self._outcome: line.html()}
            return
        if not batches:
            yield {self._outcome: gr.skip()}
            return
        line = self._lines[page] = _Line(deque(batches))
        told = self._told.setdefault(page, _Outcomes())
        try:
            while line.waiting:
                batch = line.waiting.popleft()
                try:
                    line.at = batch.name
                    yield {self._outcome: line.html()}
                    async for part in self._desk.work.run(
                        partial(_take, batch), page=page, kind=_KIND
                    ):
                        if isinstance(part, Progress):
                            line.at = part
                            yield {self._outcome: line.html()}
                        else:
                            every = self._desk.assistant.settings.feeds_every
                            told.add(part, scheduled=bool(every))
                except StoppedError:
                    kept = "Stopped; what had been added by then is in the library"
                    left = len(line.waiting)
                    told.notes.insert(0, f"{kept}; {left} more not begun" if left else kept)
                    line.forget()
                except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
                    told.fail(batch.name, *_in_words(error))
                finally:
                    batch.forget()
        finally:
            del self._lines[page]
            line.forget()
        yield {self._outcome: told.html()}

    def wrong(self, request: gr.Request) -> str:
        """What did not come out as it should, in words; empty where nothing did."""
        told = self._told.get(page_of(request), _Outcomes())
        errors = (f"{one.error}. {one.hint or ''}".strip() for one in told.failed)
        return " ".join([*(f"{note}." for note in told.notes), *errors])

    def stop(self, request: gr.Request) -> None:
        """Stops what is being taken in, and begins nothing that waits."""
        self._desk.work.stop(page_of(request), _KIND)

    def dismiss(self, request: gr.Request) -> None:
        """What became of it has been read."""
        self._told.pop(page_of(request), None)


def _take(batch: Batch, give: Callable[[Progress | Taken], None]) -> None:
    told_at = 0.0

    def now_and_then(progress: Progress) -> None:
        """No more signs of progress than a page can show."""
        nonlocal told_at
        if monotonic() - told_at >= _BETWEEN:
            told_at = monotonic()
            give(progress)

    give(batch.take(now_and_then))


def _listed_in_words(listed: ListedFeeds, *, scheduled: bool) -> list[str]:
    """What became of a list of feeds, but for those that cannot be followed."""
    new = len(listed.new)
    followed = f"{count(new, 'feed')} of the list followed from now on"
    if already := len(listed.feeds) - len(listed.failed) - new:
        followed += f", {already:,} already"
    notes = [followed, *(f"Left out: {part}" for part in listed.left_out)]
    if new and scheduled:
        notes.append("What is new in them is taken in beside what you do")
    elif new:
        notes.append("To take in what is new in them, open Feeds")
    return notes


def _refused(name: str, error: Exception) -> Batch:
    """What cannot be begun, told in its turn."""

    def take(_: OnProgress) -> Never:
        raise error

    return Batch(name, take)


def _in_words(error: Exception) -> tuple[str, str | None]:
    failure = failure_of(error, hint="The server's log says where; try again")
    if failure.internal:
        _LOG.error("The page met an unexpected error", exc_info=error)
    return failure.message, failure.hint
