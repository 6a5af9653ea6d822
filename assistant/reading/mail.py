"""Mails to documents: newsletters as mail programs save them, and what is forwarded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from assistant.errors import ReadingError
from assistant.language.word_lists import word_lists
from assistant.language.words import count_words
from assistant.reading.canonical import has_words, single_line
from assistant.reading.dates import parse_date, stated_date
from assistant.reading.documents import Place, make_document
from assistant.reading.mail_texts import MailContent, parts_of
from assistant.reading.metadata import Metadata, language_code, web_address
from assistant.reading.parts import Part, Reading, Terms
from assistant.types import Document

_LONGEST_HEADER: Final = 4000
_MOST_WORDS_OF_NOTE: Final = 60
"""Words up to which what somebody wrote over another mail is a mere note."""
_LONGEST_SHOWN_NOTE: Final = 600
_DEEPEST: Final = 5
"""How many mails within mails are read."""
_MOST_NESTED: Final = 10
_LONGEST_NOTE: Final = 4000
_LONGEST_GAP: Final = 3
"""Blank lines between a mark and its headers, and between two of these."""

_MARK: Final = re.compile(
    rf"[\s>]*(?:[-_*=]{{2,}}\s*)?(?:{'|'.join(word_lists('mails.toml').lines('mark'))}"
    r")\s*:?\s*(?:[-_*=]{2,})?\s*|[\s>]*_{20,}\s*",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(
    r"[\s>*]*(?P<key>[^\W\d_][^\W\d_ -]{0,12})[ \u00a0]?:\*?[ \u00a0\t]*(?P<value>.*)"
)
_KEYS: Final = {
    word: key
    for key in ("from", "date", "subject", "other")
    for word in word_lists("mails.toml").words(key)
}
_FORWARD: Final = re.compile(r"(?:\s*+(?:fwd?|wg|tr|rv|enc|doorst|vb|vs)\s*:)+\s*", re.IGNORECASE)
_PAST_QUOTE: Final = re.compile(r"^[ \t]?>[ \t]?", re.MULTILINE)


def read(part: Part, _terms: Terms) -> Iterator[Reading]:
    """Yields what comes of a mail, and of each mail that is attached to it.

    Its HTML, else its plain text, is taken; the sender is the outlet, the subject the title,
    and ``Date`` the day of publication. Of a forwarded mail they are those of the mail
    within it; what was written over that, and what is attached, is reported as left out.

    Raises:
        ReadingError: it is no mail, or holds no text.
    """
    name = part.place.name
    try:
        # The older policy: the newer one's parser of headers takes quadratic time over some.
        message = message_from_bytes(part.data, policy=policy.compat32)
        nameless = not any(parseaddr(_header(message, "From"))) and message["Subject"] is None
    # The parser accepts any bytes, and fails later, by errors that it does not
    # document: whatever it raises means that this mail cannot be read.
    except Exception as error:
        raise _damaged(name, error) from error
    if nameless:
        raise ReadingError(
            f"{name} is named as a mail but has no sender and no subject",
            hint="Save the mail again, as a whole, in the .eml format",
        )
    yield from _of_message(message, place=part.place)


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
    left_out = tuple(f"what is attached: {name}" for name in parts.attached)
    ends = not parts.mails or depth >= _DEEPEST
    if ends or not _is_note(parts.text):
        yield Reading(place.name, _document(parts, metadata, place=place, left_out=left_out))
    elif parts.text:
        left_out = (_note(parts.text), *left_out)
    if ends:
        return
    for number, inner in enumerate(parts.mails, start=1):
        within = place.within(f"mail {number}")
        try:
            for reading in _of_message(inner, place=within, depth=depth + 1):
                outcome = reading.outcome
                if isinstance(outcome, Document):
                    outcome = replace(outcome, left_out=(*outcome.left_out, *left_out))
                    left_out = ()
                yield replace(reading, outcome=outcome)
        except ReadingError as error:
            yield Reading(within.name, error)


def _document(
    parts: MailContent, metadata: Metadata, *, place: Place, left_out: tuple[str, ...]
) -> Document:
    if not parts.text:
        raise ReadingError(
            f"{place.name} is a mail without text", hint="Add what is attached to it"
        )
    text = parts.text
    forwarded = is_forwarded(metadata.title or "")
    forward = forward_in(text)
    if forward is not None and (forwarded or _is_note(" ".join(forward.notes))):
        text = forward.body
        left_out = (*map(_note, forward.notes), *left_out)
        metadata = Metadata(
            title=without_forward(forward.subject or metadata.title or "") or None,
            source=_outlet(forward.sender),
            published=forward.sent,
            language=metadata.language,
        )
    elif forwarded:
        # The author is not stated, and the person who forwarded it is no outlet.
        metadata = replace(metadata, title=without_forward(metadata.title or ""), source=None)
    return replace(make_document(text, metadata=metadata, place=place), left_out=left_out)


def _is_note(text: str) -> bool:
    return count_words(text) <= _MOST_WORDS_OF_NOTE


def _note(text: str) -> str:
    return f"what was written over it: {single_line(text, limit=_LONGEST_SHOWN_NOTE)}"


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
    value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), None)
    if value is None:
        return ""
    # A header whose bytes stand for themselves, as no mail should have them.
    data = str(value)[:_LONGEST_HEADER].encode("utf-8", "surrogateescape")
    try:
        written = data.decode()
    except UnicodeDecodeError:
        written = data.decode("cp1252", "replace")
    try:
        return single_line(str(make_header(decode_header(written))), limit=_LONGEST_HEADER)
    except (MessageError, LookupError, ValueError):  # encoded by a program that got it wrong
        return single_line(written, limit=_LONGEST_HEADER)


def _date(message: Message) -> date | None:
    try:  # its day alone, where it says that its zone is not known
        return parse_date(parsedate_to_datetime(_header(message, "Date")))
    except (ValueError, TypeError, OverflowError):
        return None  # absent, or written by a program that got it wrong


@dataclass(frozen=True, slots=True)
class Forward:
    """A mail within the text of another; ``notes`` is what those who sent it on wrote.

    ``sender`` is a name and an address, either of them empty where it is not stated.
    """

    body: str
    notes: tuple[str, ...]
    sender: tuple[str, str]
    subject: str | None
    sent: date | None


def forward_in(text: str) -> Forward | None:
    """Returns the innermost mail that ``text`` forwards; None where it forwards none."""
    found: Forward | None = None
    for _ in range(_MOST_NESTED):
        inner = _forward(text if found is None else found.body)
        if inner is None:
            break
        found = replace(inner, notes=(*(found.notes if found else ()), *inner.notes))
    return found


def is_forwarded(subject: str) -> bool:
    """Returns whether a subject says that the mail is forwarded."""
    return _FORWARD.match(subject) is not None


def without_forward(subject: str) -> str:
    """Returns a subject without what says that the mail is forwarded."""
    forwarded = _FORWARD.match(subject)
    return subject[forwarded.end() if forwarded else 0 :].strip()


def _forward(text: str) -> Forward | None:
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if _MARK.fullmatch(line) is None:
            continue
        headers, end = _headers(lines, at + 1)
        body = "\n".join(lines[end:])
        if "from" not in headers or len(headers) == 1 or not has_words(body):
            continue
        note = "\n".join(lines[:at]).strip()
        return Forward(
            _unquoted(body),
            (single_line(note, limit=_LONGEST_NOTE),) if has_words(note) else (),
            parseaddr(headers["from"].replace("*", "")),
            headers.get("subject") or None,
            stated_date(headers.get("date", "").replace("*", "").strip()),
        )
    return None


def _headers(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    end = at
    blank = 0
    while at < len(lines) and blank <= _LONGEST_GAP:
        line = lines[at]
        header = _HEADER.fullmatch(line)
        kind = _KEYS.get(header["key"].lower()) if header else None
        at += 1
        if not line.strip(" \t>"):
            blank += 1
            continue
        if header is None or kind is None or (kind != "other" and kind in found):
            break
        found[kind] = header["value"].strip()
        end, blank = at, 0
    return found, end


def _unquoted(body: str) -> str:
    filled = [line for line in body.split("\n") if line.strip()]
    if all(line.lstrip().startswith(">") for line in filled):
        return _PAST_QUOTE.sub("", body)
    return body
