"""Minimal pairs: true statements about the sample articles, each with a false twin.

They test the checks of statements against what they cite. ``python -m eval.minimal_pairs``
makes them anew, by rules that share nothing with the checks.
"""

from eval.minimal_pairs.pairs import Half, Kind, MinimalPair, load_pairs

__all__ = ["Half", "Kind", "MinimalPair", "load_pairs"]
