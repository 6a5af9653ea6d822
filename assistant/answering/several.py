"""How far a sentence tells of several things: what it lists, and of which side it speaks."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from assistant.articles.showable import list_after
from assistant.language.words import content_terms
from assistant.types import Article

LONGEST_LIST: Final = 12
"""Items of a list that are shown."""
_ITEM: Final = re.compile(r"(?:^|, |; | and | or )(?:the )?[“\"]?[A-Z]")
_FEWEST_ITEMS: Final = 3


def things_listed(article: Article, index: int) -> int:
    """How many things a sentence lists: after it, or by its capitals after commas; or none."""
    if items := list_after(article, index, most=LONGEST_LIST):
        return len(items)
    found = len(_ITEM.findall(article.sentence_text(index)))
    return found if found >= _FEWEST_ITEMS else 0


def speaks_of(text: str, side: Set[str]) -> bool:
    """Whether a sentence has a word of ``side`` (``sides_of``), of a long one half of them."""
    said = set(content_terms(text))
    return bool(side & said) if len(side) < _FEWEST_ITEMS else len(side & said) >= len(side) / 2
