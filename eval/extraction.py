"""Measures what is kept of web pages: ``python -m eval.extraction``.

Prints the table of docs/measurements/intake.md. Each saved page has the text of its article
beside it; what is read of the page is held against that word by word, without regard to order
(a multiset), and so is all the text that the page shows. A page whose text is empty holds no
article, and is to be refused. With ``--data``, real pages that people have marked are measured
as well, beside other systems.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from assistant.errors import FetchError
from assistant.fetching.fetcher import Fetched, Validators
from assistant.fetching.locations import locate
from assistant.fetching.pages import document_of, page_text
from assistant.reading.fragments import fragment_text
from eval import marked_pages

PAGES: Final = Path(__file__).parent / "datasets" / "pages"

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a text has the words of another: shares from 0 to 1 of its own, and of the other."""

    precision: float
    recall: float

    def cells(self) -> str:
        """The cells of a table."""
        return f"{self.precision:.3f} | {self.recall:.3f}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: what was read of it (None where it was refused), and all that it shows.

    ``wanted`` says whether it holds an article at all; ``reason`` why it was refused.
    """

    name: str
    wanted: bool
    read: Agreement | None
    shown: Agreement | None
    reason: str = ""

    @property
    def later(self) -> bool:
        """Whether the page was made when the rules were there, and no rule after it."""
        return self.name.startswith("later-")

    @property
    def right(self) -> bool:
        """Whether it was taken for what it is: an article or none."""
        return self.wanted == (self.read is not None)


def words_of(text: str) -> Counter[str]:
    """The words of a text, however often each stands there."""
    return Counter(word.casefold() for word in _WORD.findall(text))


def agreement(text: str, gold: str) -> Agreement:
    """How far ``text`` has the words of ``gold``."""
    found, wanted = words_of(text), words_of(gold)
    common = (found & wanted).total()
    return Agreement(
        common / found.total() if found else 0.0, common / wanted.total() if wanted else 0.0
    )


def measured(folder: Path) -> Iterator[Measured]:
    """Reads every page of ``folder`` as if it had been fetched."""
    for page in sorted(folder.glob("*.html")):
        gold = page.with_suffix(".txt").read_text(encoding="utf-8").strip()
        place = locate(f"https://pages.example/{page.stem}")
        fetched = Fetched(place, page.read_bytes(), "text/html", None, Validators(place.address))
        shown = agreement(fragment_text(page_text(fetched)), gold) if gold else None
        try:
            text = document_of(fetched).text
        except FetchError as error:
            reason = error.message.replace(f"{place.address} ", "").replace(place.address, "…")
            yield Measured(page.stem, bool(gold), None, shown, reason)
        else:
            yield Measured(page.stem, bool(gold), agreement(text, gold), shown)


def table(pages: Sequence[Measured]) -> Iterator[str]:
    """The lines of a table in Markdown."""
    yield "| page | precision | recall | precision of all text | recall of all text | taken for |"
    yield "|---|---|---|---|---|---|"
    for page in pages:
        read = page.read.cells() if page.read else "– | –"
        shown = page.shown.cells() if page.shown else "– | –"
        outcome = ("an article" if page.read else page.reason) + ("" if page.right else " (wrong)")
        yield f"| {page.name} | {read} | {shown} | {outcome} |"
    for name, group in (
        ("mean, pages that the rules were made on", [p for p in pages if not p.later]),
        ("mean, pages made later", [p for p in pages if p.later]),
    ):
        read_ones = [(page.read, page.shown) for page in group if page.read and page.shown]
        if not read_ones:
            continue
        means = (
            Agreement(fmean(one.precision for one in part), fmean(one.recall for one in part))
            for part in zip(*read_ones, strict=True)
        )
        right = f"{sum(page.right for page in group)} of {len(group)} right"
        yield f"| **{name}** | {' | '.join(mean.cells() for mean in means)} | {right} |"


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m eval extraction", description=__doc__)
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder of pages and texts")
    parser.add_argument("--data", type=Path, help="folder of pages that people have marked")
    arguments = parser.parse_args()
    pages = tuple(measured(arguments.pages))
    print("\n".join(table(pages)))
    if arguments.data is not None:
        print("\n".join(["", *marked_pages.table(marked_pages.scores(arguments.data))]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
