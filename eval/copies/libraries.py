"""What libraries for MinHash cost: ``python -m eval.copies.libraries NAME``.

The NAME is rensa, datasketch or gaoya; the latter two have to be installed for it.
"""

from __future__ import annotations

import argparse
import random
import resource
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any, Final

_ARTICLES: Final = 20_000
_WORDS: Final = 500
_VOCABULARY: Final = 30_000
_TEXTS: Final = 2_000
_RUN: Final = 5
_SLOTS: Final = 64
_BANDS: Final = 16
_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Library:
    """How a library makes a signature, and how it looks one up and takes it in."""

    sign: Callable[[Sequence[str]], Any]
    take_in: Callable[[int, Any], None]


def rensa() -> Library:
    """Rensa's R-MinHash and its index."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=_SLOTS, num_bands=_BANDS)

    def sign(runs: Sequence[str]) -> Any:
        made = RMinHash(_SLOTS, _SEED)
        made.update(list(runs))
        return made

    def take_in(number: int, made: Any) -> None:
        index.query(made)
        index.insert(number, made)

    return Library(sign, take_in)


def datasketch() -> Library:
    """Datasketch's MinHash and its index in memory."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_SLOTS, params=(_BANDS, _SLOTS // _BANDS))

    def sign(runs: Sequence[str]) -> Any:
        made = MinHash(num_perm=_SLOTS, seed=_SEED)
        made.update_batch([run.encode() for run in runs])
        return made

    def take_in(number: int, made: Any) -> None:
        index.query(made)
        index.insert(number, made)

    return Library(sign, take_in)


def gaoya() -> Library:
    """Gaoya's index, which signs what it is given itself, twice: looking up, and taking in."""
    from gaoya.minhash import MinHashStringIndex

    def lines(text: str) -> list[str]:
        return text.split("\n")

    index = MinHashStringIndex(32, 0.5, _BANDS, _SLOTS // _BANDS, None, lines, lowercase=False)

    def take_in(number: int, text: Any) -> None:
        index.query(text)
        index.insert_document(number, text)

    return Library("\n".join, take_in)


def texts() -> Iterator[list[str]]:
    """The five-word runs of made texts, no two of which share one; an empty one to begin with."""
    choice = random.Random(_SEED)  # noqa: S311 - reproducible
    made = [[choice.randrange(_VOCABULARY) for _ in range(_WORDS)] for _ in range(_TEXTS)]
    yield []
    for number in range(_ARTICLES):
        words = [f"{number // _TEXTS}w{word}" for word in made[number % _TEXTS]]
        yield [" ".join(run) for run in zip(*(words[n:] for n in range(_RUN)), strict=False)]


def main() -> None:
    """The command."""
    known = {"rensa": rensa, "datasketch": datasketch, "gaoya": gaoya}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=known)
    name = parser.parse_args().name
    library = known[name]()
    given = texts()
    next(given)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signing = taking = 0.0
    for number, runs in enumerate(given):
        start = process_time()
        made = library.sign(runs)
        signed = process_time()
        library.take_in(number, made)
        signing += signed - start
        taking += process_time() - signed
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(
        f"| {name} | {signing / _ARTICLES * 1e3:.3f} | {taking / _ARTICLES * 1e3:.3f} |"
        f" {more // _ARTICLES} |"
    )


if __name__ == "__main__":
    main()
