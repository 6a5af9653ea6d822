"""Makes what the wire, mail programs, Word and crawlers write, and packs it."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from html import escape
from pathlib import Path

from assistant.errors import ReadingError
from assistant.reading import Reading, Source, read_each
from assistant.types import Document
from tests.reading.making import ARTICLE, MEGABYTE

CEST = timezone(timedelta(hours=2))
NOW = datetime(2025, 5, 14, 12, tzinfo=UTC)
GUID = "urn:newsml:wire.example:20250514:ostvik-ferry"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a source: its documents, and its errors by name."""

    documents: tuple[Document, ...]
    errors: Mapping[str, ReadingError]
    readings: tuple[Reading, ...]

    @property
    def titles(self) -> list[str]:
        return [document.title for document in self.documents]

    @property
    def messages(self) -> list[str]:
        return [error.message for error in self.errors.values()]


def outcomes(
    data: bytes, *, folder: Path, name: str, max_bytes: int = 5 * MEGABYTE, now: datetime = NOW
) -> Outcomes:
    """Writes ``data`` to a file and reads all that is in it."""
    path = folder / name
    path.write_bytes(data)
    readings = tuple(read_each(Source(name, path), max_bytes=max_bytes, now=now))
    return Outcomes(
        tuple(r.outcome for r in readings if isinstance(r.outcome, Document)),
        {r.name: r.outcome for r in readings if isinstance(r.outcome, ReadingError)},
        readings,
    )


def read_story(text: str, *, folder: Path, name: str = "a.xml", now: datetime = NOW) -> Outcomes:
    """Writes a story of the wire to a file and reads it."""
    return outcomes(text.encode(), folder=folder, name=name, now=now)


def read_json(value: object, *, folder: Path) -> Outcomes:
    """Writes ``value`` to a JSON file and reads its records."""
    return outcomes(json.dumps(value).encode(), folder=folder, name="a.json")


