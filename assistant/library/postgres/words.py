"""The word index of one machine, which follows the log of a database's changes.

It is in a folder of the machine's cache, for all its processes: one of them follows, the others
see what it has done. What is lost is made anew from the database; nothing is embedded for it.
"""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from platformdirs import user_cache_path

from assistant.errors import LibraryError
from assistant.library import schema
from assistant.library.articles import Articles
from assistant.library.database import in_parts
from assistant.library.folder import make_file, make_folder, remove
from assistant.library.lock import WriteLock
from assistant.library.postgres import changes
from assistant.library.postgres.changes import Position
from assistant.library.postgres.database import PostgresDatabase
from assistant.library.schema import PassageEntry
from assistant.library.words import WordIndex

_STEP: Final = 1_000
"""Changes that are followed, or articles that are indexed, in one step."""
_STATE: Final = "state.json"
_NONE: Final = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _State:
    """The folder of the index in use, and how far it has followed."""

    folder: str
    position: Position


class MachineWords:
    """The word index of one library on this machine. Thread-safe.

    Args:
        database: the library's.
        articles: reads its articles.
        library_id: what tells the library from all others.
        timeout: seconds to wait for another process that makes the index.
        on_notice: takes a message for the person: that it is made.
    """

    def __init__(
        self,
        database: PostgresDatabase,
        articles: Articles,
        *,
        library_id: Callable[[], str],
        timeout: float,
        on_notice: Callable[[str], None],
    ) -> None:
        self._database = database
        self._articles = articles
        self._library_id = library_id
        self._timeout = timeout
        self._on_notice = on_notice
        self._changing = threading.RLock()
        self._place: _Place | None = None
        self._index: WordIndex | None = None
        self._looked = False

    def close(self) -> None:
        """Lets go of the index; the next call opens it again."""
        with self._changing:
            self._index, self._looked = None, False
            if self._place is not None:
                self._place.close()
                self._place = None

    def current(self) -> WordIndex:
        """Returns the index as it was last followed; made where there is none."""
        with self._changing:
            if self._index is None:
                self.follow()
            if self._index is None:
                raise AssertionError("following makes an index where there is none")
            return self._index

    def is_up_to_date(self) -> bool:
        """Whether there is an index that has followed all changes."""
        with self._changing:
            state = self._at().state()
            with self._database.reading() as connection:
                return state is not None and changes.last(connection) == state.position

    def follow(self) -> None:
        """Has the index follow what has changed, or makes it.

        Where another process is just doing that, what is there is used; it is waited for only
        where nothing is there.
        """
        with self._changing:
            if self._looked and self.is_up_to_date():
                self._use(self._at().state())
                return
            place = self._at()
            with place.lock.held_if_free("following the library's changes") as free:
                if free:
                    self._follow(place)
                    return
            if place.state() is None:
                with place.lock.held("indexing the library's words"):
                    self._follow(place)
            self._use(place.state())

    def make(self, *, on_step: Callable[[int], None] = lambda _done: None) -> None:
        """Makes the index anew from the database, in the place of any that is there."""
        with self._changing:
            place = self._at()
            with place.lock.held("indexing the library's words"):
                self._make(place, on_step=on_step)
                self._follow(place)

    def _at(self) -> _Place:
        if self._place is None:
            self._place = _place(
                self._library_id(), timeout=self._timeout, on_notice=self._on_notice
            )
        return self._place

    def _use(self, state: _State | None) -> None:
        if state is None:
            raise LibraryError(
                "This machine's index of words is not there", hint="Run the command again"
            )
        folder = self._at().folder / state.folder
        if self._index is None or self._index.folder != folder:
            self._index = WordIndex(folder)

    def _follow(self, place: _Place) -> None:
        """Follows to the last change; to be called while the machine's lock is held."""
        state = place.state()
        if state is None or not self._is_followed(place, state, counted=not self._looked):
            self._make(place)
            made = place.state()
            # Not counted: what of the library cannot be read is not in it.
            if made is None or not self._is_followed(place, made, counted=False):
                raise LibraryError(
                    f"The index of words in {place.folder} cannot be made",
                    hint="See that there is room, and remove the folder",
                )
        self._use(place.state())
        self._looked = True

    def _is_followed(self, place: _Place, state: _State, *, counted: bool) -> bool:
        """Follows to the last change; whether it is of this log, and holds what it should."""
        index = WordIndex(place.folder / state.folder)
        query = sa.select(sa.func.coalesce(sa.func.sum(schema.articles.c.passage_count), 0))
        try:
            while True:
                with self._database.reading() as connection:
                    if not changes.is_of_log(connection, state.position):
                        return False
                    ids, position = changes.after(connection, state.position, most=_STEP)
                    entries = self._entries(connection, ids)
                    expected = int(connection.execute(query).scalar_one())
                if position == state.position:
                    return not counted or index.count() == expected
                index.update(entries, delete=ids)
                state = _State(state.folder, position)
                place.put(state)
        except LibraryError:
            if can_be_read(index):
                raise
            return False

    def _make(self, place: _Place, *, on_step: Callable[[int], None] = lambda _done: None) -> None:
        name = f"words-{secrets.token_hex(8)}"
        index = WordIndex(place.folder / name)
        # What changes from here on is followed afterwards.
        with self._database.reading() as connection:
            position = changes.last(connection)
        ids = self._articles.ids()
        if ids:
            self._on_notice("Indexing the words of the library on this machine …")
        try:
            index.create()
            done = 0
            for part in in_parts(ids, size=_STEP):
                with self._database.reading() as connection:
                    entries = self._entries(connection, part)
                index.update(entries, delete=[])
                done += len(part)
                on_step(done)
            place.put(_State(name, position))
        except BaseException:
            remove(index.folder)
            raise
        place.remove_others(name)

    def _entries(self, connection: sa.Connection, ids: Sequence[str]) -> list[PassageEntry]:
        """The passages of articles as they are now; the index of words takes no vectors."""
        columns = schema.passages.c
        query = sa.select(columns.article_id, columns.position, columns.first, columns.last)
        found: list[PassageEntry] = []
        for part in in_parts(ids):
            articles = self._articles.read(connection, part)
            rows: Sequence[Any] = connection.execute(
                query.where(columns.article_id.in_(list(articles))).order_by(
                    columns.article_id, columns.position
                )
            ).all()
            found += [
                PassageEntry(one, schema.passage_from(row, one), _NONE)
                for row in rows
                for one in (articles[row.article_id],)
            ]
        return found


