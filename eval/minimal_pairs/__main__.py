"""Makes the minimal pairs anew: ``python -m eval.minimal_pairs``."""

from __future__ import annotations

from collections import Counter

from eval.minimal_pairs.making import make_pairs
from eval.minimal_pairs.pairs import PAIRS, Half, Kind, as_lines


def main() -> None:
    """Writes the file and prints how many pairs of each kind it holds."""
    pairs = make_pairs()
    PAIRS.write_text(as_lines(pairs), encoding="utf-8")
    counts = Counter(pair.kind for pair in pairs)
    verbatim = Counter(pair.kind for pair in pairs if pair.verbatim)
    halves = Counter((pair.kind, pair.half) for pair in pairs)
    for kind in Kind:
        parts = ", ".join(f"{half} {halves[kind, half]}" for half in Half)
        print(f"{kind}: {counts[kind]} ({verbatim[kind]} verbatim; {parts})")
    print(f"in all: {len(pairs)} ({sum(verbatim.values())} verbatim)")


main()
