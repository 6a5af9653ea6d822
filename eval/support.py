"""Measures the choice of supporting sentences and the score of meaning.

``python -m eval.support --data FOLDER`` prints the tables; with ``--fit`` it fits the weights
of ``assistant.verifying.support`` and ``assistant.verifying.meaning`` anew and prints them
first. The articles with even places in their file choose, the others report.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from assistant.models.embedder import Embedder
from assistant.verifying.meaning import WEIGHTS
from assistant.verifying.support import SupportSettings
from eval.support_choice import choice_cases, choice_table, fit_stopping, fit_support
from eval.support_meaning import fit_meaning, meaning_cases
from eval.support_tables import choose_thresholds, meaning_tables
from eval.verification_data import Vectors, VerificationData, load


def support_tables(data: VerificationData, vectors: Vectors) -> Iterator[str]:
    """The table of the choice of supporting sentences, in Markdown."""
    yield "\n### Choice of supporting sentences: WiCE, development claims\n"
    yield from choice_table(choice_cases(data.claims, vectors), settings=SupportSettings())


def score_tables(data: VerificationData, vectors: Vectors) -> Iterator[str]:
    """The tables of the score of meaning, in Markdown."""
    yield "\n### Score of meaning\n"
    yield from meaning_tables(meaning_cases(data, vectors), vectors, weights=WEIGHTS)


def fitted_weights(data: VerificationData, vectors: Vectors) -> Iterator[str]:
    """The weights and thresholds as the choosing halves give them.

    The score of meaning is fitted on what the shipped weights of support find: after a change
    of these, ship them and fit again.
    """
    claims = [case for case in choice_cases(data.claims, vectors) if case.claim.choosing]
    yield str(fit_stopping(claims, fit_support(claims)))
    cases = [case for case in meaning_cases(data, vectors) if case.choosing]
    weights = fit_meaning(cases)
    yield str(weights)
    yield str(choose_thresholds(cases, lambda case: weights.score(case.signs)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the judgements")
    parser.add_argument("--keep", type=Path, help="a file (.npz) to keep the vectors in")
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    given = parser.parse_args()
    data = load(given.data)
    vectors = Vectors(Embedder(), keep=given.keep)
    steps = [support_tables, score_tables]
    for step in [fitted_weights, *steps] if given.fit else steps:
        for line in step(data, vectors):
            print(line, flush=True)
    vectors.save()


if __name__ == "__main__":
    main()
