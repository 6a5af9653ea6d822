"""Mails to documents: newsletters as mail programs save them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from assistant.errors import ReadingError
from assistant.reading.canonical import has_words, single_line
from assistant.reading.dates import parse_date
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place, make_document
from assistant.reading.fragments import fragment_text
from assistant.reading.metadata import Metadata, language_code, web_address
from assistant.types import Document

_MOST_PARTS: Final = 1000
_LONGEST_HEADER: Final = 4000
# Paragraphs that newsletters are sent by, and say nothing of the news.
_FURNITURE = re.compile(
    r"(?:view|read|open|see) (?:(?:this|the|it|e-?mail|message|newsletter) ){0,4}(?:in|on) "
    r"(?:your |a |the )?(?:web ?)?browser\W*"
    r"|(?:view|read) (?:this |it )?(?:e-?mail )?(?:online|on the web)\W*"
    r"|(?:read|see|learn) more\W*|(?:continue|keep) reading\W*|advertisement\W*"
    r"|(?:share|forward) (?:this|to a friend)\b.{0,60}|sign up\W*|subscribe\W*"
    r"|.{0,160}\bunsubscribe\b.{0,160}|(?:manage|update) (?:your )?(?:e-?mail )?preferences\W*"
    r"|you (?:are receiving|receive|received|got) this\b.{0,200}|(?:©|copyright)\s.{0,200}",
    re.IGNORECASE,
)


def read_mail(data: bytes, *, place: Place) -> Document:
    """A document of a mail: its HTML, else its plain text; what is attached is left out.

    The sender is the outlet, the subject the title, and ``Date`` the day of publication.

    Raises:
        ReadingError: it is no mail, or holds no text.
    """
    name = place.name
    try:
        # The older policy: the newer one's parser of headers takes quadratic time over some.
        message = message_from_bytes(data, policy=policy.compat32)
        body = _body(message, name=name)
        sender = parseaddr(_header(message, "From"))
    except ReadingError:
        raise
    # The parser takes in whatever it is given, and stumbles later, by errors that it does not
    # document: whatever it raises means that this mail cannot be read.
    except Exception as error:
        raise ReadingError(
            f"{name} is a mail that cannot be taken apart ({type(error).__name__})",
            hint="Open it, copy the text and save it as a text file",
        ) from error
    if not any(sender) and message["Subject"] is None:
        raise ReadingError(
            f"{name} is named as a mail but has no sender and no subject",
            hint="Save the mail again, as a whole, in the .eml format",
        )
    return make_document(
        body,
        metadata=Metadata(
            title=_header(message, "Subject") or None,
            source=single_line(sender[0]) or sender[1].rpartition("@")[2] or None,
            url=web_address(_header(message, "Archived-At").strip("<> ")),
            published=_date(message),
            language=language_code(_header(message, "Content-Language").partition(",")[0] or None),
        ),
        place=place,
    )


def _body(message: Message, *, name: str) -> str:
    """The text of the first HTML that holds any, else of the first plain text that does."""
    found: dict[str, str] = {}
    for part in _texts(message, name=name):
        kind = part.get_content_type()
        if kind not in found and has_words(text := _text(part, name=name)):
            found[kind] = text
    body = found.get("text/html") or found.get("text/plain")
    if body is None:
        raise ReadingError(f"{name} is a mail without text", hint="Add what is attached to it")
    return body


def _texts(message: Message, *, name: str) -> Iterator[Message]:
    """The texts of a mail in their order, without what is attached or forwarded whole."""
    waiting: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(inner for inner in reversed(payload) if isinstance(inner, Message))
        elif part.get_content_type() in {"text/html", "text/plain"}:
            yield part
    raise ReadingError(
        f"{name} is a mail of more than {_MOST_PARTS:,} parts",
        hint="Open it, copy the text and save it as a text file",
    )


def _text(part: Message, *, name: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return ""
    declared = part.get_content_charset()
    if part.get_content_type() == "text/html":
        page = fragment_text(decode(data, name=name, declared=declared or declared_charset(data)))
        blocks = (block for block in page.split("\n\n") if not _FURNITURE.fullmatch(block.strip()))
        return "\n\n".join(blocks)
    return decode(data, name=name, declared=declared)


def _header(message: Message, name: str) -> str:
    """A header in one line, decoded; empty where it is absent."""
    value = message.get(name)
    if value is None:
        return ""
    written = str(value)[:_LONGEST_HEADER]
    try:
        return single_line(str(make_header(decode_header(written))), limit=_LONGEST_HEADER)
    except (MessageError, LookupError, ValueError):  # encoded by a program that got it wrong
        return single_line(written, limit=_LONGEST_HEADER)


def _date(message: Message) -> date | None:
    """What ``Date`` states; its day alone where it says that its zone is not known."""
    try:
        return parse_date(parsedate_to_datetime(_header(message, "Date")))
    except (ValueError, TypeError, OverflowError):
        return None  # absent, or written by a program that got it wrong
