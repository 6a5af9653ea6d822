"""Pages that only lead on to another: redirects that are written into the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

_LOOKED_AT: Final = 20_000
_LONGEST_WAIT: Final = 5
_NOT_DONE: Final = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|noscript|style|template)\b.*?(?:</\1|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_META: Final = re.compile(rb"<meta\s[^>]{1,4000}>", re.IGNORECASE)
_IS_REFRESH: Final = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT: Final = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_REFRESH: Final = re.compile(
    r"\s*(?P<wait>\d{1,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<target>[^\"']+)",
    re.IGNORECASE,
)


def refresh_target(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Where a page sends its readers on at once, as it stands there; None where it does not.

    A wait of more than five seconds is for reading, and what only browsers without scripts
    would follow is for them.
    """
    written = [headers.get("refresh", "")]
    for meta in _META.findall(_NOT_DONE.sub(b"", body[:_LOOKED_AT])):
        text = meta.decode("utf-8", "replace")
        content = _CONTENT.search(text) if _IS_REFRESH.search(text) else None
        if content is not None:
            written.append(unescape(next(filter(None, content.groups()), "")))
    for value in written:
        found = _REFRESH.match(value)
        if found is not None and int(found["wait"]) <= _LONGEST_WAIT:
            return found["target"].strip()
    return None
