"""Bytes that are read once, from their start, and how many of them may be unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final, Protocol

from assistant.errors import ReadingError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD: Final = 1 << 16
"""Bytes at the start of a file that its format is recognised by."""
MOST_MEMBERS: Final = 20_000
"""Files in an archive and in the archives in it, together."""
_BLOCK: Final = 1 << 16
_IN_MEMORY: Final = 8_000_000
_MOST_RATIO: Final = 200
_RATIO_FROM: Final = 1_000_000


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes | None: ...  # noqa: D102 - as of any file


class Budget:
    """What may yet be unpacked of a source, counted over all that is packed in it.

    Args:
        most: how many bytes.
        name: what people know the source as.
    """

    def __init__(self, most: int, *, name: str) -> None:
        self._most = most
        self._left = most
        self._members = MOST_MEMBERS
        self._name = name

    @property
    def spent(self) -> bool:
        """Whether more was asked for than there was."""
        return self._left < 0 or self._members < 0

    def open_member(self) -> None:
        """Counts a member of an archive.

        Raises:
            ReadingError: there are more than may be.
        """
        self._members -= 1
        if self.spent:
            raise too_many(self._name)

    def take(self, count: int) -> None:
        """Counts bytes that were unpacked.

        Raises:
            ReadingError: they are more than may be.
        """
        self._left -= count
        if self.spent:
            raise ReadingError(
                f"{self._name} holds more than {self._most / 1_000_000:g} MB when it is unpacked",
                hint="Unpack it and add the files in it, or raise ASSISTANT_MAX_FILE_MB",
            )


class Unpacked(io.RawIOBase):
    """What a decompressor gives, counted as it comes: no header is believed.

    Args:
        file: gives at most as many bytes as it is asked for.
        name: what people know it as.
        budget: what the bytes are counted against.
        packed: how many bytes it has been unpacked from.
    """

    def __init__(
        self, file: Readable, *, name: str, budget: Budget, packed: Callable[[], int]
    ) -> None:
        super().__init__()
        self._file = file
        self._name = name
        self._budget = budget
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        """Returns True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fills ``buffer`` and returns the number of bytes, 0 at the end.

        Raises:
            ReadingError: damaged, cut off, or more than may be unpacked.
        """
        view = memoryview(buffer)
        try:
            data = self._file.read(len(view)) or b""
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise ReadingError(
                f"{self._name} is damaged or cut off", hint="Download or copy it again"
            ) from error
        self._given += len(data)
        self._budget.take(len(data))
        if self._given > max(_RATIO_FROM, _MOST_RATIO * self._packed()):
            raise ReadingError(
                f"{self._name} grows more than {_MOST_RATIO} times when it is unpacked, "
                "which no article does",
                hint="Unpack it yourself, if you trust where it comes from, and add the files",
            )
        view[: len(data)] = data
        return len(data)


class Stream(io.RawIOBase):
    """The bytes of one file, from their start.

    Attributes:
        head: the first ones, read ahead; ``complete`` where there are no others.
        given: how many bytes have been read.

    Args:
        file: where they come from.
        name: what people know the file as.
        size: how many there are, where that is known.
        ahead: how many are read ahead.
        seekable: the file itself, where any part of it can be read at once.
    """

    def __init__(
        self,
        file: Readable,
        *,
        name: str,
        size: int | None = None,
        ahead: int = HEAD,
        seekable: IO[bytes] | None = None,
    ) -> None:
        super().__init__()
        head = bytearray()
        while len(head) < ahead and (
            data := reading_of(file, min(ahead - len(head), _BLOCK), name=name)
        ):
            head += data
        self.head = bytes(head)
        self.complete = len(head) < ahead
        self.given = 0
        self._left = self.head
        self._file = file
        self._name = name
        self._size = size
        self._seekable = seekable

    @property
    def share(self) -> float | None:
        """How much has been read, from 0 to 1; None where that is not known."""
        return min(1.0, self.given / self._size) if self._size else None

    def readable(self) -> bool:
        """Returns True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fills ``buffer`` and returns the number of bytes, 0 at the end; not to mix with ``line``.

        Raises:
            ReadingError: they cannot be read.
        """
        view = memoryview(buffer)
        if self._left:
            data, self._left = self._left[: len(view)], self._left[len(view) :]
        else:
            data = reading_of(self._file, len(view), name=self._name)
        self.given += len(data)
        view[: len(data)] = data
        return len(data)

    def line(self, most: int) -> bytes:
        """Returns the next line with its end, or as much of it as ``most``.

        Raises:
            ReadingError: it cannot be read.
        """
        return self._lines.readline(most)

    @contextmanager
    def anywhere(self, *, most: int, name: str) -> Iterator[IO[bytes]]:
        """Yields all of it as a file that can be read in any order, from its start.

        Raises:
            ReadingError: it is no such file, and has more than ``most`` bytes to be copied.
        """
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            if self._seekable is None:
                self._copy(spool, most=most, name=name)
            file = self._seekable or spool
            file.seek(0)
            yield file

    def whole(self, *, most: int, name: str) -> bytes:
        """Returns all of it.

        Raises:
            ReadingError: it has more than ``most`` bytes, or cannot be read.
        """
        whole = io.BytesIO()
        self._copy(whole, most=most, name=name)
        return whole.getvalue()

    def _copy(self, target: IO[bytes], *, most: int, name: str) -> None:
        left = most
        while data := self.read(min(_BLOCK, left + 1)):
            left -= len(data)
            if left < 0:
                raise too_large(name, most=most)
            target.write(data)

    @cached_property
    def _lines(self) -> io.BufferedReader:
        return io.BufferedReader(self, _BLOCK)


def reading_of(file: Readable, size: int, *, name: str) -> bytes:
    """Returns at most ``size`` bytes of ``file``.

    Raises:
        ReadingError: they cannot be read.
    """
    try:
        return file.read(size) or b""
    except OSError as error:
        raise ReadingError(
            f"{name} cannot be read: {error.strerror or error}",
            hint="Check the disk or the connection to it",
        ) from error


def too_large(name: str, *, most: int) -> ReadingError:
    """Returns the error that ``name`` has more than ``most`` bytes."""
    return ReadingError(
        f"{name} is larger than {most / 1_000_000:g} MB",
        hint="Cut it into smaller files, or raise ASSISTANT_MAX_FILE_MB",
    )


def too_many(name: str) -> ReadingError:
    """Returns the error that ``name`` has more members than may be."""
    return ReadingError(
        f"{name} has more than {MOST_MEMBERS:,} members",
        hint="Unpack it, and add the folder",
    )
