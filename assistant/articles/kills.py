"""Kill notices in words: an item of the wire that only says that a story must not be used.

Agencies send them under the id of the story: "MANDATORY KILL", "BC-Ferry,KILL", "EDITORS: Kill
the story slugged Ferry …". The words are looked for where agencies put them, in capitals or
after an address to editors: a story about a killing, a film called Kill or a photo that is
withdrawn is no such notice.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.language.words import count_words

_FIRST_LINES: Final = 3
"""Lines of a text, from the beginning, in which a notice says what it is."""
_MOST_WORDS: Final = 250
"""Words of a notice whose headline does not say that it is one; a story is longer."""
_LONGEST: Final = 400
"""Characters of a notice's words that are kept."""

_ADDRESS: Final = (
    r"(?:(?:BULLETIN|URGENT|ADVISORY|ATTENTION|ATTN|EDITORS?|Editors?|EDS|Eds|NOTICE|ALERT)\W+)"
)
_KILL: Final = r"(?:MANDATORY\W{1,3})?KILL(?:ED)?(?:\W{1,3}(?:NOTICE|ADVISORY))?"
_HEADED: Final = re.compile(
    rf"[\W_]*{_ADDRESS}{{0,3}}(?:{_KILL}|(?:STORY )?WITHDRAWN)(?:\s*[-:–—,/*)\]]|\s*$)"
    rf"|[\W_]*{_ADDRESS}{{0,3}}(?:(?i:mandatory kill)|(?i:kill (?:notice|advisory)))\b"
    rf"|.{{0,200}}[,:;/(–—-]\s*{_KILL}\W*$"
)
_ORDERED: Final = re.compile(
    rf"[\W_]*(?:{_ADDRESS}|(?:KILL|MANDATORY)\W+){{1,5}}(?i:please )?(?i:kill|withdraw)\b"
    r"(?![^.!?]{0,60}\b(?i:photos?|pictures?|images?|captions?|graphics?|videos?)\b)"
    r"[^.!?]{0,100}\b(?i:story|stories|article|item|report|copy|versions?|slug(?:ged)?|headlined"
    r"|above|below|following)\b"
)
"""An order to editors about the whole story."""


def kill_words(*, title: str, text: str, note: str = "") -> str | None:
    """What a kill notice says, in one line; None where this is no such notice.

    Args:
        title: the headline of an item of the wire.
        text: its text.
        note: what it says to editors beside them.
    """
    heading, told = " ".join(title.split()), " ".join(note.split())
    if told and (_HEADED.match(told) or _ORDERED.match(told)):
        return told[:_LONGEST]
    lines = [" ".join(line.split()) for line in text[: 20 * _LONGEST].split("\n") if line.strip()]
    if _HEADED.match(heading):
        first = lines[0] if lines else ""
        return (first if first.startswith(heading) else f"{heading} {first}".strip())[:_LONGEST]
    if count_words(text) <= _MOST_WORDS:
        for line in lines[:_FIRST_LINES]:
            if _HEADED.match(line[:_LONGEST]) or _ORDERED.match(line):
                return line[:_LONGEST]
    return None
