"""The forms of English verbs."""

from __future__ import annotations

import re
from typing import Final

from tools.train_entailment.drawing import couples

IRREGULAR: Final = dict(couples("irregular_verbs"))
"""Past tenses by the base form, where they are not made by rule."""


def past(base: str) -> str:
    """The past tense."""
    if base in IRREGULAR:
        return IRREGULAR[base]
    if base.endswith("e"):
        return f"{base}d"
    if re.search(r"[^aeiou]y\Z", base):
        return f"{base[:-1]}ied"
    return f"{base}ed"


def third(base: str) -> str:
    """The third person of the present tense."""
    if base == "have":
        return "has"
    if re.search(r"(?:s|x|z|ch|sh|o)\Z", base):
        return f"{base}es"
    if re.search(r"[^aeiou]y\Z", base):
        return f"{base[:-1]}ies"
    return f"{base}s"
