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


def quotations_in(article: Article) -> list[tuple[int, int]]:
    """The words of the outer quotations of four words and more, by their half-open ranges."""
    outer = find_quotations(article.text).outer
    return [
        (one.start, one.end)
        for one in outer
        if article.text[one.start : one.end].count(" ") >= _FEWEST_BLANKS
    ]


def nearest_name(article: Article, place: int) -> str:
    """The baseline: the name outside quotations that stands nearest to a quotation."""
    quotations = find_quotations(article.text)
    mine = quotations.at(place)
    if mine is None:
        return ""
    named = [
        (min(abs(one.end - mine.outer_start), abs(one.start - mine.outer_end)), one.text)
        for one in names_of(article.text)
        if one.kind is not NameKind.PEOPLE and quotations.at(one.start) is None
    ]
    return min(named, default=(0, ""))[1]


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of how many, of one half."""

    speakers: tuple[int, int]
    words: tuple[int, int]
    gone: int
    found: tuple[int, int]
    right: tuple[int, int]
    nearest: tuple[int, int]


def measure(
    articles: Mapping[str, Article], labels: Sequence[Mapping[str, Any]], quotes: Quotes
) -> Rates:
    """The rates over ``labels`` of one half.

    A drawn statement that is no longer made, or has other words, is counted as gone and judged
    by nothing. A quotation is found where a statement has its words, and right where that
    statement's speaker is the true one.
    """
    places = places_of(quotes)
    drawn = [one for one in labels if one["kind"] == "drawn"]
    kept = []
    for one in drawn:
        article = articles[one["article"]]
        index = _sentence_at(article, one["start"])
        said = [
            (name, each)
            for name, each in places.get((article.id, index), ())
            if hashed(each.words) == one["words"]
        ]
        if said:
            kept.append((one, said))
    speakers = sum(any(same_speaker(n, one["speaker"]) for n, _ in said) for one, said in kept)
    words = sum(one["complete"] for one, _ in kept)
    total = found = right = nearest = 0
    for one in (one for one in labels if one["kind"] == "quotation"):
        article = articles[one["article"]]
        total += 1
        names = _covering(article, one["start"], places)
        found += bool(names)
        right += any(same_speaker(name, one["speaker"]) for name in names)
        nearest += same_speaker(nearest_name(article, one["start"]), one["speaker"])
    return Rates(
        speakers=(speakers, len(kept)),
        words=(words, len(kept)),
        gone=len(drawn) - len(kept),
        found=(found, total),
        right=(right, total),
        nearest=(nearest, total),
    )


def _sentence_at(article: Article, place: int) -> int:
    return max((one.index for one in article.sentences if one.start <= place), default=0)


def _covering(
    article: Article, place: int, places: Mapping[tuple[str, int], Sequence[tuple[str, Said]]]
) -> list[str]:
    """Who is given the words that begin at ``place``."""
    begin = " ".join(words_in(article.text[place : place + _BEGIN])[:_FEWEST_BLANKS])
    said = places.get((article.id, _sentence_at(article, place)), ())
    return [name for name, one in said if begin in " ".join(words_in(one.words))]


_FEWEST_BLANKS: Final = 3
_BEGIN: Final = 60
"""Characters of a quotation that it is known by."""


def main() -> int:
    """Prints the rates of both halves, and the time that 200 articles take."""
    given = argparse.ArgumentParser(prog="python -m eval.quotes", description=__doc__)
    given.add_argument("--data", type=Path, required=True, help="folder of the two collections")
    folder: Path = given.parse_args().data
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    known = {one.id: one for one in articles_in(folder)}
    rows = ("half", "speaker right", "words right", "gone", "found", "found, right", "nearest")
    print(" | ".join(rows))
    for half in dict.fromkeys(one["half"] for one in labels):
        mine = [one for one in labels if one["half"] == half]
        articles = {one["article"]: known[one["article"]] for one in mine}
        quotes = make_quotes(tuple(articles.values()), most=10**6)
        rates = measure(articles, mine, quotes)
        cells: tuple[int | tuple[int, int], ...] = (
            rates.speakers,
            rates.words,
            rates.gone,
            rates.found,
            rates.right,
            rates.nearest,
        )
        print(half, *map(_cell, cells), sep=" | ")
    timed = [one for one in known.values() if len(one.text) < _LONGEST][:_TIMED]
    begun = time.process_time()
    make_quotes(timed)
    took = time.process_time() - begun
    characters = sum(len(one.text) for one in timed)
    print(f"{len(timed)} articles of {characters} characters: {took:.2f} s")
    return 0


_LONGEST: Final = 12_000
"""Characters of the articles that are timed."""


def _cell(value: int | tuple[int, int]) -> str:
    if isinstance(value, int):
        return str(value)
    part, whole = value
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    raise SystemExit(main())
