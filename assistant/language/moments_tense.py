"""Whether a sentence can speak of what is to come, which its weekdays then may be in."""

from __future__ import annotations

import re
from typing import Final

_AHEAD: Final = re.compile(
    r"\b(?:will|would|next|coming|upcoming|scheduled|due|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|"
    r"set|until|till|deadline|tomorrow|before|by|is|are|be|may|might|could|can|should|must|"
    r"through|forecast(?:s|ers)?|promise[sd]?|pledge[sd]?|vow(?:s|ed)?|hope[sd]?|ahead of|"
    r"begins?|starts?|opens?|runs?|ends?|resumes?|meets?|goes|go|comes?|takes?|leaves?|returns?|"
    r"faces?|votes?|holds?|has|have|intends?|wants?|"
    r"to (?!the\b|an?\b|his\b|her\b|its\b|their\b|this\b|that\b)[a-z]{1,20}+)\b|[’']ll\b",
    re.IGNORECASE,
)
"""Words of the future, and those after which the tense is open: both days are possible."""
_OWNED: Final = re.compile(r"day[’']s(?!\w)", re.IGNORECASE)
"""“Friday's ballot” may be over or not."""
_BEHIND: Final = re.compile(
    r"\b(?:was|were|had|did|said|told|made|won|lost|shot|hit|left|took|came|went|began|"
    r"shut|sank|rose|fell|met|held|gave|found|saw|sent|spoke|became|struck|ran|broke|brought|built|"
    r"paid|sold|bought|fought|caught|wrote|drove|flew|stood|led|beat|cut|quit|put|fled|drew|\w{2,20}+"
    r"(?<=ed))\b",
    re.IGNORECASE,
)


def may_look_ahead(text: str) -> bool:
    """Whether anything in ``text`` lets its days be in the future; False if all of it is past."""
    return (
        _AHEAD.search(text) is not None
        or _OWNED.search(text) is not None
        or _BEHIND.search(text) is None
    )
