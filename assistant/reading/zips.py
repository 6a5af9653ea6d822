"""Zip folders: their members one after the other, unpacked no further than they may be."""

from __future__ import annotations

import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, Final, cast

from assistant.characters import well_formed
from assistant.errors import ReadingError
from assistant.reading.canonical import single_line
from assistant.reading.formats import (
    ZIP,
    ZIP_MARKS,
    formats_by_suffix,
    packed_format,
    reader_of,
    suffix_of,
)
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.streams import (
    MOST_MEMBERS,
    Budget,
    Stream,
    Unpacked,
    reading_of,
    too_many,
)

_LARGEST_DIRECTORY: Final = 4_000_000
_DEEPEST: Final = 1
_MOST_OF_MEMBER: Final = 50_000_000
_LONGEST_NAME: Final = 200
_ENCRYPTED: Final = 0x1
_UNIX: Final = 3
# What everybody's programs write. The others may ask for memory by the gigabyte.
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the library raises for numbers and names that cannot be.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
)
_OTHER_PACKAGES: Final = (
    frozenset({"[Content_Types].xml"}),
    frozenset({"mimetype", "content.xml"}),
)


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of each member of a zip folder, or of the document that is packed as one.

    Members whose ending is known are read, without hidden ones, as those of a folder are.
    One that cannot be read is reported, and the others go on.

    Raises (while read):
        ReadingError: it is no zip folder, damaged, encrypted, or a bomb; or it holds
            nothing that can be read.
    """
    if not part.stream.head.startswith(ZIP_MARKS):
        what = formats_by_suffix().get(part.suffix, ZIP).what or ZIP.what
        raise ReadingError(
            f"{part.name} is named as {what} but is none", hint="Download or copy it again"
        )
    with part.stream.anywhere(most=terms.max_bytes, name=part.name) as file:
        archive = _opened(file, name=part.name)
        names = archive.NameToInfo.keys()
        format_ = packed_format(names)
        if format_ is not None:
            yield from reader_of(format_)(replace(part, archive=archive), terms)
            return
        if any(names >= marks for marks in _OTHER_PACKAGES):
            raise ReadingError(
                f"{part.name} is a document of an office program, not text",
                hint="Save it as PDF or text, and add that",
            )
        if part.depth > _DEEPEST:
            raise ReadingError(
                f"{part.name} is an archive in an archive in an archive",
                hint="Unpack the outer ones, and add this one",
            )
        yield from _members(archive, part=part, terms=terms)


def unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, name: str, budget: Budget
) -> Stream:
    """Returns the bytes of a member.

    Raises:
        ReadingError: it is encrypted, damaged, or packed in an unusual way.
    """
    if info.flag_bits & _ENCRYPTED:
        raise ReadingError(f"{name} is protected by a password", hint="Unpack it with its password")
    if info.compress_type not in _METHODS:
        raise ReadingError(
            f"{name} is packed in a way that is not read", hint="Unpack it, and pack it as usual"
        )
    try:
        file = archive.open(info)
    except _DAMAGED as error:
        raise ReadingError(
            f"{name} is damaged or cut off", hint="Download or copy it again"
        ) from error
    counted = Unpacked(file, name=name, budget=budget, packed=lambda: info.compress_size)
    return Stream(counted, name=name)


def member_of(archive: zipfile.ZipFile, member: str, *, name: str, budget: Budget) -> bytes:
    """Returns the bytes of a member of a document that is packed as a zip folder.

    Raises:
        ReadingError: it is not there, too large, encrypted or damaged.
    """
    if member not in archive.NameToInfo:
        raise ReadingError(f"{name} lacks its part {member}", hint="Download or copy it again")
    stream = unpacked(archive, archive.getinfo(member), name=name, budget=budget)
    return stream.whole(most=_MOST_OF_MEMBER, name=name)


class _Directory:
    """A zip file whose directory may not be larger than one of news can be.

    The directory is read in one piece, before anything is known of it; nothing else of a
    zip file is read in pieces that large.
    """

    def __init__(self, file: IO[bytes], *, name: str) -> None:
        self._file = file
        self._name = name
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1, /) -> bytes:
        wanted = _LARGEST_DIRECTORY + 1 if size < 0 else size
        data = reading_of(self._file, min(wanted, _LARGEST_DIRECTORY + 1), name=self._name)
        if len(data) > _LARGEST_DIRECTORY:
            raise too_many(self._name)
        return data


def _opened(file: IO[bytes], *, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", _Directory(file, name=name)))
    except _DAMAGED as error:
        raise ReadingError(
            f"{name} is a zip folder that is damaged or cut off",
            hint="Download or copy it again",
        ) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise too_many(name)
    return archive


def _members(archive: zipfile.ZipFile, *, part: Part, terms: Terms) -> Iterator[Reading]:
    from assistant.reading.reader import read_part  # which reads zip folders, too

    wanted = [info for info in archive.infolist() if _is_wanted(info)]
    if not wanted:
        raise ReadingError(
            f"there is nothing to read in the zip folder {part.name}",
            hint=f"It takes files with these endings: {', '.join(formats_by_suffix())}",
        )
    if all(info.flag_bits & _ENCRYPTED for info in wanted):
        raise ReadingError(
            f"{part.name} is protected by a password",
            hint="Unpack it with its password, and add the files in it",
        )
    size = sum(info.compress_size for info in wanted) or 1
    done = 0
    seen: Counter[str] = Counter()
    for info in wanted:
        name = single_line(well_formed(info.filename), limit=_LONGEST_NAME)
        seen[name] += 1
        place = part.place.within(name if seen[name] == 1 else f"{name} ({seen[name]})")
        try:
            terms.budget.open_member()
            _refuse_escaping(info, name=place.name)
            stream = unpacked(archive, info, name=place.name, budget=terms.budget)
            member = Part(place.name, suffix_of(name), place, stream, part.depth + 1)
            for reading in read_part(member, terms=terms):
                share = (done + reading.share * info.compress_size) / size
                yield replace(reading, share=min(1.0, share))
        except ReadingError as error:
            yield Reading(place.name, error, min(1.0, (done + info.compress_size) / size))
        done += info.compress_size
        if terms.budget.spent:
            return


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    parts = _path(info).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return (
        not info.filename.endswith("/")  # is_dir() stumbles over a member without a name
        and not hidden
        and "__MACOSX" not in parts
        and suffix_of(info.filename) in formats_by_suffix()
    )


def _refuse_escaping(info: zipfile.ZipInfo, *, name: str) -> None:
    """Refuses what no ordinary program packs, though nothing is ever written by its name.

    Raises:
        ReadingError: its name leads out of the folder, or it is a link.
    """
    path = _path(info)
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise ReadingError(
            f"{name} has a name that leads out of the zip folder",
            hint="Take care: no ordinary program packs such files",
        )
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        raise ReadingError(f"{name} is a link, not a file", hint="Pack the file that it leads to")


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))
