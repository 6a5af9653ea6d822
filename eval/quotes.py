"""Who said what, against attributions and quotations of real articles that were read by hand.

``python -m eval.quotes --data FOLDER`` prints, for the half that the rules were improved on and
for the half that was kept for reporting, how many drawn statements have the right speaker and
the right words, how many of the direct quotations in whole articles are found with their
speaker, and the same of the baseline: the name that stands nearest to the quotation.

FOLDER holds ``news-quiz-2025/articles.jsonl`` and ``stories/basil.jsonl``. The labels
(``eval/datasets/quotes.jsonl``) name articles by id and places by offsets.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from assistant.language.articles import make_article
from assistant.language.names import NameKind, names_of
from assistant.language.quotations import find_quotations
from assistant.language.words import words_in
from assistant.stories.quotes import make_quotes
from assistant.telling import Quotes, Said
from assistant.types import Article, Document

LABELS: Final = Path(__file__).parent / "datasets" / "quotes.jsonl"
_FILES: Final = ("news-quiz-2025/articles.jsonl", "stories/basil.jsonl")
HALVES: Final = ("improved on", "reported")
_TIMED: Final = 200


def articles_in(folder: Path) -> Iterator[Article]:
    """The articles of both collections.

    Raises:
        OSError: a file is missing.
    """
    for name in _FILES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            record: Mapping[str, Any] = json.loads(line)
            published = record.get("published") or record.get("date") or ""
            day = published[:10].replace("/", "-")
            yield make_article(
                Document(
                    title=record["title"],
                    text=record["text"],
                    origin=record["url"],
                    source=record.get("outlet"),
                    published=date.fromisoformat(day) if len(day) == len("2025-01-01") else None,
                )
            )


def half_of(article: Article) -> str:
    """The half that an article belongs to, by its id."""
    return HALVES[int(article.id, 16) % 2]


def hashed(words: str) -> str:
    """Eight hexadecimal digits for the words of a statement, marks and case not counted."""
    return hashlib.sha256(" ".join(words_in(words)).encode()).hexdigest()[:8]


def places_of(quotes: Quotes) -> dict[tuple[str, int], list[tuple[str, Said]]]:
    """By article and cited sentence, what is said there and by whom."""
    found: dict[tuple[str, int], list[tuple[str, Said]]] = {}
    for speaker in quotes.speakers:
        for said in speaker.said:
            for one in said.statement.citations:
                place = (one.article_id, one.sentence_index)
                found.setdefault(place, []).append((speaker.name, said))
    return found


def same_speaker(mine: str, true: str) -> bool:
    """Whether two names of a speaker are one's: all words of one stand in the other."""
    one, other = set(words_in(mine)) - {"the"}, set(words_in(true)) - {"the"}
    return bool(one and other) and (one <= other or other <= one)
