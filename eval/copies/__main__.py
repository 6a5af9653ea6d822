"""How well and how fast copies of a story are told: ``python -m eval.copies --data FOLDER``.

Prints the tables of docs/measurements/copies.md. The articles in even places choose, the
others report. With ``--scale`` a library of so many made articles is measured instead.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from assistant.articles.copies import BUCKETS, SIGNATURE_SIZE
from assistant.language.words import count_words
from assistant.types import Document
from eval.copies.choosing import Way, tell_pairs, ways
from eval.copies.pairs import COPIES, OTHERS, Pair, as_wire, make_pairs
from eval.copies.scale import COPIED, NOTED, Scale, measure
from eval.copies.telling import Told, tell
from eval.questions import quiz_articles, sample_articles

FEWEST_WORDS: Final = 120
"""Words of an article that pairs are made from."""

SEED: Final = 20251126


def documents(data: Path | None) -> list[Document]:
    """The sample articles, with ``data`` those of the news quiz too, long enough to be altered."""
    articles = [*sample_articles(), *(quiz_articles(data) if data else ())]
    return [
        Document(
            title=article.title,
            text=article.text,
            origin=f"{article.origin}#{number}",
            source=article.source,
            url=article.url,
            published=article.published,
        )
        for number, article in enumerate(articles)
        if count_words(article.text) >= FEWEST_WORDS
    ]


def halves(given: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """Those to choose by and those to report on; of each every second as short as wire stories."""
    shaped = [as_wire(one) if place // 2 % 2 else one for place, one in enumerate(given)]
    return shaped[::2], shaped[1::2]


def choices(pairs: Sequence[Pair], tried: Iterable[Way]) -> Iterator[str]:
    """The table of the ways that are ``tried``, in Markdown."""
    yield "| limits | precision | recall | all at once | shared background |"
    yield "|---|---|---|---|---|"
    for way, told in tell_pairs(pairs, tried):
        shown = [told.precision(), told.recall(), told.recall(["all at once"])]
        shown.append(told.recall(["shared background"]))
        yield f"| {way.name} | {' | '.join(f'{value:.4f}' for value in shown)} |"


def report(told: Told) -> Iterator[str]:
    """The table of the kinds, in Markdown, and which articles came together."""
    yield "| kind | pairs | told as copies | share |"
    yield "|---|---|---|---|"
    for kind in (*COPIES, *OTHERS):
        pairs, copies = told.pairs[kind], told.as_copies[kind]
        yield f"| {kind} | {pairs:,} | {copies:,} | {copies / max(1, pairs):.4f} |"
    yield ""
    yield f"Precision {told.precision():.4f}, recall {told.recall():.4f}."
    yield ""
    yield f"Real articles that came into one cluster: {len(told.mixed)} pairs."
    for key, (first, second) in sorted(told.mixed.items()):
        yield f"- {key}: {first.title} | {second.title}"


def scaled(found: Scale) -> Iterator[str]:
    """The table of what a library of made articles costs, in Markdown."""
    yield "| articles | ms an article | of these at work | most memory, MB |"
    yield "|---|---|---|---|"
    for cost in found.costs:
        yield (
            f"| {cost.articles:,} | {cost.milliseconds:.2f} | {cost.working:.2f} |"
            f" {cost.megabytes:.0f} |"
        )
    yield ""
    yield (
        f"{found.words:.0f} words an article, {COPIED:.0%} copies, {NOTED:.0%} with notes;"
        f" {SIGNATURE_SIZE} slots, {BUCKETS} indexed. Keeping all of it but passages and vectors:"
        f" {found.keeping:.2f} ms an article."
        f" On disk: {found.bytes_an_article:.0f} bytes an article, beside"
        f" {found.text_bytes:.0f} of text. Copies that came to their story: {found.found:,} of"
        f" {found.copied:,}; articles that came to a story that is not theirs: {found.wrong:,}."
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the data sets; else the samples alone")
    parser.add_argument("--scale", type=int, help="measure the cost of so many made articles")
    chosen = parser.parse_args()
    given = documents(chosen.data)
    if chosen.scale:
        with TemporaryDirectory() as folder:
            lines = scaled(measure(given, articles=chosen.scale, folder=Path(folder), seed=SEED))
            print("\n".join(lines))
        return
    choose, other = halves(given)
    for row in choices(list(make_pairs(choose, seed=SEED)), ways()):
        print(row, flush=True)
    print("\nThe other half, each pair by itself:\n")
    pairs = list(make_pairs(other, seed=SEED))
    print("\n".join(choices(pairs, islice(ways(), 1))))
    print("\nThe other half, all of it in one catalogue:\n")
    with TemporaryDirectory() as folder:
        told = tell(pairs, other, folder=Path(folder))
    print("\n".join(report(told)))


if __name__ == "__main__":
    main()
