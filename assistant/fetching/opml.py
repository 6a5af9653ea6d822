"""OPML: lists of feeds as other readers of news write and read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from assistant.characters import well_formed
from assistant.errors import ReadingError
from assistant.reading.canonical import single_line
from assistant.reading.workers import in_worker
from assistant.reading.xml import xml_of
from assistant.rendering.safety import one_line
from assistant.reports import Feed

MOST_FEEDS: Final = 1_000
"""Feeds of one list that are followed."""
_MOST_BYTES: Final = 16_000_000
_LONGEST_TITLE: Final = 200
_LONGEST_ADDRESS: Final = 4_000
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list: its address as it stands there, and its title, which may be empty."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Outlines:
    """The feeds of a list, each once; ``left_out`` says what of it was not looked at."""

    feeds: tuple[Outline, ...]
    left_out: tuple[str, ...] = ()


def outlines_of(data: bytes, *, name: str) -> Outlines:
    """Returns the feeds that OPML names, in whatever folders of it.

    Args:
        data: the file.
        name: what people know it as.

    Raises:
        ReadingError: it is no OPML, names no feed, or is larger than 16 MB.
    """
    if len(data) > _MOST_BYTES:
        raise ReadingError(
            f"{name} has {len(data):,} bytes, more than the {_MOST_BYTES:,} of a list of feeds",
            hint="Part it into several lists",
        )
    return in_worker(_outlines, data, name, name=name, size=len(data))


def _outlines(data: bytes, name: str) -> Outlines:
    root = xml_of(data, name=name)
    if root.tag.lower() != "opml":
        raise ReadingError(
            f"{name} is no list of feeds: it does not begin with <opml>",
            hint="Export the list from the other program as OPML",
        )
    found: dict[str, Outline] = {}
    beyond = 0
    for element in root.iter("outline"):
        given = {key.lower(): value for key, value in element.attrib.items()}
        address = given.get("xmlurl", "").strip()[: _LONGEST_ADDRESS + 1]
        if not address or address in found:
            continue
        if len(found) == MOST_FEEDS:
            beyond += 1
            continue
        title = single_line(given.get("title", "").strip() or given.get("text", ""))
        found[address] = Outline(address, title[:_LONGEST_TITLE])
    if not found:
        raise ReadingError(
            f"{name} names no feed: none of its outlines has an xmlUrl",
            hint="Export the list from the other program as OPML",
        )
    left_out = (f"{beyond:,} feeds after the first {MOST_FEEDS:,}",) if beyond else ()
    return Outlines(tuple(found.values()), left_out)


def opml_of(feeds: Iterable[Feed]) -> bytes:
    """Returns OPML 2.0 that names ``feeds``; nothing in it steers a terminal."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = "Feeds of the news desk assistant"
    body = ET.SubElement(root, "body")
    for feed in feeds:
        title = _UNWRITABLE.sub("", one_line(well_formed(feed.title)))
        ET.SubElement(
            body, "outline", {"type": "rss", "text": title, "title": title, "xmlUrl": feed.url}
        )
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