@dataclass(frozen=True, slots=True)
class _Place:
    """The folder of a library on this machine; ``made`` where it is for this process alone."""

    folder: Path
    lock: WriteLock
    made: TemporaryDirectory[str] | None = None

    def state(self) -> _State | None:
        """Returns what is in use; None where there is nothing."""
        try:
            known = json.loads((self.folder / _STATE).read_bytes())
            state = _State(str(known["folder"]), Position(**known["position"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return state if (self.folder / state.folder).is_dir() else None

    def put(self, state: _State) -> None:
        """Records what is in use, in one step."""
        with _told(self.folder):
            made = self.folder / f"{_STATE}.new"
            make_file(made)
            made.write_text(json.dumps(asdict(state)))
            made.replace(self.folder / _STATE)

    def remove_others(self, name: str) -> None:
        """Removes what is left of indexes that are used no more; who reads one goes on."""
        for path in self.folder.glob("words-*"):
            if path.name != name:
                remove(path)

    def close(self) -> None:
        """Removes a folder that is for this process alone."""
        if self.made is not None:
            self.made.cleanup()


def _place(library_id: str, *, timeout: float, on_notice: Callable[[str], None]) -> _Place:
    # A cache may be on a disk that several machines share.
    cache = user_cache_path("news-assistant", appauthor=False)
    folder = cache / library_id / socket.gethostname()
    made = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_folder(folder)
        make_file(folder / "write.lock")
    except OSError as error:
        on_notice(
            f"{folder} cannot be written to ({error.strerror}): "
            "the index of words is made for this run alone …"
        )
        made = TemporaryDirectory(prefix="assistant-words-")
        folder = Path(made.name)
    return _Place(folder, WriteLock(folder, timeout=timeout, on_notice=on_notice), made)


def can_be_read(words: WordIndex) -> bool:
    """Whether an index can be opened."""
    try:
        words.count()
    except LibraryError:
        return False
    return True


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"The index of words in {folder} cannot be written ({error.strerror})",
            hint="Make room, or correct its permissions",
        ) from error
