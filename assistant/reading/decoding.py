"""Bytes to text: UTF-8, UTF-16, a declared encoding, then what it looks like."""

from __future__ import annotations

import codecs
import re

from assistant.errors import ReadingError
from assistant.language.word_lists import word_lists
from assistant.reading.canonical import has_words

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x08"))
_MOST_CONTROLS = 0.02
_HIGH = bytes(range(128, 256))
_MOST_HIGH = 0.3
_GOOD_PER_BAD = 4
_LEAST_DETECTED = 100
_WESTERN = "cp1252"
# By how much charset-normalizer may find another encoding likelier than this one: less disorder,
# more of the letters that a language has.
_LESS_CHAOS = 0.02
_MORE_COHERENCE = 0.1
_SAMPLE = 1 << 16
_OTHER = re.compile(rb"[\x80-\xff]")
_BEFORE = 1_000
_CHARSET_WITHIN = 4096
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NOT_ASCII = re.compile("[^\x00-\x7f]")
# Python knows many more codecs; these are the ones that web pages are written in. Latin-1
# is left out on purpose: on the web the name means Windows-1252, which is what follows.
_KNOWN_ENCODING = re.compile(
    r"iso-?8859-(?:[2-9]|1[013-6])|windows-125[0-8]|koi8-[ru]|shift[_-]jis|euc-(?:jp|kr)|gb2312|gbk"
    r"|gb18030|big5|iso-2022-jp",
    re.IGNORECASE,
)
# What is sent by these names is written in their supersets.
_SUPERSETS = {
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis"), "cp932"),
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}

_SIGNATURES = word_lists("signatures.toml")
# These are written in plain characters, so that they would pass for text.
_PLAIN_SIGNATURES = (b"{\\rtf", b"%!PS")


def decode(data: bytes, *, name: str, declared: str | None = None) -> str:
    """Returns the text that bytes hold.

    In this order: what a byte order mark says; UTF-16 without one, where every other
    byte is zero; UTF-8, even with a few broken characters (U+FFFD then); the
    ``declared`` encoding; Windows-1252, unless charset-normalizer finds another one likelier.

    Args:
        data: the bytes, of a file in one of the text formats.
        name: what people know the file as.
        declared: an encoding that the content itself names, if any.

    Raises:
        ReadingError: the bytes hold no text, or the encoding cannot be told.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, name=name)
    unmarked = _unmarked_utf_16(data)
    if unmarked is not None:
        return data.decode(unmarked, "replace")
    _refuse_binary(data, name=name)
    return _unmarked(data, name=name, declared=declared)


def declared_charset(data: bytes) -> str | None:
    """Returns the encoding that a page names in its first bytes."""
    match = _CHARSET.search(data[:_CHARSET_WITHIN])
    return match[1].decode("ascii", "replace") if match else None


def header_charset(content_type: str) -> str | None:
    """Returns the encoding that a header ``Content-Type`` names."""
    match = _HEADER_CHARSET.search(content_type)
    return match[1] if match else None


def _marked(data: bytes, encoding: str, *, name: str) -> str:
    if encoding == "utf-8":
        return data.decode(encoding, "replace")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{name} is marked as {encoding[:6].upper()} but is broken at byte {error.start}",
            hint="It may have been cut off: save it again as UTF-8 text",
        ) from error


def _unmarked_utf_16(data: bytes) -> str | None:
    """UTF-16 of text in mostly Latin letters: one byte of every two is zero, always the same."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 2 <= pairs or min(even, odd) * 50 >= pairs:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = sample.decode(encoding, "replace")
    return encoding if text.count("\ufffd") * 50 <= pairs and has_words(text) else None


def _refuse_binary(data: bytes, *, name: str) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls <= len(sample) * _MOST_CONTROLS and not data.startswith(_PLAIN_SIGNATURES):
        return
    what, hint = "binary data", "Save it as text, HTML or PDF, and add that"
    for kind in map(_SIGNATURES.table, _SIGNATURES.names):
        if re.match("|".join(kind.lines("begins")).encode(), data, re.DOTALL):
            what, hint = kind.lines("what")[0], kind.lines("hint")[0]
            break
    raise ReadingError(f"{name} is {what}, not text", hint=hint)


def _unmarked(data: bytes, *, name: str, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(_NOT_ASCII.findall(text)) - bad
    if good >= _GOOD_PER_BAD * bad:
        return text
    if declared is not None and _KNOWN_ENCODING.fullmatch(declared):
        return data.decode(_SUPERSETS.get(declared.lower(), declared), "replace")
    detected = _detected(data)
    if detected is None:
        raise ReadingError(
            f"{name} is in an encoding that cannot be told", hint="Save it as UTF-8 text"
        )
    return data.decode(detected, "replace")


def _detected(data: bytes) -> str | None:
    """Returns the likeliest encoding, Windows-1252 where that may be; None if in doubt."""
    from charset_normalizer import from_bytes

    other = _OTHER.search(data)
    sample = data[max(0, other.start() - _BEFORE) if other else 0 :][:_SAMPLE]
    if len(sample) == _SAMPLE:
        # Half a character at its end would rule its encoding out.
        sample = sample[: max(map(sample.rfind, (b"\n", b" ", b"<"))) + 1] or sample
    matches = from_bytes(sample, preemptive_behaviour=False) if len(data) >= _LEAST_DETECTED else ()
    best = next(iter(matches), None)
    if best is None:
        high = len(data) - len(data.translate(None, _HIGH))
        return None if high > len(data) * _MOST_HIGH else _WESTERN
    may_be_western = any(
        _WESTERN in match.could_be_from_charset
        and match.chaos <= best.chaos + _LESS_CHAOS
        and match.coherence >= best.coherence - _MORE_COHERENCE
        for match in matches
    )
    return _WESTERN if may_be_western else best.encoding