def zipped(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def read_zip(
    members: Mapping[str, bytes | str], *, folder: Path, max_bytes: int = 5 * MEGABYTE
) -> Outcomes:
    """Writes a zip folder to a file and reads all that is in it."""
    return outcomes(zipped(members), folder=folder, name="a.zip", max_bytes=max_bytes)


def encrypted_zip(members: Mapping[str, bytes | str], *, which: Iterable[str] = ()) -> bytes:
    """A zip folder some of whose members (all, by default) are marked as encrypted."""
    data = bytearray(zipped(members))
    marked = set(which) or set(members)
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        places = {info.filename: info.header_offset for info in archive.infolist()}
    for name in marked:
        data[places[name] + 6] |= 1
        at = data.index(b"PK\x01\x02" + b"", 0)
        while data[at + 46 : at + 46 + len(name.encode())] != name.encode():
            at = data.index(b"PK\x01\x02", at + 4)
        data[at + 8] |= 1
    return bytes(data)


def nitf(
    *,
    paragraphs: Sequence[str] = ARTICLE,
    title: str = "Ostvik closes its ferry terminal",
    identifier: str = "ostvik-ferry-1",
    regsrc: str = "WIRE",
    docdata: str = "",
    docdata_attributes: str = "",
    head: str = "",
    body_head: str = "<dateline><location>OSTVIK, Norway</location></dateline>",
    content: str | None = None,
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> str:
    """An NITF story."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"""{prolog}
<nitf><head><title>Slug</title>{head}
<docdata {docdata_attributes}><doc-id regsrc="{regsrc}" id-string="{identifier}"/>
<date.issue norm="20250514T101500+0200"/>{docdata}</docdata></head>
<body xml:lang="en-GB"><body.head><hedline><hl1>{escape(title)}</hl1><hl2>A subhead</hl2></hedline>
<byline>By <person>Ann Lee</person> and <person>Bo Ray</person><byttl>Wire Writers</byttl></byline>
<distributor>The Wire</distributor>{body_head}</body.head>
<body.content>{content if content is not None else f"<block>{text}</block>"}</body.content>
<body.end><tagline>Follow Ann Lee.</tagline></body.end></body></nitf>"""


def news_item(
    *,
    guid: str = GUID,
    version: int = 1,
    title: str = "Ostvik closes its ferry terminal",
    status: str = "stat:usable",
    management: str = "",
    content: str | None = None,
    item_class: str = "ninat:text",
    paragraphs: Sequence[str] = ARTICLE,
) -> str:
    """A news item of NewsML-G2 with XHTML inside."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    page = (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>No text</title></head><body>{text}</body></html></inlineXML>"
    )
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"
 version="{version}" standard="NewsML-G2" standardversion="2.30" xml:lang="en-GB">
<catalogRef href="http://127.0.0.1:1/catalog.xml"/>
<itemMeta><itemClass qcode="{item_class}"/>
<provider qcode="nprov:WIRE"><name>The Wire</name></provider>
<versionCreated>2025-05-14T12:30:00+02:00</versionCreated>
<firstCreated>2025-05-14T10:15:00+02:00</firstCreated>{management}
<pubStatus qcode="{status}"/></itemMeta>
<contentMeta><by>By Ann Lee</by><headline>{escape(title)}</headline>
<dateline>OSTVIK, May 14 (Wire)</dateline><language tag="en-GB"/></contentMeta>
<contentSet>{content if content is not None else page}</contentSet></newsItem>"""


def message(*items: str) -> str:
    """A news message of NewsML-G2."""
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">'
        f"<header/><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def mail(
    *,
    html: str | None = None,
    plain: str | None = None,
    sender: str = '"The Morning Desk" <news@desk.example>',
    subject: str = "Ferry closes – Friday’s news",
    sent: str = "Fri, 14 Mar 2025 06:30:00 +0100",
    headers: Mapping[str, str] | None = None,
    attached: bytes | None = None,
) -> bytes:
    """A mail as a program saves it."""
    made = EmailMessage()
    made["From"] = sender
    made["Subject"] = subject
    made["Date"] = sent
    made["Message-ID"] = "<1@desk.example>"
    for name, value in (headers or {}).items():
        made[name] = value
    if plain is not None:
        made.set_content(plain)
    if html is not None and plain is not None:
        made.add_alternative(html, subtype="html")
    elif html is not None:
        made.set_content(html, subtype="html")
    if attached is not None:
        made.add_attachment(attached, maintype="application", subtype="pdf", filename="a.pdf")
    return made.as_bytes()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def word(body: str, *, properties: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document with this inside of ``w:body``."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "docProps/core.xml": f"<cp:coreProperties {_CORE}>{properties}</cp:coreProperties>",
        **(more or {}),
    }
    return zipped(members)


def word_paragraph(text: str, *, style: str = "", inside: str = "") -> str:
    """A paragraph of a Word document, in a style, and with more runs after its text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}</w:pPr>{run}{inside}</w:p>"


def warc_record(
    body: bytes,
    *,
    url: str = "https://courier.example/ostvik",
    kind: str = "response",
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
) -> bytes:
    """A record of a WARC file, not compressed."""
    given = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    http = f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in given.items())
    payload = http.encode() + b"\r\n" + body if kind in {"response", "revisit"} else body
    return (
        (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(payload) if length is None else length}\r\n\r\n"
        ).encode()
        + payload
        + b"\r\n\r\n"
    )


def warc_gz(*records: bytes) -> bytes:
    """A compressed WARC file: a member of gzip a record."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def lying_zip(name: str, data: bytes, *, says: int) -> bytes:
    """A zip folder whose headers lie about how large its member is when unpacked."""
    packed = bytearray(zipped({name: data}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = packed.index(mark) + at
        packed[place : place + 4] = struct.pack("<I", says)
    return bytes(packed)
