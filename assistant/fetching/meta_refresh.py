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
_LOCATION_SCRIPT: Final = re.compile(
    rb"<script\b[^>]{0,1000}>\s*"
    rb"(?:(?:window|document|self|top)\s*\.\s*)?location(?:\s*\.\s*href)?\s*"
    rb"(?:=\s*|\.\s*(?:replace|assign)\s*\(\s*)(?P<mark>[\"'])(?P<target>(?:[^\"'\\\s<>]|\\/){1,2000})(?P=mark)\s*\)?"
    rb"\s*;?\s*</script\s*>",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_SCRIPT: Final = re.compile(rb"<script\b", re.IGNORECASE)
_HEADLINE: Final = re.compile(rb"<title\b.*?</title\s*>", re.DOTALL | re.IGNORECASE)
_TAG: Final = re.compile(rb"<[^<>]*>")
_META: Final = re.compile(rb"<meta\s[^>]{1,4000}>", re.IGNORECASE)
_IS_REFRESH: Final = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT: Final = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_REFRESH: Final = re.compile(
    r"\s*(?P<wait>\d{1,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<target>[^\"']+)",
    re.IGNORECASE,
)


def refresh_target(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Returns where a page sends its readers on at once, as it stands there; else None.

    A wait of more than five seconds is for reading, and what only browsers without scripts
    would follow is for them. A script is not run; one that is all there is, and only names another
    address (``location.href = "…"``), is a redirect as well.
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
    return _script_target(body)


def _script_target(body: bytes) -> str | None:
    if len(body) > _LOOKED_AT:
        return None
    written = _COMMENT.sub(b"", body)
    found = _LOCATION_SCRIPT.search(written)
    if found is None or len(_SCRIPT.findall(written)) > 1:
        return None
    left = _NOT_DONE.sub(b"<", _HEADLINE.sub(b"", written))
    if _TAG.sub(b"", left).strip():
        return None
    return found["target"].replace(b"\\/", b"/").decode("utf-8", "replace")
