"""The parts of a mail: its texts, what is attached, and the mails that are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from typing import Final

from assistant.errors import ReadingError
from assistant.language.word_lists import word_lists
from assistant.reading.canonical import has_words, single_line
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.formats import looks_like_html
from assistant.reading.fragments import fragment_text

_MOST_PARTS: Final = 1000
_ATTACHED: Final = ("application/", "audio/", "video/")
_LEAST_TAGS: Final = 3
_TAG: Final = re.compile(
    r"</?(?:p|div|br|a|td|table|span|h[1-6]|li|ul)\b[^<>]{0,500}>", re.IGNORECASE
)
_ANY_TAG: Final = re.compile(r"<[A-Za-z!/]")
_SIGNATURE: Final = "-- "
# Paragraphs that newsletters are sent by, and say nothing of the news.
_BOILERPLATE = re.compile("|".join(word_lists("mails.toml").lines("boilerplate")), re.IGNORECASE)


@dataclass(slots=True)
class MailContent:
    """What a mail holds: its text, the mails in it, and the names of other things attached."""

    html: str = ""
    plain: str = ""
    mails: list[Message] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The first HTML that holds any text, else the first plain text that does."""
        return self.html or self.plain


def parts_of(message: Message, *, name: str) -> MailContent:
    """Returns the texts of a mail, and what else is in it, in their order.

    Raises:
        ReadingError: it has more parts than any mail, or a text that cannot be decoded.
    """
    found = MailContent()
    for part in _leaves(message, name=name):
        kind = part.get_content_type()
        if kind == "message/rfc822" or (part.get_filename() or "").lower().endswith(".eml"):
            inner = _mail_in(part)
            if inner is not None:
                found.mails.append(inner)
        elif part.get_content_disposition() == "attachment" or kind.startswith(_ATTACHED):
            found.attached.append(single_line(part.get_filename() or "") or kind)
        elif kind in {"text/html", "text/plain"}:
            text, marked_up = _text(part, name=name)
            if has_words(text) and marked_up:
                found.html = found.html or text
            elif has_words(text):
                found.plain = found.plain or text
    return found


def _leaves(message: Message, *, name: str) -> Iterator[Message]:
    waiting: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(inner for inner in reversed(payload) if isinstance(inner, Message))
        else:
            yield part
    raise ReadingError(
        f"{name} is a mail of more than {_MOST_PARTS:,} parts",
        hint="Open it, copy the text and save it as a text file",
    )


def _mail_in(part: Message) -> Message | None:
    payload = part.get_payload()
    if isinstance(payload, list):
        return next((inner for inner in payload if isinstance(inner, Message)), None)
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return None
    return message_from_bytes(data, policy=policy.compat32)


def _text(part: Message, *, name: str) -> tuple[str, bool]:
    """The text of a part, and whether it was marked up."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return "", False
    html = part.get_content_type() == "text/html"
    declared = part.get_content_charset()
    text = decode(data, name=name, declared=declared or (declared_charset(data) if html else None))
    tags = sum(1 for _ in _TAG.finditer(text))
    if html and not _ANY_TAG.search(text):
        return text, True
    if not html and not looks_like_html(text) and tags < _LEAST_TAGS:
        return _unflowed(text, part), False
    blocks = fragment_text(text).split("\n\n")
    return "\n\n".join(block for block in blocks if not _BOILERPLATE.fullmatch(block.strip())), True


def _unflowed(text: str, part: Message) -> str:
    """Plain text whose lines flow (RFC 3676): those that end in a blank go on in the next."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    goes_on = False
    depth = 0
    for raw in text.replace("\r\n", "\n").split("\n"):
        quoted = len(raw) - len(raw.lstrip(">"))
        line = raw[quoted:].removeprefix(" ")
        if goes_on and quoted == depth and line != _SIGNATURE:
            lines[-1] += line
        else:
            lines.append(f"{'>' * quoted} {line}" if quoted else line)
        depth = quoted
        goes_on = lines[-1].endswith(" ") and line != _SIGNATURE and bool(line)
        if goes_on and joined:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
