"""Mails to documents: newsletters as mail programs save them, and what is sent on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from assistant.errors import ReadingError
from assistant.language.words import count_words
from assistant.reading.canonical import single_line
from assistant.reading.dates import parse_date
from assistant.reading.documents import Place, make_document
from assistant.reading.mail_forwards import forward_in, is_forwarded, without_forward
from assistant.reading.mail_texts import Parts, parts_of
from assistant.reading.metadata import Metadata, language_code, web_address
from assistant.reading.parts import Part, Reading, Terms
from assistant.types import Document

_LONGEST_HEADER: Final = 4000
_LONGEST_NOTE: Final = 60
"""Words up to which what somebody wrote over another mail is a mere note."""
_LONGEST_TOLD: Final = 600
_DEEPEST: Final = 5
"""How many mails within mails are read."""


def read(part: Part, _terms: Terms) -> Iterator[Reading]:
    """What comes of a mail, and of each mail that is attached to it.

    Its HTML, else its plain text, is taken; the sender is the outlet, the subject the title,
    and ``Date`` the day of publication. Of a mail that is sent on they are those of the mail
    within it; what was written over that, and what is attached, is told as left out.

    Raises:
        ReadingError: it is no mail, or holds no text.
    """
    # The older policy: the newer one's parser of headers takes quadratic time over some.
    yield from _of_message(_parsed(part.data, name=part.place.name), place=part.place)


def _parsed(data: bytes, *, name: str) -> Message:
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        nameless = not any(parseaddr(_header(message, "From"))) and message["Subject"] is None
    # The parser takes in whatever it is given, and stumbles later, by errors that it does not
    # document: whatever it raises means that this mail cannot be read.
    except Exception as error:
        raise _damaged(name, error) from error
    if nameless:
        raise ReadingError(
            f"{name} is named as a mail but has no sender and no subject",
            hint="Save the mail again, as a whole, in the .eml format",
        )
    return message


def _damaged(name: str, error: Exception) -> ReadingError:
    return ReadingError(
        f"{name} is a mail that cannot be taken apart ({type(error).__name__})",
        hint="Open it, copy the text and save it as a text file",
    )


def _of_message(message: Message, *, place: Place, depth: int = 0) -> Iterator[Reading]:
    try:
        parts = parts_of(message, name=place.name)
        metadata = _metadata(message)
    except ReadingError:
        raise
    except Exception as error:
        raise _damaged(place.name, error) from error
    told = tuple(f"what is attached: {name}" for name in parts.attached)
    ends = not parts.mails or depth >= _DEEPEST
    if ends or not _is_note(parts.text):
        yield Reading(place.name, _document(parts, metadata, place=place, told=told))
    elif parts.text:
        told = (_note(parts.text), *told)
    if ends:
        return
    for number, inner in enumerate(parts.mails, start=1):
        within = place.within(f"mail {number}")
        try:
            for reading in _of_message(inner, place=within, depth=depth + 1):
                outcome = reading.outcome
                if isinstance(outcome, Document):
                    outcome = replace(outcome, left_out=(*outcome.left_out, *told))
                    told = ()
                yield replace(reading, outcome=outcome)
        except ReadingError as error:
            yield Reading(within.name, error)


def _document(parts: Parts, metadata: Metadata, *, place: Place, told: tuple[str, ...]) -> Document:
    if not parts.text:
        raise ReadingError(
            f"{place.name} is a mail without text", hint="Add what is attached to it"
        )
    text = parts.text
    forwarded = is_forwarded(metadata.title or "")
    forward = forward_in(text)
    if forward is not None and (forwarded or _is_note(" ".join(forward.notes))):
        text = forward.body
        told = (*map(_note, forward.notes), *told)
        metadata = Metadata(
            title=without_forward(forward.subject or metadata.title or "") or None,
            source=_outlet(forward.sender),
            published=forward.sent,
            language=metadata.language,
        )
    elif forwarded:
        # Whose it is, is not said: whoever sent it on is no outlet.
        metadata = replace(metadata, title=without_forward(metadata.title or ""), source=None)
    return replace(make_document(text, metadata=metadata, place=place), left_out=told)


def _is_note(text: str) -> bool:
    return count_words(text) <= _LONGEST_NOTE


def _note(text: str) -> str:
    return f"what was written over it: {single_line(text, limit=_LONGEST_TOLD)}"


def _metadata(message: Message) -> Metadata:
    return Metadata(
        title=_header(message, "Subject") or None,
        source=_outlet(parseaddr(_header(message, "From"))),
        url=web_address(_header(message, "Archived-At").strip("<> ")),
        published=_date(message),
        language=language_code(_header(message, "Content-Language").partition(",")[0] or None),
    )


def _outlet(sender: tuple[str, str]) -> str | None:
    return single_line(sender[0]) or sender[1].rpartition("@")[2] or None


def _header(message: Message, name: str) -> str:
    """A header in one line, decoded; empty where it is absent."""
    value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), None)
    if value is None:
        return ""
    written = _written(str(value)[:_LONGEST_HEADER])
    try:
        return single_line(str(make_header(decode_header(written))), limit=_LONGEST_HEADER)
    except (MessageError, LookupError, ValueError):  # encoded by a program that got it wrong
        return single_line(written, limit=_LONGEST_HEADER)


def _written(header: str) -> str:
    """A header whose bytes stand for themselves, as no mail should have them."""
    data = header.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _date(message: Message) -> date | None:
    """What ``Date`` states; its day alone where it says that its zone is not known."""
    try:
        return parse_date(parsedate_to_datetime(_header(message, "Date")))
    except (ValueError, TypeError, OverflowError):
        return None  # absent, or written by a program that got it wrong
