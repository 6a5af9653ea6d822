"""Tags with more attributes than any page has, which parsers would take quadratic time over."""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 200
"""Attributes of one tag that are kept."""

# One after the other and never again, so that time is linear whatever is left open.
_ATTRIBUTE: Final = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_OPENING: Final = r"<[a-z][^\s/>]*+"
_MARKUP: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)"
    rf"|{_OPENING}(?:{_ATTRIBUTE})*+",
    re.DOTALL | re.IGNORECASE,
)
_ENOUGH: Final = re.compile(rf"{_OPENING}(?:{_ATTRIBUTE}){{0,{MOST}}}+", re.IGNORECASE)


def with_few_attributes(markup: str) -> str:
    """HTML whose tags have at most ``MOST`` attributes; scripts and comments stay as they are."""
    return _MARKUP.sub(_shortened, markup)


def _shortened(found: re.Match[str]) -> str:
    if len(found[0]) < 2 * MOST or found[1] or found[0].startswith("<!"):
        return found[0]
    kept = _ENOUGH.match(found[0])
    return kept[0] if kept else found[0]
