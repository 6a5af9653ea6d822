"""What a mail forwards within its own text: whose it is, and where it begins.

Mail programs put a line and a few headers over it, in their own language and order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from typing import Final

from assistant.language.word_lists import word_lists
from assistant.reading.canonical import has_words, single_line
from assistant.reading.dates import stated_date

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
    """The innermost mail that ``text`` forwards; None where it forwards none."""
    found: Forward | None = None
    for _ in range(_MOST_NESTED):
        inner = _forward(text if found is None else found.body)
        if inner is None:
            break
        notes = inner.notes if found is None else (*found.notes, *inner.notes)
        found = Forward(inner.body, notes, inner.sender, inner.subject, inner.sent)
    return found


def is_forwarded(subject: str) -> bool:
    """Whether a subject says that the mail is sent on."""
    return _FORWARD.match(subject) is not None


def without_forward(subject: str) -> str:
    """A subject without what says that the mail is sent on."""
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
    """The headers of a forwarded mail that begin at a line, and the line after them."""
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
    """``body`` without the marks of a quotation, where each of its lines has one."""
    filled = [line for line in body.split("\n") if line.strip()]
    if all(line.lstrip().startswith(">") for line in filled):
        return _PAST_QUOTE.sub("", body)
    return body
